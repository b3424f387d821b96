/** The single file, in a context that has nothing but the language and `WebAssembly`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

import { Bridge } from "tillbridge";
import * as inline from "tillbridge/inline";

import { bytes, configR, context, order } from "./fixtures/tenant.ts";

const file = fileURLToPath(new URL("../../pkg/dist/inline.js", import.meta.url));
const input = { order: order(), ...context() };

test("it decides in a bare context, as the package does", () => {
  const source = readFileSync(file, "utf8");
  const bare = vm.createContext({}, { codeGeneration: { strings: false, wasm: true } });
  vm.runInContext("delete globalThis.Intl; delete globalThis.FinalizationRegistry; delete globalThis.console;", bare);
  const names = ["TextDecoder", "TextEncoder", "atob", "Buffer", "fetch", "process", "require", "crypto"];
  for (const name of names) assert.equal(vm.runInContext(`typeof ${name}`, bare), "undefined");
  const before = vm.runInContext("Object.getOwnPropertyNames(globalThis)", bare) as string[];
  vm.runInContext(source, bare);
  const after = vm.runInContext("Object.getOwnPropertyNames(globalThis)", bare) as string[];
  assert.deepEqual(Array.from(after).filter((name) => !before.includes(name)), ["tillbridge"]);
  // Without `Intl` the configuration brings its zones.
  const zones = { "America/New_York": [{ from: "1970-01-01T00:00:00Z", offset: "-05:00" }] };
  const name = "Zo\u00eb \u{1f6cd}";
  const program = `JSON.stringify((() => {
    const bridge = new tillbridge.Bridge(${JSON.stringify({ ...configR(name), zones })});
    return [bridge.revision, bridge.decide("order.to_sale", ${JSON.stringify(input)}, "text")];
  })())`;
  const bridge = new Bridge({ ...configR(name), zones });
  const expected = [bridge.revision, bridge.decide("order.to_sale", input, "text")];
  assert.deepEqual(JSON.parse(vm.runInContext(program, bare) as string), expected);
});

test("it looks at globals rarely, which costs much in a context of its own", () => {
  const bare = vm.createContext({});
  const counting = `let looks = 0;
    for (const name of ["Math", "Array", "Uint8Array", "Int32Array", "DataView", "Number", "String"]) {
      const value = globalThis[name];
      Object.defineProperty(globalThis, name, { get() { looks += 1; return value; } });
    }`;
  vm.runInContext(counting, bare);
  vm.runInContext(readFileSync(file, "utf8"), bare);
  vm.runInContext("tillbridge.describe()", bare);
  const looks = vm.runInContext("looks", bare) as number;
  assert.ok(looks > 0 && looks < 1000, `${looks} looks at globals until the first answer`);
});

test("it can be imported and required like the package", () => {
  const required = createRequire(import.meta.url)("tillbridge/inline") as typeof inline;
  const expected = new Bridge(configR()).decideBytes("order.to_sale", bytes(context()), bytes(order()));
  for (const { Bridge: Inline } of [inline, required]) {
    assert.deepEqual(new Inline(configR()).decideBytes("order.to_sale", bytes(context()), bytes(order())), expected);
  }
});

test("a host that forbids WebAssembly is told so", () => {
  const bare = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext(readFileSync(file, "utf8"), bare);
  assert.throws(() => vm.runInContext("tillbridge.describe()", bare), /[Ww]asm|WebAssembly/);
});

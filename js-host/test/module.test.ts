/** The built module: what it imports, what it must not contain, how large it may be. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { filesOf } from "../scripts/lib/stamp.mjs";
import { WASM_LIMIT, INLINE_LIMIT } from "../scripts/lib/limits.mjs";

const dist = fileURLToPath(new URL("../../pkg/dist", import.meta.url));
const wasm = readFileSync(`${dist}/core.wasm`);
const module = new WebAssembly.Module(wasm);

test("the module imports only what the glue needs: no clock, no randomness, no I/O", () => {
  const imports = WebAssembly.Module.imports(module).map(({ module: from, name, kind }) => {
    assert.equal(from, "./core_bg.js");
    return `${kind} ${name.replace(/_[0-9a-f]{16}$/, "")}`;
  });
  assert.deepEqual(imports.sort(), ["function __wbg___wbindgen_throw", "function __wbindgen_init_externref_table"]);
});

test("the module exports its doors and wasm-bindgen's own", () => {
  const exports = WebAssembly.Module.exports(module).map(({ name }) => name).filter((name) => !name.startsWith("__wb"));
  assert.deepEqual(exports.sort(), ["__abort_handler", "__instance_terminated", "check", "check_draft", "core_decide", "core_open", "core_revision", "core_route", "core_step", "describe", "draft_open", "draft_revision", "draft_step", "memory"]);
});

test("nothing built says where it was built", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
  const secrets = [homedir(), root, ".cargo", "registry/src", "index.crates.io", ".rustup", "/home/", `/${userInfo().username}/`];
  for (const file of filesOf([dist])) {
    const content = readFileSync(file, "latin1");
    for (const secret of secrets) assert.ok(!content.includes(secret), `${file} contains ${secret}`);
  }
});

test("custom sections are stripped", () => {
  for (const name of ["name", "producers", "target_features"]) {
    assert.deepEqual(WebAssembly.Module.customSections(module, name), [], name);
  }
});

test("sizes stay within their limits", () => {
  const size = (name: string) => statSync(`${dist}/${name}`).size;
  assert.ok(size("core.wasm") <= WASM_LIMIT, `core.wasm: ${size("core.wasm")} bytes, allowed ${WASM_LIMIT}`);
  for (const name of ["inline.js", "inline.cjs", "inline.mjs"]) {
    assert.ok(size(name) < INLINE_LIMIT, `${name}: ${size(name)} bytes, allowed ${INLINE_LIMIT}`);
  }
});

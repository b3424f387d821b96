/** The encoder against what hosts hand over: each hazard is written exactly or refused by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";

import { encodeBody, stringify } from "../src/encode.ts";
import { MAX_BODY_BYTES, MAX_DEPTH } from "../src/limits.ts";
import { plainJson } from "../src/plain.ts";
import { Refusal } from "../src/refusal.ts";
import { SmallDecoder, SmallEncoder } from "../src/text-polyfill.ts";
import { toBase91 } from "../scripts/lib/base91.mjs";
import { fromBase64 } from "../src/base64.ts";
import { fromBase91 } from "../src/base91.ts";

function refusal(value: unknown): string {
  try {
    return `written: ${stringify(value)}`.slice(0, 200);
  } catch (error) {
    assert.ok(error instanceof Refusal, `${error}`);
    return `${error.issue.code} ${error.issue.path}`;
  }
}

test("plain data is written as JSON.stringify writes it", () => {
  const shared = { a: 1 };
  const samples: unknown[] = [
    null, true, "", "é\u{1f600}\"\\\n\u2028", 0, -0, -1.5, 1e-7, 123456789.012345, Number.MAX_SAFE_INTEGER,
    [], {}, [[]], { a: undefined, b: null }, { b: [shared, shared] }, { 2: "b", 1: "a", "": {} },
    new Date(0), { toJSON: () => ({ x: 1 }) }, Object.create(null), Object.create({ inherited: 1 }),
    JSON.parse('{ "__proto__": 1 }'), new (class Money { amount = "1.00"; })(),
  ];
  for (const sample of samples) assert.equal(stringify(sample), JSON.stringify(sample));
});

test("the engine's own writer is used for plain data only", () => {
  const short = (value: unknown) => plainJson(value, 1000, 4);
  const samples: unknown[] = [
    null, true, "\u{1f600}\"\n\u2028", "d800", 0.1, -0, Number.MAX_SAFE_INTEGER,
    [1, "a", null], { a: undefined, b: { c: [{}] } }, JSON.parse('{ "__proto__": 1 }'), "x".repeat(1000),
  ];
  for (const sample of samples) assert.equal(short(sample), JSON.stringify(sample));
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const others: unknown[] = [
    2 ** 53, 0.1 + 0.2, NaN, 1n, undefined, () => 1, "\ud800", { "\udc00": 1 }, "literally \\ud800",
    [undefined], [, 1], new Array(1001), cyclic, [[[[[]]]]], new Date(0), new Map(), new Number(1),
    new Uint8Array(1), Object.assign([1], { toJSON: () => 2 }), { toJSON: 1 }, { get a() { throw 1; } },
    "x".repeat(1001), ["x".repeat(999), "yy"], { ["x".repeat(1001)]: 1 }, Object.create(null),
  ];
  for (const other of others) assert.equal(short(other), undefined);
});

test("numbers that may have lost digits are marked", () => {
  const marked = (number: number) => assert.equal(stringify(number), `{"$unsafe_number":"${number}"}`);
  [2 ** 53, -(2 ** 53), 1e21, 1e300, 0.1 + 0.2, 1234567890.1234567].forEach(marked);
  assert.equal(stringify(0.123456789012345), "0.123456789012345");
  assert.equal(stringify(5e-324), "5e-324");
  assert.equal(stringify(2n ** 64n), "18446744073709551616");
  assert.equal(stringify({ id: -5n }), '{"id":-5}');
});

test("what is not data is refused where it stands", () => {
  const cyclic: Record<string, unknown> = { list: [{}] };
  (cyclic.list as unknown[]).push({ back: cyclic });
  assert.equal(refusal(cyclic), "UNREADABLE_INPUT $.list[1].back");
  assert.equal(refusal({ a: { get b() { throw new Error("secret"); } } }), "UNREADABLE_INPUT $.a.b");
  assert.equal(refusal({ a: { toJSON() { throw null; } } }), "UNREADABLE_INPUT $.a");
  assert.equal(refusal(new Proxy({}, { ownKeys() { throw new Error(); } })), "UNREADABLE_INPUT $");
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  assert.equal(refusal({ a: revoked.proxy }), "UNREADABLE_INPUT $.a");
  assert.equal(refusal({ note: "\ud800" }), "INVALID_VALUE $.note");
  assert.equal(refusal({ "\udc00x": 1 }).split(" ")[0], "INVALID_VALUE");
  assert.equal(refusal([1, , 3]), "INVALID_VALUE $[1]");
  assert.equal(refusal(new Array(2 ** 32 - 1)), "INVALID_VALUE $[0]");
  assert.equal(refusal([undefined]), "INVALID_VALUE $[0]");
  for (const value of [NaN, Infinity, -Infinity, 2n ** 200n, new Date(NaN)]) {
    assert.equal(refusal({ value }), "INVALID_VALUE $.value");
  }
  const notData = [
    new Map([["a", 1]]), new Set([1]), Promise.resolve(), /x/, new Error("x"), Symbol("x"), () => 1,
    new Uint8Array(2), new ArrayBuffer(2), new Float64Array(1), Buffer.from("{}"), new Number(1),
    new String("x"), new WeakMap(), new Response(""), new SharedArrayBuffer(1), globalThis,
  ];
  for (const value of notData) assert.equal(refusal({ value }), "WRONG_TYPE $.value");
  assert.equal(refusal(undefined), "WRONG_TYPE $");
});

test("messages do not repeat what a getter threw", () => {
  try {
    stringify({ get email() { throw new Error("ada@example.com"); } });
  } catch (error) {
    assert.ok(error instanceof Refusal && !JSON.stringify(error.issue).includes("ada@"));
    return;
  }
  assert.fail("not refused");
});

test("a Proxy and objects of another realm are read like others", () => {
  assert.equal(stringify(new Proxy({ a: [1] }, {})), '{"a":[1]}');
  const foreign = vm.runInNewContext("({ a: [1, { b: 'x' }], at: new Date(0) })");
  assert.equal(stringify(foreign), '{"a":[1,{"b":"x"}],"at":"1970-01-01T00:00:00.000Z"}');
  assert.equal(refusal(vm.runInNewContext("({ a: new Map() })")), "WRONG_TYPE $.a");
  assert.equal(refusal(vm.runInNewContext("({ a: new Date(NaN) })")), "INVALID_VALUE $.a");
});

test("depth ends at the limit, not in a stack overflow", () => {
  const nested = (depth: number) => {
    let value: unknown = 1;
    for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value };
    return value;
  };
  assert.equal(stringify(nested(MAX_DEPTH)), JSON.stringify(nested(MAX_DEPTH)));
  assert.match(refusal(nested(MAX_DEPTH + 1)), /^TOO_DEEP \$/);
  assert.match(refusal(nested(100_000)), /^TOO_DEEP \$/);
  const endless: object = new Proxy({}, { ownKeys: () => ["a"], get: (_, key) => key === "a" ? new Proxy(endless, {}) : undefined,
    getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) });
  assert.match(refusal(endless), /^TOO_DEEP \$/);
});

test("what is too large is refused early", () => {
  const line = "x".repeat(1000);
  const start = performance.now();
  assert.equal(refusal(Array.from({ length: 50_000 }, () => line)), "TOO_LARGE $");
  let wide: unknown = line;
  for (let level = 0; level < 60; level += 1) wide = [wide, wide];
  assert.equal(refusal(wide), "TOO_LARGE $");
  assert.equal(refusal("x".repeat(50_000_000)), "TOO_LARGE $");
  assert.throws(() => encodeBody("é".repeat(MAX_BODY_BYTES / 2 + 1), "$.order"), { name: "Error", message: /32000002 bytes/ });
  assert.throws(() => encodeBody(new Uint8Array(50_000_000), "$"), Refusal);
  assert.equal(encodeBody(new Uint8Array(MAX_BODY_BYTES), "$").length, MAX_BODY_BYTES);
  assert.ok(performance.now() - start < 5000);
});

test("bytes of any kind and realm are taken as they are", () => {
  const json = '{"a":"é"}';
  const bytes = new TextEncoder().encode(json);
  const padded = new Uint8Array([0, 0, ...bytes]);
  const foreign = vm.runInNewContext("new Uint8Array(list)", { list: [...bytes] });
  const samples = [
    json, bytes, bytes.buffer, Buffer.from(json), new Uint8ClampedArray(bytes), new DataView(bytes.buffer),
    padded.subarray(2), new DataView(padded.buffer, 2), foreign, foreign.buffer,
  ];
  for (const sample of samples) assert.equal(new TextDecoder().decode(encodeBody(sample, "$")), json);
  assert.throws(() => encodeBody(new Uint16Array(2), "$"), (error) => error instanceof Refusal && error.issue.code === "WRONG_TYPE");
  const forged = { byteLength: 1, [Symbol.toStringTag]: "ArrayBuffer" };
  assert.equal(refusal(forged).split(" ")[0], "written:");
  assert.throws(() => encodeBody("\ud83d", "$.order"), (error) => error instanceof Refusal && error.issue.path === "$.order");
});

test("the small UTF-8 and base64 of the inline build are those of the platform", () => {
  const texts = ["", "abc", "é\u07ff\u0800\uffff", "\u{10000}\u{10ffff}\u{1f600}", "x".repeat(20_000) + "\u{1f600}".repeat(9000), "\ud800a\udc00"];
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    assert.deepEqual(new SmallEncoder().encode(text), bytes);
    assert.equal(new SmallDecoder().decode(bytes), new TextDecoder().decode(bytes));
  }
  const strict = new TextDecoder("utf-8", { fatal: true });
  const decoded = (decoder: { decode(bytes: Uint8Array): string }, bytes: Uint8Array) => {
    try {
      return decoder.decode(bytes);
    } catch {
      return undefined;
    }
  };
  for (let value = 0; value < 0x10000; value += 1) {
    const bytes = new Uint8Array([value >> 8, value & 0xff, 0x80, 0x8f]);
    for (const part of [bytes, bytes.subarray(0, 2), bytes.subarray(0, 3)]) {
      assert.equal(decoded(new SmallDecoder(), part), decoded(strict, part), part.join());
    }
  }
  const own = Object.getOwnPropertyDescriptor(Uint8Array, "fromBase64");
  delete (Uint8Array as { fromBase64?: unknown }).fromBase64;
  for (let length = 0; length < 10; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => index * 37 + 200);
    assert.deepEqual(fromBase64(Buffer.from(bytes).toString("base64")), bytes);
  }
  if (own) Object.defineProperty(Uint8Array, "fromBase64", own);
});

test("what is written in 91 characters is read again, and needs no escapes", () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  for (let length = 0; length < 600; length += 1) {
    const kinds = [() => random() & 255, () => 0, () => 255, (index: number) => index & 255];
    const kind = kinds[length % kinds.length]!;
    const bytes = Uint8Array.from({ length }, (_, index) => kind(index));
    const text = toBase91(bytes);
    assert.deepEqual(fromBase91(text), bytes, String(length));
    assert.match(text, /^[!#-[\]-_a-~]*$/u);
    assert.ok(text.length <= Math.ceil(length * 1.2309) + 2, `${text.length} for ${length}`);
  }
});

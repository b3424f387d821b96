/** How the pasted file carries the module: packed by the build script, unpacked by its own reader. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { crc32 as crc32OfNode } from "node:zlib";

import { lzma, pack } from "../scripts/lib/pack.mjs";
import { unlzma } from "../src/lzma.ts";
import { STREAMS, join, walk } from "../src/streams.ts";
import { crc32, unpack } from "../src/unpack.ts";

const dist = (name: string) => readFileSync(fileURLToPath(new URL(`../../pkg/dist/${name}`, import.meta.url)));

/** Any order of bytes, but the same each time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

test("what an LZMA encoder writes is read again", async () => {
  const random = chance(7);
  const kinds = [
    () => random(256),
    () => 0,
    () => random(3),
    (at: number) => (at * at) >> 7,
    (at: number, so: number[]) => (random(9) === 0 ? random(256) : (so[at - 4] ?? 1)),
    (at: number, so: number[]) => (random(5) === 0 ? random(20) : (so[at - 1 - random(3)] ?? 1)),
    (at: number, so: number[]) => (at < 3000 ? random(256) : so[at - 3000 + random(2)]!),
  ];
  for (const [kind, next] of kinds.entries()) {
    for (const length of [0, 1, 2, 5, 300, 4000, 20_000]) {
      const bytes: number[] = [];
      while (bytes.length < length) bytes.push(next(bytes.length, bytes) & 255);
      const written = Uint8Array.from(bytes);
      for (const mode of [1, 9]) {
        assert.deepEqual(unlzma(await lzma(written, mode)), written, `kind ${kind}, ${length} bytes, mode ${mode}`);
      }
    }
  }
});

test("a match of the longest length and the furthest distances are read", async () => {
  const random = chance(11);
  const bytes = Uint8Array.from({ length: 400_000 }, () => random(256));
  bytes.copyWithin(390_000, 3, 3 + 1000);
  bytes.copyWithin(200_000, 199_999 - 127, 200_000);
  assert.deepEqual(unlzma(await lzma(bytes, 9)), bytes);
});

test("LZMA that begins with a match is refused", async () => {
  const damaged = (await lzma(new Uint8Array(50).fill(1), 9)).fill(255, 14, 18);
  assert.throws(() => unlzma(damaged), /before the first byte/);
});

/** Takes apart as the build script does. */
function split(wasm: Uint8Array): Uint8Array[] {
  const streams: number[][] = Array.from({ length: STREAMS }, () => []);
  let at = 0;
  walk((stream) => {
    const byte = wasm[at]!;
    streams[stream]!.push(byte);
    at += 1;
    return byte;
  }, wasm.length);
  assert.equal(at, wasm.length);
  return streams.map((stream) => Uint8Array.from(stream));
}

function joined(streams: Uint8Array[]): Uint8Array {
  const lengths = Uint32Array.from(streams, ({ length }) => length);
  return join(new Uint8Array(Buffer.concat([new Uint8Array(lengths.buffer), ...streams])));
}

const LEB = [0x80, 0x81, 0x02];
/** An instruction of each form, of which the opcode is a byte unless it is a list. */
const FORMS: (number | number[])[][] = [
  [0x01], [0x02, 0x40], [0x03, LEB], [0x04, 0x7f], [0x0c, 1], [0x0d, 2], [0x0e, 2, 1, LEB, 0], [0x0f],
  [0x10, LEB], [0x11, 3, 0], [0x1a], [0x1b], [0x1c, 2, 0x7f, 0x7e], [0x20, LEB], [0x21, 1], [0x22, 2], [0x23, 0],
  [0x24, 1], [0x25, 0], [0x26, 0], [0x28, 2, LEB], [0x35, 2, 8], [0x3e, 2, LEB], [0x3f, 0], [0x40, 0], [0x41, LEB],
  [0x42, LEB], [0x43, 1, 2, 3, 0xff], [0x44, 1, 2, 3, 4, 5, 6, 7, 0xff], [0x45], [0xc4], [0xd0, 0x6f], [0xd1], [0xd2, 5],
  [[0xfc, 0x00]], [[0xfc, 0x07]], [[0xfc, 0x08], 1, 0], [[0xfc, 0x09], 1], [[0xfc, 0x0a], 0, 0], [[0xfc, 0x0b], 0],
  [[0xfc, 0x0c], 1, 0], [[0xfc, 0x0d], 1], [[0xfc, 0x0e], 0, 0], [[0xfc, 0x0f], 0], [[0xfc, 0x10], 0], [[0xfc, 0x11], 0],
  [[0xfd, 0x00], 4, LEB], [[0xfd, 0x0b], 4, LEB], [[0xfd, 0x0c], ...new Array<number>(16).fill(0x80)],
  [[0xfd, 0x0d], ...new Array<number>(16).fill(0x1f)], [[0xfd, 0x0e]], [[0xfd, 0x15], 0x80], [[0xfd, 0x22], 1],
  [[0xfd, 0x23]], [[0xfd, 0x54], 0, LEB, 0x80], [[0xfd, 0x5b], 3, 0, 1], [[0xfd, 0x5c], 2, LEB], [[0xfd, 0x5d], 3, 0],
  [[0xfd, 0x5e]], [[0xfd, 0xff, 0x01]],
];

test("each form of instruction is taken apart whole", () => {
  for (const form of FORMS) {
    const code = form.flat();
    // Between two that are easily told from operands.
    const body = [1, 5, 0x7f, 0x01, ...code, 0x0b];
    const wasm = Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[10, body.length + 2, 1, body.length, ...body],
      ...[11, 3, 0x20, 0x0e, 0x0b],
    ]);
    const streams = split(wasm);
    const opcodes = [0x01, ...[form[0]!].flat(), 0x0b];
    assert.deepEqual([...streams[1]!], opcodes, `opcode ${code}`);
    assert.deepEqual(joined(streams), wasm, `opcode ${code}`);
  }
});

test("the module is taken apart and put together", () => {
  const wasm = new Uint8Array(dist("core.wasm"));
  const streams = split(wasm);
  assert.equal(Buffer.compare(joined(streams), wasm), 0);
  const shortened = streams.map((stream, index) => (index === 1 ? stream.subarray(1) : stream));
  assert.throws(() => joined(shortened), /too short/);
});

test("the sum is the usual CRC-32", () => {
  const random = chance(3);
  for (const length of [0, 1, 9, 5000]) {
    const bytes = Uint8Array.from({ length }, () => random(256));
    assert.equal(crc32(bytes), crc32OfNode(bytes));
  }
});

const SMALL = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 10, 6, 1, 4, 0, 0x41, 5, 0x0b]);

test("a change or a loss anywhere in the packed text is told", async () => {
  const text = await pack(SMALL);
  assert.deepEqual(unpack(text), SMALL);
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === "!" ? "#" : "!";
    const [before, after] = [text.slice(0, at), text.slice(at + 1)];
    for (const wrong of [before, before + after, before + other + after]) {
      assert.throws(() => unpack(wrong), /this file is damaged/, `at ${at}`);
    }
  }
});

test("a damaged pasted file says so when it is first used", () => {
  const source = dist("inline.js").toString();
  const at = Math.floor(source.length / 2);
  const other = source[at] === "a" ? "b" : "a";
  for (const instead of ["", other]) {
    const damaged = source.slice(0, at) + instead + source.slice(at + 1);
    const bare = vm.createContext({});
    vm.runInContext(damaged, bare);
    assert.throws(() => vm.runInContext("tillbridge.describe()", bare), /this file is damaged/);
  }
});

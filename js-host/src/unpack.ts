/** The module out of the text that `scripts/lib/pack.mjs` makes of it. */
import { fromBase91 } from "./base91.ts";
import { unlzma } from "./lzma.ts";
import { join } from "./streams.ts";

/** The sums of what is packed and of the module, each in four bytes, stand first. */
const SUMS = 8;

export function unpack(text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase91(text);
  const packed = bytes.subarray(SUMS);
  const sum = (place: number): number => new DataView(bytes.buffer).getUint32(place * 4);
  // Before anything is made of it: damaged lengths could ask for any amount of time and memory.
  if (bytes.length < SUMS || sum(0) !== crc32(packed)) throw damaged();
  const wasm = join(unlzma(packed));
  if (sum(1) !== crc32(wasm)) throw damaged();
  return wasm;
}

function damaged(): Error {
  return new Error("tillbridge: this file is damaged, some of its text was changed or lost: paste it again");
}

export function crc32(bytes: Uint8Array): number {
  const table = Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    return value;
  });
  let sum = -1;
  for (let at = 0; at < bytes.length; at += 1) sum = (sum >>> 8) ^ table[(sum ^ bytes[at]!) & 255]!;
  return ~sum >>> 0;
}

/** The module as a text, for the pasted file; `js-host/src/unpack.ts` reads it. */
import { join } from "node:path";

import { toBase91 } from "./base91.mjs";
import { host } from "./paths.mjs";

/** Taken apart into streams, packed with LZMA, and written in 91 characters. Checked at once. */
export async function pack(wasm) {
  const { STREAMS, crc32, unpack, walk } = await reader();
  const streams = Array.from({ length: STREAMS }, () => []);
  let at = 0;
  const move = (stream) => {
    const byte = wasm[at];
    streams[stream].push(byte);
    at += 1;
    return byte;
  };
  walk(move, wasm.length);
  const lengths = streams.map((stream) => number(stream.length).reverse());
  const packed = await lzma(Uint8Array.from([...lengths, ...streams].flat()), 9);
  const text = toBase91([...number(crc32(packed)), ...number(crc32(wasm)), ...packed]);
  if (Buffer.compare(unpack(text), wasm) !== 0) throw new Error("what is packed cannot be read again");
  return text;
}

/** Not that of xz, whose output depends on its version. The mode is from 1 to 9. */
export async function lzma(bytes, mode) {
  const { compress } = await import("lzma1");
  return compress(bytes, mode);
}

/** Four bytes, the highest first. */
function number(value) {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

/** The reader's own sources, which know what a module is made of. */
async function reader() {
  const { build } = await import("esbuild");
  const contents = 'export * from "./streams.ts"; export * from "./unpack.ts";';
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(host, "src") },
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/**
 * A module taken apart into streams, each of bytes of one kind: opcodes, local variables, offsets
 * and so on. Like stands next to like, so that the whole packs a tenth smaller.
 *
 * The same walk takes apart and puts together: it asks for byte after byte of the module, names the
 * stream each belongs to, and learns from the bytes what comes next.
 */

/** Moves the next byte of the module out of or into a stream, and returns it. */
export type Move = (stream: number) => number;

/** Whatever is not code; how long functions are, and which local variables they have. */
const REST = 0;
const OPCODE = 1;
const LOCAL = 2;
const ALIGNMENT = 3;
const OFFSET = 4;
const CONSTANT = 5;
const LONG_CONSTANT = 6;
const CALL = 7;
const BRANCH = 8;
const TABLE = 9;
const TYPE = 10;
const OTHER = 11;
export const STREAMS = 12;

const CODE_SECTION = 10;
/** The module's first eight bytes: what it is and of which version. */
const PREAMBLE = 8;

/** The numbers that follow an opcode, each in the stream named. What is not listed has none. */
const OPERANDS: number[][] = Array.from({ length: 256 }, () => []);
function operands(from: number, to: number, ...streams: number[]): void {
  for (let opcode = from; opcode <= to; opcode += 1) OPERANDS[opcode] = streams;
}
operands(0x02, 0x04, TYPE);
operands(0x0c, 0x0d, BRANCH);
operands(0x10, 0x10, CALL);
operands(0x11, 0x11, OTHER, OTHER);
operands(0x20, 0x22, LOCAL);
operands(0x23, 0x26, OTHER);
operands(0x28, 0x3e, ALIGNMENT, OFFSET);
operands(0x3f, 0x40, OTHER);
operands(0x41, 0x41, CONSTANT);
operands(0x42, 0x42, LONG_CONSTANT);
operands(0xd0, 0xd0, OTHER);
operands(0xd2, 0xd2, OTHER);

/** Asks for all bytes of a module so long. */
export function walk(move: Move, length: number): void {
  let position = 0;
  const byte = (stream: number): number => {
    position += 1;
    return move(stream);
  };
  const bytes = (stream: number, count: number): void => {
    for (let left = count; left > 0; left -= 1) byte(stream);
  };
  /** A number of seven bits a byte, of which no more than 32 are of interest. */
  const number = (stream: number): number => {
    for (let [value, shift] = [0, 0]; ; shift += 7) {
      const next = byte(stream);
      value |= (next & 127) << shift;
      if (next < 128) return value >>> 0;
    }
  };
  const numbers = (stream: number, count: number): void => {
    for (let left = count; left > 0; left -= 1) number(stream);
  };
  const instruction = (): void => {
    const opcode = byte(OPCODE);
    if (opcode === 0x0e) numbers(TABLE, number(TABLE) + 1);
    else if (opcode === 0x1c) numbers(OTHER, number(OTHER));
    else if (opcode === 0x43 || opcode === 0x44) bytes(OTHER, opcode === 0x43 ? 4 : 8);
    else if (opcode === 0xfc) bulk(number(OPCODE));
    else if (opcode === 0xfd) vector(number(OPCODE));
    else for (const stream of OPERANDS[opcode] ?? []) number(stream);
  };
  const bulk = (code: number): void => {
    if (code >= 8) numbers(OTHER, code < 15 && code % 2 === 0 ? 2 : 1);
  };
  const vector = (code: number): void => {
    const ofLane = code >= 84 && code <= 91;
    if (code <= 11 || ofLane || code === 92 || code === 93) {
      number(ALIGNMENT);
      number(OFFSET);
    }
    if (code === 12 || code === 13) bytes(OTHER, 16);
    if (ofLane || (code >= 21 && code <= 34)) byte(OTHER);
  };
  const body = (): void => {
    const size = number(REST);
    const end = position + size;
    for (let groups = number(REST); groups > 0; groups -= 1) {
      number(REST);
      byte(REST);
    }
    while (position < end) instruction();
  };

  bytes(REST, PREAMBLE);
  while (position < length) {
    const section = byte(REST);
    const size = number(REST);
    if (section !== CODE_SECTION) bytes(REST, size);
    else for (let bodies = number(REST); bodies > 0; bodies -= 1) body();
  }
}

/** The module whose streams follow each other, after the length of each in four bytes. */
export function join(streams: Uint8Array): Uint8Array<ArrayBuffer> {
  const lengths = new DataView(streams.buffer, streams.byteOffset, STREAMS * 4);
  const next = new Int32Array(STREAMS);
  const end = new Int32Array(STREAMS);
  for (let [stream, from] = [0, STREAMS * 4]; stream < STREAMS; stream += 1) {
    next[stream] = from;
    from += lengths.getUint32(stream * 4, true);
    end[stream] = from;
  }
  const wasm = new Uint8Array(streams.length - STREAMS * 4);
  let length = 0;
  walk((stream) => {
    const from = next[stream]!;
    if (from >= end[stream]!) throw new RangeError("a stream is too short");
    next[stream] = from + 1;
    const byte = streams[from]!;
    wasm[length] = byte;
    length += 1;
    return byte;
  }, wasm.length);
  return wasm;
}

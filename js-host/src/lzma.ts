/**
 * Bytes out of LZMA (Igor Pavlov), as `.lzma` files hold it. What was written serves as dictionary,
 * and the length is known: there is no mark at the end.
 *
 * How likely a 0 is, in 2048ths, is learnt for each kind of bit apart. All that is learnt lies in
 * one list; the names below say where each kind begins.
 */

/** States: what the last few steps were. From this one on, the last was a match. */
const MATCHED = 7;
/** A state and the last bits of the position, of which there are up to four, make a place. */
const IS_MATCH = 0;
const IS_REPEAT = 192;
const IS_OLDER = 204;
const IS_OLDER_THAN_1 = 216;
const IS_OLDER_THAN_2 = 228;
const IS_LONG = 240;
/** Four trees, by the length of the match. */
const SLOT = 432;
const DISTANCE = 688;
const ALIGN = 803;
const LENGTH = 819;
const REPEATED_LENGTH = 1333;
const LITERAL = 1847;
/** Within lengths: two choices, then three sorts of trees. */
const SHORT = 2;
const MEDIUM = 130;
const LONG = 258;

const HEADER = 18;

// Taken once: in a host's own context (node:vm) each look at a global costs microseconds.
const { imul, min } = Math;

export function unlzma(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new DataView(packed.buffer, packed.byteOffset, HEADER);
  const properties = header.getUint8(0);
  const literalBits = properties % 9;
  const literalMask = (1 << (Math.floor(properties / 9) % 5)) - 1;
  const mask = (1 << Math.floor(properties / 45)) - 1;
  const out = new Uint8Array(header.getUint32(5, true));
  const { bit, plain } = coder(packed, LITERAL + (0x300 << (literalBits + 4)));

  const tree = (place: number, bits: number): number => {
    let node = 1;
    for (let left = bits; left > 0; left -= 1) node = (node << 1) | bit(place + node);
    return node - (1 << bits);
  };
  /** The lowest bit first. */
  const reversed = (place: number, bits: number): number => {
    let value = 0;
    for (let index = 0, node = 1; index < bits; index += 1) {
      const next = bit(place + node);
      node = (node << 1) | next;
      value |= next << index;
    }
    return value;
  };
  const lengthOf = (place: number, where: number): number => {
    if (!bit(place)) return 2 + tree(place + SHORT + where * 8, 3);
    if (!bit(place + 1)) return 10 + tree(place + MEDIUM + where * 8, 3);
    return 18 + tree(place + LONG, 8);
  };
  const distanceOf = (length: number): number => {
    const slot = tree(SLOT + min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const start = (2 | (slot & 1)) << bits;
    if (slot < 14) return start + reversed(DISTANCE + start - slot, bits);
    return start + (plain(bits - 4) << 4) + reversed(ALIGN, 4);
  };
  /** After a match, the byte that followed what was copied helps to guess, as long as it is right. */
  const literalLike = (place: number, expected: number): number => {
    let node = 1;
    for (let guide = expected, right = 0x100; node < 0x100; ) {
      guide <<= 1;
      const guess = guide & right;
      const next = bit(place + right + guess + node);
      node = (node << 1) | next;
      right &= next ? guess : ~guess;
    }
    return node;
  };

  let state = 0;
  // The last four distances.
  let [last, second, third, fourth] = [0, 0, 0, 0];
  for (let at = 0; at < out.length; ) {
    const where = at & mask;
    const matched = state >= MATCHED;
    if (!bit(IS_MATCH + state * 16 + where)) {
      const before = at > 0 ? out[at - 1]! >> (8 - literalBits) : 0;
      const place = LITERAL + 0x300 * (((at & literalMask) << literalBits) + before);
      out[at] = matched ? literalLike(place, out[at - last - 1]!) : tree(place, 8);
      at += 1;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length = 1;
    if (!bit(IS_REPEAT + state)) {
      length = lengthOf(LENGTH, where);
      [fourth, third, second, last] = [third, second, last, distanceOf(length)];
      state = matched ? 10 : 7;
    } else {
      let whole = true;
      if (!bit(IS_OLDER + state)) whole = bit(IS_LONG + state * 16 + where) === 1;
      else if (!bit(IS_OLDER_THAN_1 + state)) [second, last] = [last, second];
      else if (!bit(IS_OLDER_THAN_2 + state)) [third, second, last] = [second, last, third];
      else [fourth, third, second, last] = [third, second, last, fourth];
      if (whole) length = lengthOf(REPEATED_LENGTH, where);
      state = matched ? 11 : whole ? 8 : 9;
    }
    if (last >= at) throw new RangeError("a match begins before the first byte");
    for (const end = min(at + length, out.length); at < end; at += 1) out[at] = out[at - last - 1]!;
  }
  return out;
}

/** Reads bits, each of which narrows a range of 32 bits by how likely it was. */
function coder(packed: Uint8Array, kinds: number) {
  const chances = new Uint16Array(kinds).fill(1024);
  let from = HEADER;
  // Signed, as the engine keeps numbers of 32 bits best; `>>> 0` where it matters.
  let range = -1;
  let code = new DataView(packed.buffer, packed.byteOffset + HEADER - 4, 4).getInt32(0);

  const bit = (kind: number): number => {
    const chance = chances[kind]!;
    const bound = imul(range >>> 11, chance);
    const value = code >>> 0 < bound >>> 0 ? 0 : 1;
    if (value === 0) {
      range = bound;
      chances[kind] = chance + ((2048 - chance) >> 5);
    } else {
      range = (range - bound) | 0;
      code = (code - bound) | 0;
      chances[kind] = chance - (chance >> 5);
    }
    if (range >>> 24 === 0) {
      range <<= 8;
      code = (code << 8) | packed[from]!;
      from += 1;
    }
    return value;
  };
  /** Bits that are as often 0 as 1. */
  const plain = (count: number): number => {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      range = (range >>> 1) | 0;
      const next = code >>> 0 < range >>> 0 ? 0 : 1;
      if (next === 1) code = (code - range) | 0;
      value = (value << 1) | next;
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | packed[from]!;
        from += 1;
      }
    }
    return value;
  };
  return { bit, plain };
}

/**
 * `TextEncoder` and `TextDecoder` for hosts without them, as far as this package uses them. The
 * inline build puts them in the place of the globals.
 */

type Encoder = { encode(text: string): Uint8Array };
type Decoder = { decode(bytes?: Uint8Array): string };

class SmallEncoder implements Encoder {
  encode(text: string): Uint8Array {
    // At most three bytes for each UTF-16 unit.
    const bytes = new Uint8Array(text.length * 3);
    return bytes.slice(0, this.encodeInto(text, bytes).written);
  }

  encodeInto(text: string, bytes: Uint8Array): { read: number; written: number } {
    let at = 0;
    for (let index = 0; index < text.length; index += 1) {
      const point = text.codePointAt(index) ?? 0;
      if (point > 0xffff) index += 1;
      at = put(bytes, at, point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
    }
    return { read: text.length, written: at };
  }
}

function put(bytes: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    bytes[at] = point;
    return at + 1;
  }
  const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  bytes[at] = ((0xff00 >> (more + 1)) & 0xff) | (point >> (6 * more));
  for (let left = more - 1, to = at + 1; left >= 0; left -= 1, to += 1) {
    bytes[to] = 0x80 | ((point >> (6 * left)) & 0x3f);
  }
  return at + more + 1;
}

const CHUNK = 8192;

class SmallDecoder implements Decoder {
  /** Strict: the module writes valid UTF-8, and the host's own bytes are refused by a throw. */
  decode(bytes?: Uint8Array): string {
    if (!bytes) return "";
    const parts: string[] = [];
    let units: number[] = [];
    for (let at = start(bytes); at < bytes.length; ) {
      const [point, length] = take(bytes, at);
      at += length;
      if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff));
      else units.push(point);
      if (units.length >= CHUNK) {
        parts.push(String.fromCharCode(...units));
        units = [];
      }
    }
    return parts.join("") + String.fromCharCode(...units);
  }
}

/** A byte-order mark is not part of the text. */
function start(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function take(bytes: Uint8Array, at: number): [point: number, length: number] {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return [lead, 1];
  const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  let point = lead & (0x3f >> more);
  for (let index = at + 1; index <= at + more; index += 1) {
    const byte = bytes[index] ?? 0;
    if ((byte & 0xc0) !== 0x80) throw new TypeError("invalid UTF-8");
    point = (point << 6) | (byte & 0x3f);
  }
  const least = [0, 0x80, 0x800, 0x10000][more] ?? 0;
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  if (lead < 0xc2 || lead > 0xf4 || point < least || point > 0x10ffff || surrogate) {
    throw new TypeError("invalid UTF-8");
  }
  return [point, more + 1];
}

const host = globalThis as {
  TextEncoder?: new () => Encoder;
  TextDecoder?: new () => Decoder;
};

const Encoder = host.TextEncoder ?? SmallEncoder;
const Decoder = host.TextDecoder ?? SmallDecoder;
export { Decoder as TextDecoder, Encoder as TextEncoder, SmallDecoder, SmallEncoder };

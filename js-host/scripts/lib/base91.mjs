/** Bytes as a text of 91 characters; `js-host/src/base91.ts` reads it. */

const alphabet = Array.from({ length: 94 }, (_, place) => String.fromCharCode(33 + place))
  .filter((character) => !"\"\\`".includes(character));

export function toBase91(bytes) {
  let [queue, bits, text] = [0, 0, ""];
  const pair = (value) => alphabet[value % 91] + alphabet[Math.floor(value / 91)];
  for (const byte of bytes) {
    queue |= byte << bits;
    bits += 8;
    if (bits <= 13) continue;
    let value = queue & 8191;
    const taken = value > 88 ? 13 : 14;
    if (taken === 14) value = queue & 16383;
    queue >>>= taken;
    bits -= taken;
    text += pair(value);
  }
  if (bits === 0) return text;
  return text + (bits > 7 || queue > 90 ? pair(queue) : alphabet[queue]);
}

// Chances and choices from a seed: the same in every run.

export function randomOf(seed) {
  let state = (seed * 2654435761 + 97) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (from, to) => from + Math.floor(next() * (to - from + 1));
  return {
    chance: (probability) => next() < probability,
    between,
    pick: (list) => list[between(0, list.length - 1)],
  };
}

/** A UUID that belongs to a name and a number; only its form matters. */
export function uuidOf(kind, number) {
  return `${kind.toString(16).padStart(8, '0')}-5eed-4a11-8a1e-${number.toString(16).padStart(12, '0')}`;
}

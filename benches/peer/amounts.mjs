// Exact amounts in plain numbers: whole minor units, so that JavaScript's doubles never round.
// What could leave 2^53 goes through BigInt, or throws.

const NO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND';
export const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/** Decimals of a currency's minor unit. */
export function minorDigits(currency) {
  if (NO_DECIMALS.includes(currency)) return 0;
  return THREE_DECIMALS.includes(currency) ? 3 : 2;
}

/** Decimal text, or a JSON number, as a whole number of `digits` decimals. */
export function units(value, digits) {
  const text = typeof value === 'string' ? value : String(value);
  const end = text.length;
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  const negative = at === 1;
  let whole = 0;
  let left = -1;
  if (at === end) throw new Error(`"${text}" is no amount`);
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 && left < 0) {
      left = digits;
    } else if (code < 48 || code > 57) {
      throw new Error(`"${text}" is no amount`);
    } else if (left === 0) {
      if (code !== 48) throw new Error(`${text} has more than ${digits} decimals`);
    } else {
      whole = whole * 10 + code - 48;
      if (left > 0) left -= 1;
    }
  }
  whole *= POWERS[left < 0 ? digits : left];
  if (whole > Number.MAX_SAFE_INTEGER) throw new Error(`${text} is not a safe amount`);
  return negative && whole !== 0 ? -whole : whole;
}

/** A whole number of `digits` decimals as text. */
export function print(value, digits) {
  if (digits === 0) return String(value);
  if (value < 0) return `-${print(-value, digits)}`;
  const text = String(value);
  const point = text.length - digits;
  if (point > 0) return `${text.slice(0, point)}.${text.slice(point)}`;
  return `0.${text.padStart(digits, '0')}`;
}

/** `value * by / over` to the nearest whole number, half away from zero. */
export function ratio(value, by, over) {
  if (value < 0) return -ratio(-value, by, over);
  const twice = 2 * value * by + over;
  if (twice > Number.MAX_SAFE_INTEGER) return bigRatio(BigInt(value) * BigInt(by), BigInt(over));
  const double = 2 * over;
  return (twice - (twice % double)) / double;
}

/** `over / under` to the nearest whole number, half up; both from zero up. */
export function bigRatio(over, under) {
  const rounded = Number((2n * over + under) / (2n * under));
  if (!Number.isSafeInteger(rounded)) throw new Error(`${over} / ${under} is not safe`);
  return rounded;
}

/** `total` over `weights` by largest remainder; of equal remainders the earlier one gets more. */
export function share(total, weights) {
  if (total < 0) return share(-total, weights).map((part) => -part);
  let sum = 0;
  for (const weight of weights) sum += weight;
  if (sum === 0 && total !== 0) throw new Error(`nothing to share ${total} over`);
  const parts = [];
  const rests = [];
  let left = total;
  for (const weight of weights) {
    if (weight < 0) throw new Error(`a weight of ${weight}`);
    const product = total * weight;
    let rest = 0;
    let part = 0;
    if (product > Number.MAX_SAFE_INTEGER) {
      const exact = BigInt(total) * BigInt(weight);
      rest = Number(exact % BigInt(sum));
      part = Number(exact / BigInt(sum));
    } else if (product !== 0) {
      rest = product % sum;
      part = (product - rest) / sum;
    }
    parts.push(part);
    rests.push(rest);
    left -= part;
  }
  for (; left > 0; left -= 1) {
    let first = 0;
    for (let at = 1; at < rests.length; at += 1) if (rests[at] > rests[first]) first = at;
    parts[first] += 1;
    rests[first] = -1;
  }
  return parts;
}

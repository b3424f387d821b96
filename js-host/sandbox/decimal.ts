// Exact decimal arithmetic on BigInt: value = units / 10^scale. No number of a
// vendor's wire ever goes through a float. Halves round away from zero.

export type Decimal = { readonly units: bigint; readonly scale: number };

const TEXT = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
const MAX_DIGITS = 400;

export const ZERO: Decimal = { units: 0n, scale: 0 };

/** The decimal a text spells, or undefined when it spells none. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = text.length > MAX_DIGITS ? null : TEXT.exec(text.trim());
  if (match === null) return undefined;
  const fraction = match[3] ?? '';
  const exponent = Number(match[4] ?? '0');
  let units = BigInt((match[2] ?? '0') + fraction);
  if (match[1] === '-') units = -units;
  let scale = fraction.length - exponent;
  if (scale < 0) {
    units *= pow10(-scale);
    scale = 0;
  }
  return { units, scale };
}

/** The decimal a text spells; throws when it spells none. For constants and stored values. */
export function dec(text: string | number | bigint): Decimal {
  const value = parseDecimal(String(text));
  if (value === undefined) throw new Error(`not a decimal: ${text}`);
  return value;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

export function negate(a: Decimal): Decimal {
  return { units: -a.units, scale: a.scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b));
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** a / b, rounded half up (away from zero) to `places`. */
export function divide(a: Decimal, b: Decimal, places: number): Decimal {
  if (b.units === 0n) throw new Error('division by zero');
  const numerator = a.units * pow10(b.scale + places);
  const denominator = b.units * pow10(a.scale);
  return { units: divideHalfUp(numerator, denominator), scale: places };
}

/** Rounded half up (away from zero) to `places`. */
export function round(a: Decimal, places: number): Decimal {
  if (a.scale <= places) return a;
  return { units: divideHalfUp(a.units, pow10(a.scale - places)), scale: places };
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = add(total, value);
  return total;
}

/** Negative, zero or positive, as a is less than, equal to or greater than b. */
export function compare(a: Decimal, b: Decimal): number {
  const difference = subtract(a, b).units;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function equals(a: Decimal, b: Decimal): boolean {
  return compare(a, b) === 0;
}

export function isInteger(a: Decimal): boolean {
  return a.units % pow10(a.scale) === 0n;
}

/** Plain digits without trailing zeros: "12.9", "-0.05", "0". */
export function print(a: Decimal): string {
  return printFixed(a, 0);
}

/** Plain digits with at least `places` decimals: "45.00". */
export function printFixed(a: Decimal, places: number): string {
  let { units, scale } = a;
  while (scale > places && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  if (scale < places) {
    units *= pow10(places - scale);
    scale = places;
  }
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - scale)}`;
}

function pow10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function unitsAt(a: Decimal, scale: number): bigint {
  return a.units * pow10(scale - a.scale);
}

function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}

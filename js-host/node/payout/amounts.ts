// Amounts of a statement: exact arithmetic on the decimal texts of the module, never on numbers.

type Parts = { units: bigint; digits: number };

const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;

/** An amount as whole units of its last digit. */
function partsOf(text: string): Parts {
  const found = AMOUNT.exec(text);
  if (found === null) throw new TypeError(`"${text}" is no amount`);
  const [, sign = '', whole = '0', part = ''] = found;
  const size = BigInt(whole + part);
  return { units: sign === '-' ? -size : size, digits: part.length };
}

function written({ units, digits }: Parts): string {
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  const sign = units < 0n ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** As units of 10^-digits; `digits` is at least what the amount has. */
export function unitsOf(text: string, digits: number): bigint {
  const own = partsOf(text);
  return own.units * 10n ** BigInt(digits - own.digits);
}

/** As many digits as the one of most has. */
export function digitsOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => partsOf(text).digits));
}

/** The sum, with the digits of the one that has most. */
export function sum(texts: readonly string[]): string {
  const digits = digitsOf(texts);
  return written({ units: texts.reduce((total, text) => total + unitsOf(text, digits), 0n), digits });
}

export function negated(text: string): string {
  const own = partsOf(text);
  return written({ ...own, units: -own.units });
}

export function difference(from: string, take: string): string {
  return sum([from, negated(take)]);
}

export function isZero(text: string): boolean {
  return partsOf(text).units === 0n;
}

export function isNegative(text: string): boolean {
  return partsOf(text).units < 0n;
}

/** For a person: thousands apart. */
export function grouped(text: string): string {
  const [whole = '', part] = text.split('.');
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? apart : `${apart}.${part}`;
}

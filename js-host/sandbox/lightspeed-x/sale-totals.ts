// How X-Series rounds (sheet 3.X): unit price and unit tax at five decimals, line
// totals exact, the sale's price and tax summed and each rounded to two.
// 3 x 4.30435 -> 12.91, 3 x 0.64565 -> 1.94 (X20 GET /sales example).

import { add, dec, divide, multiply, print, round, subtract, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import type { XLine, XTax, XTotals } from './model.ts';

export type TaxComponent = { rateId: string; tax: Decimal };

const MONEY_PLACES = 2;
const UNIT_PLACES = 5;

export function lineTotal(line: Pick<XLine, 'quantity'>, unitAmount: string): Decimal {
  return round(multiply(dec(line.quantity), dec(unitAmount)), UNIT_PLACES);
}

export function computeTotals(lines: Pick<XLine, 'quantity' | 'price' | 'taxAmount' | 'loyalty'>[]): XTotals {
  const price = round(sum(lines.map((line) => lineTotal(line, line.price))), MONEY_PLACES);
  const tax = round(sum(lines.map((line) => lineTotal(line, line.taxAmount))), MONEY_PLACES);
  return {
    price: print(price),
    tax: print(tax),
    priceInclTax: print(add(price, tax)),
    loyalty: print(sum(lines.map((line) => lineTotal(line, line.loyalty)))),
  };
}

/** The sum of a tax's rates. */
export function rateOf(tax: XTax): Decimal {
  return sum(tax.rates.map(({ rate }) => dec(rate)));
}

/** A line's tax shared out over the rates of its tax; the last rate takes the remainder. */
export function taxComponents(lineTax: Decimal, tax: XTax): TaxComponent[] {
  const whole = rateOf(tax);
  if (whole.units === 0n) return [];
  let rest = lineTax;
  return tax.rates.map(({ id, rate }, at) => {
    const share = at === tax.rates.length - 1 ? rest : divide(multiply(lineTax, dec(rate)), whole, UNIT_PLACES);
    rest = subtract(rest, share);
    return { rateId: id, tax: share };
  });
}

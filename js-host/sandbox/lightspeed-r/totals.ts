// How R-Series computes a sale: line taxes unrounded, summed per tax, each tax
// rounded once (half up, 2 places) for the sale (sheet 3.R, checked on recordings).
// Lines of another class of the tax category have rates of their own (sheet 9).
// With an inclusive category the tax is contained in the price; the documented
// identity total = subtotal - discount + tax1 + tax2 is kept there too (inferred).

import { ZERO, add, dec, divide, multiply, print, round, subtract, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';

export type Rates = { tax1: Decimal; tax2: Decimal; inclusive: boolean };
export type LineInput = {
  unitQuantity: Decimal;
  unitPrice: Decimal;
  discount: Decimal;
  taxed: boolean;
  /** Of the line's class; the sale's own when absent. */
  rates?: Rates;
};

export type LineTotals = {
  displayableSubtotal: Decimal;
  calcSubtotal: Decimal;
  calcLineDiscount: Decimal;
  calcTax1: Decimal;
  calcTax2: Decimal;
  calcTotal: Decimal;
};

export type SaleTotals = {
  calcSubtotal: Decimal;
  calcDiscount: Decimal;
  calcTaxable: Decimal;
  calcNonTaxable: Decimal;
  calcTax1: Decimal;
  calcTax2: Decimal;
  calcTotal: Decimal;
};

export const NO_TAX: Rates = { tax1: ZERO, tax2: ZERO, inclusive: false };

const ONE = dec('1');
const MONEY_PLACES = 2;
/** Only the tax contained in an inclusive line price needs a cut; all else is exact. */
const LINE_PLACES = 10;

export function computeLine(line: LineInput, sale: Rates): LineTotals {
  const rates = line.rates ?? sale;
  const gross = multiply(line.unitQuantity, line.unitPrice);
  const base = subtract(gross, line.discount);
  const taxOf = (rate: Decimal): Decimal => !line.taxed ? ZERO
    : rates.inclusive ? divide(multiply(base, rate), whole(rates), LINE_PLACES) : multiply(base, rate);
  const calcTax1 = taxOf(rates.tax1);
  const calcTax2 = taxOf(rates.tax2);
  const contained = rates.inclusive ? add(calcTax1, calcTax2) : ZERO;
  return {
    displayableSubtotal: base,
    calcSubtotal: subtract(gross, contained),
    calcLineDiscount: line.discount,
    calcTax1,
    calcTax2,
    calcTotal: rates.inclusive ? base : add(base, add(calcTax1, calcTax2)),
  };
}

export function computeSale(lines: LineInput[], rates: Rates): SaleTotals {
  const gross = sum(lines.map((line) => multiply(line.unitQuantity, line.unitPrice)));
  const calcDiscount = sum(lines.map((line) => line.discount));
  const base = (taxed: boolean): Decimal => sum(lines.filter((line) => line.taxed === taxed).map(baseOf));
  const calcTax1 = taxOfSale(lines, rates, 'tax1');
  const calcTax2 = taxOfSale(lines, rates, 'tax2');
  const taxes = add(calcTax1, calcTax2);
  const goods = round(subtract(gross, calcDiscount), MONEY_PLACES);
  return {
    calcSubtotal: rates.inclusive ? subtract(gross, taxes) : gross,
    calcDiscount,
    calcTaxable: base(true),
    calcNonTaxable: base(false),
    calcTax1,
    calcTax2,
    calcTotal: rates.inclusive ? goods : add(goods, taxes),
  };
}

/**
 * One tax of all lines, rounded once. A contained tax may have no end (a sixth), so what lines
 * contain is summed as fractions: one for each denominator, then all over the common one.
 */
function taxOfSale(lines: LineInput[], sale: Rates, which: 'tax1' | 'tax2'): Decimal {
  const sums = new Map<string, { over: Decimal; under: Decimal }>();
  for (const line of lines) {
    if (!line.taxed) continue;
    const rates = line.rates ?? sale;
    const under = rates.inclusive ? whole(rates) : ONE;
    const over = add(multiply(baseOf(line), rates[which]), sums.get(print(under))?.over ?? ZERO);
    sums.set(print(under), { over, under });
  }
  let total = { over: ZERO, under: ONE };
  for (const { over, under } of sums.values()) {
    total = { over: add(multiply(total.over, under), multiply(over, total.under)), under: multiply(total.under, under) };
  }
  return divide(total.over, total.under, MONEY_PLACES);
}

function baseOf(line: LineInput): Decimal {
  return subtract(multiply(line.unitQuantity, line.unitPrice), line.discount);
}

/** What a price with its taxes is of the price without. */
function whole(rates: Rates): Decimal {
  return add(ONE, add(rates.tax1, rates.tax2));
}

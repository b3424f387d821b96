// How R-Series computes a sale: line taxes unrounded, summed per tax, each tax
// rounded once (half up, 2 places) for the sale (sheet 3.R, checked on recordings).
// With an inclusive category the tax is contained in the price; the documented
// identity total = subtotal - discount + tax1 + tax2 is kept there too (inferred).

import { ZERO, add, dec, divide, multiply, round, subtract, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';

export type Rates = { tax1: Decimal; tax2: Decimal; inclusive: boolean };
export type LineInput = { unitQuantity: Decimal; unitPrice: Decimal; discount: Decimal; taxed: boolean };

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

export function computeLine(line: LineInput, rates: Rates): LineTotals {
  const gross = multiply(line.unitQuantity, line.unitPrice);
  const base = subtract(gross, line.discount);
  const taxOf = (rate: Decimal): Decimal => line.taxed ? tax(base, rate, rates, LINE_PLACES) : ZERO;
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
  const base = (taxed: boolean): Decimal => sum(lines
    .filter((line) => line.taxed === taxed)
    .map((line) => subtract(multiply(line.unitQuantity, line.unitPrice), line.discount)));
  const calcTaxable = base(true);
  const calcTax1 = tax(calcTaxable, rates.tax1, rates, MONEY_PLACES);
  const calcTax2 = tax(calcTaxable, rates.tax2, rates, MONEY_PLACES);
  const taxes = add(calcTax1, calcTax2);
  const goods = round(subtract(gross, calcDiscount), MONEY_PLACES);
  return {
    calcSubtotal: rates.inclusive ? subtract(gross, taxes) : gross,
    calcDiscount,
    calcTaxable,
    calcNonTaxable: base(false),
    calcTax1,
    calcTax2,
    calcTotal: rates.inclusive ? goods : add(goods, taxes),
  };
}

/** Tax of one rate on a base; `places` rounds it, exclusive line taxes stay exact. */
function tax(base: Decimal, rate: Decimal, rates: Rates, places: number): Decimal {
  if (rates.inclusive) {
    return divide(multiply(base, rate), add(ONE, add(rates.tax1, rates.tax2)), places);
  }
  const exact = multiply(base, rate);
  return places === MONEY_PLACES ? round(exact, places) : exact;
}

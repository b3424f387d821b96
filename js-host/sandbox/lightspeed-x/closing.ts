// What closing a sale needs: payments that come to its total, and a day whose books are open. Neither
// what a sale of nothing needs nor whether a closed register refuses sales of its past is documented
// (sheets 6, 13): both are as the sandbox is set.

import { ZERO, compare, dec, equals, print, sum } from '../decimal.ts';
import { invalid } from './fields.ts';
import type { Retailer, XPayment, XSale, XTotals } from './model.ts';

/** Whether a sale of 0 may be closed: as it is, with a payment of 0 only, or not at all. */
export type ZeroTotal = 'accept' | 'needs_zero_payment' | 'refuse';
/** A closure of a register, or of all: from its opening to its close, both times within. */
export type Closure = { from: string; to: string; registerId?: string };

export function mustBePaid({ zeroTotal }: Retailer, payments: XPayment[], totals: XTotals): void {
  const paid = sum(payments.map(({ amount }) => dec(amount)));
  const due = dec(totals.priceInclTax);
  if (!equals(paid, due)) {
    const word = compare(paid, due) < 0 && compare(due, ZERO) > 0 ? 'not paid in full' : 'not balanced';
    invalid(`a closed sale must be paid in full: ${word}, paid ${print(paid)} of ${print(due)}`);
  }
  if (due.units !== 0n || zeroTotal === 'accept') return;
  if (zeroTotal === 'refuse') invalid('a closed sale must have a total');
  if (payments.length === 0) invalid('a closed sale must have a payment');
}

/** A sale that books money must not be dated within a closure. */
export function mustBeOpen({ closures }: Retailer, sale: Pick<XSale, 'state' | 'date' | 'source'>, payments: XPayment[]): void {
  if (sale.state !== 'closed' && payments.length === 0) return;
  const at = Date.parse(sale.date);
  const closed = closures.some(({ from, to, registerId }) =>
    (registerId ?? sale.source.registerId).toLowerCase() === sale.source.registerId && Date.parse(from) <= at && at <= Date.parse(to));
  if (closed) invalid(`date ${sale.date} is within a register closure`);
}

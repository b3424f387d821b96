// Returns of X-Series sales (sheet 3.X): a parked sale with all lines negative, closed by
// a PUT with the lines and the money that really go back. Since 2026-07 other parked
// returns of the same sale are voided, and products not on the original are refused.

import { ZERO, dec, negate, print } from '../decimal.ts';
import { invalid } from './fields.ts';
import { nextUuid, nextVersion, wireTime } from './model.ts';
import type { Retailer, XSale } from './model.ts';
import type { SaleInput } from './sale-input.ts';
import { statusOf } from './sale-render.ts';
import { computeTotals } from './sale-totals.ts';
import { saleUpdate } from './webhooks.ts';
import { Refusal } from './wire.ts';

/** What X20 lists as returnable. */
const RETURNABLE = ['CLOSED', 'ONACCOUNT_CLOSED', 'LAYBY_CLOSED'];

export function createReturn(retailer: Retailer, id: string): XSale {
  const original = retailer.sales.get(id);
  if (original === undefined) throw new Refusal(404, `Sale ${id} not found.`);
  if (!RETURNABLE.includes(statusOf(original))) invalid(`a sale that is ${statusOf(original)} cannot be returned`);
  if (original.returnOf !== undefined) invalid('a return cannot be returned');
  for (const other of original.returnIds ?? []) {
    const sale = retailer.sales.get(other);
    if (sale?.state === 'parked') retailer.sales.put(other, { ...sale, state: 'voided', version: nextVersion(retailer) });
  }
  const now = wireTime(retailer.now());
  const lines = original.lines.map((line) => ({
    ...line, id: nextUuid(retailer, 'line'), quantity: print(negate(dec(line.quantity))), status: 'SAVED',
  }));
  const sale: XSale = {
    ...original,
    id: nextUuid(retailer, 'retn'),
    state: 'parked',
    attributes: [],
    date: now, createdAt: now, updatedAt: now,
    fulfillmentDetails: [],
    lines,
    payments: [],
    totals: computeTotals(lines),
    version: nextVersion(retailer),
    returnOf: original.id,
    returnIds: [],
  };
  retailer.sales.put(sale.id, sale);
  retailer.news.push(saleUpdate(sale));
  retailer.sales.put(original.id, { ...original, returnIds: [...original.returnIds ?? [], sale.id], version: nextVersion(retailer) });
  return sale;
}

/** A return may hold products of its original only, and no more of them than were sold. */
export function mustBeReturnable(retailer: Retailer, existing: XSale | undefined, input: SaleInput): void {
  const original = existing?.returnOf === undefined ? undefined : retailer.sales.get(existing.returnOf);
  if (original === undefined || input.state === 'voided') return;
  for (const line of input.lines) {
    if (dec(line.quantity).units >= ZERO.units) continue;
    if (!original.lines.some(({ productId }) => productId === line.productId)) invalid(`product ${line.productId} is not on the original sale`);
  }
}

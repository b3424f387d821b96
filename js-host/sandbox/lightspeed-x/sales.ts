// Creates and replaces X-Series sales (sheet 3.X). What a second POST with an id
// already used does is not documented for the date versions: the sandbox answers
// 409 or updates, as configured.

import type { JsonObject } from '../json.ts';
import { mustBeOpen, mustBePaid } from './closing.ts';
import { invalid } from './fields.ts';
import { nextVersion, wireTime } from './model.ts';
import type { Retailer, XSale } from './model.ts';
import { mustBeReturnable } from './returns.ts';
import { readSale } from './sale-input.ts';
import type { SaleInput } from './sale-input.ts';
import { computeTotals } from './sale-totals.ts';
import { applySale } from './stock.ts';
import { saleUpdate } from './webhooks.ts';
import { Refusal } from './wire.ts';

export type DuplicateSaleId = 'conflict' | 'update';

export function createSale(retailer: Retailer, body: JsonObject, duplicate: DuplicateSaleId): XSale {
  const input = readSale(retailer, body, undefined);
  const existing = retailer.sales.get(input.id);
  if (existing !== undefined && duplicate === 'conflict') throw new Refusal(409, `Sale ${input.id} already exists.`);
  return save(retailer, input, existing);
}

/** The full document: lines and payments left out are gone. */
export function replaceSale(retailer: Retailer, id: string, body: JsonObject): XSale {
  const existing = retailer.sales.get(id);
  if (existing === undefined) throw new Refusal(404, `Sale ${id} not found.`);
  if (body['id'] !== undefined) invalid('id is not a field of an update');
  return save(retailer, readSale(retailer, body, id), existing);
}

function save(retailer: Retailer, input: SaleInput, existing: XSale | undefined): XSale {
  mustBeReturnable(retailer, existing, input);
  const totals = computeTotals(input.lines);
  // A payment that stands already stays in the opening it was booked in.
  const payments = input.state === 'voided' ? [] : input.payments.map((payment) =>
    existing?.payments.find(({ id }) => id === payment.id) ?? payment);
  if (input.state === 'closed') mustBePaid(retailer, payments, totals);
  mustBeOpen(retailer, input, payments);
  const now = wireTime(retailer.now());
  const sale: XSale = {
    ...input,
    payments,
    createdAt: existing?.createdAt ?? now,
    updatedAt: now,
    shortCode: input.shortCode ?? existing?.shortCode ?? shortCode(retailer.store.next('x_short_code')),
    totals,
    version: nextVersion(retailer),
    ...(existing?.returnOf === undefined ? {} : { returnOf: existing.returnOf }),
    ...(existing?.returnIds === undefined ? {} : { returnIds: existing.returnIds }),
  };
  if (existing !== undefined) applySale(retailer, existing, -1);
  applySale(retailer, sale, 1);
  retailer.sales.put(sale.id, sale);
  retailer.news.push(saleUpdate(sale));
  return sale;
}

/** Six letters from a number. */
function shortCode(serial: number): string {
  let rest = serial;
  let code = '';
  for (let place = 0; place < 6; place += 1) {
    code = String.fromCharCode(97 + (rest % 26)) + code;
    rest = Math.floor(rest / 26);
  }
  return code;
}

// The writes the R-Series sandbox covers, by method and address.

import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { createCustomer } from './customers.ts';
import { archiveItem, createItem, updateItem } from './items.ts';
import type { Account } from './model.ts';
import { refundSale } from './refunds.ts';
import { createSaleLine, deleteSaleLine, updateSaleLine } from './reservations.ts';
import { createSale, updateSale } from './sales.ts';
import { createPaymentType, createTaxClass } from './settings-writes.ts';
import { Refusal } from './wire.ts';
import { createWithdraw } from './withdraws.ts';

type Write = (account: Account, id: string, body: JsonObject) => unknown;

const WRITES: Readonly<Record<string, Write>> = {
  'POST Customer': (account, _id, body) => createCustomer(account, body),
  'POST Sale': (account, _id, body) => createSale(account, body),
  'POST Sale/id/refund': refundSale,
  'PUT Sale/id': updateSale,
  'POST SaleLine': (account, _id, body) => createSaleLine(account, body),
  'PUT SaleLine/id': updateSaleLine,
  'POST Item': (account, _id, body) => createItem(account, body),
  'PUT Item/id': updateItem,
  'POST PaymentType': (account, _id, body) => createPaymentType(account, body),
  'POST RegisterWithdraw': (account, _id, body) => createWithdraw(account, body),
  'POST TaxClass': (account, _id, body) => createTaxClass(account, body),
};

const DELETES: Readonly<Record<string, (account: Account, id: string) => unknown>> = {
  'DELETE SaleLine/id': deleteSaleLine,
  'DELETE Item/id': archiveItem,
};

/** Does the write, all or nothing; answers the document it is of. */
export function carryOut(account: Account, action: string, id: string, body: Json | undefined): unknown {
  const remove = DELETES[action];
  if (remove !== undefined) return account.store.transaction(() => remove(account, id));
  const write = WRITES[action];
  if (write === undefined) throw new Refusal(405, `The sandbox does not cover ${action}.`);
  if (!isObject(body)) throw new Refusal(400, 'The body is not a JSON object.');
  return account.store.transaction(() => write(account, id, body));
}

/** What is answered unasked: the stock rows of an item that was written, as recorded. */
export function unasked(action: string): readonly string[] {
  return action === 'POST Item' || action === 'PUT Item/id' ? ['ItemShops'] : [];
}

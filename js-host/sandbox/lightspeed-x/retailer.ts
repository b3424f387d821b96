// The retailer's own settings (sheet 9.X; X20 and 2026-07 GET /retailer), the numeric sequence
// of SKUs, and whose token it is.

import type { JsonObject } from '../json.ts';
import { number, objectOf, textOf } from '../json.ts';
import { nextVersion } from './model.ts';
import type { Retailer, XRow } from './model.ts';
import { Refusal } from './wire.ts';

export const RETAILER_ID = '00000000-0000-4000-8000-0000000000bb';

/** `timezone` is declared an object by X20 and a string by 2026-07; described as a name, and printed so. */
export function renderRetailer(retailer: Retailer): JsonObject {
  const self = selfOf(retailer);
  const noTax = self['no_tax_group_id'] ?? retailer.taxes.all().find(({ name }) => name === 'No Tax')?.id;
  return { ...self, ...(noTax === undefined ? {} : { no_tax_group_id: noTax }) };
}

/** Prices of the store are without tax, and its products have their taxes per outlet. */
export function isTaxExclusive(retailer: Retailer): boolean {
  return selfOf(retailer)['tax_exclusive'] === true;
}

export function changeSelf(retailer: Retailer, fields: JsonObject): void {
  retailer.self.put(RETAILER_ID, { ...selfOf(retailer), ...fields, version: nextVersion(retailer) });
}

/** What a product that comes without a SKU gets. Inferred from `sku_sequence`, "auto-generation of SKUs, in a numeric sequence". */
export function nextSku(retailer: Retailer): string {
  const sequence = objectOf(selfOf(retailer)['sku_sequence']);
  const sku = textOf(sequence['value']) ?? '';
  changeSelf(retailer, { sku_sequence: { ...sequence, value: number(Number(sku) + 1) } });
  return sku;
}

/** Not documented for the token of an application; here the first primary user, else the first. */
export function currentUser(retailer: Retailer): XRow {
  const users = retailer.users.all().filter((user) => user['deleted_at'] === null);
  const user = users.find((each) => each['is_primary_user'] === true) ?? users[0];
  if (user === undefined) throw new Refusal(404, 'The retailer has no user.');
  return user;
}

export function loyaltyOf(enabled: boolean): JsonObject {
  return { enabled, ratio: number(enabled ? 0.1 : 0), claim_url: '', send_welcome_email: false };
}

/** A retailer that was not set otherwise. */
function selfOf(retailer: Retailer): XRow {
  return retailer.self.get(RETAILER_ID) ?? {
    id: RETAILER_ID, domain_prefix: 'sandbox', store_url: 'https://sandbox.retail.lightspeed.app', account_status: 'ACTIVE',
    account_type: 'plus', name: 'Sandbox', version: '1000', culture: 'en', timezone: 'Pacific/Auckland', tax_exclusive: false, country: 'NZ',
    currency: { code: 'NZD', symbol: '$' }, store_credit: true, gift_cards: { enabled: false, never_enabled: true },
    loyalty: loyaltyOf(false),
    sku_sequence: { enabled: true, value: number(10000) },
    created_at: '2024-01-01T00:00:00Z', activated_at: '2024-01-01T00:00:00Z',
  };
}

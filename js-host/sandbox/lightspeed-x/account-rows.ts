// How the rows of an account are printed where they are not kept so, or where 2.0 and the date
// versions differ: taxes, payment types and price books (sheet 5 and 9.X; X20 and 2026-07).

import type { JsonObject } from '../json.ts';
import { number, objectOf } from '../json.ts';
import { ALL_CUSTOMERS_GROUP, wireTime } from './model.ts';
import type { Retailer, XRow, XTax } from './model.ts';

export function renderTax(tax: XTax): JsonObject {
  const rates = tax.rates.map(({ id, name, rate }) => ({ id, name, rate: number(rate), display_name: name }));
  return {
    id: tax.id, name: tax.name, version: number(tax.version), rates, is_default: tax.isDefault, display_name: tax.name,
    deleted_at: tax.deletedAt ?? null,
  };
}

/** Only the date versions tell that a payment type is disabled, and that it was renamed. */
export function renderPaymentType({ internal, disabled, name_changed_by_user: renamed, ...row }: XRow, dated: boolean): JsonObject {
  return dated ? { ...row, internal: internal ?? false, disabled: disabled ?? false, name_changed_by_user: renamed ?? false } : row;
}

const PLATFORMS: Record<string, string> = { 0: 'All Platforms', 1: 'In Store', 2: 'Ecommerce' };

/** 2.0 names one customer group and one outlet; the date versions list them. */
export function renderPriceBook(retailer: Retailer, row: XRow, dated: boolean): JsonObject {
  const { customer_group: group, outlet_id: outletId, ...rest } = row;
  const outlet = typeof outletId === 'string' ? retailer.outlets.get(outletId) : undefined;
  const key = String(row['restrict_to_platform_key']);
  const book = { ...rest, restrict_to_platform_label: PLATFORMS[key] ?? '' };
  return dated
    ? { ...book, customer_groups: [group ?? null], outlets: outlet === undefined ? [] : [outlet] }
    : {
      ...book, customer_group: group, customer_group_id: objectOf(group)['id'],
      ...(outlet === undefined ? {} : { outlet_id: outlet.id }), outlet: outlet ?? {},
    };
}

export function allCustomers(retailer: Retailer): JsonObject {
  const now = wireTime(retailer.now());
  return { id: ALL_CUSTOMERS_GROUP, name: 'All Customers', group_id: '1111111111', version: number(1), created_at: now, updated_at: now };
}

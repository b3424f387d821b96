// X-Series customers (sheet 4.X): first_name and last_name are required keys that
// may be null, customer_code is unique, duplicates of e-mail are allowed, keys are
// left out when empty.

import type { JsonObject } from '../json.ts';
import { number } from '../json.ts';
import { invalid, onlyKnown, optionalDecimal, optionalFlag, optionalText } from './fields.ts';
import { ALL_CUSTOMERS_GROUP, nextUuid, nextVersion, wireTime } from './model.ts';
import type { Retailer, XRow } from './model.ts';
import { redact } from './redact.ts';
import { customerUpdate } from './webhooks.ts';

const REDACTED = ['first_name', 'last_name', 'company_name', 'note', 'physical_address_1', 'physical_address_2', 'physical_suburb',
  'physical_city', 'physical_postcode', 'physical_state', 'postal_address_1', 'postal_address_2', 'postal_suburb', 'postal_city',
  'postal_postcode', 'postal_state'];
const TEXTS = [...REDACTED, 'email', 'gender', 'date_of_birth', 'phone', 'mobile', 'fax', 'twitter', 'website', 'physical_country_id',
  'postal_country_id', 'custom_field_1', 'custom_field_2', 'custom_field_3', 'custom_field_4', 'tax_id'];
const KNOWN = [...TEXTS, 'customer_code', 'customer_group_id', 'do_not_email', 'enable_loyalty', 'enable_promotional_sms', 'on_account_limit'];

export function createCustomer(retailer: Retailer, body: JsonObject): XRow {
  onlyKnown(body, KNOWN, 'customer');
  for (const key of ['first_name', 'last_name']) if (body[key] === undefined) invalid(`${key} is required`);
  const texts: JsonObject = {};
  for (const key of TEXTS) {
    const value = optionalText(body, key);
    if (value !== undefined) texts[key] = REDACTED.includes(key) ? redact(value) : value;
  }
  const first = optionalText(texts, 'first_name') ?? null;
  const last = optionalText(texts, 'last_name') ?? null;
  const id = nextUuid(retailer, 'cust');
  const code = optionalText(body, 'customer_code') ?? `${first ?? 'UNNAMED'}-${id.slice(-4).toUpperCase()}`;
  if (retailer.customers.all().some((other) => other['customer_code'] === code)) invalid('customer_code has already been taken');
  const group = optionalText(body, 'customer_group_id') ?? ALL_CUSTOMERS_GROUP;
  const limit = optionalDecimal(body, 'on_account_limit');
  const now = wireTime(retailer.now());
  const name = [first, last].filter((part) => part !== null).join(' ');
  const customer: XRow = {
    id,
    customer_code: code,
    ...(name === '' ? {} : { name }),
    ...texts,
    first_name: first,
    last_name: last,
    year_to_date: number(0),
    balance: number(0),
    loyalty_balance: number(0),
    ...(limit === undefined ? {} : { on_account_limit: number(limit) }),
    do_not_email: optionalFlag(body, 'do_not_email') ?? false,
    customer_group_id: group,
    enable_loyalty: optionalFlag(body, 'enable_loyalty') ?? true,
    created_at: now,
    updated_at: now,
    version: number(nextVersion(retailer)),
  };
  retailer.customers.put(id, customer);
  retailer.news.push(customerUpdate(customer));
  return customer;
}

// What an X-Series retailer holds. Amounts are decimal text inside; they become
// JSON numbers only when printed. Every write raises the account's version (sheet 8.X).

import type { Event } from '../delivery.ts';
import type { JsonObject } from '../json.ts';
import type { Store, Table } from '../store.ts';

export type XLine = {
  id: string;
  productId: string;
  quantity: string;
  price: string;
  cost: string;
  discount: string;
  loyalty: string;
  taxId: string;
  taxAmount: string;
  status: string;
  registerId?: string;
  outletId?: string;
  isPriceOverride: boolean;
  sequence: string;
  method?: string;
  attributes: { name: string; value: string }[];
};

/** `opening`: the register's opening that it was booked in. */
export type XPayment = {
  id: string; configId: string; amount: string; date: string; registerId: string; outletId: string; opening?: string;
};

export type XState = 'parked' | 'pending' | 'voided' | 'closed';

export type XSale = {
  id: string;
  state: XState;
  attributes: string[];
  date: string;
  createdAt: string;
  updatedAt: string;
  customerId: string | null;
  invoiceNumber: string;
  note: string | null;
  shortCode: string;
  source: { authorId: string; registerId: string; outletId: string; type: string | null; id: string | null };
  fulfillmentOutletId: string | null;
  fulfillmentDetails: { type: string; note: string; shippingAddressId: string | null; shippingAddressToken: string | null }[];
  lines: XLine[];
  payments: XPayment[];
  totals: XTotals;
  version: string;
  /** The sale that this one returns, and those that return it. */
  returnOf?: string;
  returnIds?: string[];
};

/** Sale totals, two places each (sheet 3.X, rounding). */
export type XTotals = { price: string; tax: string; priceInclTax: string; loyalty: string };

export type XProduct = {
  id: string; sku: string; name: string; hasInventory: boolean; priceExcludingTax: string; priceIncludingTax: string; cost: string;
  active: boolean; version: string;
};
/** `level` is what is available: units reserved by pending sales are already out of it. */
export type XInventory = { id: string; productId: string; outletId: string; level: string; reserved: string; version: string };
export type XTax = { id: string; name: string; isDefault: boolean; rates: { id: string; name: string; rate: string }[]; version: string };
/** Outlets, registers, users, payment types and customers are kept as they are printed. */
export type XRow = JsonObject & { id: string };

export type Retailer = {
  store: Store;
  now: () => Date;
  outlets: Table<XRow>;
  registers: Table<XRow>;
  users: Table<XRow>;
  paymentTypes: Table<XRow>;
  customers: Table<XRow>;
  taxes: Table<XTax>;
  products: Table<XProduct>;
  inventory: Table<XInventory>;
  sales: Table<XSale>;
  /** What is to be told of the change that is being made; told when it is made. */
  news: Event[];
  tell: (events: Event[]) => void;
};

export const ALL_CUSTOMERS_GROUP = '00000000-0000-4000-8000-0000000000aa';

export function openRetailer(store: Store, now: () => Date, tell: (events: Event[]) => void = () => undefined): Retailer {
  return {
    store,
    now,
    outlets: store.table('x_outlet'),
    registers: store.table('x_register'),
    users: store.table('x_user'),
    paymentTypes: store.table('x_payment_type'),
    customers: store.table('x_customer'),
    taxes: store.table('x_tax'),
    products: store.table('x_product'),
    inventory: store.table('x_inventory'),
    sales: store.table('x_sale'),
    news: [],
    tell,
  };
}

export function nextVersion(retailer: Retailer): string {
  return String(retailer.store.next('x_version', 1001));
}

/** A new id in UUID form: kind and number, the same in every run. */
export function nextUuid(retailer: Retailer, kind: string): string {
  const number = retailer.store.next(`x_uuid_${kind}`);
  const prefix = Buffer.from(kind.padEnd(4, '-').slice(0, 4)).toString('hex');
  return `${prefix}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** 2026: RFC 3339 with Z; 2.0: "+00:00". Kept as Z, whole seconds. */
export function wireTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Makes a change; its webhooks go out when it is made, and not if it is refused. */
export function change<T>(retailer: Retailer, work: () => T): T {
  retailer.news.length = 0;
  const result = retailer.store.transaction(work);
  retailer.tell(retailer.news.splice(0));
  return result;
}

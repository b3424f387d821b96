// What an X-Series retailer holds. Amounts are decimal text inside; they become
// JSON numbers only when printed. Every write raises the account's version (sheet 8.X).

import type { Event, Subscription } from '../delivery.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { lagging, undoing } from '../lag.ts';
import type { Lagging } from '../lag.ts';
import type { Store, Table } from '../store.ts';
import { SCOPES } from './access.ts';
import { catalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import type { Closure, ZeroTotal } from './closing.ts';
import { feed } from './feed.ts';
import type { Feed } from './feed.ts';

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

/** `sku` and `codes` need not be unique. `parentId` is set on every variant but the first of its family. */
export type XProduct = {
  id: string; sku: string | null; name: string; variantName: string; handle: string; description: string | null;
  codes: { id: string; type: string; code: string }[];
  supplierCode: string | null; suppliers: { id: string; supplierId: string; name: string; code: string; price: string }[];
  source: string; sourceId: string | null; sourceVariantId: string | null;
  parentId: string | null; hasVariants: boolean; options: { id: string; name: string; value: string }[];
  /** What a composite is made of. */
  components: { productId: string; quantity: string }[];
  hasInventory: boolean; priceExcludingTax: string; priceIncludingTax: string; cost: string; active: boolean;
  createdAt: string; updatedAt: string; deletedAt: string | null; version: string;
};
/** A product's own tax at an outlet. */
export type XOutletTax = { outletId: string; productId: string; taxId: string; deletedAt: string | null; version: string };
/** `level` is what is available: units reserved by pending sales are already out of it. */
export type XInventory = { id: string; productId: string; outletId: string; level: string; reserved: string; version: string };
export type XTax = { id: string; name: string; isDefault: boolean; rates: { id: string; name: string; rate: string }[]; deletedAt?: string; version: string };
/** Outlets, registers, users, payment types, price books, webhooks and customers are kept much as they are printed. */
export type XRow = JsonObject & { id: string };

export type Retailer = {
  store: Store;
  now: () => Date;
  /** The one row of the retailer itself. */
  self: Table<XRow>;
  outlets: Feed<XRow>;
  registers: Feed<XRow>;
  users: Feed<XRow>;
  paymentTypes: Feed<XRow>;
  priceBooks: Feed<XRow>;
  customers: Feed<XRow>;
  taxes: Feed<XTax>;
  outletTaxes: Feed<XOutletTax>;
  products: Catalogue;
  /** The rows as they are, and as readers see them. */
  inventory: Table<XInventory>;
  shownStock: Feed<XInventory>;
  stockLag: Lagging<XInventory>;
  sales: Feed<XSale>;
  webhooks: Table<XRow>;
  /** The scopes that the access token was granted. */
  scopes: Set<string>;
  /** How sales are closed; neither is kept in the store. */
  zeroTotal: ZeroTotal;
  closures: readonly Closure[];
  /** What is to be told of the change that is being made; told when it is made. */
  news: Event[];
  tell: (events: Event[]) => void;
  subscribe: (subscription: Subscription) => void;
};

export const ALL_CUSTOMERS_GROUP = '00000000-0000-4000-8000-0000000000aa';

const ROWS = { idOf: ({ id }: XRow): string => id, versionOf: (row: XRow): number => Number(textOf(row['version'])) };
const DOCUMENTS = {
  idOf: ({ id }: { id: string }): string => id, versionOf: ({ version }: { version: string }): number => Number(version),
};
const PAIRS = { ...DOCUMENTS, idOf: (row: { productId: string; outletId: string }): string => pairId(row.productId, row.outletId) };

export function openRetailer(
  store: Store, now: () => Date, tell: Retailer['tell'] = () => undefined, subscribe: Retailer['subscribe'] = () => undefined,
): Retailer {
  const rows = (name: string): Feed<XRow> => feed<XRow>(store.table(name), ROWS);
  const shownStock = feed<XInventory>(store.table('x_inventory'), PAIRS);
  const stockLag = lagging<XInventory>(shownStock, now, PAIRS.idOf);
  return {
    store: undoing(store, stockLag.mark),
    now,
    self: store.table('x_retailer'),
    outlets: rows('x_outlet'),
    registers: rows('x_register'),
    users: rows('x_user'),
    paymentTypes: rows('x_payment_type'),
    priceBooks: rows('x_price_book'),
    customers: rows('x_customer'),
    taxes: feed<XTax>(store.table('x_tax'), DOCUMENTS),
    outletTaxes: feed<XOutletTax>(store.table('x_outlet_tax'), PAIRS),
    products: catalogue(store.table('x_product')),
    inventory: stockLag.real,
    shownStock,
    stockLag,
    sales: feed<XSale>(store.table('x_sale'), DOCUMENTS),
    webhooks: store.table('x_webhook'),
    scopes: new Set(SCOPES),
    zeroTotal: 'accept',
    closures: [],
    news: [],
    tell,
    subscribe,
  };
}

/** The key of what a product has at an outlet. */
export function pairId(productId: string, outletId: string): string {
  return `${productId}@${outletId}`;
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

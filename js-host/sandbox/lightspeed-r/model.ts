// What an R-Series account holds. Rows are in the vendor's own field names and,
// as on its wire, all of strings (Rdoc endpoints/*, Rrec).

import type { Store, Table } from '../store.ts';

/** One record: vendor field name to wire string ("true", "0.09", "12"). */
export type Row = Record<string, string>;

export type ContactDoc = {
  flags: Row;
  addresses: Row[];
  phones: Row[];
  emails: Row[];
  websites: Row[];
};

export type CustomerDoc = { row: Row; contact: ContactDoc; note: Row };
/** `reserved` holds what a layaway line keeps of the stock (InventorySale rows). */
export type SaleLineDoc = { row: Row; note?: Row; reserved?: Row[] };
export type SaleDoc = {
  row: Row;
  lines: SaleLineDoc[];
  payments: Row[];
  notes: { InternalNote?: Row; PrintedNote?: Row };
};
export type ShipToDoc = { row: Row; contact: ContactDoc };
export type ItemDoc = { row: Row; prices: Row[] };

export type Account = {
  store: Store;
  now: () => Date;
  shops: Table<Row>;
  registers: Table<Row>;
  employees: Table<Row>;
  items: Table<ItemDoc>;
  itemShops: Table<Row>;
  taxCategories: Table<Row>;
  /** Rates of one class within a category, by `category/class`. */
  taxCategoryClasses: Table<Row>;
  paymentTypes: Table<Row>;
  customers: Table<CustomerDoc>;
  sales: Table<SaleDoc>;
  /** Lines that are in no sale. */
  saleLines: Table<SaleLineDoc>;
  shipTos: Table<ShipToDoc>;
};

export function openAccount(store: Store, now: () => Date): Account {
  return {
    store,
    now,
    shops: store.table('r_shop'),
    registers: store.table('r_register'),
    employees: store.table('r_employee'),
    items: store.table('r_item'),
    itemShops: store.table('r_item_shop'),
    taxCategories: store.table('r_tax_category'),
    taxCategoryClasses: store.table('r_tax_category_class'),
    paymentTypes: store.table('r_payment_type'),
    customers: store.table('r_customer'),
    sales: store.table('r_sale'),
    saleLines: store.table('r_sale_line'),
    shipTos: store.table('r_ship_to'),
  };
}

/** The next id of an entity as wire text. */
export function nextId(account: Account, entity: string): string {
  return String(account.store.next(`r_${entity}`));
}

/** A time as the vendor writes it: UTC, whole seconds, "+00:00". */
export function wireTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}+00:00`;
}

// What an R-Series account holds. Rows are in the vendor's own field names and,
// as on its wire, all of strings (Rdoc endpoints/*, Rrec).

import { lagging, undoing } from '../lag.ts';
import type { Lagging } from '../lag.ts';
import type { Store, Table } from '../store.ts';
import { keptCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { installDefaults } from './defaults.ts';
import { GRANTED } from './scopes.ts';
import { CUSTOMER, ITEM, ITEM_SHOP, MATRIX, SALE } from './shapes.ts';
import { watchStore } from './watched.ts';

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
export type ItemDoc = {
  row: Row;
  prices: Row[];
  attributes?: Row;
  note?: Row;
  /** What one of a box or an assembly is made of (ItemComponent rows). */
  components?: Row[];
  vendorNums?: Row[];
};
/** `values` are the ones a matrix offers for each of its attributes. */
export type MatrixDoc = { row: Row; prices: Row[]; values: string[][] };

/** Whether a sale of 0 may be completed: as it is, with a payment of 0 only, or not at all. */
export type ZeroTotal = 'accept' | 'needs_zero_payment' | 'refuse';

export type Account = {
  store: Store;
  now: () => Date;
  /** What the access token may do; not kept in the store. */
  scopes: Set<string>;
  /** The one row of the account itself. */
  self: Table<Row>;
  shops: Table<Row>;
  registers: Table<Row>;
  employees: Table<Row>;
  items: Table<ItemDoc>;
  itemShops: Table<Row>;
  /** What readers see of the rows of stock; their catalogue is of these. */
  stockLag: Lagging<Row>;
  /** What becomes of completed sales that come to nothing; not kept in the store. */
  zeroTotal: ZeroTotal;
  /** Filters that lists disregard, as "Entity.field"; not kept in the store. */
  ignored: Set<string>;
  itemMatrices: Table<MatrixDoc>;
  priceLevels: Table<Row>;
  taxClasses: Table<Row>;
  taxCategories: Table<Row>;
  /** Rates of one class within a category, by `category/class`. */
  taxCategoryClasses: Table<Row>;
  paymentTypes: Table<Row>;
  customers: Table<CustomerDoc>;
  sales: Table<SaleDoc>;
  /** Lines that are in no sale. */
  saleLines: Table<SaleLineDoc>;
  shipTos: Table<ShipToDoc>;
  /** Movements of the registers' drawers. */
  withdraws: Table<Row>;
  catalogues: {
    items: Catalogue<ItemDoc>;
    itemMatrices: Catalogue<MatrixDoc>;
    itemShops: Catalogue<Row>;
    sales: Catalogue<SaleDoc>;
    customers: Catalogue<CustomerDoc>;
  };
};

export function openAccount(base: Store, now: () => Date): Account {
  const store = watchStore(base);
  const items = store.watched<ItemDoc>('r_item');
  const itemMatrices = store.watched<MatrixDoc>('r_item_matrix');
  const itemShops = store.watched<Row>('r_item_shop');
  const sales = store.watched<SaleDoc>('r_sale');
  const customers = store.watched<CustomerDoc>('r_customer');
  const stockLag = lagging(itemShops, now, itemShopKey);
  const account: Account = {
    store: undoing(store, stockLag.mark),
    now,
    scopes: new Set(GRANTED),
    self: store.table('r_account'),
    shops: store.table('r_shop'),
    registers: store.table('r_register'),
    employees: store.table('r_employee'),
    items,
    itemShops: stockLag.real,
    stockLag,
    zeroTotal: 'accept',
    ignored: new Set(),
    itemMatrices,
    priceLevels: store.table('r_price_level'),
    taxClasses: store.table('r_tax_class'),
    taxCategories: store.table('r_tax_category'),
    taxCategoryClasses: store.table('r_tax_category_class'),
    paymentTypes: store.table('r_payment_type'),
    customers,
    sales,
    saleLines: store.table('r_sale_line'),
    shipTos: store.table('r_ship_to'),
    withdraws: store.table('r_register_withdraw'),
    catalogues: {
      items: keptCatalogue(items, ITEM, ({ row }) => row['itemID'] ?? ''),
      itemMatrices: keptCatalogue(itemMatrices, MATRIX, ({ row }) => row['itemMatrixID'] ?? ''),
      itemShops: keptCatalogue(itemShops, ITEM_SHOP, itemShopKey),
      sales: keptCatalogue(sales, SALE, ({ row }) => row['saleID'] ?? ''),
      customers: keptCatalogue(customers, CUSTOMER, ({ row }) => row['customerID'] ?? ''),
    },
  };
  installDefaults(account);
  return account;
}

/** Where an ItemShop row is kept. */
export function itemShopKey(row: Row): string {
  return `${row['itemID']}@${row['shopID']}`;
}

/** The next id of an entity as wire text. */
export function nextId(account: Account, entity: string): string {
  return String(account.store.next(`r_${entity}`));
}

/** A time as the vendor writes it: UTC, whole seconds, "+00:00". */
export function wireTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}+00:00`;
}

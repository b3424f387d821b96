// What can be read from the sandbox's R-Series account: each entity's table,
// filters, sort fields and relations (sheet 8.R and appendix A).

import type { JsonObject } from '../json.ts';
import { renderContact } from './contact.ts';
import type { Account, CustomerDoc, ItemDoc, Row, SaleDoc, SaleLineDoc, ShipToDoc } from './model.ts';
import type { FieldType, Listing } from './query.ts';
import { stockOf } from './stock.ts';
import { classesOf } from './tax.ts';
import { relation } from './wire.ts';

export type Entity<T> = Listing<T> & {
  relations: readonly string[];
  all(): T[];
  get(id: string): T | undefined;
  render(document: T, asks: (relation: string) => boolean): JsonObject;
};

/** One entity with its document type hidden. */
export type AnyEntity = Entity<unknown>;

export type ReadOptions = { ignoresReferenceFilter: boolean };

export function entities(account: Account, options: ReadOptions): Map<string, AnyEntity> {
  const list = [sale(account, options), saleLine(account), customer(account), item(account), shipTo(account),
    shop(account),
    plain('Register', 'registerID', account.registers, { shopID: 'number', name: 'text', archived: 'text' }),
    plain('Employee', 'employeeID', account.employees, { archived: 'text' }),
    plain('PaymentType', 'paymentTypeID', account.paymentTypes, { name: 'text', archived: 'text' }),
    taxCategory(account),
    itemShop(account)];
  return new Map(list.map((entity) => [entity.entity, entity]));
}

function hide<T>(entity: Entity<T>): AnyEntity {
  return entity as unknown as AnyEntity;
}

type Source<T> = { all(): T[]; get(id: string): T | undefined };

function plain(entity: string, key: string, table: Source<Row>, fields: Record<string, FieldType>, sortable: string[] = []): AnyEntity {
  return hide<Row>({
    entity, key, fields: { [key]: 'number', ...fields }, sortable, relations: [],
    all: () => table.all(),
    get: (id) => table.get(id),
    values: (row, field) => [row[field] ?? ''],
    render: (row) => ({ ...row }),
  });
}

function sale(account: Account, options: ReadOptions): AnyEntity {
  const { sales } = account;
  return hide<SaleDoc>({
    entity: 'Sale',
    key: 'saleID',
    fields: {
      saleID: 'number', referenceNumber: 'text', referenceNumberSource: 'text', ticketNumber: 'text', customerID: 'number',
      shopID: 'number', registerID: 'number', employeeID: 'number', completed: 'text', archived: 'text', voided: 'text',
      timeStamp: 'time', createTime: 'time', updateTime: 'time', completeTime: 'time',
    },
    sortable: ['timeStamp', 'completeTime', 'updateTime'],
    relations: ['SaleLines', 'SaleLines.Note', 'SaleLines.Item', 'SaleLines.InventorySales', 'SalePayments', 'SalePayments.PaymentType', 'SaleNotes',
      'ShipTo', 'ShipTo.Contact', 'Customer', 'Shop', 'TaxCategory'],
    ignored: options.ignoresReferenceFilter ? ['referenceNumber'] : [],
    all: () => sales.all(),
    get: (id) => sales.get(id),
    values: ({ row }, field) => [row[field] ?? ''],
    render: (document, asks) => renderSale(account, document, asks),
  });
}

function renderSale(account: Account, { row, lines, payments, notes }: SaleDoc, asks: (relation: string) => boolean): JsonObject {
  const answer: JsonObject = { ...row };
  // Fields not yet set are left out, as in the recordings of open sales.
  if (row['completeTime'] === '') delete answer['completeTime'];
  if (asks('Customer') && row['customerID'] !== '0') answer['Customer'] = { ...account.customers.get(row['customerID'] ?? '')?.row };
  if (asks('Shop')) answer['Shop'] = { ...account.shops.get(row['shopID'] ?? '') };
  const category = account.taxCategories.get(row['taxCategoryID'] ?? '0');
  if (asks('TaxCategory') && category !== undefined) answer['TaxCategory'] = { ...category };
  if (asks('SaleLines') && lines.length > 0) {
    answer['SaleLines'] = relation('SaleLine', lines.map((line) => renderLine(account, line, (name) => asks(`SaleLines.${name}`))));
  }
  if (asks('SalePayments') && payments.length > 0) {
    answer['SalePayments'] = relation('SalePayment', payments.map((payment) => {
      const type = account.paymentTypes.get(payment['paymentTypeID'] ?? '0');
      return { ...payment, ...(asks('SalePayments.PaymentType') ? { PaymentType: { ...type } } : {}) };
    }));
  }
  if (asks('SaleNotes') && Object.keys(notes).length > 0) answer['SaleNotes'] = { ...notes };
  const shipTo = account.shipTos.get(row['shipToID'] ?? '0');
  if (asks('ShipTo') && shipTo !== undefined) answer['ShipTo'] = renderShipTo(shipTo, asks('ShipTo.Contact'));
  return answer;
}

function renderLine(account: Account, line: SaleLineDoc, asks: (relation: string) => boolean): JsonObject {
  const rendered: JsonObject = { ...line.row };
  if (line.note !== undefined && asks('Note')) rendered['Note'] = { ...line.note };
  const sold = account.items.get(line.row['itemID'] ?? '0');
  if (sold !== undefined && asks('Item')) rendered['Item'] = renderItem(account, sold, () => false);
  if (asks('InventorySales')) rendered['InventorySales'] = relation('InventorySale', line.reserved ?? []);
  return rendered;
}

/** Lines that stand by themselves, and those of the sales. */
function saleLine(account: Account): AnyEntity {
  const all = (): SaleLineDoc[] => [...account.saleLines.all(), ...account.sales.all().flatMap(({ lines }) => lines)];
  return hide<SaleLineDoc>({
    entity: 'SaleLine', key: 'saleLineID',
    fields: {
      saleLineID: 'number', saleID: 'number', customerID: 'number', shopID: 'number', itemID: 'number', employeeID: 'number',
      isLayaway: 'text', createTime: 'time', timeStamp: 'time',
    },
    sortable: ['timeStamp', 'saleID'], relations: ['Note', 'Item', 'InventorySales'],
    all,
    get: (id) => all().find(({ row }) => row['saleLineID'] === id),
    values: ({ row }, field) => [row[field] ?? ''],
    render: (document, asks) => renderLine(account, document, asks),
  });
}

function taxCategory(account: Account): AnyEntity {
  return hide<Row>({
    entity: 'TaxCategory', key: 'taxCategoryID', fields: { taxCategoryID: 'number', timeStamp: 'time' },
    sortable: ['timeStamp'], relations: ['TaxCategoryClasses'],
    all: () => account.taxCategories.all(),
    get: (id) => account.taxCategories.get(id),
    values: (row, field) => [row[field] ?? ''],
    render: (row, asks) => ({
      ...row,
      ...(asks('TaxCategoryClasses') ? { TaxCategoryClasses: relation('TaxCategoryClass', classesOf(account, row['taxCategoryID'] ?? '')) } : {}),
    }),
  });
}

function customer(account: Account): AnyEntity {
  const { customers } = account;
  return hide<CustomerDoc>({
    entity: 'Customer',
    key: 'customerID',
    fields: {
      customerID: 'number', firstName: 'caseless', lastName: 'caseless', company: 'caseless', archived: 'text',
      timeStamp: 'time', createTime: 'time', 'Contact.email': 'caseless',
    },
    sortable: ['timeStamp', 'firstName', 'lastName'],
    relations: ['Contact', 'Note'],
    all: () => customers.all(),
    get: (id) => customers.get(id),
    values: ({ row, contact }, field) =>
      field === 'Contact.email' ? contact.emails.map((email) => email['address'] ?? '') : [row[field] ?? ''],
    render: ({ row, contact, note }, asks) => ({
      ...row,
      ...(asks('Contact') ? { Contact: renderContact(contact) } : {}),
      ...(asks('Note') ? { Note: { ...note } } : {}),
    }),
  });
}

function item(account: Account): AnyEntity {
  return hide<ItemDoc>({
    entity: 'Item',
    key: 'itemID',
    fields: {
      itemID: 'number', systemSku: 'text', customSku: 'text', manufacturerSku: 'text', upc: 'text', ean: 'text',
      description: 'caseless', timeStamp: 'time', archived: 'text',
    },
    sortable: ['timeStamp', 'description'],
    relations: ['ItemShops'],
    all: () => account.items.all(),
    get: (id) => account.items.get(id),
    values: ({ row }, field) => [row[field] ?? ''],
    render: (document, asks) => renderItem(account, document, asks),
  });
}

function renderItem(account: Account, { row, prices }: ItemDoc, asks: (relation: string) => boolean): JsonObject {
  const shops = asks('ItemShops') ? { ItemShops: relation('ItemShop', stockOf(account, row['itemID'] ?? '')) } : {};
  return { ...row, ...shops, Prices: relation('ItemPrice', prices) };
}

function itemShop(account: Account): AnyEntity {
  return hide<Row>({
    entity: 'ItemShop',
    key: 'itemShopID',
    fields: { itemShopID: 'number', itemID: 'number', shopID: 'number', timeStamp: 'time' },
    sortable: ['timeStamp'],
    relations: [],
    all: () => account.itemShops.all(),
    get: (id) => account.itemShops.all().find((row) => row['itemShopID'] === id),
    values: (row, field) => [row[field] ?? ''],
    render: (row) => ({ ...row }),
  });
}

function shop(account: Account): AnyEntity {
  const registers = (shopID: string): Row[] => account.registers.all().filter((row) => row['shopID'] === shopID);
  return hide<Row>({
    entity: 'Shop', key: 'shopID', fields: { shopID: 'number', name: 'text', archived: 'text' }, sortable: [],
    relations: ['Registers', 'TaxCategory'],
    all: () => account.shops.all(),
    get: (id) => account.shops.get(id),
    values: (row, field) => [row[field] ?? ''],
    render: (row, asks) => ({
      ...row,
      ...(asks('Registers') ? { Registers: relation('Register', registers(row['shopID'] ?? '')) } : {}),
      ...(asks('TaxCategory') ? { TaxCategory: { ...account.taxCategories.get(row['taxCategoryID'] ?? '0') } } : {}),
    }),
  });
}

function shipTo(account: Account): AnyEntity {
  const { shipTos } = account;
  return hide<ShipToDoc>({
    entity: 'ShipTo', key: 'shipToID',
    fields: { shipToID: 'number', saleID: 'number', customerID: 'number', shipped: 'text', timeStamp: 'time' },
    sortable: ['timeStamp', 'saleID'], relations: ['Contact'],
    all: () => shipTos.all(),
    get: (id) => shipTos.get(id),
    values: ({ row }, field) => [row[field] ?? ''],
    render: (document, asks) => renderShipTo(document, asks('Contact')),
  });
}

function renderShipTo({ row, contact }: ShipToDoc, withContact: boolean): JsonObject {
  return { ...row, ...(withContact ? { Contact: renderContact(contact) } : {}) };
}

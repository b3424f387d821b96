// What can be read from the sandbox's R-Series account: each entity's table,
// filters, sort fields and relations (sheet 8.R and appendix A).

import type { JsonObject } from '../json.ts';
import { catalogue } from './catalogue.ts';
import type { Shape } from './catalogue.ts';
import { renderContact } from './contact.ts';
import { hide } from './entity.ts';
import type { AnyEntity } from './entity.ts';
import { goods, renderItem } from './item-reads.ts';
import type { Account, CustomerDoc, SaleDoc, SaleLineDoc, ShipToDoc } from './model.ts';
import { settings } from './settings-reads.ts';
import { CUSTOMER, SALE } from './shapes.ts';
import { relation } from './wire.ts';
import { registerWithdraw } from './withdraws.ts';

export type ReadOptions = { ignoresReferenceFilter: boolean };

export function entities(account: Account, options: ReadOptions): Map<string, AnyEntity> {
  const list = [sale(account, options), saleLine(account), customer(account), shipTo(account), registerWithdraw(account), ...goods(account), ...settings(account)];
  return new Map(list.map((entity) => [entity.entity, {
    ...entity, ignores: (field: string) => account.ignored.has(`${entity.entity}.${field}`) || entity.ignores?.(field) === true,
  }]));
}

function sale(account: Account, options: ReadOptions): AnyEntity {
  const { sales } = account;
  return hide<SaleDoc>({
    ...SALE,
    entity: 'Sale',
    sortable: ['timeStamp', 'completeTime', 'updateTime'],
    relations: ['SaleLines', 'SaleLines.Note', 'SaleLines.Item', 'SaleLines.InventorySales', 'SalePayments', 'SalePayments.PaymentType', 'SaleNotes',
      'ShipTo', 'ShipTo.Contact', 'Customer', 'Shop', 'TaxCategory'],
    ignores: (field) => options.ignoresReferenceFilter && field === 'referenceNumber',
    catalogue: () => account.catalogues.sales,
    get: (id) => sales.get(id),
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
  const shape: Shape<SaleLineDoc> = {
    key: 'saleLineID',
    fields: {
      saleLineID: 'number', saleID: 'number', customerID: 'number', shopID: 'number', itemID: 'number', employeeID: 'number',
      isLayaway: 'text', createTime: 'time', timeStamp: 'time',
    },
    values: ({ row }, field) => [row[field] ?? ''],
  };
  return hide<SaleLineDoc>({
    ...shape, entity: 'SaleLine', sortable: ['timeStamp', 'saleID'], relations: ['Note', 'Item', 'InventorySales'],
    catalogue: () => catalogue(all(), shape),
    get: (id) => all().find(({ row }) => row['saleLineID'] === id),
    render: (document, asks) => renderLine(account, document, asks),
  });
}

function customer(account: Account): AnyEntity {
  return hide<CustomerDoc>({
    ...CUSTOMER,
    entity: 'Customer',
    sortable: ['timeStamp', 'firstName', 'lastName'],
    relations: ['Contact', 'Note'],
    catalogue: () => account.catalogues.customers,
    get: (id) => account.customers.get(id),
    render: ({ row, contact, note }, asks) => ({
      ...row,
      ...(asks('Contact') ? { Contact: renderContact(contact) } : {}),
      ...(asks('Note') ? { Note: { ...note } } : {}),
    }),
  });
}

function shipTo(account: Account): AnyEntity {
  const { shipTos } = account;
  const shape: Shape<ShipToDoc> = {
    key: 'shipToID',
    fields: { shipToID: 'number', saleID: 'number', customerID: 'number', shipped: 'text', timeStamp: 'time' },
    values: ({ row }, field) => [row[field] ?? ''],
  };
  return hide<ShipToDoc>({
    ...shape, entity: 'ShipTo', sortable: ['timeStamp', 'saleID'], relations: ['Contact'],
    catalogue: () => catalogue(shipTos.all(), shape),
    get: (id) => shipTos.get(id),
    render: (document, asks) => renderShipTo(document, asks('Contact')),
  });
}

function renderShipTo({ row, contact }: ShipToDoc, withContact: boolean): JsonObject {
  return { ...row, ...(withContact ? { Contact: renderContact(contact) } : {}) };
}

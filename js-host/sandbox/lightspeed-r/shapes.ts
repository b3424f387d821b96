// The searchable fields of the entities that have many rows (sheet 8.R, appendix A).

import type { Shape } from './catalogue.ts';
import type { CustomerDoc, ItemDoc, MatrixDoc, Row, SaleDoc } from './model.ts';

export const ITEM: Shape<ItemDoc> = {
  key: 'itemID',
  fields: {
    itemID: 'number', systemSku: 'text', customSku: 'text', manufacturerSku: 'text', upc: 'text', ean: 'text',
    description: 'caseless', itemType: 'text', tax: 'text', taxClassID: 'number', itemMatrixID: 'number',
    publishToEcom: 'text', createTime: 'time', timeStamp: 'time', archived: 'text',
  },
  values: ({ row }, field) => [row[field] ?? ''],
};

export const MATRIX: Shape<MatrixDoc> = {
  key: 'itemMatrixID',
  fields: { itemMatrixID: 'number', description: 'caseless', itemAttributeSetID: 'number', timeStamp: 'time', archived: 'text' },
  values: ({ row }, field) => [row[field] ?? ''],
};

export const ITEM_SHOP: Shape<Row> = {
  key: 'itemShopID',
  fields: { itemShopID: 'number', itemID: 'number', shopID: 'number', timeStamp: 'time' },
  values: (row, field) => [row[field] ?? ''],
};

export const SALE: Shape<SaleDoc> = {
  key: 'saleID',
  fields: {
    saleID: 'number', referenceNumber: 'text', referenceNumberSource: 'text', ticketNumber: 'text', customerID: 'number',
    shopID: 'number', registerID: 'number', employeeID: 'number', completed: 'text', archived: 'text', voided: 'text',
    timeStamp: 'time', createTime: 'time', updateTime: 'time', completeTime: 'time',
  },
  values: ({ row }, field) => [row[field] ?? ''],
};

export const CUSTOMER: Shape<CustomerDoc> = {
  key: 'customerID',
  fields: {
    customerID: 'number', firstName: 'caseless', lastName: 'caseless', company: 'caseless', archived: 'text',
    timeStamp: 'time', createTime: 'time', 'Contact.email': 'caseless',
  },
  values: ({ row, contact }, field) =>
    field === 'Contact.email' ? contact.emails.map((email) => email['address'] ?? '') : [row[field] ?? ''],
};

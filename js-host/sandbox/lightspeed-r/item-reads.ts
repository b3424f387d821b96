// The goods of an R-Series account: items, matrices, attribute sets and stock rows (sheet 1.R
// and 2.R). Prices come unasked under `Prices`, although the relation is named `ItemPrices`; a
// level is named as it is named now. Relations an item has nothing of are left out, as recorded.

import type { JsonObject } from '../json.ts';
import { ATTRIBUTE_SETS } from './defaults.ts';
import { hide, rowEntity } from './entity.ts';
import type { AnyEntity, Asks } from './entity.ts';
import type { Account, ItemDoc, MatrixDoc, Row } from './model.ts';
import { ITEM, ITEM_SHOP, MATRIX } from './shapes.ts';
import { renderStock, stockOf } from './stock.ts';
import { relation } from './wire.ts';

export function goods(account: Account): AnyEntity[] {
  return [item(account), itemMatrix(account), attributeSet(), itemShop(account)];
}

export function renderItem(account: Account, document: ItemDoc, asks: Asks): JsonObject {
  const { row, attributes, note, components = [], vendorNums = [] } = document;
  const answer: JsonObject = { ...row };
  if (asks('TaxClass')) Object.assign(answer, taxClassOf(account, row));
  if (attributes !== undefined && (asks('ItemAttributes') || asks('ItemAttributes.ItemAttributeSet'))) {
    const set = setOf(attributes);
    answer['ItemAttributes'] = { ...attributes, ...(asks('ItemAttributes.ItemAttributeSet') && set !== undefined ? { ItemAttributeSet: { ...set } } : {}) };
  }
  if (asks('Note') && note !== undefined) answer['Note'] = { ...note };
  if (asks('ItemShops')) {
    answer['ItemShops'] = relation('ItemShop', stockOf(account, row['itemID'] ?? '').map((stock) => renderStock(account, stock, document)));
  }
  if (asks('ItemComponents') && components.length > 0) answer['ItemComponents'] = relation('ItemComponent', components);
  if (asks('ItemVendorNums') && vendorNums.length > 0) answer['ItemVendorNums'] = relation('ItemVendorNum', vendorNums);
  return { ...answer, Prices: prices(account, document.prices) };
}

function item(account: Account): AnyEntity {
  return hide<ItemDoc>({
    ...ITEM,
    entity: 'Item',
    sortable: ['timeStamp', 'description'],
    relations: ['TaxClass', 'ItemAttributes', 'ItemAttributes.ItemAttributeSet', 'Note', 'ItemShops', 'ItemVendorNums',
      'ItemComponents', 'ItemPrices'],
    catalogue: () => account.catalogues.items,
    get: (id) => account.items.get(id),
    render: (document, asks) => renderItem(account, document, asks),
  });
}

function itemMatrix(account: Account): AnyEntity {
  return hide<MatrixDoc>({
    ...MATRIX,
    entity: 'ItemMatrix',
    sortable: ['timeStamp', 'description'],
    relations: ['ItemAttributeSet', 'TaxClass', 'Items'],
    catalogue: () => account.catalogues.itemMatrices,
    get: (id) => account.itemMatrices.get(id),
    render: (document, asks) => renderMatrix(account, document, asks),
  });
}

function renderMatrix(account: Account, { row, prices: amounts, values }: MatrixDoc, asks: Asks): JsonObject {
  const answer: JsonObject = { ...row };
  const set = setOf(row);
  if (asks('ItemAttributeSet') && set !== undefined) answer['ItemAttributeSet'] = { ...set };
  if (asks('TaxClass')) Object.assign(answer, taxClassOf(account, row));
  if (asks('Items')) {
    // Inferred: archived ones are left out here as they are in lists.
    const { items } = account.catalogues;
    const members = items.having('itemMatrixID', [row['itemMatrixID'] ?? '']).map((entry) => items.document(entry))
      .filter((member) => member !== undefined && member.row['archived'] !== 'true');
    answer['Items'] = relation('Item', members.map((member) => renderItem(account, member as ItemDoc, () => false)));
  }
  answer['Prices'] = prices(account, amounts);
  // Inferred: values without a name of their own stay a list, also of one.
  values.forEach((offered, at) => {
    if (offered.length > 0) answer[`attribute${at + 1}Values`] = [...offered];
  });
  return answer;
}

function attributeSet(): AnyEntity {
  const get = (id: string): Row | undefined => ATTRIBUTE_SETS.find((row) => row['itemAttributeSetID'] === id);
  return rowEntity({ entity: 'ItemAttributeSet', key: 'itemAttributeSetID', rows: { all: () => [...ATTRIBUTE_SETS], get }, fields: { name: 'text' } });
}

function itemShop(account: Account): AnyEntity {
  const { itemShops } = account.catalogues;
  return hide<Row>({
    ...ITEM_SHOP,
    entity: 'ItemShop',
    sortable: ['timeStamp'],
    relations: [],
    catalogue: () => itemShops,
    get: (id) => itemShops.having('itemShopID', [id]).map((entry) => itemShops.document(entry))[0],
    render: (row) => renderStock(account, row, account.items.get(row['itemID'] ?? '')),
  });
}

function taxClassOf(account: Account, row: Row): JsonObject {
  const taxClass = account.taxClasses.get(row['taxClassID'] ?? '0');
  return taxClass === undefined ? {} : { TaxClass: { ...taxClass } };
}

function setOf(row: Row): Row | undefined {
  return ATTRIBUTE_SETS.find((set) => set['itemAttributeSetID'] === row['itemAttributeSetID']);
}

function prices(account: Account, rows: Row[]): JsonObject[string] {
  return relation('ItemPrice', rows.map((row) => ({ ...row, useType: account.priceLevels.get(row['useTypeID'] ?? '')?.['name'] ?? row['useType'] })));
}

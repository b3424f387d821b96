// R-Series stock: ItemShop rows, made when first needed, and the shopID 0 row
// that sums all shops and comes last (sheet 2.R). What boxes and assemblies could be built
// of is counted apart and is no stock (sheet 1.R); what boxes could be opened for is not covered.

import { ZERO, add, compare, dec, print, subtract } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { itemShopKey, nextId, wireTime } from './model.ts';
import type { Account, ItemDoc, Row } from './model.ts';

const SUMMARY = '0';

export function hasStock(account: Account, itemID: string): boolean {
  const type = account.items.get(itemID)?.row['itemType'];
  return type !== undefined && type !== 'non_inventory';
}

/** What can still be sold or reserved of an item in a shop. */
export function sellable(account: Account, itemID: string, shopID: string): Decimal {
  return dec(account.itemShops.get(rowId(itemID, shopID))?.['sellable'] ?? '0');
}

/** Adds `change` to an item's stock in a shop and to the summary row, and `onLayaway` to what is reserved of it. */
export function moveStock(account: Account, itemID: string, shopID: string, change: Decimal, onLayaway = ZERO): void {
  for (const shop of [shopID, SUMMARY]) {
    const row = account.itemShops.get(rowId(itemID, shop)) ?? emptyRow(account, itemID, shop);
    const qoh = add(dec(row['qoh'] ?? '0'), change);
    account.itemShops.put(rowId(itemID, shop), {
      ...row,
      qoh: print(qoh),
      sellable: print(compare(qoh, ZERO) > 0 ? qoh : ZERO),
      onLayaway: print(add(dec(row['onLayaway'] ?? '0'), onLayaway)),
      timeStamp: wireTime(account.now()),
    });
  }
}

/** Sets fields of a row, which is made when it is not there. */
export function writeStock(account: Account, itemID: string, shopID: string, fields: Row): void {
  const row = account.itemShops.get(rowId(itemID, shopID)) ?? emptyRow(account, itemID, shopID);
  account.itemShops.put(rowId(itemID, shopID), { ...row, ...fields, timeStamp: wireTime(account.now()) });
}

export function setStock(account: Account, itemID: string, shopID: string, qoh: Decimal): void {
  moveStock(account, itemID, shopID, subtract(qoh, dec(account.itemShops.get(rowId(itemID, shopID))?.['qoh'] ?? '0')));
}

/** The rows of one item as they are seen: its shops, then the summary. */
export function stockOf(account: Account, itemID: string): Row[] {
  const { itemShops } = account.catalogues;
  const rows = itemShops.having('itemID', [itemID]).map((entry) => itemShops.document(entry)).filter((row) => row !== undefined);
  return [...rows.filter((row) => row['shopID'] !== SUMMARY), ...rows.filter((row) => row['shopID'] === SUMMARY)];
}

/** Makes the rows of an item in all shops, of nothing. */
export function makeStockRows(account: Account, itemID: string): void {
  for (const shop of account.shops.all()) moveStock(account, itemID, shop['shopID'] ?? '', ZERO);
}

/** All stock of an item is gone, in every shop. */
export function zeroStock(account: Account, itemID: string): void {
  for (const row of stockOf(account, itemID)) {
    const now = account.itemShops.get(itemShopKey(row)) ?? row;
    account.itemShops.put(itemShopKey(row), { ...now, qoh: '0', sellable: '0', timeStamp: wireTime(account.now()) });
  }
}

/** The row as it is answered: with what could be built of the components in the same shop. */
export function renderStock(account: Account, row: Row, item: ItemDoc | undefined): Row {
  const kept = (item?.components ?? []).filter((component) => hasStock(account, component['componentItemID'] ?? '0'));
  const built = kept.map((component) => {
    const there = stockOf(account, component['componentItemID'] ?? '').find(({ shopID }) => shopID === row['shopID']);
    return BigInt(there?.['sellable'] ?? '0') / BigInt(component['quantity'] ?? '1');
  });
  const least = built.reduce((a, b) => (b < a ? b : a), built[0] ?? 0n);
  return { ...row, componentQoh: String(least) };
}

function rowId(itemID: string, shopID: string): string {
  return `${itemID}@${shopID}`;
}

function emptyRow(account: Account, itemID: string, shopID: string): Row {
  const zeros = ['backorder', 'componentQoh', 'componentBackorder', 'reorderPoint', 'reorderLevel',
    'onLayaway', 'onSpecialOrder', 'onWorkorder', 'onTransferIn', 'onTransferOut'];
  return {
    itemShopID: nextId(account, 'item_shop'),
    qoh: '0',
    sellable: '0',
    ...Object.fromEntries(zeros.map((key) => [key, '0'])),
    timeStamp: wireTime(account.now()),
    itemID,
    shopID,
  };
}

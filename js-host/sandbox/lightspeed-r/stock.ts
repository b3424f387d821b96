// R-Series stock: ItemShop rows, made when first needed, and the shopID 0 row
// that sums all shops and comes last (sheet 2.R).

import { ZERO, add, compare, dec, print, subtract } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, Row } from './model.ts';

const SUMMARY = '0';

export function hasStock(account: Account, itemID: string): boolean {
  return account.items.get(itemID)?.row['itemType'] === 'default';
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

export function setStock(account: Account, itemID: string, shopID: string, qoh: Decimal): void {
  moveStock(account, itemID, shopID, subtract(qoh, dec(account.itemShops.get(rowId(itemID, shopID))?.['qoh'] ?? '0')));
}

/** The rows of one item: its shops, then the summary. */
export function stockOf(account: Account, itemID: string): Row[] {
  const rows = account.itemShops.all().filter((row) => row['itemID'] === itemID);
  return [...rows.filter((row) => row['shopID'] !== SUMMARY), ...rows.filter((row) => row['shopID'] === SUMMARY)];
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

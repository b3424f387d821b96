// What happens to the stock of an R-Series account while an integration runs: sales at the till, goods
// that come in, stocktakes, assemblies that are built. There are no webhooks: it shows in ItemShop by
// its `timeStamp` (sheets 2.R and 7). Each act is one transaction.
//
// A sale takes what is on hand of the item itself, also of a box or an assembly: an assembly is built
// first (Rsup:228840627), and what could be built is not on hand. Inferred: that goods in and a
// stocktake move the `timeStamp` of every row they name, also where the number stays.

import { dec, multiply, negate, print, subtract } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { number } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Account, Row } from './model.ts';
import { createSale, updateSale } from './sales.ts';
import { moveStock, setStock, writeStock } from './stock.ts';

export type RTillLine = { itemID: string; /** 1 when absent; below 0 for goods that come back. */ quantity?: number; price?: string };
export type RUnits = { itemID: string; quantity: number };

export type RStockActs = {
  /** A completed sale at the first register of the shop, by its first employee, paid with the first payment type. Answers its saleID. */
  tillSale(sale: { shopID: string; lines: RTillLine[]; customerID?: string }): string;
  /** Goods in: adds to what is on hand. */
  receive(goods: { shopID: string; lines: RUnits[] }): void;
  /** A stocktake: sets what is on hand, of many items as fast as of few. */
  count(counted: { shopID: string; lines: RUnits[] }): void;
  /** Builds assemblies of their components; below zero breaks them apart. */
  build(built: RUnits & { shopID: string }): void;
  /** Sets further fields of a stock row, as onTransferIn or onSpecialOrder, in the shop's row only. */
  seedItemShop(itemID: string, shopID: string, fields: Row): void;
  /** Changes of stock are seen in reads this much later, with the time at which they were made; 0 ends it. */
  delayStock(ms: number): void;
  /** A filter that the server disregards, as "ItemShop" and "timeStamp"; false heeds it again. */
  ignoreFilter(entity: string, field: string, ignore?: boolean): void;
};

export function stockActs(account: Account): RStockActs {
  const act = <T>(work: () => T): T => account.store.transaction(work);
  const each = (shopID: string, lines: RUnits[], move: (line: RUnits) => void): void => act(() => {
    if (account.shops.get(shopID) === undefined) throw new Error(`no shop ${shopID}`);
    for (const line of lines) {
      if (account.items.get(line.itemID) === undefined) throw new Error(`no item ${line.itemID}`);
      move(line);
    }
  });
  return {
    tillSale: (sale) => act(() => tillSale(account, sale)),
    receive: ({ shopID, lines }) => each(shopID, lines, ({ itemID, quantity }) => moveStock(account, itemID, shopID, dec(quantity))),
    count: ({ shopID, lines }) => each(shopID, lines, ({ itemID, quantity }) => setStock(account, itemID, shopID, dec(quantity))),
    build: ({ shopID, ...line }) => each(shopID, [line], ({ itemID, quantity }) => {
      const components = account.items.get(itemID)?.components ?? [];
      if (components.length === 0) throw new Error(`item ${itemID} has no components`);
      moveStock(account, itemID, shopID, dec(quantity));
      for (const component of components) {
        moveStock(account, component['componentItemID'] ?? '', shopID, negate(multiply(dec(component['quantity'] ?? '1'), dec(quantity))));
      }
    }),
    seedItemShop: (itemID, shopID, fields) => act(() => writeStock(account, itemID, shopID, fields)),
    delayStock: account.stockLag.delay,
    ignoreFilter(entity, field, ignore = true) {
      if (ignore) account.ignored.add(`${entity}.${field}`);
      else account.ignored.delete(`${entity}.${field}`);
    },
  };
}

function tillSale(account: Account, { shopID, lines, customerID }: Parameters<RStockActs['tillSale']>[0]): string {
  const first = (rows: Row[], key: string, what: string): string => {
    const id = rows.find((row) => row['archived'] !== 'true')?.[key];
    if (id === undefined) throw new Error(`tillSale: there is no ${what}`);
    return id;
  };
  const registerID = first(account.registers.all().filter((row) => row['shopID'] === shopID), 'registerID', `register in shop ${shopID}`);
  const employeeID = first(account.employees.all(), 'employeeID', 'employee');
  const paymentTypeID = first(account.paymentTypes.all(), 'paymentTypeID', 'payment type');
  const SaleLine = lines.map(({ itemID, quantity, price }): JsonObject =>
    ({ itemID, unitQuantity: number(quantity ?? 1), ...(price === undefined ? {} : { unitPrice: price }) }));
  const open = createSale(account, { shopID, registerID, employeeID, ...(customerID === undefined ? {} : { customerID }), SaleLines: { SaleLine } });
  const saleID = open.row['saleID'] ?? '';
  const due: Decimal = subtract(dec(open.row['calcTotal'] ?? '0'), dec(open.row['calcPayments'] ?? '0'));
  updateSale(account, saleID, { SalePayments: { SalePayment: { paymentTypeID, amount: print(due) } }, completed: true });
  return saleID;
}

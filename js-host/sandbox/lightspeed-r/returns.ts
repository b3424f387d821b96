// Lines that return units of an earlier sale name its line as parentSaleLineID, which
// stops over-refunding (sheet 3.R). Inferred: only completed sales use units up.

import { ZERO, add, compare, dec, negate, print, subtract, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import type { Account, SaleDoc, SaleLineDoc } from './model.ts';
import { Refusal } from './wire.ts';

/** Refuses returning lines whose parent was not sold, is another item or has too few units left. */
export function checkReturns(account: Account, sale: SaleDoc): void {
  const asked = new Map<string, Decimal>();
  for (const { row } of sale.lines) {
    const parentID = row['parentSaleLineID'] ?? '0';
    if (parentID === '0') continue;
    const parent = soldLine(account, parentID);
    if (parent === undefined) throw new Refusal(400, `SaleLine ${parentID} is not in a completed sale.`);
    if (parent.row['itemID'] !== row['itemID']) throw new Refusal(400, `SaleLine ${parentID} is of another item.`);
    const units = negate(dec(row['unitQuantity'] ?? '0'));
    if (compare(units, ZERO) <= 0) throw new Refusal(400, 'A line with a parentSaleLineID must have a unitQuantity below 0.');
    const total = add(asked.get(parentID) ?? ZERO, units);
    const left = returnable(account, parent);
    if (compare(total, left) > 0) {
      throw new Refusal(400, `Cannot refund ${print(total)} of SaleLine ${parentID}: ${print(left)} left.`);
    }
    asked.set(parentID, total);
  }
}

/** Units of a sold line that no completed sale has returned yet. */
export function returnable(account: Account, parent: SaleLineDoc): Decimal {
  const returned = completedLines(account)
    .filter(({ row }) => row['parentSaleLineID'] === parent.row['saleLineID'])
    .map(({ row }) => negate(dec(row['unitQuantity'] ?? '0')));
  return subtract(dec(parent.row['unitQuantity'] ?? '0'), sum(returned));
}

function soldLine(account: Account, saleLineID: string): SaleLineDoc | undefined {
  return completedLines(account).find(({ row }) => row['saleLineID'] === saleLineID);
}

function completedLines(account: Account): SaleLineDoc[] {
  return account.sales.all().filter(({ row }) => row['completed'] === 'true').flatMap(({ lines }) => lines);
}

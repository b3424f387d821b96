// Which rates tax a line: those of its class within the sale's tax category, else the
// category's own (TaxCategory x TaxClass, sheet 9). Category 0 = no tax (sheet 3.R).

import { dec } from '../decimal.ts';
import type { Account, Row } from './model.ts';
import { NO_TAX } from './totals.ts';
import type { Rates } from './totals.ts';

export function ratesOf(account: Account, category: string): Rates {
  const row = category === '0' ? undefined : account.taxCategories.get(category);
  return row === undefined ? NO_TAX : read(row, row);
}

export function ratesOfLine(account: Account, category: string, taxClassID: string): Rates {
  const row = account.taxCategories.get(category);
  const own = account.taxCategoryClasses.get(`${category}/${taxClassID}`);
  return row === undefined || own === undefined ? ratesOf(account, category) : read(own, row);
}

/** The classes of a category that have rates of their own. */
export function classesOf(account: Account, category: string): Row[] {
  return account.taxCategoryClasses.all().filter((row) => row['taxCategoryID'] === category);
}

function read(rates: Row, category: Row): Rates {
  return { tax1: dec(rates['tax1Rate'] ?? '0'), tax2: dec(rates['tax2Rate'] ?? '0'), inclusive: category['isTaxInclusive'] === 'true' };
}

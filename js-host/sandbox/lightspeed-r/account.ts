// The R-Series account itself (Rdoc endpoints/account): `Account.json` tells whose token it is,
// `Account/{accountID}.json` the currency (sheet 8.R), as bare fields without an "Account" around.
// That the first has `@attributes` is inferred from the recordings of other single reads.

import type { JsonObject } from '../json.ts';
import type { Account } from './model.ts';
import { oneOrMany } from './wire.ts';

export function tokenAccount(account: Account, accountID: string): JsonObject {
  const name = account.self.get('self')?.['name'] ?? '';
  const link = { '@attributes': { href: `/API/V3/Account/${accountID}` } };
  return { '@attributes': { count: '1' }, Account: { accountID, name, link } };
}

export function accountDetails(account: Account, accountID: string): JsonObject {
  const { name = '', status = '', employeeLimit = '', uniqueSubscriptionIdentifier = '', currencyCode: code = '', currencySymbol: symbol = '' } =
    account.self.get('self') ?? {};
  const employees = account.employees.all().filter((row) => row['archived'] !== 'true');
  return {
    '@attributes': { systemCustomerID: accountID },
    status, name, employeeCount: String(employees.length), employeeLimit, uniqueSubscriptionIdentifier,
    defaultCurrency: { code, symbol },
    purchasingCurrencies: { purchasingCurrency: oneOrMany([{ code, symbol, rate: '1' }]) },
  };
}

// The prices of an R-Series item by level (sheet 1.R). A request names a level by its id or by its
// name. A new item has the levels Default and MSRP at 0 when it names none, as recorded.

import { print } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { decimal, id, onlyKnown, text } from './fields.ts';
import type { Account, Row } from './model.ts';
import { Refusal, requested } from './wire.ts';

const ALWAYS = ['1', '2'];

export function newPrices(account: Account, value: JsonObject[string]): Row[] {
  return changePrices(account, ALWAYS.map((level) => priceRow(account, level, '0')), value);
}

/** Inferred: levels that are not named keep their price. */
export function changePrices(account: Account, before: Row[], value: JsonObject[string]): Row[] {
  const prices = new Map(before.map((row) => [row['useTypeID'] ?? '', row]));
  for (const body of requested(value, 'ItemPrice')) {
    onlyKnown(body, ['amount', 'useTypeID', 'useType'], 'ItemPrice');
    const amount = decimal(body, 'amount');
    if (amount === undefined) throw new Refusal(400, 'An ItemPrice must have an amount.');
    const level = levelOf(account, body);
    prices.set(level, priceRow(account, level, print(amount)));
  }
  return [...prices.values()];
}

/** The name is the one the level has now; reads name it anew. */
export function priceRow(account: Account, level: string, amount: string): Row {
  return { amount, useTypeID: level, useType: account.priceLevels.get(level)?.['name'] ?? '' };
}

function levelOf(account: Account, body: JsonObject): string {
  const [given, name] = [id(body, 'useTypeID'), text(body, 'useType')];
  const named = account.priceLevels.all().filter((level) => level['name'] === name);
  if (given !== undefined) {
    const level = account.priceLevels.get(given);
    if (level === undefined) throw new Refusal(400, `PriceLevel ${given} does not exist.`);
    // Which of the two counts is not documented.
    if (name !== undefined && level['name'] !== name) throw new Refusal(501, `PriceLevel ${given} is not named '${name}': the sandbox does not cover that.`);
    return given;
  }
  const [only] = named;
  if (only === undefined || named.length > 1) throw new Refusal(400, `'${name ?? ''}' is not the name of one PriceLevel.`);
  return only['priceLevelID'] ?? '';
}

// Changes to an order's webhook text: lines lose or gain units, and the current totals follow.

import { ZERO, dec, divide, multiply, printFixed, round, subtract, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { number, objectOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { bag, count, flag, objects } from './views.ts';
import type { BagView } from './views.ts';

/** An amount in the shop's and in the buyer's currency. */
export type Pair = { shop: Decimal; presentment: Decimal };

const NONE: Pair = { shop: ZERO, presentment: ZERO };

export function lineOf(order: JsonObject, lineId: string): JsonObject {
  const line = objects(order['line_items']).find((each) => textOf(each['id']) === lineId);
  if (line === undefined) throw new Error(`the order has no line ${lineId}`);
  return line;
}

export function unitsOf(line: JsonObject): { current: number; fulfillable: number } {
  const current = line['current_quantity'] === undefined ? count(line, 'quantity') : count(line, 'current_quantity');
  return { current, fulfillable: line['fulfillable_quantity'] === undefined ? current : count(line, 'fulfillable_quantity') };
}

/** What `units` of a line cost after discounts, and their tax; shares of the line, rounded to its places. */
export function shareOf(order: JsonObject, line: JsonObject, units: number): { subtotal: Pair; tax: Pair } {
  const quantity = dec(count(line, 'quantity'));
  const part = (whole: Decimal): Decimal => round(divide(multiply(whole, dec(units)), quantity, 12), placesOf(order));
  const shares = (whole: Pair): Pair => ({ shop: part(whole.shop), presentment: part(whole.presentment) });
  const price = pair(bag(order, line, 'price'));
  const discounts = objects(line['discount_allocations']).map((each) => pair(bag(order, each, 'amount')));
  const whole = minus({ shop: multiply(price.shop, quantity), presentment: multiply(price.presentment, quantity) }, discounts);
  const taxes = objects(line['tax_lines']).map((each) => pair(bag(order, each, 'price')));
  return { subtotal: shares(whole), tax: shares(total(taxes)) };
}

/** Gains (or, below zero, loses) units, and the order's current totals with them. */
export function changeUnits(order: JsonObject, line: JsonObject, units: number, fulfillable = units): { subtotal: Pair; tax: Pair } {
  const share = shareOf(order, line, units);
  const now = unitsOf(line);
  line['current_quantity'] = number(now.current + units);
  line['fulfillable_quantity'] = number(Math.max(now.fulfillable + fulfillable, 0));
  const whole = flag(order, 'taxes_included') ? share.subtotal : total([share.subtotal, share.tax]);
  raise(order, 'current_subtotal_price', share.subtotal, 'subtotal_price');
  raise(order, 'current_total_tax', share.tax, 'total_tax');
  raise(order, 'current_total_price', whole, 'total_price');
  return share;
}

/** Adds to an amount and its `_set`; an amount not there yet starts from `source`. */
export function raise(order: JsonObject, key: string, by: Pair, source = key): void {
  const old = pair(bag(order, order, order[key] === undefined ? source : key));
  write(order, key, total([old, by]));
}

export function write(order: JsonObject, key: string, amount: Pair): void {
  const places = placesOf(order);
  const currency = textOf(order['currency']) ?? '';
  order[key] = printFixed(amount.shop, places);
  order[`${key}_set`] = setOf(order, amount, places, currency);
}

export function setOf(order: JsonObject, amount: Pair, places = placesOf(order), currency = textOf(order['currency']) ?? ''): JsonObject {
  return {
    shop_money: { amount: printFixed(amount.shop, places), currency_code: currency },
    presentment_money: { amount: printFixed(amount.presentment, places), currency_code: textOf(order['presentment_currency']) ?? currency },
  };
}

export function pair(given: BagView | null): Pair {
  return given === null ? NONE : { shop: dec(given.shopMoney.amount), presentment: dec(given.presentmentMoney.amount) };
}

export function total(pairs: Pair[]): Pair {
  return { shop: sum(pairs.map((each) => each.shop)), presentment: sum(pairs.map((each) => each.presentment)) };
}

export function minus(whole: Pair, parts: Pair[]): Pair {
  const less = total(parts);
  return { shop: subtract(whole.shop, less.shop), presentment: subtract(whole.presentment, less.presentment) };
}


/** Decimal places as the order's own total has them. */
function placesOf(order: JsonObject): number {
  const amount = textOf(order['total_price']) ?? textOf(objectOf(objectOf(order['total_price_set'])['shop_money'])['amount']) ?? '0.00';
  return amount.includes('.') ? amount.length - amount.indexOf('.') - 1 : 0;
}

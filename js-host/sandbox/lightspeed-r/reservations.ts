// Layaway lines: the only way to keep stock for a customer (sheet 2.R, Rdoc
// tutorials/reservations.md). A line stands by itself until a sale names it; the
// stock leaves `sellable` at once and shows as `onLayaway`. With too little stock
// the line keeps what there is, or is refused with requireFullReservation; what a
// completed sale lacks then comes from stock, else stock goes negative.

import { ZERO, compare, dec, isInteger, negate, print, subtract, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { decimal, flag, id, onlyKnown } from './fields.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, Row, SaleLineDoc } from './model.ts';
import { LINE_FIELDS, newLine, withTotals } from './sale-lines.ts';
import { updateSale } from './sales.ts';
import { hasStock, moveStock, sellable } from './stock.ts';
import { Refusal } from './wire.ts';

const FIELDS = [...LINE_FIELDS, 'requireFullReservation', 'saleID'];

/** Kept when a change does not name them. */
const CHANGEABLE = ['customerID', 'shopID', 'employeeID', 'itemID', 'unitQuantity', 'unitPrice', 'normalUnitPrice', 'discountAmount',
  'discountPercent', 'tax', 'taxClassID', 'avgCost', 'fifoCost', 'isLayaway'];

export function createSaleLine(account: Account, body: JsonObject): SaleLineDoc {
  if ((id(body, 'saleID') ?? '0') !== '0') throw new Refusal(501, 'The sandbox does not cover new lines of a sale here.');
  const line = reserve(account, read(account, body), flag(body, 'requireFullReservation') === true);
  account.saleLines.put(line.row['saleLineID'] ?? '', line);
  return line;
}

/** Reserves anew what the change asks for; with a saleID, moves the line into that open sale. */
export function updateSaleLine(account: Account, saleLineID: string, body: JsonObject): SaleLineDoc {
  const line = standing(account, saleLineID, 404);
  const saleID = id(body, 'saleID') ?? '0';
  if (saleID !== '0') {
    if (Object.keys(body).length > 1) throw new Refusal(501, 'The sandbox does not cover other fields beside saleID.');
    const { lines } = updateSale(account, saleID, { SaleLines: { SaleLine: { saleLineID } } });
    return lines.at(-1) ?? line;
  }
  release(account, line);
  const kept = Object.fromEntries(CHANGEABLE.map((key) => [key, line.row[key] ?? '0']));
  const asked = read(account, { ...kept, ...body });
  const row = { ...asked.row, saleLineID, createTime: line.row['createTime'] ?? '' };
  const note = asked.note ?? line.note;
  const changed = reserve(account, note === undefined ? { row } : { row: { ...row, noteID: note['noteID'] ?? '0' }, note },
    flag(body, 'requireFullReservation') === true);
  account.saleLines.put(saleLineID, changed);
  return changed;
}

export function deleteSaleLine(account: Account, saleLineID: string): SaleLineDoc {
  const line = standing(account, saleLineID, 404);
  release(account, line);
  account.saleLines.remove(saleLineID);
  return line;
}

/** The line moves into a sale of its own customer, with what it keeps. */
export function takeLine(account: Account, saleLineID: string, sale: Row): SaleLineDoc {
  const line = standing(account, saleLineID, 400);
  if (line.row['customerID'] !== sale['customerID']) throw new Refusal(400, `SaleLine ${saleLineID} is reserved for another customer.`);
  // Inferred: it keeps stock of its own shop.
  if (line.row['shopID'] !== sale['shopID']) throw new Refusal(400, `SaleLine ${saleLineID} is reserved in another shop.`);
  account.saleLines.remove(saleLineID);
  return { ...line, row: { ...line.row, saleID: sale['saleID'] ?? '0', timeStamp: wireTime(account.now()) } };
}

/** Takes a sold line's units out of stock; what it kept is out already. */
export function settle(account: Account, line: SaleLineDoc): SaleLineDoc {
  const { row } = line;
  const kept = keptBy(line);
  if (hasStock(account, row['itemID'] ?? '0')) {
    const change = subtract(kept, dec(row['unitQuantity'] ?? '0'));
    moveStock(account, row['itemID'] ?? '', row['shopID'] ?? '', change, negate(kept));
  }
  return { ...line, row: { ...row, isLayaway: 'false' } };
}

function standing(account: Account, saleLineID: string, status: number): SaleLineDoc {
  const line = account.saleLines.get(saleLineID);
  if (line !== undefined) return line;
  const sold = account.sales.all().some(({ lines }) => lines.some(({ row }) => row['saleLineID'] === saleLineID));
  if (sold) throw new Refusal(400, `SaleLine ${saleLineID} is in a sale.`);
  throw new Refusal(status, `Object of type 'SaleLine' not found with primary ID '${saleLineID}'.`);
}

function read(account: Account, body: JsonObject): SaleLineDoc {
  onlyKnown(body, FIELDS, 'SaleLine');
  if (flag(body, 'isLayaway') !== true) throw new Refusal(501, 'The sandbox covers only layaway lines outside of sales.');
  const known = (key: string, table: { get(id: string): unknown }): string => {
    const value = id(body, key) ?? '0';
    if (value === '0' || table.get(value) === undefined) throw new Refusal(400, `Invalid ${key}: ${value}`);
    return value;
  };
  const shopID = known('shopID', account.shops);
  const own = { saleID: '0', shopID, employeeID: known('employeeID', account.employees), customerID: known('customerID', account.customers) };
  const quantity = decimal(body, 'unitQuantity') ?? dec('1');
  if (!isInteger(quantity) || compare(quantity, ZERO) <= 0) throw new Refusal(400, 'A reservation must have a unitQuantity above 0.');
  const line = newLine(account, body, own);
  const category = account.shops.get(shopID)?.['taxCategoryID'] ?? '0';
  // The tax of a line by itself is a preview: a sale may name another category.
  return { ...line, row: { ...withTotals(account, line.row, category), tax: line.row['tax'] ?? 'false', isLayaway: 'true' } };
}

function reserve(account: Account, line: SaleLineDoc, full: boolean): SaleLineDoc {
  const [itemID, shopID] = [line.row['itemID'] ?? '0', line.row['shopID'] ?? '0'];
  // Items without stock may be on a layaway; nothing is reserved.
  if (!hasStock(account, itemID)) return line;
  const wanted = dec(line.row['unitQuantity'] ?? '0');
  const available = sellable(account, itemID, shopID);
  const kept = compare(available, wanted) < 0 ? available : wanted;
  // The status is not documented.
  if (full && compare(kept, wanted) < 0) throw new Refusal(422, `Only ${print(available)} of item ${itemID} can be reserved.`);
  if (kept.units === 0n) return line;
  moveStock(account, itemID, shopID, negate(kept), kept);
  const createTime = wireTime(account.now());
  return { ...line, reserved: [{ inventorySaleID: nextId(account, 'inventory_sale'), quantity: print(kept), createTime, inventoryID: '0' }] };
}

function release(account: Account, line: SaleLineDoc): void {
  const kept = keptBy(line);
  if (kept.units !== 0n) moveStock(account, line.row['itemID'] ?? '', line.row['shopID'] ?? '', kept, negate(kept));
}

function keptBy(line: SaleLineDoc): Decimal {
  return sum((line.reserved ?? []).map((row) => dec(row['quantity'] ?? '0')));
}

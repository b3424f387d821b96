// The lines of an R-Series sale: read from a request, and computed (sheet 3.R). A line that
// was reserved earlier is named by its saleLineID (sheet 2.R).

import { ZERO, isInteger, multiply, print } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { dec } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { DEFAULT_LEVEL } from './defaults.ts';
import { decimal, flag, id, onlyKnown, text } from './fields.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, ItemDoc, Row, SaleLineDoc } from './model.ts';
import { takeLine } from './reservations.ts';
import { ratesOfLine } from './tax.ts';
import { computeLine } from './totals.ts';
import type { LineInput } from './totals.ts';
import { Refusal } from './wire.ts';

export const LINE_FIELDS = ['itemID', 'itemCode', 'unitQuantity', 'unitPrice', 'normalUnitPrice', 'discountAmount', 'discountPercent',
  'discountID', 'avgCost', 'fifoCost', 'tax', 'taxClassID', 'customerID', 'employeeID', 'parentSaleLineID', 'shopID',
  'note', 'Note', 'saleLineID', 'isLayaway', 'isSpecialOrder', 'isWorkorder'];
const KINDS = ['isLayaway', 'isSpecialOrder', 'isWorkorder'];

/** A line within a sale: one that was reserved, or a new one. */
export function readLine(account: Account, body: JsonObject, sale: Row): SaleLineDoc {
  onlyKnown(body, LINE_FIELDS, 'SaleLine');
  const reserved = id(body, 'saleLineID');
  if (reserved !== undefined) {
    if (Object.keys(body).length > 1) throw new Refusal(501, 'The sandbox does not cover other fields beside saleLineID.');
    return takeLine(account, reserved, sale);
  }
  for (const key of KINDS) {
    if (flag(body, key) === true) throw new Refusal(400, `${key} can only be set through the SaleLine endpoint.`);
  }
  return newLine(account, body, sale);
}

/** A new line of `sale`, of which only ids are asked. */
export function newLine(account: Account, body: JsonObject, sale: Row): SaleLineDoc {
  refuseDiscounts(body);
  const item = findItem(account, body);
  const unitQuantity = decimal(body, 'unitQuantity') ?? dec('1');
  if (!isInteger(unitQuantity)) throw new Refusal(400, 'unitQuantity must be an integer.');
  const unitPrice = decimal(body, 'unitPrice') ?? defaultPrice(item);
  const amount = decimal(body, 'discountAmount');
  const percent = decimal(body, 'discountPercent');
  const itemTaxed = item === undefined ? false : item.row['tax'] === 'true';
  const now = wireTime(account.now());
  const row: Row = {
    saleLineID: nextId(account, 'sale_line'),
    createTime: now,
    timeStamp: now,
    unitQuantity: print(unitQuantity),
    unitPrice: print(unitPrice),
    normalUnitPrice: print(decimal(body, 'normalUnitPrice') ?? ZERO),
    discountAmount: print(amount ?? ZERO),
    discountPercent: print(percent ?? ZERO),
    avgCost: print(decimal(body, 'avgCost') ?? dec(item?.row['avgCost'] ?? '0')),
    fifoCost: print(decimal(body, 'fifoCost') ?? dec(item?.row['avgCost'] ?? '0')),
    tax: String(flag(body, 'tax') ?? itemTaxed),
    isLayaway: 'false',
    isWorkorder: 'false',
    isSpecialOrder: 'false',
    taxClassID: id(body, 'taxClassID') ?? item?.row['taxClassID'] ?? '0',
    customerID: id(body, 'customerID') ?? sale['customerID'] ?? '0',
    discountID: '0',
    employeeID: id(body, 'employeeID') ?? sale['employeeID'] ?? '0',
    itemID: item?.row['itemID'] ?? '0',
    noteID: '0',
    parentSaleLineID: id(body, 'parentSaleLineID') ?? '0',
    shopID: sale['shopID'] ?? '0',
    saleID: sale['saleID'] ?? '0',
  };
  const note = isObject(body['Note']) ? text(body['Note'], 'note') : text(body, 'note');
  if (note === undefined) return { row };
  const noteID = nextId(account, 'note');
  return { row: { ...row, noteID }, note: { noteID, note, isPublic: 'false', timeStamp: now } };
}

/** What the totals are computed from. */
export function lineInput(row: Row): LineInput {
  const unitQuantity = dec(row['unitQuantity'] ?? '0');
  const unitPrice = dec(row['unitPrice'] ?? '0');
  const percent = dec(row['discountPercent'] ?? '0');
  const discount = percent.units === 0n
    ? dec(row['discountAmount'] ?? '0')
    : multiply(multiply(unitQuantity, unitPrice), percent);
  return { unitQuantity, unitPrice, discount, taxed: row['tax'] === 'true' };
}

/** The same, at the rates of the line's class within the sale's tax category. */
export function taxedInput(account: Account, row: Row, taxCategoryID: string): LineInput {
  return { ...lineInput(row), rates: ratesOfLine(account, taxCategoryID, row['taxClassID'] ?? '0') };
}

/** The row with its computed fields; a sale without a tax category untaxes its lines, as recorded. */
export function withTotals(account: Account, row: Row, taxCategoryID: string): Row {
  const tax = taxCategoryID === '0' ? 'false' : row['tax'] ?? 'false';
  const rates = ratesOfLine(account, taxCategoryID, row['taxClassID'] ?? '0');
  const totals = computeLine(lineInput({ ...row, tax }), rates);
  return {
    ...row,
    tax,
    tax1Rate: tax === 'true' ? print(rates.tax1) : '0',
    tax2Rate: tax === 'true' ? print(rates.tax2) : '0',
    displayableSubtotal: print(totals.displayableSubtotal),
    displayableUnitPrice: row['unitPrice'] ?? '0',
    calcLineDiscount: print(totals.calcLineDiscount),
    calcTransactionDiscount: '0',
    calcTotal: print(totals.calcTotal),
    calcSubtotal: print(totals.calcSubtotal),
    calcTax1: print(totals.calcTax1),
    calcTax2: print(totals.calcTax2),
  };
}

function refuseDiscounts(body: JsonObject): void {
  if ((id(body, 'discountID') ?? '0') !== '0') throw new Refusal(400, 'Discount does not exist.');
  const percent = decimal(body, 'discountPercent') ?? ZERO;
  const amount = decimal(body, 'discountAmount') ?? ZERO;
  if (percent.units !== 0n && amount.units !== 0n) {
    throw new Refusal(400, 'A line may carry discountAmount or discountPercent, not both.');
  }
}

/** undefined = a miscellaneous line (itemID 0). */
function findItem(account: Account, body: JsonObject): ItemDoc | undefined {
  const code = text(body, 'itemCode');
  if (code !== undefined) {
    const hit = account.items.all().find(({ row }) => [row['systemSku'], row['upc'], row['ean'], row['itemID']].includes(code));
    if (hit === undefined) throw new Refusal(400, `No item with itemCode ${code}.`);
    return hit;
  }
  const itemID = id(body, 'itemID');
  if (itemID === undefined) throw new Refusal(400, 'A SaleLine must have an itemID or itemCode.');
  if (itemID === '0') return undefined;
  const item = account.items.get(itemID);
  if (item === undefined) throw new Refusal(400, `Item ${itemID} does not exist.`);
  return item;
}

function defaultPrice(item: ItemDoc | undefined): Decimal {
  return dec(item?.prices.find((price) => price['useTypeID'] === DEFAULT_LEVEL)?.['amount'] ?? '0');
}

// `POST Sale/{saleID or ticketNumber}/refund.json` (sheet 3.R): a new sale that returns
// all lines of a completed sale or those named, at their own prices. Inferred: without
// lines it returns what is left of each; the new sale keeps customer and tax category.

import { ZERO, compare, dec, divide, multiply, negate, print } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { decimal, flag, id, onlyKnown } from './fields.ts';
import type { Account, SaleDoc, SaleLineDoc } from './model.ts';
import { returnable } from './returns.ts';
import { createSale, updateSale } from './sales.ts';
import { Refusal, requested } from './wire.ts';

const KNOWN = ['employeeID', 'registerID', 'shopID', 'SalePayments', 'SaleLines', 'completed'];
/** A share of a line's discount may have no end. */
const DISCOUNT_PLACES = 10;

export function refundSale(account: Account, saleOrTicket: string, body: JsonObject): SaleDoc {
  onlyKnown(body, KNOWN, 'Refund');
  const sale = account.sales.all().find(({ row }) => row['saleID'] === saleOrTicket || row['ticketNumber'] === saleOrTicket);
  if (sale === undefined) throw new Refusal(404, `Object of type 'Sale' not found with primary ID '${saleOrTicket}'.`);
  if (sale.row['completed'] !== 'true') throw new Refusal(400, 'Only a completed sale can be refunded.');
  const lines = returning(account, sale, body);
  if (lines.length === 0) throw new Refusal(400, 'Nothing is left to refund.');

  const { employeeID, registerID, shopID } = body;
  const open = createSale(account, {
    employeeID, registerID, shopID,
    customerID: sale.row['customerID'] ?? '0', taxCategoryID: sale.row['taxCategoryID'] ?? '0', SaleLines: { SaleLine: lines },
  });
  // An amount left out is all that is due.
  const payments = requested(body['SalePayments'], 'SalePayment')
    .map((payment) => ({ amount: open.row['calcTotal'] ?? '0', ...payment }));
  return updateSale(account, open.row['saleID'] ?? '', {
    SalePayments: { SalePayment: payments }, completed: flag(body, 'completed') ?? true,
  });
}

function returning(account: Account, sale: SaleDoc, body: JsonObject): JsonObject[] {
  if (body['SaleLines'] === undefined) {
    return sale.lines.map((line) => ({ line, left: returnable(account, line) }))
      .filter(({ left }) => compare(left, ZERO) > 0)
      .map(({ line, left }) => back(line, negate(left)));
  }
  return requested(body['SaleLines'], 'SaleLine').map((asked) => {
    onlyKnown(asked, ['parentSaleLineID', 'unitQuantity'], 'Refund line');
    const parentID = id(asked, 'parentSaleLineID');
    const parent = sale.lines.find(({ row }) => row['saleLineID'] === parentID);
    if (parent === undefined) throw new Refusal(400, `SaleLine ${parentID} is not in the sale.`);
    return back(parent, decimal(asked, 'unitQuantity') ?? negate(returnable(account, parent)));
  });
}

/** The parent's line with `units` below zero and their share of its discount. */
function back({ row }: SaleLineDoc, units: Decimal): JsonObject {
  const discount = multiply(dec(row['discountAmount'] ?? '0'), units);
  return {
    itemID: row['itemID'] ?? '0', parentSaleLineID: row['saleLineID'] ?? '0', unitQuantity: print(units),
    unitPrice: row['unitPrice'] ?? '0', discountPercent: row['discountPercent'] ?? '0',
    discountAmount: print(divide(discount, dec(row['unitQuantity'] ?? '1'), DISCOUNT_PLACES)),
    tax: row['tax'] ?? 'false', taxClassID: row['taxClassID'] ?? '0', avgCost: row['avgCost'] ?? '0', fifoCost: row['fifoCost'] ?? '0',
  };
}

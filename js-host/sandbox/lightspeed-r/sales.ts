// Creates and completes R-Series sales (sheet 3.R): ids that exist, a tax category,
// computed totals, payments that balance on completion, stock debited on completion.

import { ZERO, dec, equals, multiply, print, subtract, sum } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { readContact } from './contact.ts';
import { decimal, flag, id, mustExist, onlyKnown, text, time } from './fields.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, Row, SaleDoc } from './model.ts';
import { settle } from './reservations.ts';
import { checkReturns } from './returns.ts';
import { readLine, taxedInput, withTotals } from './sale-lines.ts';
import { ratesOf } from './tax.ts';
import { computeSale } from './totals.ts';
import { Refusal, requested } from './wire.ts';

const KNOWN = ['employeeID', 'registerID', 'shopID', 'customerID', 'completed', 'completeTime', 'referenceNumber',
  'referenceNumberSource', 'taxCategoryID', 'enablePromotions', 'discountID', 'SaleLines', 'SalePayments', 'SaleNotes', 'ShipTo'];
const PAYMENT = ['amount', 'paymentTypeID', 'remoteReference', 'registerID', 'employeeID', 'creditAccountID', 'tipAmount'];
const TICKET_BASE = 220000000000n;

export function createSale(account: Account, body: JsonObject): SaleDoc {
  onlyKnown(body, KNOWN, 'Sale');
  const shopID = mustExist(body, 'shopID', account.shops);
  const registerID = mustExist(body, 'registerID', account.registers);
  const employeeID = mustExist(body, 'employeeID', account.employees);
  if (account.registers.get(registerID)?.['shopID'] !== shopID) {
    throw new Refusal(400, `Register ${registerID} is not in shop ${shopID}.`);
  }
  const customerID = id(body, 'customerID') ?? '0';
  const customer = customerID === '0' ? undefined : account.customers.get(customerID);
  if (customerID !== '0' && customer === undefined) throw new Refusal(400, `Customer ${customerID} does not exist.`);
  if ((id(body, 'discountID') ?? '0') !== '0') throw new Refusal(400, 'Discount does not exist.');

  const saleID = nextId(account, 'sale');
  const now = wireTime(account.now());
  const row: Row = {
    saleID,
    timeStamp: now,
    discountPercent: '0',
    completed: 'false',
    archived: 'false',
    voided: 'false',
    enablePromotions: String(flag(body, 'enablePromotions') ?? false),
    referenceNumber: text(body, 'referenceNumber') ?? '',
    referenceNumberSource: text(body, 'referenceNumberSource') ?? '',
    createTime: now,
    updateTime: now,
    completeTime: '',
    change: '0',
    receiptPreference: 'printed',
    ticketNumber: (TICKET_BASE + BigInt(saleID)).toString(),
    customerID,
    discountID: '0',
    employeeID,
    quoteID: '0',
    registerID,
    shipToID: '0',
    shopID,
    taxCategoryID: taxCategory(account, body, shopID, customer?.row['taxCategoryID']),
  };
  return extend(account, { row, lines: [], payments: [], notes: {} }, body);
}

/** Adds lines and payments to an open sale, and completes it when asked. */
export function updateSale(account: Account, saleID: string, body: JsonObject): SaleDoc {
  onlyKnown(body, KNOWN, 'Sale');
  const sale = account.sales.get(saleID);
  if (sale === undefined) throw new Refusal(404, `Object of type 'Sale' not found with primary ID '${saleID}'.`);
  if (sale.row['completed'] === 'true') throw new Refusal(400, 'A completed sale cannot be changed.');
  const row: Row = { ...sale.row };
  for (const key of ['referenceNumber', 'referenceNumberSource']) row[key] = text(body, key) ?? row[key] ?? '';
  const category = id(body, 'taxCategoryID');
  if (category !== undefined) row['taxCategoryID'] = taxCategory(account, body, row['shopID'] ?? '', undefined);
  for (const key of ['shopID', 'registerID', 'employeeID', 'customerID']) {
    if (body[key] !== undefined && id(body, key) !== row[key]) throw new Refusal(501, `The sandbox does not cover a change of ${key}.`);
  }
  return extend(account, { ...sale, row }, body);
}

function extend(account: Account, sale: SaleDoc, body: JsonObject): SaleDoc {
  const now = wireTime(account.now());
  const row: Row = { ...sale.row, timeStamp: now, updateTime: now };
  const category = row['taxCategoryID'] ?? '0';
  const lines = [
    ...sale.lines,
    ...requested(body['SaleLines'], 'SaleLine').map((line) => readLine(account, line, row)),
  ].map((line) => ({ ...line, row: withTotals(account, line.row, category) }));
  const payments = [...sale.payments, ...requested(body['SalePayments'], 'SalePayment').map((payment) => readPayment(account, payment, row))];
  const notes = { ...sale.notes, ...readNotes(account, body['SaleNotes']) };
  if (body['ShipTo'] !== undefined) row['shipToID'] = createShipTo(account, body['ShipTo'], row);

  const completing = flag(body, 'completed') === true;
  const completeTime = time(body, 'completeTime');
  if (completeTime !== undefined && completeTime.getTime() > account.now().getTime()) {
    throw new Refusal(400, 'completeTime cannot be in the future.');
  }
  const computed: SaleDoc = { row: { ...row, ...totals(account, lines.map((line) => line.row), payments, category) }, lines, payments, notes };
  checkReturns(account, computed);
  if (completing) complete(account, computed, completeTime);
  account.sales.put(row['saleID'] ?? '', computed);
  return computed;
}

function complete(account: Account, sale: SaleDoc, completeTime: Date | undefined): void {
  const { row } = sale;
  const [total, paid] = [dec(row['calcTotal'] ?? '0'), dec(row['calcPayments'] ?? '0')];
  if (!equals(total, paid)) {
    throw new Refusal(400, `Sale not completed. Payments (${print(paid)}) do not match the total (${print(total)}).`);
  }
  if (total.units === 0n) mustTakeZero(account, sale);
  row['completed'] = 'true';
  row['completeTime'] = wireTime(completeTime ?? account.now());
  sale.lines = sale.lines.map((line) => settle(account, line));
}

/** What a sale that comes to nothing needs is not documented (sheet 13): it is as the sandbox is set. */
function mustTakeZero({ zeroTotal }: Account, { payments }: SaleDoc): void {
  if (zeroTotal === 'refuse') throw new Refusal(400, 'Sale not completed. The total must not be 0.');
  if (zeroTotal === 'needs_zero_payment' && payments.length === 0) throw new Refusal(400, 'Sale not completed. A completed sale must have a payment.');
}

function totals(account: Account, lines: Row[], payments: Row[], category: string): Row {
  const rates = ratesOf(account, category);
  const computed = computeSale(lines.map((line) => taxedInput(account, line, category)), rates);
  const paid = sum(payments.map((payment) => dec(payment['amount'] ?? '0')));
  const cost = print(sum(lines.map((line) => multiply(dec(line['avgCost'] ?? '0'), dec(line['unitQuantity'] ?? '0')))));
  const total = print(computed.calcTotal);
  return {
    isTaxInclusive: String(rates.inclusive),
    tax1Rate: print(rates.tax1),
    tax2Rate: print(rates.tax2),
    displayableSubtotal: print(sum(lines.map((line) => dec(line['displayableSubtotal'] ?? '0')))),
    calcDiscount: print(computed.calcDiscount),
    calcTotal: total,
    calcSubtotal: print(computed.calcSubtotal),
    calcTaxable: print(computed.calcTaxable),
    calcNonTaxable: print(computed.calcNonTaxable),
    calcAvgCost: cost,
    calcFIFOCost: cost,
    calcTax1: print(computed.calcTax1),
    calcTax2: print(computed.calcTax2),
    calcPayments: print(paid),
    total,
    totalDue: total,
    displayableTotal: total,
    balance: print(subtract(computed.calcTotal, paid)),
    taxTotal: print(sum([computed.calcTax1, computed.calcTax2])),
  };
}

/** 0 = no tax; absent = the customer's category, else the shop's. */
function taxCategory(account: Account, body: JsonObject, shopID: string, customers: string | undefined): string {
  const inherited = customers === undefined || customers === '0' ? account.shops.get(shopID)?.['taxCategoryID'] : customers;
  const category = id(body, 'taxCategoryID') ?? inherited ?? '0';
  if (category !== '0' && account.taxCategories.get(category) === undefined) {
    throw new Refusal(400, `TaxCategory ${category} does not exist.`);
  }
  return category;
}

function readPayment(account: Account, body: JsonObject, sale: Row): Row {
  onlyKnown(body, PAYMENT, 'SalePayment');
  const paymentTypeID = mustExist(body, 'paymentTypeID', account.paymentTypes);
  const amount = decimal(body, 'amount');
  if (amount === undefined) throw new Refusal(400, 'A SalePayment must have an amount.');
  return {
    salePaymentID: nextId(account, 'sale_payment'),
    amount: print(amount),
    tipAmount: print(decimal(body, 'tipAmount') ?? ZERO),
    createTime: wireTime(account.now()),
    archived: 'false',
    remoteReference: text(body, 'remoteReference') ?? '',
    saleID: sale['saleID'] ?? '',
    paymentTypeID,
    ccChargeID: '0',
    refPaymentID: '0',
    registerID: id(body, 'registerID') ?? sale['registerID'] ?? '0',
    employeeID: id(body, 'employeeID') ?? sale['employeeID'] ?? '0',
    creditAccountID: id(body, 'creditAccountID') ?? '0',
  };
}

function readNotes(account: Account, value: JsonObject[string]): SaleDoc['notes'] {
  const body = isObject(value) ? value : {};
  onlyKnown(body, ['InternalNote', 'PrintedNote'], 'SaleNotes');
  const notes: SaleDoc['notes'] = {};
  for (const kind of ['InternalNote', 'PrintedNote'] as const) {
    const note = isObject(body[kind]) ? text(body[kind], 'note') : undefined;
    if (note === undefined) continue;
    notes[kind] = { noteID: nextId(account, 'note'), note, isPublic: String(kind === 'PrintedNote'), timeStamp: wireTime(account.now()) };
  }
  return notes;
}

function createShipTo(account: Account, value: JsonObject[string], sale: Row): string {
  if (!isObject(value)) throw new Refusal(400, 'Invalid ShipTo.');
  onlyKnown(value, ['firstName', 'lastName', 'company', 'shipped', 'shipNote', 'Contact'], 'ShipTo');
  const timeStamp = wireTime(account.now());
  const shipToID = nextId(account, 'ship_to');
  account.shipTos.put(shipToID, {
    row: {
      shipToID,
      shipped: String(flag(value, 'shipped') ?? false),
      timeStamp,
      shipNote: text(value, 'shipNote') ?? '',
      firstName: text(value, 'firstName') ?? '',
      lastName: text(value, 'lastName') ?? '',
      company: text(value, 'company') ?? '',
      customerID: sale['customerID'] ?? '0',
      saleID: sale['saleID'] ?? '0',
    },
    contact: readContact(value['Contact'], timeStamp),
  });
  return shipToID;
}

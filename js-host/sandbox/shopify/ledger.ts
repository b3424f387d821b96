// The ledger of Shopify Payments: a row for each payment and each refund that went through its
// gateway, and rows of their own kinds beside them. Other gateways (paypal, manual, gift_card,
// cash) never come here (sheet 4.3).

import { ZERO, add, compare, dec, divide, multiply, negate, printFixed, round, subtract, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { compareIds } from './keyset.ts';
import type { Money, OrderTransaction, StoredOrder } from './orders.ts';
import { PARTS, paymentsSettings } from './payments.ts';
import type { Dispute, LedgerRow, Part, Payout, Summary } from './payments.ts';
import { gid } from './shop.ts';
import type { Shop } from './shop.ts';

const GATEWAY = 'shopify_payments';
/** Currencies without cents: a fee is rounded to what the currency has. */
const WHOLE = new Set(['CLP', 'ISK', 'JPY', 'KRW', 'VND', 'XAF', 'XOF', 'XPF']);

export type NewRow = Partial<LedgerRow> & Pick<LedgerRow, 'type' | 'amount' | 'currencyCode'>;

/** Enters what the orders' payments moved since the last look, in the order it happened. */
export function enterPayments(shop: Shop): void {
  const { rows } = shop.payments;
  const found = shop.orders.changed().flatMap((order) => order.transactions.filter(moves).map((transaction) => ({ order, transaction })));
  const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  found.sort((a, b) => before(a.transaction.processedAt, b.transaction.processedAt) || compareIds(a.transaction.id, b.transaction.id));
  shop.store.transaction(() => {
    for (const { order, transaction } of found) {
      const payment = keyOf(order, transaction);
      const [known] = rows.where('payment', payment);
      if (known === undefined) addRow(shop, { ...rowOf(shop, order, transaction), payment });
      else if (known.orderTransactionId !== transaction.id) rows.put(known.id, { ...known, orderTransactionId: transaction.id });
    }
  });
}

function moves({ gateway, kind, status }: OrderTransaction): boolean {
  return gateway === GATEWAY && status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE' || kind === 'REFUND');
}

/** A payment made up from an order's totals gets another id when the order is seeded again; it is the same payment. */
function keyOf(order: StoredOrder, transaction: OrderTransaction): string {
  return transaction.derived ? `order ${order.id}` : transaction.id;
}

function rowOf(shop: Shop, order: StoredOrder, transaction: OrderTransaction): NewRow {
  const { amount, currencyCode } = settled(shop, transaction);
  const common = {
    currencyCode, order: { id: order.id, name: order.name }, orderTransactionId: transaction.id, test: transaction.test, processedAt: transaction.processedAt,
  };
  if (transaction.kind === 'REFUND') return { ...common, type: 'REFUND', amount: printed(negate(dec(amount)), currencyCode) };
  return { ...common, type: 'CHARGE', amount, fee: printed(feeOf(shop, dec(amount), currencyCode), currencyCode) };
}

/** The amount in the currency that is paid out. */
export function settled(shop: Shop, transaction: OrderTransaction): Money {
  return paymentsSettings(shop.payments).settlesIn === 'shop' ? transaction.shopMoney : transaction.presentmentMoney;
}

function feeOf(shop: Shop, amount: Decimal, currencyCode: string): Decimal {
  const { feePercent, feeFixed } = paymentsSettings(shop.payments);
  const share = divide(multiply(amount, dec(feePercent)), dec('100'), 12);
  return round(add(share, dec(feeFixed)), placesOf(currencyCode));
}

/** A new row, pending unless it is said where it belongs. */
export function addRow(shop: Shop, given: NewRow): LedgerRow {
  const { amount, currencyCode, type } = given;
  const fee = given.fee ?? printed(ZERO, currencyCode);
  const sourceType = given.sourceType ?? sourceOf(type);
  const adjusts = sourceType.includes('ADJUSTMENT');
  const row: LedgerRow = {
    id: shop.nextId('balance_transaction'), sourceId: shop.nextId('payments_source'), order: null, orderTransactionId: null, test: false,
    processedAt: shop.now().toISOString(), payoutId: null, held: false, payment: null,
    ...given, sourceType, fee, net: given.net ?? printed(subtract(dec(amount), dec(fee)), currencyCode), reason: adjusts ? given.reason ?? null : null,
  };
  shop.payments.rows.put(row.id, row);
  return row;
}

/** Inferred from the official sample of REST; what has no source of its own is an adjustment. */
function sourceOf(type: string): string {
  if (type.startsWith('TRANSFER')) return 'TRANSFER';
  if (type.startsWith('REFUND')) return 'REFUND';
  if (type === 'CHARGE' || type === 'CHARGE_ADJUSTMENT') return 'CHARGE';
  if (type.startsWith('DISPUTE_')) return 'DISPUTE';
  return type.endsWith('_REVERSAL') && !type.startsWith('RESERVED_FUNDS') ? 'ADJUSTMENT_REVERSAL' : 'ADJUSTMENT';
}

/** What is in a payout: all of its rows but the transfer itself, oldest first. */
export function rowsIn(shop: Shop, payoutId: string): LedgerRow[] {
  return shop.payments.rows.where('payout', payoutId).filter(({ type }) => type !== 'TRANSFER').sort((a, b) => compareIds(a.id, b.id));
}

export function transferOf(shop: Shop, payoutId: string): LedgerRow | undefined {
  return shop.payments.rows.where('payout', payoutId).find(({ type }) => type === 'TRANSFER');
}

export function netOf(rows: readonly LedgerRow[]): Decimal {
  return sum(rows.map(({ net }) => dec(net)));
}

/**
 * Gross and fee of each part, as in REST: the net of a part is gross less fee (sheet 4.1). Where a
 * row's net is not amount less fee, its fee is what lies between them, so that all ties to the net.
 */
export function summaryOf(rows: readonly LedgerRow[], currencyCode: string): Summary {
  const part = (name: Part): { gross: string; fee: string } => {
    const own = rows.filter(({ type }) => partOf(type) === name);
    const gross = sum(own.map(({ amount }) => dec(amount)));
    return { gross: printed(gross, currencyCode), fee: printed(subtract(gross, netOf(own)), currencyCode) };
  };
  return Object.fromEntries(PARTS.map((name) => [name, part(name)])) as Summary;
}

/** A refund that failed comes back among the refunds, labels and disputes are adjustments. */
function partOf(type: string): Part {
  if (type === 'CHARGE') return 'charges';
  if (type.startsWith('REFUND')) return 'refunds';
  if (type.startsWith('RESERVED_FUNDS')) return 'reservedFunds';
  if (type.startsWith('TRANSFER_')) return 'retriedPayouts';
  return type === 'ADVANCE' || type === 'ADVANCE_FUNDING' ? 'advance' : 'adjustments';
}

/** Whatever is below zero is taken from the bank account. */
export function isWithdrawal({ net }: Pick<Payout, 'net'>): boolean {
  return compare(dec(net), ZERO) < 0;
}

export function payoutGid(id: string): string {
  return gid('ShopifyPaymentsPayout', id);
}

export function rowGid({ id }: Pick<LedgerRow, 'id'>): string {
  return gid('ShopifyPaymentsBalanceTransaction', id);
}

export function disputeGid({ id }: Pick<Dispute, 'id'>): string {
  return gid('ShopifyPaymentsDispute', id);
}

/** Places as the currency has them. */
export function printed(amount: Decimal, currencyCode: string): string {
  return printFixed(amount, placesOf(currencyCode));
}

function placesOf(currencyCode: string): number {
  return WHOLE.has(currencyCode) ? 0 : 2;
}

// Shopify Payments as GraphQL answers it: the account, its payouts and balance transactions in
// pages, disputes (sheet 4.2). Amounts of the summary have no documented sign: fees are told as
// REST tells them, so that the net of a part is gross less fee.

import { GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { dec, negate, print } from '../decimal.ts';
import { settingsOf } from './about.ts';
import { dueBy } from './dispute-acts.ts';
import { disputeGid, enterPayments, isWithdrawal, netOf, payoutGid, rowGid } from './ledger.ts';
import { compareBy, compareIds, keysetPage } from './keyset.ts';
import type { Position } from './keyset.ts';
import { orderGid, utc } from './orders.ts';
import { paymentsSettings } from './payments.ts';
import type { Dispute, LedgerRow, Part, Payout } from './payments.ts';
import { byId, byTime, byWord, searchOf } from './search.ts';
import type { Asked, Matcher } from './search.ts';
import { gid } from './shop.ts';
import type { Shop } from './shop.ts';
import { money } from './views.ts';
import type { PageArguments, View } from './views.ts';

type ListArguments = PageArguments & { query?: string | null; sortKey: string };
type PayoutsArguments = ListArguments & { transactionType?: string | null };
type RowsArguments = ListArguments & { hideTransfers?: boolean | null };

// What Shopify documents at the query arguments.
const PAYOUT_FIELDS = 'amount bank_account currency id issued_at ledger_type status transaction_dates';
const ROW_FIELDS = `available_on credit_card_last4 currency id payment_method_name payments_transfer_id payout_date payout_status processed_at
  tax_reporting_exempt transaction_type`;

export type OrderReader = (gid: string) => View | null;

export function paymentsRoots(shop: Shop, order: OrderReader): object {
  return {
    shopifyPaymentsAccount: () => {
      if (!paymentsSettings(shop.payments).account) return null;
      enterPayments(shop);
      return accountView(shop, order);
    },
  };
}

/** What the root `node` reads of Shopify Payments. */
export function paymentsNodes(shop: Shop): Record<string, (id: string) => View | null> {
  return {
    ShopifyPaymentsPayout: (id) => {
      const payout = shop.payments.payouts.get(id);
      return payout === undefined ? null : payoutView(shop, payout);
    },
    ShopifyPaymentsBalanceTransaction: (id) => {
      enterPayments(shop);
      const row = shop.payments.rows.get(id);
      return row === undefined || row.held ? null : rowView(shop, row);
    },
  };
}

function accountView(shop: Shop, order: OrderReader): View {
  const { activated, country } = paymentsSettings(shop.payments);
  const { currencyCode: defaultCurrency } = settingsOf(shop);
  return {
    id: gid('ShopifyPaymentsAccount', '1'), activated, country, defaultCurrency,
    payoutSchedule: { interval: 'DAILY', weeklyAnchor: null, monthlyAnchor: null },
    balance: () => balances(shop, defaultCurrency),
    payouts: (args: PayoutsArguments, asked: Asked, info: GraphQLResolveInfo) => payoutsPage(shop, args, asked, info),
    balanceTransactions: (args: RowsArguments, asked: Asked, info: GraphQLResolveInfo) => rowsPage(shop, args, asked, info),
    disputes: (args: ListArguments, asked: Asked, info: GraphQLResolveInfo) => disputesPage(shop, order, args, asked, info),
  };
}

/** What is not paid out: all rows, as a payout takes its own away with its transfer. */
function balances(shop: Shop, defaultCurrency: string): View[] {
  const rows = shop.payments.rows.all();
  const currencies = [...new Set([defaultCurrency, ...rows.map(({ currencyCode }) => currencyCode)])];
  return currencies.map((currency) => money(print(netOf(rows.filter(({ currencyCode }) => currencyCode === currency))), currency));
}

function payoutsPage(shop: Shop, args: PayoutsArguments, asked: Asked, info: GraphQLResolveInfo): View {
  const known: Record<string, Matcher<Payout>> = {
    id: byId(({ id }) => id), issued_at: byTime(({ issuedAt }) => issuedAt), status: byWord(({ status }) => [status.toLowerCase()]),
    currency: byWord(({ currencyCode }) => [currencyCode.toLowerCase()]),
  };
  const { accept } = searchOf(args.query ?? '', 'payouts', known, PAYOUT_FIELDS, asked, info);
  const wanted = args.transactionType ?? undefined;
  const order = orderOf<Payout>('payouts', args.sortKey, 'ISSUED_AT', ({ issuedAt }) => issuedAt);
  const items = shop.payments.payouts.sorted(args.sortKey, (a, b) => order.compare(order.position(a), order.position(b)));
  return keysetPage({
    ...order, items, accept: (payout) => accept(payout) && (wanted === undefined || directionOf(payout) === wanted), view: (payout) => payoutView(shop, payout),
  }, args);
}

function rowsPage(shop: Shop, args: RowsArguments, asked: Asked, info: GraphQLResolveInfo): View {
  const status = (row: LedgerRow): string => payoutOf(shop, row)?.status.toLowerCase() ?? 'pending';
  const known: Record<string, Matcher<LedgerRow>> = {
    id: byId(({ id }) => id), processed_at: byTime(({ processedAt }) => processedAt), currency: byWord(({ currencyCode }) => [currencyCode.toLowerCase()]),
    // Taken to be the payout's legacy id, from the name (sheet 4.2).
    payments_transfer_id: (row, term) => row.payoutId !== null && byId<LedgerRow>(({ payoutId }) => payoutId ?? '')(row, term),
    payout_status: byWord((row) => [status(row)]), transaction_type: byWord(({ type }) => [type.toLowerCase()]),
  };
  const { terms, accept } = searchOf(args.query ?? '', 'balance transactions', known, ROW_FIELDS, asked, info);
  const order = orderOf<LedgerRow>('balance transactions', args.sortKey, 'PROCESSED_AT', ({ processedAt }) => processedAt);
  const byPlace = (a: LedgerRow, b: LedgerRow): number => order.compare(order.position(a), order.position(b));
  const payout = terms.find(({ field, sign }) => field === 'payments_transfer_id' && sign === '')?.value;
  const { rows } = shop.payments;
  const items = payout === undefined ? rows.sorted(args.sortKey, byPlace) : [...rows.where('payout', payout.slice(payout.lastIndexOf('/') + 1))].sort(byPlace);
  return keysetPage({
    ...order, items, accept: (row) => !row.held && (args.hideTransfers !== true || row.type !== 'TRANSFER') && accept(row), view: (row) => rowView(shop, row),
  }, args);
}

type Order<T> = { position(item: T): Position; compare(a: Position, b: Position): number };

/** By id or by a time, to the millisecond. */
function orderOf<T extends { id: string }>(what: string, sortKey: string, timeKey: string, timeOf: (item: T) => string): Order<T> {
  if (sortKey === 'ID') return { position: ({ id }) => ({ value: '', id }), compare: (a, b) => compareIds(a.id, b.id) };
  if (sortKey !== timeKey) throw new GraphQLError(`The sandbox does not sort ${what} by ${sortKey}.`);
  return { position: (item) => ({ value: String(Date.parse(timeOf(item))), id: item.id }), compare: compareBy(true) };
}

function payoutView(shop: Shop, payout: Payout): View {
  const { currencyCode, id } = payout;
  const absolute = isWithdrawal(payout) && paymentsSettings(shop.payments).withdrawalNet === 'absolute';
  const side = (part: Part, which: 'gross' | 'fee') => (): View => money(payout.summary[part][which], currencyCode);
  return {
    id: payoutGid(id), legacyResourceId: id, issuedAt: utc(payout.issuedAt), status: payout.status, transactionType: directionOf(payout),
    externalTraceId: payout.traceId, businessEntity: { id: gid('BusinessEntity', '1') },
    net: money(absolute ? print(negate(dec(payout.net))) : payout.net, currencyCode),
    summary: {
      chargesGross: side('charges', 'gross'), chargesFee: side('charges', 'fee'),
      // The gross of refunds has an odd name (sheet 4.2), and so have the fees of advances.
      refundsFeeGross: side('refunds', 'gross'), refundsFee: side('refunds', 'fee'),
      adjustmentsGross: side('adjustments', 'gross'), adjustmentsFee: side('adjustments', 'fee'),
      reservedFundsGross: side('reservedFunds', 'gross'), reservedFundsFee: side('reservedFunds', 'fee'),
      retriedPayoutsGross: side('retriedPayouts', 'gross'), retriedPayoutsFee: side('retriedPayouts', 'fee'),
      advanceGross: side('advance', 'gross'), advanceFees: side('advance', 'fee'),
      usdcRebateCreditAmount: money('0', currencyCode),
    },
  };
}

function directionOf(payout: Payout): string {
  return isWithdrawal(payout) ? 'WITHDRAWAL' : 'DEPOSIT';
}

function payoutOf(shop: Shop, { payoutId }: LedgerRow): Payout | undefined {
  return payoutId === null ? undefined : shop.payments.payouts.get(payoutId);
}

function rowView(shop: Shop, row: LedgerRow): View {
  const { currencyCode, order } = row;
  const payout = payoutOf(shop, row);
  return {
    id: rowGid(row), type: row.type, test: row.test, transactionDate: utc(row.processedAt),
    amount: money(row.amount, currencyCode), fee: money(row.fee, currencyCode), net: money(row.net, currencyCode),
    sourceType: row.sourceType, sourceId: row.sourceId, sourceOrderTransactionId: row.orderTransactionId, adjustmentReason: row.reason,
    associatedOrder: order === null ? null : { id: orderGid(order.id), name: order.name },
    associatedPayout: payout === undefined ? { id: null, status: 'PENDING' } : { id: payoutGid(payout.id), status: payout.status },
    adjustmentsOrders: [],
  };
}

function disputesPage(shop: Shop, order: OrderReader, args: ListArguments, asked: Asked, info: GraphQLResolveInfo): View {
  const known: Record<string, Matcher<Dispute>> = {
    id: byId(({ id }) => id), initiated_at: byTime(({ initiatedAt }) => initiatedAt), status: byWord(({ status }) => [status.toLowerCase()]),
  };
  const { accept } = searchOf(args.query ?? '', 'disputes', known, 'id initiated_at status', asked, info);
  const items = shop.payments.disputes.all().sort((a, b) => compareIds(a.id, b.id));
  return keysetPage({
    items, accept, position: ({ id }) => ({ value: '', id }), compare: (a, b) => compareIds(a.id, b.id), view: (dispute) => disputeView(order, dispute),
  }, args);
}

function disputeView(order: OrderReader, dispute: Dispute): View {
  return {
    id: disputeGid(dispute), legacyResourceId: dispute.id, type: 'CHARGEBACK', status: dispute.status, initiatedAt: utc(dispute.initiatedAt),
    evidenceDueBy: utc(dueBy(dispute)), evidenceSentOn: null, finalizedOn: utc(dispute.finalizedOn ?? undefined),
    amount: money(dispute.amount, dispute.currencyCode), order: () => order(orderGid(dispute.orderId)),
    reasonDetails: { reason: 'FRAUDULENT', networkReasonCode: '4837' },
  };
}

// What happens to the shop's money at Shopify Payments: rows are settled into payouts, banks turn
// payouts down, disputes and reserves hold money back (sheet 4.3). There is no webhook of payouts;
// disputes have theirs.

import { dec, negate, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import type { Event } from '../delivery.ts';
import { settingsOf } from './about.ts';
import { disputeActs } from './dispute-acts.ts';
import type { DisputeActs } from './dispute-acts.ts';
import { addRow, enterPayments, netOf, payoutGid, printed, rowGid, rowsIn, summaryOf, transferOf } from './ledger.ts';
import type { NewRow } from './ledger.ts';
import { PARTS } from './payments.ts';
import type { Part, Payout } from './payments.ts';
import { idOf } from './shop.ts';
import type { Shop } from './shop.ts';

/** When it happened and in which currency; now and the shop's by default. */
export type RowOptions = { at?: string; currency?: string };
export type Adjustment = RowOptions & {
  /** Any type, also one the schema does not have. */
  type: string;
  /** With its sign. */
  amount: string;
  fee?: string;
  /** Amount less fee by default. */
  net?: string;
  /** The order's gid. */
  order?: string;
  /** The id of the order's transaction it comes from. */
  orderTransaction?: string;
  sourceType?: string;
  reason?: string;
};
export type SettleOptions = {
  /** Rows processed up to then are in; it is when the payout is issued as well. Now by default. */
  at?: string;
  status?: 'PAID' | 'SCHEDULED';
  currency?: string;
  /** What the bank knows the transfer by; made up by default. */
  traceId?: string | null;
};
/** `at` is when the amount came back, where it comes back as a row; now by default. */
export type TakeBackOptions = { keepRows?: boolean; at?: string };

/** Payouts are named by their gid or their legacy id; amounts of plain acts are without a sign. */
export type PayoutActs = DisputeActs & {
  /** Assigns what is pending to new payouts, one for each currency; answers their gids. */
  settle(options?: SettleOptions): string[];
  /** A scheduled payout was sent to the bank. */
  payPayout(payout: string): void;
  /**
   * The bank turned it down: the amount comes back as a row of its own, which is retried with the
   * next payout. With `keepRows: false` its rows are pending again instead, and the transfer is undone.
   */
  failPayout(payout: string, options?: TakeBackOptions): void;
  /** The same before it was sent; its rows are pending again unless they are kept. */
  cancelPayout(payout: string, options?: TakeBackOptions): void;
  reserve(amount: string, options?: RowOptions): string;
  releaseReserve(amount: string, options?: RowOptions): string;
  label(amount: string, options?: RowOptions): string;
  billing(amount: string, options?: RowOptions): string;
  /** A row of any kind, pending; answers its gid. */
  adjust(row: Adjustment): string;
  /** A row that is added to a payout which was listed before; its net and summary follow only when asked to. */
  lateRow(payout: string, row: Adjustment, options?: { changesNet?: boolean }): string;
  /** The last rows of a payout are not to be seen until they are released. */
  holdRows(payout: string, rows: number): void;
  releaseRows(payout: string): void;
  /** The vendor's own inconsistency: a part of the summary is off by an amount, the net and the rows stay. */
  skewSummary(payout: string, by: string, part?: Part, side?: 'gross' | 'fee'): void;
};

export function payoutActs(shop: Shop, emit: (events: Event[]) => void): PayoutActs {
  const act = <T>(work: () => T): T => shop.store.transaction(() => {
    enterPayments(shop);
    return work();
  });
  const add = (row: Adjustment, payoutId: string | null = null): string => rowGid(addRow(shop, newRow(shop, row, payoutId)));
  const plain = (type: string, sign: '' | '-', reason: string) => (amount: string, options: RowOptions = {}): string =>
    act(() => add({ ...options, type, amount: `${sign}${amount}`, reason }));
  return {
    ...disputeActs(shop, emit),
    settle: (options = {}) => act(() => settle(shop, options)),
    payPayout: (payout) => act(() => {
      const scheduled = find(shop, payout);
      if (scheduled.status !== 'SCHEDULED') throw new Error(`payout ${payout} is ${scheduled.status}`);
      change(shop, scheduled, { status: 'PAID', traceId: scheduled.traceId ?? traceOf(scheduled.id) });
    }),
    failPayout: (payout, { keepRows = true, at } = {}) => act(() => takeBack(shop, find(shop, payout), 'FAILED', keepRows, at)),
    cancelPayout: (payout, { keepRows = false, at } = {}) => act(() => takeBack(shop, find(shop, payout), 'CANCELED', keepRows, at)),
    reserve: plain('RESERVED_FUNDS', '-', 'reserve'),
    releaseReserve: plain('RESERVED_FUNDS_REVERSAL', '', 'reserve'),
    label: plain('SHIPPING_LABEL', '-', 'shipping_label'),
    billing: plain('BILLING_DEBIT', '-', 'billing'),
    adjust: (row) => act(() => add(row)),
    lateRow: (payout, row, { changesNet = false } = {}) => act(() => {
      const listed = find(shop, payout);
      const made = add({ currency: listed.currencyCode, at: listed.issuedAt, ...row }, listed.id);
      if (changesNet) retotal(shop, listed);
      return made;
    }),
    holdRows: (payout, rows) => act(() => {
      const own = rowsIn(shop, find(shop, payout).id);
      if (rows > own.length) throw new Error(`payout ${payout} has ${own.length} rows`);
      for (const row of own.slice(own.length - rows)) shop.payments.rows.put(row.id, { ...row, held: true });
    }),
    releaseRows: (payout) => act(() => {
      for (const row of rowsIn(shop, find(shop, payout).id)) if (row.held) shop.payments.rows.put(row.id, { ...row, held: false });
    }),
    skewSummary: (payout, by, part = 'charges', side = 'gross') => act(() => {
      const stated = find(shop, payout);
      if (!PARTS.includes(part)) throw new Error(`a summary has no part ${part}`);
      const own = stated.summary[part];
      const skewed = printed(sum([dec(own[side]), dec(by)]), stated.currencyCode);
      change(shop, stated, { summary: { ...stated.summary, [part]: { ...own, [side]: skewed } } });
    }),
  };
}

function settle(shop: Shop, options: SettleOptions): string[] {
  const at = options.at ?? shop.now().toISOString();
  const status = options.status ?? 'PAID';
  const pending = shop.payments.rows.where('payout', 'pending').filter((row) => Date.parse(row.processedAt) <= Date.parse(at));
  const currencies = [...new Set(pending.map(({ currencyCode }) => currencyCode))].filter((each) => each === (options.currency ?? each)).sort();
  return currencies.map((currencyCode) => {
    const rows = pending.filter((row) => row.currencyCode === currencyCode);
    const id = shop.nextId('payout');
    const traceId = options.traceId === undefined ? status === 'PAID' ? traceOf(id) : null : options.traceId;
    for (const row of rows) shop.payments.rows.put(row.id, { ...row, payoutId: id });
    const net = netOf(rows);
    shop.payments.payouts.put(id, {
      id, currencyCode, status, issuedAt: at, traceId, net: printed(net, currencyCode), summary: summaryOf(rows, currencyCode),
    });
    transfer(shop, id, 'TRANSFER', negate(net), { currencyCode, at, payoutId: id });
    return payoutGid(id);
  });
}

/** The payout itself in the ledger: what leaves the balance with it, or comes back to it. */
function transfer(shop: Shop, payoutId: string, type: string, amount: Decimal, row: { currencyCode: string; at: string; payoutId: string | null }): void {
  const { currencyCode, at } = row;
  addRow(shop, { type, amount: printed(amount, currencyCode), currencyCode, sourceId: payoutId, processedAt: at, payoutId: row.payoutId });
}

function takeBack(shop: Shop, payout: Payout, status: 'FAILED' | 'CANCELED', keepRows: boolean, at?: string): void {
  if (payout.status === 'FAILED' || payout.status === 'CANCELED') throw new Error(`payout ${payout.id} is ${payout.status}`);
  change(shop, payout, { status });
  if (keepRows) {
    const type = status === 'FAILED' ? 'TRANSFER_FAILURE' : 'TRANSFER_CANCEL';
    transfer(shop, payout.id, type, dec(payout.net), { currencyCode: payout.currencyCode, at: at ?? shop.now().toISOString(), payoutId: null });
    return;
  }
  for (const row of rowsIn(shop, payout.id)) shop.payments.rows.put(row.id, { ...row, payoutId: null, held: false });
  const sent = transferOf(shop, payout.id);
  if (sent !== undefined) shop.payments.rows.remove(sent.id);
}

/** Net, summary and transfer anew from the rows. */
function retotal(shop: Shop, payout: Payout): void {
  const rows = rowsIn(shop, payout.id);
  const net = printed(netOf(rows), payout.currencyCode);
  change(shop, payout, { net, summary: summaryOf(rows, payout.currencyCode) });
  const sent = transferOf(shop, payout.id);
  const amount = printed(negate(dec(net)), payout.currencyCode);
  if (sent !== undefined) shop.payments.rows.put(sent.id, { ...sent, amount, net: amount });
}

function newRow(shop: Shop, row: Adjustment, payoutId: string | null): NewRow {
  const currencyCode = row.currency ?? settingsOf(shop).currencyCode;
  const order = row.order === undefined ? undefined : shop.orders.get(row.order);
  if (row.order !== undefined && order === undefined) throw new Error(`no order ${row.order}`);
  const text = (amount: string): string => printed(dec(amount), currencyCode);
  return {
    type: row.type, amount: text(row.amount), currencyCode, payoutId,
    ...(row.fee === undefined ? {} : { fee: text(row.fee) }),
    ...(row.net === undefined ? {} : { net: text(row.net) }),
    ...(row.at === undefined ? {} : { processedAt: row.at }),
    ...(row.sourceType === undefined ? {} : { sourceType: row.sourceType }),
    ...(row.orderTransaction === undefined ? {} : { orderTransactionId: row.orderTransaction }),
    ...(row.reason === undefined ? {} : { reason: row.reason }),
    ...(order === undefined ? {} : { order: { id: order.id, name: order.name } }),
  };
}

function find(shop: Shop, payout: string): Payout {
  const found = shop.payments.payouts.get(idOf(payout));
  if (found === undefined) throw new Error(`no payout ${payout}`);
  return found;
}

function change(shop: Shop, payout: Payout, fields: Partial<Payout>): void {
  shop.payments.payouts.put(payout.id, { ...payout, ...fields });
}

function traceOf(payoutId: string): string {
  return `TRACE${payoutId.padStart(16, '0')}`;
}

// Disputes: the disputed amount and the fee are debited at once and come back when it is won
// (sheet 4.3). The fee is in the dispute's own row, as in REST; where it is a row of its own, the
// dispute has none and the fee is an adjustment of the type CHARGEBACK_FEE.

import { ZERO, compare, dec, negate, sum } from '../decimal.ts';
import type { Event } from '../delivery.ts';
import { number } from '../json.ts';
import { settingsOf } from './about.ts';
import { addRow, disputeGid, enterPayments, printed, settled } from './ledger.ts';
import type { OrderTransaction } from './orders.ts';
import { orderGid } from './orders.ts';
import type { Dispute } from './payments.ts';
import type { Shop } from './shop.ts';
import { shopTime } from './shop-time.ts';

export type DisputeOptions = {
  /** What was paid through Shopify Payments by default. */
  amount?: string;
  /** "15.00" by default. */
  fee?: string;
  at?: string;
};

/** Both take the order's gid. */
export type DisputeActs = {
  /** Answers the dispute's gid. */
  dispute(order: string, options?: DisputeOptions): string;
  /** Amount and fee come back; the fee only, or not, as is said. */
  disputeWon(order: string, options?: { at?: string; returnsFee?: boolean }): void;
  /** Nothing comes back. */
  disputeLost(order: string, options?: { at?: string }): void;
};

export function disputeActs(shop: Shop, emit: (events: Event[]) => void): DisputeActs {
  const act = <T>(work: (events: Event[]) => T): T => {
    const events: Event[] = [];
    const result = shop.store.transaction(() => {
      enterPayments(shop);
      return work(events);
    });
    emit(events);
    return result;
  };
  const end = (order: string, status: 'WON' | 'LOST', at: string | undefined, events: Event[]): Dispute => {
    const open = shop.payments.disputes.all().find((each) => orderGid(each.orderId) === order && each.finalizedOn === null);
    if (open === undefined) throw new Error(`no open dispute of ${order}`);
    const ended: Dispute = { ...open, status, finalizedOn: at ?? shop.now().toISOString() };
    shop.payments.disputes.put(open.id, ended);
    events.push({ topic: 'disputes/update', payload: textOf(shop, ended) });
    return ended;
  };
  return {
    dispute: (order, options = {}) => act((events) => {
      const made = open(shop, order, options);
      events.push({ topic: 'disputes/create', payload: textOf(shop, made) });
      return disputeGid(made);
    }),
    disputeWon: (order, { at, returnsFee = true } = {}) => act((events) => {
      const won = end(order, 'WON', at, events);
      row(shop, won, 'DISPUTE_REVERSAL', won.amount, returnsFee ? printed(negate(dec(won.fee)), won.currencyCode) : '0', won.finalizedOn ?? '');
    }),
    disputeLost: (order, { at } = {}) => act((events) => void end(order, 'LOST', at, events)),
  };
}

function open(shop: Shop, order: string, options: DisputeOptions): Dispute {
  const stored = shop.orders.get(order);
  if (stored === undefined) throw new Error(`no order ${order}`);
  const paid = stored.transactions.filter(({ gateway, status, kind }: OrderTransaction) =>
    gateway === 'shopify_payments' && status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE'));
  const [first] = paid;
  if (first === undefined) throw new Error(`${order} was not paid through Shopify Payments`);
  const { currencyCode } = settled(shop, first);
  const amount = options.amount === undefined ? sum(paid.map((each) => dec(settled(shop, each).amount))) : dec(options.amount);
  if (compare(amount, ZERO) <= 0) throw new Error('dispute: the amount is without a sign');
  const made: Dispute = {
    id: shop.nextId('dispute'), status: 'NEEDS_RESPONSE', orderId: stored.id, orderTransactionId: first.id, amount: printed(amount, currencyCode),
    fee: printed(dec(options.fee ?? '15'), currencyCode), currencyCode, initiatedAt: options.at ?? shop.now().toISOString(), finalizedOn: null,
  };
  shop.payments.disputes.put(made.id, made);
  row(shop, made, 'DISPUTE_WITHDRAWAL', printed(negate(amount), currencyCode), made.fee, made.initiatedAt);
  return made;
}

function row(shop: Shop, dispute: Dispute, type: string, amount: string, fee: string, at: string): void {
  const { currencyCode } = dispute;
  addRow(shop, {
    type, amount, fee: printed(dec(fee), currencyCode), currencyCode, sourceId: dispute.id, orderTransactionId: dispute.orderTransactionId, processedAt: at,
    order: { id: dispute.orderId, name: shop.orders.get(orderGid(dispute.orderId))?.name ?? '' },
  });
}

/** As its webhooks say it (sheet 1.3). */
function textOf(shop: Shop, dispute: Dispute): string {
  const zone = settingsOf(shop).ianaTimezone;
  const time = (at: string | null): string | null => (at === null ? null : shopTime(at, zone));
  return JSON.stringify({
    id: number(dispute.id), order_id: number(dispute.orderId), type: 'chargeback', amount: dispute.amount, currency: dispute.currencyCode,
    reason: 'fraudulent', network_reason_code: '4837', status: dispute.status.toLowerCase(), evidence_due_by: time(dueBy(dispute)),
    evidence_sent_on: null, finalized_on: time(dispute.finalizedOn), initiated_at: time(dispute.initiatedAt),
  });
}

/** Nine days to answer: made up. */
export function dueBy({ initiatedAt }: Pick<Dispute, 'initiatedAt'>): string {
  return new Date(Date.parse(initiatedAt) + 9 * 24 * 3600 * 1000).toISOString();
}

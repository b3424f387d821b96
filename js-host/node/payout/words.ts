// The words of a statement: what the module's own words mean to somebody in finance.

import { isNegative } from './amounts.ts';

/** The families in the order in which people read them, and what they are called. */
export const FAMILIES: readonly (readonly [word: string, title: string])[] = [
  ['sale', 'sales'],
  ['refund', 'refunds'],
  ['fee', 'processing fees'],
  ['dispute', 'disputes'],
  ['dispute_fee', 'dispute fees'],
  ['protection', 'chargeback protection'],
  ['reserve', 'reserves'],
  ['lending', 'lending'],
  ['shipping_label', 'shipping labels'],
  ['duty', 'duties and import taxes'],
  ['tax', 'tax adjustments'],
  ['platform_fee', 'platform fees'],
  ['shop_cash', 'Shop Cash'],
  ['channel', 'channel credits'],
  ['goodwill', 'credits and promotions'],
  ['balance_move', 'balance transfers'],
  ['adjustment', 'adjustments'],
  ['net', 'net to bank'],
];

const TITLES = new Map(FAMILIES);

export function titleOf(family: string): string {
  const title = TITLES.get(family) ?? plain(family);
  return `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`;
}

/** How far a payout is. */
const STATES: Record<string, string> = {
  scheduled: 'scheduled for', in_transit: 'on its way since', paid: 'paid on', failed: 'failed, issued on', canceled: 'cancelled, issued on',
};

export function stateOf({ status, issued_on: day }: { status: string; issued_on?: string }): string {
  const words = STATES[status];
  if (words === undefined) return `status "${status}"${day === undefined ? '' : `, of ${day}`}`;
  return day === undefined ? `${plain(status)}, without a day` : `${words} ${day}`;
}

/** Whether its amount is on the bank account. */
export function reachOf({ status, net }: { status: string; net: string }): string {
  if (status === 'failed' || status === 'canceled') return 'did not move';
  const way = isNegative(net) ? 'from the bank' : 'to the bank';
  return status === 'scheduled' || status === 'in_transit' ? `on its way ${way}` : way;
}

/** What becomes of its entries. */
export const POSTINGS: Record<string, string> = {
  post: 'to be posted', nothing: 'nothing to add to the books', waits: 'not paid yet, nothing to post', held: 'HELD: nothing is posted',
};

export const HOLDS: Record<string, string> = {
  residue: 'its rows do not add up to what the payout says', rows: 'it has rows that nobody can place',
  status: 'its status is a word that is not known', date: 'it does not say on which day it was issued',
};

/** How a row stands to Lightspeed, for the heading of all that stand so. */
const STANDINGS: Record<string, string> = {
  other_currency: 'Found in Lightspeed, in another currency than the payout\'s',
  amount_differs: 'Lightspeed has another amount',
  sale_missing: 'Lightspeed has no sale of the order',
  refund_pending: 'Lightspeed has the sale and not its refund',
  no_order: 'Names no order that is known: stands in suspense',
  before_go_live: 'The order is older than the connection: stands in suspense',
  order_deleted: 'The order was deleted in Shopify: stands in suspense',
  refund_failed: 'The refund failed, and is owed to the buyer again: stands in suspense',
  correction: 'Corrects another row: nothing in Lightspeed is to be like it',
  quarantined: 'Nobody can place it',
  excluded: 'Left out',
};

const REASONS: Record<string, string> = {
  rounding: 'a rounding difference', exchange: 'the buyer paid in another currency', edit: 'the order was edited',
  split_tender: 'the order was paid in several ways', partial_capture: 'less was captured than recorded', unknown: 'nobody knows why',
  unknown_type: 'its type is not known', impossible_sign: 'its sign is wrong for its type',
  net_differs: 'its net is not its amount less its fee', test: 'it is a test',
};

export function standingOf(status: string, why: string | undefined): string {
  // Lightspeed has it, once: it is the row that is one too many.
  if (why === 'paid_before') return 'Another row holds the same payment or refund already: ask Shopify why it is there twice';
  const own = STANDINGS[status] ?? plain(status);
  return why === undefined ? own : `${own}: ${REASONS[why] ?? plain(why)}`;
}

export const REJECTIONS: Record<string, string> = {
  elsewhere: 'its payout was not handed over', currency: 'it is in another currency than its payout', twice: 'the same row was there before',
};

const BANKS: Record<string, string> = {
  traced: 'found by its trace id', only_candidate: 'found as the only movement of that amount',
  amount_differs: 'found by its trace id, with another amount', several_candidates: 'several movements may be it',
  adds_up: 'no movement of that amount; these add up to it', missing: 'not on the bank account', nothing_moves: 'nothing moves on the bank account',
};

export const bankOf = (status: string): string => BANKS[status] ?? plain(status);

export const LEDGERS: Record<string, string> = {
  disputes: 'Disputed payments', reserves: 'Reserves held', gift_cards: 'Gift cards outstanding', store_credit: 'Store credit outstanding',
};

/** Differences of the finance report. */
export const TIES: Record<string, string> = {
  none: 'ties', waiting: 'rows that no payout holds yet', unexplained: 'not explained',
};

export const plain = (word: string): string => word.replaceAll('_', ' ');

export const counted = (count: number, what: string): string => `${count.toLocaleString('en-US')} ${count === 1 ? what : `${what}s`}`;

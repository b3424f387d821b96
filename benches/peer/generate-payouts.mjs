// Payouts with everything that goes wrong with them, made from a seed: a config, a context and the
// balance transactions. `kinds` says what was put into each payout. Where something was posted before,
// `before` is the call that posted it.

import { POWERS, print } from './amounts.mjs';
import { elsewhere, pending, rowsOf } from './generate-payout-rows.mjs';
import { randomOf } from './random.mjs';

/** New York's changes of the clock; before the first of them it is always winter here. */
const ZONE = [
  { from: '2000-01-01T05:00:00Z', offset: '-05:00' }, { from: '2024-03-10T07:00:00Z', offset: '-04:00' }, { from: '2024-11-03T06:00:00Z', offset: '-05:00' },
  { from: '2025-03-09T07:00:00Z', offset: '-04:00' }, { from: '2025-11-02T06:00:00Z', offset: '-05:00' },
  { from: '2026-03-08T07:00:00Z', offset: '-04:00' }, { from: '2026-11-01T06:00:00Z', offset: '-05:00' },
];
const DAYS = ['2026-01-16', '2026-01-18', '2026-03-09', '2026-03-31', '2026-04-02', '2026-06-15', '2026-11-01', '2026-11-02', '2026-11-05', '2026-12-01', '2027-01-04'];
const CURRENCIES = ['USD', 'USD', 'USD', 'USD', 'JPY', 'KWD', 'EUR'];
const DIGITS = { USD: 2, EUR: 2, JPY: 0, KWD: 3 };
export const VARIANTS = 32;

/** One tenant of `VARIANTS`. */
export function payoutConfig(number) {
  const payouts = {};
  if (number & 1) payouts.revenue = 'payouts';
  if (number & 2) payouts.unknown = 'suspense';
  if (number & 4) payouts.split_months = false;
  if (number & 8) payouts.locked_through = '2026-11-01';
  if (number & 16) {
    payouts.accounts = { bank: '1020', fees: '6110', gift_cards: 'GC-1', suspense: '9999', carried_forward: '1190' };
    payouts.items = { sale: '501', fee: '502', net: '503', refund: '504' };
  }
  return {
    contract: 1, tenant: 'acme', shopify: { shop: 'acme.myshopify.com' }, lightspeed: { series: 'R', account: '1042', user: '3' },
    currency: 'USD', time_zone: 'America/New_York', zones: { 'America/New_York': ZONE },
    outlets: [{ id: '1', register: '90' }], locations: [{ id: 71, outlets: ['1'] }],
    payment_types: [{ gateway: 'shopify_payments', id: '9' }], taxes: [{ rate: '0', id: '5' }],
    helper_items: { gift_card: { item: '41', non_inventory: true, liability: true } }, orders: { go_live: '2026-01-15T00:00:00-05:00' },
    payouts,
  };
}

/** A call of one to three payouts. */
export function makePayouts(seed) {
  const own = randomOf(seed);
  const { chance, between, pick } = own;
  const made = {
    own, seed, next: 900_000 + seed * 1000, rows: [], late: [], kinds: [], recorded: [], orders: [], payouts: [],
    reconciled: chance(0.85), known: chance(0.7), posting: chance(0.3), graphql: chance(0.2),
  };
  const first = between(0, DAYS.length - 3);
  const count = between(1, 3);
  for (let place = 0; place < count; place += 1) payout(made, 7_000_000 + seed * 10 + place, DAYS[first + place]);
  if (chance(0.25)) all(made, 'elsewhere', () => elsewhere(made, DAYS[first]));
  if (chance(0.4)) all(made, 'pending', () => pending(made, DAYS[first]));
  const { rows, late, payouts, orders, recorded } = made;
  const context = { explain: 'none', payouts: made.graphql ? payouts.map((one) => inGraphql(made, one)) : { payouts } };
  if (made.known) context.orders = orders.map((one) => (one.order % 2 === 0 ? one : { ...one, order: `gid://shopify/Order/${one.order}` }));
  if (made.reconciled) context.recorded = recorded;
  if (chance(0.2)) all(made, 'by_channel', () => { context.by_channel = true; });
  if (chance(0.2)) all(made, 'only_unmatched', () => { context.only_unmatched = true; });
  if (chance(0.2)) all(made, 'openings', () => openings(made, context, DAYS[first]));
  const shuffled = (list) => {
    for (let at = list.length - 1; at > 0; at -= 1) {
      const other = between(0, at);
      [list[at], list[other]] = [list[other], list[at]];
    }
    return list;
  };
  const form = (list) => ({ transactions: shuffled(made.graphql ? list.map(rowInGraphql) : [...list]) });
  const before = made.posting ? { context: { ...context, payouts: { payouts: payouts.map((one) => earlier(made, one)) } }, payload: form(rows.filter((row) => !late.includes(row))) } : undefined;
  return { seed, variant: seed % VARIANTS, kinds: made.kinds, before, context, payload: form(rows) };
}

function all(made, kind, work) {
  work();
  for (const kinds of made.kinds) kinds.add(kind);
}

function payout(made, id, day) {
  const { chance, between, pick } = made.own;
  const currency = pick(CURRENCIES);
  const digits = DIGITS[currency];
  const kinds = new Set([`currency ${currency}`]);
  made.kinds.push(kinds);
  const at = { id, day, currency, digits, text: (amount) => print(amount, digits), kinds, sum: 0, sums: {} };
  at.status = pick(['paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'scheduled', 'in_transit', 'failed', 'canceled']);
  if (chance(0.06)) at.status = 'held_up';
  kinds.add(`status ${at.status}`);
  const rows = rowsOf(made, at);
  const back = (at.status === 'failed' || at.status === 'canceled') && chance(0.4);
  if (back) kinds.add('went back');
  else made.rows.push(...rows);
  if (made.posting && !back && rows.length > 4 && chance(0.6)) {
    kinds.add('late');
    made.late.push(...rows.slice(-between(1, 2)));
  }
  if (made.posting) kinds.add('posted before');
  let stated = at.sum;
  if (chance(0.07)) {
    kinds.add('residue');
    stated += pick([1, -1, 500, -at.sum]);
  }
  const one = { id, status: at.status, date: day, currency, amount: at.text(stated) };
  if (chance(0.06)) {
    kinds.add('no date');
    one.date = null;
  }
  if (chance(0.5)) summary(made, at, one);
  made.payouts.push(one);
}

/** As it was when something was posted for it. */
function earlier(made, one) {
  const digits = DIGITS[one.currency];
  let sum = 0;
  const seen = new Set();
  const late = new Set(made.late);
  for (const row of made.rows) {
    if (row.payout_id !== one.id || row.currency !== one.currency || row.test || row.type === 'payout' || late.has(row) || seen.has(row.id)) continue;
    seen.add(row.id);
    sum += Math.round(Number(row.net) * POWERS[digits]);
  }
  return { ...one, status: one.status === 'held_up' ? one.status : 'paid', amount: print(sum, digits) };
}

const PARTS = ['charges', 'refunds', 'adjustments', 'reserved_funds', 'retried_payouts'];

function summary(made, at, one) {
  const { chance, pick } = made.own;
  at.kinds.add('summary');
  one.summary = {};
  const turned = chance(0.3) ? -1 : 1;
  for (const part of PARTS) {
    const [gross, fee] = at.sums[part] ?? [0, 0];
    one.summary[`${part}_fee_amount`] = at.text(turned * fee);
    one.summary[`${part}_gross_amount`] = at.text(gross);
  }
  if (chance(0.2)) {
    at.kinds.add('summary wrong');
    one.summary[`${pick(PARTS)}_${pick(['fee', 'gross'])}_amount`] = at.text(777);
  }
}

function openings(made, context, day) {
  const { chance, pick, between } = made.own;
  const ledger = () => pick(['disputes', 'reserves', 'gift_cards', 'store_credit']);
  const amount = () => String(between(-300, 900));
  context.openings = [{ ledger: 'disputes', amount: amount() }, { ledger: 'gift_cards', amount: amount(), currency: 'JPY' }];
  context.movements = [{ ledger: ledger(), on: day, what: 'expired', amount: amount() }];
  if (chance(0.5)) context.movements.push({ ledger: ledger(), on: '2026-06-16', what: 'expired', amount: amount(), currency: pick(['USD', 'JPY']) });
}

/** The same payout as GraphQL gives it. */
function inGraphql(made, { id, status, date, currency, amount }) {
  const { chance } = made.own;
  const kinds = made.kinds[made.payouts.findIndex((one) => one.id === id)];
  kinds.add('graphql');
  const withdrawal = amount.startsWith('-');
  if (withdrawal) kinds.add('withdrawal');
  const net = { amount: withdrawal && chance(0.5) ? amount.slice(1) : amount, currencyCode: currency };
  return {
    id: `gid://shopify/ShopifyPaymentsPayout/${id}`, legacyResourceId: String(id), status: status.toUpperCase(),
    issuedAt: date === null ? null : `${date}T03:59:00Z`, transactionType: withdrawal ? 'WITHDRAWAL' : 'DEPOSIT', net,
  };
}

function rowInGraphql(row) {
  const bag = (amount) => ({ amount, currencyCode: row.currency });
  const { id, type, test, amount, fee, net, adjustment_reason: reason, source_order_id: order, payout_id: payout } = row;
  return {
    id: `gid://shopify/ShopifyPaymentsBalanceTransaction/${id}`, type: type.toUpperCase(), test, transactionDate: row.processed_at,
    amount: bag(amount), fee: bag(fee), net: bag(net), sourceType: row.source_type, adjustmentReason: reason,
    sourceOrderTransactionId: row.source_order_transaction_id === null ? null : String(row.source_order_transaction_id),
    associatedOrder: order === null ? null : { id: `gid://shopify/Order/${order}`, name: `#${order % 100_000}` },
    associatedPayout: payout === null ? null : { id: `gid://shopify/ShopifyPaymentsPayout/${payout}`, status: 'PAID' },
  };
}

// Lines of a payout as they should stand, less what was posted before: the entries.

import { print, units } from './amounts.mjs';
import { FAMILIES } from './payout-types.mjs';

const PARTS = [
  'whole', 'gross_sales', 'discounts', 'shipping', 'tax', 'tips', 'duties', 'additional_fees', 'gift_cards_sold', 'gift_cards_redeemed', 'store_credit', 'other_gateways',
  'adjustments', 'exchange', 'suspense', 'discrepancy', 'returned', 'bank',
];
const BALANCE_MOVE = FAMILIES.indexOf('balance_move');
const STATUSES = new Set(['scheduled', 'in_transit', 'paid', 'failed', 'canceled']);
/** Account, its code and its title in the default chart. */
const CHART = Object.fromEntries([
  ['bank', '1000', 'Bank'], ['clearing', '1150', 'Shopify Payments clearing'], ['other_gateways', '1151', 'Other gateways clearing'],
  ['returned_payouts', '1155', 'Payouts returned by the bank'], ['carried_forward', '1158', 'Payouts carried forward'], ['balance_transfers', '1159', 'Balance transfers'],
  ['reserves', '1160', 'Reserves held by Shopify'], ['disputes', '1170', 'Disputed payments'], ['shop_cash', '1180', 'Shop Cash'], ['suspense', '2190', 'Payout suspense'],
  ['gift_cards', '2200', 'Gift cards outstanding'], ['store_credit', '2205', 'Store credit outstanding'], ['tax_payable', '2210', 'Sales tax payable'],
  ['tax_adjustments', '2215', 'Tax adjustments by Shopify'], ['tips_payable', '2220', 'Tips payable'], ['duties_payable', '2230', 'Duties and import taxes'],
  ['lending', '2300', 'Shopify lending'], ['sales', '4000', 'Sales'], ['sales_returns', '4010', 'Sales returns'], ['discounts', '4020', 'Discounts'],
  ['shipping_income', '4030', 'Shipping income'], ['other_income', '4090', 'Other income'], ['credits', '4900', 'Credits from Shopify'], ['channels', '4950', 'Channel settlements'],
  ['fees', '6000', 'Payment processing fees'], ['dispute_fees', '6010', 'Dispute fees'], ['protection', '6020', 'Chargeback protection'],
  ['shipping_labels', '6030', 'Shipping labels'], ['platform_fees', '6040', 'Shopify bills and fees'], ['adjustments', '6090', 'Payout adjustments'], ['exchange', '7000', 'Exchange differences'],
].map(([account, code, title]) => [account, { account, code, title }]));
const BY_FAMILY = {
  sale: 'clearing', refund: 'clearing', fee: 'fees', dispute: 'disputes', dispute_fee: 'dispute_fees', protection: 'protection', reserve: 'reserves', lending: 'lending',
  shipping_label: 'shipping_labels', duty: 'duties_payable', tax: 'tax_adjustments', platform_fee: 'platform_fees', shop_cash: 'shop_cash', channel: 'channels',
  goodwill: 'credits', balance_move: 'balance_transfers', adjustment: 'adjustments', net: 'bank',
};
const BY_PART = { exchange: 'exchange', suspense: 'suspense', discrepancy: 'suspense', returned: 'returned_payouts', bank: 'bank' };
/** Where revenue comes from payouts. */
const REVENUE = {
  gross_sales: 'sales', discounts: 'discounts', shipping: 'shipping_income', tax: 'tax_payable', tips: 'tips_payable', duties: 'duties_payable', additional_fees: 'other_income',
  gift_cards_sold: 'gift_cards', gift_cards_redeemed: 'gift_cards', store_credit: 'store_credit', other_gateways: 'other_gateways', adjustments: 'other_income',
};

function accountOf(of, family, part) {
  if (BY_PART[part] !== undefined) return BY_PART[part];
  const word = FAMILIES[family];
  if (of.ownRevenue && (word === 'sale' || word === 'refund')) {
    if (word === 'refund' && (part === 'gross_sales' || part === 'whole')) return 'sales_returns';
    return REVENUE[part] ?? 'sales';
  }
  return BY_FAMILY[word];
}

const keyOf = ({ month, family, part, detail, channel }) => `${month}|${family}|${part}|${detail}|${channel}`;
const inOrder = (one, other) =>
  compare(one.month, other.month) || one.family - other.family || PARTS.indexOf(one.part) - PARTS.indexOf(other.part) ||
  compare(one.detail, other.detail) || compare(one.channel, other.channel);
const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** What is posted for a payout now. */
export function entriesOf(of, own, net, residue, posted) {
  const { digits } = own;
  const back = own.status === 'failed' || own.status === 'canceled';
  const gone = back && own.rows === 0;
  const held = [];
  if (residue !== 0 && !gone) held.push('residue');
  if (own.rejected > 0 || (own.quarantined > 0 && !of.suspend)) held.push('rows');
  if (!STATUSES.has(own.status)) held.push('status');
  if (own.on === undefined) held.push('date');
  const should = new Map();
  for (const [key, one] of own.lines) if (one.amount !== 0) should.set(key, one);
  const lines = [...should.values()].sort(inOrder);
  if (!gone && own.sum !== 0) {
    const place = back ? { family: BALANCE_MOVE, part: 'returned', detail: String(own.id) } : { family: FAMILIES.length - 1, part: 'bank', detail: '' };
    lines.push({ month: own.on?.slice(0, 7) ?? own.last, ...place, channel: '', amount: -own.sum });
  }
  const nothing = { held, lines: lines.map((one) => lineView(one, digits)), entries: [], record: [], debits: 0, credits: 0, bank: 0 };
  if (held.length > 0) return { ...nothing, posting: 'held' };
  if (own.status === 'scheduled' || own.status === 'in_transit') return { ...nothing, posting: 'waits' };
  const change = changeOf(lines, posted, digits);
  if (change.length === 0) return { ...nothing, posting: 'nothing' };
  const entries = split(of, own, change, posted?.times ?? 0).filter((entry) => entry.lines.length > 0);
  if (entries.length === 0) return { ...nothing, posting: 'nothing' };
  return { ...nothing, posting: 'post', ...totals(entries, digits), record: recordOf(of, change, digits) };
}

function lineView({ month, family, part, detail, channel, amount }, digits) {
  const view = { month, family: FAMILIES[family] };
  if (part !== 'whole') view.part = part;
  if (detail !== '') view.detail = detail;
  if (channel !== '') view.channel = channel;
  view.amount = print(amount, digits);
  return view;
}

/** What should stand less what stands. */
function changeOf(lines, posted, digits) {
  const change = new Map(lines.map((one) => [keyOf(one), { ...one }]));
  for (const { month, family, part = 'whole', detail = '', channel = '', amount } of posted?.lines ?? []) {
    const one = { month, family: FAMILIES.indexOf(family), part, detail, channel, amount: 0 };
    const key = keyOf(one);
    if (!change.has(key)) change.set(key, one);
    change.get(key).amount -= units(amount, digits);
  }
  return [...change.values()].filter(({ amount }) => amount !== 0).sort(inOrder);
}

/** Entries of the months before the payout's own, and one on its day. */
function split(of, own, change, times) {
  const month = own.on.slice(0, 7);
  const groups = new Map();
  for (const one of change) {
    const key = of.split && one.month < month ? one.month : month;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(one);
  }
  if (!groups.has(month)) groups.set(month, []);
  const base = `P${own.id}${times > 0 ? `-A${times}` : ''}`;
  const entries = [];
  const carried = [];
  for (const [key, lines] of groups) {
    if (key === month) continue;
    let sum = 0;
    for (const { amount } of lines) sum += amount;
    carried.push([key, sum]);
    entries.push(entryOf(of, own, lines, [[key, -sum]], lastDay(key), `${base}-${key.slice(2, 4)}${key.slice(5)}`, times, `, part of ${key}`));
  }
  entries.push(entryOf(of, own, groups.get(month), carried, own.on, base, times, ''));
  return entries;
}

function lastDay(month) {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
}

const nextDay = (date) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

function entryOf(of, own, lines, carried, day, reference, times, part) {
  const entry = { reference, date: day };
  if (of.locked !== undefined && day <= of.locked) {
    entry.date = nextDay(of.locked);
    entry.moved_from = day;
  }
  const kept = new Map();
  for (const one of lines) {
    const account = accountOf(of, one.family, one.part);
    put(kept, account, account === 'clearing' ? memoOf({ ...one, part: 'whole', detail: '' }) : memoOf(one), one.amount);
  }
  for (const [from, amount] of carried) put(kept, 'carried_forward', `carried forward from ${from}`, amount);
  entry.narration = `${titleOf(own, times)} ${own.id}${part}`;
  if (entry.moved_from !== undefined) entry.narration += `, of ${day}, whose books are closed`;
  return { entry, own, lines: [...kept.values()].filter(({ amount }) => amount !== 0), of };
}

function put(kept, account, memo, amount) {
  const key = `${account}|${memo}`;
  const known = kept.get(key);
  if (known === undefined) kept.set(key, { account, memo, amount });
  else known.amount += amount;
}

function titleOf({ status }, times) {
  if (status === 'failed') return 'Shopify payout that failed';
  if (status === 'canceled') return 'Shopify payout that was cancelled';
  return times > 0 ? 'Shopify payout, amended' : 'Shopify payout';
}

const TITLES = [
  'sales', 'refunds', 'processing fees', 'disputes', 'dispute fees', 'chargeback protection', 'reserves', 'lending', 'shipping labels', 'duties and import taxes',
  'tax adjustments', 'platform fees', 'Shop Cash', 'channel credits', 'credits and promotions', 'balance transfers', 'adjustments', 'net to bank',
];
const words = (text) => text.replaceAll('_', ' ');

/** What people read of a line. */
function memoOf({ family, part, detail, channel }) {
  const fee = FAMILIES[family] === 'fee' || FAMILIES[family] === 'dispute_fee';
  let memo = TITLES[family];
  if (part !== 'whole' && part !== 'bank') memo += `: ${words(part)}`;
  if (fee && part === 'whole') memo += FAMILIES.includes(detail) ? ` on ${TITLES[FAMILIES.indexOf(detail)]}` : '';
  else if (detail !== '') memo += ` (${words(detail)})`;
  return channel === '' ? memo : `${memo}, ${channel}`;
}

function totals(list, digits) {
  let [debits, credits, bank] = [0, 0, 0];
  const entries = list.map(({ entry, own, lines, of }) => {
    let [debit, credit] = [0, 0];
    const views = lines.map(({ account, memo, amount }) => {
      const { code, title } = CHART[account];
      const view = { account, code: of.accounts[account] ?? code, title, memo };
      if (amount < 0) {
        debit -= amount;
        view.debit = print(-amount, digits);
      } else {
        credit += amount;
        view.credit = print(amount, digits);
      }
      if (account === 'bank') bank -= amount;
      return view;
    });
    debits += debit;
    credits += credit;
    return { ...entry, currency: own.currency, lines: views, debits: print(debit, digits), credits: print(credit, digits) };
  });
  return { entries, debits, credits, bank };
}

function recordOf(of, change, digits) {
  const sums = new Map();
  for (const { family, amount } of change) sums.set(family, (sums.get(family) ?? 0) + amount);
  const record = [];
  for (const family of [...sums.keys()].sort((one, other) => one - other)) {
    const amount = sums.get(family);
    if (amount === 0) continue;
    const one = { family: FAMILIES[family] };
    if (of.items[one.family] !== undefined) one.item = of.items[one.family];
    one.amount = print(amount, digits);
    record.push(one);
  }
  return record;
}

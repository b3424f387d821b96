// A second opinion on payout.summarise, written from docs/payouts.md: plain JavaScript, whole numbers of
// minor units, every row taken once. It explains nothing, raises nothing, and leaves out the bank, the
// finance report, exports and the forms of other books.

import { minorDigits, print, units } from './amounts.mjs';
import { entriesOf } from './payout-entries.mjs';
import { lookAt, lookOver, standingOf, tendersOf } from './payout-look.mjs';
import { breakdownsOf, partsOf } from './payout-parts.mjs';
import { FAMILIES, typeOf } from './payout-types.mjs';

const [SALE, REFUND, FEE, DISPUTE, DISPUTE_FEE, RESERVE, ADJUSTMENT] =
  ['sale', 'refund', 'fee', 'dispute', 'dispute_fee', 'reserve', 'adjustment'].map((word) => FAMILIES.indexOf(word));
const DAY = 86_400_000;
const SLOTS = 2 ** 20;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What a tenant's configuration says of payouts. */
export function payoutTenant(text) {
  const config = JSON.parse(text);
  const payouts = config.payouts ?? {};
  return {
    currency: config.currency,
    offsets: (config.zones?.[config.time_zone] ?? []).map(({ from, offset }) => ({ from: Date.parse(from), ms: offsetOf(offset) })),
    goLive: config.orders?.go_live === undefined ? -Infinity : Date.parse(config.orders.go_live),
    accounts: payouts.accounts ?? {}, items: payouts.items ?? {}, ownRevenue: payouts.revenue === 'payouts', suspend: payouts.unknown === 'suspense',
    split: payouts.split_months ?? true, locked: payouts.locked_through,
  };
}

function offsetOf(text) {
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

/** The decision, bytes to bytes. */
export const payoutSummariseBytes = (of, context, payload) =>
  encoder.encode(JSON.stringify({ output: payoutSummarise(of, JSON.parse(decoder.decode(context)), JSON.parse(decoder.decode(payload))) }));

const idOf = (id) => (typeof id === 'number' ? id : id === null || id === undefined ? undefined : Number(id.slice(id.lastIndexOf('/') + 1)));

/** The decision's output. */
export function payoutSummarise(of, context, payload) {
  const state = {
    of, days: new Map(), payouts: new Map(), months: new Map(), ledgers: new Map(), rejected: [], waiting: 0, byChannel: context.by_channel === true,
    currencies: [], orders: breakdownsOf(of, context.orders ?? []), tenders: context.recorded === undefined ? undefined : tendersOf(of, context.recorded),
    onlyUnmatched: context.only_unmatched === true,
  };
  for (const one of listOf(context.payouts, 'payouts', 'payout')) {
    const own = payoutOf(state, one);
    state.payouts.set(own.id, own);
    if (!state.currencies.includes(own.currency)) state.currencies.push(own.currency);
  }
  for (const { ledger, amount, currency = of.currency } of context.openings ?? []) rolled(state, ledger, currency).opening += units(amount, minorDigits(currency));
  for (const { ledger, on, amount, currency = of.currency } of context.movements ?? []) move(state, ledger, currency, on, units(amount, minorDigits(currency)));
  let before;
  for (const row of inOrder(listOf(payload, 'transactions').map((row) => rowOf(state, row)))) before = take(state, row, before);
  const posted = new Map((context.posted ?? []).map((one) => [idOf(one.payout), one]));
  const payouts = [];
  for (const own of state.payouts.values()) payouts.push(payoutView(state, own, posted.get(own.id)));
  const output = { payouts };
  if (state.rejected.length > 0) output.rejected = state.rejected;
  output.waiting = state.waiting;
  output.ledgers = ledgersView(state);
  output.months = monthsView(state);
  return output;
}

/** A list, whatever it is wrapped in. */
function listOf(given, ...names) {
  if (Array.isArray(given)) return given;
  for (const name of names) {
    const own = given[name];
    if (own !== undefined) return Array.isArray(own) ? own : own.nodes ?? [own];
  }
  return [given];
}

/** By their ids; rows of one id by what they say, so that it does not matter who came first. */
function inOrder(rows) {
  for (let at = 1; at < rows.length; at += 1) if (rows[at - 1].id >= rows[at].id) return rows.sort(byId);
  return rows;
}

const byId = (one, other) =>
  one.id - other.id || one.ms - other.ms || one.amount - other.amount || one.net - other.net || one.fee - other.fee || (one.transaction ?? -1) - (other.transaction ?? -1) ||
  compare(one.name ?? '', other.name ?? '') || (one.order ?? -1) - (other.order ?? -1);

function payoutOf(state, one) {
  const graphql = one.net !== undefined;
  const currency = graphql ? one.net.currencyCode : one.currency;
  const digits = minorDigits(currency);
  const word = one.status.toLowerCase().replace(' ', '_');
  let on = one.date ?? undefined;
  if (graphql && typeof one.issuedAt === 'string') on = dayOf(state, Date.parse(one.issuedAt)).date;
  return {
    id: idOf(one.id ?? one.legacyResourceId), status: word === 'cancelled' ? 'canceled' : word, on, currency, digits,
    stated: units(graphql ? one.net.amount : one.amount, digits), withdrawal: one.transactionType === 'WITHDRAWAL',
    summary: one.summary ?? {}, families: new Map(), lines: new Map(), rows: 0, sum: 0, last: '', transfers: 0, tests: 0, twice: 0, quarantined: 0, rejected: 0, look: [],
    summed: { charges: [0, 0], refunds: [0, 0], adjustments: [0, 0], reserved_funds: [0, 0], retried_payouts: [0, 0] },
  };
}

/** A row as numbers. */
function rowOf(state, row) {
  const graphql = row.transactionDate !== undefined;
  if (graphql) {
    return {
      id: idOf(row.id), type: typeOf(row.type, row.adjustmentReason, row.sourceType), test: row.test === true, payout: idOf(row.associatedPayout?.id),
      currency: row.amount.currencyCode, ...amountsOf(row.amount.currencyCode, row.amount.amount, row.fee.amount, row.net.amount), ms: Date.parse(row.transactionDate),
      order: idOf(row.associatedOrder?.id), name: row.associatedOrder?.name, transaction: idOf(row.sourceOrderTransactionId),
    };
  }
  const digits = minorDigits(row.currency);
  return {
    id: idOf(row.id), type: typeOf(row.type, row.adjustment_reason, row.source_type), test: row.test === true, payout: idOf(row.payout_id), currency: row.currency,
    digits, amount: units(row.amount, digits), fee: units(row.fee, digits), net: units(row.net, digits), ms: Date.parse(row.processed_at),
    order: idOf(row.source_order_id), name: undefined, transaction: idOf(row.source_order_transaction_id),
  };
}

function amountsOf(currency, amount, fee, net) {
  const digits = minorDigits(currency);
  return { digits, amount: units(amount, digits), fee: units(fee, digits), net: units(net, digits) };
}

/** A day of the shop's calendar. */
function dayOf(state, ms) {
  const { offsets } = state.of;
  let offset = 0;
  for (let at = offsets.length - 1; at >= 0; at -= 1) {
    if (offsets[at].from <= ms) {
      offset = offsets[at].ms;
      break;
    }
  }
  const number = Math.floor((ms + offset) / DAY);
  let day = state.days.get(number);
  if (day === undefined) {
    const date = new Date(number * DAY).toISOString().slice(0, 10);
    day = { date, month: date.slice(0, 7), number: Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) };
    state.days.set(number, day);
  }
  return day;
}

const same = (one, other) =>
  one.type === other.type && one.test === other.test && one.payout === other.payout && one.currency === other.currency && one.amount === other.amount &&
  one.fee === other.fee && one.net === other.net && one.ms === other.ms && one.order === other.order && one.name === other.name && one.transaction === other.transaction;

/** Puts a row where it belongs; returns the last one that was not there before. */
function take(state, row, before) {
  const own = row.payout === undefined ? undefined : state.payouts.get(row.payout);
  if (row.payout !== undefined && own === undefined) return reject(state, row, 'elsewhere') ?? before;
  if (own !== undefined && own.currency !== row.currency) {
    own.rejected += 1;
    return reject(state, row, 'currency') ?? before;
  }
  if (before !== undefined && before.id === row.id) {
    if (same(before, row)) {
      if (own !== undefined) own.twice += 1;
      return before;
    }
    if (own !== undefined) own.rejected += 1;
    reject(state, row, 'twice');
    return row;
  }
  if (row.type.transfer) {
    if (own !== undefined) own.transfers += 1;
    return row;
  }
  if (row.test) {
    if (own !== undefined) {
      own.tests += 1;
      if (state.tenders !== undefined) lookAt(state, own, row, undefined, 'test');
    }
    return row;
  }
  const day = dayOf(state, row.ms);
  const kept = monthOf(state, row, day);
  if (own === undefined) {
    state.waiting += 1;
    kept.waiting += row.net;
    return row;
  }
  kept.paid += row.net;
  count(state, own, row, day);
  return row;
}

function reject({ rejected }, row, why) {
  const one = { row: String(row.id), why };
  if (row.payout !== undefined) one.payout = `gid://shopify/ShopifyPaymentsPayout/${row.payout}`;
  one.net = print(row.net, row.digits);
  one.currency = row.currency;
  rejected.push(one);
}

function summed(map, day, row) {
  const { family } = row.type;
  const key = day.number * 32 + family;
  let sum = map.get(key);
  if (sum === undefined) {
    sum = { key, month: day.month, family, rows: 0, gross: 0, fee: 0, net: 0, paid: 0, waiting: 0 };
    map.set(key, sum);
  }
  sum.rows += 1;
  sum.gross += row.amount;
  sum.fee += row.fee;
  sum.net += row.net;
  return sum;
}

function monthOf(state, row, day) {
  let map = state.months.get(row.currency);
  if (map === undefined) {
    if (!state.currencies.includes(row.currency)) state.currencies.push(row.currency);
    map = new Map();
    state.months.set(row.currency, map);
  }
  return summed(map, day, row);
}

function oddityOf({ type, amount, fee, net }) {
  if (!type.known) return 'unknown_type';
  if (type.sign !== 0 && amount !== 0 && amount > 0 !== type.sign > 0) return 'impossible_sign';
  return amount - fee === net ? undefined : 'net_differs';
}

/** A row of a payout: its family, its lines, its ledgers, and how it stands to Lightspeed. */
function count(state, own, row, day) {
  const { type, amount, fee, net } = row;
  const { family } = type;
  own.rows += 1;
  own.sum += net;
  if (day.month > own.last) own.last = day.month;
  summed(own.families, day, row);
  const oddity = oddityOf(row);
  if (oddity !== undefined) own.quarantined += 1;
  const part = own.summed[partOf(type)];
  part[0] += amount;
  part[1] += fee;
  const order = row.order === undefined ? undefined : state.orders.get(row.order);
  const channel = state.byChannel ? order?.channel ?? '' : '';
  const payment = family === SALE || family === REFUND;
  let standing;
  if (state.tenders !== undefined && (payment || oddity !== undefined)) {
    standing = payment ? standingOf(state, row, order, oddity) : { status: 'quarantined' };
    lookAt(state, own, row, standing, oddity);
  }
  if (oddity === 'unknown_type' || oddity === 'impossible_sign') {
    line(own, day, family, 'suspense', type.lower, channel, net);
    return;
  }
  if (family === DISPUTE) move(state, 'disputes', row.currency, day.date, -amount);
  else if (family === RESERVE) move(state, 'reserves', row.currency, day.date, -amount);
  if (!payment && !type.returned && channel === '') whole(own, day, type.slot, family, type.lower, amount);
  else if (!payment || type.sign === 0) line(own, day, family, type.returned ? 'returned' : 'whole', type.lower, channel, amount);
  else if (type.name === 'REFUND_FAILURE') line(own, day, family, 'suspense', 'refund_failed', channel, amount);
  else if (standing?.suspense === true) line(own, day, family, 'suspense', standing.status, channel, amount);
  else pay(state, own, row, day, order, channel);
  if (fee !== 0) {
    if (family === DISPUTE) line(own, day, DISPUTE_FEE, 'whole', 'dispute', channel, -fee);
    else if (channel === '') whole(own, day, FAMILIES.length + family, FEE, FAMILIES[family], -fee);
    else line(own, day, FEE, 'whole', FAMILIES[family], channel, -fee);
  }
  if (oddity === 'net_differs') line(own, day, ADJUSTMENT, 'discrepancy', FAMILIES[family], '', net - amount + fee);
}

/** The amount of a payment or refund, by the parts of its order. */
function pay(state, own, row, day, order, channel) {
  const { type: { family }, amount } = row;
  const parts = order === undefined ? undefined : partsOf(order, family === SALE, amount);
  if (parts === undefined) {
    if (channel === '') whole(own, day, family, family, '', amount);
    else line(own, day, family, 'whole', '', channel, amount);
    return;
  }
  for (const { part, detail, share } of parts) {
    if (share === 0) continue;
    line(own, day, family, part, detail, channel, share);
    if (part === 'gift_cards_sold' || part === 'gift_cards_redeemed') move(state, 'gift_cards', row.currency, day.date, share);
    else if (part === 'store_credit') move(state, 'store_credit', row.currency, day.date, share);
  }
}

/** A whole line of no channel: `slot` says which it is within its month. */
function whole(own, day, slot, family, detail, amount) {
  if (amount === 0) return;
  const key = day.number * SLOTS + slot;
  const known = own.lines.get(key);
  if (known === undefined) own.lines.set(key, { month: day.month, family, part: 'whole', detail, channel: '', amount });
  else known.amount += amount;
}

function line(own, day, family, part, detail, channel, amount) {
  if (amount === 0) return;
  const key = `${day.month}|${family}|${part}|${detail}|${channel}`;
  const known = own.lines.get(key);
  if (known === undefined) own.lines.set(key, { month: day.month, family, part, detail, channel, amount });
  else known.amount += amount;
}

function rolled({ currencies, ledgers }, ledger, currency) {
  const key = `${ledger} ${currency}`;
  let own = ledgers.get(key);
  if (own === undefined) {
    if (!currencies.includes(currency)) currencies.push(currency);
    own = { ledger, currency, opening: 0, days: new Map() };
    ledgers.set(key, own);
  }
  return own;
}

/** What moves such an account on a day. */
function move(state, ledger, currency, on, amount) {
  if (amount === 0) return;
  const { days } = rolled(state, ledger, currency);
  let day = days.get(on);
  if (day === undefined) {
    day = { on, up: 0, down: 0 };
    days.set(on, day);
  }
  if (amount > 0) day.up += amount;
  else day.down -= amount;
}

function familyView({ month, family, rows, gross, fee, net }, digits) {
  return { month, family: FAMILIES[family], rows, gross: print(gross, digits), fee: print(fee, digits), net: print(net, digits) };
}

const byKey = (one, other) => one.key - other.key;

function payoutView(state, own, posted) {
  const { digits } = own;
  const families = [...own.families.values()].sort(byKey).map((sum) => familyView(sum, digits));
  // Its rows went back to the balance: nothing is to stand, whatever it says.
  if (own.rows === 0 && (own.status === 'failed' || own.status === 'canceled')) own.stated = undefined;
  const turned = own.withdrawal && own.stated > 0 && own.stated === -own.sum;
  const net = turned ? -own.stated : own.stated ?? own.sum;
  const residue = net - own.sum;
  const made = entriesOf(state.of, own, net, residue, posted);
  const view = { payout: `gid://shopify/ShopifyPaymentsPayout/${own.id}`, status: own.status };
  if (own.on !== undefined) view.issued_on = own.on;
  Object.assign(view, { currency: own.currency, net: print(net, digits), posting: made.posting });
  if (made.held.length > 0) view.held_for = made.held;
  Object.assign(view, { families, lines: made.lines, entries: made.entries, record: made.record, certificate: certificateOf(own, net, turned, residue, made) });
  if (state.tenders !== undefined) view.reconciliation = lookOver(state, own);
  return view;
}

const SUMMARY_PARTS = ['charges', 'refunds', 'adjustments', 'reserved_funds', 'retried_payouts'];

function certificateOf(own, net, turned, residue, { debits, credits, bank }) {
  const { digits } = own;
  const view = { rows: own.rows, sum: print(own.sum, digits) };
  if (own.stated !== undefined) view.stated = print(net, digits);
  if (turned) view.turned = true;
  Object.assign(view, {
    residue: print(residue, digits), ties: residue === 0, debits: print(debits, digits), credits: print(credits, digits), to_bank: print(bank, digits),
    transfers: own.transfers, tests: own.tests, twice: own.twice, quarantined: own.quarantined, rejected: own.rejected,
  });
  const theirs = [];
  let [plus, minus] = [0, 0];
  const stated = SUMMARY_PARTS.some((part) => own.summary[`${part}_gross_amount`] !== undefined);
  for (const part of stated ? SUMMARY_PARTS : []) {
    const { [`${part}_gross_amount`]: theirGross, [`${part}_fee_amount`]: theirFee } = own.summary;
    const [ourGross, ourFee] = own.summed[part];
    // What they leave out is nothing of theirs; ours is listed beside it.
    if (theirGross === undefined && ourGross === 0 && ourFee === 0) continue;
    const [gross, fee] = [units(theirGross ?? '0', digits), units(theirFee ?? '0', digits)];
    theirs.push({
      part, gross: print(gross, digits), fee: print(fee, digits), our_gross: print(ourGross, digits), our_fee: print(ourFee, digits),
      agrees: gross === ourGross && Math.abs(fee) === Math.abs(ourFee),
    });
    plus += gross + fee;
    minus += gross - fee;
  }
  if (theirs.length > 0) view.theirs = theirs;
  if (theirs.length > 0 && own.stated !== undefined) view.theirs_add_up = plus === net || minus === net;
  return view;
}

/** What Shopify's summary calls it, by REST: it has no group for advances. */
function partOf({ family, returned }) {
  if (returned) return 'retried_payouts';
  if (family === SALE) return 'charges';
  if (family === REFUND) return 'refunds';
  return family === RESERVE ? 'reserved_funds' : 'adjustments';
}

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const LEDGERS = ['disputes', 'reserves', 'gift_cards', 'store_credit'];

function ledgersView({ currencies, ledgers }) {
  const rank = ({ ledger }) => LEDGERS.indexOf(ledger);
  const list = [...ledgers.values()].sort((one, other) => currencies.indexOf(one.currency) - currencies.indexOf(other.currency) || rank(one) - rank(other));
  return list.map(({ ledger, currency, opening, days }) => {
    const digits = minorDigits(currency);
    let closing = opening;
    const rolls = [...days.values()].sort((one, other) => (one.on < other.on ? -1 : 1)).map(({ on, up, down }) => {
      closing += up - down;
      return { on, up: print(up, digits), down: print(down, digits), closing: print(closing, digits) };
    });
    return { ledger, currency, opening: print(opening, digits), days: rolls, closing: print(closing, digits) };
  });
}

function monthsView({ currencies, months }) {
  const views = [];
  for (const currency of currencies) {
    if (!months.has(currency)) continue;
    const digits = minorDigits(currency);
    for (const sum of [...months.get(currency).values()].sort(byKey)) {
      views.push({ currency, ...familyView(sum, digits), paid: print(sum.paid, digits), waiting: print(sum.waiting, digits) });
    }
  }
  return views;
}

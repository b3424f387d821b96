// Payments and refunds beside those that Lightspeed has: by their transaction, then by their order.

import { minorDigits, print, units } from './amounts.mjs';

const idOf = (id) => (typeof id === 'number' ? id : Number(id.slice(id.lastIndexOf('/') + 1)));
const STATUSES = ['matched', 'other_currency', 'uncompared', 'amount_differs', 'sale_missing', 'refund_pending', 'no_order', 'before_go_live', 'order_deleted', 'refund_failed', 'correction', 'quarantined', 'excluded'];

export function tendersOf(of, recorded) {
  const [byTransaction, byOrder, byName] = [new Map(), new Map(), new Map()];
  for (const { order, name, transaction, sale, amount, currency = of.currency } of recorded) {
    const own = { transaction: transaction === undefined ? undefined : idOf(transaction), sale, currency, amount: amount === undefined ? undefined : units(amount, minorDigits(currency)) };
    if (own.transaction !== undefined) put(byTransaction, own.transaction, own);
    put(byOrder, idOf(order), own);
    if (name !== undefined) put(byName, name, own);
  }
  return { byTransaction, byOrder, byName };
}

/** Almost always there is one: only several make a list. */
function put(map, key, own) {
  const known = map.get(key);
  if (known === undefined) map.set(key, own);
  else if (Array.isArray(known)) known.push(own);
  else map.set(key, [known, own]);
}

const SUSPENSE = new Set(['no_order', 'before_go_live', 'order_deleted', 'refund_failed']);

/** How a payment or refund stands. */
export function standingOf(state, row, order, oddity) {
  const { tenders, of } = state;
  const { type } = row;
  if (oddity === 'unknown_type' || oddity === 'impossible_sign') return { status: 'quarantined' };
  if (type.name === 'REFUND_FAILURE') return { status: 'refund_failed', suspense: true };
  if (type.sign === 0) return { status: 'correction' };
  let [by, found] = ['transaction', row.transaction === undefined ? undefined : tenders.byTransaction.get(row.transaction)];
  if (found !== undefined) return foundOf(row, order, found, by);
  const all = row.order === undefined ? undefined : listOf(tenders.byOrder.get(row.order));
  if (all !== undefined) {
    by = 'order';
    const alike = all.filter(({ amount = 0 }) => amount < 0 === row.amount < 0);
    found = alike.filter(({ transaction, taken }) => transaction === undefined && taken !== true);
    if (found.length === 0 && row.transaction === undefined) found = alike.filter(({ taken }) => taken !== true);
    if (found.length > 0) {
      const standing = foundOf(row, order, found, by);
      // What is one row's to the cent is no other one's.
      if (standing.status === 'matched') for (const one of found) one.taken = true;
      return standing;
    }
  }
  const status = missing(of, row, order, all);
  return { status, suspense: SUSPENSE.has(status), sale: all?.[0].sale };
}

const listOf = (one) => (one === undefined || Array.isArray(one) ? one : [one]);

function missing(of, row, order, all) {
  const { type } = row;
  if (row.order === undefined) return 'no_order';
  if (row.amount < 0 && all !== undefined) return 'refund_pending';
  if (order?.deleted === true) return 'order_deleted';
  return (type.family === 0 && row.ms < of.goLive) || order?.placed < of.goLive ? 'before_go_live' : 'sale_missing';
}

function foundOf(row, order, found, by) {
  let [first, number, recorded, other] = [found, 1, found.amount, found.currency === row.currency ? undefined : found];
  if (Array.isArray(found)) {
    [first, number, recorded] = [found[0], found.length, 0];
    for (const { amount } of found) recorded += amount ?? NaN;
    other = found.find(({ currency }) => currency !== row.currency);
  }
  const { sale } = first;
  if (recorded === undefined || Number.isNaN(recorded)) return { by, sale, status: 'uncompared' };
  if (other !== undefined && Array.isArray(found) && found.some(({ currency }) => currency !== other.currency)) return { sale, status: 'other_currency' };
  if (other !== undefined) return { by, sale, status: 'other_currency', recorded, digits: minorDigits(other.currency) };
  const difference = row.amount - recorded;
  if (difference === 0) return { by, sale, status: 'matched', recorded };
  return { by, sale, status: 'amount_differs', recorded, difference, why: whyOf(row, order, number, recorded, difference) };
}

function whyOf(row, order, number, recorded, difference) {
  if (Math.abs(difference) <= number) return 'rounding';
  if (order?.edited === true) return 'edit';
  if (order?.split === true) return 'split_tender';
  return recorded < 0 === row.amount < 0 && Math.abs(row.amount) < Math.abs(recorded) ? 'partial_capture' : 'unknown';
}

const DAY = 86_400_000;
const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
let [lastDay, lastDate] = [NaN, ''];

/** An instant in UTC, to the second. */
function stamp(ms) {
  const day = Math.floor(ms / DAY);
  if (day !== lastDay) [lastDay, lastDate] = [day, new Date(day * DAY).toISOString().slice(0, 11)];
  const second = Math.floor((ms - day * DAY) / 1000);
  return `${lastDate}${TWO[Math.floor(second / 3600)]}:${TWO[Math.floor(second / 60) % 60]}:${TWO[second % 60]}Z`;
}

/** Keeps what is listed of a row. */
export function lookAt(state, own, row, standing, oddity) {
  own.look.push({ row, standing, oddity });
}

export function lookOver(state, own) {
  const { digits } = own;
  const counts = new Map();
  const rows = [];
  for (const { row, standing, oddity } of own.look) {
    const status = standing?.status ?? 'excluded';
    if (standing !== undefined) {
      const known = counts.get(status);
      if (known === undefined) counts.set(status, { rows: 1, amount: row.amount });
      else {
        known.rows += 1;
        known.amount += row.amount;
      }
    }
    if (state.onlyUnmatched && status === 'matched' && oddity === undefined) continue;
    const view = { row: String(row.id), type: row.type.name, at: stamp(row.ms), status, amount: print(row.amount, digits) };
    if (row.order !== undefined) view.order = `gid://shopify/Order/${row.order}`;
    if (row.name !== undefined) view.name = row.name;
    if (row.transaction !== undefined) view.transaction = `gid://shopify/OrderTransaction/${row.transaction}`;
    if (standing?.recorded !== undefined) view.by = standing.by;
    if (standing?.sale !== undefined) view.sale = standing.sale;
    if (standing?.recorded !== undefined) {
      view.recorded = print(standing.recorded, standing.digits ?? digits);
    }
    if (standing?.difference !== undefined) view.difference = print(standing.difference, digits);
    const why = oddity ?? standing?.why;
    if (why !== undefined) view.why = why;
    rows.push(view);
  }
  const rank = (status) => STATUSES.indexOf(status);
  const sorted = [...counts].sort(([one], [other]) => rank(one) - rank(other));
  return { counts: sorted.map(([status, { rows: number, amount }]) => ({ status, rows: number, amount: print(amount, digits) })), rows };
}

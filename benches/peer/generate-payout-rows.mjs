// The balance transactions of a made payout, and what Lightspeed and the orders say of them.

const TYPES = {
  charge: [1, 'charge'], refund: [-1, 'Payments::Refund'], refund_failure: [1, 'Payments::Refund'], dispute: [0, 'Payments::Dispute'],
  reserve: [0, null], capture: [0, 'charge'], adjustment: [0, 'charge'], advance: [1, null], advance_funding: [-1, null],
  payout_failure: [1, 'payout'], SHIPPING_LABEL: [-1, 'charge'], seller_protection_credit_reversal: [-1, 'Payments::Balance::AdjustmentReversal'],
  dispute_withdrawal: [-1, 'Payments::Dispute'], chargeback_fee: [-1, 'Payments::Dispute'], charge_adjustment: [0, 'charge'],
  refund_adjustment: [0, 'Payments::Refund'], import_tax: [-1, null], balance_transfer_inbound: [1, null], merchant_goodwill_credit: [1, null],
};
const OTHERS = Object.keys(TYPES).slice(7);
const REASONS = ['tax_adjustment', 'billing', 'channel_transfer', 'shop_cash_refund', 'shop_cash', 'chargeback_protection', 'anomaly', 'shopify_collective_debit', null];
const GROUPS = { charge: 'charges', capture: 'charges', charge_adjustment: 'charges', refund: 'refunds', refund_failure: 'refunds', refund_adjustment: 'refunds', reserve: 'reserved_funds', payout_failure: 'retried_payouts' };

/** Rows of a payout; what counts of them is added to `at.sum`. */
export function rowsOf(made, at) {
  const { chance, between } = made.own;
  const rows = [];
  const of = (kind, probability, most, one) => {
    if (!chance(probability)) return;
    at.kinds.add(kind);
    for (let left = between(1, most); left > 0; left -= 1) one();
  };
  const { pick } = made.own;
  of('charge', 0.97, 9, () => rows.push(sold(made, at)));
  of('refund', 0.4, 2, () => rows.push(paidBack(made, at)));
  of('refund failed', 0.08, 1, () => rows.push(row(made, at, 'refund_failure', size(made), 0, orderOf(made, at))));
  of('dispute', 0.3, 2, () => {
    const [won, fee] = [pick([1, -1]), pick([1500, 1500, 0])];
    rows.push(row(made, at, 'dispute', won * size(made), -won * fee, orderOf(made, at)));
  });
  of('reserve', 0.3, 2, () => rows.push(row(made, at, 'reserve', pick([1, -1]) * size(made), 0)));
  of('reasons', 0.35, 3, () => rows.push(row(made, at, pick(['credit', 'debit']), pick([1, -1]) * size(made), 0, undefined, pick(REASONS))));
  of('other types', 0.35, 3, () => {
    const type = pick(OTHERS);
    rows.push(row(made, at, type, (TYPES[type][0] || pick([1, -1])) * size(made), chance(0.2) ? 25 : 0));
  });
  of('correction', 0.12, 2, () => rows.push(row(made, at, pick(['capture', 'charge_adjustment', 'adjustment', 'refund_adjustment']), pick([1, -1]) * size(made), 10, orderOf(made, at))));
  of('unknown type', 0.08, 2, () => rows.push(row(made, at, pick(['teleport_fee', 'NEW_CREDIT', 'debit']), pick([1, -1]) * size(made), pick([0, 5]), undefined, 'never_heard')));
  of('reversal unknown', 0.06, 1, () => rows.push(row(made, at, 'credit', size(made), 0, undefined, null, 'Payments::Balance::AdjustmentReversal')));
  of('wrong sign', 0.08, 1, () => rows.push(row(made, at, pick(['charge', 'refund']), 0, 30, orderOf(made, at), undefined, undefined, true)));
  of('net differs', 0.08, 1, () => {
    const own = chance(0.7) ? sold(made, at) : row(made, at, 'reserve', -size(made), 0);
    const off = pick([1, -25, 50]);
    at.sum += off;
    own.net = at.text(own.units[2] + off);
    rows.push(own);
  });
  of('zero', 0.06, 1, () => rows.push(row(made, at, pick(['charge', 'refund']), 0, 0, orderOf(made, at))));
  of('overdrawn', made.graphql ? 0.35 : 0.05, 1, () => rows.push(row(made, at, 'reserve', -Math.abs(at.sum) - size(made), 0)));
  for (const one of [...rows]) {
    if (rows.length < 24 && chance(0.02)) {
      at.kinds.add('twice');
      rows.push({ ...one });
    }
    if (rows.length < 24 && chance(0.008)) {
      at.kinds.add('twice and differs');
      rows.push({ ...one, ...(pick([true, false]) ? { amount: at.text(one.units[0] + 3), net: at.text(one.units[2] + 3) } : { source_order_id: 4_999_999 }) });
    }
  }
  of('other currency', 0.06, 1, () => rows.push({ ...uncounted(made, at, 'charge', size(made), 15), currency: at.currency === 'EUR' ? 'USD' : 'EUR', amount: '12', fee: '1', net: '11' }));
  of('test', 0.15, 2, () => rows.push({ ...uncounted(made, at, 'charge', size(made), 15, orderOf(made, at)), test: true }));
  of('transfer', 0.4, 1, () => rows.push(uncounted(made, at, made.graphql ? 'transfer' : 'payout', -at.sum, 0)));
  for (const one of rows) delete one.units;
  const months = new Set(rows.map((one) => one.processed_at.slice(0, 7)));
  if (months.size > 1) at.kinds.add('several months');
  return rows;
}

/** A row of a payout that was not handed over. */
export function elsewhere(made, day) {
  const at = besides(day, 6_999_999);
  made.rows.push(uncounted(made, at, 'charge', size(made), 30, orderOf(made, at)));
}

/** A row of none. */
export function pending(made, day) {
  const at = besides(day, null);
  for (let left = made.own.between(1, 3); left > 0; left -= 1) {
    const type = made.own.pick(['charge', 'charge', 'refund', 'reserve']);
    made.rows.push(uncounted(made, at, type, (TYPES[type][0] || -1) * size(made), 30, type === 'reserve' ? undefined : orderOf(made, at)));
  }
}

function besides(day, id) {
  const text = (units) => `${units < 0 ? '-' : ''}${Math.floor(Math.abs(units) / 100)}.${String(Math.abs(units) % 100).padStart(2, '0')}`;
  return { id, day, currency: 'USD', digits: 2, text, kinds: new Set(), sum: 0, sums: {} };
}

function size(made) {
  const { chance, between } = made.own;
  if (chance(0.02)) return between(1, 900_000_000_000);
  return chance(0.1) ? between(1, 9) : between(100, 60_000);
}

function uncounted(made, at, type, ...rest) {
  const { sum, sums } = at;
  at.sums = {};
  const own = row(made, at, type, ...rest);
  at.sum = sum;
  at.sums = sums;
  delete own.units;
  return own;
}

function row(made, at, type, amount, fee, order, reason, source, wrong) {
  made.next += 1;
  if (wrong === true) amount = (type === 'charge' ? -1 : 1) * size(made);
  const net = amount - fee;
  at.sum += net;
  const sums = (at.sums[GROUPS[type] ?? 'adjustments'] ??= [0, 0]);
  sums[0] += amount;
  sums[1] += fee;
  const given = type === 'credit' || type === 'debit' ? 'adjustment' : TYPES[type]?.[1] ?? null;
  return {
    id: made.next, type, test: false, payout_id: at.id, payout_status: at.status ?? 'pending', currency: at.currency,
    amount: at.text(amount), fee: at.text(fee), net: at.text(net), source_id: made.next + 5, source_type: source ?? given,
    source_order_id: order?.id ?? null, source_order_transaction_id: order?.transaction ?? null, processed_at: moment(made, at),
    adjustment_order_transactions: null, adjustment_reason: reason ?? null, units: [amount, fee, net],
  };
}

/** Some days before the payout, now and then at the edge of a month; written in one offset or another. */
function moment(made, { day, kinds }) {
  const { chance, between, pick } = made.own;
  if (chance(0.12)) {
    const month = chance(0.5) ? Date.parse(`${day.slice(0, 7)}-01T04:00:00Z`) : Date.parse('2026-11-01T04:00:00Z');
    kinds.add('month edge');
    return written(month + pick([-1, 0, 1, 3599, 3600, 7200]) * 1000, pick([0, -4, -5, 9]));
  }
  return written(Date.parse(`${day}T14:00:00Z`) - between(0, 6 * 86_400) * 1000, pick([0, -4, -4, -5]));
}

function written(ms, hours) {
  const text = new Date(ms + hours * 3_600_000).toISOString().slice(0, 19);
  if (hours === 0) return `${text}Z`;
  return `${text}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
}

function orderOf(made, at) {
  if (made.own.chance(0.04)) {
    at.kinds.add('no order');
    return undefined;
  }
  made.next += 1;
  return { id: 5_000_000 + made.next, transaction: made.own.chance(0.1) ? null : 8_000_000 + made.next };
}

/** A payment: of an order of its own, or the next one of an order that there is. */
function sold(made, at) {
  const { chance, pick } = made.own;
  const known = made.orders.filter(({ currency }) => currency === at.currency);
  if (known.length > 0 && chance(0.15)) {
    made.next += 1;
    const order = { id: pick(known).order, transaction: 8_000_000 + made.next };
    const own = row(made, at, 'charge', size(made), 30, order);
    tender(made, at, order, own.units[0], undefined);
    return own;
  }
  const order = orderOf(made, at);
  const own = row(made, at, 'charge', size(made), made.own.between(0, 200), order);
  if (order === undefined) return own;
  const beside = breakdown(made, at, order, own.units[0], chance(0.7) ? 1 : 3);
  tender(made, at, order, own.units[0], beside);
  return own;
}

function paidBack(made, at) {
  const { chance, pick } = made.own;
  const known = made.orders.filter(({ currency }) => currency === at.currency);
  const order = known.length > 0 && chance(0.6) ? { id: pick(known).order, transaction: 8_000_000 + (made.next += 1) } : orderOf(made, at);
  const own = row(made, at, 'refund', -size(made), 0, order);
  if (order === undefined) return own;
  let beside = made.orders.find((one) => one.order === order.id);
  if (beside === undefined) beside = breakdown(made, at, order, size(made), 1);
  if (beside !== undefined && beside.refund === undefined && chance(0.8)) beside.refund = partsOf(made, at, own.units[0] * pick([1, 1, 2]));
  if (chance(0.6)) tender(made, at, order, own.units[0], beside);
  else {
    at.kinds.add('refund pending');
    if (!made.recorded.some((one) => one.order === order.id)) made.recorded.push({ order: order.id, transaction: 8_100_000 + made.next, sale: String(made.next), amount: '5', currency: at.currency });
  }
  return own;
}

/** Parts with signs that add up to a total. */
function partsOf(made, at, total) {
  const { chance, between, pick } = made.own;
  const sign = total < 0 ? -1 : 1;
  const own = Math.abs(total);
  const parts = [];
  let left = total;
  const put = (part, share, detail) => {
    const amount = Math.trunc((own * share) / 100) * sign;
    left -= amount;
    parts.push({ part, ...(detail === undefined ? {} : { detail }), amount: at.text(amount) });
  };
  put('tax', between(1, 9), pick(['0.06', '0.0825']));
  if (chance(0.4)) put('tax', between(1, 5), '0.01');
  if (chance(0.5)) put('discounts', -between(1, 30));
  if (chance(0.5)) put('shipping', between(1, 15));
  if (chance(0.3)) put('tips', between(1, 10));
  if (chance(0.15)) put('duties', between(1, 10));
  if (chance(0.1)) put('additional_fees', between(1, 4));
  if (chance(0.25)) {
    at.kinds.add('gift cards');
    put(pick(['gift_cards_sold', 'gift_cards_redeemed', 'store_credit']), pick([20, -20]));
  }
  if (chance(0.2)) {
    at.kinds.add('split gateways');
    put('other_gateways', -between(5, 40));
  }
  if (chance(0.1)) put('adjustments', between(-4, 4));
  parts.splice(between(0, parts.length), 0, { part: 'gross_sales', amount: at.text(left) });
  return parts;
}

function breakdown(made, at, order, total, times) {
  const { chance, pick, between } = made.own;
  if (!chance(0.8)) return undefined;
  if (made.known) at.kinds.add('breakdown');
  const one = { order: order.id, name: `#${order.id % 100_000}`, currency: at.currency };
  if (chance(0.9)) one.sale = partsOf(made, at, total * times);
  if (chance(0.5)) one.channel = pick(['web', 'pos', 'Über']);
  if (chance(0.1)) one.sold_before = at.text(between(0, total));
  if (chance(0.1)) one.refunded_before = at.text(-between(0, 100));
  if (chance(0.7)) one.placed_at = '2026-02-20T10:00:00Z';
  if (chance(0.04)) {
    at.kinds.add('before go-live');
    one.placed_at = '2026-01-15T04:59:59Z';
  }
  if (chance(0.04)) {
    at.kinds.add('deleted');
    one.deleted = true;
  }
  if (chance(0.1)) one.edited = true;
  if (chance(0.03)) {
    at.kinds.add('order in another currency');
    delete one.sold_before;
    delete one.refunded_before;
    one.currency = { USD: 'CAD', EUR: 'CAD', JPY: 'KRW', KWD: 'BHD' }[at.currency];
  }
  made.orders.push(one);
  return one;
}

/** What Lightspeed has of it. */
function tender(made, at, order, amount, beside) {
  const { chance, pick } = made.own;
  const base = { order: order.id, sale: String(10_000 + made.next), currency: at.currency };
  if (order.transaction !== null && chance(0.8)) base.transaction = order.transaction;
  const put = (units, more) => made.recorded.push({ ...base, ...more, amount: at.text(units) });
  const how = pick(['matched', 'matched', 'matched', 'matched', 'matched', 'matched', 'matched', 'two sales', 'other currency', 'rounding', 'more', 'less', 'edit', 'missing', 'unknown']);
  if (made.reconciled) at.kinds.add(`tender ${how}`);
  if (how === 'unknown') {
    made.recorded.push({ order: order.id, sale: base.sale, ...(chance(0.5) ? { transaction: order.transaction ?? undefined } : {}) });
    return undefined;
  }
  if (how === 'matched') return put(amount);
  if (how === 'two sales') {
    put(amount - Math.trunc(amount / 3));
    return put(Math.trunc(amount / 3), { sale: String(20_000 + made.next) });
  }
  if (how === 'other currency') return made.recorded.push({ ...base, currency: at.currency === 'EUR' ? 'USD' : 'EUR', amount: '12' });
  if (how === 'rounding') return put(amount + (amount < 0 ? -1 : pick([1, -1])));
  if (how === 'more') return put(amount * 2 + (amount < 0 ? -3 : 3));
  if (how === 'less') return put(Math.trunc(amount / 2));
  if (how === 'edit') {
    if (beside !== undefined) beside.edited = true;
    return put(amount + 100);
  }
}

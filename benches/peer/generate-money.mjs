// The transactions of a made order, and the status Shopify gives its money.

import { print } from './amounts.mjs';

/** Status and transactions for what is due; refunds of money come off what was paid before. */
export function moneyOf(g, config, context, totals, refunds) {
  const { chance, pick } = g.random;
  const { due } = totals;
  const back = Math.max(refunds.money, 0);
  g.order.financial_status = refunds.list.length > 0 ? 'partially_refunded' : 'paid';
  if (due <= 0 && refunds.list.length > 0) g.order.financial_status = 'refunded';
  const payable = Math.max(due, 0);
  const kind = g.pos || payable === 0 ? 'paid' : pick(['paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'less', 'authorized', 'pending']);
  const list = [];
  const graphql = chance(0.35);
  const add = (fields) => {
    const one = { id: g.id(), gateway: 'shopify_payments', status: 'success', parent: null, rounding: 0, manual: false, ...fields };
    list.push(one);
    return one;
  };
  if (kind === 'paid') paid(g, add, payable + back, back, totals);
  if (kind === 'less') {
    g.order.financial_status = 'partially_paid';
    if (payable > 1) add({ kind: 'sale', amount: Math.ceil(payable / 3) });
    g.features.add('partly paid');
  }
  if (kind === 'authorized') {
    g.order.financial_status = 'authorized';
    add({ kind: 'authorization', amount: payable });
    g.features.add('authorized');
  }
  if (kind === 'pending') {
    g.order.financial_status = 'pending';
    if (chance(0.3)) add({ kind: 'sale', amount: payable, status: 'pending', gateway: 'manual' });
    g.features.add('pending');
  }
  if (chance(0.05)) add({ kind: 'sale', amount: payable, status: pick(['failure', 'error']) });
  const absent = (kind === 'authorized' || kind === 'pending' || due === 0) && chance(0.2);
  if (!absent) context.transactions = list.map((one) => (graphql ? asGraphql(g, one) : asRest(g, one)));
  if (kind === 'paid' && !g.x && payable > 0 && chance(0.05) && config.outlets.length === 1 && context.customer !== undefined) {
    const kept = g.order.line_items.filter(({ current_quantity: current, variant_id: variant }) => current !== 0 && variant !== null);
    context.reserved = kept.filter(() => chance(0.8)).map(({ id }, at) => ({ line: `gid://shopify/LineItem/${id}`, sale_line: String(4700 + at) }));
    if (context.reserved.length > 0) g.features.add('reserved before');
  }
}

/** One to three payments of `sum`, less `back`. */
function paid(g, add, sum, back, totals) {
  const { chance, between, pick } = g.random;
  if (sum === 0) return;
  const cash = g.pos && (totals.cash !== 0 || chance(0.3));
  const amounts = [];
  let left = sum;
  while (amounts.length < 2 && left > 1 && chance(0.25)) {
    const part = between(1, left - 1);
    amounts.push(part);
    left -= part;
  }
  amounts.push(left);
  if (amounts.length > 1) g.features.add('several tenders');
  const payments = amounts.map((amount, at) => {
    const gateway = cash ? 'cash' : pick(at === 0 ? ['shopify_payments', 'shopify_payments', 'paypal', 'Cash on Delivery (COD)'] : ['gift_card', 'shopify_store_credit', 'shopify_payments']);
    if (gateway !== 'shopify_payments') g.features.add(gateway === 'Cash on Delivery (COD)' ? 'manual gateway' : gateway);
    if (gateway === 'shopify_payments' && chance(0.3)) {
      const promise = add({ kind: 'authorization', amount });
      return add({ kind: 'capture', amount, parent: promise.id });
    }
    return add({ kind: 'sale', amount, gateway, manual: gateway === 'Cash on Delivery (COD)' });
  });
  if (cash && chance(0.4)) {
    const change = between(1, 500);
    const [first] = payments;
    first.taken = first.amount;
    first.amount += change;
    add({ kind: 'change', amount: change, gateway: 'cash', parent: chance(0.5) ? first.id : null });
    g.features.add('change');
  }
  // The amount before it was rounded, and by what: only both together are what was taken.
  if (totals.cash !== 0) {
    const [first] = payments;
    first.taken ??= first.amount;
    if (chance(0.5) && first.amount - totals.cash > 0) first.amount -= totals.cash;
    first.rounding = totals.cash;
  }
  refund(g, add, payments, back);
}

function refund(g, add, payments, back) {
  const { chance } = g.random;
  let open = back;
  for (const payment of payments) {
    if (open === 0) break;
    const part = Math.min(open, payment.taken ?? payment.amount);
    if (part <= 0) continue;
    add({ kind: 'refund', amount: part, gateway: payment.gateway, parent: chance(0.8) ? payment.id : null });
    open -= part;
    g.features.add('money refunded');
  }
}

function asRest(g, one) {
  return {
    id: one.id, admin_graphql_api_id: `gid://shopify/OrderTransaction/${one.id}`, kind: one.kind, status: one.status,
    gateway: one.gateway, amount: print(one.amount, g.digits), currency: g.currency, parent_id: one.parent, test: false,
    amount_rounding: one.rounding === 0 ? null : print(one.rounding, g.digits), manual_payment_gateway: one.manual,
  };
}

function asGraphql(g, one) {
  const money = (amount) => ({
    shopMoney: { amount: g.money(amount), currencyCode: g.shopCurrency },
    presentmentMoney: { amount: print(amount, g.digits), currencyCode: g.currency },
  });
  return {
    id: `gid://shopify/OrderTransaction/${one.id}`, kind: one.kind.toUpperCase(), status: one.status.toUpperCase(), gateway: one.gateway,
    amountSet: money(one.amount), amountRoundingSet: one.rounding === 0 ? null : money(one.rounding), manualPaymentGateway: one.manual,
    parentTransaction: one.parent === null ? null : { id: `gid://shopify/OrderTransaction/${one.parent}` }, test: false,
  };
}

/** What makes a valid order a wrong one: the code both programs must come to. */
export const MUTATIONS = {
  'wrong total': (one) => up(one.order, 'current_total_price'),
  'wrong tax': (one) => up(one.order, 'current_total_tax'),
  'wrong payment': ({ context }) => {
    const payment = context.transactions?.find(({ kind, status }) => /sale|capture/i.test(kind) && /success/i.test(status));
    if (payment === undefined) return false;
    const money = payment.amountSet?.presentmentMoney ?? payment;
    money.amount = more(money.amount);
    return true;
  },
  'unknown financial status': ({ order }) => Boolean((order.financial_status = 'settled')),
  'third currency': ({ context }) => {
    const payment = context.transactions?.find(({ kind, status }) => /sale|capture/i.test(kind) && /success/i.test(status));
    if (payment === undefined) return false;
    if (payment.amountSet === undefined) payment.currency = 'SEK';
    else payment.amountSet.presentmentMoney.currencyCode = 'SEK';
    return true;
  },
  'other shop currency': ({ config }) => Boolean((config.currency = config.currency === 'NOK' ? 'SEK' : 'NOK')),
  'unknown kind': ({ context }) => Boolean(context.transactions?.[0] && (context.transactions[0].kind = 'novelty')),
  'unknown status': ({ context }) => Boolean(context.transactions?.[0] && (context.transactions[0].status = 'unknown')),
  'refund pending': ({ context }) => Boolean(context.transactions?.push({
    id: 990001, kind: 'refund', status: 'pending', gateway: 'shopify_payments', amount: '1', currency: null, parent_id: null,
  })),
  'refund through a gateway that took nothing': ({ order, context }) => Boolean(context.transactions?.push({
    id: 990002, kind: 'refund', status: 'success', gateway: 'klarna', amount: '1', currency: order.presentment_currency, parent_id: null,
  })),
  'a refund that says no currency': ({ context }) => Boolean(context.transactions?.push({
    id: 990005, kind: 'refund', status: 'success', gateway: 'shopify_payments', amount: '0', currency: null, parent_id: null,
  })),
  'refund of an unknown line': ({ order }) => Boolean(order.refunds.push({
    id: 990003, refund_line_items: [{ id: 1, line_item_id: 4242, quantity: 1, subtotal: 0, subtotal_set: zero(order), total_tax: 0, total_tax_set: zero(order) }],
  })),
  'a payment told twice': ({ context }) => Boolean(context.transactions?.[0] && context.transactions.push(structuredClone(context.transactions[0]))),
  cancelled: ({ order }) => Boolean((order.cancelled_at = '2026-11-21T10:00:00Z')),
  voided: ({ order }) => Boolean((order.financial_status = 'voided')),
  expired: ({ order }) => Boolean((order.financial_status = 'expired')),
  'estimated taxes': ({ order }) => (order.estimated_taxes = true),
  'a foreign tip on no line': ({ order }) => {
    if (order.currency === order.presentment_currency || Number(order.total_tip_received) > 0) return false;
    order.total_tip_received = '2';
    return true;
  },
  'transactions missing': ({ context }) => delete context.transactions,
  'two outlets claim the units': ({ order, config, context }) => {
    if (config.outlets.length < 2 || order.source_name === 'pos') return false;
    const entries = (order.line_items ?? []).map(({ id, quantity }) => ({ line_item_id: id, quantity: quantity + 1, inventory_item_id: 1 }));
    context.fulfillment_orders = config.locations.slice(0, 2).map(({ id }, at) => ({
      id: 990004 + at, status: 'open', assigned_location_id: Number(id.slice(23)), delivery_method: null, line_items: entries,
    }));
    return true;
  },
};

const zero = ({ currency, presentment_currency: presentment }) => ({
  shop_money: { amount: '0', currency_code: currency }, presentment_money: { amount: '0', currency_code: presentment },
});

const more = (amount) => amount.replace(/^-?\d+/, (whole) => String(Number(whole) + 1));

function up(order, name) {
  const bag = order[`${name}_set`];
  if (bag === undefined) return false;
  order[name] = more(order[name]);
  bag.presentment_money.amount = more(bag.presentment_money.amount);
  return true;
}

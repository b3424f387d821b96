// The parts of an order with big.js: parts.mjs in the numbers that most who write such a mapping
// would take.

import { createRequire } from 'node:module';
import { idOf, keyOf, own, rateOf } from './tenant.mjs';

/** It is a package of js-host, beside which this folder has none of its own. */
export const Big = createRequire(new URL('../../js-host/package.json', import.meta.url))('big.js');

const NONE = [];
export const ZERO = new Big(0);
export const sum = (list) => list.reduce((total, one) => total.plus(one), ZERO);
const read = (m, plain, bag) => new Big(m.foreign ? bag.presentment_money.amount : plain);
const inBag = (bag) => (bag == null ? ZERO : new Big(bag.presentment_money.amount));
const inShop = (bag) => (bag == null ? ZERO : new Big(bag.shop_money.amount));
const smaller = (left, right) => (left.lt(right) ? left : right);

/** `total` over `weights` by largest remainder of `digits` decimals. */
export function shareBig(total, weights, digits) {
  if (total.lt(0)) return shareBig(total.times(-1), weights, digits).map((part) => part.times(-1));
  const whole = sum(weights);
  if (whole.eq(0)) return weights.map(() => ZERO);
  const unit = new Big(10).pow(-digits);
  const parts = weights.map((weight) => total.times(weight).div(whole).round(digits, Big.roundDown));
  const rests = weights.map((weight, at) => total.times(weight).minus(parts[at].times(whole)));
  for (let left = total.minus(sum(parts)); left.gt(0); left = left.minus(unit)) {
    const first = rests.reduce((best, rest, at) => (rest.gt(rests[best]) ? at : best), 0);
    parts[first] = parts[first].plus(unit);
    rests[first] = new Big(-1);
  }
  return parts;
}

function part(source, id, item, price, quantity, amount) {
  return {
    source, id, item, price, quantity, amount, channel: ZERO,
    taxes: NONE, rates: NONE, key: 0, line: undefined, note: undefined, gift: false,
  };
}

const plain = (name, item, amount) => part(name, 0, item, amount, 1, amount);

function taxed(m, to, lines, amounts) {
  lines.forEach((tax, at) => {
    const rate = rateOf(tax.rate ?? 0);
    if (tax.channel_liable === true) {
      to.channel = to.channel.plus(amounts[at]);
      if (m.contained) to.amount = to.amount.minus(amounts[at]);
    } else if (rate !== 0 || !read(m, tax.price, tax.price_set).eq(0)) {
      to.taxes = [...to.taxes, amounts[at]];
      to.rates = [...to.rates, rate];
    }
  });
  if (to.rates.length > 0) to.key = keyOf(to.rates);
}

const taxAmounts = (m, lines) => lines.map(({ price, price_set: bag }) => read(m, price, bag));
const off = (m, list) => sum((list ?? NONE).map((entry) => read(m, entry.amount, entry.amount_set)));

function refundsBig(m, order) {
  const refunds = { lines: new Map(), shipping: new Map(), shippingTax: ZERO, unnamed: ZERO, adjustment: ZERO, shopAdjustment: ZERO };
  for (const refund of order.refunds ?? NONE) {
    for (const entry of refund.refund_line_items ?? NONE) {
      const id = idOf(entry.line_item_id);
      const gone = refunds.lines.get(id) ?? { units: 0, subtotal: ZERO, tax: ZERO };
      refunds.lines.set(id, {
        units: gone.units + entry.quantity,
        subtotal: gone.subtotal.plus(read(m, entry.subtotal, entry.subtotal_set)),
        tax: gone.tax.plus(read(m, entry.total_tax, entry.total_tax_set)),
      });
    }
    const shipping = refund.refund_shipping_lines ?? NONE;
    for (const entry of shipping) {
      const id = idOf(entry.shipping_line_id);
      refunds.shipping.set(id, (refunds.shipping.get(id) ?? ZERO).plus(inBag(entry.subtotal_amount_set)));
      refunds.shippingTax = refunds.shippingTax.plus(inBag(entry.tax_amount_set));
    }
    const said = shipping.some((entry) => entry.tax_amount_set != null);
    for (const entry of refund.order_adjustments ?? NONE) {
      const amount = read(m, entry.amount, entry.amount_set);
      const tax = read(m, entry.tax_amount, entry.tax_amount_set);
      if (entry.kind !== 'shipping_refund' && entry.reason !== 'Shipping refund') {
        refunds.adjustment = refunds.adjustment.plus(amount).plus(tax);
        const shop = m.foreign ? inShop(entry.amount_set).plus(inShop(entry.tax_amount_set)) : amount.plus(tax);
        refunds.shopAdjustment = refunds.shopAdjustment.plus(shop);
        continue;
      }
      if (shipping.length === 0) refunds.unnamed = refunds.unnamed.minus(amount);
      if (!said) refunds.shippingTax = refunds.shippingTax.minus(tax);
    }
  }
  return refunds;
}

function linePart(m, item, refunds) {
  const id = idOf(own(item));
  const { quantity } = item;
  const gone = refunds.lines.get(id) ?? refunds.lines.get(item.id);
  const current = item.current_quantity ?? quantity - (gone?.units ?? 0);
  if (current === 0) return undefined;
  const price = read(m, item.price, item.price_set);
  let amount = price.times(quantity).minus(off(m, item.discount_allocations));
  const lines = item.tax_lines ?? NONE;
  let taxes = taxAmounts(m, lines);
  if (current !== quantity && gone?.units === quantity - current) {
    amount = amount.minus(gone.subtotal);
    taxes = shareBig(sum(taxes).minus(gone.tax), taxes, m.digits);
  } else if (current !== quantity) {
    const weights = [current, quantity - current];
    amount = shareBig(amount, weights, m.digits)[0];
    taxes = taxes.map((tax) => shareBig(tax, weights, m.digits)[0]);
  }
  const to = part(`line/${own(item)}`, id, undefined, price, current, amount);
  to.line = item;
  taxed(m, to, lines, taxes);
  if (m.foreign) to.shopPrice = inShop(item.price_set);
  return to;
}

function shippingPart(m, item, refunds) {
  if (item.is_removed === true) return undefined;
  const price = read(m, item.price, item.price_set);
  let amount = price;
  if ((item.discount_allocations ?? NONE).length > 0) amount = price.minus(off(m, item.discount_allocations));
  else if (item.discounted_price != null || item.discounted_price_set != null) amount = read(m, item.discounted_price, item.discounted_price_set);
  const lines = item.tax_lines ?? NONE;
  let taxes = taxAmounts(m, lines);
  const named = refunds.shipping.get(idOf(item.id)) ?? ZERO;
  const unnamed = smaller(refunds.unnamed, amount.minus(named));
  if (!named.eq(0) || !unnamed.eq(0)) {
    amount = amount.minus(named).minus(unnamed);
    refunds.unnamed = refunds.unnamed.minus(unnamed);
    const whole = sum(taxes);
    const tax = smaller(whole, refunds.shippingTax);
    refunds.shippingTax = refunds.shippingTax.minus(tax);
    if (m.contained) amount = amount.minus(tax);
    if (!tax.eq(0)) taxes = shareBig(whole.minus(tax), taxes, m.digits);
  }
  if (amount.eq(0)) return undefined;
  const to = part(`shipping/${own(item)}`, 0, m.helpers.shipping, price, 1, amount);
  if (item.title) to.note = m.tidy(item.title);
  taxed(m, to, lines, taxes);
  return to;
}

const isTip = (item) => item.variant_id == null && item.product_id == null && item.gift_card !== true && item.title?.trim().toLowerCase() === 'tip';

/** The parts, proved against the order's own figures; or the code of what is wrong with them. */
export function partsBig(m, order) {
  const refunds = refundsBig(m, order);
  const parts = [];
  const tipped = new Big(order.total_tip_received ?? 0);
  const tip = (item) => !tipped.eq(0) && isTip(item);
  let tips = ZERO;
  for (const item of order.line_items) {
    const one = linePart(m, item, refunds);
    if (one === undefined) continue;
    one.gift = item.gift_card === true;
    if (tip(item)) tips = tips.plus(one.amount);
    else parts.push(one);
  }
  const ids = new Set(order.line_items.flatMap((item) => [item.id, idOf(own(item))]));
  if ([...refunds.lines.keys()].some((id) => !ids.has(id))) return { code: 'REFUND_LINE_UNKNOWN' };
  parts.push(...(order.shipping_lines ?? NONE).map((item) => shippingPart(m, item, refunds)).filter((one) => one !== undefined));
  if (m.foreign && !tipped.eq(0) && !order.line_items.some(tip)) return { code: 'ORDER_NOT_MAPPED' };
  if (!m.foreign && tips.lt(tipped)) tips = tipped;
  const add = (name, amount) => {
    const one = plain(name, m.helpers[name], amount);
    if (!amount.eq(0)) parts.push(one);
    return one;
  };
  add('tip', tips);
  if (order.duties_included !== true) {
    const duty = add('duty', inBag(order.current_total_duties_set ?? order.original_total_duties_set));
    for (const { tax_lines: lines = NONE } of order.line_items.flatMap(({ duties }) => duties ?? NONE)) taxed(m, duty, lines, taxAmounts(m, lines));
    if (duty.rates.length > 1) duty.key = keyOf((duty.rates = [...new Set(duty.rates)]));
  }
  add('fee', inBag(order.current_total_additional_fees_set ?? order.original_total_additional_fees_set));
  add('refund', refunds.adjustment);
  const channel = sum(parts.map((one) => one.channel));
  add('channel_tax', channel);
  return prove(m, order, parts, channel, refunds);
}

function prove(m, order, parts, channel, refunds) {
  const taxes = sum(parts.flatMap((one) => one.taxes));
  const total = sum(parts.map(({ amount }) => amount)).plus(m.contained ? ZERO : taxes);
  const figure = (now, first) => {
    const name = order[now] != null || order[`${now}_set`] != null ? now : first;
    return { amount: read(m, order[name], order[`${name}_set`]), bag: order[`${name}_set`] };
  };
  const stated = figure('current_total_price', 'total_price');
  const statedTax = figure('current_total_tax', 'total_tax');
  const apart = stated.amount.eq(total.minus(refunds.adjustment));
  if (!statedTax.amount.eq(taxes.plus(channel)) || !(apart || stated.amount.eq(total))) return { code: 'ORDER_TOTALS_DISAGREE' };
  if (m.foreign) m.convert = () => intoShop(m, parts, inShop(stated.bag).minus(apart ? ZERO : refunds.shopAdjustment), inShop(statedTax.bag), channel, refunds);
  return { parts, total };
}

export function cashBig(m, order) {
  const paid = order.total_cash_rounding_payment_adjustment_set;
  const back = order.total_cash_rounding_refund_adjustment_set;
  const amount = inBag(paid).minus(inBag(back));
  return { amount, part: plain('cash_rounding', m.helpers.rounding, m.foreign ? inShop(paid).minus(inShop(back)) : amount) };
}

function intoShop(m, parts, total, tax, channel, refunds) {
  const own = (one) => one.source !== 'refund' && one.source !== 'channel_tax';
  const nets = parts.map((one) => (own(one) ? one.amount.minus(m.contained ? sum(one.taxes) : ZERO) : ZERO));
  const nothing = (list) => list.every((one) => one.eq(0));
  const net = total.minus(tax);
  const levied = parts.flatMap((one) => (one.source === 'channel_tax' ? [channel] : one.taxes));
  if ((!net.eq(0) && nothing(nets)) || (!tax.eq(0) && nothing(levied))) return false;
  const netShares = shareBig(net, nets, m.shopDigits);
  const taxShares = shareBig(tax, levied, m.shopDigits);
  let at = 0;
  parts.forEach((one, index) => {
    if (one.source === 'refund') {
      one.amount = refunds.shopAdjustment;
    } else if (one.source === 'channel_tax') {
      one.amount = taxShares[at];
      at += 1;
    } else {
      one.taxes = one.taxes.map((_, place) => taxShares[at + place]);
      at += one.taxes.length;
      one.amount = netShares[index].plus(m.contained ? sum(one.taxes) : ZERO);
    }
    one.price = one.shopPrice ?? one.amount;
  });
  return true;
}

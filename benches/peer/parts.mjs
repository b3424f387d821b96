// The parts of an order as it is now: lines, shipping, tip, duties, fees, adjustments.

import { share, units } from './amounts.mjs';
import { idOf, keyOf, own, rateOf } from './tenant.mjs';

const NONE = [];

/** An amount in the presentment currency, from the plain field or its bag. */
function read(m, plain, bag) {
  return units(m.foreign ? bag.presentment_money.amount : plain, m.digits);
}

const inBag = (m, bag) => (bag == null ? 0 : units(bag.presentment_money.amount, m.digits));
const inShop = (m, bag, digits) => (bag == null ? 0 : units(bag.shop_money.amount, digits));

function part(source, id, item, price, quantity, amount) {
  return {
    source, id, item, price, shopPrice: price, quantity, amount, channel: 0,
    taxes: NONE, rates: NONE, key: 0, line: undefined, note: undefined, gift: false,
  };
}

/** Takes the taxes in; a tax of rate and amount zero is none, a channel's stands on its own. */
function taxed(m, to, lines, amounts) {
  for (let at = 0; at < lines.length; at += 1) {
    const rate = rateOf(lines[at].rate ?? 0);
    const amount = amounts[at];
    if (lines[at].channel_liable === true) {
      to.channel += amount;
      if (m.contained) to.amount -= amount;
    } else if (rate !== 0 || read(m, lines[at].price, lines[at].price_set) !== 0) {
      if (to.taxes === NONE) {
        to.taxes = [];
        to.rates = [];
      }
      to.taxes.push(amount);
      to.rates.push(rate);
    }
  }
  if (to.rates.length > 0) to.key = keyOf(to.rates);
}

function taxAmounts(m, lines) {
  const amounts = [];
  for (const { price, price_set: bag } of lines) amounts.push(read(m, price, bag));
  return amounts;
}

/** Everything refunds and edits took, by line; or undefined when one names a line that is not there. */
export function refundsOf(m, order) {
  const refunds = { lines: new Map(), shipping: new Map(), shippingTax: 0, unnamed: 0, adjustment: 0, shopAdjustment: 0 };
  for (const refund of order.refunds ?? NONE) {
    for (const entry of refund.refund_line_items ?? NONE) {
      const id = idOf(entry.line_item_id);
      const gone = refunds.lines.get(id) ?? { units: 0, subtotal: 0, tax: 0 };
      gone.units += entry.quantity;
      gone.subtotal += read(m, entry.subtotal, entry.subtotal_set);
      gone.tax += read(m, entry.total_tax, entry.total_tax_set);
      refunds.lines.set(id, gone);
    }
    const shipping = refund.refund_shipping_lines ?? NONE;
    let said = false;
    for (const entry of shipping) {
      const id = idOf(entry.shipping_line_id);
      refunds.shipping.set(id, (refunds.shipping.get(id) ?? 0) + inBag(m, entry.subtotal_amount_set));
      if (entry.tax_amount_set != null) said = true;
      refunds.shippingTax += inBag(m, entry.tax_amount_set);
    }
    for (const entry of refund.order_adjustments ?? NONE) {
      const amount = read(m, entry.amount, entry.amount_set);
      const tax = read(m, entry.tax_amount, entry.tax_amount_set);
      if (entry.kind !== 'shipping_refund' && entry.reason !== 'Shipping refund') {
        refunds.adjustment += amount + tax;
        refunds.shopAdjustment += m.foreign
          ? inShop(m, entry.amount_set, m.shopDigits) + inShop(m, entry.tax_amount_set, m.shopDigits) : amount + tax;
      } else if (shipping.length === 0) {
        refunds.unnamed -= amount;
        refunds.shippingTax -= tax;
      } else if (!said) {
        refunds.shippingTax -= tax;
      }
    }
  }
  return refunds;
}

/** A line that has units; undefined when none are left. */
function linePart(m, item, refunds) {
  const id = idOf(own(item));
  const { quantity } = item;
  const gone = refunds.lines.size === 0 ? undefined : refunds.lines.get(id) ?? refunds.lines.get(item.id);
  const current = item.current_quantity ?? quantity - (gone?.units ?? 0);
  if (current === 0) return undefined;
  const price = read(m, item.price, item.price_set);
  let amount = price * quantity;
  for (const entry of item.discount_allocations ?? NONE) amount -= read(m, entry.amount, entry.amount_set);
  const lines = item.tax_lines ?? NONE;
  let taxes = taxAmounts(m, lines);
  if (current !== quantity) {
    if (gone?.units === quantity - current) {
      amount -= gone.subtotal;
      let tax = -gone.tax;
      for (const one of taxes) tax += one;
      taxes = tax === 0 ? taxes.map(() => 0) : share(tax, taxes);
    } else {
      const weights = [current, quantity - current];
      amount = share(amount, weights)[0];
      taxes = taxes.map((tax) => share(tax, weights)[0]);
    }
  }
  const to = part(`line/${own(item)}`, id, undefined, price, current, amount);
  to.line = item;
  taxed(m, to, lines, taxes);
  if (m.foreign) to.shopPrice = inShop(m, item.price_set, m.shopDigits);
  return to;
}

function shippingPart(m, item, refunds) {
  if (item.is_removed === true) return undefined;
  const price = read(m, item.price, item.price_set);
  let amount = price;
  const allocations = item.discount_allocations ?? NONE;
  if (allocations.length > 0) {
    for (const entry of allocations) amount -= read(m, entry.amount, entry.amount_set);
  } else if (item.discounted_price != null || item.discounted_price_set != null) {
    amount = read(m, item.discounted_price, item.discounted_price_set);
  }
  const lines = item.tax_lines ?? NONE;
  let taxes = taxAmounts(m, lines);
  const id = idOf(item.id);
  const named = refunds.shipping.get(id) ?? 0;
  const unnamed = Math.min(refunds.unnamed, amount - named);
  if (named !== 0 || unnamed !== 0) {
    amount -= named + unnamed;
    refunds.unnamed -= unnamed;
    let whole = 0;
    for (const one of taxes) whole += one;
    const tax = Math.min(whole, refunds.shippingTax);
    refunds.shippingTax -= tax;
    // Shipping is refunded without its tax, whatever prices contain.
    if (m.contained) amount -= tax;
    if (tax !== 0) taxes = share(whole - tax, taxes);
  }
  if (amount === 0) return undefined;
  const to = part(`shipping/${own(item)}`, 0, m.helpers.shipping, price, 1, amount);
  if (item.title) to.note = m.tidy(item.title);
  taxed(m, to, lines, taxes);
  return to;
}

function plain(name, item, amount) {
  return part(name, 0, item, amount, 1, amount);
}

const isTip = (item) => item.variant_id == null && item.product_id == null && item.gift_card !== true && item.title?.trim().toLowerCase() === 'tip';

/** The parts that have amounts, in the order they stand in a sale; a code when one cannot be. */
export function partsOf(m, order, refunds) {
  const parts = [];
  const tipped = order.total_tip_received == null ? 0 : units(order.total_tip_received, m.shopDigits);
  let tips = 0;
  let tipLine = false;
  let duties = NONE;
  let known = 0;
  for (const item of order.line_items) {
    if (refunds.lines.size > 0 && (refunds.lines.has(item.id) || refunds.lines.has(idOf(own(item))))) known += 1;
    const one = linePart(m, item, refunds);
    if (item.duties?.length > 0) duties = duties.concat(item.duties);
    if (tipped !== 0 && isTip(item)) tipLine = true;
    if (one === undefined) continue;
    if (tipped !== 0 && isTip(item)) {
      tips += one.amount;
      continue;
    }
    if (item.gift_card === true) one.gift = true;
    parts.push(one);
  }
  if (known < refunds.lines.size) return { code: 'REFUND_LINE_UNKNOWN' };
  for (const item of order.shipping_lines ?? NONE) {
    const one = shippingPart(m, item, refunds);
    if (one !== undefined) parts.push(one);
  }
  if (m.foreign && tipped !== 0 && !tipLine) return { code: 'ORDER_NOT_MAPPED' };
  if (!m.foreign) tips = Math.max(tips, tipped);
  if (tips !== 0) parts.push(plain('tip', m.helpers.tip, tips));
  if (order.duties_included !== true) {
    const duty = inBag(m, order.current_total_duties_set ?? order.original_total_duties_set);
    if (duty !== 0) parts.push(dutyPart(m, duty, duties));
  }
  const fee = inBag(m, order.current_total_additional_fees_set ?? order.original_total_additional_fees_set);
  if (fee !== 0) parts.push(plain('fee', m.helpers.fee, fee));
  if (refunds.adjustment !== 0) parts.push(plain('refund', m.helpers.refund, refunds.adjustment));
  let channel = 0;
  for (const one of parts) channel += one.channel;
  if (channel !== 0) parts.push(plain('channel_tax', m.helpers.channel_tax, channel));
  return { code: undefined, parts, channel };
}

function dutyPart(m, amount, duties) {
  const to = plain('duty', m.helpers.duty, amount);
  for (const { tax_lines: lines = NONE } of duties) taxed(m, to, lines, taxAmounts(m, lines));
  if (to.rates.length > 1) to.key = keyOf(to.rates = [...new Set(to.rates)]);
  return to;
}

/** What cash was rounded by. */
export function cashOf(m, order) {
  const paid = order.total_cash_rounding_payment_adjustment_set;
  const back = order.total_cash_rounding_refund_adjustment_set;
  const amount = inBag(m, paid) - inBag(m, back);
  if (amount === 0) return { amount, part: undefined };
  const shop = m.foreign ? inShop(m, paid, m.shopDigits) - inShop(m, back, m.shopDigits) : amount;
  return { amount, part: plain('cash_rounding', m.helpers.rounding, shop) };
}

/** Proves the parts against the order's own figures; what the order says, or a code. */
export function prove(m, order, parts, channel, adjustment) {
  let total = 0;
  let tax = channel;
  for (const one of parts) {
    total += one.amount;
    let own = 0;
    for (const amount of one.taxes) own += amount;
    tax += own;
    if (!m.contained) total += own;
  }
  const now = order.current_total_price != null || order.current_total_price_set != null;
  const stated = now ? read(m, order.current_total_price, order.current_total_price_set) : read(m, order.total_price, order.total_price_set);
  const nowTax = order.current_total_tax != null || order.current_total_tax_set != null;
  const statedTax = nowTax ? read(m, order.current_total_tax, order.current_total_tax_set) : read(m, order.total_tax, order.total_tax_set);
  if (statedTax !== tax || (stated !== total && stated !== total - adjustment)) return undefined;
  return {
    total,
    // Whether the stated total has the adjustments in it: then shop money does too.
    within: adjustment !== 0 && stated === total,
    totalBag: now ? order.current_total_price_set : order.total_price_set,
    taxBag: nowTax ? order.current_total_tax_set : order.total_tax_set,
  };
}

const nothing = (list) => list.every((one) => one === 0);

/**
 * Shares the shop's figures over the parts: net amounts and taxes apart, by largest remainder.
 * Says whether there is something to share them over.
 */
export function intoShop(m, parts, proof, refunds, channel) {
  const digits = m.shopDigits;
  const shopTax = inShop(m, proof.taxBag, digits);
  const net = inShop(m, proof.totalBag, digits) - shopTax - (proof.within ? refunds.shopAdjustment : 0);
  const nets = [];
  const taxes = [];
  for (const one of parts) {
    if (one.source === 'refund') {
      nets.push(0);
    } else if (one.source === 'channel_tax') {
      nets.push(0);
      taxes.push(channel);
    } else {
      let own = 0;
      for (const amount of one.taxes) own += amount;
      nets.push(m.contained ? one.amount - own : one.amount);
      taxes.push(...one.taxes);
    }
  }
  if ((net !== 0 && nothing(nets)) || (shopTax !== 0 && nothing(taxes))) return false;
  const netShares = share(net, nets);
  const taxShares = share(shopTax, taxes);
  let at = 0;
  for (let index = 0; index < parts.length; index += 1) {
    const one = parts[index];
    if (one.source === 'refund') {
      one.amount = refunds.shopAdjustment;
    } else if (one.source === 'channel_tax') {
      one.amount = taxShares[at];
      at += 1;
    } else {
      let own = 0;
      for (let tax = 0; tax < one.taxes.length; tax += 1, at += 1) {
        one.taxes[tax] = taxShares[at];
        own += taxShares[at];
      }
      one.amount = netShares[index] + (m.contained ? own : 0);
    }
    if (one.id === 0) one.shopPrice = one.amount;
    one.price = one.shopPrice;
  }
  return true;
}

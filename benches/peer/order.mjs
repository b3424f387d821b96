// What a careful, fast hand would write instead of `order.to_sale`, from docs/orders.md alone:
// whole minor units in plain numbers, no classes, one pass over the lines. The bench measures the
// module against it, and js-host/test/peer.test.ts holds it to every golden and to thousands of
// made orders: a second opinion on every figure and every body.
//
// It names no places, explains nothing, and throws on input that is no order.

import { POWERS, bigRatio, print, ratio, share } from './amounts.mjs';
import { paymentsOf, settle, tendersOf } from './money.mjs';
import { cashOf, intoShop, partsOf, prove, refundsOf } from './parts.mjs';
import { PLAIN, blankLine, blocked, categoryOf, moneyOf, passedOver, salesOf, skipped } from './sales.mjs';
import { WHOLE_RATE, matchesOf } from './tenant.mjs';

export { tenant } from './tenant.mjs';

const UNIT_DIGITS = 5;
const TOTAL_DIGITS = 2;
const UNIT_TO_TOTAL = POWERS[UNIT_DIGITS - TOTAL_DIGITS];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes to bytes, as the module's own door. */
export function orderToSaleBytes(of, context, order) {
  return encoder.encode(orderToSale(of, decoder.decode(context), decoder.decode(order)));
}

/** One order and what stands beside it, both as JSON text, to its sales, as JSON text. */
export function orderToSale(of, contextText, orderText) {
  return JSON.stringify(decide(of, JSON.parse(contextText), JSON.parse(orderText)));
}

/** The same from objects to an object. */
export function decide(of, context, order) {
  const passed = passedOver(of, order);
  if (passed !== undefined) return passed;
  const m = moneyOf(of, order);
  if (order.cancelled_at != null) return cancelled(context, m);
  const refunds = refundsOf(m, order);
  const { code, parts, channel } = partsOf(m, order, refunds);
  if (code !== undefined) return blocked([code]);
  const proof = prove(m, order, parts, channel, refunds.adjustment);
  if (proof === undefined) return blocked(['ORDER_TOTALS_DISAGREE']);

  const cash = cashOf(m, order);
  const settled = settle(order, context.transactions, proof.total + cash.amount, m);
  if (parts.length === 0 && settled.money === 0) return skipped('nothing_left');
  if (settled.code !== undefined) return blocked([settled.code]);
  if (m.foreign && !intoShop(m, parts, proof, refunds, channel)) return blocked(['ORDER_TOTALS_DISAGREE']);
  if (settled.mode === 'completed' && cash.amount !== 0) parts.push(cash.part);
  return salesOf({ of, m, order, context, parts, mode: settled.mode, kept: settled.tenders }, MATH);
}

function cancelled(context, m) {
  const { code, total } = paymentsOf(context.transactions ?? [], m);
  if (code !== undefined) return blocked([code]);
  return total === 0 ? skipped('nothing_left') : blocked(['CANCELLED_NOT_REFUNDED']);
}

const MATH = {
  share,
  nothing: () => ({ total: 0, tax: 0, count: 0, nets: 0, taxes: 0, plain: 0, groups: new Map() }),
  tenders: ({ of, m, parts, kept }) => tendersOf(of, kept, m.foreign ? dueOf(m, parts) : 0, m.foreign),
  line: lineOf,
  tie,
  fill,
};

function dueOf(m, parts) {
  let due = 0;
  for (const { amount, taxes } of parts) {
    due += amount;
    if (!m.contained) for (const tax of taxes) due += tax;
  }
  return due;
}

const units5 = (value) => String(value / 1e5);

/** One sale line in figures, and what it adds to the sale's. */
function lineOf({ of, m }, sums, one, item, count, amount, taxes, note, wrong) {
  let tax = 0;
  for (const part of taxes) tax += part;
  const line = blankLine(one.source, item, count, one.rates.length > 0, note);
  sums.total += m.contained ? amount : amount + tax;
  sums.tax += tax;
  sums.count += one.rates.length;
  if (of.x) xLine(of, m, sums, one, line, count, amount, tax, wrong);
  else rLine(m, sums, one, line, count, amount);
  return line;
}

/** Price net of tax and discount, tax and discount of one unit, to five digits. */
function xLine(of, { contained, shopDigits: digits }, sums, one, line, count, amount, tax, wrong) {
  const entry = line.taxed ? matchesOf(of, one.key, one.rates, contained)[0] : of.untaxed;
  if (entry === undefined) wrong.add('TAX_UNMAPPED');
  const scale = POWERS[UNIT_DIGITS - digits];
  const net = contained ? amount - tax : amount;
  // What takes money off is minus one unit.
  const units = net < 0 ? 1 : count;
  const unitNet = ratio(net, scale, units);
  const unitTax = ratio(tax, scale, units);
  sums.nets += unitNet * units;
  sums.taxes += unitTax * units;
  line.tax = entry?.id;
  line.unit_price = units5(Math.abs(unitNet));
  line.unit_tax = units5(Math.abs(unitTax));
  if (net < 0) {
    line.quantity = '-1';
    return;
  }
  const off = one.price * count - amount;
  if (off <= 0) return;
  // For information: as the price, without the tax that prices contain.
  const within = contained && line.taxed ? entry?.rate ?? 0 : 0;
  const unit = within === 0 ? ratio(off, scale, count) : ratio(off, scale * WHOLE_RATE, count * (WHOLE_RATE + within));
  if (unit !== 0) line.discount = units5(unit);
}

/** The price as Shopify has it; the rest of the amount is the line's discount. */
function rLine({ shopDigits: digits }, sums, one, line, count, amount) {
  const off = one.price * count - amount;
  let { price } = one;
  if (amount < 0) {
    price = amount;
    line.quantity = '1';
  } else if (off < 0) {
    // A share may come to more than the price: then that is rounded up.
    price = Math.ceil(amount / count);
    if (price * count !== amount) line.discount = print(price * count - amount, digits);
  } else if (off > 0) {
    line.discount = print(off, digits);
  }
  line.unit_price = print(price, digits);
  if (!line.taxed) {
    sums.plain += amount;
    return;
  }
  let group = sums.groups.get(one.key);
  if (group === undefined) sums.groups.set(one.key, (group = { rates: one.rates, base: 0, lines: [] }));
  group.base += amount;
  group.lines.push(line);
}

/** What Lightspeed will compute, beside what the order assigns to the sale. */
function tie({ of, m }, sale, wrong) {
  const { shopDigits: digits, contained } = m;
  const { sums } = sale;
  const fine = Math.max(digits, TOTAL_DIGITS);
  const up = POWERS[fine - digits];
  const cents = POWERS[fine - TOTAL_DIGITS];
  let tax = 0;
  let price = 0;
  let category;
  if (of.x) {
    tax = ratio(sums.taxes, 1, UNIT_TO_TOTAL) * cents;
    price = ratio(sums.nets, 1, UNIT_TO_TOTAL) * cents;
  } else {
    const found = categoryOf(of, sums.groups, contained);
    if (found === undefined) {
      wrong.add('TAX_UNMAPPED');
      return undefined;
    }
    category = found.id;
    tax = (rTax(found.groups, 0, contained, digits) + rTax(found.groups, 1, contained, digits)) * cents;
    price = sums.plain;
    for (const { base } of found.groups) price += base;
    price = ratio(price * up, 1, cents) * cents - (contained ? tax : 0);
  }
  const total = sums.total * up;
  const missing = total - price - tax;
  const bound = (sums.count + 2) * up * 0.5;
  if (Math.abs(tax - sums.tax * up) > bound) wrong.add('TAX_NOT_TIED');
  if (total % cents !== 0 || Math.abs(missing) > bound) wrong.add('TOTAL_NOT_TIED');
  else if (missing !== 0) roundOff(of, sale, missing, fine, digits, wrong);
  const money = (value, scale) => ({ amount: print(value, scale), currency: of.currency });
  return {
    due: sums.total,
    category,
    figures: {
      order_total: money(sums.total, digits),
      sale_total: money(total, fine),
      order_tax: money(sums.tax, digits),
      sale_tax: money(tax, fine),
      tax_bound: money((sums.count + 2) * 5, digits + 1),
    },
  };
}

/** R-Series: tax 1 or tax 2 over all lines, rounded once, to two digits. */
function rTax(groups, which, contained, digits) {
  const down = POWERS[Math.max(digits - TOTAL_DIGITS, 0)];
  const up = POWERS[Math.max(TOTAL_DIGITS - digits, 0)];
  if (groups.length === 1) {
    const [{ base, rates }] = groups;
    let under = WHOLE_RATE;
    if (contained) for (const rate of rates) under += rate;
    return ratio(base, (rates[which] ?? 0) * up, under * down);
  }
  if (!contained) {
    let over = 0;
    for (const { base, rates } of groups) over += base * (rates[which] ?? 0);
    if (!Number.isSafeInteger(over)) throw new Error('taxes beyond 2^53');
    return ratio(over, up, WHOLE_RATE * down);
  }
  // Thirds and sixths of different rates have no end: over one denominator.
  let over = 0n;
  let under = 1n;
  for (const { base, rates } of groups) {
    const whole = BigInt(WHOLE_RATE + rates.reduce((sum, rate) => sum + rate, 0));
    over = over * whole + BigInt(base) * BigInt(rates[which] ?? 0) * under;
    under *= whole;
  }
  return bigRatio(over * BigInt(up), under * BigInt(down));
}

/** The line that carries what the series' rounding leaves. */
function roundOff(of, sale, missing, fine, digits, wrong) {
  const item = of.helpers.rounding;
  if (item === undefined) wrong.add('HELPER_ITEM_MISSING');
  if (of.x && of.untaxed === undefined) wrong.add('TAX_UNMAPPED');
  const whole = POWERS[fine - digits];
  const text = (value) => (value % whole === 0 ? print(value / whole, digits) : print(value, fine).replace(/0+$/, ''));
  const line = blankLine('rounding', item, of.x && missing < 0 ? -1 : 1, false, undefined);
  line.unit_price = text(of.x ? Math.abs(missing) : missing);
  if (of.x) {
    line.unit_tax = '0';
    line.tax = of.untaxed?.id;
  }
  sale.lines.push(line);
  sale.extras.push(PLAIN);
}

/** Fills the sales with the payments, in their order. */
function fill({ of, m }, made, tenders) {
  let at = 0;
  for (const { due, sale, divided } of made) {
    for (let open = due; open !== 0 && at < tenders.length;) {
      const one = tenders[at];
      const part = Math.min(open, one.left);
      open -= part;
      one.left -= part;
      sale.tenders.push({
        payment_type: one.type,
        amount: { amount: print(part, m.shopDigits), currency: of.currency },
        transaction: one.transaction,
      });
      divided.push(part !== one.whole);
      if (one.left === 0) at += 1;
    }
  }
}

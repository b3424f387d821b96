// The peer of the object door: the same mapping as order.mjs, from a parsed order to an object,
// with big.js, as most who write such a mapping do it. What is no arithmetic is shared, and so is
// the handful of transactions.

import { paymentsOf, settle, tendersOf } from './money.mjs';
import { Big, ZERO, cashBig, partsBig, shareBig, sum } from './parts-big.mjs';
import { PLAIN, blankLine, blocked, categoryOf, moneyOf, passedOver, salesOf, skipped } from './sales.mjs';
import { WHOLE_RATE, matchesOf } from './tenant.mjs';

export { tenant as tenantBig } from './tenant.mjs';

const UNIT_DIGITS = 5;
const TOTAL_DIGITS = 2;
const rateOf = (rate) => new Big(rate).div(WHOLE_RATE);
const minor = (amount, digits) => Number(amount.times(10 ** digits).toFixed(0));
const plainText = (amount) => amount.toFixed();

/** From objects to an object. */
export function decideBig(of, context, order) {
  const passed = passedOver(of, order);
  if (passed !== undefined) return passed;
  const m = moneyOf(of, order);
  if (order.cancelled_at != null) {
    const { code, total } = paymentsOf(context.transactions ?? [], m);
    if (code !== undefined) return blocked([code]);
    return total === 0 ? skipped('nothing_left') : blocked(['CANCELLED_NOT_REFUNDED']);
  }
  const { code, parts, total } = partsBig(m, order);
  if (code !== undefined) return blocked([code]);
  const cash = cashBig(m, order);
  const settled = settle(order, context.transactions, minor(total.plus(cash.amount), m.digits), m);
  if (parts.length === 0 && settled.money === 0) return skipped('nothing_left');
  if (settled.code !== undefined) return blocked([settled.code]);
  if (m.foreign && !m.convert()) return blocked(['ORDER_TOTALS_DISAGREE']);
  if (settled.mode === 'completed' && !cash.amount.eq(0)) parts.push(cash.part);
  return salesOf({ of, m, order, context, parts, mode: settled.mode, kept: settled.tenders }, MATH);
}

const MATH = {
  share: shareBig,
  nothing: () => ({ total: ZERO, tax: ZERO, count: 0, nets: ZERO, taxes: ZERO, plain: ZERO, groups: new Map() }),
  tenders: ({ of, m, parts, kept }) => {
    const due = sum(parts.map(({ amount, taxes }) => (m.contained ? amount : amount.plus(sum(taxes)))));
    return tendersOf(of, kept, minor(due, m.shopDigits), m.foreign);
  },
  line: lineOf,
  tie,
  fill,
};

function lineOf({ of, m }, sums, one, item, count, amount, taxes, note, wrong) {
  const tax = sum(taxes);
  const line = blankLine(one.source, item, count, one.rates.length > 0, note);
  sums.total = sums.total.plus(m.contained ? amount : amount.plus(tax));
  sums.tax = sums.tax.plus(tax);
  sums.count += one.rates.length;
  if (of.x) xLine(of, m, sums, one, line, count, amount, tax, wrong);
  else rLine(m, sums, one, line, count, amount);
  return line;
}

function xLine(of, { contained }, sums, one, line, count, amount, tax, wrong) {
  const entry = line.taxed ? matchesOf(of, one.key, one.rates, contained)[0] : of.untaxed;
  if (entry === undefined) wrong.add('TAX_UNMAPPED');
  const net = contained ? amount.minus(tax) : amount;
  const units = net.lt(0) ? 1 : count;
  const unitNet = net.div(units).round(UNIT_DIGITS);
  const unitTax = tax.div(units).round(UNIT_DIGITS);
  sums.nets = sums.nets.plus(unitNet.times(units));
  sums.taxes = sums.taxes.plus(unitTax.times(units));
  line.tax = entry?.id;
  line.unit_price = plainText(unitNet.abs());
  line.unit_tax = plainText(unitTax.abs());
  if (net.lt(0)) {
    line.quantity = '-1';
    return;
  }
  const off = one.price.times(count).minus(amount);
  if (off.lte(0)) return;
  const within = contained && line.taxed ? rateOf(entry?.rate ?? 0).plus(1) : 1;
  const unit = off.div(within).div(count).round(UNIT_DIGITS);
  if (!unit.eq(0)) line.discount = plainText(unit);
}

function rLine({ shopDigits: digits }, sums, one, line, count, amount) {
  const off = one.price.times(count).minus(amount);
  let { price } = one;
  if (amount.lt(0)) {
    price = amount;
    line.quantity = '1';
  } else if (off.lt(0)) {
    price = amount.div(count).round(digits, Big.roundUp);
    const rest = price.times(count).minus(amount);
    if (!rest.eq(0)) line.discount = rest.toFixed(digits);
  } else if (off.gt(0)) {
    line.discount = off.toFixed(digits);
  }
  line.unit_price = price.toFixed(digits);
  if (!line.taxed) {
    sums.plain = sums.plain.plus(amount);
    return;
  }
  const group = sums.groups.get(one.key) ?? { rates: one.rates, base: ZERO, lines: [] };
  sums.groups.set(one.key, group);
  group.base = group.base.plus(amount);
  group.lines.push(line);
}

function tie({ of, m }, sale, wrong) {
  const { shopDigits: digits, contained } = m;
  const { sums } = sale;
  let tax = sums.taxes.round(TOTAL_DIGITS);
  let price = sums.nets.round(TOTAL_DIGITS);
  let category;
  if (!of.x) {
    const found = categoryOf(of, sums.groups, contained);
    if (found === undefined) {
      wrong.add('TAX_UNMAPPED');
      return undefined;
    }
    category = found.id;
    tax = rTax(found.groups, 0, contained).plus(rTax(found.groups, 1, contained));
    price = sum(found.groups.map(({ base }) => base)).plus(sums.plain).round(TOTAL_DIGITS).minus(contained ? tax : ZERO);
  }
  const missing = sums.total.minus(price).minus(tax);
  const bound = new Big(sums.count + 2).times(new Big(10).pow(-digits)).times('0.5');
  if (tax.minus(sums.tax).abs().gt(bound)) wrong.add('TAX_NOT_TIED');
  if (!sums.total.round(TOTAL_DIGITS).eq(sums.total) || missing.abs().gt(bound)) wrong.add('TOTAL_NOT_TIED');
  else if (!missing.eq(0)) roundOff(of, sale, missing, digits, wrong);
  const money = (value, scale) => ({ amount: value.toFixed(scale), currency: of.currency });
  const fine = Math.max(digits, TOTAL_DIGITS);
  return {
    due: sums.total,
    category,
    figures: {
      order_total: money(sums.total, digits),
      sale_total: money(sums.total, fine),
      order_tax: money(sums.tax, digits),
      sale_tax: money(tax, fine),
      tax_bound: money(bound, digits + 1),
    },
  };
}

/** Divisions without end are cut off: a hair is rounded away before the cents are. */
function rTax(groups, which, contained) {
  const taxes = groups.map(({ base, rates }) => {
    const tax = base.times(rateOf(rates[which] ?? 0));
    return contained ? tax.div(sum(rates.map(rateOf)).plus(1)) : tax;
  });
  return sum(taxes).round(15).round(TOTAL_DIGITS);
}

function roundOff(of, sale, missing, digits, wrong) {
  const item = of.helpers.rounding;
  if (item === undefined) wrong.add('HELPER_ITEM_MISSING');
  if (of.x && of.untaxed === undefined) wrong.add('TAX_UNMAPPED');
  const line = blankLine('rounding', item, of.x && missing.lt(0) ? -1 : 1, false, undefined);
  const price = of.x ? missing.abs() : missing;
  line.unit_price = price.round(digits).eq(price) ? price.toFixed(digits) : plainText(price);
  if (of.x) {
    line.unit_tax = '0';
    line.tax = of.untaxed?.id;
  }
  sale.lines.push(line);
  sale.extras.push(PLAIN);
}

function fill({ of, m }, made, tenders) {
  const digits = m.shopDigits;
  const unit = new Big(10).pow(-digits);
  let at = 0;
  for (const { due, sale, divided } of made) {
    for (let open = due; !open.eq(0) && at < tenders.length;) {
      const one = tenders[at];
      one.open ??= new Big(one.left).times(unit);
      const part = open.lt(one.open) ? open : one.open;
      open = open.minus(part);
      one.open = one.open.minus(part);
      sale.tenders.push({
        payment_type: one.type,
        amount: { amount: part.toFixed(digits), currency: of.currency },
        transaction: one.transaction,
      });
      divided.push(!part.eq(new Big(one.whole).times(unit)));
      if (one.open.eq(0)) at += 1;
    }
  }
}

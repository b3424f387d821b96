// What a careful, fast hand would write instead of `order.to_sale`, from docs/orders.md alone:
// whole minor units in plain numbers, no classes, one pass over the lines. The bench measures the
// module against it, and js-host/test/peer.test.ts holds it to every golden and to thousands of
// made orders: a second opinion on every figure and every body.
//
// It names no places, explains nothing, and throws on input that is no order.

import { POWERS, bigRatio, minorDigits, print, ratio, share, units } from './amounts.mjs';
import { bodiesOf } from './bodies.mjs';
import { paymentsOf, settle, tendersOf } from './money.mjs';
import { cashOf, intoShop, partsOf, prove, refundsOf } from './parts.mjs';
import { deliveryOf, itemOf, linksOf, planOf, reservedOf, unitsOf } from './plan.mjs';
import { WHOLE_RATE, businessDate, gid, matchesOf, own } from './tenant.mjs';
import { lineNote, saleNote, tidy } from './texts.mjs';

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

const blocked = (codes) => ({ sales: [], exceptions: codes });
const skipped = (why) => ({ sales: [], skipped: why, exceptions: [] });

export function decide(of, context, order) {
  if (order.test === true) return skipped('test_order');
  const placed = Date.parse(order.processed_at ?? order.created_at);
  if (placed < of.goLive) return skipped('before_go_live');
  if (order.estimated_taxes === true || order.merchant_of_record_app_id != null) return blocked(['ORDER_NOT_MAPPED']);
  if (order.currency !== of.currency) return blocked(['CURRENCY_DIFFERS']);

  const currency = order.presentment_currency ?? order.currency;
  const foreign = currency !== order.currency;
  const m = {
    currency,
    foreign,
    digits: foreign ? minorDigits(currency) : of.digits,
    shopDigits: of.digits,
    contained: order.taxes_included === true,
    helpers: of.helpers,
    tidy: (text) => tidy(of, text),
  };
  if (order.cancelled_at != null) return cancelled(context, m);
  const refunds = refundsOf(m, order);
  const { code, parts, channel } = partsOf(m, order, refunds);
  if (code !== undefined) return blocked([code]);
  const proof = prove(m, order, parts, channel, refunds.adjustment);
  if (proof === undefined) return blocked(['ORDER_TOTALS_DISAGREE']);

  const cash = cashOf(m, order);
  const due = proof.total + cash.amount;
  const settled = settle(order, context.transactions, due, m);
  if (parts.length === 0 && settled.money === 0) return skipped('nothing_left');
  if (settled.code !== undefined) return blocked([settled.code]);

  if (foreign) intoShop(m, parts, proof, refunds, channel);
  const paid = settled.mode === 'completed';
  if (paid && cash.amount !== 0) parts.push(cashPart(m, cash));
  return salesOf({ of, m, order, context, parts, placed, mode: settled.mode, kept: settled.tenders });
}

function cancelled(context, m) {
  const { code, total } = paymentsOf(context.transactions ?? [], m);
  if (code !== undefined) return blocked([code]);
  return total === 0 ? skipped('nothing_left') : blocked(['CANCELLED_NOT_REFUNDED']);
}

function cashPart(m, cash) {
  return {
    source: 'cash_rounding', id: 0, item: m.helpers.rounding, price: cash.shop, shopPrice: cash.shop, quantity: 1,
    amount: cash.shop, channel: 0, taxes: [], rates: [], key: 0, line: undefined, note: undefined, gift: false,
  };
}

function salesOf(job) {
  const { of, m, order, context, parts, mode } = job;
  const goods = parts.filter(({ line }) => line !== undefined);
  const raised = [];
  const plan = planOf(of, order, context, goods, raised);
  if (plan === undefined) return blocked(['FULFILMENT_ORDERS_DISAGREE', ...raised]);
  const wrong = new Set();
  const tenders = tendersOf(of, job.kept, m.foreign ? dueOf(m, parts) : 0, m.foreign);
  if (tenders === undefined) wrong.add('GATEWAY_UNMAPPED');
  const links = linksOf(context);
  const reserved = reservedOf(context);
  const sales = of.outlets.map(() => undefined);
  const at = (place) => (sales[place] ??= {
    total: 0, tax: 0, count: 0, ships: false, nets: 0, taxes: 0, plain: 0, groups: new Map(), lines: [], extras: [],
  });

  for (const one of parts) {
    const { line } = one;
    if (line === undefined) {
      if (one.item === undefined) wrong.add('HELPER_ITEM_MISSING');
      addLine(job, at(plan.primary), one, one.item, 1, one.amount, one.taxes, one.note, PLAIN, wrong);
      continue;
    }
    const split = unitsOf(of, plan, one);
    let item;
    let good = STOCK;
    if (one.gift) {
      item = of.helpers.gift_card;
      good = KEPT;
    } else if (split[0][0] >= 0) {
      item = itemOf(of, links, line, one.id, raised);
    }
    const placed = item === undefined && good === STOCK;
    if (placed) {
      item = of.helpers.placeholder;
      good = KEPT;
    }
    if (reserved.has(one.id)) good = { ...good, reserved: reserved.get(one.id) };
    if (item === undefined) wrong.add('HELPER_ITEM_MISSING');
    const note = lineNote(of, order, line, placed);
    const weights = split.length === 1 ? undefined : split.map(([, count]) => count);
    const amounts = weights === undefined ? undefined : share(one.amount, weights);
    const taxes = weights === undefined ? undefined : one.taxes.map((tax) => share(tax, weights));
    for (let index = 0; index < split.length; index += 1) {
      const [place, count] = split[index];
      const lost = place < 0;
      const sale = at(lost ? plan.primary : place);
      if (line.requires_shipping === true) sale.ships = true;
      const amount = amounts === undefined ? one.amount : amounts[index];
      const tax = taxes === undefined ? one.taxes : taxes.map((shares) => shares[index]);
      if (lost && !one.gift) {
        if (of.helpers.placeholder === undefined) wrong.add('HELPER_ITEM_MISSING');
        const text = placed ? note : lineNote(of, order, line, true);
        addLine(job, sale, one, of.helpers.placeholder, count, amount, tax, text, LOST, wrong);
      } else {
        addLine(job, sale, one, item, count, amount, tax, note, lost ? LOST : good, wrong);
      }
    }
  }

  const made = [];
  for (let place = 0; place < sales.length; place += 1) {
    if (sales[place] !== undefined) made.push(saleOf(job, plan, place, sales[place], wrong));
  }
  if (wrong.size > 0) return blocked([...wrong, ...raised]);
  tender(job, made, tenders);
  return { sales: made.map((sale) => finish(job, sale)), exceptions: raised };
}

const PLAIN = { good: false, stocked: false, misplaced: false, reserved: undefined };
const STOCK = { good: true, stocked: true, misplaced: false, reserved: undefined };
const KEPT = { good: true, stocked: false, misplaced: false, reserved: undefined };
const LOST = { good: true, stocked: false, misplaced: true, reserved: undefined };

/** One sale line: its words, and what it adds to the sale's figures. */
function addLine({ of, m }, sale, one, item, count, amount, taxes, note, extra, wrong) {
  const { contained, shopDigits: digits } = m;
  let tax = 0;
  for (const part of taxes) tax += part;
  const isTaxed = one.rates.length > 0;
  const line = {
    source: one.source, item, quantity: String(count), unit_price: '', discount: undefined, unit_tax: undefined,
    taxed: isTaxed, tax: undefined, tax_class: undefined, note,
  };
  const off = one.price * count - amount;
  sale.total += contained ? amount : amount + tax;
  sale.tax += tax;
  sale.count += one.rates.length;
  if (of.x) {
    const entry = isTaxed ? matchesOf(of, one.key, one.rates, contained)[0] : of.untaxed;
    if (entry === undefined) wrong.add('TAX_UNMAPPED');
    else line.tax = entry.id;
    const scale = POWERS[UNIT_DIGITS - digits];
    const net = contained ? amount - tax : amount;
    // What takes money off is minus one unit.
    const units = net < 0 ? 1 : count;
    const unitNet = ratio(net, scale, units);
    const unitTax = ratio(tax, scale, units);
    sale.nets += unitNet * units;
    sale.taxes += unitTax * units;
    if (net < 0) line.quantity = '-1';
    line.unit_price = units5(Math.abs(unitNet));
    line.unit_tax = units5(Math.abs(unitTax));
    if (off > 0 && net >= 0) {
      // For information: as the price, without the tax that prices contain.
      const within = contained && isTaxed && entry !== undefined ? entry.rate : 0;
      const unit = within === 0 ? ratio(off, scale, count) : ratio(off, scale * WHOLE_RATE, count * (WHOLE_RATE + within));
      if (unit !== 0) line.discount = units5(unit);
    }
  } else {
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
    if (isTaxed) {
      const group = sale.groups.get(one.key) ?? { rates: one.rates, base: 0, lines: [] };
      if (group.base === 0) sale.groups.set(one.key, group);
      group.base += amount;
      group.lines.push(line);
    } else {
      sale.plain += amount;
    }
  }
  sale.lines.push(line);
  sale.extras.push(extra);
}

const units5 = (value) => String(value / 1e5);

/** Ties the sale and gives it its words; its tenders are still to come. */
function saleOf({ of, m, order, context, placed, mode }, plan, place, sale, wrong) {
  const { shopDigits: digits, contained } = m;
  const outlet = of.outlets[place];
  const fine = Math.max(digits, TOTAL_DIGITS);
  const up = POWERS[fine - digits];
  const cents = POWERS[fine - TOTAL_DIGITS];
  let predicted = 0;
  let tax = 0;
  let category;
  if (of.x) {
    tax = ratio(sale.taxes, 1, UNIT_TO_TOTAL) * cents;
    predicted = ratio(sale.nets, 1, UNIT_TO_TOTAL) * cents + tax;
  } else {
    const found = categoryOf(of, sale, contained);
    if (found === undefined) {
      wrong.add('TAX_UNMAPPED');
      return undefined;
    }
    category = found.id;
    const [first, second] = rTaxes(found.groups, contained, digits);
    tax = (first + second) * cents;
    let price = sale.plain;
    for (const { base } of found.groups) price += base;
    predicted = ratio(price * up, 1, cents) * cents + (contained ? 0 : tax);
  }
  const total = sale.total * up;
  const bound = (sale.count + 2) * up * 0.5;
  const missing = total - predicted;
  if (Math.abs(tax - sale.tax * up) > bound) wrong.add('TAX_NOT_TIED');
  if (total % cents !== 0 || Math.abs(missing) > bound) wrong.add('TOTAL_NOT_TIED');
  else if (missing !== 0) roundOff(of, sale, missing, fine, digits, wrong);

  const { delivery, fulfilled } = deliveryOf(order, plan, place, sale.ships);
  const money = (value, scale) => ({ amount: print(value, scale), currency: of.currency });
  const customer = context.customer ?? of.guest;
  if (!of.x && mode === 'reserve' && customer === undefined) wrong.add('ORDER_NO_CUSTOMER');
  return {
    due: sale.total,
    extras: sale.extras,
    sale: {
      order: gid('Order', own(order)),
      outlet: outlet.id,
      register: outlet.register,
      reference: order.name,
      at: new Date(placed).toISOString().replace('.000Z', 'Z'),
      business_date: businessDate(outlet, placed),
      customer,
      delivery,
      fulfilled,
      note: saleNote(of, order),
      tax: category,
      lines: sale.lines,
      tenders: [],
    },
    tie_out: {
      order_total: money(sale.total, digits),
      sale_total: money(total, fine),
      order_tax: money(sale.tax, digits),
      sale_tax: money(tax, fine),
      tax_bound: money((sale.count + 2) * 5, digits + 1),
    },
  };
}

/** The first category that has all rates of the sale. */
function categoryOf(of, sale, contained) {
  if (sale.groups.size === 0) return { id: of.untaxed?.id, groups: [] };
  const groups = [...sale.groups].map(([key, group]) => ({ group, matches: matchesOf(of, key, group.rates, contained) }));
  for (let at = 0; at < of.categories.length; at += 1) {
    if (groups.some(({ matches }) => matches[at] === undefined)) continue;
    return {
      id: of.categories[at][0].id,
      groups: groups.map(({ group, matches }) => {
        const entry = matches[at];
        if (entry.class !== undefined) for (const line of group.lines) line.tax_class = entry.class;
        return { base: group.base, rates: entry.rates };
      }),
    };
  }
  return undefined;
}

/** R-Series: tax 1 and tax 2 over all lines, each rounded once, to two digits. */
function rTaxes(groups, contained, digits) {
  const down = POWERS[Math.max(digits - TOTAL_DIGITS, 0)];
  const up = POWERS[Math.max(TOTAL_DIGITS - digits, 0)];
  return [0, 1].map((which) => {
    if (groups.length === 1 || !contained) {
      let over = 0;
      let by = groups.length === 1 ? (groups[0].rates[which] ?? 0) : 1;
      let under = WHOLE_RATE;
      if (groups.length === 1) {
        over = groups[0].base;
        if (contained) for (const rate of groups[0].rates) under += rate;
      } else {
        for (const { base, rates } of groups) over += base * (rates[which] ?? 0);
        if (!Number.isSafeInteger(over)) throw new Error('taxes beyond 2^53');
      }
      return ratio(over, by * up, under * down);
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
  });
}

/** The line that carries what the series' rounding leaves. */
function roundOff(of, sale, missing, fine, digits, wrong) {
  const item = of.helpers.rounding;
  if (item === undefined) wrong.add('HELPER_ITEM_MISSING');
  if (of.x && of.untaxed === undefined) wrong.add('TAX_UNMAPPED');
  const whole = POWERS[fine - digits];
  const text = (value) => (value % whole === 0 ? print(value / whole, digits) : print(value, fine).replace(/0+$/, ''));
  sale.lines.push({
    source: 'rounding', item, quantity: of.x && missing < 0 ? '-1' : '1',
    unit_price: text(of.x ? Math.abs(missing) : missing), discount: undefined, unit_tax: of.x ? '0' : undefined,
    taxed: false, tax: of.x ? of.untaxed?.id : undefined, tax_class: undefined, note: undefined,
  });
  sale.extras.push(PLAIN);
}

function dueOf(m, parts) {
  let due = 0;
  for (const { amount, taxes } of parts) {
    due += amount;
    if (!m.contained) for (const tax of taxes) due += tax;
  }
  return due;
}

/** Fills the sales with the payments, in their order. */
function tender({ of, m }, made, tenders) {
  let at = 0;
  for (const sale of made) {
    sale.divided = [];
    for (let open = sale.due; open !== 0 && at < tenders.length;) {
      const one = tenders[at];
      const part = Math.min(open, one.left);
      open -= part;
      one.left -= part;
      sale.sale.tenders.push({
        payment_type: one.type,
        amount: { amount: print(part, m.shopDigits), currency: of.currency },
        transaction: one.transaction,
      });
      sale.divided.push(part !== one.whole);
      if (one.left === 0) at += 1;
    }
  }
}

function finish({ of, order, mode }, { sale, extras, divided, tie_out: tie }) {
  const id = own(order);
  const key = `sale/${id}/${sale.outlet}`;
  const extra = { order: id, lines: extras, parts: divided, address: order.shipping_address };
  return { key, mode, sale, bodies: bodiesOf(of, key, mode, sale, extra), tie_out: tie };
}

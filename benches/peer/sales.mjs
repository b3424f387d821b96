// What no arithmetic needs of `order.to_sale`: which orders are passed over, which sale a part
// stands on, what a sale is called. `math` is the rest of it, in numbers of its own kind.

import { minorDigits } from './amounts.mjs';
import { bodiesOf } from './bodies.mjs';
import { deliveryOf, itemOf, linksOf, planOf, reservedOf, unitsOf } from './plan.mjs';
import { businessDate, gid, matchesOf, own } from './tenant.mjs';
import { lineNote, saleNote, tidy } from './texts.mjs';

export const blocked = (codes) => ({ sales: [], exceptions: codes });
export const skipped = (why) => ({ sales: [], skipped: why, exceptions: [] });

/** Kinds of sale lines: what may be sent, what keeps stock, what stands at no outlet. */
export const PLAIN = { good: false, stocked: false, misplaced: false, reserved: undefined };
const STOCK = { good: true, stocked: true, misplaced: false, reserved: undefined };
const KEPT = { good: true, stocked: false, misplaced: false, reserved: undefined };
const LOST = { good: true, stocked: false, misplaced: true, reserved: undefined };

/** The answer where the order's head decides; else nothing. */
export function passedOver(of, order) {
  if (order.test === true) return skipped('test_order');
  if (Date.parse(order.processed_at ?? order.created_at) < of.goLive) return skipped('before_go_live');
  if (order.estimated_taxes === true || order.merchant_of_record_app_id != null) return blocked(['ORDER_NOT_MAPPED']);
  return order.currency === of.currency ? undefined : blocked(['CURRENCY_DIFFERS']);
}

/** Which money an order is in. */
export function moneyOf(of, order) {
  const currency = order.presentment_currency ?? order.currency;
  const foreign = currency !== order.currency;
  return {
    currency,
    foreign,
    digits: foreign ? minorDigits(currency) : of.digits,
    shopDigits: of.digits,
    contained: order.taxes_included === true,
    helpers: of.helpers,
    tidy: (text) => tidy(of, text),
  };
}

/** The sales of an order whose parts are proved and paid; or what keeps them from being made. */
export function salesOf(job, math) {
  const { of, order, context, parts } = job;
  const raised = [];
  const goods = parts.filter(({ line }) => line !== undefined);
  const plan = planOf(of, order, context, goods, raised);
  if (plan === undefined) return blocked(['FULFILMENT_ORDERS_DISAGREE', ...raised]);
  const wrong = new Set();
  const tenders = math.tenders(job);
  if (tenders === undefined) wrong.add('GATEWAY_UNMAPPED');
  const sales = placed(job, plan, raised, wrong, math);

  const made = [];
  for (let place = 0; place < sales.length; place += 1) {
    if (sales[place] === undefined) continue;
    const tied = math.tie(job, sales[place], wrong);
    if (tied === undefined) continue;
    made.push({
      due: tied.due, tie: tied.figures, extras: sales[place].extras, divided: [],
      sale: headOf(job, plan, place, sales[place], tied.category),
    });
  }
  if (job.mode === 'reserve' && !of.x && made.some(({ sale }) => sale.customer === undefined)) wrong.add('ORDER_NO_CUSTOMER');
  if (wrong.size > 0) return blocked([...wrong, ...raised]);
  math.fill(job, made, tenders);
  return { sales: made.map((one) => finish(job, one)), exceptions: raised };
}

/** Every part on its sale, or divided over several. */
function placed(job, plan, raised, wrong, math) {
  const { of, order, context, parts } = job;
  const links = linksOf(context);
  const reserved = reservedOf(context);
  const sales = of.outlets.map(() => undefined);
  const at = (place) => (sales[place] ??= { sums: math.nothing(), ships: false, lines: [], extras: [] });
  const add = (sale, one, item, count, amount, taxes, note, kind) => {
    if (item === undefined) wrong.add('HELPER_ITEM_MISSING');
    sale.lines.push(math.line(job, sale.sums, one, item, count, amount, taxes, note, wrong));
    sale.extras.push(kind);
  };

  for (const one of parts) {
    const { line } = one;
    if (line === undefined) {
      add(at(plan.primary), one, one.item, 1, one.amount, one.taxes, one.note, PLAIN);
      continue;
    }
    const split = unitsOf(of, plan, one);
    let item = one.gift ? of.helpers.gift_card : undefined;
    let kind = one.gift ? KEPT : STOCK;
    if (!one.gift && split[0][0] >= 0) item = itemOf(of, links, line, one.id, raised);
    const unlinked = item === undefined && !one.gift;
    if (unlinked) {
      item = of.helpers.placeholder;
      kind = KEPT;
    }
    if (reserved.has(one.id)) kind = { ...kind, reserved: reserved.get(one.id) };
    const note = lineNote(of, order, line, unlinked);
    if (split.length === 1 && split[0][0] >= 0) {
      const sale = at(split[0][0]);
      if (line.requires_shipping === true) sale.ships = true;
      add(sale, one, item, split[0][1], one.amount, one.taxes, note, kind);
      continue;
    }
    const weights = split.map(([, count]) => count);
    const amounts = math.share(one.amount, weights, job.m.shopDigits);
    const taxes = one.taxes.map((tax) => math.share(tax, weights, job.m.shopDigits));
    split.forEach(([place, count], index) => {
      const lost = place < 0;
      const sale = at(lost ? plan.primary : place);
      if (line.requires_shipping === true) sale.ships = true;
      const tax = taxes.map((shares) => shares[index]);
      const misplaced = lost && !one.gift;
      const text = misplaced && !unlinked ? lineNote(of, order, line, true) : note;
      add(sale, one, misplaced ? of.helpers.placeholder : item, count, amounts[index], tax, text, lost ? LOST : kind);
    });
  }
  return sales;
}

/** What the sale is called, when and where it was made, how its goods are sent. */
function headOf({ of, order, context }, plan, place, { lines, ships }, category) {
  const outlet = of.outlets[place];
  const at = Date.parse(order.processed_at ?? order.created_at);
  const { delivery, fulfilled } = deliveryOf(order, plan, place, ships);
  return {
    order: gid('Order', own(order)),
    outlet: outlet.id,
    register: outlet.register,
    reference: order.name,
    at: new Date(at).toISOString().replace('.000Z', 'Z'),
    business_date: businessDate(outlet, at),
    customer: context.customer ?? of.guest,
    delivery,
    fulfilled,
    note: saleNote(of, order),
    tax: category,
    lines,
    tenders: [],
  };
}

/** R-Series: the first category that has all rates of the sale, which its lines then name. */
export function categoryOf(of, groups, contained) {
  if (groups.size === 0) return { id: of.untaxed?.id, groups: [] };
  const found = [...groups].map(([key, group]) => ({ group, matches: matchesOf(of, key, group.rates, contained) }));
  for (let at = 0; at < of.categories.length; at += 1) {
    if (found.some(({ matches }) => matches[at] === undefined)) continue;
    return {
      id: of.categories[at][0].id,
      groups: found.map(({ group, matches }) => {
        const entry = matches[at];
        if (entry.class !== undefined) for (const line of group.lines) line.tax_class = entry.class;
        return { base: group.base, rates: entry.rates };
      }),
    };
  }
  return undefined;
}

/** A sale line before it has figures. */
export function blankLine(source, item, count, taxed, note) {
  return {
    source, item, quantity: String(count), unit_price: '', discount: undefined, unit_tax: undefined,
    taxed, tax: undefined, tax_class: undefined, note,
  };
}

function finish({ of, order, mode }, { sale, extras, divided, tie }) {
  const id = own(order);
  const key = `sale/${id}/${sale.outlet}`;
  const extra = { order: id, lines: extras, parts: divided, address: order.shipping_address };
  return { key, mode, sale, bodies: bodiesOf(of, key, mode, sale, extra), tie_out: tie };
}

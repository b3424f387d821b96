// Made orders: for a seed one valid order with its configuration and context, as Shopify's
// arithmetic would leave it. Amounts are worked out in whole minor units of the presentment
// currency; shop money is each amount at one rate, rounded by itself, as Shopify does it.
//
// Run by itself it prints the shares of what so many orders have, or one of them:
//
//   node benches/peer/generate.mjs 10000
//   node benches/peer/generate.mjs --seed 4711

import { fileURLToPath } from 'node:url';
import { minorDigits, print, ratio, share } from './amounts.mjs';
import { moneyOf } from './generate-money.mjs';
import { configOf, fulfilmentOf, placesOf } from './generate-places.mjs';
import { textsOf } from './generate-texts.mjs';
import { randomOf } from './random.mjs';

const SHOPS = ['USD', 'EUR', 'GBP', 'CAD', 'CHF', 'JPY', 'USD', 'EUR', 'GBP', 'CAD', 'JPY', 'USD', 'EUR', 'GBP', 'CAD', 'JPY', 'USD', 'EUR', 'GBP', 'KWD'];
const ABROAD = ['EUR', 'GBP', 'CAD', 'AUD', 'JPY', 'BHD', 'USD'];
/** What a unit of each is worth, in one of them. */
const WORTH = { USD: 10_000, EUR: 10_817, GBP: 12_683, CAD: 7_291, AUD: 6_577, CHF: 11_310, JPY: 65, BHD: 26_525, KWD: 32_570 };
/** Rates in millionths. */
const ONE_TAX = [[200000], [70000], [88750], [100000], [82500], [190000], [250000]];
const TWO_TAXES = [[50000, 70000], [50000, 99750], [40000, 48750], [60000, 10000], [29000, 20500]];
const MILLION = 1_000_000;

export function make(seed) {
  const random = randomOf(seed);
  const { chance, pick, between } = random;
  const shopCurrency = pick(SHOPS);
  const abroad = ABROAD.filter((code) => code !== shopCurrency);
  const currency = chance(0.27) ? pick(abroad) : shopCurrency;
  const g = {
    seed, random, features: new Set(), x: chance(0.5), shopCurrency, currency, foreign: currency !== shopCurrency,
    digits: minorDigits(currency), shopDigits: minorDigits(shopCurrency),
    contained: chance(0.45), pos: chance(0.1), nextId: 5_600_000_000_000 + seed * 1000,
    rate: [WORTH[currency], WORTH[shopCurrency]],
  };
  g.id = () => (g.nextId += 1);
  g.money = (amount) => moneyText(g, amount);
  g.bag = (amount) => ({
    shop_money: { amount: g.money(amount), currency_code: shopCurrency },
    presentment_money: { amount: print(amount, g.digits), currency_code: currency },
  });
  g.put = (to, name, amount) => Object.assign(to, { [name]: g.money(amount), [`${name}_set`]: g.bag(amount) });
  if (g.foreign) g.features.add('foreign currency');
  taxRegime(g);
  g.order = {};
  const lines = Array.from({ length: chance(0.1) ? between(7, 12) : between(1, 6) }, (_, at) => lineOf(g, at));
  discounts(g, lines);
  const shipping = g.pos ? [] : Array.from({ length: pick([0, 1, 1, 1, 2]) }, () => shippingOf(g));
  for (const one of [...lines, ...shipping]) taxOf(g, one);
  const extras = extrasOf(g, lines);
  const refunds = refundsOf(g, lines, shipping);
  const totals = total(g, lines, shipping, extras, refunds);
  write(g, lines, shipping, extras, refunds, totals);
  const config = configOf(g, lines, shipping, extras);
  const context = { explain: 'none' };
  placesOf(g, config, context, lines);
  if (!g.pos) fulfilmentOf(g, config, context, lines);
  moneyOf(g, config, context, totals, refunds);
  textsOf(g);
  if (chance(0.01)) g.order.test = true;
  if (chance(0.02)) config.orders.go_live = chance(0.5) ? '2026-12-01T00:00:00Z' : '2026-01-01T00:00:00Z';
  return { seed, series: g.x ? 'X' : 'R', config, context, order: g.order, features: [...g.features] };
}

/** The shop's money for an amount of the buyer's: one rate for all, each rounded by itself. */
function moneyText(g, amount) {
  if (!g.foreign) return print(amount, g.digits);
  const up = 10 ** Math.max(g.shopDigits - g.digits, 0);
  const down = 10 ** Math.max(g.digits - g.shopDigits, 0);
  return print(ratio(amount, g.rate[0] * up, g.rate[1] * down), g.shopDigits);
}

function taxRegime(g) {
  const { chance, pick } = g.random;
  const two = chance(0.35);
  g.regime = chance(0.08) ? [[]] : [pick(two ? TWO_TAXES : ONE_TAX)];
  if (g.regime[0].length > 0 && chance(0.25)) g.regime.push(pick([[50000], [60000], [0, 30000].slice(1), [100000]]));
  if (g.regime[0].length === 2) g.features.add('two taxes');
  if (g.regime.length > 1) g.features.add('several rates');
  g.channel = chance(0.05);
}

const whole = (g, from, to) => {
  const units = 10 ** g.digits;
  // Three decimals are more than either series keeps: mostly the last one is nought.
  const step = g.digits === 3 && g.random.chance(0.9) ? 10 : 1;
  return Math.round(g.random.between(from * units, to * units) / step) * step;
};

function lineOf(g, at) {
  const { chance, pick, between } = g.random;
  const kind = chance(0.06) ? 'gift' : pick(['usual', 'usual', 'usual', 'usual', 'usual', 'usual', 'usual', 'usual', 'usual', 'usual',
    'usual', 'usual', 'custom', 'deleted', 'unlinked', 'ambiguous', 'stock', 'sku', 'barcode']);
  const yen = g.digits === 0 ? 100 : 1;
  const line = {
    at, id: g.id(), kind, quantity: pick([1, 1, 1, 2, 2, 3, 4, 7]),
    price: chance(0.03) ? 0 : whole(g, yen, between(5, 180) * yen), off: [],
  };
  line.full = line.price * line.quantity;
  line.amount = line.full;
  line.current = line.quantity;
  const taxed = kind !== 'gift' && !chance(0.07);
  line.rates = taxed ? pick(g.regime) : [];
  line.channel = taxed && g.channel && chance(0.6);
  if (kind !== 'usual') g.features.add(`${kind} line`);
  return line;
}

/** Codes that go across the order are shared by largest remainder over the lines' amounts. */
function discounts(g, lines) {
  const { chance, between } = g.random;
  const eligible = lines.filter(({ kind, amount }) => kind !== 'gift' && amount > 0);
  g.applications = [];
  for (const kind of ['across', 'each']) {
    if (!chance(kind === 'across' ? 0.3 : 0.2) || eligible.length === 0) continue;
    const index = g.applications.length;
    g.applications.push({
      type: 'discount_code', target_type: 'line_item', target_selection: 'all', allocation_method: kind,
      value_type: 'fixed_amount', value: '10.0', code: `CODE${index}`,
    });
    const chosen = kind === 'across' ? eligible : eligible.filter(() => chance(0.5));
    const sum = chosen.reduce((total, line) => total + line.amount, 0);
    const off = kind === 'across' ? share(between(1, Math.max(1, Math.floor(sum / 3))), chosen.map(({ amount }) => amount))
      : chosen.map(({ amount }) => Math.floor((amount * between(5, 40)) / 100));
    chosen.forEach((line, at) => {
      if (off[at] === 0) return;
      line.off.push({ index, amount: off[at] });
      line.amount -= off[at];
      g.features.add('discount');
    });
  }
}

function shippingOf(g) {
  const { chance, pick } = g.random;
  const yen = g.digits === 0 ? 100 : 1;
  const one = { id: g.id(), price: chance(0.15) ? 0 : whole(g, 3 * yen, 15 * yen), off: [], quantity: 1, current: 1, refunded: 0, removed: chance(0.04) };
  one.amount = one.price;
  one.rates = chance(0.5) ? g.regime[0] : [];
  one.channel = g.channel && one.rates.length > 0 && chance(0.5);
  if (one.price > 0 && chance(0.2)) {
    const amount = pick([one.price, Math.ceil(one.price / 2)]);
    one.amount -= amount;
    one.off.push({ index: g.applications.length, amount });
    g.applications.push({ type: 'automatic', target_type: 'shipping_line', target_selection: 'all', allocation_method: 'each', value_type: 'percentage', value: '50.0', title: 'Shipping' });
    one.allocated = chance(0.7);
    g.features.add('shipping discount');
  }
  if (one.removed) g.features.add('removed shipping');
  if (one.amount > 0 && one.rates.length > 0) g.features.add('tax on shipping');
  return one;
}

/** Each tax of a line is rounded by itself. */
function taxOf(g, one) {
  const sum = one.rates.reduce((total, rate) => total + rate, 0);
  one.taxes = one.rates.map((rate) => ratio(one.amount, rate, g.contained ? MILLION + sum : MILLION));
  one.liable = one.rates.map((_, at) => one.channel && at === one.rates.length - 1);
  if (one.channel) g.features.add('channel-liable tax');
}

function extrasOf(g, lines) {
  const { chance, pick, between } = g.random;
  const yen = g.digits === 0 ? 100 : 1;
  const extras = { tip: 0, tipLine: undefined, duty: 0, dutyTaxes: [], dutyRates: [], fee: 0, dutiesIncluded: false };
  if (chance(0.12)) {
    extras.tip = whole(g, yen, 9 * yen);
    if (g.foreign || chance(0.5)) {
      const id = g.id();
      const title = pick(['Tip', 'tip', ' Tip ']);
      extras.tipLine = {
        id, kind: 'tip', title, quantity: 1, current: 1, price: extras.tip, full: extras.tip, amount: extras.tip,
        off: [], rates: [], taxes: [], liable: [], at: lines.length,
      };
      lines.push(extras.tipLine);
    }
    g.features.add('tip');
  }
  if (chance(0.06)) {
    extras.duty = whole(g, yen, 20 * yen);
    extras.dutyRates = chance(0.5) ? g.regime[0] : [];
    const sum = extras.dutyRates.reduce((total, rate) => total + rate, 0);
    extras.dutyTaxes = extras.dutyRates.map((rate) => ratio(extras.duty, rate, g.contained ? MILLION + sum : MILLION));
    extras.dutiesIncluded = chance(0.2);
    g.features.add('duties');
  }
  if (chance(0.05)) {
    extras.fee = whole(g, yen, 3 * yen);
    g.features.add('fee');
  }
  extras.cash = g.pos && chance(0.4) ? between(-2, 2) : 0;
  if (extras.cash !== 0) g.features.add('cash rounding');
  return extras;
}

/** Units that are gone, with or without a refund; shipping given back; money kept or given. */
function refundsOf(g, lines, shipping) {
  const { chance, between, pick } = g.random;
  const refunds = { list: [], money: 0, adjustment: 0 };
  const gone = chance(0.27);
  if (gone) {
    const refund = { id: g.id(), lines: [], shipping: [], adjustments: [] };
    for (const line of lines.filter(({ kind }) => kind !== 'tip')) {
      if (!chance(0.55)) continue;
      const units = between(1, line.quantity);
      const kept = line.quantity - units;
      const refunded = chance(0.75);
      const parts = share(line.amount, [kept, units]);
      const taxes = line.taxes.map((tax) => share(tax, [kept, units]));
      line.current = kept;
      if (refunded) {
        const tax = taxes.reduce((sum, [, back]) => sum + back, 0);
        // The refund is worked out apart from what is left; both together are the line.
        const wobble = parts[1] > 1 && kept > 0 && chance(0.2) ? pick([-1, 1]) : 0;
        const subtotal = Math.min(parts[1] + wobble, line.amount);
        refund.lines.push({ id: g.id(), line, units, subtotal, tax });
        refunds.money += subtotal + (g.contained ? 0 : tax);
        line.refunded = true;
        const all = line.taxes.reduce((sum, one) => sum + one, 0) - tax;
        line.kept = line.amount - subtotal;
        line.keptTaxes = all === 0 ? line.taxes.map(() => 0) : share(all, line.taxes);
        g.features.add('refund');
      } else {
        line.kept = parts[0];
        line.keptTaxes = taxes.map(([one]) => one);
        g.features.add('edit');
      }
      if (kept === 0) {
        line.kept = 0;
        line.keptTaxes = line.taxes.map(() => 0);
      }
    }
    const [first] = shipping.filter(({ amount, removed }) => amount > 0 && !removed);
    if (first !== undefined && chance(0.3)) refundShipping(g, refund, refunds, first, shipping);
    if (chance(0.3)) adjust(g, refund, refunds);
    if (refund.lines.length + refund.shipping.length + refund.adjustments.length > 0) refunds.list.push(refund);
  }
  return refunds;
}

function refundShipping(g, refund, refunds, one, shipping) {
  const { chance, between } = g.random;
  const back = chance(0.5) ? one.amount : between(1, one.amount);
  const whole = one.taxes.reduce((sum, tax) => sum + tax, 0);
  const tax = back === one.amount ? whole : Math.floor((whole * back) / one.amount);
  const legacy = shipping.length === 1 && chance(0.3);
  one.refunded = back;
  one.refundedTax = tax;
  one.kept = one.amount - back;
  one.keptTaxes = whole === tax ? one.taxes.map(() => 0) : share(whole - tax, one.taxes);
  refunds.money += back + (g.contained ? 0 : tax);
  if (!legacy) refund.shipping.push({ one, back: g.contained ? back - tax : back, tax });
  // Older API versions say it here, and REST says it twice.
  if (legacy || chance(0.3)) {
    refund.adjustments.push({ amount: -(g.contained ? back - tax : back), tax: -tax, reason: 'Shipping refund', ...(chance(0.5) ? { kind: 'shipping_refund' } : {}) });
  }
  g.features.add('shipping refund');
}

function adjust(g, refund, refunds) {
  const { chance, between } = g.random;
  // Above nought the merchant kept it: less money went back.
  const amount = chance(0.6) ? between(0, Math.min(refunds.money, 500)) : -between(1, 30);
  const tax = amount > 10 && chance(0.3) ? Math.floor(amount / 10) : 0;
  if (amount + tax === 0) return;
  refund.adjustments.push({ amount: amount - tax, tax, reason: 'Refund discrepancy' });
  refunds.adjustment += amount;
  refunds.money -= amount;
  g.features.add('adjustment');
}

function total(g, lines, shipping, extras, refunds) {
  let sum = 0;
  let tax = 0;
  const add = (amount, taxes) => {
    const own = taxes.reduce((all, one) => all + one, 0);
    sum += amount + (g.contained ? 0 : own);
    tax += own;
  };
  for (const one of [...lines, ...shipping.filter(({ removed }) => !removed)]) {
    if (one.current > 0 && !(one.price !== undefined && one.kept === 0 && shipping.includes(one))) add(one.kept ?? one.amount, one.keptTaxes ?? one.taxes);
  }
  if (extras.tipLine === undefined) sum += extras.tip;
  if (!extras.dutiesIncluded) add(extras.duty, extras.dutyTaxes);
  sum += extras.fee;
  const due = sum + refunds.adjustment + extras.cash;
  return { sum, tax, due, cash: extras.cash, stated: g.random.chance(0.3) ? sum + refunds.adjustment : sum };
}

function taxLines(g, one, rates, taxes, liable) {
  return rates.map((rate, at) => g.put({
    title: `Tax ${at + 1}`, rate: rate / MILLION, channel_liable: liable?.[at] ?? false,
  }, 'price', taxes[at]));
}

function write(g, lines, shipping, extras, refunds, totals) {
  const { chance, pick } = g.random;
  const { order } = g;
  const id = g.id();
  Object.assign(order, {
    id, admin_graphql_api_id: `gid://shopify/Order/${id}`, name: `#${g.seed}`, order_number: g.seed,
    created_at: '2026-11-19T18:05:44+00:00',
    processed_at: pick(['2026-11-19T18:05:44+00:00', '2026-11-01T01:30:00-04:00', '2026-03-31T23:59:59-05:00', '2026-02-28T22:10:00-08:00']),
    cancelled_at: null, currency: g.shopCurrency, presentment_currency: g.currency, taxes_included: g.contained,
    duties_included: extras.dutiesIncluded, estimated_taxes: false, test: false, source_name: g.pos ? 'pos' : pick(['web', 'web', 'shopify_draft_order', '755357713']),
    fulfillment_status: null, location_id: null, note: null, note_attributes: [], po_number: null, company: null, payment_terms: null,
    total_tip_received: extras.tip === 0 ? '0.00' : g.money(extras.tip), discount_applications: g.applications, fulfillments: [],
    shipping_address: g.pos ? null : ADDRESS,
  });
  g.put(order, 'current_total_price', totals.stated);
  g.put(order, 'current_total_tax', totals.tax);
  g.put(order, 'total_price', totals.stated + 1);
  g.put(order, 'total_tax', totals.tax);
  if (totals.stated === totals.sum && refunds.list.length === 0 && chance(0.1)) {
    for (const name of ['current_total_price', 'current_total_tax']) {
      delete order[name];
      delete order[`${name}_set`];
    }
    g.put(order, 'total_price', totals.stated);
  }
  order.current_total_duties_set = extras.duty === 0 || chance(0.3) ? null : g.bag(extras.duty);
  order.original_total_duties_set = extras.duty === 0 ? null : g.bag(extras.duty);
  order.current_total_additional_fees_set = extras.fee === 0 ? null : g.bag(extras.fee);
  order.total_cash_rounding_payment_adjustment_set = g.bag(totals.cash);
  order.total_cash_rounding_refund_adjustment_set = g.bag(0);
  order.line_items = lines.map((line) => writeLine(g, line));
  if (extras.dutyRates.length > 0) order.line_items[0].duties.push({ id: 1, tax_lines: taxLines(g, extras, extras.dutyRates, extras.dutyTaxes) });
  order.shipping_lines = shipping.map((one) => writeShipping(g, one));
  order.refunds = refunds.list.map((refund) => writeRefund(g, refund));
}

const allocations = (g, off) => off.map(({ index, amount }) => g.put({ discount_application_index: index }, 'amount', amount));

function writeLine(g, line) {
  const { chance } = g.random;
  const bare = ['custom', 'tip'].includes(line.kind);
  const one = {
    id: line.id, admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    variant_id: bare || line.kind === 'deleted' ? null : 4_400_000_000_000 + (line.id % 100_000),
    product_id: bare ? null : 880, product_exists: !bare && line.kind !== 'deleted',
    title: line.title ?? `Thing ${line.at} ✂️`, variant_title: chance(0.3) ? 'Large' : null, sku: bare ? null : `SKU-${line.id}`,
    quantity: line.quantity, current_quantity: line.current, gift_card: line.kind === 'gift',
    requires_shipping: !bare && line.kind !== 'gift' && chance(0.9), properties: [], duties: [],
    total_discount: '0.00', discount_allocations: allocations(g, line.off),
    tax_lines: taxLines(g, line, line.rates, line.taxes, line.liable),
    ...(line.kind === 'barcode' ? { barcode: `50${line.id}` } : {}),
  };
  if (line.rates.length === 0 && chance(0.2)) one.tax_lines = taxLines(g, line, [0], [0]);
  if (chance(0.05) && (line.current === line.quantity || line.refunded)) delete one.current_quantity;
  return g.put(one, 'price', line.price);
}

function writeShipping(g, one) {
  const line = {
    id: one.id, title: 'Standard', code: 'STD', is_removed: one.removed,
    discount_allocations: one.allocated === false ? [] : allocations(g, one.off),
    tax_lines: taxLines(g, one, one.rates, one.taxes, one.liable),
  };
  g.put(line, 'price', one.price);
  return g.put(line, 'discounted_price', one.amount);
}

function writeRefund(g, { id, lines, shipping, adjustments }) {
  return {
    id, created_at: '2026-11-20T10:00:00+00:00', restock: true, transactions: [],
    refund_line_items: lines.map(({ id: own, line, units, subtotal, tax }) => ({
      id: own, line_item_id: line.id, quantity: units, location_id: null, restock_type: 'cancel',
      subtotal: Number(g.money(subtotal)), subtotal_set: g.bag(subtotal), total_tax: Number(g.money(tax)), total_tax_set: g.bag(tax),
    })),
    ...(shipping.length > 0 || g.random.chance(0.5) ? {
      refund_shipping_lines: shipping.map(({ one, back, tax }) => ({
        id: g.id(), shipping_line_id: one.id, subtotal_amount_set: g.bag(back), tax_amount_set: g.bag(tax),
      })),
    } : {}),
    order_adjustments: adjustments.map(({ amount, tax, ...rest }) => g.put(g.put({ ...rest }, 'amount', amount), 'tax_amount', tax)),
  };
}

const ADDRESS = {
  first_name: 'Rosa', last_name: 'Lindqvist', company: null, address1: '48 Cooper Street', address2: 'Apt 3',
  city: 'Albany', zip: '12207', province_code: 'NY', country_code: 'US',
};

/** The shares of what the orders of these seeds have, most frequent first. */
export function sharesOf(cases) {
  const counts = new Map();
  for (const { features, series } of cases) for (const name of [...features, `${series}-Series`]) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${((100 * count) / cases.length).toFixed(1)} %`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , first, second] = process.argv;
  if (first === '--seed') {
    process.stdout.write(`${JSON.stringify(make(Number(second)), null, 2)}\n`);
  } else {
    const cases = Array.from({ length: Number(first ?? 1000) }, (_, seed) => make(seed + 1));
    process.stdout.write(`${sharesOf(cases).join('\n')}\n`);
  }
}

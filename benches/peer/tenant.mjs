// A tenant's tables, made once from its configuration.

import { POWERS, minorDigits, units } from './amounts.mjs';

const RATE_DIGITS = 7;
/** Rates are whole numbers of this many parts. */
export const WHOLE_RATE = POWERS[RATE_DIGITS];

/** The digits behind the last slash of a gid, or a plain id. */
export function digitsOf(id) {
  const text = String(id);
  const query = text.indexOf('?');
  return text.slice(text.lastIndexOf('/') + 1, query < 0 ? undefined : query);
}

/** An id to look up by: ids beyond 2^53 were rounded alike wherever `JSON.parse` read them. */
export const idOf = (id) => Number(typeof id === 'string' ? digitsOf(id) : id);

/** The id of a record in full. */
export function own(record) {
  const gid = record.admin_graphql_api_id;
  return gid === undefined ? digitsOf(record.id) : gid.slice(gid.lastIndexOf('/') + 1);
}

export const rateOf = (rate) => units(rate, RATE_DIGITS);

/** The gid's kind is fixed: these are what a decision writes. */
export const gid = (kind, id) => `gid://shopify/${kind}/${id}`;

export function tenant(configText) {
  const config = JSON.parse(configText);
  const { lightspeed, orders = {}, customers = {} } = config;
  const fallback = orders.default_outlet ?? config.outlets[0].id;
  const ordered = [
    ...config.outlets.filter(({ id }) => id === fallback),
    ...config.outlets.filter(({ id }) => id !== fallback),
  ];
  const outlets = ordered.map(({ id, register, time_zone: zone = config.time_zone }) => ({
    id, register, offsets: (config.zones?.[zone] ?? []).map(offsetOf),
  }));
  const places = new Map((config.locations ?? []).map((location) => [
    idOf(location.id), outlets.findIndex(({ id }) => id === location.outlets[0]),
  ]));
  const taxes = config.taxes.map((tax) => {
    const rate = rateOf(tax.rate);
    const rates = (tax.components ?? []).length > 0 ? tax.components.map(rateOf) : [rate];
    return { id: tax.id, class: tax.class, rate, rates, key: keyOf(rates), inclusive: tax.inclusive === true };
  });
  const x = lightspeed.series === 'X';
  return {
    x,
    shop: config.shopify.shop.toLowerCase(),
    user: lightspeed.user,
    currency: config.currency,
    digits: minorDigits(config.currency),
    outlets,
    places,
    gateways: new Map(config.payment_types.map(({ gateway, id }) => [gateway.trim().toLowerCase(), id])),
    // R-Series: a sale has one category; X-Series: every line may have any tax.
    categories: x ? [taxes] : [...new Set(taxes.map(({ id }) => id))].map((id) => taxes.filter((tax) => tax.id === id)),
    untaxed: taxes.find(({ rate }) => rate === 0),
    contained: new Map(),
    added: new Map(),
    helpers: { ...config.helper_items, gift_card: config.helper_items?.gift_card?.item },
    goLive: orders.go_live === undefined ? -Infinity : Date.parse(orders.go_live),
    linkBy: orders.link_by ?? [],
    guest: customers.guest,
  };
}

function offsetOf({ from, offset }) {
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(offset);
  const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return { from: Date.parse(from), ms: (sign === '-' ? -size : size) * 1000 };
}

/** One value for a set of rates in any order: a number for up to two of them. */
export function keyOf(rates) {
  if (rates.length === 1) return rates[0];
  if (rates.length > 2) return [...rates].sort((a, b) => a - b).join();
  const [first, second] = rates;
  return first < second ? first * 1e8 + second : second * 1e8 + first;
}

/** Per category the tax of these rates, where it has one. */
export function matchesOf(of, key, rates, inclusive) {
  const known = inclusive ? of.contained : of.added;
  let found = known.get(key);
  if (found === undefined) {
    const sum = rates.reduce((total, rate) => total + rate, 0);
    found = of.categories.map((taxes) => {
      const fits = (tax) => tax.inclusive === inclusive || tax.rate === 0;
      return taxes.find((tax) => fits(tax) && tax.key === key) ?? taxes.find((tax) => fits(tax) && tax.rate === sum);
    });
    known.set(key, found);
  }
  return found;
}

/** The day on the outlet's calendar. */
export function businessDate(outlet, ms) {
  let offset;
  for (const entry of outlet.offsets) if (entry.from <= ms) offset = entry.ms;
  return offset === undefined ? undefined : new Date(ms + offset).toISOString().slice(0, 10);
}

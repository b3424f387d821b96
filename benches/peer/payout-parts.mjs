// What an order's money is made of, and how a payment of it is shared out.

import { minorDigits, ratio, units } from './amounts.mjs';

const idOf = (id) => (typeof id === 'number' ? id : Number(id.slice(id.lastIndexOf('/') + 1)));
const SPLIT = new Set(['other_gateways', 'gift_cards_redeemed', 'store_credit']);

export function breakdownsOf(of, orders) {
  const map = new Map();
  for (const one of orders) {
    const { currency = of.currency, sale = [], refund = [], sold_before: sold = '0', refunded_before: refunded = '0' } = one;
    const digits = minorDigits(currency);
    map.set(idOf(one.order), {
      channel: one.channel, edited: one.edited === true, deleted: one.deleted === true,
      placed: one.placed_at === undefined ? undefined : Date.parse(one.placed_at), split: sale.some(({ part }) => SPLIT.has(part)),
      sale: sharing(sale, digits, units(sold, digits)), refund: sharing(refund, digits, units(refunded, digits)),
    });
  }
  return map;
}

function sharing(parts, digits, before) {
  let total = 0;
  const ends = [];
  for (const { part, detail = '', amount } of parts) {
    total += units(amount, digits);
    ends.push({ part, detail, end: total });
  }
  return { ends, total, before };
}

/** `amount` of the order's money by its parts; nothing where they do not tell. */
export function partsOf(order, isSale, amount) {
  const own = isSale ? order.sale : order.refund;
  const { ends, total, before } = own;
  own.before = before + amount;
  if (total === 0 || amount === 0 || total > 0 !== amount > 0) return undefined;
  let last = 0;
  return ends.map(({ part, detail, end }) => {
    const upTo = ratioOf(before + amount, end, total) - ratioOf(before, end, total);
    const share = upTo - last;
    last = upTo;
    return { part, detail, share };
  });
}

/** `amount * by / over`, whatever their signs. */
function ratioOf(amount, by, over) {
  const rounded = ratio(Math.abs(amount), Math.abs(by), Math.abs(over));
  const negative = (amount < 0) !== (by < 0) !== (over < 0);
  return negative && rounded !== 0 ? -rounded : rounded;
}

// What an order's money did: payments, what was given back of them, and what that makes the sale.

import { share, units } from './amounts.mjs';
import { gid, idOf, own } from './tenant.mjs';

const IN = { sale: 1, capture: 1 };
const OUT = { refund: 1, change: 1 };
const NOTHING = { authorization: 1, emv_authorization: 1, void: 1, suggested_refund: 1 };
const FAILED = { failure: 1, error: 1 };
const PENDING = { pending: 1, awaiting_response: 1 };
const LESS = { pending: 1, authorized: 1, partially_paid: 1 };
const GIVEN_UP = { voided: 1, expired: 1 };
const KNOWN = { ...LESS, paid: 1, partially_refunded: 1, refunded: 1 };

const problem = (code) => ({ code, list: [], total: 0, rounding: 0 });

/** Payments less refunds, in minor units; or the code of what is wrong with them. */
export function paymentsOf(transactions, { currency, digits, foreign }) {
  const list = [];
  const back = [];
  const seen = new Set();
  for (const one of transactions) {
    const id = own(one);
    // A page of transactions may be told twice.
    if (seen.has(id)) continue;
    seen.add(id);
    const kind = one.kind.toLowerCase();
    const status = one.status.toLowerCase();
    if (FAILED[status] === 1 || NOTHING[kind] === 1) continue;
    const into = IN[kind] === 1;
    if (!into && OUT[kind] !== 1) return problem('TRANSACTION_UNKNOWN');
    if (PENDING[status] === 1) {
      if (kind === 'refund') return problem('REFUND_PENDING');
      continue;
    }
    if (status !== 'success' || one.test === true) return problem('TRANSACTION_UNKNOWN');
    const money = one.amountSet?.presentmentMoney ?? one.amountSet?.shopMoney;
    const said = money === undefined ? one.currency : money.currencyCode;
    if (said == null ? foreign : said.toUpperCase() !== currency) return problem('CURRENCY_DIFFERS');
    const rounding = one.amountRoundingSet?.presentmentMoney.amount ?? one.amount_rounding ?? 0;
    (into ? list : back).push({
      id,
      parent: idOf(one.parentTransaction?.id ?? one.parent_id ?? 0),
      gateway: one.gateway.trim().toLowerCase(),
      manual: one.manual_payment_gateway === true || one.manualPaymentGateway === true,
      amount: units(money === undefined ? one.amount : money.amount, digits),
      rounding: rounding === 0 ? 0 : units(rounding, digits),
    });
  }
  return { code: undefined, list, back, total: sum(list) - sum(back), rounding: rounded(list) - rounded(back) };
}

function sum(list) {
  let total = 0;
  for (const { amount } of list) total += amount;
  return total;
}

function rounded(list) {
  let total = 0;
  for (const { rounding } of list) total += rounding;
  return total;
}

/** Reserve or completed, and what each payment keeps; or a code. */
export function settle(order, transactions, due, m) {
  const status = order.financial_status ?? 'none';
  const known = KNOWN[status] === 1;
  if (transactions === undefined && due !== 0 && known && status !== 'pending' && status !== 'authorized') {
    return { code: 'TRANSACTIONS_MISSING' };
  }
  const payments = paymentsOf(transactions ?? [], m);
  const { code, total: money, rounding } = payments;
  if (code !== undefined) return { code };
  const kept = keep(payments, false);
  if (kept === undefined) return { code: 'REFUND_ELSEWHERE', money };
  if (GIVEN_UP[status] === 1) return { code: 'ORDER_NOT_PAID', money };
  if (!known) return { code: 'FINANCIAL_STATUS_UNKNOWN', money };
  if (money === due) return { mode: 'completed', tenders: kept, money };
  // What cash was rounded by is added where only that makes the payments what is due.
  const rounded = rounding !== 0 && money + rounding === due ? keep(payments, true) : undefined;
  if (rounded !== undefined) return { mode: 'completed', tenders: rounded, money };
  if (money < due && LESS[status] === 1) return { mode: 'reserve', tenders: [], money };
  return { code: 'TENDER_DIFFERS', money };
}

/** Takes each refund off the payment it names, else off those of its gateway. */
function keep({ list, back }, withRounding) {
  const amount = (one) => one.amount + (withRounding ? one.rounding : 0);
  const left = list.map(amount);
  for (const refund of back) {
    let open = amount(refund);
    const take = (at) => {
      const part = Math.min(open, left[at]);
      left[at] -= part;
      open -= part;
    };
    const parent = refund.parent === 0 ? -1 : list.findIndex(({ id }) => Number(id) === refund.parent);
    if (parent >= 0) take(parent);
    for (let at = 0; at < list.length && open > 0; at += 1) if (list[at].gateway === refund.gateway) take(at);
    if (open > 0) return undefined;
  }
  return list.map((payment, at) => ({ payment, amount: left[at] })).filter((tender) => tender.amount !== 0);
}

/** Tenders with their payment types, in the shop's currency; or a code. */
export function tendersOf(of, kept, due, foreign) {
  const amounts = foreign && kept.length > 0 ? share(due, kept.map(({ amount }) => amount)) : undefined;
  const tenders = [];
  for (let at = 0; at < kept.length; at += 1) {
    const { payment, amount } = kept[at];
    const type = of.gateways.get(payment.gateway) ?? (payment.manual ? of.gateways.get('manual') : undefined);
    if (type === undefined) return undefined;
    tenders.push({ type, transaction: gid('OrderTransaction', payment.id), left: amounts?.[at] ?? amount, whole: amounts?.[at] ?? amount });
  }
  return tenders;
}

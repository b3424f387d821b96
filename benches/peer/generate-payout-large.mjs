// One large payout of a tidy shop: charges, refunds, disputes, reserves and fees of ten days, as REST
// gives them, and what Lightspeed recorded of them.

import { print } from './amounts.mjs';
import { payoutConfig } from './generate-payouts.mjs';
import { randomOf } from './random.mjs';

const PAYOUT = 623_721_858;

/** `count` rows; about `unmatched` of a hundred payments are not as Lightspeed has them. */
export function largePayout(count, seed, unmatched) {
  const { chance, between, pick } = randomOf(seed);
  const [transactions, recorded] = [[], []];
  let sum = 0;
  const text = (amount) => print(amount, 2);
  for (let number = 0; number < count; number += 1) {
    const id = 1_006_917_261 + number;
    const kind = between(1, 1000);
    const type = kind <= 930 ? 'charge' : kind <= 980 ? 'refund' : pick(['dispute', 'reserve', 'debit', 'credit']);
    const amount = type === 'charge' || type === 'credit' ? between(500, 30_000) : -between(500, 15_000);
    const fee = type === 'charge' ? Math.round(amount * 0.029) + 30 : type === 'dispute' ? 1500 : 0;
    const payment = type === 'charge' || type === 'refund';
    const order = payment || type === 'dispute' ? 5_617_000_000_000 + number : null;
    const at = new Date(Date.parse('2026-10-29T00:00:00Z') + Math.floor((number / count) * 9 * 86_400_000)).toISOString();
    sum += amount - fee;
    transactions.push({
      id, type, test: false, payout_id: PAYOUT, payout_status: 'paid', currency: 'USD', amount: text(amount), fee: text(fee), net: text(amount - fee), source_id: id + 7,
      source_type: payment ? type === 'charge' ? 'charge' : 'Payments::Refund' : type === 'dispute' ? 'Payments::Dispute' : type === 'reserve' ? null : 'adjustment',
      source_order_id: order, source_order_transaction_id: order === null ? null : order + 1_500_000_000_000, processed_at: `${at.slice(0, 19)}-04:00`,
      adjustment_order_transactions: null, adjustment_reason: type === 'debit' ? 'billing' : type === 'credit' ? 'tax_adjustment' : null,
    });
    if (!payment) continue;
    const off = chance(unmatched / 100) ? pick(['missing', 'less', 'currency']) : 'none';
    if (off === 'missing') continue;
    recorded.push({
      order, transaction: order + 1_500_000_000_000, sale: String(20_000 + number), amount: text(off === 'less' ? Math.trunc(amount / 2) : amount),
      ...(off === 'currency' ? { currency: 'EUR' } : {}),
    });
  }
  const payout = { id: PAYOUT, status: 'paid', date: '2026-11-09', currency: 'USD', amount: text(sum) };
  return { config: payoutConfig(0), context: { explain: 'none', payouts: { payouts: [payout] }, recorded }, payload: { transactions } };
}

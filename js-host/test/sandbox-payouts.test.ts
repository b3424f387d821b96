// Shopify Payments in the sandbox: the ledger that follows the orders' payments, payouts with their
// rows and summaries, disputes, reserves, and what goes wrong with payouts (sheet 4).

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { add, dec, print, subtract, sum } from '../sandbox/decimal.ts';

type Any = any;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const shared = process.env['TILLBRIDGE_SHARED'] ?? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')).find((place) => existsSync(place));
const fixtures = join(shared ?? '', 'fixtures', 'shopify');
const skip = existsSync(fixtures) ? false : 'the fixtures (../shared/fixtures/shopify) are not here';
if (skip !== false) console.error(`SKIPPED: ${skip}`);

const QUERIES = `
query Payouts($query: String, $after: String, $first: Int = 50, $reverse: Boolean, $type: ShopifyPaymentsPayoutTransactionType, $key: PayoutSortKeys = ISSUED_AT) {
  shopifyPaymentsAccount {
    id defaultCurrency activated country balance { amount currencyCode } payoutSchedule { interval weeklyAnchor monthlyAnchor }
    payouts(first: $first, after: $after, query: $query, sortKey: $key, reverse: $reverse, transactionType: $type) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id legacyResourceId issuedAt status transactionType externalTraceId net { amount currencyCode } businessEntity { id }
        summary { adjustmentsFee { amount } adjustmentsGross { amount } advanceFees { amount } advanceGross { amount } chargesFee { amount } chargesGross { amount } refundsFee { amount } refundsFeeGross { amount } reservedFundsFee { amount } reservedFundsGross { amount } retriedPayoutsFee { amount } retriedPayoutsGross { amount } usdcRebateCreditAmount { amount } }
      }
    }
  }
}
query Rows($query: String, $after: String, $first: Int = 100, $hide: Boolean = true, $reverse: Boolean, $key: BalanceTransactionSortKeys = PROCESSED_AT) {
  shopifyPaymentsAccount {
    balanceTransactions(first: $first, after: $after, query: $query, hideTransfers: $hide, reverse: $reverse, sortKey: $key) {
      pageInfo { hasNextPage endCursor }
      nodes { id type test transactionDate amount { amount currencyCode } fee { amount } net { amount } sourceType sourceId sourceOrderTransactionId adjustmentReason associatedOrder { id name } associatedPayout { id status } adjustmentsOrders { name } }
    }
  }
}
query Disputes { shopifyPaymentsAccount { disputes(first: 5) { nodes { id legacyResourceId type status amount { amount } finalizedOn order { name } } } } }
query Node($id: ID!) { node(id: $id) { id ... on ShopifyPaymentsPayout { status net { amount } } ... on ShopifyPaymentsBalanceTransaction { type } } }`;

let sandbox: Sandbox;
let now = new Date('2026-11-20T12:00:00Z');

beforeEach(async () => {
  now = new Date('2026-11-20T12:00:00Z');
  sandbox = await startSandbox({ now: () => now, shopify: { throttle: { enforced: false } } });
});
afterEach(() => sandbox.close());

async function ask(operationName: string, variables: object = {}, to = sandbox): Promise<Any> {
  const answer = await fetch(`${to.shopify.url}/admin/api/2026-10/graphql.json`, {
    method: 'POST', headers: { 'x-shopify-access-token': to.shopify.accessToken }, body: JSON.stringify({ query: QUERIES, operationName, variables }),
  });
  return await answer.json();
}
const payouts = async (variables: object = {}): Promise<Any[]> => (await ask('Payouts', variables)).data.shopifyPaymentsAccount.payouts.nodes;
const rows = async (variables: object = {}): Promise<Any[]> => (await ask('Rows', variables)).data.shopifyPaymentsAccount.balanceTransactions.nodes;
const within = (payout: string, more: object = {}): Promise<Any[]> => rows({ query: `payments_transfer_id:${payout.slice(payout.lastIndexOf('/') + 1)}`, ...more });
const brief = ({ type, amount, fee, net }: Any): string[] => [type, amount.amount, fee.amount, net.amount];

/** A paid order of one line. */
function place(id: number, total: string, more: object = {}): string {
  return sandbox.shopify.acts.place(JSON.stringify({
    id, name: `#${id}`, currency: 'USD', presentment_currency: 'USD', financial_status: 'paid', total_price: total, subtotal_price: total,
    processed_at: now.toISOString(), updated_at: now.toISOString(), line_items: [{ id: id * 10, title: 'Cap', quantity: 1, price: total }], ...more,
  }));
}

/** Whether the summary's parts, each gross less fee, come to the net. */
function ties({ net, summary }: Any): boolean {
  const of = (key: string): Any => dec(summary[key].amount);
  const gross = sum(['adjustmentsGross', 'advanceGross', 'chargesGross', 'refundsFeeGross', 'reservedFundsGross', 'retriedPayoutsGross'].map(of));
  const fees = sum(['adjustmentsFee', 'advanceFees', 'chargesFee', 'refundsFee', 'reservedFundsFee', 'retriedPayoutsFee'].map(of));
  return print(subtract(gross, fees)) === print(dec(net.amount));
}
const total = (list: Any[]): string => print(sum(list.map(({ net }) => dec(net.amount))));

describe('the ledger follows the orders', () => {
  test('a charge with its fee, a refund without; pending until settled', async () => {
    const order = place(1, '154.00');
    sandbox.shopify.acts.refund(order, [], '20.00');
    const found = await rows();
    assert.deepEqual(found.map(brief), [['CHARGE', '154.0', '4.77', '149.23'], ['REFUND', '-20.0', '0.0', '-20.0']]);
    const { transactions: [sale, refund] = [] } = sandbox.shopify.dump().orders[0] ?? {};
    assert.deepEqual(found.map((row) => row.sourceOrderTransactionId), [sale?.id, refund?.id]);
    assert.deepEqual(found[0].associatedOrder, { id: order, name: '#1' });
    assert.deepEqual(found[0].associatedPayout, { id: null, status: 'PENDING' });
    assert.deepEqual((await ask('Payouts')).data.shopifyPaymentsAccount.balance, [{ amount: '129.23', currencyCode: 'USD' }]);
  });

  test('other gateways, failed attempts, authorizations and voids make no rows; each capture makes its own', async () => {
    const money = { currencyCode: 'USD', gateway: 'shopify_payments' };
    const transactions = [
      { ...money, kind: 'AUTHORIZATION' as const, amount: '90.00' }, { ...money, kind: 'CAPTURE' as const, amount: '60.00' },
      { ...money, kind: 'CAPTURE' as const, amount: '30.00' }, { ...money, kind: 'SALE' as const, amount: '9.00', status: 'FAILURE' as const },
      ...['paypal', 'manual', 'gift_card', 'cash'].map((gateway) => ({ ...money, gateway, kind: 'SALE' as const, amount: '10.00' })),
      { ...money, gateway: 'gift_card', kind: 'REFUND' as const, amount: '5.00' },
    ];
    sandbox.shopify.seedOrder(JSON.stringify({ id: 2, name: '#2', currency: 'USD', financial_status: 'paid', total_price: '130.00', processed_at: '2026-11-20T00:00:00Z' }), transactions);
    assert.deepEqual((await rows()).map(brief), [['CHARGE', '60.0', '2.04', '57.96'], ['CHARGE', '30.0', '1.17', '28.83']]);
  });

  test('an order seeded again is no second payment; a payment that succeeds later is one then', async () => {
    const text = JSON.stringify({ id: 3, name: '#3', currency: 'USD', financial_status: 'paid', total_price: '10.00', processed_at: '2026-11-20T00:00:00Z' });
    sandbox.shopify.seedOrder(text);
    const [first] = await rows();
    sandbox.shopify.seedOrder(text);
    const [again, ...more] = await rows();
    assert.deepEqual([again.id, more], [first.id, []]);
    assert.equal(again.sourceOrderTransactionId, sandbox.shopify.dump().orders[0]?.transactions[0]?.id);
    const pending = { id: '5551', kind: 'REFUND' as const, amount: '4.00', currencyCode: 'USD', gateway: 'shopify_payments' };
    const other = JSON.stringify({ id: 4, name: '#4', currency: 'USD', financial_status: 'refunded', total_price: '4.00', processed_at: '2026-11-20T00:00:00Z' });
    sandbox.shopify.seedOrder(other, [{ ...pending, status: 'PENDING' }]);
    assert.equal((await rows()).length, 1);
    sandbox.shopify.seedOrder(other, [pending]);
    assert.deepEqual((await rows()).map(({ type }) => type), ['CHARGE', 'REFUND']);
  });

  test('fees by the rule that was set then, rounded half up; whole where there are no cents', async () => {
    sandbox.shopify.seedPayments({ feePercent: '2.5', feeFixed: '0' });
    place(5, '0.20');
    place(6, '1.40');
    sandbox.shopify.seedPayments({ feePercent: '3', feeFixed: '10' });
    place(7, '1050', { currency: 'JPY', presentment_currency: 'JPY' });
    assert.deepEqual((await rows({ query: 'currency:USD' })).map(({ fee }) => fee.amount), ['0.01', '0.04']);
    assert.deepEqual((await rows({ query: 'currency:JPY' })).map(brief), [['CHARGE', '1050.0', '42.0', '1008.0']]);
  });

  test('without Shopify Payments there is no account', async () => {
    sandbox.shopify.seedPayments({ account: false });
    assert.deepEqual((await ask('Payouts')).data, { shopifyPaymentsAccount: null });
  });
});

describe('settling', () => {
  test('takes what was processed by then, one payout for each currency; the transfer is hidden on request', async () => {
    sandbox.shopify.seedPayments({ settlesIn: 'presentment' });
    place(1, '100.00');
    const euros = { shop_money: { amount: '50.00', currency_code: 'USD' }, presentment_money: { amount: '45.00', currency_code: 'EUR' } };
    place(2, '50.00', { presentment_currency: 'EUR', total_price_set: euros });
    now = new Date('2026-11-21T12:00:00Z');
    place(3, '10.00');
    const [eur = '', usd = '', ...others] = sandbox.shopify.acts.settle({ at: '2026-11-21T00:00:00Z' });
    assert.deepEqual(others, []);
    const [first, second] = await payouts();
    assert.deepEqual([first.id, first.net, second.id, second.net], [eur, { amount: '43.39', currencyCode: 'EUR' }, usd, { amount: '96.8', currencyCode: 'USD' }]);
    assert.deepEqual([first.status, first.transactionType, first.issuedAt, first.legacyResourceId], ['PAID', 'DEPOSIT', '2026-11-21T00:00:00Z', eur.slice(eur.lastIndexOf('/') + 1)]);
    assert.match(first.externalTraceId, /^TRACE\d+$/);
    assert.deepEqual((await within(usd)).map(brief), [['CHARGE', '100.0', '3.2', '96.8']]);
    assert.deepEqual((await within(usd, { hide: false })).map(brief), [['CHARGE', '100.0', '3.2', '96.8'], ['TRANSFER', '-96.8', '0.0', '-96.8']]);
    assert.deepEqual((await rows({ query: 'payout_status:pending' })).map(brief), [['CHARGE', '10.0', '0.59', '9.41']]);
    const { balance } = (await ask('Payouts')).data.shopifyPaymentsAccount;
    assert.deepEqual(balance, [{ amount: '9.41', currencyCode: 'USD' }, { amount: '0.0', currencyCode: 'EUR' }]);
  });

  test('a scheduled payout has no trace yet, and is paid later; node reads it, and a row', async () => {
    place(1, '100.00');
    const [id = ''] = sandbox.shopify.acts.settle({ status: 'SCHEDULED' });
    const [payout] = await payouts({ query: 'status:scheduled' });
    assert.deepEqual([payout.id, payout.externalTraceId], [id, null]);
    const [row] = await within(id);
    assert.deepEqual(row.associatedPayout, { id, status: 'SCHEDULED' });
    sandbox.shopify.acts.payPayout(id);
    assert.deepEqual((await ask('Node', { id })).data.node, { id, status: 'PAID', net: { amount: '96.8' } });
    assert.deepEqual((await ask('Node', { id: row.id })).data.node, { id: row.id, type: 'CHARGE' });
    assert.equal((await ask('Node', { id: 'gid://shopify/ShopifyPaymentsPayout/1' })).data.node, null);
    assert.throws(() => sandbox.shopify.acts.payPayout(id), /is PAID/);
  });

  test('below zero it is a withdrawal; how its net is said can be set', async () => {
    sandbox.shopify.acts.billing('40.00');
    const [id = ''] = sandbox.shopify.acts.settle();
    const [payout] = await payouts({ type: 'WITHDRAWAL' });
    assert.deepEqual([payout.id, payout.net.amount, ties(payout)], [id, '-40.0', true]);
    assert.deepEqual(await payouts({ type: 'DEPOSIT' }), []);
    sandbox.shopify.seedPayments({ withdrawalNet: 'absolute' });
    const [said] = await payouts();
    assert.deepEqual([said.net.amount, said.transactionType, said.summary.adjustmentsGross.amount, ties(said)], ['40.0', 'WITHDRAWAL', '-40.0', false]);
  });

  test('the payout of the fixture, row by row and part by part', { skip }, async () => {
    const fixture: Any = JSON.parse(readFileSync(join(fixtures, 'derived-synthetic', 'payout_graphql_dispute_reserve_label.json'), 'utf8')).data.shopifyPaymentsAccount;
    const { acts } = sandbox.shopify;
    const seed = (id: string, amount: string, transactionId: string, at: string, refundId?: string): string => sandbox.shopify.seedOrder(
      JSON.stringify({ id: Number(id), name: `#${id.slice(-4)}`, currency: 'USD', financial_status: 'paid', total_price: amount, processed_at: at }),
      [{ id: transactionId, kind: 'SALE', amount, currencyCode: 'USD', processedAt: at },
        ...(refundId === undefined ? [] : [{ id: refundId, kind: 'REFUND' as const, amount: '160.00', currencyCode: 'USD', processedAt: '2026-11-13T12:00:00Z' }])]);
    const early = '2026-11-01T12:00:00Z';
    seed('6100000002006', '160.00', '8800000000200', early, '8800000000201');
    const lost = seed('6100000001990', '99.00', '8800000000090', early);
    const won = seed('6100000001950', '45.00', '8800000000050', early);
    const failed = seed('6100000001900', '20.00', '8800000000011', early);
    acts.dispute(won, { at: '2026-11-02T12:00:00Z' });
    acts.settle({ at: '2026-11-03T00:00:00Z' });
    seed('6100000002005', '154.00', '8800000000101', '2026-11-11T12:00:00Z');
    seed('6100000002003', '2120.00', '8800000000102', '2026-11-12T12:00:00Z');
    acts.dispute(lost, { fee: '15', at: '2026-11-14T12:00:00Z' });
    acts.disputeWon(won, { at: '2026-11-15T12:00:00Z' });
    acts.reserve('211.40', { at: '2026-11-16T12:00:00Z' });
    acts.label('8.12', { at: '2026-11-17T12:00:00Z' });
    acts.adjust({ type: 'REFUND_FAILURE', amount: '20.00', order: failed, orderTransaction: '8800000000011', at: '2026-11-18T12:00:00Z' });
    const [id = ''] = acts.settle({ at: '2026-11-20T00:00:00Z' });

    const plain = (value: Any): Any => Array.isArray(value) ? value.map(plain)
      : typeof value !== 'object' || value === null ? value
      : Object.fromEntries(Object.entries(value).filter(([key]) => !['id', 'sourceId', 'currencyCode', 'legacyResourceId', 'externalTraceId', 'businessEntity'].includes(key))
        .map(([key, each]) => [key, key === 'amount' && typeof each === 'string' ? print(dec(each)) : plain(each)]));
    const payout = (await payouts()).find((each) => each.id === id);
    assert.deepEqual(plain(payout), plain(fixture.payouts.nodes[0]));
    assert.equal(payout.net.amount, '1793.93');
    assert.ok(ties(payout));
    assert.deepEqual(plain(await within(id)), plain(fixture.balanceTransactions.nodes));
  });

  test('the queries of the fixtures are answered', { skip }, async () => {
    place(1, '100.00');
    sandbox.shopify.acts.settle();
    const query = readFileSync(join(fixtures, 'graphql-docs', 'payouts.graphql'), 'utf8');
    for (const operationName of ['Payouts', 'BalanceTransactions']) {
      const answer = await fetch(`${sandbox.shopify.url}/admin/api/2026-07/graphql.json`, {
        method: 'POST', headers: { 'x-shopify-access-token': sandbox.shopify.accessToken },
        body: JSON.stringify({ query, operationName, variables: { query: 'id:>0' } }),
      });
      const body = await answer.json() as Any;
      assert.equal(body.errors, undefined, JSON.stringify(body.errors));
    }
  });
});

describe('disputes and adjustments', () => {
  test('a dispute takes amount and fee, a won one gives both back; each has its webhook', async () => {
    const { acts, deliveries } = sandbox.shopify;
    deliveries.subscribe({ topic: '*', url: 'http://127.0.0.1:9/none' });
    const order = place(1, '100.00');
    const dispute = acts.dispute(order);
    assert.throws(() => acts.dispute('gid://shopify/Order/9'), /no order/);
    acts.disputeWon(order);
    assert.throws(() => acts.disputeLost(order), /no open dispute/);
    assert.deepEqual((await rows()).slice(1).map(brief), [['DISPUTE_WITHDRAWAL', '-100.0', '15.0', '-115.0'], ['DISPUTE_REVERSAL', '100.0', '-15.0', '115.0']]);
    const { disputes } = (await ask('Disputes')).data.shopifyPaymentsAccount;
    assert.deepEqual(disputes.nodes.map((each: Any) => [each.id, each.type, each.status, each.amount.amount, each.order.name]), [[dispute, 'CHARGEBACK', 'WON', '100.0', '#1']]);
    const topics = deliveries.log.map(({ topic }) => topic);
    assert.deepEqual(topics.filter((topic) => topic.startsWith('disputes/')), ['disputes/create', 'disputes/update']);
    assert.ok(topics.every((topic) => !topic.includes('payout')));
  });

  test('a lost dispute gives nothing back; a fee may be a row of its own', async () => {
    const { acts } = sandbox.shopify;
    const order = place(1, '100.00');
    acts.dispute(order, { amount: '50.00', fee: '0' });
    acts.adjust({ type: 'CHARGEBACK_FEE', amount: '-15.00', order });
    acts.disputeLost(order);
    assert.deepEqual((await rows()).slice(1).map(brief), [['DISPUTE_WITHDRAWAL', '-50.0', '0.0', '-50.0'], ['CHARGEBACK_FEE', '-15.0', '0.0', '-15.0']]);
  });

  test('reserve and release, label, billing, advance; unknown types and nets that do not add up pass as they are', async () => {
    const { acts } = sandbox.shopify;
    acts.reserve('42.00');
    acts.releaseReserve('42.00');
    acts.label('8.12');
    acts.billing('29.00');
    acts.adjust({ type: 'ADVANCE', amount: '100.00' });
    acts.adjust({ type: 'ADVANCE_FUNDING', amount: '-10' });
    // As in Shopify's own sample of 50 rows.
    acts.adjust({ type: 'SHOP_CASH_REFUND_DEBIT', amount: '-1.50', fee: '-0.25', net: '-1.75' });
    acts.adjust({ type: 'SOMETHING_NEW', amount: '3.00', fee: '0.10' });
    const [id = ''] = acts.settle();
    const found = await within(id);
    assert.deepEqual(found.map(({ type }) => type), ['RESERVED_FUNDS', 'RESERVED_FUNDS_REVERSAL', 'SHIPPING_LABEL', 'BILLING_DEBIT', 'ADVANCE', 'ADVANCE_FUNDING', 'SHOP_CASH_REFUND_DEBIT', 'SOMETHING_NEW']);
    assert.deepEqual(found.map(({ associatedOrder }) => associatedOrder), found.map(() => null));
    assert.deepEqual(brief(found[6]), ['SHOP_CASH_REFUND_DEBIT', '-1.5', '-0.25', '-1.75']);
    const [payout] = await payouts();
    assert.deepEqual([payout.summary.reservedFundsGross.amount, payout.summary.advanceGross.amount, payout.net.amount], ['0.0', '90.0', '54.03']);
    assert.equal(total(found), '54.03');
    assert.ok(ties(payout));
  });
});

describe('what goes wrong with payouts', () => {
  const settled = (): string => {
    place(1, '100.00');
    place(2, '50.00');
    return sandbox.shopify.acts.settle()[0] ?? '';
  };

  test('failed: the rows stay, the amount comes back and is retried', async () => {
    const id = settled();
    sandbox.shopify.acts.failPayout(id, { at: '2026-11-20T11:00:00Z' });
    assert.equal((await within(id)).length, 2);
    assert.deepEqual((await within(id))[0].associatedPayout, { id, status: 'FAILED' });
    const [back] = await rows({ query: 'payout_status:pending' });
    assert.deepEqual(brief(back), ['TRANSFER_FAILURE', '145.05', '0.0', '145.05']);
    assert.equal(back.transactionDate, '2026-11-20T11:00:00Z');
    assert.equal((await ask('Payouts')).data.shopifyPaymentsAccount.balance[0].amount, '145.05');
    const [next = ''] = sandbox.shopify.acts.settle();
    const payout = (await payouts()).find((each) => each.id === next);
    assert.deepEqual([payout.net.amount, payout.summary.retriedPayoutsGross.amount, ties(payout)], ['145.05', '145.05', true]);
    assert.throws(() => sandbox.shopify.acts.failPayout(id), /is FAILED/);
  });

  test('failed or cancelled without its rows: they are in the next payout', async () => {
    const { acts } = sandbox.shopify;
    const id = settled();
    acts.failPayout(id, { keepRows: false });
    assert.deepEqual([(await within(id, { hide: false })).length, (await rows({ query: 'payout_status:pending' })).length], [0, 2]);
    const [second = ''] = acts.settle({ status: 'SCHEDULED' });
    acts.cancelPayout(second);
    const [third = ''] = acts.settle();
    assert.equal(total(await within(third)), '145.05');
    assert.deepEqual((await payouts({ key: 'ID' })).map(({ status, net }) => [status, net.amount]), [['FAILED', '145.05'], ['CANCELED', '145.05'], ['PAID', '145.05']]);
    assert.equal((await ask('Payouts')).data.shopifyPaymentsAccount.balance[0].amount, '0.0');
    acts.cancelPayout(third, { keepRows: true });
    assert.deepEqual((await rows({ query: 'payout_status:pending' })).map(brief), [['TRANSFER_CANCEL', '145.05', '0.0', '145.05']]);
  });

  test('a late row: the net follows only when it is asked to', async () => {
    const { acts } = sandbox.shopify;
    const id = settled();
    acts.lateRow(id, { type: 'SHIPPING_LABEL', amount: '-5.05' });
    const [before] = await payouts();
    assert.deepEqual([before.net.amount, total(await within(id))], ['145.05', '140']);
    acts.lateRow(id, { type: 'ADJUSTMENT', amount: '1.00' }, { changesNet: true });
    const [after] = await payouts();
    assert.deepEqual([after.net.amount, total(await within(id)), ties(after)], ['141.0', '141', true]);
    assert.equal((await ask('Payouts')).data.shopifyPaymentsAccount.balance[0].amount, '0.0');
  });

  test('listed before its rows are complete', async () => {
    const { acts } = sandbox.shopify;
    const id = settled();
    acts.holdRows(id, 1);
    assert.deepEqual([(await within(id)).length, (await payouts())[0].net.amount, (await rows()).length], [1, '145.05', 1]);
    acts.releaseRows(id);
    assert.equal(total(await within(id)), '145.05');
    assert.throws(() => acts.holdRows(id, 3), /has 2 rows/);
  });

  test('a summary that is wrong', async () => {
    const id = settled();
    assert.ok(ties((await payouts())[0]));
    sandbox.shopify.acts.skewSummary(id, '0.01', 'refunds', 'fee');
    const [payout] = await payouts();
    assert.deepEqual([payout.summary.refundsFee.amount, payout.net.amount, ties(payout)], ['0.01', '145.05', false]);
  });
});

describe('searched, sorted, in pages', () => {
  const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'];
  const four = (): string[] => days.flatMap((day, at) => {
    now = new Date(`${day}T10:00:00Z`);
    place(at + 1, `${at + 1}0.00`);
    return sandbox.shopify.acts.settle({ at: `${day}T12:00:00Z` });
  });

  test('payouts by issued_at, id and status; cursors hold while payouts come', async () => {
    const ids = four();
    assert.deepEqual((await payouts({ query: 'issued_at:>=2026-11-02T12:00:00Z AND issued_at:<2026-11-04' })).map(({ id }) => id), ids.slice(1, 3));
    assert.deepEqual((await payouts({ query: `id:>=${ids[2]?.slice(-9)}` })).map(({ id }) => id), ids.slice(2));
    assert.deepEqual((await payouts({ reverse: true, key: 'ID' })).map(({ id }) => id), ids.toReversed());
    sandbox.shopify.acts.failPayout(ids[1] ?? '');
    assert.deepEqual((await payouts({ query: 'status:failed' })).map(({ id }) => id), [ids[1]]);
    const first = (await ask('Payouts', { first: 2 })).data.shopifyPaymentsAccount.payouts;
    assert.equal(first.pageInfo.hasNextPage, true);
    place(9, '90.00');
    sandbox.shopify.acts.settle({ at: '2026-11-05T00:00:00Z' });
    const rest = (await ask('Payouts', { first: 9, after: first.pageInfo.endCursor })).data.shopifyPaymentsAccount.payouts;
    assert.deepEqual([rest.nodes.length, rest.nodes[0].id, rest.pageInfo.hasNextPage], [3, ids[2], false]);
  });

  test('rows by payout, time and id, page by page', async () => {
    const [id = ''] = four();
    assert.deepEqual((await rows({ query: "processed_at:>='2026-11-03T10:00:00Z'" })).map(({ amount }) => amount.amount), ['30.0', '40.0']);
    const all = await rows({ key: 'ID', hide: false });
    assert.deepEqual((await rows({ query: `id:>${all[5].id.slice(-8)}`, key: 'ID', hide: false })).map((row) => row.id), all.slice(6).map((row) => row.id));
    assert.equal((await within(id)).length, 1);
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { nodes, pageInfo }: Any = (await ask('Rows', { first: 3, after, hide: false })).data.shopifyPaymentsAccount.balanceTransactions;
      seen.push(...nodes.map((row: Any) => row.id));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    assert.deepEqual(seen.toSorted(), all.map((row) => row.id).toSorted());
  });

  test('what is not covered is refused; an unknown field is ignored with a warning', async () => {
    four();
    const said = async (operation: string, variables: object): Promise<string> => (await ask(operation, variables)).errors[0].message;
    assert.match(await said('Rows', { key: 'AMOUNT' }), /does not sort balance transactions by AMOUNT/);
    assert.match(await said('Payouts', { key: 'STATUS' }), /does not sort payouts by STATUS/);
    assert.match(await said('Rows', { query: 'available_on:>2026-11-01' }), /does not search balance transactions by available_on/);
    const answer = await ask('Payouts', { query: 'nothing:1' });
    assert.equal(answer.data.shopifyPaymentsAccount.payouts.nodes.length, 4);
    assert.equal(answer.extensions.search[0].warnings[0].field, 'nothing');
  });

  test('each part has its scope', async () => {
    four();
    sandbox.shopify.scopes.drop('read_shopify_payments_payouts');
    const denied = await ask('Payouts');
    assert.equal(denied.errors[0].extensions.code, 'ACCESS_DENIED');
    assert.deepEqual((await ask('Disputes')).data.shopifyPaymentsAccount.disputes.nodes, []);
    sandbox.shopify.scopes.drop('read_shopify_payments_disputes');
    assert.deepEqual((await ask('Disputes')).data, { shopifyPaymentsAccount: null });
  });
});

test('the ledger outlives a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-payouts-'));
  const open = (): Promise<Sandbox> => startSandbox({ now: () => now, databasePath: join(folder, 'sandbox.sqlite') });
  try {
    const first = await open();
    first.shopify.seedOrder(JSON.stringify({ id: 1, name: '#1', currency: 'USD', financial_status: 'paid', total_price: '10.00', processed_at: '2026-11-20T00:00:00Z' }));
    const [id] = first.shopify.acts.settle();
    await first.close();
    const second = await open();
    const read = (await ask('Rows', { hide: false }, second)).data.shopifyPaymentsAccount.balanceTransactions.nodes;
    assert.deepEqual(read.map((row: Any) => [row.type, row.associatedPayout.id]), [['CHARGE', id], ['TRANSFER', id]]);
    assert.equal(print(add(dec(read[0].net.amount), dec(read[1].net.amount))), '0');
    await second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

// `tillbridge payout`: what each file is taken for, the statement as text, the files it leaves, and
// what is said of a file that cannot be read.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CONFIG, EXPORT, PAYOUT, TRANSACTIONS, ZONE, file, folder, json, parsed, payout, samplePayout, sampleRows, text } from './payout-files.ts';
import type { Row } from './payout-files.ts';
import { difference, grouped, isNegative, isZero, negated, sum } from '../node/payout/amounts.ts';
import type { Entry } from '../node/payout/answer.ts';
import { CHART } from '../node/payout/chart.ts';
import { FAMILIES } from '../node/payout/words.ts';
import { MAX_BODY_BYTES } from '../src/limits.ts';

const core = (path: string): string => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');

test('amounts are exact', () => {
  assert.equal(sum(['0.10', '0.2', '-12345678901234567890.05']), '-12345678901234567889.75');
  assert.equal(sum([]), '0');
  assert.equal(difference('1.00', '1.00'), '0.00');
  assert.equal(negated('-0.05'), '0.05');
  assert.deepEqual([isZero('-0.00'), isZero('0.01'), isNegative('-0.01'), isNegative('-0.00')], [true, false, true, false]);
  assert.deepEqual(['1234567.891', '-1234', '999', '-100.00'].map(grouped), ['1,234,567.891', '-1,234', '999', '-100.00']);
  assert.throws(() => sum(['1e3']), TypeError);
});

test('accounts and families are those of the module', () => {
  const accounts = [...core('policy/payouts.rs').matchAll(/^ {4}\w+ "(\w+)" \("(\d+)", "([^"]+)"\)$/gm)].map(([, ...own]) => own);
  assert.ok(accounts.length > 25);
  assert.deepEqual(CHART, accounts);
  const families = [...core('domain/payout/mod.rs').matchAll(/^ {4}\w+ "(\w+)" "([^"]+)"$/gm)].map(([, ...own]) => own);
  assert.ok(families.length > 15);
  assert.deepEqual(FAMILIES, families);
});

test('an export is all that somebody in finance needs', async () => {
  const { code, out, err } = await payout(EXPORT, ...ZONE);
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, /^Payout 118400501203, paid on 2026-11-24 +2,355\.75 USD to the bank\n=+\n/);
  for (const line of [
    / {2}Sales +10 +2,824\.59 +-84\.17 +2,740\.42\n/, / {2}Refunds +2 +-71\.20 +0\.00 +-71\.20\n/, / {2}Disputes +1 +-129\.00 +-15\.00 +-144\.00\n/,
    / {2}Reserves +1 +-150\.00 +0\.00 +-150\.00\n/, / {2}Shipping labels +2 +-19\.47 +0\.00 +-19\.47\n/, / {2}All rows +16 +2,454\.92 +-99\.17 +2,355\.75\n/,
    /16 rows add up to 2,355\.75 USD\. An export states no total: compare this sum with the payout/,
    / {4}1150 +Shopify Payments clearing +sales +2,824\.59\n/, / {4}6010 +Dispute fees +dispute fees on disputes +15\.00\n/, / {4}1000 +Bank +net to bank +2,355\.75\n/,
    / {4}total +2,824\.59 +2,824\.59\n/, /\n {2}Reserves held +0\.00 +150\.00 +0\.00 +150\.00 +USD\n/,
  ]) assert.match(out, line);
  assert.ok(out.split('\n').every((line) => line.length <= 100), 'a line is wider than 100 columns');
  // Amounts of the way down end in the same columns.
  const ends = out.split('\n').filter((line) => /^ {2}(Sales|Refunds|Disputes|Reserves|All rows) +\d+ /.test(line)).map((line) => line.length);
  assert.deepEqual([ends.length, new Set(ends).size], [5, 1]);
  assert.doesNotMatch(out, /\u001b/);
});

test('the payout proves that the export is complete', async () => {
  const stated = (amount: string): Row => ({ payout: { id: 118400501203, status: 'paid', date: '2026-11-24', currency: 'USD', amount } });
  const whole = await payout(json('stated.json', stated('2355.75')), EXPORT, ...ZONE);
  assert.equal(whole.code, 0, whole.err);
  assert.match(whole.out, /\n {2}16 rows add up to 2,355\.75 USD, the payout says 2,355\.75 USD: ties\.\n/);
  const short = await payout(EXPORT, json('short.json', stated('2300.00')), ...ZONE);
  assert.equal(short.code, 1);
  assert.match(short.out, /the payout says 2,300\.00 USD: DIFFERS by -55\.75 USD\./);
  assert.match(short.out, /HELD: nothing is posted, for its rows do not add up to what the payout says\./);
  assert.match(short.out, /PAYOUT_RESIDUE \(finance\): [^]+next step: Hand over all rows of the payout/);
});

test('without a zone it is this machine\'s, which is said', async () => {
  const { code, err } = await payout(EXPORT);
  assert.equal(code, 0);
  assert.match(err, /^Days and months are those of Europe\/Lisbon, as on this machine: --time-zone or --config/);
});

test('rows and payouts of REST, in any order; a payout of two months makes two entries', async () => {
  const one = await payout(TRANSACTIONS, PAYOUT, ...ZONE);
  const other = await payout(PAYOUT, TRANSACTIONS, ...ZONE);
  assert.deepEqual([one.code, one.out], [0, other.out]);
  assert.match(one.out, /7 rows add up to 796\.06 USD, the payout says 796\.06 USD: ties\. Not counted: 1 row that/);
  assert.match(one.out, /\n {2}Journal P118400777431-2611 on 2026-11-30, in USD: Shopify payout 118400777431, part of 2026-11\n/);
  assert.match(one.out, /1158 +Payouts carried forward +carried forward from 2026-11 +450\.14\n/);
  assert.match(one.out, /\nMonths\n[^]+ {2}2026-11 +Sales +2 +495\.10 /);
  const openings = json('openings.json', [{ ledger: 'disputes', amount: '129.00' }]);
  const opened = await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--openings', openings);
  assert.match(opened.out, /\n {2}Disputed payments +129\.00 +0\.00 +-129\.00 +0\.00 +USD\n/);
  assert.match(opened.out, /\n {2}Opening balances are those of --openings; without it, 0\.00\.\n/);
});

test('rows and payouts of GraphQL: in one answer, as connections, in pages', async () => {
  const money = (amount: string) => ({ amount, currencyCode: 'EUR' });
  const row = (id: number, amount: string) => ({
    id: `gid://shopify/ShopifyPaymentsBalanceTransaction/${id}`, type: 'CHARGE', test: false, transactionDate: '2026-11-11T12:00:00Z', amount: money(amount), fee: money('0.00'), net: money(amount),
    sourceType: 'CHARGE', sourceId: `${id}`, sourceOrderTransactionId: `${id}`, adjustmentReason: null, adjustmentsOrders: [], associatedOrder: null,
    associatedPayout: { id: 'gid://shopify/ShopifyPaymentsPayout/9', status: 'PAID' },
  });
  const payouts = { nodes: [{
    id: 'gid://shopify/ShopifyPaymentsPayout/9', legacyResourceId: '9', issuedAt: '2026-11-12T00:00:00Z', status: 'PAID', transactionType: 'DEPOSIT', externalTraceId: null, net: money('30.10'), summary: null,
  }] };
  const page = (rows: unknown[], hasNextPage: boolean) => ({ data: { shopifyPaymentsAccount: { balanceTransactions: { pageInfo: { hasNextPage, endCursor: hasNextPage ? 'x' : null }, nodes: rows } } } });
  const [first, second] = [row(1, '10.00'), row(2, '20.10')];

  const whole = json('whole.json', { data: { shopifyPaymentsAccount: { payouts, ...page([first, second], false).data.shopifyPaymentsAccount } } });
  const answer = await payout(whole, '--time-zone', 'UTC');
  assert.equal(answer.code, 0, answer.err);
  assert.match(answer.out, /2 rows add up to 30\.10 EUR, the payout says 30\.10 EUR: ties\./);

  const own = json('connection.json', payouts);
  const [one, two, open] = [json('one.json', page([first], true)), json('two.json', page([second], false)), json('open.json', page([second], true))];
  const paged = await payout(two, own, one, '--time-zone', 'UTC');
  assert.equal(paged.out, answer.out);
  const cut = await payout(one, open, own, '--time-zone', 'UTC');
  assert.equal(cut.code, 2);
  assert.match(cut.err, /one\.json, .+open\.json: each page says that there is another one/);
  const alone = await payout(one, own, '--time-zone', 'UTC');
  assert.equal(alone.code, 2);
  assert.match(alone.err, /INVALID_VALUE at \$\.transactions: there are more rows than these\n {2}hint: Read all pages/);
});

test('several payouts: one after another, with a total of those that reach the bank', async () => {
  const rows = sampleRows();
  const charge = { ...rows[0], id: 1, payout_id: 77, source_order_id: 1, source_order_transaction_id: 1 };
  const more = json('more.json', { transactions: [
    { ...charge, amount: '1000.00', fee: '0.00', net: '1000.00' },
    { ...charge, id: 2, payout_id: 78, type: 'refund', amount: '-30.00', fee: '0.00', net: '-30.00' },
  ] });
  const own = json('payouts.json', { payouts: [
    { id: 77, status: 'failed', date: '2026-12-01', currency: 'USD', amount: '1000.00' }, { id: 78, status: 'in_transit', date: '2026-12-02', currency: 'USD', amount: '-30.00' },
  ] });
  const { code, out } = await payout(TRANSACTIONS, more, PAYOUT, own, ...ZONE);
  assert.equal(code, 1, 'a payout that came back is for a person');
  assert.match(out, /Payout 77, failed, issued on 2026-12-01 +1,000\.00 USD did not move\n/);
  assert.match(out, /Payout 78, on its way since 2026-12-02 +-30\.00 USD on its way from the bank\n/);
  assert.match(out, /\n3 payouts\n=+\n[^]+\n {2}To the bank +766\.06 {2}USD\n/);
  assert.match(out, /PAYOUT_CAME_BACK \(finance\)/);
});

test('a payment that is paid out twice: the row that is one too many is named', async () => {
  const golden = (name: string): any => JSON.parse(readFileSync(new URL(`../../tests/scenarios/payout.summarise/paid-before/${name}.json`, import.meta.url), 'utf8'));
  const { payouts, recorded } = golden('context');
  const { code, out } = await payout(json('payouts.json', { payouts }), json('rows.json', golden('payload')), '--recorded', json('recorded.json', recorded), ...ZONE);
  assert.equal(code, 1);
  assert.match(out, /\n {2}Another row holds the same payment or refund already: ask Shopify why it is there twice \(1\)\n[^]+ {4}2 +charge +9001 +2026-04-02 +50\.00 +- +-\n/);
  assert.doesNotMatch(out, /Lightspeed has no sale of the order/);
  assert.match(out.replaceAll(/\s+/g, ' '), /PAYOUT_SALE_MISSING \(finance\): .+ With `paid_before` another row holds its payment: ask Shopify\./);
});

test('beside Lightspeed, the bank, Shopify\'s report and what was posted before', async () => {
  const recorded = json('recorded.json', [
    { order: 5610000001201, transaction: 6620000001201, sale: '31', amount: '75.00' },
    { order: 5610000001202, transaction: 6620000001202, sale: '32', amount: '420.12' },
    { order: 5610000001188, sale: '20', amount: '100.00' },
  ]);
  const bank = json('bank.json', [{ id: 'bank-1', on: '2026-12-03', amount: '796.06' }]);
  const report = json('report.json', [{ month: '2026-11', family: 'sale', gross: '500.00' }]);
  const files = [TRANSACTIONS, PAYOUT, ...ZONE];
  const { code, out } = await payout(...files, '--recorded', recorded, '--bank', bank, '--report', report);
  assert.equal(code, 1);
  assert.match(out, /Compared with Lightspeed, in USD: matched 1 \(75\.00\), amount differs 1 \(420\.10\), /);
  assert.match(out, /\n {2}Lightspeed has another amount: .+ \(1\)\n[^]+ {4}9100442 +charge +5610000001202 +2026-11-30 +420\.10 +420\.12 +-0\.02\n/);
  // Late in the evening in New York: the next day in UTC.
  assert.match(out, /\n {2}Lightspeed has the sale and not its refund \(1\)\n[^]+ {4}9100443 +refund +5610000001188 +2026-11-30 +-30\.00 +- +-\n/);
  assert.match(out, /\n {2}Lightspeed has no sale of the order \(1\)\n/);
  assert.match(out, /PAYOUT_SALE_MISSING \(finance\): [^]+next step: Replay the order/);
  assert.match(out, /\n {2}Bank: found as the only movement of that amount: bank-1\.\n/);
  assert.match(out, /\n {2}2026-11 +Sales +gross +500\.00 +495\.10 +4\.90 +USD +not explained\n/);
  assert.match(out, /\n {2}Also to look at:\n {4}PAYOUT_REPORT_DIFFERS[^]+ {6}Sales, gross: the report has 500\.00, the rows 495\.10\n/);

  const first = await payout(...files, '--json');
  assert.equal(first.code, 0);
  const decision = JSON.parse(first.out) as { status: string; explanations: unknown[]; output: { payouts: { payout: string; lines: unknown[] }[] } };
  assert.ok(decision.status === 'decided' && decision.explanations.length > 0);
  const [own] = decision.output.payouts;
  const posted = json('posted.json', [{ payout: own?.payout, times: 1, lines: own?.lines }]);
  const again = await payout(...files, '--posted', posted);
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /\n {2}Journal: nothing to add to the books\.\n/);
});

test('Shopify\'s own summary is held against the rows', async () => {
  const own = samplePayout();
  const summary = { ...own['summary'] as Row, charges_gross_amount: '555.00' };
  const { code, out } = await payout(json('summary.json', { payout: { ...own, summary } }), TRANSACTIONS, ...ZONE);
  assert.equal(code, 1);
  assert.match(out, /Shopify's own summary does not add up to the payout\.\n/);
  assert.match(out, /\n {4}charges +555\.00 +553\.10 +16\.94 +16\.94\n/);
  assert.match(out, /796\.06 USD: ties/);
});

test('files for the books hold amounts without thousands separators', async () => {
  const out = join(folder, 'out', 'november');
  const ended = await payout(EXPORT, ...ZONE, '--out', out, '--csv', join(folder, 'own.csv'));
  assert.equal(ended.code, 0, ended.err);
  assert.deepEqual(readdirSync(out).sort(), ['journal.csv', 'journal.json', 'posted.json', 'quickbooks.json', 'statement.html', 'xero.json']);
  const csv = text(join(out, 'journal.csv'));
  assert.equal(csv, text(join(folder, 'own.csv')));
  assert.match(csv, /^Date,Reference,.+\r\n2026-11-24,P118400501203,.+,1150,Shopify Payments clearing,sales,,2824\.59,USD\r\n/);
  const [entry, ...none] = parsed<Entry[]>(join(out, 'journal.json'));
  assert.deepEqual([entry?.reference, entry?.debits, entry?.credits, none, entry?.xero], ['P118400501203', '2824.59', '2824.59', [], undefined]);
  const { ManualJournals: journals } = parsed<{ ManualJournals: { JournalLines: { LineAmount: number; AccountCode: string }[] }[] }>(join(out, 'xero.json'));
  assert.deepEqual(journals[0]?.JournalLines.find(({ AccountCode }) => AccountCode === '1000')?.LineAmount, 2355.75);
  const quickbooks = parsed<{ DocNumber: string; Line: { Amount: number }[] }[]>(join(out, 'quickbooks.json'));
  assert.deepEqual([quickbooks[0]?.DocNumber, quickbooks[0]?.Line[0]?.Amount], ['P118400501203', 2824.59]);
});

test('what is held is in no journal', async () => {
  const out = join(folder, 'held');
  const rows = sampleRows().map((row) => (row['id'] === 9100442 ? { ...row, type: 'no_such_type' } : row));
  const { code, out: said, err } = await payout(json('unknown.json', { transactions: rows }), PAYOUT, ...ZONE, '--out', out);
  assert.equal(code, 1);
  assert.match(said, /HELD: nothing is posted, for it has rows that nobody can place\./);
  assert.match(said, /PAYOUT_ROW_UNKNOWN \(finance\): [^]+9100442 no_such_type 420\.10\n {6}next step: /);
  assert.match(err, /The payout is held: the journal is empty\./);
  assert.deepEqual([parsed(join(out, 'journal.json')), parsed(join(out, 'quickbooks.json')), parsed(join(out, 'posted.json'))], [[], [], []]);
});

test('the accounts are the tenant\'s own, by its configuration', async () => {
  const plain = await payout('--accounts');
  assert.equal(plain.code, 0);
  assert.match(plain.out, /\nclearing +1150 {2}Shopify Payments clearing\n/);
  const config = json('config.json', { ...parsed<Row>(CONFIG), payouts: { accounts: { clearing: '12-345' } } });
  const own = await payout('--accounts', '--config', config);
  assert.match(own.out, /\nclearing +12-345 {2}Shopify Payments clearing\n/);
  const { code, out, err } = await payout(EXPORT, '--config', config);
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, / {4}12-345 +Shopify Payments clearing +sales +2,824\.59\n/);
  const chart = JSON.parse((await payout('--accounts', '--json')).out) as unknown[];
  assert.deepEqual(chart[0], { account: 'bank', code: '1000', title: 'Bank' });
});

test('a file that cannot be read is exit code 2, and said where and why', async () => {
  const sample = text(EXPORT);
  const changed = (name: string, from: string, to: string): string => {
    assert.ok(sample.includes(from), from);
    return file(name, sample.replace(from, to));
  };
  const cases: [string, string[], RegExp][] = [
    ['no file', [], /no file was named/],
    ['not there', ['nowhere.csv'], /there is no file nowhere\.csv/],
    ['something else', [file('notes.txt', 'Dear Sir or Madam,\nhello')], /notes\.txt is nothing that is read here: it must be the CSV export/],
    ['other JSON', [CONFIG], /us\.R\.config\.json is JSON and holds neither rows nor payouts/],
    ['no JSON', [file('cut.json', '{"transactions":[')], /cut\.json is not JSON: /],
    ['empty', [file('empty.csv', '')], /empty\.csv is empty/],
    ['a workbook', [file('book.xlsx', 'PK\u0003\u0004')], /book\.xlsx is a workbook/],
    ['too large', [file('large.csv', new Uint8Array(100_000_001))], /large\.csv has 101 MB, and 100 MB is the most: hand over less at a time/],
    ['larger than the module takes', [EXPORT, '--bank', file('long.json', `[${' '.repeat(MAX_BODY_BYTES)}]`)], /TOO_LARGE at \$: .+\n {2}hint: Hand over less at a time: /],
    ['a spreadsheet\'s date', [changed('date.csv', '2026-11-20 08:55:37 -0500', '20.11.2026 08:55')], /INVALID_VALUE at \$\.transactions\[line 6\]\.Transaction Date: `20\.11\.2026 08:55` .+\n {2}hint: Export .+\n {2}file: .+date\.csv/],
    ['a spreadsheet\'s id', [changed('id.csv', '118400501203', '1.184E+11')], /\$\.transactions\[line 2\]\.Payout ID: `1\.184E\+11`/],
    ['a spreadsheet\'s commas', [file('semicolons.csv', sample.replaceAll(',', ';'))], /\$\.transactions\[line 1\]: cells are separated by `;`/],
    ['a thousands separator', [changed('money.csv', ',1249.00,36.52', ',"1,249.00",36.52')], /\$\.transactions\[line 3\]\.Amount: /],
    ['rows without their payout', [TRANSACTIONS], /MISSING_FIELD at \$\.payouts: the payouts of these rows are missing\n {2}hint: .+\n {2}file: .+transactions\.json/],
    ['a payout without its rows', [PAYOUT], /payout\.json: payouts without their rows/],
    ['rows twice', [EXPORT, TRANSACTIONS, PAYOUT], /rows as an export and as JSON; hand over one of them/],
    ['two exports', [EXPORT, file('again.csv', sample)], /more than one export/],
    ['no zone', [EXPORT, '--time-zone', 'Mars/Olympus'], /CONFIG_NO_ZONE at \$\.time_zone: /],
    ['no currency', [EXPORT, '--currency', 'XXQ'], /CONFIG_UNKNOWN_CURRENCY at \$\.currency: /],
    ['no list', [EXPORT, '--bank', PAYOUT], /payout\.json is no JSON list, as --bank takes it/],
    ['a wrong list', [EXPORT, '--bank', json('wrong.json', [{ id: 'x', on: '2026-11-25' }])], /MISSING_FIELD at \$\.bank\[0\]\.amount: .+\n {2}hint: .+\n {2}file: .+wrong\.json/],
    ['both', [EXPORT, '--config', CONFIG, '--currency', 'USD'], /--time-zone and --currency stand in for a configuration/],
    ['nowhere to write', [EXPORT, '--html', join(folder, 'no', 'such', 'page.html')], /page\.html cannot be written: ENOENT/],
    ['accounts of a file', ['--accounts', EXPORT], /--accounts takes no file/],
  ];
  for (const [what, args, message] of cases) {
    const zone = args.includes('--time-zone') || args.includes('--config') || args.includes('--accounts') ? [] : ZONE;
    const { code, err } = await payout(...args, ...zone);
    assert.equal(code, 2, `${what}: ${err}`);
    assert.match(err, message, what);
    assert.doesNotMatch(err, /at .+\.ts:\d+/, `${what}: a stack is shown`);
  }
});

test('a payload with a byte order mark is read, and nothing in it steers the terminal', async () => {
  const marked = file('marked.json', `\ufeff${text(TRANSACTIONS)}`);
  assert.equal((await payout(marked, PAYOUT, ...ZONE)).code, 0);
  const rows = sampleRows().map((row) => (row['id'] === 9100442 ? { ...row, type: 'x\u001b[31m\u202eevil' } : row));
  const { out } = await payout(json('escape.json', { transactions: rows }), PAYOUT, ...ZONE);
  assert.match(out, /9100442 x\ufffd\[31m\ufffdevil/);
  assert.doesNotMatch(out, /[\u001b\u202e]/);
});

test('--help', async () => {
  const { code, out, err } = await payout('--help');
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, /^tillbridge payout FILE… /);
  for (const option of ['config', 'time-zone', 'currency', 'recorded', 'orders', 'bank', 'posted', 'report', 'openings', 'movements', 'channel', 'out', 'html', 'csv', 'json', 'accounts']) {
    assert.match(out, new RegExp(`\\n  --${option} `));
  }
  assert.ok(out.split('\n').every((line) => line.length <= 110));
});

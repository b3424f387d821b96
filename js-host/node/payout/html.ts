// A statement as a page: to be read, printed and sent on. It holds all it needs.

import { grouped, isZero, negated, sum } from './amounts.ts';
import type { Answer, Entry, Payout, ReconciledRow, Summarised } from './answer.ts';
import { findingsOf, numberOf } from './findings.ts';
import type { Finding } from './findings.ts';
import { Markup, NOTHING, html } from './markup.ts';
import { dayOf, orderOf, unmatched } from './reconciled.ts';
import { certificateOf, depositsOf, familiesOf, tellsOfMonths, totalOf } from './steps.ts';
import { STYLE } from './style.ts';
import { waterfall } from './waterfall.ts';
import { HOLDS, LEDGERS, POSTINGS, REJECTIONS, TIES, bankOf, counted, plain, reachOf, stateOf, titleOf } from './words.ts';

/** Rows of a kind that are listed: a page of more is no statement. */
const SHOWN = 500;

export function statementHtml(answer: Answer, zone: string): string {
  const output = answer.output;
  const payouts = output?.payouts ?? [];
  const [only] = payouts;
  const title = payouts.length === 1 && only !== undefined
    ? `Shopify payout ${numberOf(only.payout)}, ${stateOf(only)}` : `${counted(payouts.length, 'Shopify payout')}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<h1>${payouts.length === 1 ? 'Statement of a Shopify payout' : title}</h1>
${output === undefined ? NOTHING : [overview(output), payouts.map((payout, at) => payoutOf(answer, zone, output, payout, `p${at + 1}`)), overall(answer, output)]}
</main>
</body>
</html>
`;
  return page.text;
}

type Column = { title: string; right?: boolean };
const left = (title: string): Column => ({ title });
const right = (title: string): Column => ({ title, right: true });

/** A table: the first cell of a row names it; `foot` is what the rows come to. */
function table(caption: string | undefined, columns: readonly Column[], rows: readonly string[][], foot: readonly string[][] = []): Markup {
  const kind = (at: number): Markup => (columns[at]?.right === true ? html` class="num"` : NOTHING);
  const line = (cells: readonly string[]): Markup => html`<tr>${cells.map((cell, at) => (
    at === 0 ? html`<th scope="row"${kind(at)}>${cell}</th>` : html`<td${kind(at)}>${cell}</td>`))}</tr>
`;
  return html`<div class="wide"><table>
${caption === undefined ? NOTHING : html`<caption>${caption}</caption>`}
<thead><tr>${columns.map(({ title }, at) => html`<th scope="col"${kind(at)}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map(line)}</tbody>
${foot.length === 0 ? NOTHING : html`<tfoot>${foot.map(line)}</tfoot>`}
</table></div>
`;
}

function overview({ payouts }: Summarised): Markup {
  if (payouts.length < 2) return NOTHING;
  return table(
    undefined,
    [left('Payout'), left('Status'), left('Journal'), right('Net'), left('')],
    payouts.map((payout) => [numberOf(payout.payout), stateOf(payout), POSTINGS[payout.posting] ?? plain(payout.posting), grouped(payout.net), payout.currency]),
    depositsOf(payouts).map(([currency, total]) => ['To the bank', '', '', grouped(total), currency]),
  );
}

function payoutOf(answer: Answer, zone: string, { bank = [] }: Summarised, payout: Payout, id: string): Markup {
  const { certificate } = payout;
  const proof = certificate.stated === undefined || certificate.rows === 0 ? 'soft' : certificate.ties ? 'good' : 'bad';
  const ties = bank.filter((tie) => tie.payout === payout.payout);
  return html`
<section class="payout" aria-labelledby="${id}">
<div class="deposit">
<h2 id="${id}">Payout ${numberOf(payout.payout)} <span class="soft">${stateOf(payout)}</span></h2>
<p class="amount">${grouped(payout.net)} ${payout.currency} <small>${reachOf(payout)}</small></p>
</div>
<p class="${proof}">${certificateOf(payout)}</p>
${ties.map(({ status, lines, with: others = [], difference }) => html`<p>Bank: ${bankOf(status)}${lines.length === 0 ? '' : `: ${lines.join(', ')}`}${
  others.length === 0 ? '' : `, together with payout ${others.map(numberOf).join(', ')}`}${
  difference === undefined || isZero(difference) ? '' : `, ${grouped(difference)} beyond what was expected`}.</p>`)}
${payout.families.length === 0 ? NOTHING : html`<h3>From gross to net</h3>
<figure>${waterfall(payout, `${id}-waterfall`)}</figure>
${families(payout)}`}
<h3>Journal</h3>
${journal(payout)}
${reconciliation(payout, zone)}
${theirs(payout)}
${findings('To look at', findingsOf(answer, payout))}
</section>
`;
}

function families(payout: Payout): Markup {
  const own = familiesOf(payout);
  const cells = (name: string, one: { rows: number; gross: string; fee: string; net: string }): string[] => (
    [name, one.rows.toLocaleString('en-US'), grouped(one.gross), grouped(negated(one.fee)), grouped(one.net)]);
  return table(
    `What the rows come to, by family, in ${payout.currency}`,
    [left('Family'), right('Rows'), right('Gross'), right('Fee'), right('Net')],
    own.map((one) => cells(titleOf(one.family), one)),
    [cells('All rows', totalOf(own))],
  );
}

function journal(payout: Payout): Markup {
  if (payout.posting === 'held') {
    return html`<p class="bad">${POSTINGS['held']}, for ${(payout.held_for ?? []).map((word) => HOLDS[word] ?? plain(word)).join('; ')}.</p>`;
  }
  if (payout.entries.length === 0) return html`<p>There is none: ${POSTINGS[payout.posting] ?? plain(payout.posting)}.</p>`;
  return html`${payout.entries.map(entryOf)}`;
}

function entryOf(entry: Entry): Markup {
  const moved = entry.moved_from === undefined ? '' : ` (belongs on ${entry.moved_from})`;
  const amount = (own: string | undefined): string => (own === undefined ? '' : grouped(own));
  return table(
    `${entry.reference} on ${entry.date}${moved}, in ${entry.currency}: ${entry.narration}`,
    [left('Account'), left('Name'), left('Memo'), right('Debit'), right('Credit')],
    entry.lines.map((line) => [line.code, line.title, line.memo, amount(line.debit), amount(line.credit)]),
    [['Total', '', '', grouped(entry.debits), grouped(entry.credits)]],
  );
}

function reconciliation({ reconciliation: own, currency }: Payout, zone: string): Markup {
  if (own === undefined) return NOTHING;
  const counts = own.counts.map(({ status, rows, amount }) => `${plain(status)} ${rows.toLocaleString('en-US')} (${grouped(amount)})`);
  return html`<h3>Compared with Lightspeed</h3>
<p>In ${currency}: ${counts.join(', ') || 'no payments and no refunds'}.</p>
${unmatched(own.rows).map(([heading, rows]) => html`<h4>${heading} (${rows.length.toLocaleString('en-US')})</h4>
${exceptionTable(rows, zone)}`)}`;
}

function exceptionTable(rows: readonly ReconciledRow[], zone: string): Markup {
  const amount = (own: string | undefined): string => (own === undefined ? '' : grouped(own));
  const listed = table(
    undefined,
    [left('Row'), left('Type'), left('Order'), left('Day'), right('Amount'), right('Lightspeed'), right('Difference')],
    rows.slice(0, SHOWN).map((row) => [row.row, row.type.toLowerCase(), orderOf(row), dayOf(zone, row.at), grouped(row.amount), amount(row.recorded), amount(row.difference)]),
  );
  return html`${listed}${more(rows.length)}`;
}

const more = (count: number): Markup => (count > SHOWN ? html`<p class="soft">… ${(count - SHOWN).toLocaleString('en-US')} more are in the decision itself.</p>` : NOTHING);

function theirs({ certificate, currency }: Payout): Markup {
  const wrong = (certificate.theirs ?? []).filter(({ agrees }) => !agrees);
  if (wrong.length === 0 && certificate.theirs_add_up !== false) return NOTHING;
  return html`<h3>Shopify's own summary</h3>
${certificate.theirs_add_up === false ? html`<p class="bad">It does not add up to the payout.</p>` : NOTHING}
${wrong.length === 0 ? NOTHING : table(
    `Where it differs from the rows, in ${currency}`,
    [left('Part'), right('Their gross'), right('Of the rows'), right('Their fee'), right('Of the rows')],
    wrong.map((own) => [plain(own.part), grouped(own.gross), grouped(own.our_gross), grouped(own.fee), grouped(own.our_fee)]),
  )}`;
}

function findings(title: string, found: readonly Finding[]): Markup {
  if (found.length === 0) return NOTHING;
  return html`<h3>${title}</h3>
${found.map(({ code, owner, summary, next_step: next, count, about }) => html`<div class="look">
<p><code>${code}</code>${count === 1 ? '' : ` ${count.toLocaleString('en-US')}×`} <span class="soft">${plain(owner)}</span></p>
<p>${summary}</p>
${about.length === 0 ? NOTHING : html`<p class="soft">${about.slice(0, SHOWN).join(', ')}${about.length > SHOWN ? `, and ${(about.length - SHOWN).toLocaleString('en-US')} more` : ''}</p>`}
<p>Next step: ${next}</p>
</div>
`)}`;
}

function overall(answer: Answer, output: Summarised): Markup {
  const blocks = [months(output), ledgers(output), report(output), rejected(output), findings('Also to look at', findingsOf(answer))];
  if (blocks.every(({ text }) => text === '')) return NOTHING;
  return html`
<section class="payout overall" aria-labelledby="all">
<h2 id="all">Over all rows</h2>
${blocks}
</section>
`;
}

function months(output: Summarised): Markup {
  const { months: own, waiting } = output;
  if (!tellsOfMonths(output)) return NOTHING;
  return html`<h3>Months</h3>
${table(
    undefined,
    [left('Month'), left('Family'), right('Rows'), right('Gross'), right('Fee'), right('Net'), right('In payouts'), right('Waiting'), left('')],
    own.map((one) => [
      one.month, titleOf(one.family), one.rows.toLocaleString('en-US'), grouped(one.gross), grouped(negated(one.fee)), grouped(one.net), grouped(one.paid), grouped(one.waiting), one.currency,
    ]),
  )}${waiting === 0 ? NOTHING : html`<p>${counted(waiting, 'row')} in no payout yet.</p>`}`;
}

function ledgers({ ledgers: own }: Summarised): Markup {
  if (own.length === 0) return NOTHING;
  return html`<h3>Accounts carried forward</h3>
${own.some(({ opening }) => isZero(opening)) ? html`<p class="soft">Opening balances that were not handed over count as 0.00.</p>` : NOTHING}
${own.map(({ ledger, currency, opening, days, closing }) => table(
    `${LEDGERS[ledger] ?? plain(ledger)}, in ${currency}`,
    [left('Day'), right('Up'), right('Down'), right('Balance')],
    [['Opening', '', '', grouped(opening)], ...days.map((day) => [day.on, grouped(day.up), grouped(negated(day.down)), grouped(day.closing)])],
    [['Closing', grouped(sum(days.map(({ up }) => up))), grouped(negated(sum(days.map(({ down }) => down)))), grouped(closing)]],
  ))}`;
}

function report({ report: ties = [] }: Summarised): Markup {
  if (ties.length === 0) return NOTHING;
  return html`<h3>Shopify's finance report</h3>
${table(
    undefined,
    [left('Month'), left('Family'), left('Figure'), right('Report'), right('Rows'), right('Difference'), left(''), left('')],
    ties.map((tie) => [
      tie.month, titleOf(tie.family), tie.figure, grouped(tie.theirs), grouped(tie.ours), grouped(tie.difference), tie.currency, TIES[tie.why] ?? plain(tie.why),
    ]),
  )}`;
}

function rejected({ rejected: rows = [] }: Summarised): Markup {
  if (rows.length === 0) return NOTHING;
  return html`<h3>Not added to anything (${rows.length.toLocaleString('en-US')})</h3>
${table(
    undefined,
    [left('Row'), left('Payout'), right('Net'), left(''), left('Because')],
    rows.slice(0, SHOWN).map((own) => [own.row, numberOf(own.payout ?? '-'), grouped(own.net), own.currency, REJECTIONS[own.why] ?? plain(own.why)]),
  )}${more(rows.length)}`;
}

// A statement as a terminal shows it: how each deposit came about, at most 100 columns wide.

import { table } from '../demo/table.ts';
import type { Column } from '../demo/table.ts';
import { grouped, isZero, negated, sum } from './amounts.ts';
import type { Answer, BankTie, Entry, Ledger, Payout, Summarised } from './answer.ts';
import { findingsOf, numberOf } from './findings.ts';
import type { Finding } from './findings.ts';
import { dayOf, orderOf, unmatched } from './reconciled.ts';
import { certificateOf, depositsOf, familiesOf, tellsOfMonths, totalOf } from './steps.ts';
import { HOLDS, LEDGERS, POSTINGS, REJECTIONS, TIES, bankOf, counted, plain, reachOf, stateOf, titleOf } from './words.ts';

const WIDTH = 100;
/** Rows of a kind that are listed; the statement in HTML and `--json` list more. */
const SHOWN = 15;
const left = (title: string): Column => ({ title });
const right = (title: string): Column => ({ title, right: true });

export function statementText(answer: Answer, zone: string): string {
  const output = answer.output;
  if (output === undefined) return '';
  const blocks = output.payouts.map((payout) => payoutText(answer, zone, payout, output));
  const overall = [overview(output), months(output), ledgers(output.ledgers), report(output), rejected(output), findings('Also to look at', findingsOf(answer))];
  return [...blocks, ...overall].filter((block) => block !== '').join('\n\n');
}

function payoutText(answer: Answer, zone: string, payout: Payout, { bank = [] }: Summarised): string {
  const deposit = `${grouped(payout.net)} ${payout.currency} ${reachOf(payout)}`;
  const title = `Payout ${numberOf(payout.payout)}, ${stateOf(payout)}`;
  return [
    `${title.padEnd(WIDTH - deposit.length - 1)} ${deposit}`,
    '='.repeat(WIDTH),
    ...wayDown(payout),
    '',
    ...wrapped(certificateOf(payout), '  '),
    ...theirs(payout),
    ...bank.filter((tie) => tie.payout === payout.payout).flatMap((tie) => wrapped(bankText(tie), '  ')),
    ...entries(payout),
    ...reconciliation(payout, zone),
    ...section(findings('To look at', findingsOf(answer, payout))),
  ].join('\n');
}

const section = (text: string): string[] => (text === '' ? [] : ['', text]);

function wayDown(payout: Payout): string[] {
  const families = familiesOf(payout);
  if (families.length === 0) return [];
  const cells = (label: string, own: { rows: number; gross: string; fee: string; net: string }): string[] => (
    [label, own.rows.toLocaleString('en-US'), grouped(own.gross), grouped(negated(own.fee)), grouped(own.net)]);
  const text = table(
    [left('family'.padEnd(30)), right('rows'), right('gross'.padStart(16)), right('fee'.padStart(14)), right('net'.padStart(16))],
    [...families.map((family) => cells(titleOf(family.family), family)), cells('All rows', totalOf(families))],
  );
  return ruled(text).map((line) => `  ${line}`);
}

/** A table whose last line is the total of the others. */
function ruled(text: string): string[] {
  const lines = text.split('\n');
  return [...lines.slice(0, -1), lines[1] ?? '', ...lines.slice(-1)];
}

function theirs({ certificate, currency }: Payout): string[] {
  const wrong = (certificate.theirs ?? []).filter(({ agrees }) => !agrees);
  const lines = certificate.theirs_add_up === false ? ['  Shopify\'s own summary does not add up to the payout.'] : [];
  if (wrong.length === 0) return lines;
  const text = table(
    [left('Shopify\'s own summary'), right('their gross'), right('of the rows'), right('their fee'), right('of the rows')],
    wrong.map((own) => [plain(own.part), grouped(own.gross), grouped(own.our_gross), grouped(own.fee), grouped(own.our_fee)]),
  );
  return [...lines, `  Shopify's own summary differs from the rows, in ${currency}:`, ...indent(text, 4)];
}

function bankText({ status, lines, with: others = [], difference }: BankTie): string {
  const named = lines.length === 0 ? '' : `: ${lines.join(', ')}`;
  const shared = others.length === 0 ? '' : `, together with payout ${others.map(numberOf).join(', ')}`;
  const off = difference === undefined || isZero(difference) ? '' : `, ${grouped(difference)} beyond what was expected`;
  return `Bank: ${bankOf(status)}${named}${shared}${off}.`;
}

function entries(payout: Payout): string[] {
  if (payout.posting === 'held') {
    const why = (payout.held_for ?? []).map((word) => HOLDS[word] ?? plain(word)).join('; ');
    return ['', ...wrapped(`${POSTINGS['held']}, for ${why}.`, '  ')];
  }
  if (payout.entries.length === 0) return ['', `  Journal: ${POSTINGS[payout.posting] ?? plain(payout.posting)}.`];
  return payout.entries.flatMap((entry) => ['', ...entryText(entry)]);
}

function entryText(entry: Entry): string[] {
  const amount = (own: string | undefined): string => (own === undefined ? '' : grouped(own));
  const wide = (texts: readonly string[]): number => Math.max(...texts.map((own) => own.length));
  const named = entry.lines.map((line) => [short(line.code, 12), short(line.title, 29)] as const);
  // What an amount is gets the room that is left.
  const room = WIDTH - 4 - 8 - Math.max(7, wide(named.map(([code]) => code))) - wide(named.map(([, title]) => title)) - wide([grouped(entry.debits), 'debit']) - wide([grouped(entry.credits), 'credit']);
  const rows = entry.lines.map((line, at) => [...named[at] ?? [], short(line.memo, Math.max(10, room)), amount(line.debit), amount(line.credit)]);
  const text = table(
    [left('account'), left('name'), left('memo'), right('debit'), right('credit')],
    [...rows, ['total', '', '', grouped(entry.debits), grouped(entry.credits)]],
  );
  const moved = entry.moved_from === undefined ? '' : `, belongs on ${entry.moved_from}`;
  return [...wrapped(`Journal ${entry.reference} on ${entry.date}${moved}, in ${entry.currency}: ${entry.narration}`, '  '), ...ruled(text).map((line) => `    ${line}`)];
}

function reconciliation({ reconciliation: own, currency }: Payout, zone: string): string[] {
  if (own === undefined) return [];
  const counts = own.counts.map(({ status, rows, amount }) => `${plain(status)} ${rows.toLocaleString('en-US')} (${grouped(amount)})`);
  const lines = ['', ...wrapped(`Compared with Lightspeed, in ${currency}: ${counts.join(', ') || 'no payments and no refunds'}.`, '  ')];
  for (const [heading, rows] of unmatched(own.rows)) {
    const text = table(
      [left('row'), left('type'), left('order'), left('day'), right('amount'), right('Lightspeed'), right('difference')],
      rows.slice(0, SHOWN).map((row) => [
        short(row.row, 16), short(row.type.toLowerCase(), 18), short(orderOf(row), 18), dayOf(zone, row.at),
        grouped(row.amount), amountOf(row.recorded), amountOf(row.difference),
      ]),
    );
    lines.push(`  ${heading} (${rows.length.toLocaleString('en-US')})`, ...indent(text, 4));
    if (rows.length > SHOWN) lines.push(`    … ${(rows.length - SHOWN).toLocaleString('en-US')} more: --json`);
  }
  return lines;
}

const amountOf = (amount: string | undefined): string => (amount === undefined ? '-' : grouped(amount));

function findings(title: string, found: readonly Finding[]): string {
  if (found.length === 0) return '';
  const lines = [`  ${title}:`];
  for (const { code, owner, summary, next_step: next, count, about } of found) {
    lines.push(...wrapped(`${code}${count === 1 ? '' : ` ${count.toLocaleString('en-US')}×`} (${plain(owner)}): ${summary}`, '    '));
    const rest = about.length > SHOWN ? `, and ${(about.length - SHOWN).toLocaleString('en-US')} more` : '';
    if (about.length > 0) lines.push(...wrapped(`${about.slice(0, SHOWN).join(', ')}${rest}`, '      '));
    lines.push(...wrapped(`next step: ${next}`, '      '));
  }
  return lines.join('\n');
}

function overview({ payouts }: Summarised): string {
  if (payouts.length < 2) return '';
  const rows = payouts.map((payout) => [numberOf(payout.payout), stateOf(payout), POSTINGS[payout.posting] ?? plain(payout.posting), grouped(payout.net), payout.currency]);
  const totals = depositsOf(payouts).map(([currency, total]) => ['To the bank', '', '', grouped(total), currency]);
  const lines = table([left('payout'), left(''), left('journal'), right('net'), left('')], [...rows, ...totals]).split('\n');
  lines.splice(lines.length - totals.length, 0, lines[1] ?? '');
  return [`${counted(payouts.length, 'payout')}`, '='.repeat(WIDTH), ...lines.map((line) => `  ${line}`)].join('\n');
}

function months(output: Summarised): string {
  const { months: rows, waiting } = output;
  if (!tellsOfMonths(output)) return '';
  const text = table(
    [left('month'), left('family'), right('rows'), right('gross'), right('fee'), right('net'), right('in payouts'), right('waiting'), left('')],
    rows.map((own) => [
      own.month, titleOf(own.family), own.rows.toLocaleString('en-US'), grouped(own.gross), grouped(negated(own.fee)), grouped(own.net), grouped(own.paid), grouped(own.waiting), own.currency,
    ]),
  );
  const note = waiting === 0 ? [] : [`  ${counted(waiting, 'row')} in no payout yet.`];
  return ['Months', ...indent(text, 2), ...note].join('\n');
}

function ledgers(own: readonly Ledger[]): string {
  if (own.length === 0) return '';
  const rows = own.map(({ ledger, currency, opening, days, closing }) => (
    [LEDGERS[ledger] ?? plain(ledger), grouped(opening), grouped(sum(days.map(({ up }) => up))), grouped(negated(sum(days.map(({ down }) => down)))), grouped(closing), currency]));
  const note = own.some(({ opening }) => isZero(opening)) ? ['  Opening balances are those of --openings; without it, 0.00.'] : [];
  return ['Accounts carried forward', ...indent(table([left('account'), right('opening'), right('up'), right('down'), right('closing'), left('')], rows), 2), ...note].join('\n');
}

function report({ report: ties = [] }: Summarised): string {
  if (ties.length === 0) return '';
  const rows = ties.map((tie) => [
    tie.month, titleOf(tie.family), tie.figure, grouped(tie.theirs), grouped(tie.ours), grouped(tie.difference), tie.currency, TIES[tie.why] ?? plain(tie.why),
  ]);
  const columns = [left('month'), left('family'), left('figure'), right('report'), right('rows'), right('difference'), left(''), left('')];
  return ['Shopify\'s finance report', ...indent(table(columns, rows), 2)].join('\n');
}

function rejected({ rejected: rows = [] }: Summarised): string {
  if (rows.length === 0) return '';
  const text = table([left('row'), left('payout'), right('net'), left(''), left('because')], rows.slice(0, SHOWN).map((own) => (
    [own.row, numberOf(own.payout ?? '-'), grouped(own.net), own.currency, REJECTIONS[own.why] ?? plain(own.why)])));
  const more = rows.length > SHOWN ? [`  … ${(rows.length - SHOWN).toLocaleString('en-US')} more: --json`] : [];
  return [`Not added to anything (${rows.length.toLocaleString('en-US')})`, ...indent(text, 2), ...more].join('\n');
}

const indent = (text: string, by: number): string[] => text.split('\n').map((line) => `${' '.repeat(by)}${line}`.trimEnd());
const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Words in lines of the width; those that follow are two further in. */
function wrapped(text: string, margin: string): string[] {
  const lines: string[] = [];
  let line = margin;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `${margin}  `;
    }
    line += `${line.trim() === '' ? '' : ' '}${word}`;
  }
  return [...lines, line];
}

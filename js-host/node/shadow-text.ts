// A report of a tenant in shadow as a person reads it: what to look at first, with both values.

import { table } from './demo/table.ts';
import type { Count, DayReport, Difference, Entry } from './shadow.ts';

/** What ids stand for, as far as the configuration says. */
export type Names = ReadonlyMap<string, string>;

type Kind = { kind: string; short: string; title: string; advice: string };

/** In the order in which they want looking at. */
const KINDS: readonly Kind[] = [
  { kind: 'differs', short: 'differ', title: 'Keyed differently', advice: 'If the same thing differs on many orders, the configuration or a link may be wrong: see the list below. Else the sale was mis-keyed.' },
  { kind: 'would_be_exception', short: 'for a person', title: 'Would have been left to a person', advice: 'Mend these before going live: `tillbridge codes CODE` says how.' },
  { kind: 'only_tillbridge', short: 'not keyed', title: 'Nobody keyed these', advice: 'Tillbridge would have posted them. They were forgotten, or are keyed later: the report is made again each day.' },
  { kind: 'only_staff', short: 'only staff', title: 'Only staff keyed these', advice: 'The sale names a web order that Tillbridge did not hear of, or would not post: a test, cancelled, or a webhook that never came.' },
  { kind: 'uncertain', short: 'uncertain', title: 'Not certain which sale is the order\'s', advice: 'Write the order\'s name as reference or note on each sale: then it is compared.' },
  { kind: 'reserved', short: 'not paid', title: 'Not paid yet', advice: 'Tillbridge would have kept their stock.' },
];

const SHOWN = 15;
const WHATS: Record<string, string> = { units: 'units of', payment_type: 'paid with', customer: 'customer', state: 'state', outlet: 'outlet', tax: 'tax', total: 'total' };

/** All reports, a line each. */
export function listText(reports: readonly DayReport[]): string {
  const number = (report: DayReport, kind: string): string => String(countOf(report.kinds, kind) || '·');
  return table(
    [
      { title: 'day' }, { title: 'orders', right: true }, { title: 'same', right: true }, ...KINDS.map(({ short }) => ({ title: short, right: true })),
      { title: 'Tillbridge', right: true }, { title: 'staff', right: true }, { title: 'difference', right: true }, { title: '' },
    ],
    reports.map((report) => [
      report.date, String(report.orders), number(report, 'same'), ...KINDS.map(({ kind }) => number(report, kind)),
      report.ours, report.theirs, signed(report.ours, report.theirs), report.currency,
    ]),
  );
}

export function reportText(report: DayReport, entries: readonly Entry[], names: Names, all: boolean): string {
  const { date, orders, until, currency, ours, theirs, likely } = report;
  const same = countOf(report.kinds, 'same');
  const issues = KINDS.filter(({ kind }) => kind !== 'reserved').reduce((sum, { kind }) => sum + countOf(report.kinds, kind), 0);
  const lines = [
    `Shadow of ${date}: ${orders === 0 ? 'no web order was seen' : `${orders} web ${orders === 1 ? 'order' : 'orders'}, ${same} keyed as Tillbridge would have`}${issues === 0 ? '' : `, ${issues} to look at`}.`,
    `  ${KINDS.filter(({ kind }) => countOf(report.kinds, kind) > 0).map(({ kind, short }) => `${countOf(report.kinds, kind)} ${short}`).join(', ') || 'nothing differs'}`,
    `  Tillbridge ${ours}, staff ${theirs}, difference ${signed(ours, theirs)} ${currency}`,
    `  Till sales until ${until.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC')}.${likely > 0 ? ` ${likely} compared without a reference on the sale: total, day and items or customer are the same.` : ''}`,
  ];
  if (report.differs.length > 0) {
    const often = [...report.differs].sort((one, other) => other.count - one.count).map(({ name, count }) => `${name.replace('_', ' ')} ${count}×`);
    lines.push(`  What differs most often: ${often.join(', ')}`);
  }
  for (const { kind, title, advice } of KINDS) {
    const own = entries.filter((entry) => entry.kind === kind);
    if (own.length === 0) continue;
    const shown = all ? own : own.slice(0, SHOWN);
    lines.push('', `${title} (${own.length})`, `  ${advice}`, indent(tableOf(kind, shown, names)));
    if (shown.length < own.length) lines.push(`  … ${own.length - shown.length} more: --all`);
  }
  if (report.exceptions.length > 0) lines.push('', `Exceptions: ${report.exceptions.map(({ name, count }) => `${name} ${count}×`).join(', ')}`);
  if (report.others.length > 0) lines.push('', `Besides, Tillbridge would have written: ${report.others.map(({ name, count }) => `${name} ${count}×`).join(', ')}`);
  return lines.join('\n');
}

function tableOf(kind: string, entries: readonly Entry[], names: Names): string {
  const order = ({ name = '', about }: Entry): string => name || about;
  const sales = ({ sales: own = [] }: Entry): string => own.map(short).join(', ');
  const money = { right: true };
  switch (kind) {
    case 'differs':
      return table([{ title: 'order' }, { title: 'sale' }, { title: 'keyed' }, { title: 'what' }, { title: 'Tillbridge', ...money }, { title: 'staff', ...money }], entries.flatMap((entry) => (
        (entry.differs ?? []).map((own, at) => [
          at === 0 ? order(entry) : '', at === 0 ? sales(entry) : '', at === 0 ? (entry.keyed_at ?? '').slice(0, 10) : '',
          whatOf(own, names), valueOf(own, own.ours, names), valueOf(own, own.theirs, names),
        ]))));
    case 'would_be_exception':
      return table([{ title: 'order' }, { title: 'why' }, { title: 'staff keyed' }, { title: 'total', ...money }], entries.map((entry) => [order(entry), (entry.exceptions ?? []).join(', '), sales(entry) || '-', entry.theirs ?? '']));
    case 'only_staff':
      return table([{ title: 'names' }, { title: 'sale' }, { title: 'total', ...money }], entries.map((entry) => [order(entry), sales(entry), entry.theirs ?? '']));
    case 'uncertain':
      return table([{ title: 'order' }, { title: 'total', ...money }, { title: 'may be sale' }, { title: 'of', ...money }, { title: 'because' }, { title: 'but' }], entries.flatMap((entry) => (
        (entry.candidates ?? []).map((own, at) => [
          at === 0 ? order(entry) : '', at === 0 ? entry.ours ?? '' : '', short(own.sale), own.total, own.because.join(', '), own.doubts.map((doubt) => doubt.replace('_', ' ')).join(', '),
        ]))));
    default:
      return table([{ title: 'order' }, { title: 'total', ...money }], entries.map((entry) => [order(entry), entry.ours ?? '']));
  }
}

function whatOf({ what, about }: Difference, names: Names): string {
  const word = WHATS[what] ?? what;
  return about === undefined ? word : `${word} ${what === 'units' ? 'item ' : ''}${named(about, names)}`;
}

function valueOf({ what }: Difference, value: string, names: Names): string {
  if (what === 'customer') return value === 'new' ? 'a new one' : short(value);
  return what === 'outlet' ? value.split(', ').map((own) => named(own, names)).join(', ') : value;
}

function named(id: string, names: Names): string {
  const name = names.get(id);
  return name === undefined ? short(id) : `${name} (${short(id)})`;
}

/** The first part of a UUID tells them apart for a person. */
function short(id: string): string {
  return id.length === 36 ? `${id.slice(0, 8)}…` : id;
}

function countOf(counts: readonly Count[], name: string): number {
  return counts.find((own) => own.name === name)?.count ?? 0;
}

/** The difference of two amounts, exactly. */
export function signed(ours: string, theirs: string): string {
  const digits = Math.max(...[ours, theirs].map((text) => text.split('.')[1]?.length ?? 0));
  const units = (text: string): bigint => {
    const [whole = '0', part = ''] = text.replace('-', '').split('.');
    const value = BigInt(`${whole}${part.padEnd(digits, '0')}`);
    return text.startsWith('-') ? -value : value;
  };
  const difference = units(ours) - units(theirs);
  const text = String(difference < 0n ? -difference : difference).padStart(digits + 1, '0');
  const sign = difference === 0n ? '' : difference < 0n ? '-' : '+';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function indent(text: string): string {
  return text.split('\n').map((line) => `  ${line}`).join('\n');
}

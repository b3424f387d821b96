// What the demonstration prints: a line per order while it runs, the table at its end, and every
// exception with what a person does about it.

import { printFixed, dec } from '../../sandbox/decimal.ts';
import type { Exception } from '../module.ts';
import type { Books } from './books.ts';
import type { Series } from './derive.ts';
import type { OrderFile } from './orders.ts';
import type { End } from './sample.ts';
import { table } from './table.ts';
import type { Column } from './table.ts';
import type { Effort } from './tenant.ts';

export type Result = {
  order: OrderFile;
  series: Series;
  story: readonly string[];
  end: End;
  books: Books;
  exceptions: Exception[];
  effort: Effort;
  /** What is not as it was to be; empty when all is well. */
  surprises: string[];
};

const COLUMNS: readonly Column[] = [
  { title: 'order' }, { title: 'series' }, { title: 'what happens' }, { title: 'sales' }, { title: 'total', right: true }, { title: 'tie-out' },
  { title: 'exceptions' }, { title: 'tasks', right: true }, { title: 'rounds', right: true }, { title: 'requests', right: true },
  { title: 'R units', right: true }, { title: 'ms', right: true },
];

export function tableOf(results: readonly Result[]): string {
  return table(COLUMNS, results.map((result) => [
    result.order.name,
    result.series,
    result.story.map((step) => step.replace(/^\+/, '')).join(', '),
    result.books.sales.map(short).join(' ') || '-',
    `${result.order.total} ${result.order.currency}`,
    tieOut(result),
    codesOf(result).join(', ') || '-',
    String(result.effort.tasks),
    String(result.effort.rounds),
    String(result.effort.requests),
    result.series === 'R' ? String(Math.round(result.effort.units * 10) / 10) : '-',
    String(Math.round(result.effort.milliseconds)),
  ]));
}

export function progress(result: Result, done: number, of: number): string {
  const count = String(done).padStart(String(of).length);
  const codes = codesOf(result);
  const became = result.surprises.length > 0 ? result.surprises.join('; ') : `${tieOut(result)}${codes.length === 0 ? '' : `, ${codes.join(', ')}`}`;
  return `[${count}/${of}] ${result.order.name} -> ${result.series}: ${became} (${Math.round(result.effort.milliseconds)} ms)`;
}

/** What stands in Lightspeed, against the order. */
function tieOut({ books, order, end, surprises }: Result): string {
  if (surprises.length > 0) return '≠';
  const total = printFixed(books.total, dec(order.total).scale);
  if (end === 'sold') return `= ${total}`;
  return end === 'kept' ? `${printFixed(books.kept, 0)} units kept` : end === 'goods back' ? `= ${total}, goods back` : end;
}

/** The codes raised, each once. */
export function codesOf({ exceptions }: Pick<Result, 'exceptions'>): string[] {
  return [...new Set(exceptions.map(({ code }) => code))].sort();
}

/** Every exception of the results; one that both series raise is told once. */
export function exceptionsOf(results: readonly Result[]): string[] {
  const told = new Map<string, Set<Series>>();
  for (const { order, series, exceptions } of results) {
    for (const { code, severity, owner, summary, evidence, next_step } of exceptions) {
      const text = [
        `  ${code} (${severity}, ${owner}): ${summary}`,
        `    evidence: ${JSON.stringify(evidence)}`,
        `    next step: ${next_step}`,
      ].join('\n');
      const key = `${order.name}\n${text}`;
      told.set(key, (told.get(key) ?? new Set()).add(series));
    }
  }
  const headed = new Map<string, string[]>();
  for (const [key, series] of told) {
    const [name = '', ...text] = key.split('\n');
    const heading = `${name} -> ${[...series].join(' and ')}`;
    headed.set(heading, [...headed.get(heading) ?? [], text.join('\n')]);
  }
  return [...headed].map(([heading, texts]) => [heading, ...texts].join('\n'));
}

/** UUIDs of the sandbox differ at their ends. */
function short(id: string): string {
  return id.length <= 12 ? id : `…${id.slice(-8)}`;
}

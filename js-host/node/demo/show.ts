// What the demonstration prints: a line per delivery while it runs, the table at its end, and
// every exception with what a person does about it.

import type { Delivered } from './tenant.ts';
import type { OrderFile } from './orders.ts';
import type { Series } from './derive.ts';
import { table } from './table.ts';
import type { Column } from './table.ts';

export type Result = {
  order: OrderFile;
  series: Series;
  delivery: 'first' | 'again';
  delivered: Delivered;
  /** Id of the sale, when there is exactly one. */
  sale?: string;
  tieOut: string;
  /** Codes raised, each once. */
  codes: string[];
  /** What is not as it was to be; empty when all is well. */
  surprises: string[];
};

const COLUMNS: readonly Column[] = [
  { title: 'order' }, { title: 'series' }, { title: 'sale' }, { title: 'total', right: true }, { title: 'tie-out' }, { title: 'exceptions' },
  { title: 'rounds', right: true }, { title: 'requests', right: true }, { title: 'R units', right: true }, { title: 'ms', right: true },
];

export function tableOf(results: readonly Result[]): string {
  return table(COLUMNS, results.map(({ order, series, delivery, delivered, sale, tieOut, codes }) => [
    delivery === 'again' ? `${order.name} again` : order.name,
    series,
    short(sale),
    `${order.total} ${order.currency}`,
    tieOut,
    codes.join(', ') || '-',
    String(delivered.outcome.rounds),
    String(delivered.requests),
    series === 'R' ? String(Math.round(delivered.units * 10) / 10) : '-',
    String(Math.round(delivered.milliseconds)),
  ]));
}

export function progress(result: Result, done: number, of: number): string {
  const { order, series, delivery, delivered, codes, sale } = result;
  const became = codes.length > 0 ? `not posted: ${codes.join(', ')}` : `sale ${short(sale)}`;
  const count = String(done).padStart(String(of).length);
  return `[${count}/${of}] ${order.name}${delivery === 'again' ? ' again' : ''} -> ${series}: ${became} (${Math.round(delivered.milliseconds)} ms)`;
}

/** Every exception of the results; one that both series raise is told once. */
export function exceptionsOf(results: readonly Result[]): string[] {
  const told = new Map<string, Set<Series>>();
  for (const { order, series, delivered } of results) {
    for (const { code, severity, owner, summary, evidence, next_step } of delivered.outcome.exceptions ?? []) {
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
function short(id: string | undefined): string {
  if (id === undefined) return '-';
  return id.length <= 12 ? id : `…${id.slice(-8)}`;
}

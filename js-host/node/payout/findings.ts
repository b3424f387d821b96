// What a person must look at, of one payout or of none: alike ones together.

import type { Answer, Payout, PayoutException } from './answer.ts';
import { titleOf } from './words.ts';

export type Finding = PayoutException & { count: number; about: string[] };

/** The number of a payout, which is what Shopify Admin shows. */
export const numberOf = (gid: string): string => gid.replace(/^.*\//, '');

/** Findings of a payout, or of all that is no payout's of this statement. */
export function findingsOf(answer: Answer, payout?: Payout): Finding[] {
  const subjects = (answer.output?.payouts ?? []).map((own) => `payout/${numberOf(own.payout)}`);
  const own = payout === undefined ? undefined : `payout/${numberOf(payout.payout)}`;
  const found = new Map<string, Finding>();
  for (const exception of answer.exceptions ?? []) {
    if (own === undefined ? subjects.includes(exception.subject) : exception.subject !== own) continue;
    const known = found.get(exception.code);
    const finding = known ?? { ...exception, count: 0, about: [] };
    finding.count += 1;
    const about = aboutOf(exception);
    if (about !== '') finding.about.push(about);
    if (known === undefined) found.set(exception.code, finding);
  }
  return [...found.values()].sort((one, other) => rank(one) - rank(other));
}

/** What is worst comes first. */
const rank = ({ severity }: PayoutException): number => ['critical', 'error'].indexOf(severity) + 1 || 3;

/** What an exception is about, beside its payout. */
function aboutOf({ evidence = {} }: PayoutException): string {
  const text = (name: string): string => (typeof evidence[name] === 'string' ? evidence[name] : '');
  const row = text('row');
  if (row !== '') return [row, text('type').toLowerCase(), text('amount') || text('net')].filter((word) => word !== '').join(' ');
  if (text('entry') !== '') return `${text('entry')} of ${text('belongs_on')}, posted on ${text('posted_on')}`;
  if (text('figure') !== '') return `${titleOf(text('family'))}, ${text('figure')}: the report has ${text('theirs')}, the rows ${text('ours')}`;
  return '';
}

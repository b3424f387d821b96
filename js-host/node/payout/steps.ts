// The way from gross to net: what each family adds or takes, until it is what the payout comes to.

import { difference, grouped, isZero, negated, sum } from './amounts.ts';
import type { Family, Payout, Summarised } from './answer.ts';
import { FAMILIES, counted, titleOf } from './words.ts';

export type Step = { label: string; amount: string };

/** Families over all months, in the order in which people read them. */
export function familiesOf(payout: Payout): Family[] {
  const own = (word: string): Family[] => {
    const rows = payout.families.filter(({ family }) => family === word);
    const [first] = rows;
    if (first === undefined) return [];
    const all = (figure: 'gross' | 'fee' | 'net'): string => sum(rows.map((row) => row[figure]));
    return [{ ...first, rows: rows.reduce((count, row) => count + row.rows, 0), gross: all('gross'), fee: all('fee'), net: all('net') }];
  };
  const known = FAMILIES.map(([word]) => word);
  const others = new Set(payout.families.map(({ family }) => family).filter((family) => !known.includes(family)));
  return [...known, ...others].flatMap(own);
}

export function totalOf(families: readonly Family[]): Omit<Family, 'month' | 'family'> {
  const all = (figure: 'gross' | 'fee' | 'net'): string => sum(families.map((family) => family[figure]));
  return { rows: families.reduce((count, { rows }) => count + rows, 0), gross: all('gross'), fee: all('fee'), net: all('net') };
}

/** All steps together are the net: fees are steps of their own, and so is what nobody can explain. */
export function stepsOf(payout: Payout): Step[] {
  const families = familiesOf(payout);
  const amounts = new Map<string, string>();
  const add = (family: string, amount: string): void => {
    amounts.set(family, sum([amounts.get(family) ?? '0', amount]));
  };
  for (const { family, gross, fee } of families) {
    add(family, gross);
    add(family === 'dispute' ? 'dispute_fee' : 'fee', negated(fee));
  }
  const known = FAMILIES.map(([word]) => word);
  const order = [...known, ...[...amounts.keys()].filter((family) => !known.includes(family))];
  const steps = order.flatMap((family) => {
    const amount = amounts.get(family);
    return amount === undefined ? [] : [{ label: titleOf(family), amount }];
  });
  const { gross, fee, net } = totalOf(families);
  steps.push({ label: 'Net differs', amount: difference(net, difference(gross, fee)) });
  steps.push({ label: 'Not explained', amount: difference(payout.net, net) });
  return steps.filter(({ amount }) => !isZero(amount));
}

/** The proof, in a sentence. */
export function certificateOf({ certificate, currency }: Payout): string {
  const { rows, sum: own, stated, residue, ties, turned } = certificate;
  const money = (amount: string): string => `${grouped(amount)} ${currency}`;
  const left = [[certificate.transfers, 'row that is the payout itself', 'rows that are the payout itself'], [certificate.tests, 'test row', 'test rows'], [certificate.twice, 'row that was there before', 'rows that were there before']] as const;
  const out = left.filter(([count]) => count > 0).map(([count, one, many]) => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`);
  const besides = out.length === 0 ? '' : ` Not counted: ${out.join(', ')}.`;
  const sentence = `${counted(rows, 'row')} ${rows === 1 ? 'adds' : 'add'} up to ${money(own)}`;
  if (rows === 0 && stated !== undefined && !ties) return `It has no rows, and says ${money(stated)}: they went back to the balance, or are missing.${besides}`;
  if (stated === undefined) return `${sentence}. An export states no total: compare this sum with the payout in Shopify Admin, or hand over the payout, too, to prove that no row is missing.${besides}`;
  const sign = turned === true ? ', stated without its sign' : '';
  return `${sentence}, the payout says ${money(stated)}${sign}: ${ties ? 'ties' : `DIFFERS by ${money(residue)}`}.${besides}`;
}

/** What reaches the bank, by currency: payouts that failed or were cancelled do not. */
export function depositsOf(payouts: readonly Payout[]): [currency: string, total: string][] {
  const arriving = payouts.filter(({ status }) => status !== 'failed' && status !== 'canceled');
  return [...new Set(arriving.map(({ currency }) => currency))].map((currency) => (
    [currency, sum(arriving.filter((payout) => payout.currency === currency).map(({ net }) => net))]));
}

/** Whether months say more than the payouts: of one payout in one month they do not. */
export function tellsOfMonths({ payouts, months, waiting }: Summarised): boolean {
  return months.length > 0 && (payouts.length !== 1 || waiting > 0 || new Set(months.map(({ month }) => month)).size > 1);
}

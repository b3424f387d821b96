// A large payout: one call of 10,000 balance transactions and what Lightspeed recorded of them, bytes
// to bytes, against JSON.parse of the same bytes and against the same decision written by hand
// (benches/peer). The peer leaves out the bank, the finance report and the forms of other books; none
// of them is asked for here.

import { measure, median, times } from './measure.ts';
import { Bridge } from '../module.ts';

type Any = any;

const from = async (name: string): Promise<Any> => import(new URL(`../../../benches/peer/${name}.mjs`, import.meta.url).href);
const { payoutSummariseBytes, payoutTenant } = await from('payouts');
const { largePayout } = await from('generate-payout-large');

/** What is not to be exceeded, and what is to be reached. */
export const PAYOUT_GOALS = { of_json_parse: 1.25, of_peer: 1 / 1.8 };

/** `unmatched`: the part of the payments that are not as Lightspeed has them. */
export type PayoutCall = {
  rows: number; recorded: number; unmatched: number; listed: 'all' | 'unmatched'; bytes: number; answer: number; milliseconds: number;
  of_json_parse: number; of_peer: number;
};

const ROWS = 10_000;

export function payoutCall(listed: PayoutCall['listed'], rounds: number, warm: number): PayoutCall {
  const made = largePayout(ROWS, 23, 3);
  made.context.only_unmatched = listed === 'unmatched';
  const [config, context, payload] = [made.config, made.context, made.payload].map((part) => JSON.stringify(part)) as [string, string, string];
  const [contextBytes, payloadBytes] = [context, payload].map((part) => new TextEncoder().encode(part)) as [Uint8Array, Uint8Array];
  const [bridge, of, decoder] = [new Bridge(config), payoutTenant(config), new TextDecoder()];
  const decide = (): Uint8Array => bridge.decideBytes('payout.summarise', contextBytes, payloadBytes);
  try {
    const [answer, own] = [decide(), payoutSummariseBytes(of, contextBytes, payloadBytes)];
    const [module, peer] = [JSON.parse(decoder.decode(answer)), JSON.parse(decoder.decode(own))];
    if (JSON.stringify(module.output) !== JSON.stringify(peer.output)) throw new Error('module and peer do not agree');
    const counts: { status: string; rows: number }[] = module.output.payouts[0].reconciliation.counts;
    const all = counts.reduce((sum, { rows }) => sum + rows, 0);
    const matched = counts.find(({ status }) => status === 'matched')?.rows ?? 0;
    const [parse, hand, core] = measure([
      { who: 'JSON.parse', work: () => [JSON.parse(decoder.decode(contextBytes)), JSON.parse(decoder.decode(payloadBytes))] },
      { who: 'peer', work: () => payoutSummariseBytes(of, contextBytes, payloadBytes) },
      { who: 'module', work: decide },
    ], rounds, warm);
    if (parse === undefined || hand === undefined || core === undefined) throw new Error('nothing was measured');
    return {
      rows: ROWS, recorded: made.context.recorded.length, unmatched: 1 - matched / all, listed, bytes: contextBytes.length + payloadBytes.length, answer: answer.length,
      milliseconds: median(core.batches) / 1000, of_json_parse: times(core, parse), of_peer: times(core, hand),
    };
  } finally {
    bridge.free();
  }
}

/** Every row listed, and those alone that do not match. */
export function payoutCalls(rounds: number, warm: number): PayoutCall[] {
  return (['unmatched', 'all'] as const).map((listed) => payoutCall(listed, rounds, warm));
}

if (import.meta.filename === process.argv[1]) {
  const quick = process.argv.includes('--quick');
  for (const call of payoutCalls(quick ? 5 : 31, quick ? 300 : 1500)) process.stdout.write(`${JSON.stringify(call)}\n`);
}

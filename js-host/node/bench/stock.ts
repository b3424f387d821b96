// Publishing: one call of 10,000 quantities against JSON.parse of the same bytes and against the
// same decision written by hand (benches/peer), at 1 % and at all of them changed.

import { measure, median, times } from './measure.ts';
import { Bridge } from '../module.ts';

type Any = any;

const from = async (name: string): Promise<Any> => import(new URL(`../../../benches/peer/${name}.mjs`, import.meta.url).href);
const { stockPublish, stockTenant } = await from('stock');
const { makeStock } = await from('generate-stock');

/** `changed`: the part of the quantities that are not right, as the module found it. */
export type Call = { series: 'R' | 'X'; changed: number; listed: 'all' | 'changes'; quantities: number; bytes: number; milliseconds: number; of_json_parse: number; of_peer: number };

/** Two locations: half as many items. */
const ITEMS = 5_000;

export function stockCall(series: 'R' | 'X', changed: number, listed: 'all' | 'changes', rounds: number, warm: number): Call {
  const made = makeStock(series, ITEMS, 11, { tidy: true, changed });
  made.context.only_changes = listed === 'changes';
  const [config, context, payload] = [made.config, made.context, made.payload].map((part) => JSON.stringify(part)) as [string, string, string];
  const [contextBytes, payloadBytes] = [context, payload].map((part) => new TextEncoder().encode(part)) as [Uint8Array, Uint8Array];
  const [bridge, of, decoder] = [new Bridge(config), stockTenant(config), new TextDecoder()];
  const decide = (): Uint8Array => bridge.decideBytes('stock.publish', contextBytes, payloadBytes);
  const encoder = new TextEncoder();
  try {
    const [module, own] = [JSON.parse(decoder.decode(decide())), JSON.parse(stockPublish(of, context, payload))];
    if (JSON.stringify(module.output.quantities) !== JSON.stringify(own.output.quantities)) throw new Error('module and peer do not agree');
    const [parse, peer, core] = measure([
      { who: 'JSON.parse', work: () => [JSON.parse(decoder.decode(contextBytes)), JSON.parse(decoder.decode(payloadBytes))] },
      { who: 'peer', work: () => encoder.encode(stockPublish(of, decoder.decode(contextBytes), decoder.decode(payloadBytes))) },
      { who: 'module', work: decide },
    ], rounds, warm);
    if (parse === undefined || peer === undefined || core === undefined) throw new Error('nothing was measured');
    const quantities = module.output.quantities.length + (listed === 'changes' ? module.output.unchanged : 0);
    return {
      series, changed: 1 - module.output.unchanged / quantities, listed, quantities,
      bytes: contextBytes.length + payloadBytes.length, milliseconds: median(core.batches) / 1000,
      of_json_parse: times(core, parse), of_peer: times(core, peer),
    };
  } finally {
    bridge.free();
  }
}

/** Both series; almost everything right, and almost nothing. */
export function stockCalls(rounds: number, warm: number): Call[] {
  return (['R', 'X'] as const).flatMap((series) =>
    [0.01, 1].flatMap((changed) => (['changes', 'all'] as const).map((listed) => stockCall(series, changed, listed, rounds, warm))));
}

if (import.meta.filename === process.argv[1]) {
  const quick = process.argv.includes('--quick');
  for (const call of stockCalls(quick ? 5 : 31, quick ? 300 : 1500)) process.stdout.write(`${JSON.stringify(call)}\n`);
}

// Orders a second through whole flows: the module, the loop around it and a store in memory. The
// vendors answer at once from memory, so that it is our share of the time that is measured.

import { fileURLToPath } from 'node:url';
import { MemoryStore } from 'tillbridge';
import { startSandbox } from '../../sandbox/index.ts';
import { clockFrom } from '../demo/clock.ts';
import { readOrder } from '../demo/orders.ts';
import { ORDERS, sampleTenant, samples } from '../demo/sample.ts';
import { seedR, seedX } from '../demo/seed.ts';
import { createHttp } from '../http.ts';
import { linkKey } from '../links.ts';
import { Bridge, run } from '../module.ts';
import type { Http, Task } from '../module.ts';

export type FlowFigure = { series: 'R' | 'X'; orders: number; per_second: number; milliseconds: number; rounds: number };

const FILE = 'us-1002-three-of-a-line.json';
const WARM = 50;

/** The sample order again and again: its number changes with each, and so do the answers that name it. */
export async function flowOf(series: 'R' | 'X', orders: number): Promise<FlowFigure> {
  const order = await readOrder(fileURLToPath(new URL(FILE, ORDERS)));
  const { config, items } = await sampleTenant('us', series, (await samples()).get('us') ?? []);
  const clock = clockFrom(new Date(Date.parse(order.processedAt) + 60_000), 1);
  const bridge = new Bridge(config);
  const store = new MemoryStore();
  await store.commit(items.map(({ variant, item }) => ({ table: 'links', key: linkKey(variant), value: { v: 1, item } })));
  const task = (id: string, text: string): Task => ({
    contract: 1, tenant: config.tenant, id, now: clock.now().toISOString(), mode: 'apply', explain: 'reasons',
    event: { source: 'shopify', topic: 'orders/create', body: new TextEncoder().encode(text) },
  });

  // One order at the sandbox tells what the vendors say; its buyer is known from then on.
  const sandbox = await startSandbox({ now: () => clock.now(), r: { accountId: '1' }, shopify: { shopDomain: config.shopify.shop } });
  const answers = new Map<string, Awaited<ReturnType<Http['send']>>>();
  try {
    if (series === 'R') seedR(sandbox.r, config, items);
    else seedX(sandbox.x, config, items);
    sandbox.shopify.seedOrder(order.text, order.transactions);
    const lightspeed = series === 'R' ? sandbox.r : sandbox.x;
    const http = createHttp({
      shopify: { url: sandbox.shopify.url, headers: { 'x-shopify-access-token': sandbox.shopify.accessToken } },
      lightspeed: { url: lightspeed.url, headers: { authorization: `Bearer ${lightspeed.accessToken}` } },
    });
    const recording: Http = { async send(request) {
      const answer = await http.send(request);
      answers.set(stepOf(request.id), answer);
      return answer;
    } };
    await run(bridge, task('recorded', order.text), { store, http: recording, clock });
  } finally {
    await sandbox.close();
  }

  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  /** The recorded answer, about this order. X-Series gives back the id that it was sent. */
  const answering = (number: string): Http => ({ async send(request) {
    const recorded = answers.get(stepOf(request.id));
    if (recorded === undefined) throw new Error(`nothing was recorded for ${request.id}`);
    let text = decoder.decode(recorded.body).replaceAll(order.id, number);
    const sent = (request.body as { id?: unknown } | undefined)?.id;
    if (typeof sent === 'string' && request.path.endsWith('/sales')) text = text.replace(/"id":"[^"]*"/, `"id":"${sent}"`);
    return { ...recorded, body: encoder.encode(text) };
  } });
  let rounds = 0;
  const one = async (at: number): Promise<void> => {
    const number = `${BigInt(order.id) + BigInt(at + 1)}`;
    const outcome = await run(bridge, task(`order-${at}`, order.text.replaceAll(order.id, number)), { store, http: answering(number), clock });
    if (outcome.status !== 'done' || outcome.exceptions !== undefined) throw new Error(JSON.stringify(outcome.exceptions ?? outcome.refusal));
    rounds = outcome.rounds;
  };
  for (let at = 0; at < WARM; at += 1) await one(at);
  const start = performance.now();
  for (let at = 0; at < orders; at += 1) await one(WARM + at);
  const milliseconds = (performance.now() - start) / orders;
  bridge.free();
  return { series, orders, per_second: 1000 / milliseconds, milliseconds, rounds };
}

/** The step of a request's id: `sale.record:1`. */
function stepOf(id: string): string {
  return id.split('#')[0] ?? id;
}

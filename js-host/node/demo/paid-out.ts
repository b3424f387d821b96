// What was sold is paid out: Shopify settles, the payout is found, tied out and recorded in both
// series, and a short statement tells how.

import type { Exception } from '../module.ts';
import { grouped, isZero, sum } from '../payout/amounts.ts';
import { FAMILIES, titleOf } from '../payout/words.ts';
import type { Series } from './derive.ts';
import { quiet } from './shop.ts';
import type { Shop } from './shop.ts';
import { table } from './table.ts';
import type { DemoTenant } from './tenant.ts';

/** As the store keeps them (docs/storage.md). */
type Line = { family: string; amount: string };
type PayoutRow = { seen: string; totals: { rows: number }; counts: { status: string; rows: number }[]; posted?: { lines: Line[]; records?: string[] } };
type EntryRow = { journal: { reference: string; date: string; debits: string; credits: string } };

export type PaidOut = { text: string; surprises: string[] };

/** Settles what the shop sold; nothing where it has no Shopify Payments to settle. */
export async function payOut(shop: Shop): Promise<PaidOut[]> {
  const payouts = shop.sandbox.shopify.acts.settle();
  if (payouts.length === 0) return [];
  for (const { served: { bridge, store } } of shop.tenants) {
    const event = { source: 'schedule', topic: 'payouts/poll', id: 'payouts/poll@demonstration' } as const;
    const { subject, dedupe_key: dedupeKey, priority } = bridge.route(event);
    store.inbox.add({ dedupeKey, subject, priority, event, at: shop.clock.now() });
  }
  shop.server.wake();
  await quiet(shop);
  return await Promise.all(payouts.map((payout) => told(shop, payout.replace(/^.*\//, ''))));
}

type Told = { series: Series; cells: Map<string, string>; surprises: string[] };

async function told({ tenants, sandbox }: Shop, payout: string): Promise<PaidOut> {
  const all = await Promise.all(tenants.map((tenant) => tiedOut(tenant, payout)));
  const names = [...new Set(all.flatMap(({ cells }) => [...cells.keys()]))];
  const columns = [{ title: `payout ${payout}` }, ...all.map(({ series }) => ({ title: `${series}-Series`, right: true }))];
  const rows = names.map((name) => [name, ...all.map(({ cells }) => cells.get(name) ?? '-')]);
  return {
    text: `${sandbox.shopify.shopDomain}\n${table(columns, rows).replace(/^/gm, '  ')}`,
    surprises: all.flatMap(({ series, surprises }) => surprises.map((surprise) => `payout ${payout} -> ${series}: ${surprise}`)),
  };
}

async function tiedOut(tenant: DemoTenant, payout: string): Promise<Told> {
  const { series, served: { store } } = tenant;
  const row = await store.get('payouts', payout) as PayoutRow | undefined;
  const entry = (await store.get('payouts', `entry/P${payout}`) as EntryRow | undefined)?.journal;
  const cells = new Map<string, string>();
  if (row?.posted === undefined || entry === undefined) return { series, cells, surprises: ['it was not posted'] };
  const surprises: string[] = [];
  const [status = '', stated = ''] = row.seen.split(' ');
  cells.set('deposit', `${grouped(stated)} ${status}`);
  const { lines } = row.posted;
  for (const [family] of FAMILIES) {
    const own = lines.filter((line) => line.family === family).map(({ amount }) => amount);
    if (own.length > 0) cells.set(titleOf(family), grouped(sum(own)));
  }
  if (!isZero(sum(lines.map(({ amount }) => amount)))) surprises.push('its lines do not add up to zero');
  const net = sum(lines.filter(({ family }) => family !== 'net').map(({ amount }) => amount));
  cells.set('certificate', isZero(sum([net, `-${stated}`.replace('--', '')])) ? `${row.totals.rows} rows = deposit` : `${grouped(net)} ≠ deposit`);
  for (const { status: standing, rows } of row.counts) cells.set(standing.replaceAll('_', ' '), `${rows} rows`);
  cells.set('entry', `${entry.reference}, ${grouped(entry.debits)} = ${grouped(entry.credits)}`);
  if (entry.debits !== entry.credits) surprises.push('its entry does not balance');
  const records = recordsOf(tenant, `P${payout}`);
  cells.set('in Lightspeed', records.map(({ lines: own, total }) => `${own} lines = ${total}`).join(', '));
  if (records.length !== 1 || records.some(({ total }) => !isZero(total))) surprises.push(`${records.length} records instead of one of nothing`);
  return { series, cells, surprises: [...surprises, ...unexplained(tenant, payout)] };
}

/** Rows that are no sale in Lightspeed, although nothing is said of their orders. */
function unexplained({ served: { store } }: DemoTenant, payout: string): string[] {
  const open = store.exceptions('open').map(({ exception }) => exception as Exception);
  return open.filter(({ subject }) => subject.startsWith(`payout/${payout}/rows/`)).flatMap(({ code, evidence }) => {
    const { order } = evidence as { order?: string };
    return open.some(({ subject }) => subject === `order/${order}`) ? [] : [`${code} of order ${order ?? 'none'}, of which nothing is said`];
  });
}

/** What stands in Lightspeed: the vendor's own figures, none of ours. */
function recordsOf({ series, sandbox }: DemoTenant, reference: string): { lines: number; total: string }[] {
  if (series === 'R') {
    return sandbox.r.dump().sales.filter(({ row }) => row['referenceNumber'] === reference && row['completed'] === 'true')
      .map(({ row, lines }) => ({ lines: lines.length, total: row['calcTotal'] ?? '' }));
  }
  return sandbox.x.dump().sales.filter(({ invoiceNumber, state }) => invoiceNumber === reference && state === 'closed')
    .map(({ lines, totals }) => ({ lines: lines.length, total: totals.priceInclTax }));
}

// Delivers orders to one tenant and looks at what became of them in the sandbox's Lightspeed.

import type { Series } from './derive.ts';
import type { OrderFile } from './orders.ts';
import type { Expected } from './sample.ts';
import type { Result } from './show.ts';
import { customersIn, salesOf, sameAmount, shownLike } from './tie.ts';
import { deliver, perform } from './tenant.ts';
import type { Delivered, Tenant } from './tenant.ts';

const TOPIC = 'orders/create';

export async function deliverAll(tenant: Tenant, orders: readonly OrderFile[], expected: Expected, tell: (result: Result) => void): Promise<void> {
  const emails = new Set<string>();
  for (const order of orders) {
    const stem = order.file.replace(/\.json$/, '');
    const first = await settle(tenant, await deliver(tenant, tenant.sandbox.shopify.webhook(TOPIC, order.text)));
    const codes = expected.known ? expected.exceptions[stem]?.[tenant.series] ?? [] : codesOf(first);
    if (codes.length === 0) emails.add(order.email);
    tell(judge(tenant, order, 'first', first, codes, emails.size));
    if (!expected.again.includes(stem)) continue;
    // Another delivery, not the same bytes: a host cannot tell it from a new one by its digest.
    const body = order.text.replace(/("updated_at": "[^"]*:)\d\d/, '$159');
    const second = await settle(tenant, await deliver(tenant, tenant.sandbox.shopify.webhook(TOPIC, body)));
    tell(judge(tenant, order, 'again', second, codes, emails.size));
  }
}

/** Runs what the task left to do, when it is due within a minute. */
async function settle(tenant: Tenant, delivered: Delivered): Promise<Delivered> {
  const { store, clock } = tenant;
  let total = delivered;
  while ((total.outcome.next ?? []).length > 0) {
    const due = store.earliest();
    if (due === undefined || due.getTime() - clock.now().getTime() > 60_000) return total;
    await clock.sleep(due);
    const task = store.pending(clock.now())[0];
    if (task === undefined) return total;
    const following = await perform(tenant, task);
    total = {
      outcome: following.outcome,
      requests: total.requests + following.requests,
      units: total.units + following.units,
      milliseconds: total.milliseconds + following.milliseconds,
    };
  }
  return total;
}

/** The codes raised, each once. */
function codesOf({ outcome }: Delivered): string[] {
  return [...new Set((outcome.exceptions ?? []).map((exception) => exception.code))].sort();
}

function judge(tenant: Tenant, order: OrderFile, delivery: 'first' | 'again', delivered: Delivered, expected: readonly string[], customers: number): Result {
  const { outcome } = delivered;
  const sales = salesOf(tenant, order);
  const codes = codesOf(delivered);
  const surprises: string[] = [];
  if (outcome.refusal !== undefined) surprises.push(`${outcome.refusal.code} at ${outcome.refusal.path}: ${outcome.refusal.message}`);
  if (codes.join() !== [...expected].sort().join()) surprises.push(`raised ${codes.join(', ') || 'nothing'} instead of ${expected.join(', ') || 'nothing'}`);
  if (expected.length > 0 && sales.length > 0) surprises.push('a sale was written although the order was to be refused');

  const [sale] = sales;
  let tieOut = '-';
  if (expected.length === 0) {
    if (sales.length !== 1) surprises.push(`${sales.length} sales instead of one`);
    if (sale !== undefined) {
      const shown = shownLike(sale.total, order.total);
      const same = sameAmount(sale.total, order.total);
      tieOut = same ? `= ${shown}` : `≠ ${shown}`;
      if (!same) surprises.push(`Lightspeed computed ${shown}, the order comes to ${order.total}`);
      if (!sale.complete) surprises.push('the sale is not complete');
      if (sale.customer === '' || sale.customer === '0') surprises.push('the sale has no customer');
    }
  }
  const known = customersIn(tenant);
  if (known !== customers) surprises.push(`${known} customers instead of ${customers}`);
  return { order, series: tenant.series as Series, delivery, delivered, ...(sales.length === 1 && sale !== undefined ? { sale: sale.id } : {}), tieOut, codes, surprises };
}

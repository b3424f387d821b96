// Looks into the sandbox's Lightspeed for the sale of an order: what it computed itself is
// compared with the order's total.

import { dec, equals, printFixed } from '../../sandbox/decimal.ts';
import type { OrderFile } from './orders.ts';
import type { Tenant } from './tenant.ts';

export type FoundSale = { id: string; total: string; complete: boolean; customer: string };

/** The sales that stand for this order, by the reference they carry. */
export function salesOf(tenant: Pick<Tenant, 'series' | 'sandbox'>, order: OrderFile): FoundSale[] {
  if (tenant.series === 'R') {
    return tenant.sandbox.r.dump().sales.filter(({ row }) => row['referenceNumber'] === order.name).map(({ row }) => ({
      id: row['saleID'] ?? '',
      total: row['calcTotal'] ?? '',
      complete: row['completed'] === 'true',
      customer: row['customerID'] ?? '0',
    }));
  }
  return tenant.sandbox.x.dump().sales.filter((sale) => sale.invoiceNumber === order.name || sale.source.id === order.id || sale.source.id === order.name).map((sale) => ({
    id: sale.id,
    total: sale.totals.priceInclTax,
    complete: sale.state === 'closed' || sale.state === 'pending',
    customer: sale.customerId ?? '',
  }));
}

export function customersIn(tenant: Tenant): number {
  return tenant.series === 'R' ? tenant.sandbox.r.dump().customers.length : tenant.sandbox.x.dump().customers.length;
}

export function sameAmount(a: string, b: string): boolean {
  return equals(dec(a), dec(b));
}

/** As many decimals as `like` has. */
export function shownLike(amount: string, like: string): string {
  return printFixed(dec(amount), dec(like).scale);
}

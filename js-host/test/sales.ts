// Looks into the sandbox's Lightspeed for the sales of an order.

import type { Series } from '../node/demo/derive.ts';
import type { OrderFile } from '../node/demo/orders.ts';
import type { Sandbox } from '../sandbox/index.ts';

export type FoundSale = { id: string; total: string; complete: boolean; customer: string };

/** The sales that stand for this order, by the reference they carry. */
export function salesOf(tenant: { series: Series; sandbox: Sandbox }, order: OrderFile): FoundSale[] {
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

// Looks into the sandbox's Lightspeed for what stands there of an order, and whether it is what
// should: the vendor's own figures, none of ours.

import { ZERO, compare, dec, equals, printFixed, sum } from '../../sandbox/decimal.ts';
import type { Decimal } from '../../sandbox/decimal.ts';
import type { OrderFile } from './orders.ts';
import type { End } from './sample.ts';
import type { DemoTenant } from './tenant.ts';

export type Books = {
  /** The sales that count, the newest last. */
  sales: string[];
  /** What they come to, and the goods in them. */
  total: Decimal;
  goods: Decimal;
  /** Units that are kept and not sold. */
  kept: Decimal;
};

export function booksOf({ series, sandbox, items }: DemoTenant, order: OrderFile): Books {
  const links = new Set(items.map(({ item }) => item));
  if (series === 'R') {
    const { sales, saleLines } = sandbox.r.dump();
    const own = sales.filter(({ row }) => row['referenceNumber'] === order.name && row['completed'] === 'true');
    const note = `shopify:${order.id}:`;
    const kept = saleLines.filter((line) => line.note?.['note']?.startsWith(note) === true);
    return {
      sales: own.map(({ row }) => row['saleID'] ?? ''),
      total: sum(own.map(({ row }) => dec(row['calcTotal'] ?? '0'))),
      goods: sum(own.flatMap(({ lines }) => lines).filter(({ row }) => links.has(row['itemID'] ?? '')).map(({ row }) => dec(row['unitQuantity'] ?? '0'))),
      kept: sum(kept.flatMap((line) => line.reserved ?? []).map((row) => dec(row['quantity'] ?? '0'))),
    };
  }
  const all = sandbox.x.dump().sales.filter((sale) => sale.invoiceNumber === order.name && sale.state !== 'voided' && sale.state !== 'parked');
  const open = all.filter((sale) => sale.state === 'pending' && sale.payments.length === 0 && compare(dec(sale.totals.priceInclTax), ZERO) !== 0);
  const own = all.filter((sale) => !open.includes(sale));
  const units = (sales: typeof all): Decimal => sum(sales.flatMap(({ lines }) => lines).filter(({ productId }) => links.has(productId)).map(({ quantity }) => dec(quantity)));
  return {
    sales: own.map(({ id }) => id),
    total: sum(own.map(({ totals }) => dec(totals.priceInclTax))),
    goods: units(own),
    kept: units(open),
  };
}

/** Nothing when it is as it should be, else what is not. */
export function unlike(books: Books, order: OrderFile, end: End): string[] {
  const due = dec(order.total);
  const units = goodsOf(order);
  const wanted: Record<End, [total: Decimal, goods: Decimal, kept: Decimal]> = {
    sold: [due, units, ZERO],
    kept: [ZERO, ZERO, units],
    'taken back': [ZERO, ZERO, ZERO],
    'goods back': [due, ZERO, ZERO],
    nothing: [ZERO, ZERO, ZERO],
  };
  const [total, goods, kept] = wanted[end];
  const found: string[] = [];
  const compared = (what: string, is: Decimal, should: Decimal, scale: number): void => {
    if (!equals(is, should)) found.push(`${what} ${printFixed(is, scale)} instead of ${printFixed(should, scale)}`);
  };
  compared('Lightspeed has', books.total, total, due.scale);
  compared('units sold:', books.goods, goods, 0);
  compared('units kept:', books.kept, kept, 0);
  if (end === 'nothing' && books.sales.length > 0) found.push('a sale was written');
  if (end === 'sold' && books.sales.length !== 1) found.push(`${books.sales.length} sales instead of one`);
  return found;
}

function goodsOf({ lines }: OrderFile): Decimal {
  return sum(lines.map(({ units }) => dec(units)));
}

/** E-mail addresses that several customers have. */
export function doubles({ series, sandbox }: DemoTenant): string[] {
  const addresses = series === 'R'
    ? sandbox.r.dump().customers.flatMap(({ contact }) => contact.emails.map((email) => (email['address'] ?? '').toLowerCase()))
    : sandbox.x.dump().customers.flatMap((customer) => typeof customer['email'] === 'string' ? [customer['email'].toLowerCase()] : []);
  return addresses.filter((address, at) => addresses.indexOf(address) !== at);
}

// Orders of any length whose figures tie exactly, with all the fields a webhook has, and what
// stands beside them.

import { readFileSync } from 'node:fs';

const SAMPLE = new URL('../../orders/us-1001-one-line.json', import.meta.url);
const CONFIG = new URL('../../orders/us.R.config.json', import.meta.url);

export type Case = { name: string; order: string; context: string; config: string };

/** 40.00 at 10 % is 4.00 to the cent, however many lines there are. */
export function orderOf(lines: number): Case {
  const order = JSON.parse(readFileSync(SAMPLE, 'utf8')) as Record<string, unknown>;
  const [line] = order['line_items'] as Record<string, unknown>[];
  const money = (cents: number): string => (cents / 100).toFixed(2);
  const bag = (amount: string): object => ({
    shop_money: { amount, currency_code: 'USD' }, presentment_money: { amount, currency_code: 'USD' },
  });
  const taxLine = (amount: string): object => ({ channel_liable: false, price: amount, price_set: bag(amount), rate: 0.1, title: 'Sales Tax' });
  const variant = (at: number): number => 44_100_000_002_000 + at;
  const [goods, tax] = [money(4000 * lines), money(400 * lines)];
  const total = money(4400 * lines);
  Object.assign(order, {
    line_items: Array.from({ length: lines }, (_, at) => ({
      ...line, id: 14_500_000_200_000 + at, admin_graphql_api_id: `gid://shopify/LineItem/${14_500_000_200_000 + at}`,
      variant_id: variant(at), price: '40.00', price_set: bag('40.00'), tax_lines: [taxLine('4.00')],
    })),
    tax_lines: [taxLine(tax)], total_tax: tax, total_tax_set: bag(tax), total_price: total, total_price_set: bag(total),
    subtotal_price: goods, subtotal_price_set: bag(goods), total_line_items_price: goods, total_line_items_price_set: bag(goods),
  });
  const config = JSON.parse(readFileSync(CONFIG, 'utf8')) as Record<string, unknown>;
  const context = {
    explain: 'none',
    links: Array.from({ length: lines }, (_, at) => ({ variant: `gid://shopify/ProductVariant/${variant(at)}`, item: String(500 + at) })),
    transactions: [{ id: 'gid://shopify/OrderTransaction/7', kind: 'SALE', status: 'SUCCESS', gateway: 'shopify_payments', amount: total, currency: 'USD' }],
  };
  const text = JSON.stringify(order);
  return {
    name: `${lines} ${lines === 1 ? 'line' : 'lines'}, ${(text.length / 1000).toFixed(0)} kB`,
    order: text,
    context: JSON.stringify(context),
    config: JSON.stringify({ ...config, taxes: [{ rate: '0.1', id: '2' }] }),
  };
}

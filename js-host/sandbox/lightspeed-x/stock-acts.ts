// What happens to a retailer's stock while an integration runs: sales at the till, goods that come in,
// stocktakes. Each act is one change with an inventory.update for every row that it touches (sheet 7.X).
// Of consignments, which goods in and stocktakes are to the vendor, nothing else is there: neither
// their documents nor consignment.receive.

import { add, dec, multiply, print } from '../decimal.ts';
import { number } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { unit } from './fields.ts';
import { change, pairId } from './model.ts';
import type { Retailer, XProduct, XRow } from './model.ts';
import { defaultTax, taxOfProduct } from './outlet-taxes.ts';
import { computeTotals, rateOf } from './sale-totals.ts';
import { createSale } from './sales.ts';
import { setStock } from './stock.ts';

export type XUnits = { productId: string; quantity: number };

export type XStockActs = {
  /** A closed sale at the first register of the outlet, by the first user, paid with the first payment type. Answers its id. */
  tillSale(sale: { outletId: string; lines: { productId: string; /** 1 when absent; below 0 for goods that come back. */ quantity?: number }[] }): string;
  /** Goods in: adds to the level. */
  receive(goods: { outletId: string; lines: XUnits[] }): void;
  /** A stocktake: sets the level, of many products as fast as of few. */
  stocktake(counted: { outletId: string; lines: XUnits[] }): void;
  /** Changes of stock are seen in reads this much later, with the version they were made with; 0 ends it. Webhooks do not wait. */
  delayStock(ms: number): void;
};

export function stockActs(retailer: Retailer): XStockActs {
  const each = (outletId: string, lines: XUnits[], levelOf: (line: XUnits, level: string) => number | string): void => change(retailer, () => {
    const outlet = found(retailer.outlets.get(outletId.toLowerCase()), `outlet ${outletId}`);
    for (const line of lines) {
      const product = found(retailer.products.get(line.productId.toLowerCase()), `product ${line.productId}`);
      if (product.components.length > 0) throw new Error(`product ${line.productId} is a composite: its stock is that of its parts`);
      const level = retailer.inventory.get(pairId(product.id, outlet.id))?.level ?? '0';
      setStock(retailer, product.id, outlet.id, dec(levelOf(line, level)));
    }
  });
  return {
    tillSale: ({ outletId, lines }) => change(retailer, () => createSale(retailer, saleBody(retailer, outletId.toLowerCase(), lines), 'conflict').id),
    receive: ({ outletId, lines }) => each(outletId, lines, ({ quantity }, level) => print(add(dec(level), dec(quantity)))),
    stocktake: ({ outletId, lines }) => each(outletId, lines, ({ quantity }) => quantity),
    delayStock: retailer.stockLag.delay,
  };
}

function saleBody(retailer: Retailer, outletId: string, lines: Parameters<XStockActs['tillSale']>[0]['lines']): JsonObject {
  const register = found(retailer.registers.all().find((row) => row['outlet_id'] === outletId && typeof row['deleted_at'] !== 'string'), `register of outlet ${outletId}`);
  const author = found(retailer.users.all()[0], 'user');
  const payment = found(retailer.paymentTypes.all().find((row: XRow) => row['internal'] !== true), 'payment type');
  const sold = lines.map(({ productId, quantity }) => {
    const product: XProduct = found(retailer.products.get(productId.toLowerCase()), `product ${productId}`);
    const tax = found(taxOfProduct(retailer, product.id) ?? defaultTax(retailer) ?? retailer.taxes.all()[0], 'tax');
    const taxAmount = unit(multiply(dec(product.priceExcludingTax), rateOf(tax)));
    return { product, taxId: tax.id, quantity: String(quantity ?? 1), price: product.priceExcludingTax, taxAmount, loyalty: '0' };
  });
  return {
    state: 'closed',
    source: { author_id: author.id, register_id: register.id },
    line_items: sold.map((line) => ({
      product: { id: line.product.id }, quantity: number(line.quantity), pricing: { price: number(line.price) }, tax: { id: line.taxId, amount: number(line.taxAmount) },
      _metadata: { is_price_override: true },
    })),
    payments: [{ type: { config_id: payment.id }, amount: number(computeTotals(sold).priceInclTax) }],
  };
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}

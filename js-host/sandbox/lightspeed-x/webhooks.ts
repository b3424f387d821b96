// X-Series webhooks (sheet 7.X): a form whose field `payload` is a document in the shape of
// API 1.0, in which most numbers are texts; signed over the raw body. Types: sale.update,
// inventory.update, customer.update, product.update. There are none for creations.

import { createHmac } from 'node:crypto';
import { add, dec, print, subtract, sum } from '../decimal.ts';
import type { Event, Sender } from '../delivery.ts';
import { textOf } from '../json.ts';
import type { XInventory, XProduct, XRow, XSale } from './model.ts';
import { statusOf } from './sale-render.ts';
import { lineTotal } from './sale-totals.ts';

export type FormOptions = { secret: string; encoding: 'hex' | 'base64'; domainPrefix: string };

export function formSender({ secret, encoding, domainPrefix }: FormOptions, nextEvent: () => number): Sender {
  return {
    nextEvent,
    make(type, payload) {
      const form = new URLSearchParams({ domain_prefix: domainPrefix, environment: 'prod', payload, type });
      const body = new TextEncoder().encode(form.toString());
      const mac = createHmac('sha256', secret).update(body).digest(encoding);
      return {
        body,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Signature': `signature=${mac}, algorithm=HMAC-SHA256` },
      };
    },
  };
}

export function saleUpdate(sale: XSale): Event {
  const paid = sum(sale.payments.map(({ amount }) => dec(amount)));
  return event('sale.update', {
    id: sale.id, status: statusOf(sale), source: sale.source.type, source_id: sale.source.id, register_id: sale.source.registerId,
    user_id: sale.source.authorId, customer_id: sale.customerId, invoice_number: sale.invoiceNumber, note: sale.note ?? '',
    short_code: sale.shortCode, return_for: sale.returnOf ?? null, sale_date: sale.date, created_at: sale.createdAt, updated_at: sale.updatedAt,
    totals: {
      total_price: sale.totals.price, total_tax: sale.totals.tax, total_payment: print(paid),
      total_to_pay: print(subtract(dec(sale.totals.priceInclTax), paid)),
    },
    register_sale_products: sale.lines.map((line) => ({
      id: line.id, product_id: line.productId, quantity: Number(line.quantity), price: line.price, discount: line.discount, tax: line.taxAmount,
      tax_id: line.taxId, price_total: print(lineTotal(line, line.price)), tax_total: print(lineTotal(line, line.taxAmount)), status: line.status,
    })),
    register_sale_payments: sale.payments.map((payment) => ({
      id: payment.id, retailer_payment_type_id: payment.configId, amount: payment.amount, payment_date: payment.date, register_id: payment.registerId,
    })),
    version: Number(sale.version),
  });
}

/** `count` is what is available: what open sales keep is out of it. */
export function inventoryUpdate(row: XInventory): Event {
  return event('inventory.update', {
    id: row.id, product_id: row.productId, outlet_id: row.outletId, count: print(add(dec(row.level), dec('0'))), version: row.version,
  });
}

export function customerUpdate(customer: XRow): Event {
  return event('customer.update', { ...customer, version: textOf(customer['version']) });
}

/** Only what says which product it is and what it costs: the vendor's document is not at hand. */
export function productUpdate(product: XProduct): Event {
  return event('product.update', {
    id: product.id, source: product.source, source_id: product.sourceId, source_variant_id: product.sourceVariantId, handle: product.handle,
    has_variants: product.hasVariants, variant_parent_id: product.parentId, active: product.active, name: product.variantName,
    base_name: product.name, sku: product.sku ?? '', supply_price: product.cost, price: product.priceExcludingTax,
    updated_at: product.updatedAt, deleted_at: product.deletedAt, version: Number(product.version),
  });
}

function event(topic: string, document: object): Event {
  return { topic, payload: JSON.stringify(document) };
}

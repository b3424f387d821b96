// Prints an X-Series sale: nested for date versions (2026-07 schema), flat with a
// `status` for 2.0 (X20 GET /sales/{id}).

import { ZERO, add, dec } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { number, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Retailer, XLine, XSale } from './model.ts';
import { lineTotal, taxComponents } from './sale-totals.ts';
import type { TaxComponent } from './sale-totals.ts';

export function renderNested(retailer: Retailer, sale: XSale): JsonObject {
  const { source, totals } = sale;
  return {
    id: sale.id,
    state: sale.state,
    attributes: sale.attributes,
    date: sale.date,
    created_at: sale.createdAt,
    updated_at: sale.updatedAt,
    ...(sale.customerId === null ? {} : { customer_id: sale.customerId }),
    invoice_number: sale.invoiceNumber,
    receipt_number: sale.invoiceNumber,
    ...(sale.note === null ? {} : { note: sale.note }),
    short_code: sale.shortCode,
    source: {
      ...(source.id === null ? {} : { id: source.id }),
      ...(source.type === null ? {} : { type: source.type }),
      outlet_id: source.outletId,
      register_id: source.registerId,
      author: { id: source.authorId },
    },
    totals: {
      price: number(totals.price), tax: number(totals.tax), price_incl_tax: number(totals.priceInclTax),
      loyalty: number(totals.loyalty), surcharge: number(0),
    },
    line_items: sale.lines.map((line) => ({
      id: line.id,
      product: { id: line.productId },
      quantity: number(line.quantity),
      pricing: {
        price: number(line.price), total: total(line, line.price),
        cost: number(line.cost), cost_total: total(line, line.cost),
        discount: number(line.discount), discount_total: total(line, line.discount),
        loyalty_amount: number(line.loyalty), loyalty_amount_total: total(line, line.loyalty),
      },
      tax: { id: line.taxId, amount: number(line.taxAmount), total: total(line, line.taxAmount) },
      status: line.status,
      return: { is_return: dec(line.quantity).units < 0n },
      ...(line.registerId === undefined ? {} : { source: { register_id: line.registerId } }),
      _metadata: {
        sequence: number(line.sequence),
        is_price_override: line.isPriceOverride,
        tax_components: components(retailer, line).map(({ rateId, tax }) => ({ rate_id: rateId, total_tax: number(tax) })),
      },
    })),
    payments: sale.payments.map((payment) => {
      const type = retailer.paymentTypes.get(payment.configId);
      return {
        id: payment.id,
        amount: number(payment.amount),
        date: payment.date,
        type: { config_id: payment.configId, id: typeId(type?.['type_id']), name: type?.['name'] ?? '' },
        source: { outlet_id: payment.outletId, register_id: payment.registerId },
        ...(payment.opening === undefined ? {} : { _metadata: { register_open_sequence_id: payment.opening } }),
      };
    }),
    taxes: taxes(retailer, sale).map(({ rateId, tax }) => ({ id: rateId, tax: number(tax) })),
    adjustments: [],
    external_applications: [],
    ecom_custom_charges: [],
    return: {
      is_return: sale.returnOf !== undefined, original_sale_id: sale.returnOf ?? null, return_sale_ids: sale.returnIds ?? [],
    },
    _metadata: { version: number(sale.version) },
  };
}

export function renderFlat(retailer: Retailer, sale: XSale): JsonObject {
  const { source, totals } = sale;
  return {
    id: sale.id,
    outlet_id: source.outletId,
    register_id: source.registerId,
    user_id: source.authorId,
    ...(sale.customerId === null ? {} : { customer_id: sale.customerId }),
    invoice_number: sale.invoiceNumber,
    receipt_number: sale.invoiceNumber,
    ...(source.type === null ? {} : { source: source.type }),
    ...(source.id === null ? {} : { source_id: source.id }),
    ...(sale.returnOf === undefined ? {} : { return_for: sale.returnOf }),
    status: statusOf(sale),
    note: sale.note ?? '',
    short_code: sale.shortCode,
    total_price: number(totals.price),
    total_tax: number(totals.tax),
    total_loyalty: number(totals.loyalty),
    created_at: offset(sale.createdAt),
    updated_at: offset(sale.updatedAt),
    sale_date: offset(sale.date),
    line_items: sale.lines.map((line) => ({
      id: line.id,
      product_id: line.productId,
      tax_id: line.taxId,
      quantity: number(line.quantity),
      price: number(line.price),
      price_total: total(line, line.price),
      tax: number(line.taxAmount),
      tax_total: total(line, line.taxAmount),
      discount: number(line.discount),
      discount_total: total(line, line.discount),
      cost: number(line.cost),
      cost_total: total(line, line.cost),
      loyalty_value: number(line.loyalty),
      price_set: line.isPriceOverride,
      status: line.status,
      sequence: number(line.sequence),
      is_return: dec(line.quantity).units < 0n,
      tax_components: components(retailer, line).map(({ rateId, tax }) => ({ rate_id: rateId, total_tax: number(tax) })),
    })),
    payments: sale.payments.map((payment) => {
      const type = retailer.paymentTypes.get(payment.configId);
      return {
        id: payment.id,
        register_id: payment.registerId,
        outlet_id: payment.outletId,
        retailer_payment_type_id: payment.configId,
        payment_type_id: typeId(type?.['type_id']),
        name: type?.['name'] ?? '',
        amount: number(payment.amount),
        payment_date: offset(payment.date),
        external_attributes: [],
      };
    }),
    adjustments: [],
    taxes: taxes(retailer, sale).map(({ rateId, tax }) => ({ id: rateId, amount: number(tax) })),
    version: number(sale.version),
  };
}

/** The 2.0 status of a state and its attributes (sheet 2.X table). */
export function statusOf(sale: Pick<XSale, 'state' | 'attributes'>): string {
  const has = (name: string): boolean => sale.attributes.includes(name);
  if (sale.state === 'parked') return 'SAVED';
  if (sale.state === 'voided') return 'VOIDED';
  const closed = sale.state === 'closed';
  if (has('onaccount')) return closed ? 'ONACCOUNT_CLOSED' : 'ONACCOUNT';
  if (has('layby')) return closed ? 'LAYBY_CLOSED' : 'LAYBY';
  if (has('delivery')) return closed ? 'DISPATCHED_CLOSED' : 'AWAITING_DISPATCH';
  if (has('pickup')) return closed ? 'PICKED_UP_CLOSED' : 'AWAITING_PICKUP';
  return closed ? 'CLOSED' : 'OPEN';
}

function total(line: XLine, unitAmount: string): JsonObject[string] {
  return number(lineTotal(line, unitAmount));
}

function components(retailer: Retailer, line: XLine): TaxComponent[] {
  const tax = retailer.taxes.get(line.taxId);
  return tax === undefined ? [] : taxComponents(lineTotal(line, line.taxAmount), tax);
}

function taxes(retailer: Retailer, sale: XSale): TaxComponent[] {
  const byRate = new Map<string, Decimal>();
  for (const { rateId, tax } of sale.lines.flatMap((line) => components(retailer, line))) {
    byRate.set(rateId, add(byRate.get(rateId) ?? ZERO, tax));
  }
  return [...byRate].map(([rateId, tax]) => ({ rateId, tax }));
}

/** payment_type_id is text on the wire. */
function typeId(value: JsonObject[string]): string {
  return textOf(value) ?? '';
}

/** 2.0 writes "+00:00" where the date versions write "Z". */
export function offset(time: string): string {
  return time.replace(/Z$/, '+00:00');
}

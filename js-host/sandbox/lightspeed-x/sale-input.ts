// Reads a date-versioned X-Series sale body (2026-07 SaleRequest, sheet 3.X) and
// checks it against what the retailer has. Refusals are 422.

import { ZERO, dec, multiply, print } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import {
  decimal, invalid, object, objects, onlyKnown, optionalDecimal, optionalFlag, optionalObject, optionalText, optionalTime,
  optionalUuid, unit, uuid,
} from './fields.ts';
import { nextUuid, wireTime } from './model.ts';
import { openingOf } from './registers.ts';
import type { Retailer, XLine, XPayment, XRow, XSale, XState } from './model.ts';
import { redact } from './redact.ts';
import { rateOf } from './sale-totals.ts';
import { Refusal } from './wire.ts';

export type SaleInput = Omit<XSale, 'createdAt' | 'updatedAt' | 'shortCode' | 'totals' | 'version'> & { shortCode?: string };

const SALE = ['id', 'state', 'attributes', 'source', 'date', 'customer_id', 'invoice_number', 'note', 'short_code', 'line_items',
  'payments', 'pricing', 'fulfillment_outlet_id', 'fulfillment_details', 'accounts_transaction_id', 'service_fields'];
const STATES = ['parked', 'pending', 'voided', 'closed'];
const EXCLUSIVE = [['onaccount', 'layby'], ['pickup', 'delivery']];

export function readSale(retailer: Retailer, body: JsonObject, id: string | undefined): SaleInput {
  onlyKnown(body, SALE, 'sale');
  if (objects(optionalObject(body, 'pricing'), 'adjustments').length > 0 || body['service_fields'] !== undefined) {
    throw new Refusal(501, 'The sandbox does not cover sale adjustments and service fields.');
  }
  const state = optionalText(body, 'state') ?? invalid('state is required');
  if (!STATES.includes(state)) invalid(`state must be one of ${STATES.join(', ')}`);
  const attributes = readAttributes(body);
  const source = object(body, 'source', 'sale');
  onlyKnown(source, ['author_id', 'register_id', 'type', 'id'], 'source');
  const authorId = uuid(source, 'author_id', 'source');
  known(retailer.users.get(authorId), 'source.author_id');
  const register = readRegister(retailer, source, 'source.register_id') ?? retailer.registers.all()[0] ?? invalid('the retailer has no register');
  const registerId = register.id;
  const outletId = String(register['outlet_id']);
  const customerId = optionalUuid(body, 'customer_id') ?? null;
  if (customerId !== null) known(retailer.customers.get(customerId), 'customer_id');
  const date = optionalTime(body, 'date') ?? wireTime(retailer.now());
  const note = optionalText(body, 'note');
  const shortCode = optionalText(body, 'short_code');
  return {
    id: id ?? optionalUuid(body, 'id') ?? nextUuid(retailer, 'sale'),
    state: state as XState,
    attributes,
    date,
    customerId,
    invoiceNumber: optionalText(body, 'invoice_number') ?? `S-${retailer.store.next('x_invoice')}`,
    note: note === undefined ? null : redact(note),
    ...(shortCode === undefined ? {} : { shortCode }),
    source: { authorId, registerId, outletId, type: optionalText(source, 'type') ?? null, id: optionalText(source, 'id') ?? null },
    fulfillmentOutletId: readOutlet(retailer, body, 'fulfillment_outlet_id') ?? null,
    fulfillmentDetails: readDetails(body),
    lines: objects(body, 'line_items').map((line, at) => readLine(retailer, line, at)),
    payments: objects(body, 'payments').map((payment) => readPayment(retailer, payment, register, date)),
  };
}

function readAttributes(body: JsonObject): string[] {
  const value = body['attributes'] ?? [];
  if (!Array.isArray(value)) return invalid('attributes must be a list');
  const attributes = value.map((entry) => typeof entry === 'string' ? entry : invalid('attributes must be strings'));
  for (const pair of EXCLUSIVE) {
    if (pair.every((name) => attributes.includes(name))) invalid(`attributes ${pair.join(' and ')} exclude each other`);
  }
  return attributes;
}

function readLine(retailer: Retailer, body: JsonObject, at: number): XLine {
  const what = `line_items[${at}]`;
  onlyKnown(body, ['id', 'product', 'quantity', 'pricing', 'tax', 'source', 'status', 'attributes', 'fulfilment_outlet_id', '_metadata'], what);
  const product = object(body, 'product', what);
  onlyKnown(product, ['id'], `${what}.product`);
  const productId = uuid(product, 'id', `${what}.product`);
  const sold = known(retailer.products.get(productId), `${what}.product.id`);
  const pricing = object(body, 'pricing', what);
  onlyKnown(pricing, ['price', 'cost', 'discount', 'loyalty_amount', 'adjustments'], `${what}.pricing`);
  if (objects(pricing, 'adjustments').length > 0) throw new Refusal(501, 'The sandbox does not cover line adjustments.');
  const tax = object(body, 'tax', what);
  onlyKnown(tax, ['id', 'amount'], `${what}.tax`);
  const taxId = uuid(tax, 'id', `${what}.tax`);
  const taxed = known(retailer.taxes.get(taxId), `${what}.tax.id`);
  const metadata = optionalObject(body, '_metadata');
  onlyKnown(metadata, ['fulfillment_method', 'is_price_override', 'sequence'], `${what}._metadata`);
  const source = optionalObject(body, 'source');
  const isPriceOverride = optionalFlag(metadata, 'is_price_override') ?? false;

  let price = unit(decimal(pricing, 'price', `${what}.pricing`));
  let taxAmount = unit(decimal(tax, 'amount', `${what}.tax`));
  if (!isPriceOverride) {
    // Without the override the catalogue price is taken, and its tax.
    price = sold.priceExcludingTax;
    taxAmount = unit(multiply(dec(price), rateOf(taxed)));
  }
  const register = readRegister(retailer, source, `${what}.source.register_id`);
  const outletId = readOutlet(retailer, body, 'fulfilment_outlet_id');
  const method = optionalText(metadata, 'fulfillment_method');
  if (method !== undefined && !['DISPATCH', 'PICKUP'].includes(method)) invalid('fulfillment_method must be DISPATCH or PICKUP');
  return {
    id: optionalUuid(body, 'id') ?? nextUuid(retailer, 'line'),
    productId,
    quantity: print(decimal(body, 'quantity', what)),
    price,
    cost: unit(optionalDecimal(pricing, 'cost') ?? dec(sold.cost)),
    discount: unit(optionalDecimal(pricing, 'discount') ?? ZERO),
    loyalty: unit(optionalDecimal(pricing, 'loyalty_amount') ?? ZERO),
    taxId,
    taxAmount,
    status: optionalText(body, 'status') ?? 'CONFIRMED',
    ...(register === undefined ? {} : { registerId: register.id }),
    ...(outletId === undefined ? {} : { outletId }),
    isPriceOverride,
    sequence: print(optionalDecimal(metadata, 'sequence') ?? dec(at)),
    ...(method === undefined ? {} : { method }),
    attributes: objects(body, 'attributes').map((entry) => ({
      name: optionalText(entry, 'name') ?? invalid(`${what}.attributes.name is required`),
      value: redact(optionalText(entry, 'value') ?? invalid(`${what}.attributes.value is required`)),
    })),
  };
}

function readPayment(retailer: Retailer, body: JsonObject, register: XRow, date: string): XPayment {
  onlyKnown(body, ['id', 'amount', 'type', 'date', 'source', 'billing_address_id', 'billing_address_token'], 'payment');
  const type = object(body, 'type', 'payment');
  onlyKnown(type, ['config_id'], 'payment.type');
  const configId = uuid(type, 'config_id', 'payment.type');
  known(retailer.paymentTypes.get(configId), 'payment.type.config_id');
  const amount = decimal(body, 'amount', 'payment');
  const at = readRegister(retailer, optionalObject(body, 'source'), 'payment.source.register_id') ?? register;
  return {
    id: optionalUuid(body, 'id') ?? nextUuid(retailer, 'paym'),
    configId,
    amount: unit(amount),
    date: optionalTime(body, 'date') ?? date,
    registerId: at.id,
    outletId: String(at['outlet_id']),
    ...openingOf(at),
  };
}

function readDetails(body: JsonObject): XSale['fulfillmentDetails'] {
  return objects(body, 'fulfillment_details').map((detail) => {
    onlyKnown(detail, ['type', 'note', 'shipping_address_id', 'shipping_address_token'], 'fulfillment_details');
    const type = optionalText(detail, 'type') ?? invalid('fulfillment_details.type is required');
    if (!['DISPATCH', 'PICKUP'].includes(type)) invalid('fulfillment_details.type must be DISPATCH or PICKUP');
    return {
      type,
      note: redact(optionalText(detail, 'note') ?? ''),
      shippingAddressId: optionalText(detail, 'shipping_address_id') ?? null,
      shippingAddressToken: optionalText(detail, 'shipping_address_token') ?? null,
    };
  });
}

function readRegister(retailer: Retailer, source: JsonObject, what: string): XRow | undefined {
  const id = optionalUuid(source, 'register_id');
  return id === undefined ? undefined : known(retailer.registers.get(id), what);
}

function readOutlet(retailer: Retailer, body: JsonObject, key: string): string | undefined {
  const id = optionalUuid(body, key);
  return id === undefined ? undefined : known(retailer.outlets.get(id), key).id;
}

function known<T>(value: T | undefined, what: string): T {
  return value === undefined ? invalid(`${what} is not known`) : value;
}

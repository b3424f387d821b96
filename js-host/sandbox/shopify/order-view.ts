// An order as GraphQL answers it, made from its webhook text.

import { ZERO, add, dec, print, subtract } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { listOf, objectOf, parseJson, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { orderGid, transactionGid, utc } from './orders.ts';
import type { OrderTransaction, StoredOrder } from './orders.ts';
import { locationView } from './inventory-view.ts';
import { placeView } from './place-view.ts';
import { lineView, shippingView } from './line-view.ts';
import { refundView } from './refund-view.ts';
import { gid, placesOf } from './shop.ts';
import type { Shop } from './shop.ts';
import { attributes, bag, bagOrZero, count, flag, money, objects, page, taxLines, textOrNull } from './views.ts';
import type { BagView, PageArguments, View } from './views.ts';

const FULFILLMENT: Record<string, string> = { partial: 'PARTIALLY_FULFILLED', fulfilled: 'FULFILLED', restocked: 'RESTOCKED' };

export function orderView(shop: Shop, stored: StoredOrder): View {
  const order = objectOf(parseJson(stored.text));
  const line = (id: string): View | null => {
    const found = objects(order['line_items']).find((each) => textOf(each['id']) === id);
    return found === undefined ? null : lineView(shop, order, found);
  };
  const transactions = (args: { first?: number | null }): View[] =>
    stored.transactions.slice(0, args.first ?? undefined).map((transaction) => transactionView(stored, transaction));
  const self: View = {
    id: orderGid(stored.id),
    legacyResourceId: stored.id,
    name: stored.name,
    edited: stored.edited === true,
    ...scalars(order),
    ...moneyOf(order, stored.transactions),
    customer: () => customerView(order),
    purchasingEntity: () => buyerView(order),
    shippingAddress: () => addressView(objectOf(order['shipping_address'])),
    retailLocation: () => locationView(shop, textOrNull(order, 'location_id')),
    paymentTerms: () => {
      const name = textOf(objectOf(order['payment_terms'])['payment_terms_name']);
      return name === undefined ? null : { paymentTermsName: name };
    },
    customAttributes: () => attributes(order['note_attributes']),
    lineItems: (args: PageArguments) =>
      page(objects(order['line_items']), args, (each) => lineView(shop, order, each), (each) => textOf(each['id']) ?? ''),
    shippingLines: (args: PageArguments & { includeRemovals?: boolean }) => page(
      objects(order['shipping_lines']).filter((each) => args.includeRemovals === true || !flag(each, 'is_removed')),
      args, (each) => shippingView(order, each), (each) => textOf(each['id']) ?? ''),
    transactions,
    fulfillments: ({ first }: { first?: number | null }) => objects(order['fulfillments']).slice(0, first ?? undefined).map((each) => ({
      id: gid('Fulfillment', textOf(each['id']) ?? ''),
      name: textOf(each['name']) ?? '',
      status: (textOf(each['status']) ?? 'success').toUpperCase(),
      createdAt: utc(textOf(each['created_at'])),
    })),
    refunds: ({ first }: { first?: number | null }) =>
      objects(order['refunds']).slice(0, first ?? undefined).map((each) => refundView(shop, order, each, line, () => transactions({}))),
    fulfillmentOrders: (args: PageArguments) =>
      page(placesOf(shop, stored.id), args, (place) => placeView(shop, place, () => self, line), (place) => place.id),
  };
  return self;
}

function scalars(order: JsonObject): View {
  const time = (key: string): string | null => utc(textOf(order[key]));
  const merchantApp = textOf(order['merchant_of_record_app_id']);
  const text = textOf(order['tags']) ?? '';
  return {
    number: count(order, 'number'),
    createdAt: time('created_at') ?? time('processed_at'),
    processedAt: time('processed_at') ?? time('created_at'),
    updatedAt: time('updated_at') ?? time('processed_at'),
    cancelledAt: time('cancelled_at'),
    closedAt: time('closed_at'),
    cancelReason: textOf(order['cancel_reason'])?.toUpperCase() ?? null,
    confirmed: flag(order, 'confirmed', true),
    test: flag(order, 'test'),
    sourceName: textOrNull(order, 'source_name'),
    email: textOrNull(order, 'email'),
    phone: textOrNull(order, 'phone'),
    note: textOrNull(order, 'note'),
    poNumber: textOrNull(order, 'po_number'),
    tags: text === '' ? [] : text.split(', '),
    currencyCode: textOrNull(order, 'currency'),
    presentmentCurrencyCode: textOf(order['presentment_currency']) ?? textOrNull(order, 'currency'),
    taxesIncluded: flag(order, 'taxes_included'),
    taxExempt: flag(order, 'tax_exempt'),
    dutiesIncluded: flag(order, 'duties_included'),
    estimatedTaxes: flag(order, 'estimated_taxes'),
    fullyPaid: ['paid', 'partially_refunded', 'refunded'].includes(textOf(order['financial_status']) ?? ''),
    displayFinancialStatus: textOf(order['financial_status'])?.toUpperCase() ?? null,
    displayFulfillmentStatus: FULFILLMENT[textOf(order['fulfillment_status']) ?? ''] ?? 'UNFULFILLED',
    taxLines: () => taxLines(order, order['tax_lines']),
    // Which app placed it is not kept.
    app: null,
    paymentGatewayNames: listOf(order['payment_gateway_names']).map((each) => textOf(each) ?? ''),
    merchantOfRecordApp: merchantApp === undefined ? null : { id: gid('OrderApp', merchantApp) },
  };
}

function moneyOf(order: JsonObject, transactions: OrderTransaction[]): View {
  const set = (key: string) => (): BagView => bagOrZero(order, order, key);
  const optional = (key: string) => (): BagView | null => bag(order, order, key);
  const onlySet = (setKey: string) => (): BagView | null => bag(order, order, '', setKey);
  const received = sumOf(order, transactions, (kind) => (kind === 'SALE' || kind === 'CAPTURE' ? 1 : kind === 'CHANGE' ? -1 : 0));
  const refunded = sumOf(order, transactions, (kind) => (kind === 'REFUND' ? 1 : 0));
  const rounding = (of: string) => (): BagView => onlySet(`total_cash_rounding_${of}_adjustment_set`)() ?? bagOrZero(order, {}, 'none');
  return {
    subtotalPriceSet: optional('subtotal_price'),
    totalPriceSet: set('total_price'),
    totalTaxSet: optional('total_tax'),
    totalDiscountsSet: optional('total_discounts'),
    totalShippingPriceSet: () => bagOrZero(order, order, 'none', 'total_shipping_price_set'),
    currentSubtotalPriceSet: set('current_subtotal_price'),
    currentTotalPriceSet: set('current_total_price'),
    currentTotalTaxSet: set('current_total_tax'),
    currentTotalDutiesSet: onlySet('current_total_duties_set'),
    originalTotalDutiesSet: onlySet('original_total_duties_set'),
    currentTotalAdditionalFeesSet: onlySet('current_total_additional_fees_set'),
    originalTotalAdditionalFeesSet: onlySet('original_total_additional_fees_set'),
    totalTipReceivedSet: set('total_tip_received'),
    totalOutstandingSet: set('total_outstanding'),
    totalReceivedSet: received,
    totalRefundedSet: refunded,
    netPaymentSet: sumOf(order, transactions, (kind) => (kind === 'SALE' || kind === 'CAPTURE' ? 1 : kind === 'REFUND' || kind === 'CHANGE' ? -1 : 0)),
    totalCashRoundingAdjustment: { paymentSet: rounding('payment'), refundSet: rounding('refund') },
  };
}

function sumOf(order: JsonObject, transactions: OrderTransaction[], signOf: (kind: string) => -1 | 0 | 1): BagView {
  const total = (side: 'shopMoney' | 'presentmentMoney'): string => print(transactions.reduce((sum: Decimal, transaction) => {
    const sign = transaction.status === 'SUCCESS' ? signOf(transaction.kind) : 0;
    const amount = dec(transaction[side].amount);
    return sign === 0 ? sum : sign > 0 ? add(sum, amount) : subtract(sum, amount);
  }, ZERO));
  const currency = textOf(order['currency']) ?? 'XXX';
  return { shopMoney: money(total('shopMoney'), currency), presentmentMoney: money(total('presentmentMoney'), textOf(order['presentment_currency']) ?? currency) };
}

export function transactionView(stored: StoredOrder, transaction: OrderTransaction): View {
  const { shopMoney, presentmentMoney, rounding } = transaction;
  const bagOf = (amount?: string): BagView => ({
    shopMoney: money(amount ?? shopMoney.amount, shopMoney.currencyCode),
    presentmentMoney: money(amount ?? presentmentMoney.amount, presentmentMoney.currencyCode),
  });
  return {
    id: transactionGid(transaction.id),
    kind: transaction.kind,
    status: transaction.status,
    gateway: transaction.gateway,
    test: transaction.test,
    createdAt: transaction.processedAt,
    processedAt: transaction.processedAt,
    manualPaymentGateway: transaction.manualPaymentGateway,
    amountSet: bagOf(),
    /** What cash was rounded by; null for what was not paid in cash. */
    amountRoundingSet: rounding === null ? null : bagOf(rounding),
    parentTransaction: () => {
      const parent = stored.transactions.find((other) => other.id === transaction.parentId);
      return parent === undefined ? null : transactionView(stored, parent);
    },
  };
}

function customerView(order: JsonObject): View | null {
  const customer = objectOf(order['customer']);
  const id = textOf(customer['id']);
  if (id === undefined) return null;
  const [email, phone] = [textOf(customer['email']), textOf(customer['phone'])];
  const names = [textOf(customer['first_name']), textOf(customer['last_name'])];
  return {
    __typename: 'Customer',
    id: gid('Customer', id),
    firstName: names[0] ?? null,
    lastName: names[1] ?? null,
    displayName: names.filter((name) => name !== undefined && name !== '').join(' ') || email || '',
    email: email ?? null,
    defaultEmailAddress: email === undefined ? null : { emailAddress: email },
    defaultPhoneNumber: phone === undefined ? null : { phoneNumber: phone },
  };
}

function buyerView(order: JsonObject): View | null {
  const company = objectOf(order['company']);
  const [id, location] = [textOf(company['id']), textOf(company['location_id'])];
  if (id === undefined || location === undefined) return customerView(order);
  return { __typename: 'PurchasingCompany', company: { id: gid('Company', id) }, location: { id: gid('CompanyLocation', location) } };
}

function addressView(address: JsonObject): View | null {
  if (Object.keys(address).length === 0) return null;
  const text = (key: string): string | null => textOrNull(address, key);
  return {
    firstName: text('first_name'), lastName: text('last_name'), company: text('company'), address1: text('address1'), address2: text('address2'),
    city: text('city'), zip: text('zip'), provinceCode: text('province_code'), countryCodeV2: text('country_code'),
  };
}

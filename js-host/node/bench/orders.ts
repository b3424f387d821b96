// Two orders as webhooks deliver them, with figures that tie: a long one with every field there
// is, two taxes and a discount on each line, and a small one as an app gets it that asked for the
// fields it reads (`include_fields`). All ASCII, so that JSON.parse has its fastest strings.

type Json = Record<string, unknown>;
export type Case = { name: string; series: 'R' | 'X'; lines: number; order: string; context: string; config: string };
type Shape = { lines: number; bytes: number; rates: number[]; discounted: boolean; full: boolean };

export const SMALL: Shape = { lines: 5, bytes: 8_600, rates: [0.08875], discounted: false, full: false };
export const LARGE: Shape = { lines: 63, bytes: 99_000, rates: [0.05, 0.07], discounted: true, full: true };

const ORDER = 5_900_000_001_000;
const LINE = 14_500_000_200_000;
const VARIANT = 44_100_000_002_000;
const money = (cents: number): string => (cents / 100).toFixed(2);
const bag = (cents: number): Json => ({
  shop_money: { amount: money(cents), currency_code: 'USD' }, presentment_money: { amount: money(cents), currency_code: 'USD' },
});
const put = (name: string, cents: number): Json => ({ [name]: money(cents), [`${name}_set`]: bag(cents) });
const taxLine = (rate: number, cents: number, at: number): Json => ({
  title: at === 0 ? 'State Tax' : 'City Tax', rate, ...put('price', cents), channel_liable: false,
});

/** The order of a shape, with what a host knows beside it. */
export function orderOf(series: 'R' | 'X', shape: Shape): Case {
  const fill = (tail: string): string => JSON.stringify(written(shape, tail));
  const bare = fill('').length;
  const order = fill('p'.repeat(Math.max(0, shape.bytes - bare)));
  if (Math.abs(order.length / shape.bytes - 1) > 0.02) throw new Error(`${order.length} bytes are not ${shape.bytes}`);
  const { total } = figures(shape);
  const context = {
    explain: 'none',
    links: Array.from({ length: shape.lines }, (_, at) => ({ variant: `gid://shopify/ProductVariant/${VARIANT + at}`, item: id(series, 500 + at) })),
    transactions: [{
      id: 7_700_001, admin_graphql_api_id: 'gid://shopify/OrderTransaction/7700001', order_id: ORDER, parent_id: null, kind: 'sale', status: 'success',
      gateway: 'shopify_payments', amount: money(total), currency: 'USD', test: false, created_at: '2026-11-20T09:14:02-05:00', message: null,
    }],
  };
  return {
    name: `${shape.lines} lines, ${(order.length / 1000).toFixed(1)} kB`, series, lines: shape.lines, order,
    context: JSON.stringify(context), config: JSON.stringify(configOf(series, shape)),
  };
}

function id(series: 'R' | 'X', number: number): string {
  return series === 'R' ? String(number) : `b0a710ad-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function configOf(series: 'R' | 'X', { rates }: Shape): Json {
  const own = (number: number): string => id(series, number);
  const rate = rates.reduce((sum, one) => sum + one * 1e5, 0) / 1e5;
  return {
    contract: 1, tenant: 'harbour-lane', shopify: { shop: 'harbour-lane.myshopify.com' },
    lightspeed: { series, account: series === 'R' ? '797' : 'harbourlane', user: own(3) },
    currency: 'USD', time_zone: 'America/New_York',
    zones: { 'America/New_York': [{ from: '2026-03-08T07:00:00Z', offset: '-04:00' }, { from: '2026-11-01T06:00:00Z', offset: '-05:00' }] },
    outlets: [{ id: own(1), register: own(11) }],
    payment_types: [{ gateway: 'shopify_payments', id: own(9) }],
    taxes: [{ rate: String(rate), components: rates.map(String), id: own(21) }, { rate: '0', id: own(22) }],
    helper_items: { gift_card: { item: own(901), non_inventory: true, liability: true }, shipping: own(902), rounding: own(903), placeholder: own(904) },
  };
}

type Figures = { lines: { price: number; quantity: number; off: number; taxes: number[] }[]; shipping: number; goods: number; off: number; tax: number; total: number };

function figures({ lines, rates, discounted }: Shape): Figures {
  const list = Array.from({ length: lines }, (_, at) => {
    const [price, quantity] = [1_495 + 310 * (at % 9), 1 + (at % 3)];
    const off = discounted ? Math.floor((price * quantity) / 10) : 0;
    return { price, quantity, off, taxes: rates.map((rate) => Math.round((price * quantity - off) * rate)) };
  });
  const sum = (of: (line: Figures['lines'][number]) => number): number => list.reduce((total, line) => total + of(line), 0);
  const [goods, off, tax] = [sum((line) => line.price * line.quantity), sum((line) => line.off), sum((line) => line.taxes.reduce((one, two) => one + two, 0))];
  const shipping = 795;
  return { lines: list, shipping, goods, off, tax, total: goods - off + tax + shipping };
}

function lineOf({ price, quantity, off, taxes }: Figures['lines'][number], at: number, shape: Shape): Json {
  return {
    id: LINE + at, admin_graphql_api_id: `gid://shopify/LineItem/${LINE + at}`, attributed_staffs: [], current_quantity: quantity,
    fulfillable_quantity: quantity, fulfillment_service: 'manual', fulfillment_status: null, gift_card: false, grams: 250,
    name: `Mug - Blue ${at}`, ...put('price', price), product_exists: true, product_id: 880_000_100 + at,
    properties: [], quantity, requires_shipping: true, sales_line_item_group_id: null, sku: `MUG-B-${at}`, taxable: true, title: 'Mug',
    ...put('total_discount', 0), variant_id: VARIANT + at, variant_inventory_management: 'shopify', variant_title: 'Blue', vendor: null,
    tax_lines: taxes.map((tax, place) => taxLine(shape.rates[place] ?? 0, tax, place)), duties: [],
    discount_allocations: off === 0 ? [] : [{ ...put('amount', off), discount_application_index: 0 }],
  };
}

const ADDRESS = {
  first_name: 'Rosa', address1: '48 Cooper Street', phone: null, city: 'Albany', zip: '12207', province: 'New York', country: 'United States',
  last_name: 'Lindqvist', address2: 'Apt 3', company: null, latitude: null, longitude: null, name: 'Rosa Lindqvist', country_code: 'US', province_code: 'NY',
};

/** What an app asks for that records sales. */
const INCLUDED = new Set(`id admin_graphql_api_id name test currency presentment_currency taxes_included duties_included estimated_taxes created_at
  processed_at updated_at cancelled_at source_name location_id financial_status fulfillment_status current_total_price current_total_price_set
  current_total_tax current_total_tax_set current_total_duties_set original_total_duties_set current_total_additional_fees_set
  original_total_additional_fees_set total_cash_rounding_payment_adjustment_set total_cash_rounding_refund_adjustment_set total_tip_received
  total_price total_tax merchant_of_record_app_id note note_attributes po_number company payment_terms line_item_groups customer shipping_address
  discount_applications line_items shipping_lines refunds landing_site`.split(/\s+/));

/** The webhook's body; `tail` is the end of the page the buyer landed on. */
function written(shape: Shape, tail: string): Json {
  const whole = everything(shape, tail);
  return shape.full ? whole : Object.fromEntries(Object.entries(whole).filter(([name]) => INCLUDED.has(name)));
}

function everything(shape: Shape, tail: string): Json {
  const { lines, shipping, goods, off, tax, total } = figures(shape);
  const sums = shape.rates.map((rate, at) => taxLine(rate, lines.reduce((sum, line) => sum + (line.taxes[at] ?? 0), 0), at));
  return {
    id: ORDER, admin_graphql_api_id: `gid://shopify/Order/${ORDER}`, app_id: 580_111, browser_ip: null, buyer_accepts_marketing: false, cancel_reason: null,
    cancelled_at: null, cart_token: null, client_details: null, closed_at: null, confirmation_number: 'QK3T8', confirmed: true, contact_email: null,
    created_at: '2026-11-20T09:14:02-05:00', currency: 'USD', current_shipping_price_set: bag(shipping), ...put('current_subtotal_price', goods - off),
    current_total_additional_fees_set: null, ...put('current_total_discounts', off), current_total_duties_set: null, ...put('current_total_price', total),
    ...put('current_total_tax', tax), customer_locale: 'en', device_id: null, discount_codes: [], duties_included: false, email: '', estimated_taxes: false,
    financial_status: 'paid', fulfillment_status: null, landing_site: `/${tail}`, landing_site_ref: null, location_id: null, merchant_business_entity_id: null,
    merchant_of_record_app_id: null, name: '#1001', note: null, note_attributes: [], number: 1, order_number: 1001, order_status_url: null,
    original_total_additional_fees_set: null, original_total_duties_set: null, payment_gateway_names: ['shopify_payments'], phone: null, po_number: null,
    presentment_currency: 'USD', processed_at: '2026-11-20T09:14:02-05:00', reference: null, referring_site: null, source_identifier: null, source_name: 'web',
    source_url: null, ...put('subtotal_price', goods - off), tags: '', tax_exempt: false, tax_lines: sums, taxes_included: false, test: false, token: null,
    ...cashRounding(), ...put('total_discounts', off), ...put('total_line_items_price', goods), total_outstanding: '0.00', ...put('total_price', total),
    total_shipping_price_set: bag(shipping), ...put('total_tax', tax), total_tip_received: '0.00', total_weight: 0, updated_at: '2026-11-20T09:14:03-05:00',
    user_id: null, billing_address: ADDRESS,
    customer: {
      id: 7_100_000_000_001, created_at: null, updated_at: null, first_name: 'Rosa', last_name: 'Lindqvist', state: 'disabled', note: null, verified_email: true,
      multipass_identifier: null, tax_exempt: false, email: 'rosa.lindqvist@example.com', phone: null, currency: 'USD', tax_exemptions: [],
      admin_graphql_api_id: 'gid://shopify/Customer/7100000000001',
    },
    discount_applications: shape.discounted ? [{
      target_type: 'line_item', type: 'discount_code', value: '10.0', value_type: 'percentage', allocation_method: 'across', target_selection: 'all', code: 'AUTUMN',
    }] : [],
    fulfillments: [], line_items: lines.map((line, at) => lineOf(line, at, shape)), payment_terms: null, refunds: [], returns: [], shipping_address: ADDRESS,
    shipping_lines: [{
      id: 4_100_000_000_001, carrier_identifier: null, code: 'Standard', current_discounted_price_set: bag(shipping), ...put('discounted_price', shipping), is_removed: false,
      phone: null, ...put('price', shipping), requested_fulfillment_service_id: null, source: 'shopify', title: 'Standard', tax_lines: [], discount_allocations: [],
    }],
    line_item_groups: [],
  };
}

function cashRounding(): Json {
  return { total_cash_rounding_payment_adjustment_set: bag(0), total_cash_rounding_refund_adjustment_set: bag(0) };
}

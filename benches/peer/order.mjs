// What a careful hand would write instead of `order.to_sale`, for the plain order: one pass over
// the lines, integer minor units, no classes. The bench measures the module against it, and
// js-host/test/peer.test.ts holds it to every golden, so it is also a second opinion on totals.
//
// It refuses (throws) what does not tie; it does not say why, name places or explain.

const UNIT_DIGITS = 5;
const TOTAL_DIGITS = 2;
const UNIT_TO_TOTAL = 10 ** (UNIT_DIGITS - TOTAL_DIGITS);
const NO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND';

/** Decimals of a currency's minor unit. */
function minorDigits(currency) {
  if (NO_DECIMALS.includes(currency)) return 0;
  return THREE_DECIMALS.includes(currency) ? 3 : 2;
}

/** Decimal text (or a number) as a whole number of `digits` decimals. */
function units(text, digits) {
  const whole = String(text);
  const point = whole.indexOf('.');
  const shown = point < 0 ? '' : whole.slice(point + 1);
  const fraction = shown.replace(/0+$/, '');
  if (fraction.length > digits) throw new Error(`${whole} has more than ${digits} decimals`);
  const value = Number((point < 0 ? whole : whole.slice(0, point)) + fraction.padEnd(digits, '0'));
  if (!Number.isSafeInteger(value)) throw new Error(`${whole} is not a safe amount`);
  return value;
}

/** A whole number of `digits` decimals as text. */
function print(value, digits) {
  if (digits === 0) return String(value);
  const text = String(value).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `over / under` to the nearest whole number, half up; both from zero up. */
function divide(over, under) {
  const twice = 2 * over + under;
  if (!Number.isSafeInteger(twice)) throw new Error(`${over} / ${under} is not safe`);
  const double = 2 * under;
  return (twice - (twice % double)) / double;
}

/** The digits behind the last slash of a gid, or a plain id. */
function number(id) {
  const text = String(id);
  return text.slice(text.lastIndexOf('/') + 1);
}

const own = (record) => number(record.admin_graphql_api_id ?? record.id);
const minutes = (time) => new Date(time).toISOString().replace('.000Z', 'Z');

/** The one transaction that took money. */
function paymentOf(transactions, digits) {
  let payment;
  for (const transaction of transactions) {
    const status = transaction.status.toLowerCase();
    const kind = transaction.kind.toLowerCase();
    if (status !== 'success' || (kind !== 'sale' && kind !== 'capture')) continue;
    if (payment !== undefined) throw new Error('two payments');
    const money = transaction.amountSet?.shopMoney;
    payment = {
      id: own(transaction),
      gateway: transaction.gateway.toLowerCase(),
      amount: units(money?.amount ?? transaction.amount, digits),
    };
  }
  if (payment === undefined) throw new Error('no payment');
  return payment;
}

/** The tenant's tables, made once per tenant as the module's Bridge is. */
export function tenant(configText) {
  const config = JSON.parse(configText);
  const taxes = new Map();
  for (const tax of config.taxes) {
    taxes.set(`${Number(tax.rate)}${Number(tax.rate) !== 0 && tax.inclusive === true}`, tax);
  }
  const gateways = new Map(config.payment_types.map((entry) => [entry.gateway.toLowerCase(), entry.id]));
  const outlet = config.orders?.default_outlet ?? config.outlets[0].id;
  const register = config.outlets.find((entry) => entry.id === outlet).register;
  return { config, taxes, gateways, outlet, register, x: config.lightspeed.series === 'X' };
}

/** One order and what stands beside it, both as JSON text, to the sale, as JSON text. */
/** Without the zeros that the currency does not write. */
function shortened(text, digits) {
  return digits === 0 ? text.replace(/\.?0+$/, '') : text;
}

export function orderToSale(of, contextText, orderText) {
  const context = JSON.parse(contextText);
  const order = JSON.parse(orderText);
  const digits = minorDigits(order.currency);
  const contained = order.taxes_included;
  const links = new Map();
  for (const link of context.links) links.set(number(link.variant), link.item);

  const lines = [];
  const scale = 10 ** (UNIT_DIGITS - digits);
  let gross = 0;
  let orderTax = 0;
  let unitNets = 0;
  let unitTaxes = 0;
  let rate = 0;
  let sent = false;
  for (const item of order.line_items) {
    const quantity = item.quantity;
    const price = units(item.price, digits) * quantity;
    let tax = 0;
    for (const entry of item.tax_lines) {
      tax += units(entry.price, digits);
      if (Number(entry.rate) !== 0) rate = Number(entry.rate);
    }
    const linked = links.get(number(item.variant_id));
    if (linked === undefined) throw new Error(`variant ${item.variant_id} is not linked`);
    const line = { source: own(item), item: linked, quantity: String(quantity) };
    if (of.x) {
      const unitNet = divide((contained ? price - tax : price) * scale, quantity);
      const unitTax = divide(tax * scale, quantity);
      line.unit_price = print(unitNet, UNIT_DIGITS);
      line.unit_tax = print(unitTax, UNIT_DIGITS);
      unitNets += unitNet * quantity;
      unitTaxes += unitTax * quantity;
    } else {
      line.unit_price = print(price / quantity, digits);
    }
    lines.push(line);
    gross += price;
    orderTax += tax;
    if (item.requires_shipping) sent = true;
  }

  const total = units(order.total_price, digits);
  if (total !== (contained ? gross : gross + orderTax)) throw new Error('the order does not add up');
  if (orderTax !== units(order.total_tax, digits)) throw new Error('the taxes do not add up');
  let saleTax = 0;
  let saleTotal = 0;
  if (of.x) {
    saleTax = divide(unitTaxes, UNIT_TO_TOTAL);
    saleTotal = divide(unitNets, UNIT_TO_TOTAL) + saleTax;
  } else {
    const shown = String(rate);
    const places = shown.length - 1 - shown.indexOf('.');
    const under = rate === 0 ? 1 : 10 ** places;
    const over = rate === 0 ? 0 : units(shown, places);
    // Lightspeed keeps two digits, whatever the currency.
    const shift = 10 ** Math.abs(TOTAL_DIGITS - digits);
    const up = digits < TOTAL_DIGITS ? shift : 1;
    const down = digits > TOTAL_DIGITS ? shift : 1;
    saleTax = divide(gross * over * up, (contained ? under + over : under) * down);
    const price = divide(gross * up, down);
    saleTotal = contained ? price : price + saleTax;
  }
  const due = units(order.total_price, Math.max(TOTAL_DIGITS, digits));
  if (saleTotal * 10 ** (Math.max(TOTAL_DIGITS, digits) - TOTAL_DIGITS) !== due) {
    throw new Error(`${saleTotal} is not ${due}`);
  }
  const payment = paymentOf(context.transactions, digits);
  if (payment.amount !== total) throw new Error('the payment is not the total');
  const tax = of.taxes.get(`${rate}${rate !== 0 && contained}`);
  const type = of.gateways.get(payment.gateway);
  if (tax === undefined || type === undefined) throw new Error('tax or gateway is not configured');

  const sale = {
    order: own(order),
    outlet: of.outlet,
    register: of.register,
    reference: order.name,
    at: minutes(order.processed_at ?? order.created_at),
    customer: context.customer,
    tax: tax.id,
    lines,
    tenders: [{ payment_type: type, amount: print(total, digits), transaction: payment.id }],
  };
  const address = sent ? order.shipping_address : null;
  const body = of.x ? xBody(of, sale, address) : rBody(of, sale, address, rate !== 0);
  return JSON.stringify({
    key: `sale/${sale.order}/${of.outlet}`,
    sale,
    body,
    total: print(total, digits),
    order_tax: print(orderTax, digits),
    sale_tax: shortened(print(saleTax, TOTAL_DIGITS), digits),
  });
}

function rBody(of, sale, address, taxed) {
  const [tender] = sale.tenders;
  return {
    employeeID: of.config.lightspeed.user,
    registerID: sale.register,
    shopID: sale.outlet,
    customerID: sale.customer,
    completed: true,
    completeTime: sale.at.replace('Z', '+00:00'),
    referenceNumber: sale.reference,
    referenceNumberSource: 'Shopify',
    enablePromotions: false,
    taxCategoryID: sale.tax,
    SaleLines: {
      SaleLine: sale.lines.map((line) => ({
        itemID: line.item,
        unitQuantity: line.quantity,
        unitPrice: line.unit_price,
        tax: taxed,
        discountID: '0',
        Note: { note: `shopify:${sale.order}:${line.source}` },
      })),
    },
    SalePayments: {
      SalePayment: [{
        amount: tender.amount,
        paymentTypeID: tender.payment_type,
        remoteReference: `gid://shopify/OrderTransaction/${tender.transaction}`,
      }],
    },
    SaleNotes: { InternalNote: { note: JSON.stringify({ shopify_order: sale.order, outlet: sale.outlet }) } },
    ShipTo: address === null ? undefined : {
      firstName: address.first_name ?? '',
      lastName: address.last_name ?? '',
      company: address.company ?? '',
      shipped: false,
      Contact: {
        Addresses: {
          ContactAddress: {
            address1: address.address1 ?? '',
            address2: address.address2 ?? '',
            city: address.city ?? '',
            stateCode: address.province_code ?? '',
            zip: address.zip ?? '',
            countryCode: address.country_code ?? '',
          },
        },
      },
    },
  };
}

function xBody(of, sale, address) {
  const [tender] = sale.tenders;
  const outlet = address === null ? undefined : sale.outlet;
  const key = `sale/${sale.order}/${sale.outlet}`;
  return {
    id: key,
    source: {
      author_id: of.config.lightspeed.user,
      register_id: sale.register,
      type: 'ShopifySync',
      id: `gid://shopify/Order/${sale.order}#${sale.outlet}`,
    },
    state: address === null ? 'closed' : 'pending',
    attributes: address === null ? undefined : ['delivery'],
    date: sale.at,
    customer_id: sale.customer,
    invoice_number: sale.reference,
    line_items: sale.lines.map((line, sequence) => ({
      id: `${key}/line/${line.source}`,
      product: { id: line.item },
      quantity: Number(line.quantity),
      pricing: { price: Number(line.unit_price), discount: 0, loyalty_amount: 0 },
      tax: { id: sale.tax, amount: Number(line.unit_tax) },
      status: 'CONFIRMED',
      fulfilment_outlet_id: outlet,
      attributes: [{ name: 'line_note', value: `shopify:${sale.order}:${line.source}` }],
      _metadata: { fulfillment_method: outlet && 'DISPATCH', is_price_override: true, sequence },
    })),
    payments: [{
      id: `${key}/payment/${tender.transaction}`,
      type: { config_id: tender.payment_type },
      amount: Number(tender.amount),
      date: sale.at,
      source: { register_id: sale.register },
    }],
    fulfillment_outlet_id: outlet,
    fulfillment_details: address === null ? undefined : [{ type: 'DISPATCH', note: noteOf(address) }],
  };
}

function noteOf(address) {
  const name = `${address.first_name ?? ''} ${address.last_name ?? ''}`.trim();
  return [name, address.company, address.address1, address.address2, address.city,
    address.province_code, address.zip, address.country_code].filter(Boolean).join(', ');
}

// The same decision by hand, as fast as JavaScript can: one pass, integer cents in plain
// numbers, no classes. It checks what the module checks of a plain order's figures, but names
// no reason, and knows only this one kind of order, two decimals and R-Series.

type Tax = { price: string; rate: number };
type Address = {
  first_name: string; last_name: string; company: string | null; address1: string; address2: string | null;
  city: string; province_code: string; zip: string; country_code: string;
};
type Order = {
  shipping_address: Address;
  admin_graphql_api_id: string; name: string; processed_at: string; total_price: string; total_tax: string; total_discounts: string;
  line_items: { admin_graphql_api_id: string; variant_id: number; quantity: number; price: string; tax_lines: Tax[] }[];
};
export type Context = {
  links: { variant: string; item: string }[];
  transactions: { id: string; kind: string; status: string; gateway: string; amount: string }[];
};
type Line = { itemID: string; unitQuantity: string; unitPrice: string; tax: boolean; discountID: string; Note: { note: string } };

export function decideByHand(order: Order, context: Context): object {
  if (order.total_discounts !== '0.00') throw new Error('discount');
  const links = new Map<string, string>();
  for (const { variant, item } of context.links) links.set(variant.slice(variant.lastIndexOf('/') + 1), item);
  const orderId = order.admin_graphql_api_id.slice(20);
  const lines: Line[] = [];
  const rate = order.line_items[0]?.tax_lines[0]?.rate ?? 0;
  let [goods, tax] = [0, 0];
  for (const line of order.line_items) {
    const item = links.get(String(line.variant_id));
    if (item === undefined) throw new Error('unlinked');
    if (line.tax_lines.length !== 1 || line.tax_lines[0]?.rate !== rate) throw new Error('several taxes');
    goods += cents(line.price) * line.quantity;
    tax += cents(line.tax_lines[0].price);
    lines.push({
      itemID: item, unitQuantity: String(line.quantity), unitPrice: line.price, tax: true, discountID: '0',
      Note: { note: `shopify:${orderId}:${line.admin_graphql_api_id.slice(23)}` },
    });
  }
  const total = cents(order.total_price);
  if (goods + tax !== total || tax !== cents(order.total_tax) || goods + Math.round(goods * rate) !== total) throw new Error('not tied');
  const taken = context.transactions.filter(({ kind, status }) => status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE'));
  const [payment] = taken;
  if (payment === undefined || taken.length > 1 || cents(payment.amount) !== total) throw new Error('tender');
  const to = order.shipping_address;
  return {
    employeeID: '1', registerID: '1', shopID: '1', completed: true, completeTime: new Date(order.processed_at).toISOString().replace('.000Z', '+00:00'),
    referenceNumber: order.name, referenceNumberSource: 'Shopify', enablePromotions: false, taxCategoryID: '2',
    SaleLines: { SaleLine: lines },
    SalePayments: { SalePayment: [{ amount: payment.amount, paymentTypeID: '9', remoteReference: payment.id }] },
    SaleNotes: { InternalNote: { note: JSON.stringify({ shopify_order: orderId, outlet: '1' }) } },
    ShipTo: {
      firstName: to.first_name, lastName: to.last_name, company: to.company ?? '', shipped: false,
      Contact: { Addresses: { ContactAddress: {
        address1: to.address1, address2: to.address2 ?? '', city: to.city, stateCode: to.province_code, zip: to.zip, countryCode: to.country_code,
      } } },
    },
  };
}

function cents(amount: string): number {
  const point = amount.indexOf('.');
  return point < 0 ? Number(amount) * 100 : Number(amount.slice(0, point) + amount.slice(point + 1));
}

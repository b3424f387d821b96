// The bodies that record a sale, from its neutral words: R-Series `Sale` and `SaleLine`,
// X-Series `SaleRequest`.

import { hash } from 'node:crypto';
import { oneLine } from './texts.mjs';

/** UUID v5 of `tillbridge` in the DNS namespace, and room for a name behind it. */
const named = Buffer.alloc(1024);
named.write(v5(Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex'), 'tillbridge').replaceAll('-', ''), 'hex');

function v5(namespace, name) {
  return form(hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'hex'));
}

function form(hex) {
  const variant = ((parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function uuid(name) {
  const end = 16 + named.write(name, 16);
  return form(hash('sha1', named.subarray(0, end), 'hex'));
}

/** `sale` in neutral words, `extra` what only the bodies need. */
export function bodiesOf(of, key, mode, sale, extra) {
  if (of.x) return [xSale(of, key, mode, sale, extra)];
  if (mode === 'completed') return [rSale(of, sale, extra)];
  return sale.lines.filter((_, at) => extra.lines[at].stocked).map((line) => ({
    customerID: sale.customer,
    employeeID: of.user,
    shopID: sale.outlet,
    ...rLine(extra, line),
    isLayaway: true,
    requireFullReservation: true,
  }));
}

function rLine(extra, line) {
  const id = line.source.startsWith('line/') ? line.source.slice(5) : line.source;
  const note = `shopify:${extra.order}:${id}`;
  return {
    itemID: line.item,
    unitQuantity: line.quantity,
    unitPrice: line.unit_price,
    discountAmount: line.discount,
    // A line carries the one or the other.
    discountID: line.discount === undefined ? '0' : undefined,
    tax: line.taxed,
    taxClassID: line.tax_class,
    Note: { note: line.note === undefined ? note : `${note}\n${line.note}` },
  };
}

function rSale(of, sale, extra) {
  return {
    employeeID: of.user,
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
      SaleLine: sale.lines.map((line, at) => {
        const saleLineID = extra.lines[at].reserved;
        return saleLineID === undefined ? rLine(extra, line) : { saleLineID };
      }),
    },
    SalePayments: {
      SalePayment: sale.tenders.map((tender, at) => ({
        amount: tender.amount.amount,
        paymentTypeID: tender.payment_type,
        remoteReference: extra.parts[at] ? `${tender.transaction}#${sale.outlet}` : tender.transaction,
      })),
    },
    SaleNotes: {
      InternalNote: { note: `{"shopify_order":"${extra.order}","outlet":"${sale.outlet}","shop":"${of.shop}"}` },
      PrintedNote: sale.note === undefined ? undefined : { note: sale.note },
    },
    ShipTo: shipTo(sale, extra.address),
  };
}

function shipTo({ delivery, fulfilled }, address) {
  if (delivery === 'none' || (delivery === 'pickup' && fulfilled)) return undefined;
  const to = delivery === 'pickup' ? undefined : address ?? undefined;
  return {
    firstName: to?.first_name ?? '',
    lastName: to?.last_name ?? '',
    company: to?.company ?? '',
    shipped: fulfilled,
    Contact: to === undefined ? undefined : {
      Addresses: {
        ContactAddress: {
          address1: to.address1 ?? '',
          address2: to.address2 ?? '',
          city: to.city ?? '',
          stateCode: to.province_code ?? '',
          zip: to.zip ?? '',
          countryCode: to.country_code ?? '',
        },
      },
    },
  };
}

function xSale(of, key, mode, sale, extra) {
  const name = `${of.shop}/${key}`;
  const waits = sale.delivery !== 'none' && (!sale.fulfilled || mode === 'reserve');
  const outlet = waits ? sale.outlet : undefined;
  const method = sale.delivery === 'pickup' ? 'PICKUP' : 'DISPATCH';
  const done = mode === 'completed' ? 'closed' : 'parked';
  return {
    id: uuid(name),
    source: {
      author_id: of.user,
      register_id: sale.register,
      type: 'ShopifySync',
      id: `${sale.order}#${sale.outlet}`,
    },
    state: waits ? 'pending' : done,
    attributes: waits ? [sale.delivery === 'pickup' ? 'pickup' : 'delivery'] : undefined,
    date: sale.at,
    customer_id: sale.customer,
    note: sale.note,
    invoice_number: sale.reference,
    line_items: sale.lines.map((line, sequence) => {
      const more = extra.lines[sequence];
      const sent = waits && more.good;
      return {
        id: uuid(`${name}/${line.source}${more.misplaced ? '/unmapped' : ''}`),
        product: { id: line.item },
        quantity: Number(line.quantity),
        pricing: { price: Number(line.unit_price), discount: Number(line.discount ?? 0), loyalty_amount: 0 },
        tax: { id: line.tax, amount: Number(line.unit_tax) },
        status: 'CONFIRMED',
        fulfilment_outlet_id: sent ? outlet : undefined,
        attributes: line.note === undefined ? undefined : [{ name: 'line_note', value: line.note }],
        _metadata: { fulfillment_method: sent ? method : undefined, is_price_override: true, sequence },
      };
    }),
    payments: sale.tenders.map((tender) => ({
      id: uuid(`${name}/payment/${tender.transaction.slice(31)}`),
      type: { config_id: tender.payment_type },
      amount: Number(tender.amount.amount),
      date: sale.at,
      source: { register_id: sale.register },
    })),
    fulfillment_outlet_id: outlet,
    fulfillment_details: waits ? [{ type: method, note: noteOf(sale, extra.address) }] : undefined,
  };
}

function noteOf({ delivery }, address) {
  if (delivery === 'pickup') return 'The buyer picks it up.';
  return address == null ? 'the order has no address' : oneLine(address);
}


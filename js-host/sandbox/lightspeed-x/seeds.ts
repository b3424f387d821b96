// Puts outlets, registers, users, products, taxes, payment types and customers
// into the sandbox's X-Series retailer, and dumps it for assertions.

import { add, dec, multiply, print, round } from '../decimal.ts';
import { number } from '../json.ts';
import { createCustomer } from './customers.ts';
import { nextUuid, nextVersion, wireTime } from './model.ts';
import type { Retailer, XRow, XSale } from './model.ts';
import { closeRegister, openRegister, opened } from './registers.ts';
import { rateOf } from './sale-totals.ts';
import { setStock } from './stock.ts';

export type SeedOutlet = {
  id?: string; name: string; currency?: string; displayPrices?: 'inclusive' | 'exclusive'; timeZone?: string; defaultTaxId?: string;
};
export type SeedXRegister = { id?: string; outletId: string; name?: string; isOpen?: boolean };
export type SeedUser = { id?: string; username: string };
export type SeedTax = { id?: string; name: string; rates: { id?: string; name?: string; rate: string }[]; isDefault?: boolean };
export type SeedXPaymentType = { id?: string; name: string; typeId?: number };
export type SeedProduct = {
  id?: string;
  sku: string;
  name?: string;
  /** Unit price without tax. */
  price?: string;
  /** supply_price: the cost of a line that names none. */
  cost?: string;
  taxId?: string;
  hasInventory?: boolean;
  active?: boolean;
  /** Level by outlet id. */
  stock?: Record<string, string>;
};
export type SeedXCustomer = { email?: string; firstName?: string; lastName?: string; id?: string };

export type XDump = {
  sales: XSale[];
  customers: XRow[];
  /** Available level by `productId@outletId`. */
  stock: Record<string, string>;
  /** Units held by pending sales, by `productId@outletId`. */
  reserved: Record<string, string>;
};

export type XSeeds = {
  seedOutlet(seed: SeedOutlet): string;
  seedRegister(seed: SeedXRegister): string;
  /** A new opening of a register, and its end. */
  openRegister(id: string): void;
  closeRegister(id: string): void;
  seedUser(seed: SeedUser): string;
  seedTax(seed: SeedTax): string;
  seedPaymentType(seed: SeedXPaymentType): string;
  seedProduct(seed: SeedProduct): string;
  seedCustomer(seed: SeedXCustomer): string;
  setStock(productId: string, outletId: string, level: string): void;
  dump(): XDump;
};

export function seeds(retailer: Retailer): XSeeds {
  const keep = (table: { put(id: string, row: XRow): void }, kind: string, id: string | undefined, row: Omit<XRow, 'id'>): string => {
    const key = id?.toLowerCase() ?? nextUuid(retailer, kind);
    table.put(key, { id: key, ...row, version: number(nextVersion(retailer)) });
    return key;
  };
  return {
    seedOutlet: (seed) => keep(retailer.outlets, 'outl', seed.id, {
      name: seed.name,
      ...(seed.defaultTaxId === undefined ? {} : { default_tax_id: seed.defaultTaxId }),
      currency: seed.currency ?? 'NZD', currency_symbol: '$', display_prices: seed.displayPrices ?? 'inclusive',
      time_zone: seed.timeZone ?? 'Pacific/Auckland', attributes: [],
    }),
    seedRegister: (seed) => keep(retailer.registers, 'regi', seed.id, {
      name: seed.name ?? 'Register', outlet_id: seed.outletId.toLowerCase(), invoice_prefix: '', invoice_suffix: '',
      invoice_sequence: number(1), ...opened(retailer), is_open: seed.isOpen ?? true,
    }),
    openRegister: (id) => openRegister(retailer, id.toLowerCase()),
    closeRegister: (id) => closeRegister(retailer, id.toLowerCase()),
    seedUser: (seed) => keep(retailer.users, 'user', seed.id, {
      username: seed.username, display_name: seed.username, account_type: 'admin', enabled: true, is_primary_user: false,
      created_at: wireTime(retailer.now()), updated_at: wireTime(retailer.now()), deleted_at: null,
    }),
    seedPaymentType: (seed) => keep(retailer.paymentTypes, 'ptyp', seed.id, { name: seed.name, type_id: number(seed.typeId ?? 5) }),
    seedTax(seed) {
      const id = seed.id?.toLowerCase() ?? nextUuid(retailer, 'taxs');
      const rates = seed.rates.map((rate) => ({ id: rate.id ?? nextUuid(retailer, 'rate'), name: rate.name ?? seed.name, rate: rate.rate }));
      retailer.taxes.put(id, { id, name: seed.name, isDefault: seed.isDefault ?? false, rates, version: nextVersion(retailer) });
      return id;
    },
    seedProduct(seed) {
      const id = seed.id?.toLowerCase() ?? nextUuid(retailer, 'prod');
      const price = dec(seed.price ?? '0');
      const tax = retailer.taxes.get(seed.taxId ?? '');
      const rate = tax === undefined ? dec('0') : rateOf(tax);
      retailer.products.put(id, {
        id, sku: seed.sku, name: seed.name ?? seed.sku, hasInventory: seed.hasInventory ?? true, priceExcludingTax: print(price),
        priceIncludingTax: print(round(multiply(price, add(dec('1'), rate)), 5)),
        cost: seed.cost ?? '0', active: seed.active ?? true, version: nextVersion(retailer),
      });
      for (const [outletId, level] of Object.entries(seed.stock ?? {})) setStock(retailer, id, outletId.toLowerCase(), dec(level));
      return id;
    },
    seedCustomer(seed) {
      const customer = createCustomer(retailer, {
        first_name: seed.firstName ?? null, last_name: seed.lastName ?? null, ...(seed.email === undefined ? {} : { email: seed.email }),
      });
      if (seed.id === undefined) return customer.id;
      const id = seed.id.toLowerCase();
      retailer.customers.remove(customer.id);
      retailer.customers.put(id, { ...customer, id });
      return id;
    },
    setStock: (productId, outletId, level) => setStock(retailer, productId, outletId.toLowerCase(), dec(level)),
    dump() {
      const rows = retailer.inventory.all();
      return {
        sales: retailer.sales.all(),
        customers: retailer.customers.all(),
        stock: Object.fromEntries(rows.map((row) => [`${row.productId}@${row.outletId}`, row.level])),
        reserved: Object.fromEntries(rows.map((row) => [`${row.productId}@${row.outletId}`, row.reserved])),
      };
    },
  };
}

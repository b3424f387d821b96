// Puts outlets, registers, users, products, taxes, payment types, price books and customers
// into the sandbox's X-Series retailer, takes scopes from its token, and dumps it for assertions.

import { dec } from '../decimal.ts';
import { number, objectOf, parseJson } from '../json.ts';
import { knownScope } from './access.ts';
import { xActs } from './acts.ts';
import type { XActs } from './acts.ts';
import { allCustomers } from './account-rows.ts';
import type { Closure, ZeroTotal } from './closing.ts';
import { createCustomer } from './customers.ts';
import { nextUuid, nextVersion, wireTime } from './model.ts';
import type { Retailer, XRow, XSale } from './model.ts';
import { productSeeds } from './product-seeds.ts';
import type { ProductSeeds } from './product-seeds.ts';
import { opened } from './registers.ts';
import { changeSelf, loyaltyOf } from './retailer.ts';
import { createSale } from './sales.ts';
import { stockActs } from './stock-acts.ts';
import type { XStockActs } from './stock-acts.ts';
import { setStock } from './stock.ts';

/** What is left out stays as it is. */
export type SeedRetailer = {
  name?: string; domainPrefix?: string; currency?: string; currencySymbol?: string; timeZone?: string; country?: string; taxExclusive?: boolean;
  loyalty?: boolean; discountProductId?: string; noTaxId?: string;
};
export type SeedOutlet = {
  id?: string; name: string; currency?: string; currencySymbol?: string; displayPrices?: 'inclusive' | 'exclusive'; timeZone?: string;
  defaultTaxId?: string; deleted?: boolean;
};
export type SeedXRegister = { id?: string; outletId: string; name?: string; isOpen?: boolean; deleted?: boolean };
export type SeedUser = {
  id?: string; username: string; displayName?: string; accountType?: 'cashier' | 'manager' | 'admin'; isPrimary?: boolean; enabled?: boolean;
  deleted?: boolean;
};
export type SeedTax = { id?: string; name: string; rates: { id?: string; name?: string; rate: string }[]; isDefault?: boolean; deleted?: boolean };
/** An internal one is never listed; that one is disabled only the date versions tell. */
export type SeedXPaymentType = { id?: string; name: string; typeId?: number; internal?: boolean; disabled?: boolean; deleted?: boolean };
/** `platform`: 0 all, 1 in store, 2 e-commerce. */
export type SeedPriceBook = {
  id?: string; name: string; type?: 'BASE' | 'GENERAL'; outletId?: string; platform?: '0' | '1' | '2'; validFrom?: string; validTo?: string;
  customerGroup?: { id: string; name: string }; deleted?: boolean;
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

export type XSeeds = ProductSeeds & XActs & XStockActs & {
  seedRetailer(seed: SeedRetailer): void;
  seedOutlet(seed: SeedOutlet): string;
  seedRegister(seed: SeedXRegister): string;
  seedUser(seed: SeedUser): string;
  seedTax(seed: SeedTax): string;
  seedPaymentType(seed: SeedXPaymentType): string;
  seedPriceBook(seed: SeedPriceBook): string;
  seedCustomer(seed: SeedXCustomer): string;
  /** A sale that is there already, as the body of `POST sales`; answers its id. No webhook is sent. */
  seedSale(sale: object): string;
  setStock(productId: string, outletId: string, level: string): void;
  /** Takes an OAuth scope from the access token: what needs it is refused with 403. */
  revokeScope(scope: string): void;
  grantScope(scope: string): void;
  /** What becomes of closed sales that come to nothing. */
  setZeroTotal(rule: ZeroTotal): void;
  /** Periods of closed registers: a sale that books money in one of them is refused. */
  setClosures(closures: readonly Closure[]): void;
  dump(): XDump;
};

export function seeds(retailer: Retailer): XSeeds {
  const keep = (table: { put(id: string, row: XRow): void }, kind: string, id: string | undefined, row: Omit<XRow, 'id'>): string => {
    const key = id?.toLowerCase() ?? nextUuid(retailer, kind);
    table.put(key, { id: key, ...row, version: number(nextVersion(retailer)) });
    return key;
  };
  const gone = (seed: { deleted?: boolean }): { deleted_at?: string } => seed.deleted === true ? { deleted_at: wireTime(retailer.now()) } : {};
  return {
    ...productSeeds(retailer),
    ...xActs(retailer),
    ...stockActs(retailer),
    seedRetailer: (seed) => changeSelf(retailer, {
      ...(seed.name === undefined ? {} : { name: seed.name }),
      ...(seed.domainPrefix === undefined ? {} : { domain_prefix: seed.domainPrefix, store_url: `https://${seed.domainPrefix}.retail.lightspeed.app` }),
      ...(seed.currency === undefined ? {} : { currency: { code: seed.currency, symbol: seed.currencySymbol ?? '$' } }),
      ...(seed.timeZone === undefined ? {} : { timezone: seed.timeZone }),
      ...(seed.country === undefined ? {} : { country: seed.country }),
      ...(seed.taxExclusive === undefined ? {} : { tax_exclusive: seed.taxExclusive }),
      ...(seed.loyalty === undefined ? {} : { loyalty: loyaltyOf(seed.loyalty) }),
      ...(seed.discountProductId === undefined ? {} : { discount_product_id: seed.discountProductId }),
      ...(seed.noTaxId === undefined ? {} : { no_tax_group_id: seed.noTaxId }),
    }),
    seedOutlet: (seed) => keep(retailer.outlets, 'outl', seed.id, {
      name: seed.name,
      ...(seed.defaultTaxId === undefined ? {} : { default_tax_id: seed.defaultTaxId }),
      currency: seed.currency ?? 'NZD', currency_symbol: seed.currencySymbol ?? '$', display_prices: seed.displayPrices ?? 'inclusive',
      time_zone: seed.timeZone ?? 'Pacific/Auckland', attributes: [], ...gone(seed),
    }),
    seedRegister: (seed) => keep(retailer.registers, 'regi', seed.id, {
      name: seed.name ?? 'Register', outlet_id: seed.outletId.toLowerCase(), invoice_prefix: '', invoice_suffix: '',
      invoice_sequence: number(1), ...opened(retailer), is_open: seed.isOpen ?? true, ...gone(seed),
    }),
    seedUser: (seed) => keep(retailer.users, 'user', seed.id, {
      username: seed.username, display_name: seed.displayName ?? seed.username, account_type: seed.accountType ?? 'admin',
      enabled: seed.enabled ?? true, is_primary_user: seed.isPrimary ?? false,
      created_at: wireTime(retailer.now()), updated_at: wireTime(retailer.now()), deleted_at: null, ...gone(seed),
    }),
    seedPaymentType: (seed) => keep(retailer.paymentTypes, 'ptyp', seed.id, {
      name: seed.name, type_id: number(seed.typeId ?? 5), internal: seed.internal ?? false, disabled: seed.disabled ?? false, ...gone(seed),
    }),
    seedPriceBook: (seed) => keep(retailer.priceBooks, 'book', seed.id, {
      name: seed.name, type: seed.type ?? 'GENERAL', restrict_to_platform_key: seed.platform ?? '0',
      customer_group: { ...allCustomers(retailer), ...seed.customerGroup },
      ...(seed.outletId === undefined ? {} : { outlet_id: seed.outletId.toLowerCase() }),
      ...(seed.validFrom === undefined ? {} : { valid_from: seed.validFrom }), ...(seed.validTo === undefined ? {} : { valid_to: seed.validTo }),
      ...gone(seed),
    }),
    seedTax(seed) {
      const id = seed.id?.toLowerCase() ?? nextUuid(retailer, 'taxs');
      const rates = seed.rates.map((rate) => ({ id: rate.id ?? nextUuid(retailer, 'rate'), name: rate.name ?? seed.name, rate: rate.rate }));
      retailer.taxes.put(id, {
        id, name: seed.name, isDefault: seed.isDefault ?? false, rates, version: nextVersion(retailer),
        ...(seed.deleted === true ? { deletedAt: wireTime(retailer.now()) } : {}),
      });
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
    seedSale: (sale) => createSale(retailer, objectOf(parseJson(JSON.stringify(sale))), 'conflict').id,
    setStock: (productId, outletId, level) => setStock(retailer, productId, outletId.toLowerCase(), dec(level)),
    revokeScope: (scope) => void retailer.scopes.delete(knownScope(scope)),
    grantScope: (scope) => void retailer.scopes.add(knownScope(scope)),
    setZeroTotal: (rule) => void (retailer.zeroTotal = rule),
    setClosures: (closures) => void (retailer.closures = closures),
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

// Puts shops, registers, employees, taxes, price levels, payment types and customers
// into the sandbox's R-Series account, and dumps it for assertions; items: item-seeds.ts.

import { dec } from '../decimal.ts';
import { levelRow } from './defaults.ts';
import { itemSeeds } from './item-seeds.ts';
import type { ItemSeeds } from './item-seeds.ts';
import { wireTime, nextId } from './model.ts';
import type { Account, CustomerDoc, ItemDoc, Row, SaleDoc, SaleLineDoc, ShipToDoc, ZeroTotal } from './model.ts';
import { knownScope } from './scopes.ts';
import { stockActs } from './stock-acts.ts';
import type { RStockActs } from './stock-acts.ts';
import { setStock } from './stock.ts';

/** What is given replaces what the account is; the rest stays. */
export type SeedAccount = { name?: string; status?: string; currencyCode?: string; currencySymbol?: string };
export type SeedShop = {
  shopID?: string; name: string; taxCategoryID?: string; timeZone?: string; archived?: boolean;
  companyRegistrationNumber?: string; vatNumber?: string; priceLevelID?: string;
};
export type SeedRegister = { registerID?: string; shopID: string; name?: string; open?: boolean; openTime?: string; archived?: boolean };
export type SeedEmployee = { employeeID?: string; firstName?: string; lastName?: string; lockOut?: boolean; archived?: boolean };
export type SeedTaxClass = { taxClassID?: string; name: string };
/** A level with the id of another replaces it: so Default is renamed. */
export type SeedPriceLevel = { priceLevelID?: string; name: string; archived?: boolean; canBeArchived?: boolean; type?: string };
export type SeedTaxCategory = {
  taxCategoryID?: string; tax1Name?: string; tax1Rate: string; tax2Name?: string; tax2Rate?: string; isTaxInclusive?: boolean;
  /** Classes with rates of their own. */
  classes?: { taxClassID: string; tax1Rate: string; tax2Rate?: string }[];
};
export type SeedPaymentType = {
  paymentTypeID?: string; name: string; type?: string; requireCustomer?: boolean; internalReserved?: boolean; archived?: boolean;
};
export type SeedCustomer = {
  customerID?: string; firstName?: string; lastName?: string; company?: string; email?: string;
  taxCategoryID?: string; archived?: boolean;
};

export type RDump = {
  sales: SaleDoc[];
  customers: CustomerDoc[];
  items: ItemDoc[];
  shipTos: ShipToDoc[];
  /** Lines in no sale: reservations. */
  saleLines: SaleLineDoc[];
  /** Movements of the registers' drawers. */
  withdraws: Row[];
  /** Quantity on hand by `itemID@shopID`; shop 0 is the sum. */
  stock: Record<string, string>;
  /** Units reserved by layaway lines, by the same keys. */
  onLayaway: Record<string, string>;
};

export type RSeeds = ItemSeeds & RStockActs & {
  seedAccount(seed: SeedAccount): void;
  seedShop(seed: SeedShop): string;
  seedRegister(seed: SeedRegister): string;
  seedEmployee(seed: SeedEmployee): string;
  seedTaxCategory(seed: SeedTaxCategory): string;
  seedTaxClass(seed: SeedTaxClass): string;
  seedPriceLevel(seed: SeedPriceLevel): string;
  seedPaymentType(seed: SeedPaymentType): string;
  seedCustomer(seed: SeedCustomer): string;
  setStock(itemID: string, shopID: string, qoh: string): void;
  /** Takes an OAuth scope from the access token: what needs it is refused with 403. */
  revokeScope(scope: string): void;
  grantScope(scope: string): void;
  /** What becomes of completed sales that come to nothing. */
  setZeroTotal(rule: ZeroTotal): void;
  dump(): RDump;
};

export function seeds(account: Account): RSeeds {
  const now = (): string => wireTime(account.now());
  const claim = (entity: string, given: string | undefined): string => {
    if (given === undefined) return nextId(account, entity);
    account.store.skip(`r_${entity}`, Number(given));
    return given;
  };
  const keep = (table: { put(id: string, row: Row): void }, id: string, row: Row): string => {
    table.put(id, row);
    return id;
  };

  return {
    ...itemSeeds(account, claim),
    ...stockActs(account),
    seedAccount: (seed) => account.self.put('self', { ...account.self.get('self'), ...seed }),
    seedShop(seed) {
      const shopID = claim('shop', seed.shopID);
      return keep(account.shops, shopID, {
        shopID, name: seed.name, serviceRate: '0', timeZone: seed.timeZone ?? 'US/Pacific', taxLabor: 'false', labelTitle: 'Shop Name',
        labelMsrp: 'false', archived: String(seed.archived ?? false), timeStamp: now(),
        companyRegistrationNumber: seed.companyRegistrationNumber ?? '', vatNumber: seed.vatNumber ?? '', contactID: '0',
        taxCategoryID: seed.taxCategoryID ?? '0', receiptSetupID: '1', ccGatewayID: '0', priceLevelID: seed.priceLevelID ?? '1',
      });
    },
    seedRegister(seed) {
      const registerID = claim('register', seed.registerID);
      return keep(account.registers, registerID, {
        registerID, name: seed.name ?? `Register ${registerID}`, open: String(seed.open ?? true),
        openTime: seed.openTime ?? now(), archived: String(seed.archived ?? false), tipEnabled: 'false', openEmployeeID: '0', shopID: seed.shopID, ccTerminalID: '0',
      });
    },
    seedEmployee(seed) {
      const employeeID = claim('employee', seed.employeeID);
      return keep(account.employees, employeeID, {
        employeeID, firstName: seed.firstName ?? '', lastName: seed.lastName ?? '', lockOut: String(seed.lockOut ?? false),
        archived: String(seed.archived ?? false), timeStamp: now(), contactID: '0', clockInEmployeeHoursID: '0', employeeRoleID: '1',
        limitToShopID: '0', lastShopID: '0', lastSaleID: '0', lastRegisterID: '0',
      });
    },
    seedTaxCategory(seed) {
      const taxCategoryID = claim('tax_category', seed.taxCategoryID);
      for (const { taxClassID, tax1Rate, tax2Rate } of seed.classes ?? []) {
        account.taxCategoryClasses.put(`${taxCategoryID}/${taxClassID}`, {
          taxCategoryID, taxClassID, tax1Rate, tax2Rate: tax2Rate ?? '0', timeStamp: now(),
        });
      }
      return keep(account.taxCategories, taxCategoryID, {
        taxCategoryID, isTaxInclusive: String(seed.isTaxInclusive ?? false), tax1Name: seed.tax1Name ?? 'Sales Tax',
        tax2Name: seed.tax2Name ?? '', tax1Rate: seed.tax1Rate, tax2Rate: seed.tax2Rate ?? '0', timeStamp: now(),
      });
    },
    seedTaxClass(seed) {
      const taxClassID = claim('tax_class', seed.taxClassID);
      return keep(account.taxClasses, taxClassID, { taxClassID, name: seed.name, timeStamp: now() });
    },
    seedPriceLevel(seed) {
      const priceLevelID = claim('price_level', seed.priceLevelID);
      const canBeArchived = String(seed.canBeArchived ?? Number(priceLevelID) > 2);
      return keep(account.priceLevels, priceLevelID,
        levelRow(priceLevelID, seed.name, { archived: String(seed.archived ?? false), canBeArchived, type: seed.type ?? 'fixed' }));
    },
    seedPaymentType(seed) {
      const paymentTypeID = claim('payment_type', seed.paymentTypeID);
      return keep(account.paymentTypes, paymentTypeID, {
        paymentTypeID, name: seed.name, requireCustomer: String(seed.requireCustomer ?? false), archived: String(seed.archived ?? false),
        internalReserved: String(seed.internalReserved ?? false), type: seed.type ?? 'user defined', refundAsPaymentTypeID: '0',
      });
    },
    seedCustomer(seed) {
      const customerID = claim('customer', seed.customerID);
      const timeStamp = now();
      account.customers.put(customerID, {
        row: {
          customerID, firstName: seed.firstName ?? '', lastName: seed.lastName ?? '', dob: '', title: '', company: seed.company ?? '',
          companyRegistrationNumber: '', vatNumber: '', creditAccountID: '0', customerTypeID: '0', discountID: '0',
          taxCategoryID: seed.taxCategoryID ?? '0', createTime: timeStamp, timeStamp, archived: String(seed.archived ?? false),
        },
        contact: {
          flags: { custom: '', noEmail: 'true', noPhone: 'true', noMail: 'true', timeStamp },
          addresses: [], phones: [], websites: [],
          emails: seed.email === undefined ? [] : [{ address: seed.email, useType: 'Primary' }],
        },
        note: { note: '', isPublic: 'false', timeStamp },
      });
      return customerID;
    },
    setStock: (itemID, shopID, qoh) => setStock(account, itemID, shopID, dec(qoh)),
    revokeScope: (scope) => void account.scopes.delete(knownScope(scope)),
    grantScope: (scope) => void account.scopes.add(knownScope(scope)),
    setZeroTotal: (rule) => void (account.zeroTotal = rule),
    dump() {
      const rows = account.itemShops.all();
      const by = (field: string): Record<string, string> =>
        Object.fromEntries(rows.map((row) => [`${row['itemID']}@${row['shopID']}`, row[field] ?? '0']));
      return {
        sales: account.sales.all(),
        customers: account.customers.all(),
        items: account.items.all(),
        shipTos: account.shipTos.all(),
        saleLines: account.saleLines.all(),
        withdraws: account.withdraws.all(),
        stock: by('qoh'),
        onLayaway: by('onLayaway'),
      };
    },
  };
}

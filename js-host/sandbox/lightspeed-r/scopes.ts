// Which OAuth scopes a request needs (Rdoc authentication/access-scopes). Where a page of an
// endpoint names more scopes than the list of scopes explains, the sandbox goes by the list: it
// refuses rather than lets pass. What every part of an integration reads (shops, registers, tax
// categories, payment types) is open to any of the scopes, as those pages say. PriceLevel names no
// scope; refusals of it are reported to go away with the right "Settings: Basic", so it is `admin`.

/** What a token is granted at first: full access, without the `_read` scopes that would stand in. */
export const GRANTED: readonly string[] = [
  'employee:register', 'employee:register_layaway', 'employee:register_refund', 'employee:inventory', 'employee:customers',
  'employee:admin', 'employee:admin_employees', 'employee:admin_purchases', 'employee:admin_shops',
  'employee:register_withdraw', 'employee:reports',
];

const OTHERS = ['employee:all', 'employee:register_read', 'employee:inventory_read', 'employee:customers_read', 'employee:product_edit',
  'employee:workbench', 'employee:admin_inventory', 'employee:admin_void_sale', 'employee:categories',
  'employee:inventory_counts', 'employee:inventory_counts_reconcile', 'employee:manufacturers', 'employee:product_cost',
  'employee:purchase_orders', 'employee:special_orders', 'employee:tags', 'employee:transfers', 'employee:vendors',
  'employee:vendor_returns', 'employee:customers_view_gift_card_numbers'];
const KNOWN = new Set([...GRANTED, ...OTHERS]);

type Need = { read: readonly string[]; write: readonly string[] };

const BASIC = ['register', 'inventory', 'reports', 'workbench', 'customers', 'admin'];
const REPORTS: Need = { read: ['reports'], write: [] };
const SALES: Need = { read: ['register', 'register_read'], write: ['register'] };
const INVENTORY: Need = { read: ['inventory', 'inventory_read'], write: ['inventory', 'product_edit'] };
const PURCHASES: Need = { read: BASIC, write: ['admin_purchases'] };
const SHOPS: Need = { read: BASIC, write: ['admin_shops'] };

const NEEDS: Readonly<Record<string, Need>> = {
  Sale: SALES,
  ShipTo: SALES,
  RegisterWithdraw: { read: ['register', 'reports', 'register_withdraw'], write: ['register_withdraw'] },
  Reports: REPORTS,
  SaleLine: { ...SALES, write: ['register_layaway'] },
  Customer: { read: ['customers', 'customers_read'], write: ['customers'] },
  Item: INVENTORY,
  ItemMatrix: INVENTORY,
  ItemAttributeSet: INVENTORY,
  ItemShop: INVENTORY,
  Employee: { read: ['admin_employees'], write: ['admin_employees'] },
  PriceLevel: { read: ['admin'], write: ['admin'] },
  PaymentType: PURCHASES,
  TaxCategory: PURCHASES,
  TaxClass: PURCHASES,
  Shop: SHOPS,
  Register: SHOPS,
};

/** Whether a token of these scopes may make the request; `sub` is "/refund" or nothing. */
export function permits(scopes: ReadonlySet<string>, entity: string, method: string, sub: string): boolean {
  const need = NEEDS[entity];
  if (need === undefined || scopes.has('employee:all')) return true;
  const any = method === 'GET' ? need.read : sub === '/refund' ? ['register_refund'] : need.write;
  return any.some((scope) => scopes.has(`employee:${scope}`));
}

/** A name that is not a scope of the vendor's is a slip of the test. */
export function knownScope(scope: string): string {
  if (!KNOWN.has(scope)) throw new Error(`not a scope: ${scope}`);
  return scope;
}

// The R-Series sandbox as its own tests have it: two shops, three items, and a clock that stands still.

import { startSandbox } from '../sandbox/index.ts';
import type { RConfig, Sandbox } from '../sandbox/index.ts';

type Any = any;
export type Answer = { status: number; headers: Headers; body: Any };

/** The one that was started last. */
export let sandbox: Sandbox;
let clock = 0;
const START = Date.parse('2026-11-20T10:00:00Z');

export async function start(config: RConfig = {}): Promise<void> {
  clock = START;
  sandbox = await startSandbox({ now: () => new Date(clock), r: { limits: { enforced: false }, ...config } });
  const { r } = sandbox;
  r.seedTaxCategory({ taxCategoryID: '1', tax1Rate: '0.09' });
  r.seedTaxCategory({ taxCategoryID: '2', tax1Rate: '0.05', tax2Name: 'QST', tax2Rate: '0.09975' });
  r.seedTaxCategory({ taxCategoryID: '3', tax1Rate: '0.2', isTaxInclusive: true });
  r.seedShop({ shopID: '1', name: 'Main', taxCategoryID: '1' });
  r.seedShop({ shopID: '2', name: 'Second', taxCategoryID: '1' });
  r.seedRegister({ registerID: '5', shopID: '1' });
  r.seedRegister({ registerID: '6', shopID: '2' });
  r.seedEmployee({ employeeID: '2' });
  r.seedPaymentType({ paymentTypeID: '9', name: 'Shopify' });
  r.seedItem({ itemID: '12', description: 'Mug', price: '20', stock: { '1': '5', '2': '3' } });
  r.seedItem({ itemID: '901', description: 'Shipping', itemType: 'non_inventory', tax: false });
  r.seedItem({ itemID: '13', description: 'Plate', price: '9.99' });
}

/** Lets time pass, in milliseconds. */
export function pass(by: number): void {
  clock += by;
}

export async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const url = path.startsWith('http') ? path : `${sandbox.r.url}/API/V3/Account/1/${path}`;
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${sandbox.r.accessToken}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

export const IDS = { employeeID: 2, registerID: 5, shopID: 1 };
/** Two mugs at 20.00 less 1.00; with 9 % of tax 42.51. */
export const line = (more: object = {}): object => ({ itemID: 12, unitQuantity: 2, unitPrice: '20.00', tax: true, discountAmount: '1.00', ...more });
export const completed = (amount: string, more: object = {}, lines: object[] = [line()]): object => ({
  ...IDS, completed: true, SaleLines: { SaleLine: lines }, SalePayments: { SalePayment: [{ amount, paymentTypeID: 9 }] }, ...more,
});

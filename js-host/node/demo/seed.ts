// Sets up the sandbox's Lightspeed account as a configuration describes it: outlet, register,
// user, taxes, payment types, and the linked items.

import type { RHandle, XHandle } from '../../sandbox/index.ts';
import type { TenantConfig } from '../module.ts';
import type { Item } from './derive.ts';

/** Gift cards sold, shipping and the like, by their use. */
function helpers({ helper_items: { gift_card, ...others } }: TenantConfig): [string, string][] {
  const named = Object.entries(others).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return [['gift_card', `${gift_card.item}`], ...named];
}

export function seedR(r: RHandle, config: TenantConfig, items: readonly Item[]): void {
  for (const { rate, inclusive, id } of config.taxes) {
    r.seedTaxCategory({ taxCategoryID: `${id}`, tax1Name: rate === '0' ? 'No tax' : 'Sales tax', tax1Rate: rate, isTaxInclusive: inclusive ?? false });
  }
  r.seedEmployee({ employeeID: `${config.lightspeed.user}`, firstName: 'Shopify' });
  for (const { id, register } of config.outlets) {
    r.seedShop({ shopID: `${id}`, name: 'Web', timeZone: config.time_zone });
    r.seedRegister({ registerID: `${register}`, shopID: `${id}`, name: 'Shopify' });
  }
  for (const { gateway, id } of config.payment_types) r.seedPaymentType({ paymentTypeID: `${id}`, name: gateway });
  for (const { item, sku, title, price } of items) {
    const stock = Object.fromEntries(config.outlets.map((outlet) => [outlet.id, '100']));
    r.seedItem({ itemID: item, description: title, customSku: sku, price, stock });
  }
  for (const [name, item] of helpers(config)) {
    r.seedItem({ itemID: item, description: `Shopify ${name}`, itemType: 'non_inventory', tax: false, price: '0', stock: {} });
  }
}

export function seedX(x: XHandle, config: TenantConfig, items: readonly Item[]): void {
  for (const { rate, id } of config.taxes) {
    x.seedTax({ id: `${id}`, name: rate === '0' ? 'No tax' : 'Sales tax', rates: [{ rate }] });
  }
  x.seedUser({ id: `${config.lightspeed.user}`, username: 'shopify' });
  for (const { id, register } of config.outlets) {
    x.seedOutlet({ id: `${id}`, name: 'Web', currency: config.currency, timeZone: config.time_zone });
    x.seedRegister({ id: `${register}`, outletId: `${id}`, name: 'Shopify' });
  }
  for (const { gateway, id } of config.payment_types) x.seedPaymentType({ id: `${id}`, name: gateway });
  for (const { item, sku, title, price } of items) {
    const stock = Object.fromEntries(config.outlets.map((outlet) => [outlet.id, '100']));
    x.seedProduct({ id: item, sku, name: title, price, stock });
  }
  for (const [name, item] of helpers(config)) {
    x.seedProduct({ id: item, sku: `shopify-${name}`, name: `Shopify ${name}`, hasInventory: false, price: '0', stock: {} });
  }
}

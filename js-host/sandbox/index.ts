// The sandbox: local stores that speak the vendors' wire (Shopify Admin GraphQL,
// Lightspeed R-Series and X-Series) on SQLite, with faults on demand. It is written
// from the fact sheets and imports nothing but node: built-ins, its own files and the library graphql.

import { createFaults } from './faults.ts';
import type { Faults, FaultSource } from './faults.ts';
import { listen } from './http.ts';
import type { Listening, RequestLog, Vendor } from './http.ts';
import type { LimitOptions } from './lightspeed-r/bucket.ts';
import { openAccount } from './lightspeed-r/model.ts';
import type { ZeroTotal } from './lightspeed-r/model.ts';
import { seeds as rSeeds } from './lightspeed-r/seeds.ts';
import type { RSeeds } from './lightspeed-r/seeds.ts';
import { lightspeedR } from './lightspeed-r/server.ts';
import type { Closure } from './lightspeed-x/closing.ts';
import { openRetailer } from './lightspeed-x/model.ts';
import type { DuplicateSaleId } from './lightspeed-x/sales.ts';
import { seeds as xSeeds } from './lightspeed-x/seeds.ts';
import type { XSeeds } from './lightspeed-x/seeds.ts';
import { lightspeedX } from './lightspeed-x/server.ts';
import { formSender } from './lightspeed-x/webhooks.ts';
import { createActs } from './shopify/acts.ts';
import type { Acts } from './shopify/acts.ts';
import { createDeliveries } from './delivery.ts';
import type { Deliveries, DeliveryOptions, WebhookDelivery } from './delivery.ts';
import { orderGid, storeOrder } from './shopify/orders.ts';
import type { SeedTransaction, StoredOrder } from './shopify/orders.ts';
import { aboutSeeds } from './shopify/about.ts';
import type { AboutSeeds } from './shopify/about.ts';
import { catalogueActs } from './shopify/catalogue-acts.ts';
import type { CatalogueActs } from './shopify/catalogue-acts.ts';
import { catalogueSeeds } from './shopify/catalogue.ts';
import type { CatalogueSeeds } from './shopify/catalogue.ts';
import { paymentsSeeds } from './shopify/payments-seeds.ts';
import type { PaymentsSeeds } from './shopify/payments-seeds.ts';
import { payoutActs } from './shopify/payout-acts.ts';
import type { PayoutActs } from './shopify/payout-acts.ts';
import { adminRoots } from './shopify/queries.ts';
import { createScopes } from './shopify/scopes.ts';
import type { Scopes } from './shopify/scopes.ts';
import { shopifyAdmin } from './shopify/server.ts';
import type { FailedKey } from './shopify/idempotent.ts';
import { openShop, shopSeeds } from './shopify/shop.ts';
import type { ShopSeeds } from './shopify/shop.ts';
import { stockActs } from './shopify/stock-acts.ts';
import type { StockActs } from './shopify/stock-acts.ts';
import type { ThrottleOptions } from './shopify/throttle.ts';
import { makeWebhook } from './shopify/webhook.ts';
import { openStore } from './store.ts';
import type { Store } from './store.ts';

export type RConfig = {
  accountId?: string;
  accessToken?: string;
  /** The vendor may disregard the undocumented filter Sale.referenceNumber. */
  ignoresReferenceFilter?: boolean;
  /** Whether a sale of 0 may be completed is not documented; "accept" by default. */
  zeroTotal?: ZeroTotal;
  limits?: LimitOptions;
  faults?: FaultSource;
};
export type XConfig = {
  accessToken?: string;
  /** What a second POST with a used sale id does; "conflict" (409) by default. */
  duplicateSaleId?: DuplicateSaleId;
  /** Whether a sale of 0 may be closed is not documented; "accept" by default. */
  zeroTotal?: ZeroTotal;
  /** Closures within which no sale may be dated; none by default. */
  closures?: readonly Closure[];
  enforceLimit?: boolean;
  faults?: FaultSource;
  webhookSecret?: string;
  /** What webhooks name as their sender; "sandbox" by default. */
  domainPrefix?: string;
  /** Which the vendor uses is not documented. */
  webhookEncoding?: 'hex' | 'base64';
  delivery?: DeliveryOptions;
};
export type ShopifyConfig = {
  accessToken?: string;
  shopDomain?: string;
  apiVersion?: string;
  webhookSecret?: string;
  throttle?: ThrottleOptions;
  delivery?: DeliveryOptions;
  faults?: FaultSource;
  /** What a repeat of a key gets whose first attempt ended in user errors is not documented; "refused" by default. */
  failedKey?: FailedKey;
};
export type SandboxOptions = {
  r?: RConfig;
  x?: XConfig;
  shopify?: ShopifyConfig;
  /** 0 = any free ports; else R listens here, X on the next port, Shopify on the one after. */
  port?: number;
  now?: () => Date;
  databasePath?: string;
};

export type ServerHandle = {
  /** `http://127.0.0.1:PORT`, without a path. */
  url: string;
  accessToken: string;
  requests: RequestLog[];
  faults: Faults;
};
export type RHandle = ServerHandle & RSeeds & { accountId: string };
export type XHandle = ServerHandle & XSeeds & { webhookSecret: string; deliveries: Deliveries };
export type ShopifyHandle = ServerHandle & ShopSeeds & AboutSeeds & CatalogueSeeds & PaymentsSeeds & {
  shopDomain: string;
  apiVersion: string;
  webhookSecret: string;
  /** Keeps an order in webhook shape; answers its gid. Without transactions a paid order gets one derived sale. */
  seedOrder(order: string, transactions?: SeedTransaction[]): string;
  webhook(topic: string, order: string): WebhookDelivery;
  /** What happens to orders, to the catalogue, to stock and to payouts; each act sends its webhooks to the subscriptions. */
  acts: Acts & CatalogueActs & StockActs & PayoutActs;
  /** What the app was granted; a dropped scope denies the fields that need it. */
  scopes: Scopes;
  deliveries: Deliveries;
  dump(): { orders: StoredOrder[] };
};
export type Sandbox = { r: RHandle; x: XHandle; shopify: ShopifyHandle; close(): Promise<void> };

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const store = openStore(options.databasePath ?? ':memory:');
  const port = options.port ?? 0;
  const started: Listening[] = [];
  const closing: (() => void)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of closing) stop();
    await Promise.all(started.map((server) => server.close()));
    store.close();
  };
  const start = async (vendor: Vendor, offset: number, faults: Faults, requests: RequestLog[]): Promise<string> => {
    const server = await listen({ vendor, faults, log: requests, now, port: port === 0 ? 0 : port + offset });
    started.push(server);
    return server.url;
  };
  try {
    const r = await startR(store, now, options.r ?? {}, start);
    const x = await startX(store, now, options.x ?? {}, start, closing);
    const shopify = await startShopify(store, now, options.shopify ?? {}, start, closing);
    return { r, x, shopify, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Start = (vendor: Vendor, offset: number, faults: Faults, requests: RequestLog[]) => Promise<string>;

async function startR(store: Store, now: () => Date, config: RConfig, start: Start): Promise<RHandle> {
  const account = openAccount(store, now);
  account.zeroTotal = config.zeroTotal ?? 'accept';
  const accountId = config.accountId ?? '1';
  const accessToken = config.accessToken ?? 'sandbox-r-token';
  const faults = createFaults(config.faults);
  const requests: RequestLog[] = [];
  const vendor = lightspeedR(account, {
    accountId,
    accessToken,
    ignoresReferenceFilter: config.ignoresReferenceFilter ?? false,
    limits: config.limits ?? {},
  });
  const url = await start(vendor, 0, faults, requests);
  return { url, accountId, accessToken, requests, faults, ...rSeeds(account) };
}

async function startX(store: Store, now: () => Date, config: XConfig, start: Start, closing: (() => void)[]): Promise<XHandle> {
  const webhookSecret = config.webhookSecret ?? 'sandbox-x-secret';
  const sender = formSender({ secret: webhookSecret, encoding: config.webhookEncoding ?? 'hex', domainPrefix: config.domainPrefix ?? 'sandbox' }, () => store.next('x_event'));
  const deliveries = createDeliveries(sender, config.delivery ?? {});
  closing.push(deliveries.close);
  const retailer = openRetailer(store, now, deliveries.emit, deliveries.subscribe);
  retailer.zeroTotal = config.zeroTotal ?? 'accept';
  retailer.closures = config.closures ?? [];
  const accessToken = config.accessToken ?? 'sandbox-x-token';
  const faults = createFaults(config.faults);
  const requests: RequestLog[] = [];
  const vendor = lightspeedX(retailer, {
    accessToken,
    duplicateSaleId: config.duplicateSaleId ?? 'conflict',
    enforceLimit: config.enforceLimit ?? true,
  });
  const url = await start(vendor, 1, faults, requests);
  return { url, accessToken, requests, faults, webhookSecret, deliveries, ...xSeeds(retailer) };
}

async function startShopify(store: Store, now: () => Date, config: ShopifyConfig, start: Start, closing: (() => void)[]): Promise<ShopifyHandle> {
  const shop = openShop(store, now);
  const accessToken = config.accessToken ?? 'sandbox-shopify-token';
  const shopDomain = config.shopDomain ?? 'sandbox.myshopify.com';
  const apiVersion = config.apiVersion ?? '2026-07';
  const webhookSecret = config.webhookSecret ?? 'sandbox-webhook-secret';
  const faults = createFaults(config.faults);
  const requests: RequestLog[] = [];
  const context = { secret: webhookSecret, shopDomain, apiVersion, now, next: () => store.next('shopify_webhook'), nextEvent: () => store.next('shopify_event') };
  const sender = { nextEvent: context.nextEvent, make: (topic: string, payload: string, event: number, name?: string) => makeWebhook(context, topic, payload, event, name) };
  const deliveries = createDeliveries(sender, config.delivery ?? {});
  closing.push(deliveries.close);
  const scopes = createScopes();
  const vendor = shopifyAdmin(adminRoots(shop, { shopDomain, apiVersion, scopes, deliveries, failedKey: config.failedKey ?? 'refused' }), { accessToken, throttle: config.throttle ?? {}, scopes, now });
  const url = await start(vendor, 2, faults, requests);
  return {
    url, accessToken, requests, faults, shopDomain, apiVersion, webhookSecret, scopes,
    ...shopSeeds(shop), ...aboutSeeds(shop), ...catalogueSeeds(shop), ...paymentsSeeds(shop),
    seedOrder: (order, transactions) =>
      orderGid(storeOrder(shop.orders, order, transactions, () => shop.nextId('transaction')).id),
    webhook: (topic, order) => makeWebhook(context, topic, order),
    acts: { ...createActs(shop, deliveries.emit), ...catalogueActs(shop, deliveries.emit), ...stockActs(shop, deliveries.emit), ...payoutActs(shop, deliveries.emit) },
    deliveries,
    dump: () => ({ orders: shop.orders.all() }),
  };
}

export type { Fault, FaultHook, FaultKind, FaultRule, FaultSource, Faults, PageFault, SeededFaults } from './faults.ts';
export type { RequestLog } from './http.ts';
export type {
  RDump, SeedAccount, SeedCustomer, SeedEmployee, SeedPaymentType, SeedPriceLevel, SeedRegister, SeedShop, SeedTaxCategory, SeedTaxClass,
} from './lightspeed-r/seeds.ts';
export type { SeedItem, SeedItemMatrix } from './lightspeed-r/item-seeds.ts';
export type { SeedProduct } from './lightspeed-x/product-seeds.ts';
export type {
  SeedOutlet, SeedPriceBook, SeedRetailer, SeedTax, SeedUser, SeedXCustomer, SeedXPaymentType, SeedXRegister, XDump,
} from './lightspeed-x/seeds.ts';
export type { Adjustment, SettleOptions } from './shopify/payout-acts.ts';
export type { PaymentsSettings } from './shopify/payments.ts';
export type { DeliveryFaults, WebhookDelivery } from './delivery.ts';
export type { SeedProduct as SeedCatalogueProduct, SeedVariant } from './shopify/catalogue.ts';
export type { OrderTransaction, SeedTransaction, StoredOrder } from './shopify/orders.ts';

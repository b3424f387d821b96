/*
 * The contract, version 1.
 *
 * Made from pkg/schema by js-host/scripts/types.mjs. Do not edit.
 */

/**
 * The contract version a document was written for. Only `1` is accepted.
 */
export type ContractVersion = 1;
/**
 * A Lightspeed customer id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedCustomerIdInput = string | number;
/**
 * A Lightspeed item id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedItemIdInput = string | number;
/**
 * Which Lightspeed Retail product.
 */
export type Series = "R" | "X";
/**
 * A Lightspeed user id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedUserIdInput = string | number;
/**
 * An exact decimal number as a string; never a JSON number.
 */
export type Decimal = string;
/**
 * What a variant and an item may be linked by.
 */
export type LinkKey = "sku" | "barcode" | "vendor_code";
/**
 * A Shopify Location id; written as gid, read as gid or number.
 */
export type ShopifyLocationIdInput = string | number;
/**
 * A Lightspeed outlet id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedOutletIdInput = string | number;
/**
 * An instant, RFC 3339; written in UTC.
 */
export type Timestamp = string;
/**
 * What else a line may be linked by.
 */
export type LinkBy = "sku" | "barcode";
/**
 * A Lightspeed register id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedRegisterIdInput = string | number;
/**
 * A Lightspeed payment type id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedPaymentTypeIdInput = string | number;
/**
 * A calendar date without a time zone.
 */
export type Date = string;
/**
 * What the books take revenue from.
 */
export type Revenue = "lightspeed" | "payouts";
/**
 * What becomes of a payout with rows that nobody can place.
 */
export type UnknownRows = "hold" | "suspense";
/**
 * What becomes of several variants that are one item.
 */
export type Duplicates = "block" | "mirror" | "split";
/**
 * What a kit's quantity comes from.
 */
export type KitStock = "components" | "own";
/**
 * A Lightspeed tax class id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedTaxClassIdInput = string | number;
/**
 * A Lightspeed tax id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedTaxIdInput = string | number;
/**
 * A time zone: its name and its UTC offsets in order of time.
 *
 * In JSON it is the array of its offsets; the name is the key it stands under (`Zone::named`).
 */
export type Zone = ZoneOffset[];
/**
 * How much a decision says about its reasons.
 */
export type Explain = "none" | "reasons" | "text";
/**
 * A registered code.
 */
export type Code =
  | "INVALID_JSON"
  | "WRONG_TYPE"
  | "MISSING_FIELD"
  | "UNKNOWN_FIELD"
  | "DUPLICATE_FIELD"
  | "INVALID_VALUE"
  | "UNSAFE_NUMBER"
  | "UNREADABLE_INPUT"
  | "TOO_LARGE"
  | "TOO_DEEP"
  | "MISSING_BODY"
  | "WRONG_CONTRACT"
  | "WRONG_TENANT"
  | "UNKNOWN_DECISION"
  | "UNKNOWN_EVENT"
  | "TRAPPED"
  | "CONFIG_INVALID"
  | "CONFIG_UNKNOWN_CURRENCY"
  | "CONFIG_EMPTY"
  | "CONFIG_DUPLICATE"
  | "CONFIG_UNKNOWN_OUTLET"
  | "CONFIG_NO_ZONE"
  | "CONFIG_SERIES_FIELD"
  | "CONFIG_GIFT_CARD"
  | "ORDER_NOT_MAPPED"
  | "ORDER_NOT_PAID"
  | "FINANCIAL_STATUS_UNKNOWN"
  | "ORDER_NO_CUSTOMER"
  | "CANCELLED_NOT_REFUNDED"
  | "ORDER_TOTALS_DISAGREE"
  | "CURRENCY_DIFFERS"
  | "LINE_UNLINKED"
  | "LINK_AMBIGUOUS"
  | "HELPER_ITEM_MISSING"
  | "LOCATION_UNMAPPED"
  | "FULFILMENT_ORDERS_DISAGREE"
  | "REFUND_LINE_UNKNOWN"
  | "REFUND_PENDING"
  | "REFUND_ELSEWHERE"
  | "TRANSACTION_UNKNOWN"
  | "TAX_UNMAPPED"
  | "GATEWAY_UNMAPPED"
  | "TRANSACTIONS_MISSING"
  | "TENDER_DIFFERS"
  | "TOTAL_NOT_TIED"
  | "TAX_NOT_TIED"
  | "PAYOUT_RESIDUE"
  | "PAYOUT_ROW_UNKNOWN"
  | "PAYOUT_ROW_SIGN"
  | "PAYOUT_ROW_NET"
  | "PAYOUT_ROW_TWICE"
  | "PAYOUT_ROW_ELSEWHERE"
  | "PAYOUT_ROW_CURRENCY"
  | "PAYOUT_ROW_TEST"
  | "PAYOUT_STATUS_UNKNOWN"
  | "PAYOUT_SUMMARY_WRONG"
  | "PAYOUT_SALE_MISSING"
  | "PAYOUT_AMOUNT_DIFFERS"
  | "PAYOUT_REFUND_PENDING"
  | "PAYOUT_REFUND_FAILED"
  | "PAYOUT_UNPLACED"
  | "PAYOUT_CAME_BACK"
  | "PAYOUT_AMENDED"
  | "PAYOUT_BOOKS_CLOSED"
  | "PAYOUT_NO_ACCOUNT"
  | "PAYOUT_JOURNAL_ONLY"
  | "PAYOUT_NOT_RECORDED"
  | "CLEARING_UNEXPLAINED"
  | "TURNOVER_DIFFERS"
  | "PAYOUT_BANK_MISSING"
  | "PAYOUT_BANK_SEVERAL"
  | "PAYOUT_BANK_DIFFERS"
  | "PAYOUT_REPORT_DIFFERS"
  | "FULFILLED_NOT_POSTED"
  | "OVERSOLD"
  | "STOCK_NEGATIVE"
  | "STOCK_NOT_OPENED"
  | "STOCK_DUPLICATE"
  | "STOCK_UNLINKED"
  | "STOCK_UNPLACED"
  | "STOCK_FOREIGN_CHANGE"
  | "STOCK_ARCHIVED"
  | "STOCK_OVER_LIMIT"
  | "KIT_BROKEN"
  | "LEVELS_INCOMPLETE"
  | "LEVEL_MISSING"
  | "LEVELS_DISAGREE"
  | "LEVEL_BACKWARDS"
  | "CLOCK_AHEAD"
  | "LINKS_TO_REVIEW"
  | "LINK_BROKEN"
  | "LINK_RENEWED"
  | "LINK_TAKEN"
  | "CATALOGUE_INCOMPLETE"
  | "SETUP_RIGHT_MISSING"
  | "SETUP_RIVAL"
  | "SETUP_CURRENCY"
  | "SETUP_GONE"
  | "SETUP_RENAMED"
  | "SETUP_UNFIT"
  | "SETUP_REGISTER"
  | "SETUP_CLOSED"
  | "SETUP_LOCATION"
  | "SETUP_OUTLET_TWICE"
  | "SETUP_WEBHOOK"
  | "SETUP_VERSION"
  | "SETUP_BLOCKS"
  | "SETUP_INCOMPLETE"
  | "KEYED_BY_HAND_MAYBE"
  | "KEYED_BY_HAND_TOO"
  | "KEYED_SALE_TAKEN"
  | "KEYED_SALES_INCOMPLETE"
  | "RESERVED_SHORT"
  | "CUSTOMER_AMBIGUOUS"
  | "ORDER_CHANGED"
  | "SALE_REFERENCE_TAKEN"
  | "SALE_VOIDED"
  | "R_FILTER_IGNORED"
  | "SHADOW_DIFFERS"
  | "SHADOW_INCOMPLETE"
  | "CLAIM_HELD"
  | "VENDOR_REFUSED"
  | "VENDOR_UNREADABLE"
  | "VENDOR_UNREACHABLE"
  | "STORE_FAILED"
  | "DUPLICATE_WRITE_KEY"
  | "TOO_MANY_ROUNDS"
  | "TOO_MUCH_DATA";
/**
 * A value that a rule saw or came to: exact numbers are strings, personal values are named by their path.
 */
export type Fact =
  | null
  | string
  | boolean
  | {
      path: string;
    }
  | Fact[];
/**
 * Who acts.
 */
export type Owner = "ecommerce" | "retail_ops" | "finance" | "integration";
/**
 * How bad it is.
 */
export type Severity = "notice" | "error" | "critical";
/**
 * Whether a decision's input could be worked with.
 */
export type Decided = "decided" | "refused";
/**
 * A Lightspeed customer id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedCustomerId = string;
/**
 * A Lightspeed item id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedItemId = string;
/**
 * A Lightspeed user id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedUserId = string;
/**
 * A Shopify Location id.
 */
export type ShopifyLocationId = string;
/**
 * A Lightspeed outlet id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedOutletId = string;
/**
 * A Lightspeed register id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedRegisterId = string;
/**
 * A Lightspeed payment type id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedPaymentTypeId = string;
/**
 * A Lightspeed tax class id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedTaxClassId = string;
/**
 * A Lightspeed tax id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedTaxId = string;
/**
 * The place of a body among the bodies that travel beside the envelope (0 is the first).
 *
 * Vendor documents are never escaped into the envelope: they stay the bytes that were received.
 */
export type BodyIndex = number;
/**
 * What is known about a request that was handed out.
 */
export type AnswerOutcome = "answered" | "not_sent" | "unknown";
/**
 * Who sent an event.
 */
export type Source = "shopify" | "lightspeed" | "schedule" | "operator";
/**
 * Whether a task writes.
 */
export type Mode = "apply" | "preview";
/**
 * A Shopify ProductVariant id; written as gid, read as gid or number.
 */
export type ShopifyVariantIdInput = string | number;
/**
 * A Shopify ProductVariant id.
 */
export type ShopifyVariantId = string;
/**
 * Why nothing was decided about a variant.
 */
export type ReviewReason =
  | "duplicate_items"
  | "duplicate_variants"
  | "codes_disagree"
  | "item_taken"
  | "item_archived"
  | "near_code"
  | "words_alone"
  | "common_code"
  | "item_gone";
/**
 * Why a variant is not to be linked.
 */
export type SkipReason = "gift_card" | "archived";
/**
 * A Shopify InventoryItem id; written as gid, read as gid or number.
 */
export type ShopifyInventoryItemIdInput = string | number;
/**
 * A Shopify LineItem id; written as gid, read as gid or number.
 */
export type ShopifyLineItemIdInput = string | number;
/**
 * A Lightspeed sale line id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedSaleLineId = string | number;
/**
 * What a sale does to stock and money.
 */
export type SaleMode = "completed" | "reserve";
/**
 * How a sale's goods reach the buyer.
 */
export type DeliveryView = "ship" | "pickup" | "none";
/**
 * A Shopify Order id.
 */
export type ShopifyOrderId = string;
/**
 * A currency code of ISO 4217.
 */
export type Currency = string;
/**
 * A Shopify OrderTransaction id.
 */
export type ShopifyTransactionId = string;
/**
 * Why an order is not to become a sale.
 */
export type Skipped = "test_order" | "before_go_live" | "nothing_left";
/**
 * What a row must be before it is changed.
 */
export type Expect =
  | {
      absent: {};
    }
  | {
      value: unknown;
    };
/**
 * Whether a request changes anything.
 */
export type Effect = "read" | "write";
/**
 * Whom a request is for.
 */
export type System = "shopify" | "lightspeed" | "store";
/**
 * What the host does with an outcome.
 */
export type Status = "asks" | "done" | "refused";
/**
 * A Lightspeed sale id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedSaleIdInput = string | number;
/**
 * How far a Lightspeed sale is.
 */
export type SaleStanding = "sent" | "reserved" | "completed" | "by_hand" | "released";
/**
 * A Shopify Order id; written as gid, read as gid or number.
 */
export type ShopifyOrderIdInput = string | number;
/**
 * Why units are as far as they are.
 */
export type InFlightReason =
  | "not_posted"
  | "test_order"
  | "before_go_live"
  | "reserved_short"
  | "not_in_sale"
  | "sent"
  | "reserved"
  | "completed"
  | "by_hand";
/**
 * How far units are.
 */
export type InFlightState = "seen" | "sent" | "in_lightspeed" | "fulfilled";
/**
 * A Shopify LineItem id.
 */
export type ShopifyLineItemId = string;
/**
 * A Lightspeed sale id: a number (R-Series) or a UUID (X-Series).
 */
export type LightspeedSaleId = string;
/**
 * What kind of thing is sold.
 */
export type GoodsKind = "counted" | "untracked" | "gift_card" | "service" | "archived";
/**
 * What is done about a quantity.
 */
export type ChangeKind = "none" | "fall" | "rise" | "confirm" | "sweep" | "hold" | "skip";
/**
 * A Shopify InventoryItem id.
 */
export type ShopifyInventoryItemId = string;
/**
 * Bodies of the requests `get`, `scan`, `commit` and `mac` to the host's store, and of its answers.
 */
export type Store = Get | Scan | Commit | Mac | Found | Refused | Keyed;

/**
 * The documents of the contract, by the name of their schema.
 */
export interface Contract {
  config: TenantConfig;
  "customer.keys.context": CustomerKeys;
  "customer.keys.output": CustomerKeyring;
  "customer.keys.payload": CustomerGiven;
  decision: Decision;
  description: Description;
  draft: DraftConfig;
  envelope: Envelope;
  issue: Issue;
  "link.items.context": LinkItems;
  "link.items.output": ItemLinks;
  "order.to_sale.context": OrderToSale;
  "order.to_sale.output": OrderSales;
  outcome: Outcome;
  route: Route;
  "stock.in_flight.context": StockInFlight;
  "stock.in_flight.output": InFlight;
  "stock.publish.context": StockPublish;
  "stock.publish.output": StockPublished;
  store: Store;
}
/**
 * Everything the module must know about one tenant.
 */
export interface TenantConfig {
  /**
   * Contract version, `1`.
   */
  contract: ContractVersion;
  /**
   * ISO 4217 code of the shop's currency; Lightspeed's must be the same.
   */
  currency: string;
  /**
   * How customers are found. Default: each option's own.
   */
  customers?: CustomersConfigInput;
  /**
   * The items that stand for what is no product: shipping, tips, gift cards sold.
   */
  helper_items: HelperItemsConfig;
  /**
   * The Lightspeed account.
   */
  lightspeed: LightspeedConfig;
  /**
   * How variants and items are linked. Default: each option's own.
   */
  links?: LinksConfigInput;
  /**
   * Which Shopify location is served by which outlets. Default: none.
   */
  locations?: LocationConfigInput[];
  /**
   * How orders become sales. Default: each option's own.
   */
  orders?: OrdersConfigInput;
  /**
   * The Lightspeed outlets (X) or shops (R) in use; at least one.
   */
  outlets: OutletConfigInput[];
  /**
   * Which payment type stands for which Shopify gateway; at least one.
   */
  payment_types: PaymentTypeConfigInput[];
  /**
   * What payouts are recorded as. Default: each option's own.
   */
  payouts?: PayoutsConfigInput;
  /**
   * Whether everything is computed and compared, and nothing is written to Shopify or Lightspeed. Default `false`.
   */
  shadow?: boolean;
  /**
   * For how many days after its own an order may still be keyed by hand, as far as the report of a shadow looks. Default 3, at most 14.
   */
  shadow_days?: number | null;
  /**
   * The Shopify shop.
   */
  shopify: ShopifyConfigInput;
  /**
   * What of Lightspeed's stock is published. Default: each option's own.
   */
  stock?: StockConfigInput;
  /**
   * Which Lightspeed tax stands for which rate; at least one.
   */
  taxes: TaxConfigInput[];
  /**
   * The tenant's name among the host's tenants.
   */
  tenant: string;
  /**
   * IANA name of the shop's time zone, such as `America/New_York`.
   */
  time_zone: string;
  /**
   * Where webhooks are sent. Default: each option's own.
   */
  webhooks?: WebhooksConfigInput;
  /**
   * UTC offsets of each zone that is named here, as `[{from, offset}]` in time order. The facade fills it in from the host's `Intl`. Default: empty.
   */
  zones?: {
    [k: string]: Zone;
  };
}
/**
 * How customers are found.
 */
export interface CustomersConfigInput {
  /**
   * ISO 3166 code of the country whose national phone numbers are understood. Default: none, only international numbers are.
   */
  default_country?: string | null;
  /**
   * The Lightspeed customer of orders that have none. R-Series reserves only for a customer. Default: none.
   */
  guest?: LightspeedCustomerIdInput | null;
}
/**
 * The items that stand for what is no product. Each is a non-inventory item that Lightspeed does not tax by itself.
 */
export interface HelperItemsConfig {
  /**
   * Tax that the sales channel remits. Default: none.
   */
  channel_tax?: LightspeedItemIdInput | null;
  /**
   * Duties. Default: none.
   */
  duty?: LightspeedItemIdInput | null;
  /**
   * Additional fees. Default: none.
   */
  fee?: LightspeedItemIdInput | null;
  /**
   * A gift card sold: money owed, not revenue.
   */
  gift_card: GiftCardConfigInput;
  /**
   * Lines that are linked to no item. Default: none.
   */
  placeholder?: LightspeedItemIdInput | null;
  /**
   * What refunds gave back beyond or short of the goods. Default: none.
   */
  refund?: LightspeedItemIdInput | null;
  /**
   * Cents that rounding leaves. Default: none.
   */
  rounding?: LightspeedItemIdInput | null;
  /**
   * Shipping charges. Default: none.
   */
  shipping?: LightspeedItemIdInput | null;
  /**
   * Tips. Default: none.
   */
  tip?: LightspeedItemIdInput | null;
}
/**
 * The item that gift cards are sold as. Both declarations must be true.
 */
export interface GiftCardConfigInput {
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * That its account is a liability. Default `false`.
   */
  liability?: boolean;
  /**
   * That the item keeps no stock. Default `false`.
   */
  non_inventory?: boolean;
}
/**
 * The Lightspeed account.
 */
export interface LightspeedConfig {
  /**
   * R-Series: the account id. X-Series: the domain prefix.
   */
  account: string;
  /**
   * X-Series only: the date version of the API. Default `2026-07`.
   */
  api_version?: string | null;
  /**
   * Which product it is.
   */
  series: Series;
  /**
   * Who sales are recorded as. R-Series: employeeID. X-Series: user id.
   */
  user: LightspeedUserIdInput;
}
/**
 * How variants and items are linked.
 */
export interface LinksConfigInput {
  /**
   * What items are made of where Lightspeed does not say, or says otherwise. Default: none.
   */
  kits?: KitConfigInput[];
  /**
   * What a variant and an item are linked by, the most telling first; with an empty list only people link. Default: SKU, then barcode, then vendor code.
   */
  order?: LinkKey[];
}
/**
 * What one item is made of.
 */
export interface KitConfigInput {
  /**
   * Its components, at least one.
   */
  components: ComponentConfigInput[];
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
}
/**
 * One component of a kit.
 */
export interface ComponentConfigInput {
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * How many of it one kit takes.
   */
  quantity: Decimal;
}
/**
 * One Shopify location and the outlets that serve it.
 */
export interface LocationConfigInput {
  /**
   * The Shopify location, `gid://shopify/Location/…`.
   */
  id: ShopifyLocationIdInput;
  /**
   * The outlets it pools, in the order sales are posted to them.
   */
  outlets: LightspeedOutletIdInput[];
}
/**
 * How orders become sales.
 */
export interface OrdersConfigInput {
  /**
   * For how many seconds an order is held that Shopify has not assigned to locations yet; then it is posted to the default outlet. Default: 60.
   */
  assign_wait?: number | null;
  /**
   * The outlet of orders that no location decides. Default: the first outlet.
   */
  default_outlet?: LightspeedOutletIdInput | null;
  /**
   * Orders placed before this time are not posted. Default: none are too old.
   */
  go_live?: Timestamp | null;
  /**
   * What a line is linked by when neither its variant nor its inventory item is linked, in this order. Default: nothing.
   */
  link_by?: LinkBy[];
}
/**
 * One Lightspeed outlet (X) or shop (R).
 */
export interface OutletConfigInput {
  /**
   * The outlet's id (X) or shopID (R).
   */
  id: LightspeedOutletIdInput;
  /**
   * The register web sales are recorded on.
   */
  register: LightspeedRegisterIdInput;
  /**
   * IANA name of the outlet's time zone. Default: the shop's.
   */
  time_zone?: string | null;
}
/**
 * One payment type.
 */
export interface PaymentTypeConfigInput {
  /**
   * The gateway as Shopify's transactions name it, such as `shopify_payments`.
   */
  gateway: string;
  /**
   * The Lightspeed payment type: paymentTypeID (R) or the payment type's `id` (X).
   */
  id: LightspeedPaymentTypeIdInput;
}
/**
 * What payouts are recorded as.
 */
export interface PayoutsConfigInput {
  /**
   * The accounts of your books, by what stands on them, in place of the default chart's. Default: none.
   */
  accounts?: {
    [k: string]: string;
  };
  /**
   * The item of each family of balance transactions, and `net` for what went to the bank. Default: none.
   */
  items?: {
    [k: string]: LightspeedItemIdInput;
  };
  /**
   * Up to and including this day the books are closed. Default: none.
   */
  locked_through?: Date | null;
  /**
   * Whether payouts are recorded in Lightspeed. Default `false`: they are summarised, and nothing is written.
   */
  record?: boolean;
  /**
   * The register that payouts are recorded on, and nothing else. Default: none.
   */
  register?: LightspeedRegisterIdInput | null;
  /**
   * What the books take revenue from. Default `lightspeed`.
   */
  revenue?: Revenue & string;
  /**
   * Whether a payout of two months is split between them. Default `true`.
   */
  split_months?: boolean;
  /**
   * What becomes of a payout with rows that nobody can place. Default `hold`.
   */
  unknown?: UnknownRows & string;
  /**
   * For how many days rows of a payout, or a sale of a row, may be missing before a person hears of it. Default 7.
   */
  wait_days?: number | null;
}
/**
 * The Shopify shop.
 */
export interface ShopifyConfigInput {
  /**
   * The Admin API version, pinned per deployment. Default `2026-10`.
   */
  api_version?: string;
  /**
   * The permanent domain, `name.myshopify.com`.
   */
  shop: string;
}
/**
 * What of Lightspeed's stock is published.
 */
export interface StockConfigInput {
  /**
   * How many seconds after the first read the second one may count. Default 30.
   */
  confirm_after?: number | null;
  /**
   * Whether a quantity rises only when a second read says so, too. Default `true`.
   */
  confirm_increases?: boolean;
  /**
   * What becomes of several variants that are one item. Default `block`.
   */
  duplicates?: Duplicates & string;
  /**
   * What a kit's quantity comes from. Default `components`.
   */
  kits?: KitStock & string;
  /**
   * Whether a quantity below zero is shown as it is. What is written is zero all the same. Default `false`.
   */
  pass_negative?: boolean;
  /**
   * Whether stock is written to Shopify. Default `false`: it is computed and shown, and nothing is written.
   */
  publish?: boolean;
  /**
   * What is held back. Of the entries that are about an item at a location the most telling one counts alone: item and location, then item, then location, then neither. Default: nothing.
   */
  safety?: SafetyConfigInput[];
}
/**
 * What is held back: units or a share, one of the two.
 */
export interface SafetyConfigInput {
  /**
   * Only of this item. Default: of all.
   */
  item?: LightspeedItemIdInput | null;
  /**
   * Only at this location. Default: at all.
   */
  location?: ShopifyLocationIdInput | null;
  /**
   * So many hundredths of what Lightspeed can sell, rounded up to whole units. Default: units.
   */
  percent?: Decimal | null;
  /**
   * So many units. Default: a share.
   */
  units?: Decimal | null;
}
/**
 * One tax.
 */
export interface TaxConfigInput {
  /**
   * R-Series only: the tax class of the lines. Default: the item's own.
   */
  class?: LightspeedTaxClassIdInput | null;
  /**
   * The rates it is made of, where it stands for several taxes at once. R-Series: tax 1 and tax 2 of the category, in that order. Default: the rate alone.
   */
  components?: Decimal[];
  /**
   * The tax: taxCategoryID (R) or tax id (X).
   */
  id: LightspeedTaxIdInput;
  /**
   * Whether prices of this tax contain it. R-Series: the category's `isTaxInclusive`. Default `false`.
   */
  inclusive?: boolean;
  /**
   * The rate as a fraction: `"0.2"` is 20 %. `"0"` is the tax of untaxed lines.
   */
  rate: Decimal;
}
/**
 * Where webhooks are sent.
 */
export interface WebhooksConfigInput {
  /**
   * X-Series only: the address at which this tenant's Lightspeed webhooks arrive. Default: none, and set-up subscribes to nothing.
   */
  lightspeed?: string | null;
  /**
   * The address at which this tenant's Shopify webhooks arrive. Default: none, and set-up subscribes to nothing.
   */
  shopify?: string | null;
}
/**
 * From when on which UTC offset is in force.
 */
export interface ZoneOffset {
  /**
   * The first instant of this offset.
   */
  from: Timestamp;
  /**
   * Seconds to the east of UTC; written as `"-05:00"`.
   */
  offset: string;
}
/**
 * `customer.keys`: what stands beside the customer, which is the payload.
 */
export interface CustomerKeys {
  /**
   * ISO 3166 code of the country whose national phone numbers are meant. Default: the tenant's `customers.default_country`.
   */
  default_country?: string | null;
  /**
   * How much to explain. Default `reasons`.
   */
  explain?: Explain & string;
}
/**
 * `customer.keys`: the keys to look a customer up by.
 */
export interface CustomerKeyring {
  /**
   * The e-mail address.
   */
  email: Key;
  /**
   * The phone number.
   */
  phone: Key;
}
/**
 * One key in its normal form.
 */
export interface Key {
  /**
   * A second form that other spellings of the same mailbox share (e-mail at Gmail), or the extension (phone).
   */
  detail?: string;
  /**
   * The normal form; absent when nothing usable was given.
   */
  normal?: string;
  /**
   * What was done to it, or why there is none.
   */
  reasons: string[];
}
/**
 * `customer.keys`: the payload.
 */
export interface CustomerGiven {
  /**
   * The e-mail address as given. Default: none.
   */
  email?: string | null;
  /**
   * The phone number as given. Default: none.
   */
  phone?: string | null;
}
/**
 * The answer to one pure decision.
 */
export interface Decision {
  /**
   * Contract version, `1`.
   */
  contract: ContractVersion;
  /**
   * The module's version.
   */
  core: string;
  /**
   * The decision's name.
   */
  decision: string;
  /**
   * What a person must look at.
   */
  exceptions?: Exception[];
  /**
   * The reasons.
   */
  explanations?: Explanation[];
  /**
   * With `decided`: the decision's own output; absent when an exception stands in its way.
   */
  output?: unknown;
  /**
   * With `refused`: why, and where.
   */
  refusal?: Issue;
  /**
   * Whether the input could be worked with.
   */
  status: Decided;
}
/**
 * A record that could not be decided safely.
 */
export interface Exception {
  /**
   * The registered code.
   */
  code: Code;
  /**
   * Equal for the same problem of the same record, however often it is met.
   */
  dedupe_key: string;
  /**
   * The figures and ids it rests on.
   */
  evidence: Facts;
  /**
   * What to do next.
   */
  next_step: string;
  /**
   * Who acts.
   */
  owner: Owner;
  /**
   * How bad it is.
   */
  severity: Severity;
  /**
   * The record, such as `order/450789469`.
   */
  subject: string;
  /**
   * What happened, in one sentence without personal data.
   */
  summary: string;
}
/**
 * Named facts.
 */
export interface Facts {
  [k: string]: Fact;
}
/**
 * The reason of one value.
 */
export interface Explanation {
  /**
   * Id within this answer; requests refer to it in `because`.
   */
  id: string;
  /**
   * What the rule saw. With the rule alone it gives `result` again.
   */
  inputs: Facts;
  /**
   * The value.
   */
  result: Fact;
  /**
   * The rule that gave the value.
   */
  rule: string;
  /**
   * What the value belongs to, such as `order/450789469/line/466157049`.
   */
  subject: string;
  /**
   * The reason as a sentence, when asked for.
   */
  text?: string;
}
/**
 * A coded, located message about an input or a configuration.
 */
export interface Issue {
  /**
   * Which rule of the contract it breaks.
   */
  code: Code;
  /**
   * How to mend it.
   */
  hint: string;
  /**
   * What is wrong there.
   */
  message: string;
  /**
   * Where: a path such as `$.event.topic`, where `$` is the document.
   */
  path: string;
}
/**
 * The module's own description.
 */
export interface Description {
  /**
   * Contract version, `1`.
   */
  contract: ContractVersion;
  /**
   * The module's version.
   */
  core: string;
  /**
   * The decisions it takes.
   */
  decisions: DecisionDescription[];
  /**
   * The events it has a flow for, as `source:topic`.
   */
  events: string[];
  /**
   * The tables it keeps in the host's store.
   */
  tables: string[];
}
/**
 * One decision.
 */
export interface DecisionDescription {
  /**
   * Its name, for `decide`.
   */
  name: string;
  /**
   * The field of its input that is the payload: at the bytes door it travels on its own.
   */
  payload: string;
  /**
   * What it decides.
   */
  summary: string;
}
/**
 * As `TenantConfig`, of which only the first four fields must be there.
 */
export interface DraftConfig {
  /**
   * Contract version, `1`.
   */
  contract: ContractVersion;
  /**
   * ISO 4217 code of the shop's currency.
   */
  currency?: string;
  /**
   * How customers are found.
   */
  customers: CustomersConfig;
  /**
   * The items that stand for what is no product.
   */
  helper_items?: DraftHelpers;
  /**
   * The Lightspeed account.
   */
  lightspeed: DraftLightspeed;
  /**
   * How variants and items are linked.
   */
  links?: LinksConfig;
  /**
   * Which Shopify location is served by which outlets.
   */
  locations?: LocationConfig[];
  /**
   * How orders become sales.
   */
  orders: OrdersConfig;
  /**
   * The Lightspeed outlets (X) or shops (R) in use.
   */
  outlets?: OutletConfig[];
  /**
   * Which payment type stands for which Shopify gateway.
   */
  payment_types?: PaymentTypeConfig[];
  /**
   * What payouts are recorded as.
   */
  payouts?: PayoutsConfig;
  /**
   * Whether everything is computed and compared, and nothing is written to Shopify or Lightspeed, by set-up neither.
   */
  shadow?: boolean;
  /**
   * For how many days after its own an order may still be keyed by hand.
   */
  shadow_days?: number;
  /**
   * The Shopify shop.
   */
  shopify: ShopifyConfig;
  /**
   * What of Lightspeed's stock is published. Default: each option's own.
   */
  stock?: StockConfig;
  /**
   * Which Lightspeed tax stands for which rate.
   */
  taxes?: TaxConfig[];
  /**
   * The tenant's name among the host's tenants.
   */
  tenant: string;
  /**
   * IANA name of the shop's time zone.
   */
  time_zone?: string;
  /**
   * Where webhooks are sent.
   */
  webhooks?: WebhooksConfig;
  /**
   * UTC offsets of time zones, which set-up only passes on.
   */
  zones?: {
    [k: string]: Zone;
  };
}
/**
 * How customers are found.
 */
export interface CustomersConfig {
  /**
   * ISO 3166 code of the country whose national phone numbers are understood. Default: none, only international numbers are.
   */
  default_country?: string;
  /**
   * The Lightspeed customer of orders that have none. R-Series reserves only for a customer. Default: none.
   */
  guest?: LightspeedCustomerId;
}
/**
 * As `HelperItemsConfig`, of which any may be missing.
 */
export interface DraftHelpers {
  /**
   * Tax that the sales channel remits.
   */
  channel_tax?: LightspeedItemId;
  /**
   * Duties.
   */
  duty?: LightspeedItemId;
  /**
   * Additional fees.
   */
  fee?: LightspeedItemId;
  /**
   * A gift card sold.
   */
  gift_card?: GiftCardConfig;
  /**
   * Lines that are linked to no item.
   */
  placeholder?: LightspeedItemId;
  /**
   * What refunds gave back beyond or short of the goods.
   */
  refund?: LightspeedItemId;
  /**
   * Cents that rounding leaves.
   */
  rounding?: LightspeedItemId;
  /**
   * Shipping charges.
   */
  shipping?: LightspeedItemId;
  /**
   * Tips.
   */
  tip?: LightspeedItemId;
}
/**
 * The item that gift cards are sold as. Both declarations must be true.
 */
export interface GiftCardConfig {
  /**
   * The item.
   */
  item: LightspeedItemId;
  /**
   * That its account is a liability. Default `false`.
   */
  liability: boolean;
  /**
   * That the item keeps no stock. Default `false`.
   */
  non_inventory: boolean;
}
/**
 * As `LightspeedConfig`, without the user if need be.
 */
export interface DraftLightspeed {
  /**
   * R-Series: the account id. X-Series: the domain prefix.
   */
  account: string;
  /**
   * X-Series only: the date version of the API.
   */
  api_version?: string;
  /**
   * Which product it is.
   */
  series: Series;
  /**
   * Who sales are recorded as.
   */
  user?: LightspeedUserId;
}
/**
 * How variants and items are linked.
 */
export interface LinksConfig {
  /**
   * What items are made of where Lightspeed does not say, or says otherwise. Default: none.
   */
  kits?: KitConfig[];
  /**
   * What a variant and an item are linked by, the most telling first; with an empty list only people link. Default: SKU, then barcode, then vendor code.
   */
  order: LinkKey[];
}
/**
 * What one item is made of.
 */
export interface KitConfig {
  /**
   * Its components, at least one.
   */
  components: ComponentConfig[];
  /**
   * The item.
   */
  item: LightspeedItemId;
}
/**
 * One component of a kit.
 */
export interface ComponentConfig {
  /**
   * The item.
   */
  item: LightspeedItemId;
  /**
   * How many of it one kit takes.
   */
  quantity: Decimal;
}
/**
 * One Shopify location and the outlets that serve it.
 */
export interface LocationConfig {
  /**
   * The Shopify location, `gid://shopify/Location/…`.
   */
  id: ShopifyLocationId;
  /**
   * The outlets it pools, in the order sales are posted to them.
   */
  outlets: LightspeedOutletId[];
}
/**
 * How orders become sales.
 */
export interface OrdersConfig {
  /**
   * For how many seconds an order is held that Shopify has not assigned to locations yet; then it is posted to the default outlet. Default: 60.
   */
  assign_wait?: number;
  /**
   * The outlet of orders that no location decides. Default: the first outlet.
   */
  default_outlet?: LightspeedOutletId;
  /**
   * Orders placed before this time are not posted. Default: none are too old.
   */
  go_live?: Timestamp;
  /**
   * What a line is linked by when neither its variant nor its inventory item is linked, in this order. Default: nothing.
   */
  link_by?: LinkBy[];
}
/**
 * One Lightspeed outlet (X) or shop (R).
 */
export interface OutletConfig {
  /**
   * The outlet's id (X) or shopID (R).
   */
  id: LightspeedOutletId;
  /**
   * The register web sales are recorded on.
   */
  register: LightspeedRegisterId;
  /**
   * IANA name of the outlet's time zone. Default: the shop's.
   */
  time_zone?: string;
}
/**
 * One payment type.
 */
export interface PaymentTypeConfig {
  /**
   * The gateway as Shopify's transactions name it, such as `shopify_payments`.
   */
  gateway: string;
  /**
   * The Lightspeed payment type: paymentTypeID (R) or the payment type's `id` (X).
   */
  id: LightspeedPaymentTypeId;
}
/**
 * What payouts are recorded as.
 */
export interface PayoutsConfig {
  /**
   * The accounts of your books, by what stands on them, in place of the default chart's. Default: none.
   */
  accounts?: {
    [k: string]: string;
  };
  /**
   * The item of each family of balance transactions, and `net` for what went to the bank. Default: none.
   */
  items?: {
    [k: string]: LightspeedItemId;
  };
  /**
   * Up to and including this day the books are closed. Default: none.
   */
  locked_through?: Date;
  /**
   * Whether payouts are recorded in Lightspeed. Default `false`: they are summarised, and nothing is written.
   */
  record?: boolean;
  /**
   * The register that payouts are recorded on, and nothing else. Default: none.
   */
  register?: LightspeedRegisterId;
  /**
   * What the books take revenue from. Default `lightspeed`.
   */
  revenue: Revenue & string;
  /**
   * Whether a payout of two months is split between them. Default `true`.
   */
  split_months: boolean;
  /**
   * What becomes of a payout with rows that nobody can place. Default `hold`.
   */
  unknown: UnknownRows & string;
  /**
   * For how many days rows of a payout, or a sale of a row, may be missing before a person hears of it. Default 7.
   */
  wait_days?: number;
}
/**
 * The Shopify shop.
 */
export interface ShopifyConfig {
  /**
   * The Admin API version, pinned per deployment. Default `2026-10`.
   */
  api_version: string;
  /**
   * The permanent domain, `name.myshopify.com`.
   */
  shop: string;
}
/**
 * What of Lightspeed's stock is published.
 */
export interface StockConfig {
  /**
   * How many seconds after the first read the second one may count. Default 30.
   */
  confirm_after?: number;
  /**
   * Whether a quantity rises only when a second read says so, too. Default `true`.
   */
  confirm_increases: boolean;
  /**
   * What becomes of several variants that are one item. Default `block`.
   */
  duplicates: Duplicates & string;
  /**
   * What a kit's quantity comes from. Default `components`.
   */
  kits: KitStock & string;
  /**
   * Whether a quantity below zero is shown as it is. What is written is zero all the same. Default `false`.
   */
  pass_negative: boolean;
  /**
   * Whether stock is written to Shopify. Default `false`: it is computed and shown, and nothing is written.
   */
  publish?: boolean;
  /**
   * What is held back. Of the entries that are about an item at a location the most telling one counts alone: item and location, then item, then location, then neither. Default: nothing.
   */
  safety?: SafetyConfig[];
}
/**
 * What is held back: units or a share, one of the two.
 */
export interface SafetyConfig {
  /**
   * Only of this item. Default: of all.
   */
  item?: LightspeedItemId;
  /**
   * Only at this location. Default: at all.
   */
  location?: ShopifyLocationId;
  /**
   * So many hundredths of what Lightspeed can sell, rounded up to whole units. Default: units.
   */
  percent?: Decimal;
  /**
   * So many units. Default: a share.
   */
  units?: Decimal;
}
/**
 * One tax.
 */
export interface TaxConfig {
  /**
   * R-Series only: the tax class of the lines. Default: the item's own.
   */
  class?: LightspeedTaxClassId;
  /**
   * The rates it is made of, where it stands for several taxes at once. R-Series: tax 1 and tax 2 of the category, in that order. Default: the rate alone.
   */
  components?: Decimal[];
  /**
   * The tax: taxCategoryID (R) or tax id (X).
   */
  id: LightspeedTaxId;
  /**
   * Whether prices of this tax contain it. R-Series: the category's `isTaxInclusive`. Default `false`.
   */
  inclusive: boolean;
  /**
   * The rate as a fraction: `"0.2"` is 20 %. `"0"` is the tax of untaxed lines.
   */
  rate: Decimal;
}
/**
 * Where webhooks are sent.
 */
export interface WebhooksConfig {
  /**
   * X-Series only: the address at which this tenant's Lightspeed webhooks arrive. Default: none, and set-up subscribes to nothing.
   */
  lightspeed?: string;
  /**
   * The address at which this tenant's Shopify webhooks arrive. Default: none, and set-up subscribes to nothing.
   */
  shopify?: string;
}
/**
 * The envelope of one step: the task and its journal. Bodies lie beside it.
 */
export interface Envelope {
  /**
   * What was answered so far. Default: nothing.
   */
  journal?: Journal;
  /**
   * The task.
   */
  task: Task;
}
/**
 * What the host has answered so far, in the order it received the answers.
 */
export interface Journal {
  /**
   * The answers. Default: none.
   */
  answers?: Answer[];
  /**
   * The `core` of the outcome these answers belong to. Default: none, as before the first outcome.
   */
  core?: string | null;
  /**
   * The `revision` of the outcome these answers belong to. Default: none, as before the first outcome.
   */
  revision?: string | null;
}
/**
 * What became of one request.
 */
export interface Answer {
  /**
   * When the host received the answer, or gave up.
   */
  at: Timestamp;
  /**
   * The response body as received, among the bodies beside the envelope. Default: none.
   */
  body?: BodyIndex | null;
  /**
   * Response headers; names in any case. Default: none.
   */
  headers?: {
    [k: string]: string;
  };
  /**
   * The request's id, unchanged.
   */
  id: string;
  /**
   * What is known about it.
   */
  outcome: AnswerOutcome;
  /**
   * The HTTP status. Required when `answered`. Default: none.
   */
  status?: number | null;
}
/**
 * One unit of work for one tenant: an event and the moment it is looked at.
 */
export interface Task {
  /**
   * Contract version, `1`.
   */
  contract: ContractVersion;
  /**
   * What happened.
   */
  event: EventInput;
  /**
   * How much the outcome explains. Default `reasons`.
   */
  explain?: Explain & string;
  /**
   * The host's id of this task. Claims carry it, so it must be unique within the tenant.
   */
  id: string;
  /**
   * `apply` performs writes, `preview` lists the writes it would make. Default `apply`.
   */
  mode?: Mode & string;
  /**
   * The task's fixed moment. It must not change between steps.
   */
  now: Timestamp;
  /**
   * The tenant this task belongs to; must be the one in the configuration.
   */
  tenant: string;
}
/**
 * Something that happened, as the host received it.
 */
export interface EventInput {
  /**
   * The API version the body was serialised with. Default: not known.
   */
  api_version?: string | null;
  /**
   * The body as received, among the bodies beside the envelope. Default: none.
   */
  body?: BodyIndex | null;
  /**
   * Where a paged task goes on. Default: at its beginning.
   */
  cursor?: string | null;
  /**
   * The delivery's id (Shopify: `X-Shopify-Webhook-Id`). Default: a digest of the body stands for it.
   */
  id?: string | null;
  /**
   * The shop domain (Shopify) or domain prefix (Lightspeed X) the event came from. When given it must be the tenant's. Default: not checked.
   */
  origin?: string | null;
  /**
   * Who sent it.
   */
  source: Source;
  /**
   * The vendor's topic, such as `orders/create`.
   */
  topic: string;
  /**
   * When the vendor says it happened. Default: not known.
   */
  triggered_at?: Timestamp | null;
}
/**
 * `link.items`: what stands beside the catalogues, which are the payload: `{shopify, lightspeed}`, lists of `ProductVariant` as GraphQL gives them, and of items (R) or products (X).
 */
export interface LinkItems {
  /**
   * How much to explain. Default `reasons`.
   */
  explain?: Explain & string;
  /**
   * The links that stand. Default: none.
   */
  links?: StandingLink[];
  /**
   * Pairs that a person refused. Default: none.
   */
  refused?: Pair[];
}
/**
 * A link that stands.
 */
export interface StandingLink {
  /**
   * Whether a person made it. Default `false`.
   */
  by_hand?: boolean;
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * The variant.
   */
  variant: ShopifyVariantIdInput;
}
/**
 * A variant and an item.
 */
export interface Pair {
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * The variant.
   */
  variant: ShopifyVariantIdInput;
}
/**
 * `link.items`: what is linked, and what is not. Each variant is in `links`, in `review`, in `skipped` or among the orphans.
 */
export interface ItemLinks {
  /**
   * Codes that several have on one side.
   */
  duplicates: DuplicateCode[];
  /**
   * The links, by variant.
   */
  links: ItemLink[];
  /**
   * What nothing on the other side is like.
   */
  orphans: Orphans;
  /**
   * What a person must look at, what is worth most first.
   */
  review: LinkReview[];
  /**
   * Variants that are not to be linked.
   */
  skipped: SkippedVariant[];
}
/**
 * A code that several have on one side.
 */
export interface DuplicateCode {
  /**
   * The code, as the first of them has it.
   */
  code: string;
  /**
   * The items that have it.
   */
  items: LightspeedItemId[];
  /**
   * The variants that have it.
   */
  variants: ShopifyVariantId[];
}
/**
 * A variant and its item.
 */
export interface ItemLink {
  /**
   * What the link was made by: `stored`, `hand`, `words`, or the two fields that are the same, such as `sku=sku`, `barcode=barcode`, `sku=system_sku`.
   */
  by: string;
  /**
   * The item that the variant was linked to before, and that is gone.
   */
  instead_of_item?: LightspeedItemId;
  /**
   * The variant that the item was linked to before, and that is gone.
   */
  instead_of_variant?: ShopifyVariantId;
  /**
   * The item.
   */
  item: LightspeedItemId;
  /**
   * What the item is made of.
   */
  kit?: KitComponent[];
  /**
   * The item is made of others, and nobody says of which.
   */
  kit_untold?: boolean;
  /**
   * The link stands by its ids, and no code of the two is the same any more.
   */
  renamed?: boolean;
  /**
   * One side counts no stock of it.
   */
  untracked?: boolean;
  /**
   * The variant.
   */
  variant: ShopifyVariantId;
}
/**
 * One component of a kit.
 */
export interface KitComponent {
  /**
   * The item.
   */
  item: LightspeedItemId;
  /**
   * How many of it one kit takes.
   */
  quantity: Decimal;
}
/**
 * What nothing on the other side is like.
 */
export interface Orphans {
  /**
   * Items.
   */
  items: LightspeedItemId[];
  /**
   * Variants.
   */
  variants: ShopifyVariantId[];
}
/**
 * A variant that a person must look at.
 */
export interface LinkReview {
  /**
   * What it may be, the likeliest first; at most five.
   */
  candidates: LinkCandidate[];
  /**
   * The item it was linked to before, and that is gone.
   */
  gone?: LightspeedItemId;
  /**
   * Why nothing was decided.
   */
  reason: ReviewReason;
  /**
   * The variant.
   */
  variant: ShopifyVariantId;
  /**
   * What the stock in question is worth.
   */
  worth: Decimal;
}
/**
 * An item that a variant may be.
 */
export interface LinkCandidate {
  /**
   * What speaks for it: two fields that are the same (`sku=sku`) or nearly (`sku~sku`), the `words`, the `price`.
   */
  because: string[];
  /**
   * The item.
   */
  item: LightspeedItemId;
  /**
   * The variant it is linked to.
   */
  taken_by?: ShopifyVariantId;
}
/**
 * A variant that is not to be linked.
 */
export interface SkippedVariant {
  /**
   * Why.
   */
  reason: SkipReason;
  /**
   * The variant.
   */
  variant: ShopifyVariantId;
}
/**
 * `order.to_sale`: what stands beside the order, which is the payload.
 */
export interface OrderToSale {
  /**
   * The Lightspeed customer, when known. Default: not known.
   */
  customer?: LightspeedCustomerIdInput | null;
  /**
   * How much to explain. Default `reasons`.
   */
  explain?: Explain & string;
  /**
   * The order's fulfilment orders as Shopify gives them, by REST or GraphQL. Default: there are none yet, and the order is posted to the default outlet.
   */
  fulfillment_orders?: unknown[] | null;
  /**
   * What is which item; at least what the order sells. Default: none.
   */
  links?: Link[];
  /**
   * R-Series: the lines that were reserved for this order earlier. Default: none.
   */
  reserved?: Reserved[];
  /**
   * The order's transactions as Shopify gives them, by REST or GraphQL. Default: they were not read, and then an order whose money moved is not posted.
   */
  transactions?: unknown[] | null;
}
/**
 * An item and what it is known by: at least one of the four.
 */
export interface Link {
  /**
   * The barcode; used only as `orders.link_by` says. Default: none.
   */
  barcode?: string | null;
  /**
   * The Shopify inventory item. Default: none.
   */
  inventory_item?: ShopifyInventoryItemIdInput | null;
  /**
   * The Lightspeed item (R) or product (X).
   */
  item: LightspeedItemIdInput;
  /**
   * The SKU; used only as `orders.link_by` says. Default: none.
   */
  sku?: string | null;
  /**
   * The Shopify variant. Default: none.
   */
  variant?: ShopifyVariantIdInput | null;
}
/**
 * An order line and the sale line that was reserved for it.
 */
export interface Reserved {
  /**
   * The order line.
   */
  line: ShopifyLineItemIdInput;
  /**
   * The reserved sale line.
   */
  sale_line: LightspeedSaleLineId;
}
/**
 * `order.to_sale`: one sale per outlet.
 */
export interface OrderSales {
  /**
   * The sales; their sum is the order.
   */
  sales: SaleDecision[];
  /**
   * Why there is to be no sale.
   */
  skipped?: Skipped;
}
/**
 * One sale: in neutral words, as the requests that record it, and tied to the order.
 */
export interface SaleDecision {
  /**
   * `sale/<order>/<outlet>`: the same in every run.
   */
  key: string;
  /**
   * What it does to stock and money.
   */
  mode: SaleMode;
  /**
   * The requests that record it: method, path and body for Lightspeed.
   */
  requests: SaleRequest[];
  /**
   * The sale in neutral words.
   */
  sale: SaleView;
  /**
   * How it ties to the order.
   */
  tie_out: TieOut;
}
/**
 * A request to Lightspeed, for a host with a connector of its own.
 */
export interface SaleRequest {
  /**
   * The JSON body.
   */
  body: unknown;
  /**
   * The HTTP method.
   */
  method: string;
  /**
   * The path below the vendor's base URL.
   */
  path: string;
}
/**
 * A sale in neutral words.
 */
export interface SaleView {
  /**
   * When it was made.
   */
  at: Timestamp;
  /**
   * The day it belongs to, on the outlet's calendar, where the zone's offsets reach back so far.
   */
  business_date?: string;
  /**
   * The Lightspeed customer, when known.
   */
  customer?: LightspeedCustomerId;
  /**
   * How the goods reach the buyer.
   */
  delivery: DeliveryView;
  /**
   * Whether they all did, or are on their way.
   */
  fulfilled: boolean;
  /**
   * What it sells.
   */
  lines: SaleLineView[];
  /**
   * What people wrote about the order.
   */
  note?: string;
  /**
   * The order.
   */
  order: ShopifyOrderId;
  /**
   * The outlet or shop.
   */
  outlet: LightspeedOutletId;
  /**
   * The order's name.
   */
  reference: string;
  /**
   * The register.
   */
  register: LightspeedRegisterId;
  /**
   * R-Series: the tax category of its lines.
   */
  tax?: LightspeedTaxId;
  /**
   * How it was paid.
   */
  tenders: TenderView[];
}
/**
 * One line of a sale.
 */
export interface SaleLineView {
  /**
   * What is taken off: the whole line (R-Series), or one unit, for information (X-Series).
   */
  discount?: Decimal;
  /**
   * The item.
   */
  item: LightspeedItemId;
  /**
   * What staff should read.
   */
  note?: string;
  /**
   * How many units.
   */
  quantity: Decimal;
  /**
   * What of the order it stands for: `line/<id>`, `shipping/<id>`, `tip`, `duty`, `fee`, `refund`, `channel_tax`, `cash_rounding` or `rounding`.
   */
  source: string;
  /**
   * X-Series: its tax.
   */
  tax?: LightspeedTaxId;
  /**
   * R-Series: its tax class, where the tenant chose one.
   */
  tax_class?: LightspeedTaxClassId;
  /**
   * Whether it is taxed.
   */
  taxed: boolean;
  /**
   * The price of one unit, in the form the series asks for.
   */
  unit_price: Decimal;
  /**
   * The tax of one unit, where the series asks for it.
   */
  unit_tax?: Decimal;
}
/**
 * One payment of a sale.
 */
export interface TenderView {
  /**
   * How much.
   */
  amount: Money;
  /**
   * The payment type.
   */
  payment_type: LightspeedPaymentTypeId;
  /**
   * The Shopify transaction.
   */
  transaction: ShopifyTransactionId;
}
/**
 * An exact amount in one currency.
 */
export interface Money {
  /**
   * The amount in the currency's major unit.
   */
  amount: Decimal;
  /**
   * The currency.
   */
  currency: Currency;
}
/**
 * How a sale ties to its order. Both totals are equal, or the sale is not made.
 */
export interface TieOut {
  /**
   * What the order assigns to the sale as tax.
   */
  order_tax: Money;
  /**
   * What the order assigns to the sale.
   */
  order_total: Money;
  /**
   * What Lightspeed will compute as tax.
   */
  sale_tax: Money;
  /**
   * What Lightspeed will compute.
   */
  sale_total: Money;
  /**
   * How far the two taxes may lie apart: half a minor unit per Shopify tax line, plus one.
   */
  tax_bound: Money;
}
/**
 * What one step came to.
 */
export interface Outcome {
  /**
   * With `done`: what was examined; open exceptions of that subject and code that were not raised again are closed.
   */
  checked?: Checked[];
  /**
   * With `done`: rows to store, in one transaction with exceptions and `next`.
   */
  commit?: Row[];
  /**
   * Contract version, `1`.
   */
  contract: ContractVersion;
  /**
   * The module's version: the journal must carry it back.
   */
  core: string;
  /**
   * With `done`: what a person must look at.
   */
  exceptions?: Exception[];
  /**
   * With `done`: the reasons.
   */
  explanations?: Explanation[];
  /**
   * With `done`: tasks that follow.
   */
  next?: Next[];
  /**
   * With `refused`: why, and where.
   */
  refusal?: Issue;
  /**
   * With `asks`: what to perform before the next step.
   */
  requests?: Request[];
  /**
   * The journal's answers were of another core or configuration and were not used: drop them, keep the `sent` marks.
   */
  restarted?: boolean;
  /**
   * Digest of the configuration: the journal must carry it back.
   */
  revision: string;
  /**
   * How many rounds of requests the flow has taken.
   */
  rounds: number;
  /**
   * With `done`, of set-up: the configuration it proposes, why, and what it asks.
   */
  setup?: Setup;
  /**
   * The tenant is in shadow: whatever the task's mode says, nothing is written to Shopify or Lightspeed, and `commit` holds rows of the table `shadow` only.
   */
  shadow?: boolean;
  /**
   * What the host does next.
   */
  status: Status;
  /**
   * With `done`: the writes that were made; in a preview, those that would be.
   */
  writes?: Request[];
}
/**
 * What a run examined about one subject.
 */
export interface Checked {
  /**
   * The codes that would have been raised had they applied.
   */
  codes: Code[];
  /**
   * The subject, as exceptions name it.
   */
  subject: string;
}
/**
 * One change of the store.
 */
export interface Row {
  /**
   * What must stand there now, or the whole commit is refused. Absent: anything.
   */
  expect?: Expect;
  /**
   * The key within the table.
   */
  key: string;
  /**
   * The table.
   */
  table: string;
  /**
   * The new value; absent deletes the row. Every value carries its schema version `v`.
   */
  value?: unknown;
}
/**
 * A task to be run after this one.
 */
export interface Next {
  /**
   * Its event. `body` counts the bodies of the step that gave this outcome.
   */
  event: Event;
  /**
   * Not earlier than this; absent means at once.
   */
  not_before?: Timestamp;
}
/**
 * Something that happened, as the host received it.
 */
export interface Event {
  /**
   * The API version the body was serialised with. Default: not known.
   */
  api_version?: string;
  /**
   * The body as received, among the bodies beside the envelope. Default: none.
   */
  body?: BodyIndex;
  /**
   * Where a paged task goes on. Default: at its beginning.
   */
  cursor?: string;
  /**
   * The delivery's id (Shopify: `X-Shopify-Webhook-Id`). Default: a digest of the body stands for it.
   */
  id?: string;
  /**
   * The shop domain (Shopify) or domain prefix (Lightspeed X) the event came from. When given it must be the tenant's. Default: not checked.
   */
  origin?: string;
  /**
   * Who sent it.
   */
  source: Source;
  /**
   * The vendor's topic, such as `orders/create`.
   */
  topic: string;
  /**
   * When the vendor says it happened. Default: not known.
   */
  triggered_at?: Timestamp;
}
/**
 * One request the module asks the host to perform, ready to send: the host adds base URL and credentials, nothing else.
 */
export interface Request {
  /**
   * Ids of the explanations it rests on.
   */
  because?: string[];
  /**
   * The JSON body.
   */
  body?: unknown;
  /**
   * Whether it changes anything.
   */
  effect: Effect;
  /**
   * Headers to send besides the host's own.
   */
  headers?: {
    [k: string]: string;
  };
  /**
   * `step#attempt-digest`: unique within the task, equal for equal content.
   */
  id: string;
  /**
   * The HTTP method, or the store's operation: `get`, `scan`, `commit`, `mac`.
   */
  method: string;
  /**
   * What a write makes, in words that are the same in every task: no two writes of one task share it.
   */
  natural_key?: string;
  /**
   * Do not perform it later: what it rests on is too old by then. Answer `not_sent` instead.
   */
  not_after?: Timestamp;
  /**
   * Do not perform it earlier.
   */
  not_before?: Timestamp;
  /**
   * The path below the vendor's base URL, or the store's table.
   */
  path: string;
  /**
   * Query parameters, not yet encoded.
   */
  query?: {
    [k: string]: string;
  };
  /**
   * Whom to ask.
   */
  system: System;
}
/**
 * What set-up came to. In a preview nothing of it exists yet: the ids of what is to be made are missing from the configuration.
 */
export interface Setup {
  /**
   * What was added to it, and why.
   */
  choices: Choice[];
  /**
   * Whether the configuration is complete.
   */
  complete: boolean;
  /**
   * The configuration as far as it is known.
   */
  config: DraftConfig;
  /**
   * What was made in the two systems; in a preview, what is to be made.
   */
  made: Made[];
  /**
   * What only a person can say.
   */
  questions: Question[];
}
/**
 * A value that set-up chose.
 */
export interface Choice {
  /**
   * Where in the configuration.
   */
  path: string;
  /**
   * Why.
   */
  reason: string;
  /**
   * What was chosen: a name, and an id where there is one.
   */
  value: string;
}
/**
 * Something that set-up makes.
 */
export interface Made {
  /**
   * Its id, once it exists.
   */
  id?: string;
  /**
   * What: `item`, `payment_type`, `tax_class`, `webhook`.
   */
  kind: string;
  /**
   * Its name.
   */
  name: string;
  /**
   * What it is for.
   */
  purpose: string;
}
/**
 * Something that only a person can say.
 */
export interface Question {
  /**
   * Whether nothing can run without an answer.
   */
  needed: boolean;
  /**
   * What may be meant.
   */
  options?: Named[];
  /**
   * Where in the configuration the answer belongs.
   */
  path: string;
  /**
   * The question.
   */
  question: string;
}
/**
 * Something in one of the two systems, by its id and the name people know it by.
 */
export interface Named {
  /**
   * Its id.
   */
  id: string;
  /**
   * Its name.
   */
  name: string;
}
/**
 * How the host queues an event.
 */
export interface Route {
  /**
   * Two deliveries with one key are the same delivery.
   */
  dedupe_key: string;
  /**
   * Lower goes first.
   */
  priority: number;
  /**
   * What the event is about; the host runs one task per subject at a time.
   */
  subject: string;
}
/**
 * `stock.in_flight`: what stands beside the order, which is the payload.
 */
export interface StockInFlight {
  /**
   * The `as_of` that came with the earlier rows. Default: there was none.
   */
  as_of?: Timestamp | null;
  /**
   * Whether Shopify has said, now or earlier, that the order was deleted. Default `false`.
   */
  deleted?: boolean;
  /**
   * How much to explain. Default `reasons`.
   */
  explain?: Explain & string;
  /**
   * The order's fulfilment orders as Shopify gives them, by REST or GraphQL. Default: there are none yet, and its units have no location.
   */
  fulfillment_orders?: unknown[] | null;
  /**
   * No stock level that was read before this time is used any more. Default: not known, and units that left keep their row.
   */
  levels_since?: Timestamp | null;
  /**
   * What Lightspeed has for the order, sale by sale. Default: nothing.
   */
  lightspeed?: TakenBySale[];
  /**
   * What is which item; at least what the order sells. Default: none.
   */
  links?: Link[];
  /**
   * The order's rows as they stood before. Default: none.
   */
  rows?: InFlightRowInput[];
}
/**
 * What one Lightspeed sale has taken for the order.
 */
export interface TakenBySale {
  /**
   * When the host received the answer that shows it; must be there unless the sale is `sent` or `released`. Default: none.
   */
  confirmed_at?: Timestamp | null;
  /**
   * What it took. Default: nothing; of a `sent` one, all lines of the outlet.
   */
  lines?: TakenUnits[];
  /**
   * The outlet or shop.
   */
  outlet: LightspeedOutletIdInput;
  /**
   * The sale. Default: not known, or there is none.
   */
  sale?: LightspeedSaleIdInput | null;
  /**
   * How far the sale is.
   */
  state: SaleStanding;
}
/**
 * Units of one order line that a sale took.
 */
export interface TakenUnits {
  /**
   * How many it was to take. Default: as many as it took.
   */
  asked?: Decimal | null;
  /**
   * The order line.
   */
  line: ShopifyLineItemIdInput;
  /**
   * How many units it really took.
   */
  units: Decimal;
}
/**
 * Units of one order line that a Lightspeed level may not contain.
 */
export interface InFlightRowInput {
  /**
   * When Lightspeed was known to have them. A level whose read began before does not contain that. Default: it does not have them.
   */
  confirmed_at?: Timestamp | null;
  /**
   * The item that is sold.
   */
  item: LightspeedItemIdInput;
  /**
   * Its line.
   */
  line: ShopifyLineItemIdInput;
  /**
   * The location the units are taken from. Default: Shopify has not said it yet.
   */
  location?: ShopifyLocationIdInput | null;
  /**
   * How many of these are still to be sent: Shopify counts them as committed.
   */
  open: Decimal;
  /**
   * The order.
   */
  order: ShopifyOrderIdInput;
  /**
   * The outlet whose level is short of them, or is to be.
   */
  outlet: LightspeedOutletIdInput;
  /**
   * How many units; above zero.
   */
  quantity: Decimal;
  /**
   * Why they are no further.
   */
  reason: InFlightReason;
  /**
   * The sale that took them. Default: none did, or it is not known.
   */
  sale?: LightspeedSaleIdInput | null;
  /**
   * How far they are.
   */
  state: InFlightState;
}
/**
 * `stock.in_flight`: the rows of an order.
 */
export interface InFlight {
  /**
   * The newest `updated_at` of the order that was decided from, to be handed in next time.
   */
  as_of?: Timestamp;
  /**
   * What that changes, in the order of the keys.
   */
  changes: RowChange[];
  /**
   * The order.
   */
  order: ShopifyOrderId;
  /**
   * The rows as they should stand now, in the order of their keys.
   */
  rows: KeyedRow[];
  /**
   * Whether this version of the order was older than that, so that the earlier rows counted.
   */
  stale: boolean;
}
/**
 * A row that is to be put or deleted.
 */
export interface RowChange {
  /**
   * What it is kept under.
   */
  key: string;
  /**
   * The row that is to stand there; absent: none.
   */
  row?: InFlightRow;
}
/**
 * Units of one order line that a Lightspeed level may not contain.
 */
export interface InFlightRow {
  /**
   * When Lightspeed was known to have them. A level whose read began before does not contain that. Default: it does not have them.
   */
  confirmed_at?: Timestamp;
  /**
   * The item that is sold.
   */
  item: LightspeedItemId;
  /**
   * Its line.
   */
  line: ShopifyLineItemId;
  /**
   * The location the units are taken from. Default: Shopify has not said it yet.
   */
  location?: ShopifyLocationId;
  /**
   * How many of these are still to be sent: Shopify counts them as committed.
   */
  open: Decimal;
  /**
   * The order.
   */
  order: ShopifyOrderId;
  /**
   * The outlet whose level is short of them, or is to be.
   */
  outlet: LightspeedOutletId;
  /**
   * How many units; above zero.
   */
  quantity: Decimal;
  /**
   * Why they are no further.
   */
  reason: InFlightReason;
  /**
   * The sale that took them. Default: none did, or it is not known.
   */
  sale?: LightspeedSaleId;
  /**
   * How far they are.
   */
  state: InFlightState;
}
/**
 * A row and its key.
 */
export interface KeyedRow {
  /**
   * What it is kept under: `<item>/<order>/<line>/<location or ->/<state>`. The explanations of the row are about `in_flight/<key>`.
   */
  key: string;
  /**
   * The row.
   */
  row: InFlightRow;
}
/**
 * `stock.publish`: what stands beside the levels, which are the payload: `{shopify, lightspeed}`, lists of `InventoryLevel` as GraphQL gives them (`item { id tracked }`, `location { id isActive }`, `isActive`, `updatedAt`, and the `quantities` `available` and `committed`), and of `ItemShop` (R) or inventory rows of either shape (X).
 */
export interface StockPublish {
  /**
   * What is decided for: the task's id. The same write for the same cause is one write.
   */
  cause: string;
  /**
   * Whether the levels are all there are.
   */
  complete: CompleteLevels;
  /**
   * What an earlier read came to, of quantities that were to rise (`confirm`). Default: none.
   */
  earlier?: EarlierQuantity[];
  /**
   * How much to explain. Default `reasons`.
   */
  explain?: Explain & string;
  /**
   * Locations that Shopify no longer uses. Default: as its levels say.
   */
  inactive_locations?: ShopifyLocationIdInput[];
  /**
   * Only these inventory items are published. Default: all that are linked.
   */
  inventory_items?: ShopifyInventoryItemIdInput[];
  /**
   * All links of the inventory items that are asked for, and of their items. Default: none.
   */
  links?: StockedLink[];
  /**
   * Only at these locations. Default: all that outlets serve.
   */
  locations?: ShopifyLocationIdInput[];
  /**
   * The moment.
   */
  now: Timestamp;
  /**
   * Whether quantities that are right are left out of the answer. Default `false`.
   */
  only_changes?: boolean;
  /**
   * Whether Shopify's orders were read after its levels, and the rows after them. Until then nothing rises over units that Shopify has committed and no row tells of. Default `false`.
   */
  orders_read?: boolean;
  /**
   * When the reading of Lightspeed's levels began.
   */
  read_began_at: Timestamp;
  /**
   * Levels whose reading began at another time. Default: none.
   */
  reads?: LevelReadAt[];
  /**
   * The rows in flight of the items, of the kits that contain them, and of their components. They were read before Lightspeed's levels. Default: none.
   */
  rows?: InFlightRowInput[];
  /**
   * What the till sold last, to be named where too much was sold. Default: not known.
   */
  till_sales?: SoldAtTill[];
  /**
   * Items that Lightspeed counts no stock of, besides those that are linked: components of kits. Default: none.
   */
  untracked?: LightspeedItemIdInput[];
  /**
   * The newest levels that were decided from before. With an empty list the answer has them. Default: nobody keeps them.
   */
  watermarks?: LevelMarkInput[] | null;
  /**
   * What was written last. Default: not known, and foreign changes are not told.
   */
  written?: WrittenQuantity[];
}
/**
 * Whether levels are all there are: only then is one that is not there zero.
 */
export interface CompleteLevels {
  /**
   * Lightspeed's, of the items that are linked and of what they are made of.
   */
  lightspeed: boolean;
  /**
   * Shopify's, of the inventory items that are linked.
   */
  shopify: boolean;
}
/**
 * What an earlier read came to.
 */
export interface EarlierQuantity {
  /**
   * The inventory item.
   */
  inventory_item: ShopifyInventoryItemIdInput;
  /**
   * The location.
   */
  location: ShopifyLocationIdInput;
  /**
   * The `quantity` that was decided.
   */
  quantity: Decimal;
  /**
   * Its `read_began_at`.
   */
  read_began_at: Timestamp;
}
/**
 * An inventory item and its item.
 */
export interface StockedLink {
  /**
   * What kind of thing it is. Default `counted`.
   */
  goods?: GoodsKind & string;
  /**
   * The inventory item.
   */
  inventory_item: ShopifyInventoryItemIdInput;
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * What the item is made of. Default: it is no kit.
   */
  kit?: KitComponentInput[];
  /**
   * The item is made of others, and nobody says of which. Default `false`.
   */
  kit_untold?: boolean;
  /**
   * The variant, to be named to people. Default: not known.
   */
  variant?: ShopifyVariantIdInput | null;
}
/**
 * One component of a kit.
 */
export interface KitComponentInput {
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * How many of it one kit takes.
   */
  quantity: Decimal;
}
/**
 * A level and when its reading began.
 */
export interface LevelReadAt {
  /**
   * When.
   */
  began_at: Timestamp;
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * The outlet.
   */
  outlet: LightspeedOutletIdInput;
}
/**
 * A sale of the till.
 */
export interface SoldAtTill {
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * The outlet.
   */
  outlet: LightspeedOutletIdInput;
  /**
   * The sale.
   */
  sale: LightspeedSaleIdInput;
}
/**
 * How new a level was, and what it said.
 */
export interface LevelMarkInput {
  /**
   * R-Series: its `timeStamp`. Default: none.
   */
  at?: Timestamp | null;
  /**
   * The item.
   */
  item: LightspeedItemIdInput;
  /**
   * The outlet.
   */
  outlet: LightspeedOutletIdInput;
  /**
   * What it said.
   */
  units: Decimal;
  /**
   * X-Series: its `version`. Default: none.
   */
  version?: Decimal | null;
}
/**
 * What was written to Shopify.
 */
export interface WrittenQuantity {
  /**
   * What Shopify had committed then.
   */
  committed: Decimal;
  /**
   * The inventory item.
   */
  inventory_item: ShopifyInventoryItemIdInput;
  /**
   * The location.
   */
  location: ShopifyLocationIdInput;
  /**
   * The quantity.
   */
  quantity: Decimal;
}
/**
 * `stock.publish`: what Shopify may sell.
 */
export interface StockPublished {
  /**
   * Rows that nothing was decided from.
   */
  ignored: IgnoredRows;
  /**
   * Each inventory item at each location, in their order.
   */
  quantities: PublishedQuantity[];
  /**
   * What is to be sent to Shopify: items that are not stocked yet, then all other quantities.
   */
  requests: StockRequest[];
  /**
   * How many quantities are right as they are, listed or not.
   */
  unchanged: number;
  /**
   * The newest levels that were decided from, where they were asked for and are new; by item and outlet.
   */
  watermarks?: LevelMark[];
}
/**
 * How many rows nothing was decided from, and why.
 */
export interface IgnoredRows {
  /**
   * Rows in flight of items that are not linked and in no kit.
   */
  in_flight: number;
  /**
   * Lightspeed: items that are not linked and in no kit.
   */
  items: number;
  /**
   * Both: there is a newer row, or the same once more.
   */
  older: number;
  /**
   * Lightspeed: outlets that serve no location.
   */
  outlets: number;
  /**
   * Lightspeed: the sum of all shops (R).
   */
  sums: number;
}
/**
 * How many of an inventory item can be sold at a location, and why. What is zero is left out.
 */
export interface PublishedQuantity {
  /**
   * Whether the item is stocked at the location by that.
   */
  activate?: boolean;
  /**
   * Whether there is more to come once another read confirms it: keep `quantity` and `read_began_at` for its `earlier`.
   */
  again?: boolean;
  /**
   * Whether there are more than Shopify takes.
   */
  capped?: boolean;
  /**
   * What is done.
   */
  change: ChangeKind;
  /**
   * What of it is in flight, if anything is.
   */
  in_flight?: InFlightParts;
  /**
   * The inventory item.
   */
  inventory_item: ShopifyInventoryItemId;
  /**
   * The item.
   */
  item?: LightspeedItemId;
  /**
   * What the kit is made of.
   */
  kit?: KitStanding[];
  /**
   * The location.
   */
  location: ShopifyLocationId;
  /**
   * How many can be sold; below zero only where `stock.pass_negative` says so.
   */
  quantity?: Decimal;
  /**
   * What is held back.
   */
  safety?: Decimal;
  /**
   * What the outlets of the location can sell together; below zero where they are short.
   */
  sellable?: Decimal;
  /**
   * How many Shopify says; absent where the item is not stocked.
   */
  shopify?: Decimal;
  /**
   * Why it is held or skipped, or must not be sold.
   */
  why?: string;
  /**
   * What is written now.
   */
  write?: Decimal;
}
/**
 * Units in flight: `gone + elsewhere + max(new, committed - in_lightspeed) + by_kits`.
 */
export interface InFlightParts {
  /**
   * Units that kits in flight take.
   */
  by_kits: Decimal;
  /**
   * What Shopify has committed.
   */
  committed: Decimal;
  /**
   * The same of other locations that draw on an outlet of this one.
   */
  elsewhere: Decimal;
  /**
   * Units that left.
   */
  gone: Decimal;
  /**
   * Units still to be sent that the level knows.
   */
  in_lightspeed: Decimal;
  /**
   * Units still to be sent that the level may not know.
   */
  new: Decimal;
}
/**
 * One component of a kit.
 */
export interface KitStanding {
  /**
   * How many are left of it.
   */
  available: Decimal;
  /**
   * The item.
   */
  item: LightspeedItemId;
  /**
   * How many of it one kit takes in the end.
   */
  need: Decimal;
}
/**
 * A request that writes stock.
 */
export interface StockRequest {
  /**
   * The JSON body.
   */
  body: unknown;
  /**
   * The HTTP method.
   */
  method: string;
  /**
   * What it does: `inventorySetQuantities` or `inventoryActivate`.
   */
  operation: string;
  /**
   * The path.
   */
  path: string;
  /**
   * How many quantities it writes.
   */
  rows: number;
}
/**
 * How new a level was, and what it said.
 */
export interface LevelMark {
  /**
   * R-Series: its `timeStamp`. Default: none.
   */
  at?: Timestamp;
  /**
   * The item.
   */
  item: LightspeedItemId;
  /**
   * The outlet.
   */
  outlet: LightspeedOutletId;
  /**
   * What it said.
   */
  units: Decimal;
  /**
   * X-Series: its `version`. Default: none.
   */
  version?: Decimal;
}
/**
 * Body of `get`: one row of the table in the request's path.
 *
 * Answer: 200 with a `Found`, whose `row` is null when there is none.
 */
export interface Get {
  /**
   * The row's key.
   */
  key: string;
}
/**
 * Body of `scan`: rows of the table in the request's path, in key order.
 *
 * Answer: 200 with `{"rows": [{"key", "value"}], "after": key | null}`.
 */
export interface Scan {
  /**
   * Only keys after this one.
   */
  after?: string;
  /**
   * At most so many rows.
   */
  limit: number;
  /**
   * Only keys that start with this.
   */
  prefix: string;
}
/**
 * Body of `commit`: all rows, or none.
 *
 * Answer: 200 with `{}`, or 409 with `{"conflict": {"table", "key", "value": … | null}}`: the first row whose expectation failed, as it stands. Nothing was written then.
 */
export interface Commit {
  /**
   * The changes.
   */
  rows: Row[];
}
/**
 * Body of `mac`: a keyed digest of the value, the tenant's own, so that personal data can be looked up without being kept.
 *
 * Answer: 200 with `{"mac": "…"}`.
 */
export interface Mac {
  /**
   * What to key, in its normal form.
   */
  value: string;
}
/**
 * Answer of `get`.
 */
export interface Found {
  /**
   * The row's value, or null.
   */
  row: unknown;
}
/**
 * Answer of a `commit` that was refused.
 */
export interface Refused {
  /**
   * The first row whose expectation failed.
   */
  conflict: Conflict;
}
/**
 * A row that was not as expected.
 */
export interface Conflict {
  /**
   * The key.
   */
  key: string;
  /**
   * The table.
   */
  table: string;
  /**
   * What stands there, or null.
   */
  value: unknown;
}
/**
 * Answer of `mac`.
 */
export interface Keyed {
  /**
   * The keyed digest, hexadecimal.
   */
  mac: string;
}
/**
 * As `HelperItemsConfig`, of which any may be missing.
 */
export interface DraftHelpersInput {
  /**
   * Tax that the sales channel remits.
   */
  channel_tax?: LightspeedItemIdInput | null;
  /**
   * Duties.
   */
  duty?: LightspeedItemIdInput | null;
  /**
   * Additional fees.
   */
  fee?: LightspeedItemIdInput | null;
  /**
   * A gift card sold.
   */
  gift_card?: GiftCardConfigInput | null;
  /**
   * Lines that are linked to no item.
   */
  placeholder?: LightspeedItemIdInput | null;
  /**
   * What refunds gave back beyond or short of the goods.
   */
  refund?: LightspeedItemIdInput | null;
  /**
   * Cents that rounding leaves.
   */
  rounding?: LightspeedItemIdInput | null;
  /**
   * Shipping charges.
   */
  shipping?: LightspeedItemIdInput | null;
  /**
   * Tips.
   */
  tip?: LightspeedItemIdInput | null;
}
/**
 * As `LightspeedConfig`, without the user if need be.
 */
export interface DraftLightspeedInput {
  /**
   * R-Series: the account id. X-Series: the domain prefix.
   */
  account: string;
  /**
   * X-Series only: the date version of the API.
   */
  api_version?: string | null;
  /**
   * Which product it is.
   */
  series: Series;
  /**
   * Who sales are recorded as.
   */
  user?: LightspeedUserIdInput | null;
}
/**
 * As `TenantConfig`, of which only the first four fields must be there.
 */
export interface DraftConfigInput {
  /**
   * Contract version, `1`.
   */
  contract: ContractVersion;
  /**
   * ISO 4217 code of the shop's currency.
   */
  currency?: string | null;
  /**
   * How customers are found.
   */
  customers?: CustomersConfigInput;
  /**
   * The items that stand for what is no product.
   */
  helper_items?: DraftHelpersInput;
  /**
   * The Lightspeed account.
   */
  lightspeed: DraftLightspeedInput;
  /**
   * How variants and items are linked.
   */
  links?: LinksConfigInput;
  /**
   * Which Shopify location is served by which outlets.
   */
  locations?: LocationConfigInput[];
  /**
   * How orders become sales.
   */
  orders?: OrdersConfigInput;
  /**
   * The Lightspeed outlets (X) or shops (R) in use.
   */
  outlets?: OutletConfigInput[];
  /**
   * Which payment type stands for which Shopify gateway.
   */
  payment_types?: PaymentTypeConfigInput[];
  /**
   * What payouts are recorded as.
   */
  payouts?: PayoutsConfigInput;
  /**
   * Whether everything is computed and compared, and nothing is written to Shopify or Lightspeed, by set-up neither.
   */
  shadow?: boolean;
  /**
   * For how many days after its own an order may still be keyed by hand.
   */
  shadow_days?: number | null;
  /**
   * The Shopify shop.
   */
  shopify: ShopifyConfigInput;
  /**
   * What of Lightspeed's stock is published. Default: each option's own.
   */
  stock?: StockConfigInput;
  /**
   * Which Lightspeed tax stands for which rate.
   */
  taxes?: TaxConfigInput[];
  /**
   * The tenant's name among the host's tenants.
   */
  tenant: string;
  /**
   * IANA name of the shop's time zone.
   */
  time_zone?: string | null;
  /**
   * Where webhooks are sent.
   */
  webhooks?: WebhooksConfigInput;
  /**
   * UTC offsets of time zones, which set-up only passes on.
   */
  zones?: {
    [k: string]: Zone;
  };
}

// Shopify Payments of the shop: the ledger of balance transactions, the payouts they were assigned
// to, disputes, and how the account is set (sheet 4). Amounts are kept as text, as the store asks.

import type { Store, Table } from '../store.ts';
import { remembered } from './remembered.ts';
import type { Remembered } from './remembered.ts';

/** A balance transaction. `net` is what moves the balance; it need not be amount less fee (sheet 4.1). */
export type LedgerRow = {
  id: string;
  /** An official value, or one the schema does not have yet. */
  type: string;
  amount: string; fee: string; net: string; currencyCode: string;
  sourceType: string; sourceId: string | null;
  order: { id: string; name: string } | null;
  orderTransactionId: string | null;
  reason: string | null;
  test: boolean;
  processedAt: string;
  /** Null while it is pending. */
  payoutId: string | null;
  /** It is there, and no reader sees it yet. */
  held: boolean;
  /** The order's payment it was made for, which makes one row only. */
  payment: string | null;
};

/** The parts of a payout's summary; disputes are among the adjustments. */
export const PARTS = ['charges', 'refunds', 'adjustments', 'reservedFunds', 'retriedPayouts', 'advance'] as const;
export type Part = (typeof PARTS)[number];
export type Summary = Record<Part, { gross: string; fee: string }>;

export type PayoutStatus = 'SCHEDULED' | 'IN_TRANSIT' | 'PAID' | 'FAILED' | 'CANCELED';
/** `net` and `summary` are what was said at settlement: later rows change them only when asked to. */
export type Payout = {
  id: string; currencyCode: string; status: PayoutStatus; issuedAt: string; traceId: string | null;
  net: string; summary: Summary;
};

export type Dispute = {
  id: string; status: 'NEEDS_RESPONSE' | 'UNDER_REVIEW' | 'WON' | 'LOST'; orderId: string; orderTransactionId: string | null; amount: string; fee: string;
  currencyCode: string; initiatedAt: string; finalizedOn: string | null;
};

export type PaymentsSettings = {
  /** Without Shopify Payments there is no account to read. */
  account: boolean;
  activated: boolean;
  country: string;
  /** What a charge costs: a percentage of it ("2.9") and a fixed amount. */
  feePercent: string;
  feeFixed: string;
  /** Whether payments are settled in the shop's currency or in the buyers', one payout for each currency. */
  settlesIn: 'shop' | 'presentment';
  /** How the net of a withdrawal is said: its sign is not documented (sheet 4.3). */
  withdrawalNet: 'signed' | 'absolute';
};

export type Payments = {
  rows: Remembered<LedgerRow>;
  payouts: Remembered<Payout>;
  disputes: Table<Dispute>;
  settings: Table<Partial<PaymentsSettings>>;
};

const DEFAULTS: PaymentsSettings = {
  account: true, activated: true, country: 'US', feePercent: '2.9', feeFixed: '0.30', settlesIn: 'shop', withdrawalNet: 'signed',
};
/** The one row of the settings. */
export const SETTINGS = 'payments';

export function openPayments(store: Store): Payments {
  return {
    rows: remembered<LedgerRow>(store.table('shopify_balance_transaction'), {
      payout: ({ payoutId }) => payoutId ?? 'pending', payment: ({ payment }) => payment,
    }),
    payouts: remembered<Payout>(store.table('shopify_payout'), {}),
    disputes: store.table('shopify_dispute'),
    settings: store.table('shopify_payments'),
  };
}

export function paymentsSettings({ settings }: Pick<Payments, 'settings'>): PaymentsSettings {
  return { ...DEFAULTS, ...settings.get(SETTINGS) };
}

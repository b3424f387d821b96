// What a type of balance transaction is: every name of the official enum by its family, as people who
// keep books list them, and the words of REST.

/** The families, in the order in which people read them. */
export const FAMILIES = [
  'sale', 'refund', 'fee', 'dispute', 'dispute_fee', 'protection', 'reserve', 'lending', 'shipping_label', 'duty', 'tax', 'platform_fee',
  'shop_cash', 'channel', 'goodwill', 'balance_move', 'adjustment', 'net',
];

const both = (names) => names.split(' ').map((name) => `${name} ${name}_REVERSAL`).join(' ');
const GRAPHQL = {
  sale: 'CHARGE CHARGE_ADJUSTMENT',
  refund: 'REFUND REFUND_ADJUSTMENT REFUND_FAILURE APPLICATION_FEE_REFUND',
  dispute: 'DISPUTE_WITHDRAWAL DISPUTE_REVERSAL CHARGEBACK_HOLD CHARGEBACK_HOLD_RELEASE',
  dispute_fee: 'CHARGEBACK_FEE CHARGEBACK_FEE_REFUND',
  protection: both('CHARGEBACK_PROTECTION_CREDIT CHARGEBACK_PROTECTION_DEBIT SELLER_PROTECTION_CREDIT'),
  reserve: 'RESERVED_FUNDS RESERVED_FUNDS_REVERSAL RESERVED_FUNDS_WITHDRAWAL RISK_WITHDRAWAL RISK_REVERSAL',
  lending: `ADVANCE ADVANCE_FUNDING ${both('LENDING_DEBIT LENDING_CREDIT LENDING_CREDIT_REFUND LENDING_CREDIT_REMITTANCE LENDING_CAPITAL_REMITTANCE LENDING_CAPITAL_REFUND')}`,
  shipping_label: 'SHIPPING_LABEL SHIPPING_LABEL_ADJUSTMENT SHIPPING_LABEL_ADJUSTMENT_BASE SHIPPING_LABEL_ADJUSTMENT_SURCHARGE SHIPPING_OTHER_CARRIER_CHARGE_ADJUSTMENT SHIPPING_RETURN_TO_ORIGIN_ADJUSTMENT',
  duty: 'CUSTOMS_DUTY CUSTOMS_DUTY_ADJUSTMENT IMPORT_TAX IMPORT_TAX_ADJUSTMENT IMPORT_TAX_REFUND MARKETS_PRO_CREDIT',
  tax: `REFERRAL_FEE_TAX ${both('TAX_ADJUSTMENT_CREDIT TAX_ADJUSTMENT_DEBIT VAT_REFUND_CREDIT')}`,
  platform_fee: `REFERRAL_FEE STRIPE_FEE ACH_BANK_FAILURE_DEBIT_FEE ACH_BANK_FAILURE_DEBIT_REVERSAL_FEE ${both('BILLING_DEBIT MARKETPLACE_FEE_CREDIT')}`,
  shop_cash: both('SHOP_CASH_CREDIT SHOP_CASH_REFUND_DEBIT SHOP_CASH_BILLING_DEBIT SHOP_CASH_CAMPAIGN_BILLING_DEBIT SHOP_CASH_CAMPAIGN_BILLING_CREDIT'),
  channel: both('SHOPIFY_COLLECTIVE_CREDIT SHOPIFY_COLLECTIVE_DEBIT SHOPIFY_SOURCE_CREDIT SHOPIFY_SOURCE_DEBIT CHANNEL_CREDIT CHANNEL_TRANSFER_CREDIT CHANNEL_TRANSFER_DEBIT CHANNEL_PROMOTION_CREDIT'),
  goodwill: both('MERCHANT_GOODWILL_CREDIT PROMOTION_CREDIT COLLECTIONS_CREDIT ADS_PUBLISHER_CREDIT'),
  balance_move: `BALANCE_TRANSFER_INBOUND BALANCE_TRANSFER_OUTBOUND TRANSFER TRANSFER_FAILURE TRANSFER_CANCEL TRANSFER_REFUND ${both('MERCHANT_TO_MERCHANT_CREDIT MERCHANT_TO_MERCHANT_DEBIT')}`,
  adjustment: `ADJUSTMENT ${both('ANOMALY_CREDIT ANOMALY_DEBIT')}`,
};
/** Names that the enum does not have. */
const OTHERS = {
  tax: both('agentic_fee_tax_credit agentic_fee_tax_debit').replaceAll('REVERSAL', 'reversal'),
  sale: 'capture', dispute: 'chargeback dispute', reserve: 'reserve', balance_move: 'payout payout_cancellation payout_failure',
};
/** Signs beside those that the end of the name tells. */
const PLUS = new Set(['CHARGE', 'REFUND_FAILURE', 'DISPUTE_REVERSAL', 'CHARGEBACK_HOLD_RELEASE', 'CHARGEBACK_FEE_REFUND', 'RESERVED_FUNDS_REVERSAL']);
const MINUS = new Set(['REFUND', 'DISPUTE_WITHDRAWAL', 'CHARGEBACK_HOLD', 'CHARGEBACK_FEE', 'RESERVED_FUNDS', 'SHIPPING_LABEL']);
const RETURNED = new Set(['TRANSFER_FAILURE', 'TRANSFER_CANCEL', 'TRANSFER_REFUND', 'payout_cancellation', 'payout_failure']);
const TRANSFERS = new Set(['TRANSFER', 'payout']);
const PAIRED = /_(CREDIT|DEBIT)(_REVERSAL)?$/;

function signOf(name) {
  if (PLUS.has(name)) return 1;
  if (MINUS.has(name)) return -1;
  const paired = PAIRED.exec(name.toUpperCase());
  if (paired === null) return 0;
  return (paired[1] === 'CREDIT' ? 1 : -1) * (paired[2] === undefined ? 1 : -1);
}

/** Numbers below twice the families are those of payments and of fees. */
let slots = 2 * FAMILIES.length;
const nextSlot = () => (slots += 1);

const KNOWN = new Map();
for (const names of [GRAPHQL, OTHERS]) {
  for (const [family, words] of Object.entries(names)) {
    for (const name of words.split(' ')) {
      KNOWN.set(name.toUpperCase(), {
        name, lower: name.toLowerCase(), family: FAMILIES.indexOf(family), sign: signOf(name), slot: nextSlot(), transfer: TRANSFERS.has(name), returned: RETURNED.has(name), known: true,
      });
    }
  }
}

const ADJUSTMENT = FAMILIES.indexOf('adjustment');
const plain = (word) => word.toUpperCase().replaceAll(/[ -]/g, '_');
const said = new Map();

/** What a row says of its type. A word that no table has is a type of its own, which is not known. */
export function typeOf(word, reason, source) {
  const key = reason === null || reason === undefined ? (source === 'adjustment' ? `${word}//` : word) : `${word}/${reason}`;
  let type = said.get(key);
  if (type === undefined) {
    type = find(word.trim(), (reason ?? '').trim(), source);
    said.set(key, type);
  }
  return type;
}

function find(word, reason, source) {
  const known = KNOWN.get(plain(word));
  if (known !== undefined) return known;
  const end = plain(word);
  if (end === 'CREDIT' || end === 'DEBIT') {
    if (reason === '' && /^adjustment$/i.test(source ?? '')) return other(word.toLowerCase(), true);
    const adjusted = KNOWN.get(`${plain(reason)}_${end}`) ?? (PAIRED.test(plain(reason)) ? KNOWN.get(plain(reason)) : undefined);
    // The words of REST say nothing of a sign: a debit may be above zero.
    if (reason !== '' && adjusted !== undefined) return { ...adjusted, sign: 0 };
  }
  return other(reason === '' ? word : `${word}/${reason}`, false);
}

const other = (name, known) => ({ name, lower: name.toLowerCase(), family: ADJUSTMENT, sign: 0, slot: nextSlot(), transfer: false, returned: false, known });

/** Every name there is: the official ones, and those that the enum does not have. */
export const NAMES = [...KNOWN.values()].map(({ name }) => name);

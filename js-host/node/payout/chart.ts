// The chart of accounts: the default one, with the tenant's own codes in it.

/** Word, code and title of each account of the default chart, as the module has them. */
export const CHART: readonly (readonly [word: string, code: string, title: string])[] = [
  ['bank', '1000', 'Bank'],
  ['clearing', '1150', 'Shopify Payments clearing'],
  ['other_gateways', '1151', 'Other gateways clearing'],
  ['returned_payouts', '1155', 'Payouts returned by the bank'],
  ['carried_forward', '1158', 'Payouts carried forward'],
  ['balance_transfers', '1159', 'Balance transfers'],
  ['reserves', '1160', 'Reserves held by Shopify'],
  ['disputes', '1170', 'Disputed payments'],
  ['shop_cash', '1180', 'Shop Cash'],
  ['suspense', '2190', 'Payout suspense'],
  ['gift_cards', '2200', 'Gift cards outstanding'],
  ['store_credit', '2205', 'Store credit outstanding'],
  ['tax_payable', '2210', 'Sales tax payable'],
  ['tax_adjustments', '2215', 'Tax adjustments by Shopify'],
  ['tips_payable', '2220', 'Tips payable'],
  ['duties_payable', '2230', 'Duties and import taxes'],
  ['lending', '2300', 'Shopify lending'],
  ['sales', '4000', 'Sales'],
  ['sales_returns', '4010', 'Sales returns'],
  ['discounts', '4020', 'Discounts'],
  ['shipping_income', '4030', 'Shipping income'],
  ['other_income', '4090', 'Other income'],
  ['credits', '4900', 'Credits from Shopify'],
  ['channels', '4950', 'Channel settlements'],
  ['fees', '6000', 'Payment processing fees'],
  ['dispute_fees', '6010', 'Dispute fees'],
  ['protection', '6020', 'Chargeback protection'],
  ['shipping_labels', '6030', 'Shipping labels'],
  ['platform_fees', '6040', 'Shopify bills and fees'],
  ['adjustments', '6090', 'Payout adjustments'],
  ['exchange', '7000', 'Exchange differences'],
];

export type Account = { account: string; code: string; title: string };

/** The chart with the codes of a configuration's `payouts.accounts`. */
export function chartOf(own: Record<string, string> = {}): Account[] {
  return CHART.map(([account, code, title]) => ({ account, code: Object.hasOwn(own, account) ? own[account] ?? code : code, title }));
}

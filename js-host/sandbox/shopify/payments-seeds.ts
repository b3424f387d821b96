// How the shop's account at Shopify Payments is set.

import { enterPayments } from './ledger.ts';
import { SETTINGS } from './payments.ts';
import type { PaymentsSettings } from './payments.ts';
import type { Shop } from './shop.ts';

export type PaymentsSeeds = {
  /** Changes what is given; the rest stays. What was paid before keeps its fee. */
  seedPayments(settings: Partial<PaymentsSettings>): void;
};

export function paymentsSeeds(shop: Shop): PaymentsSeeds {
  const { settings } = shop.payments;
  return {
    seedPayments(given) {
      enterPayments(shop);
      settings.put(SETTINGS, { ...settings.get(SETTINGS), ...given });
    },
  };
}

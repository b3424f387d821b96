//! What Lightspeed's sales of the orders in a page were paid with, as it was noted when they were
//! recorded, and which of it was paid out already.

use super::rows::{PaidOutRow, paid_key};
use crate::contract::in_flight::SaleStanding;
use crate::contract::store::{Gather, Row};
use crate::domain::ids::shopify::{OrderId, PayoutId, TransactionId};
use crate::domain::money::Money;
use crate::domain::payout::{BalanceTransaction, Recorded};
use crate::domain::table::Table;
use crate::flow::finish::Stop;
use crate::flow::journal::Journal;
use crate::flow::order::{PaidRow, SaleRow};
use crate::flow::rows::{PAYOUTS, SALES};
use crate::flow::{Tenant, store};

/// At so many outlets an order may be sold.
const MOST_SALES: u32 = 50;

pub(super) async fn recorded(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    rows: &[BalanceTransaction],
) -> Result<Vec<Recorded>, Stop> {
    let mut orders: Vec<OrderId> = rows.iter().filter_map(|row| row.order).collect();
    orders.sort_unstable();
    orders.dedup();
    let prefixes = orders.iter().map(|order| format!("{order}/")).collect();
    let gather = Gather { keys: Vec::new(), prefixes, limit: MOST_SALES };
    let sales = store::gather::<SaleRow>(journal, "sales", SALES, gather).await?;
    let mut recorded = Vec::new();
    for (_, row) in sales {
        of_sale(&row, tenant, &mut recorded);
    }
    Ok(recorded)
}

/// Which rows hold the payments and refunds of a page, as far as any does yet.
pub(super) struct Held(Table<String, PaidOutRow>);

/// Looks that up.
pub(super) async fn held(journal: &Journal<'_>, rows: &[BalanceTransaction]) -> Result<Held, Stop> {
    let mut keys: Vec<String> =
        rows.iter().filter_map(|row| row.transaction).map(paid_key).collect();
    keys.sort_unstable();
    keys.dedup();
    let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
    let rows = store::gather::<PaidOutRow>(journal, "paid", PAYOUTS, gather).await?;
    Ok(Held(rows.into_iter().collect()))
}

impl Held {
    /// What none of these rows of a payout can hold: another row does.
    pub(super) fn elsewhere(
        &self,
        payout: PayoutId,
        rows: &[BalanceTransaction],
    ) -> Vec<TransactionId> {
        let elsewhere = |transaction: &TransactionId| {
            self.0.get(&paid_key(*transaction)).is_some_and(|held| match held.row {
                Some(row) => !rows.iter().any(|own| own.id == Some(row)),
                None => held.payout != payout,
            })
        };
        rows.iter().filter_map(|row| row.transaction).filter(elsewhere).collect()
    }

    /// The row that says that `own` holds it, unless it says so already.
    pub(super) fn put(&self, transaction: TransactionId, own: &PaidOutRow) -> Option<Row> {
        let key = paid_key(transaction);
        (self.0.get(&key) != Some(own)).then(|| Row::put(PAYOUTS, key, own))
    }
}

fn of_sale(row: &SaleRow, tenant: Tenant<'_>, recorded: &mut Vec<Recorded>) {
    let Some(sale) = &row.sale else { return };
    let one = |transaction, amount| Recorded {
        order: row.order,
        order_name: None,
        transaction,
        sale: sale.clone(),
        amount,
    };
    let money = |paid: &PaidRow| Money::new(paid.amount.0, tenant.policy.currency);
    let stands = matches!(row.state, SaleStanding::Completed | SaleStanding::ByHand);
    if row.paid.is_empty() && stands {
        // Staff keyed it: it stands, and what it was paid with was never asked.
        recorded.push(one(None, None));
    }
    recorded.extend(row.paid.iter().map(|paid| one(Some(paid.transaction), Some(money(paid)))));
    if row.paid_back {
        let all = Money::sum(tenant.policy.currency, row.paid.iter().map(money));
        let back = all.and_then(|all| all.checked_neg()).ok();
        recorded.push(one(None, back));
    }
}

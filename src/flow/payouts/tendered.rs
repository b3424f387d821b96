//! What Lightspeed's sales of the orders in a page were paid with, as it was noted when they were
//! recorded.

use crate::contract::in_flight::SaleStanding;
use crate::contract::store::Gather;
use crate::domain::ids::shopify::OrderId;
use crate::domain::money::Money;
use crate::domain::payout::{BalanceTransaction, Recorded};
use crate::flow::finish::Stop;
use crate::flow::journal::Journal;
use crate::flow::order::{PaidRow, SaleRow};
use crate::flow::rows::SALES;
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

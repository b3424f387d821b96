//! Shopify's orders of the day, a page at a time, and where each is posted.

use super::Part;
use super::rows::{NamedRow, PlaceRow, PlacedRow};
use crate::contract::in_flight::SaleStanding;
use crate::contract::store::{Gather, Row};
use crate::domain::ids::shopify::OrderId;
use crate::domain::money::Money;
use crate::flow::finish::Stop;
use crate::flow::order::SaleRow;
use crate::flow::rows::{PAYOUTS, SALES, VERSION};
use crate::flow::{refusal, store};
use crate::rules::payouts::Posted;
use crate::shopify::turnover_orders::{self, PlacedOrder};

/// At so many outlets an order may be sold.
const MOST_SALES: u32 = 50;

impl Part<'_, '_> {
    pub(super) async fn orders(&mut self) -> Result<(), Stop> {
        const STEP: &str = "turnover.orders";
        let policy = self.tenant.policy;
        let (after, version) = (self.row.after.as_deref(), &policy.shopify_version);
        let query = turnover_orders::query(self.from, self.to, after, version);
        let reply = self.journal.read(STEP, query).await?;
        if !reply.is_success() {
            return Err(refusal::of(self.journal, self.tenant, STEP, &reply));
        }
        let page = turnover_orders::decode(reply.body)
            .map_err(|issue| refusal::unreadable(self.journal, STEP, &issue))?;
        let counts = |own: &PlacedOrder| {
            let is_old = policy.go_live.is_some_and(|go_live| own.at < go_live);
            !own.test && !is_old && self.is_of_the_day(own.at)
        };
        let orders: Vec<PlacedOrder> = page.rows.into_iter().filter(counts).collect();
        let sales = self.posted(orders.iter().map(|own| own.id).collect()).await?;
        for order in orders {
            let own: Vec<&SaleRow> = sales.iter().filter(|row| row.order == order.id).collect();
            self.note(order, &own);
        }
        self.next("sales", page.after);
        Ok(())
    }

    /// Which sales orders stand as.
    pub(super) async fn posted(&self, orders: Vec<OrderId>) -> Result<Vec<SaleRow>, Stop> {
        let prefixes = orders.iter().map(|order| format!("{order}/")).collect();
        let gather = Gather { keys: Vec::new(), prefixes, limit: MOST_SALES };
        let rows = store::gather::<SaleRow>(self.journal, "turnover.posted", SALES, gather).await?;
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    fn note(&mut self, order: PlacedOrder, sales: &[&SaleRow]) {
        self.row.orders = self.row.orders.saturating_add(1);
        for sale in sales.iter().filter_map(|row| row.sale.as_ref()) {
            let row = NamedRow { v: VERSION, order: order.id };
            self.end.commit.push(Row::put(PAYOUTS, self.key(&format!("s/{sale}")), &row));
        }
        let row = PlacedRow {
            v: VERSION,
            order: order.id,
            total: order.total.written(),
            paid: order.paid.written(),
            name: order.name,
            places: sales.iter().map(|row| self.place(row)).collect(),
            found: Vec::new(),
        };
        self.end.commit.push(Row::put(PAYOUTS, self.key(&format!("o/{}", row.order)), &row));
    }

    fn place(&self, row: &SaleRow) -> PlaceRow {
        let posted = match row.state {
            SaleStanding::Completed | SaleStanding::ByHand => Posted::Sold,
            SaleStanding::Reserved => Posted::Kept,
            SaleStanding::Released => Posted::Back,
            SaleStanding::Sent => Posted::Open,
        };
        // A sale of ours is paid with what it comes to; what staff keyed was never asked.
        let paid = row.paid.iter().map(|paid| self.money(paid.amount));
        let came_to = Money::sum(self.tenant.policy.currency, paid).ok();
        let word = PlaceRow::STATES.iter().find(|(_, own)| *own == posted);
        PlaceRow {
            outlet: row.outlet.clone(),
            state: word.map_or("", |(word, _)| word).to_owned(),
            sale: row.sale.clone(),
            came_to: came_to.filter(|_| !row.paid.is_empty()).map(|own| own.written()),
        }
    }
}

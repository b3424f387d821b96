//! Lightspeed's sales of the day, page by page: those that stand for an order of the day are noted with
//! it, others of ours are named, and what staff sold is added up apart.

use super::Part;
use super::rows::{DifferenceRow, Figure, FoundRow, NamedRow, PlacedRow};
use crate::contract::store::{Gather, Row};
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::{KeyedSale, KeyedState};
use crate::domain::table::Table;
use crate::flow::finish::Stop;
use crate::flow::join::{Branch, join_all};
use crate::flow::order::SaleRow;
use crate::flow::rows::PAYOUTS;
use crate::flow::{refusal, store};
use crate::rules::payouts::Differs;

impl Part<'_, '_> {
    /// A page of them.
    pub(super) async fn sales(&mut self) -> Result<(), Stop> {
        const STEP: &str = "turnover.sales";
        let (dialect, currency) = (self.tenant.dialect, self.tenant.policy.currency);
        let after = self.row.after.as_deref();
        let list = dialect.list_keyed(self.tenant.account, self.from, after);
        let reply = self.journal.read(STEP, list).await?;
        if !reply.is_success() {
            return Err(refusal::of(self.journal, self.tenant, STEP, &reply));
        }
        let page = dialect
            .read_keyed(reply.body, currency, self.from, after)
            .map_err(|issue| refusal::unreadable(self.journal, STEP, &issue))?;
        if page.ignored {
            return Err(self.ignored(STEP));
        }
        let is_late = !page.sales.is_empty()
            && page.sales.iter().all(|sale| sale.at >= self.to)
            && dialect.oldest_first();
        let seen = std::mem::take(&mut self.row.last);
        let after = page.after.filter(|_| !is_late);
        if after.is_some() {
            self.row.last = page.sales.iter().map(|sale| sale.id.clone()).collect();
        }
        let counts = |sale: &KeyedSale| {
            let done = sale.state == KeyedState::Completed && self.is_of_the_day(sale.at);
            done && !seen.contains(&sale.id)
        };
        let sales: Vec<KeyedSale> = page.sales.into_iter().filter(counts).collect();
        self.hold(sales).await?;
        self.next("held", after);
        Ok(())
    }

    async fn hold(&mut self, sales: Vec<KeyedSale>) -> Result<(), Stop> {
        let named = self.named(&sales).await?;
        let order = |sale: &KeyedSale| {
            let of = |id: &str| named.get(id).copied();
            // Goods that come back are of the order whose sale they were on.
            let back = || sale.returns.iter().find_map(|part| of(part));
            sale.order.or_else(|| of(sale.id.as_str())).or_else(back)
        };
        let mut sales: Vec<(Option<OrderId>, KeyedSale)> =
            sales.into_iter().map(|sale| (order(&sale), sale)).collect();
        self.ask_originals(&mut sales).await?;
        let mut placed = self.placed(&sales).await?;
        let others = sales.iter().filter_map(|(order, _)| *order);
        let others: Table<OrderId, ()> =
            others.filter(|own| placed.get(own).is_none()).map(|own| (own, ())).collect();
        let others = match others.is_empty() {
            true => Vec::new(),
            false => self.posted(others.iter().map(|(order, ())| *order).collect()).await?,
        };
        for (order, sale) in sales {
            match order.and_then(|order| placed.get_mut(&order)) {
                Some(row) => self.found(row, &sale),
                None if sale.ours => self.stray(order, &sale, &others),
                None => {
                    self.row.till = self.row.till.saturating_add(1);
                    self.row.add(Some(&sale.outlet), Figure::Till, &sale.total);
                }
            }
        }
        let rows = placed.iter().filter(|(_, row)| !row.found.is_empty());
        let rows = rows.map(|(order, row)| Row::put(PAYOUTS, self.key(&format!("o/{order}")), row));
        let rows: Vec<Row> = rows.collect();
        self.end.commit.extend(rows);
        Ok(())
    }

    /// A return of ours may not say of which order it is; the sale that it takes back does.
    async fn ask_originals(&self, sales: &mut [(Option<OrderId>, KeyedSale)]) -> Result<(), Stop> {
        let original = |sale: &KeyedSale| SaleId::parse(sale.returns.first()?).ok();
        let asked: Table<SaleId, ()> = sales
            .iter()
            .filter(|(order, sale)| order.is_none() && sale.ours)
            .filter_map(|(_, sale)| original(sale).map(|id| (id, ())))
            .collect();
        let asked = asked.iter().map(|(id, ())| -> Branch<'_, _> { Box::pin(self.get(id)) });
        let mut found = Vec::new();
        for sale in join_all(asked.collect()).await {
            found.extend(sale?);
        }
        for (order, sale) in sales.iter_mut().filter(|(order, sale)| order.is_none() && sale.ours) {
            let id = original(sale);
            let own = found.iter().find(|own| Some(&own.id) == id.as_ref());
            *order = own.and_then(|own| own.order);
        }
        Ok(())
    }

    /// Which orders of the day name these sales, or those that they take back.
    async fn named(&self, sales: &[KeyedSale]) -> Result<Table<String, OrderId>, Stop> {
        let prefix = self.key("s/");
        let own = sales.iter().map(|sale| sale.id.as_str());
        let back = sales.iter().flat_map(|sale| sale.returns.iter().map(String::as_str));
        let keys: Table<String, ()> =
            own.chain(back).map(|id| (format!("{prefix}{id}"), ())).collect();
        let keys = keys.iter().map(|(key, ())| key.clone()).collect();
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let rows =
            store::gather::<NamedRow>(self.journal, "turnover.named", PAYOUTS, gather).await?;
        let of = |(key, row): (String, NamedRow)| {
            key.strip_prefix(&prefix).map(|id| (id.to_owned(), row.order))
        };
        Ok(rows.into_iter().filter_map(of).collect())
    }

    /// The rows of those of their orders that are of the day.
    async fn placed(
        &self,
        sales: &[(Option<OrderId>, KeyedSale)],
    ) -> Result<Table<OrderId, PlacedRow>, Stop> {
        let orders: Table<OrderId, ()> =
            sales.iter().filter_map(|(order, _)| order.map(|own| (own, ()))).collect();
        let keys = orders.iter().map(|(order, ())| self.key(&format!("o/{order}"))).collect();
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let rows =
            store::gather::<PlacedRow>(self.journal, "turnover.placed", PAYOUTS, gather).await?;
        Ok(rows.into_iter().map(|(_, row)| (row.order, row)).collect())
    }

    /// A sale of an order of the day; one that was listed before counts once.
    pub(super) fn found(&mut self, row: &mut PlacedRow, sale: &KeyedSale) {
        if row.found.iter().any(|own| own.sale == sale.id) {
            return;
        }
        self.row.sales = self.row.sales.saturating_add(1);
        self.row.add(Some(&sale.outlet), Figure::Lightspeed, &sale.total);
        row.found.push(FoundRow {
            sale: sale.id.clone(),
            outlet: sale.outlet.clone(),
            total: sale.total.written(),
            back: sale.takes_back,
        });
    }

    /// A sale of ours that is of no order of the day.
    fn stray(&mut self, order: Option<OrderId>, sale: &KeyedSale, posted: &[SaleRow]) {
        // A payout's summary comes to nothing, and so do goods that came back without their money.
        if sale.total.is_zero() && order.is_none() {
            return;
        }
        let own = posted.iter().filter(|row| Some(row.order) == order);
        let is_posted = |sale: &SaleId| own.clone().any(|row| row.sale.as_ref() == Some(sale));
        let kind = match sale.takes_back {
            true if own.clone().next().is_some() => Differs::Reversal,
            false if is_posted(&sale.id) => Differs::OtherDay,
            _ => Differs::UnknownOrder,
        };
        self.row.sales = self.row.sales.saturating_add(1);
        self.row.add(Some(&sale.outlet), Figure::Lightspeed, &sale.total);
        let amount = sale.total.checked_neg().unwrap_or(sale.total);
        let row = DifferenceRow {
            order,
            sale: Some(sale.id.clone()),
            ..DifferenceRow::of(kind, Some(&sale.outlet), &amount)
        };
        self.row.name(kind, &amount, Some(&sale.outlet), row);
    }
}

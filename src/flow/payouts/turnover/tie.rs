//! The orders of the day, some at a time: each is held against its sales. A sale that was posted and is not
//! among those of the day is asked for by its id, which tells whether it stands on another one.

use super::Part;
use super::rows::{DifferenceRow, Figure, PlacedRow};
use crate::contract::store::Row;
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::keyed::{KeyedSale, KeyedState};
use crate::domain::money::Money;
use crate::flow::finish::Stop;
use crate::flow::join::{Branch, join_all};
use crate::flow::rows::PAYOUTS;
use crate::flow::{refusal, store};
use crate::rules::payouts::{Place, Posted, SoldOrder, tie_order};

/// How many orders are looked at in one task: each of their sales may have to be asked for.
const ORDERS: u32 = 25;

impl Part<'_, '_> {
    pub(super) async fn tie(&mut self) -> Result<(), Stop> {
        let scan = self.scan("o/", ORDERS);
        let page = store::page::<PlacedRow>(self.journal, "turnover.tie", PAYOUTS, scan).await?;
        let mut rows: Vec<PlacedRow> = Vec::with_capacity(page.rows.len());
        for (key, row) in page.rows {
            self.end.commit.push(Row::delete(PAYOUTS, key));
            rows.push(row);
        }
        let elsewhere = self.elsewhere(&rows).await?;
        for row in &mut rows {
            self.hold_order(row, &elsewhere)?;
        }
        // What is deleted is not there any more: the next page is the first one again.
        self.next("sweep", page.after);
        Ok(())
    }

    /// The sales that were posted and not found among those of the day, as they are.
    async fn elsewhere(&self, rows: &[PlacedRow]) -> Result<Vec<KeyedSale>, Stop> {
        let mut asked: Vec<&SaleId> = Vec::new();
        for row in rows {
            let sold = row.places.iter().filter(|place| place.posted() == Posted::Sold);
            let sales = sold.filter_map(|place| place.sale.as_ref());
            asked.extend(sales.filter(|sale| row.found.iter().all(|own| own.sale != **sale)));
        }
        let asked = asked.into_iter().map(|sale| -> Branch<'_, _> { Box::pin(self.get(sale)) });
        let mut sales = Vec::new();
        for sale in join_all(asked.collect()).await {
            sales.extend(sale?);
        }
        Ok(sales)
    }

    /// A sale that is booked; nothing if there is none, or it is void.
    pub(super) async fn get(&self, id: &SaleId) -> Result<Option<KeyedSale>, Stop> {
        let (journal, tenant) = (self.journal, self.tenant);
        let step = format!("turnover.sale:{id}");
        let reply = journal.read(&step, tenant.dialect.get_keyed(tenant.account, id)).await?;
        if reply.status == 404 {
            return Ok(None);
        }
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, &step, &reply));
        }
        let read = tenant.dialect.read_one_keyed(reply.body, tenant.policy.currency);
        let sale = read.map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        // The vendor answered with another one.
        Ok(Some(sale).filter(|sale| sale.id == *id && sale.state == KeyedState::Completed))
    }

    fn hold_order(&mut self, row: &mut PlacedRow, elsewhere: &[KeyedSale]) -> Result<(), Stop> {
        let mut places = Vec::with_capacity(row.places.len());
        for own in &row.places {
            places.push(Place {
                outlet: own.outlet.clone(),
                posted: own.posted(),
                came_to: own.came_to.map(|came_to| self.money(came_to)),
                other_day: None,
            });
        }
        let sold: Vec<Option<SaleId>> = row.places.iter().map(|own| own.sale.clone()).collect();
        for (place, id) in places.iter_mut().zip(&sold) {
            let Some(sale) = elsewhere.iter().find(|sale| Some(&sale.id) == id.as_ref()) else {
                continue;
            };
            if self.is_of_the_day(sale.at) {
                // The list did not have it yet.
                self.found(row, sale);
            } else if place.posted == Posted::Sold {
                place.other_day = Some(sale.total);
            }
        }
        let zero = Money::zero(self.tenant.policy.currency);
        let order = SoldOrder {
            total: self.money(row.total),
            paid: self.money(row.paid),
            places,
            found: row.found.iter().map(|own| own.sale(&zero)).collect(),
        };
        let tied = tie_order(&order).map_err(|error| super::read::unfit(self.journal, &error))?;
        for (outlet, share) in &tied.shares {
            self.row.add(outlet.as_ref(), Figure::Shopify, share);
        }
        for own in tied.differences {
            let outlet = own.outlet.as_ref();
            let of = |place: &&super::rows::PlaceRow| Some(&place.outlet) == outlet;
            let sale = row.places.iter().find(of).and_then(|place| place.sale.clone());
            let named = DifferenceRow {
                order: Some(row.order),
                name: row.name.clone(),
                sale,
                ..DifferenceRow::of(own.kind, outlet, &own.amount)
            };
            self.row.name(own.kind, &own.amount, outlet, named);
        }
        Ok(())
    }
}

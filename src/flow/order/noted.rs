//! What the store knows of an order: where its sales may stand, which of them do, what the order
//! was when it was posted, and which of its units are in flight.

use std::cell::{Cell, OnceCell};

use super::rows::{OrderRow, PostedRow, SaleRow, SeenRow, UnitsRow};
use crate::contract::in_flight::SaleStanding;
use crate::contract::store::{Picture, Row, Then};
use crate::domain::ids::lightspeed::OutletId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::order::Order;
use crate::domain::sale::{Sale, SaleKey};
use crate::domain::time::Timestamp;
use crate::flow::adopt::said::{SaidRow, order_key};
use crate::flow::claim::Claim;
use crate::flow::finish::Stop;
use crate::flow::journal::Journal;
use crate::flow::rows::{ADOPT, ORDERS, SALES, SEEN, SETUP, VERSION};
use crate::flow::setup::{self, BLOCKED, BlockedRow};
use crate::flow::store;
use crate::report::{Code, Exception, Fact, RawJson, read};
use crate::rules::orders;

/// How many sales of one order are read: far more than a tenant has outlets.
const MOST_SALES: u32 = 250;

/// What the store knows of an order.
pub(super) struct Noted {
    order: OrderId,
    /// The row as it was read, to be expected when it is changed.
    row: Option<RawJson>,
    known: OrderRow,
    /// The row as this task has put it with its claim.
    planned: OnceCell<OrderRow>,
    /// Whether this task has asked for the order's claim.
    tried: Cell<bool>,
    seen: Option<SeenRow>,
    sales: Vec<SaleRow>,
    /// What must not be used until it is mended.
    blocked: Option<BlockedRow>,
    /// What was said of it, if staff may have keyed it by hand.
    said: Option<SaidRow>,
}

impl Noted {
    /// Reads it: the order's row, and then its sales, so that these are as new as the row, or newer.
    /// Whatever changes them changes the row, which is expected to be as it was read when anything
    /// is noted: what was decided from another picture than stands by then is decided anew.
    pub(super) async fn read(journal: &Journal<'_>, order: OrderId) -> Result<Self, Stop> {
        let key = |table: &str, key: String| Then {
            table: table.to_owned(),
            keys: vec![key],
            ..Then::default()
        };
        let sales = Then {
            table: SALES.to_owned(),
            prefixes: vec![format!("{order}/")],
            limit: MOST_SALES,
            ..Then::default()
        };
        let body = Picture {
            keys: vec![order.to_string()],
            then: vec![
                key(SEEN, seen_key(order)),
                sales,
                key(SETUP, BLOCKED.to_owned()),
                key(ADOPT, order_key(order)),
            ],
            ..Picture::default()
        };
        let mut picture = store::picture(journal, "order.row", ORDERS, body).await?;
        let row = picture.part::<RawJson>(journal)?.pop().map(|(_, row)| row);
        let seen = picture.part(journal)?.pop().map(|(_, row)| row);
        let sales = picture.part(journal)?.into_iter().map(|(_, row)| row).collect();
        let blocked = picture.part(journal)?.pop().map(|(_, row)| row);
        let said = picture.part(journal)?.pop().map(|(_, row)| row);
        // In shadow staff key every order: it is computed as if they did not.
        let said = Option::filter(said, |_| !journal.is_shadow());
        let known = match &row {
            None => OrderRow { v: VERSION, ..OrderRow::default() },
            Some(row) => read::document(row.as_bytes(), "$").map_err(|issue| {
                Exception::new(Code::StoreFailed, journal.subject())
                    .with("step", "order.row")
                    .with("issue", Fact::text(issue))
                    .about("order.row")
            })?,
        };
        let (planned, tried) = (OnceCell::new(), Cell::new(false));
        Ok(Self { order, row, known, planned, tried, seen, sales, blocked, said })
    }

    /// The row of the order as it stands in the store now.
    pub(super) fn known(&self) -> &OrderRow {
        self.planned.get().unwrap_or(&self.known)
    }

    /// Why nothing may be written now, or one of the sales must not be recorded, if so.
    pub(super) fn blocks(&self, subject: &str, sales: &[Sale]) -> Option<Exception> {
        setup::blocks(self.blocked.as_ref()?, subject, sales)
    }

    /// What was said of it, if staff may have keyed it by hand.
    pub(super) fn said(&self) -> Option<&SaidRow> {
        self.said.as_ref()
    }

    /// What the order was when all its sales stood.
    pub(super) fn posted(&self) -> Option<&PostedRow> {
        self.known.posted.as_ref()
    }

    /// Whether something newer was seen of the order: events come late and out of order.
    pub(super) fn is_newer_than(&self, order: &Order) -> bool {
        let seen = self.seen.as_ref().map(|row| row.updated_at);
        order.updated_at.is_some_and(|at| seen.is_some_and(|seen| at < seen))
    }

    /// Its sales and reservations.
    pub(super) fn sales(&self) -> &[SaleRow] {
        &self.sales
    }

    /// The completed sale that is known to stand at an outlet.
    pub(super) fn sale(&self, outlet: &OutletId) -> Option<&SaleRow> {
        let completed =
            |row: &&SaleRow| row.outlet == *outlet && row.state == SaleStanding::Completed;
        self.sales.iter().find(completed)
    }

    /// The sales that staff keyed and that were adopted.
    pub(super) fn adopted(&self) -> impl Iterator<Item = &SaleRow> {
        self.sales.iter().filter(|row| row.state == SaleStanding::ByHand)
    }

    /// Whether there are any.
    pub(super) fn is_adopted(&self) -> bool {
        self.adopted().next().is_some()
    }

    /// What is known to be kept at an outlet for the buyer.
    pub(super) fn reserved(&self, outlet: &OutletId) -> Option<&SaleRow> {
        self.all_reserved().find(|row| row.outlet == *outlet)
    }

    /// The same at every outlet.
    pub(super) fn all_reserved(&self) -> impl Iterator<Item = &SaleRow> {
        self.sales.iter().filter(|row| row.state == SaleStanding::Reserved)
    }

    /// Where a sale may stand although `sales` ask for none there: it was asked for before.
    pub(super) fn strays(&self, sales: &[Sale]) -> Vec<OutletId> {
        let stray = |outlet: &&OutletId| sales.iter().all(|sale| sale.key.outlet != **outlet);
        self.known.outlets.iter().filter(stray).cloned().collect()
    }

    /// The order's row when sales are about to be made, and the outlets of these.
    pub(super) fn with_outlets(&self, sales: &[Sale]) -> OrderRow {
        let mut outlets: Vec<OutletId> = sales.iter().map(|sale| sale.key.outlet.clone()).collect();
        outlets.extend(self.strays(sales));
        OrderRow { outlets, ..self.known.clone() }
    }

    /// The order's row when all its sales stand at `outlets`.
    pub(super) fn done(&self, order: &Order, outlets: Vec<OutletId>) -> OrderRow {
        let posted = Some(snapshot(order));
        OrderRow { outlets, posted, reserved_for: Vec::new(), ..self.known().clone() }
    }

    /// Whether nothing was ever noted of the order.
    pub(super) fn is_new(&self) -> bool {
        self.row.is_none()
    }

    /// Claims the order. With the claim, and not without it, its row becomes this one and `units`
    /// are changed; refused if somebody else has changed the order's row since it was read.
    pub(super) async fn claim(
        &self,
        journal: &Journal<'_>,
        task: &str,
        row: OrderRow,
        units: Vec<Row>,
    ) -> Result<Hold<'_>, Stop> {
        self.tried.set(true);
        let put = match &self.row {
            None => self.put(&row).if_absent(),
            Some(now) => self.put(&row).if_value(now.clone()),
        };
        let rows = std::iter::once(put).chain(units).collect();
        let claim = Claim::take(journal, task, &format!("order/{}", self.order), rows).await?;
        let hold = Hold { noted: self, claim, row };
        hold.note();
        Ok(hold)
    }

    /// The order's row, to be put.
    pub(super) fn put(&self, row: &OrderRow) -> Row {
        Row::put(ORDERS, self.order.to_string(), row)
    }

    /// Whether this task holds the order's claim.
    pub(super) fn is_claimed(&self) -> bool {
        self.planned.get().is_some()
    }

    /// Whether somebody else holds it, and knows of the order what this task does.
    pub(super) fn is_held_by_other(&self) -> bool {
        self.tried.get() && !self.is_claimed()
    }
}

/// The claim of an order, with what was stored beside it.
pub(super) struct Hold<'n> {
    noted: &'n Noted,
    claim: Claim,
    row: OrderRow,
}

impl Hold<'_> {
    /// To be called after a fresh look at Lightspeed: takes over from a holder that is gone.
    pub(super) async fn own(&mut self, journal: &Journal<'_>, task: &str) -> Result<(), Stop> {
        self.claim.own(journal, task).await?;
        self.note();
        Ok(())
    }

    fn note(&self) {
        if self.claim.is_held() {
            // A flow claims its order once.
            drop(self.noted.planned.set(self.row.clone()));
        }
    }
}

/// The row that says what was seen of the order, if it says when it was changed.
pub(super) fn seen_row(order: &Order) -> Option<Row> {
    order.updated_at.map(|at| seen_at(order.id, at))
}

/// The row that says that whatever is older than `at` is no news of the order.
pub(super) fn seen_at(order: OrderId, at: Timestamp) -> Row {
    Row::put(SEEN, seen_key(order), &SeenRow { v: VERSION, updated_at: at })
}

fn seen_key(order: OrderId) -> String {
    format!("order/{order}")
}

/// A sale's row, to be put.
pub(super) fn sale_row(row: &SaleRow) -> Row {
    let key = SaleKey { order: row.order, outlet: row.outlet.clone() };
    Row::put(SALES, key.row(), row)
}

/// What of an order must stay as it is once it is posted.
pub(super) fn snapshot(order: &Order) -> PostedRow {
    let units = order.lines.iter().map(|line| UnitsRow {
        line: line.id,
        units: line.current.unwrap_or(line.ordered).normalize().to_string(),
    });
    PostedRow {
        total: order.stated.total.presentment.text(),
        units: units.collect(),
        taken_back: None,
    }
}

/// The difference between the order and what it was when it was posted.
pub(super) fn changed(order: &Order, posted: &PostedRow) -> Option<Exception> {
    let now = snapshot(order);
    let mut lines = Vec::new();
    for row in &now.units {
        let before = posted.units.iter().find(|other| other.line == row.line);
        let before = before.map_or("0", |row| row.units.as_str());
        if before != row.units {
            lines.push(Fact::text(format_args!("{}: {before} -> {}", row.line, row.units)));
        }
    }
    for row in &posted.units {
        if now.units.iter().all(|other| other.line != row.line) {
            lines.push(Fact::text(format_args!("{}: {} -> 0", row.line, row.units)));
        }
    }
    if lines.is_empty() && now.total == posted.total && !order.is_cancelled() {
        return None;
    }
    Some(
        Exception::new(Code::OrderChanged, &orders::subject(order))
            .with("posted", posted.total.as_str())
            .with("now", now.total.as_str())
            .with("lines", Fact::List(lines))
            .with("cancelled", order.is_cancelled()),
    )
}

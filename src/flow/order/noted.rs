//! What the store knows of an order: where its sales may stand, which of them do, and what the
//! order was when it was posted.

use crate::contract::store::Row;
use crate::domain::ids::lightspeed::{OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
use crate::domain::order::Order;
use crate::domain::sale::{Sale, SaleKey};
use crate::domain::time::Timestamp;
use crate::flow::finish::Stop;
use crate::flow::join::join;
use crate::flow::journal::Journal;
use crate::flow::rows::{
    ORDERS, OrderRow, PostedRow, SALES, SEEN, SaleRow, SeenRow, UnitsRow, VERSION,
};
use crate::flow::store;
use crate::report::{Code, Exception, Fact, RawJson, read};
use crate::rules::orders;

/// What the store knows of an order.
pub(super) struct Noted {
    order: OrderId,
    /// The row as it stands, to be expected when it is changed.
    row: Option<RawJson>,
    known: Option<OrderRow>,
    seen: Option<SeenRow>,
    sales: Vec<SaleRow>,
}

impl Noted {
    /// Reads it.
    pub(super) async fn read(journal: &Journal<'_>, order: OrderId) -> Result<Self, Stop> {
        let (row, (seen, sales)) = join(
            store::get::<RawJson>(journal, "order.row", ORDERS, &order.to_string()),
            join(
                store::get(journal, "order.seen", SEEN, &seen_key(order)),
                store::scan(journal, "sale.rows", SALES, &format!("{order}/")),
            ),
        )
        .await;
        let (row, seen, sales) = (row?, seen?, sales?);
        let known = match &row {
            None => None,
            Some(row) => Some(read::document(row.as_bytes(), "$").map_err(|issue| {
                Exception::new(Code::StoreFailed, journal.subject())
                    .with("step", "order.row")
                    .with("issue", Fact::text(issue))
                    .about("order.row")
            })?),
        };
        Ok(Self { order, row, known, seen, sales })
    }

    /// What the order was when all its sales stood.
    pub(super) fn posted(&self) -> Option<&PostedRow> {
        self.known.as_ref()?.posted.as_ref()
    }

    /// Whether something newer was seen of the order: events come late and out of order.
    pub(super) fn is_newer_than(&self, order: &Order) -> bool {
        let seen = self.seen.as_ref().map(|row| row.updated_at);
        order.updated_at.is_some_and(|at| seen.is_some_and(|seen| at < seen))
    }

    /// The sale that is known to stand at an outlet.
    pub(super) fn sale(&self, outlet: &OutletId) -> Option<SaleId> {
        let row = self.sales.iter().find(|row| row.outlet == *outlet);
        row.map(|row| row.sale.clone())
    }

    /// Where a sale may stand although `sales` ask for none there: it was asked for before.
    pub(super) fn strays(&self, sales: &[Sale]) -> Vec<OutletId> {
        let known = self.known.iter().flat_map(|row| &row.outlets);
        let stray = |outlet: &&OutletId| sales.iter().all(|sale| sale.key.outlet != **outlet);
        known.filter(stray).cloned().collect()
    }

    /// The row that says where sales are about to be made; refused if somebody else has changed
    /// it since it was read.
    pub(super) fn plan(&self, sales: &[Sale]) -> Row {
        let mut outlets: Vec<OutletId> = sales.iter().map(|sale| sale.key.outlet.clone()).collect();
        outlets.extend(self.strays(sales));
        let row = self.put(outlets, None);
        match &self.row {
            None => row.if_absent(),
            Some(row_now) => row.if_value(row_now.clone()),
        }
    }

    /// The row of an order whose sales all stand.
    pub(super) fn done(&self, order: &Order, outlets: Vec<OutletId>) -> Row {
        self.put(outlets, Some(snapshot(order)))
    }

    fn put(&self, outlets: Vec<OutletId>, posted: Option<PostedRow>) -> Row {
        Row::put(ORDERS, self.order.to_string(), &OrderRow { v: VERSION, outlets, posted })
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

/// The row of a sale that stands.
pub(super) fn sale_row(key: &SaleKey, sale: SaleId) -> Row {
    let value = SaleRow { v: VERSION, order: key.order, outlet: key.outlet.clone(), sale };
    Row::put(SALES, key.row(), &value)
}

/// What of an order must stay as it is once it is posted.
fn snapshot(order: &Order) -> PostedRow {
    let units = order.lines.iter().map(|line| UnitsRow {
        line: line.id,
        units: line.current.unwrap_or(line.ordered).normalize().to_string(),
    });
    PostedRow { total: order.stated.total.presentment.text(), units: units.collect() }
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

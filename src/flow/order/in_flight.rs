//! The rows that say which of an order's units a stock level may not contain, before, while and
//! after its sales are written. `docs/stock.md` tells the rules.

use super::rows::{FlightRow, PaidRow, SaleRow};
use crate::contract::in_flight::{InFlightRow, SaleStanding, TakenUnits};
use crate::contract::store;
use crate::domain::ids::lightspeed::{ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
use crate::domain::number::DecimalText;
use crate::domain::order::{FulfilmentOrder, Order};
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Sale, Source, Tender};
use crate::domain::stock::{Left, Reason, Row, Standing, Taken, TakenLine};
use crate::domain::time::Timestamp;
use crate::flow::finish::Stop;
use crate::flow::journal::Journal;
use crate::flow::rows::{IN_FLIGHT, VERSION};
use crate::policy::Policy;
use crate::report::Log;
use crate::rules::orders::{self, Links};
use crate::rules::stock::{self, Known};

/// No run works with a stock level for as long as this: what was confirmed earlier is in every
/// level that is still used.
const LEVEL_SECONDS: i64 = 24 * 60 * 60;

/// What is known of an order's units.
#[derive(Clone, Copy)]
pub(super) struct Units<'a> {
    /// Which order it is.
    pub(super) id: OrderId,
    /// The order, unless it is gone.
    pub(super) order: Option<&'a Order>,
    /// Its fulfilment orders.
    pub(super) places: &'a [FulfilmentOrder],
    /// What left it when.
    pub(super) left: &'a [Left],
    /// What is which item.
    pub(super) links: &'a Links,
}

/// The rows as they should stand.
pub(super) struct Flight {
    /// All of them.
    pub(super) rows: Vec<InFlightRow>,
    /// What that changes in the store.
    pub(super) changes: Vec<store::Row>,
    /// The items whose stock is to be looked at for it.
    pub(super) items: Vec<ItemId>,
}

/// Decides the rows: `earlier` stand, `sales` is what Lightspeed has, at `sent` a write may be
/// under way.
///
/// # Errors
/// [`Stop`] when quantities cannot be held exactly.
pub(super) fn decide(
    journal: &Journal<'_>,
    policy: &Policy,
    units: Units<'_>,
    (sales, sent): (&[SaleRow], &[OutletId]),
    earlier: &[InFlightRow],
    log: &mut Log,
) -> Result<Flight, Stop> {
    let earlier: Vec<Row> = earlier.iter().map(Row::from).collect();
    let known = Known {
        id: units.id,
        order: units.order,
        // What is older than what was seen before never comes as far as this.
        updated_at: None,
        as_of: None,
        deleted: units.order.is_none(),
        fulfilment_orders: units.places,
        left: units.left,
        links: units.links,
        taken: &taken(sales, sent),
        levels_since: journal.now().checked_add_seconds(-LEVEL_SECONDS).ok(),
        earlier: &earlier,
    };
    let decided = stock::in_flight(known, policy, log).map_err(|error| match units.order {
        Some(order) => orders::inexact(order, "units", error),
        None => super::uncountable(journal, error),
    })?;
    let change = |change: &stock::Change| match &change.row {
        Some(row) => {
            let value = FlightRow { v: VERSION, row: row.into() };
            store::Row::put(IN_FLIGHT, change.key.clone(), &value)
        }
        None => store::Row::delete(IN_FLIGHT, change.key.clone()),
    };
    Ok(Flight {
        rows: decided.rows.iter().map(InFlightRow::from).collect(),
        items: decided.changes.iter().filter_map(stock::Change::item).collect(),
        changes: decided.changes.iter().map(change).collect(),
    })
}

fn taken(sales: &[SaleRow], sent: &[OutletId]) -> Vec<Taken> {
    let standing = sales.iter().filter_map(|sale| {
        let reason = match sale.state {
            SaleStanding::Completed => Reason::Completed,
            SaleStanding::Reserved => Reason::Reserved,
            SaleStanding::ByHand => Reason::ByHand,
            SaleStanding::Sent | SaleStanding::Released => return None,
        };
        let at = sale.confirmed_at?;
        let standing = Standing::Confirmed { reason, sale: sale.sale.clone(), at };
        let lines = sale.lines.iter().map(taken_line).collect();
        Some(Taken { outlet: sale.outlet.clone(), standing, lines })
    });
    let under_way = |outlet: &OutletId| Taken {
        outlet: outlet.clone(),
        standing: Standing::Sent,
        lines: Vec::new(),
    };
    standing.chain(sent.iter().map(under_way)).collect()
}

fn taken_line(line: &TakenUnits) -> TakenLine {
    let units = Quantity::new(line.units.0);
    let asked = line.asked.map_or(units, |asked| Quantity::new(asked.0));
    TakenLine { line: line.line, units, asked }
}

/// The row of a sale that is known since `at` to stand like this.
pub(super) fn row(sale: &Sale, id: Option<SaleId>, state: SaleStanding, at: Timestamp) -> SaleRow {
    SaleRow {
        v: VERSION,
        order: sale.key.order,
        outlet: sale.key.outlet.clone(),
        sale: id,
        state,
        confirmed_at: Some(at),
        lines: units(sale),
        paid: sale.tenders.iter().map(paid).collect(),
        paid_back: false,
    }
}

fn paid(tender: &Tender) -> PaidRow {
    PaidRow { transaction: tender.transaction, amount: tender.amount.written() }
}

/// The units that a sale takes of each order line.
pub(super) fn units(sale: &Sale) -> Vec<TakenUnits> {
    let mut lines: Vec<TakenUnits> = Vec::new();
    for line in sale.lines.iter().filter(|line| line.stocked) {
        let Source::Line(source) = line.source else { continue };
        let units = line.quantity.value();
        match lines.iter_mut().find(|line| line.line == source) {
            Some(same) => same.units = DecimalText(same.units.0.saturating_add(units)),
            None => {
                lines.push(TakenUnits { line: source, units: DecimalText(units), asked: None });
            }
        }
    }
    lines
}

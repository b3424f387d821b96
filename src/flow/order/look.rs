//! One look at an order: what is known of it while it is worked on, and what came of that.

use super::in_flight::{self, Flight, Units};
use super::keyed;
use super::noted::{self, Hold, Noted};
use super::rows::{OrderRow, SaleRow};
use crate::contract::in_flight::SaleStanding;
use crate::contract::outcome::Checked;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::order::{FulfilmentOrder, Order, OrderLine, Transaction};
use crate::domain::stock::Left;
use crate::flow::Tenant;
use crate::flow::finish::{Finish, Stop};
use crate::flow::journal::Journal;
use crate::flow::stock as publishing;
use crate::policy::Linked;
use crate::report::log::Level;
use crate::report::{Code, Log};
use crate::rules::orders::{self, Links};
use crate::rules::stock;

/// What is known of an order.
#[derive(Clone, Copy)]
pub(super) struct Look<'a, 'j> {
    pub(super) journal: &'a Journal<'j>,
    pub(super) tenant: Tenant<'a>,
    pub(super) noted: &'a Noted,
    pub(super) order: &'a Order,
    /// Its transactions, if they could be read.
    pub(super) transactions: Option<&'a [Transaction]>,
    /// Its fulfilment orders; none if there are none yet.
    pub(super) places: &'a [FulfilmentOrder],
    /// What left it when.
    pub(super) left: &'a [Left],
    pub(super) links: &'a Links,
}

/// What came of it.
#[derive(Default)]
pub(super) struct End {
    pub(super) finish: Finish,
    /// The sales and reservations that are known to stand differently than was noted.
    pub(super) sales: Vec<SaleRow>,
    /// Where a write may be under way.
    pub(super) sent: Vec<OutletId>,
    /// The order's row, where it is to be another one.
    pub(super) row: Option<OrderRow>,
}

impl End {
    /// An end at which nothing in Lightspeed was touched.
    pub(super) fn of(finish: Finish) -> Self {
        Self { finish, ..Self::default() }
    }

    /// What is known of the sale at its outlet now.
    pub(super) fn stands(&mut self, row: SaleRow) {
        self.sales.retain(|other| other.outlet != row.outlet);
        self.sales.push(row);
    }

    /// Nobody can tell any more what is kept for the buyer: nothing is relied on.
    pub(super) fn doubt(&mut self, noted: &Noted) {
        for row in noted.all_reserved() {
            let lines = Vec::new();
            self.stands(SaleRow { state: SaleStanding::Sent, lines, ..row.clone() });
        }
    }
}

impl Look<'_, '_> {
    /// What exceptions and explanations call the order.
    pub(super) fn subject(&self) -> String {
        orders::subject(self.order)
    }

    /// The item that a line is linked to.
    fn item(&self, line: &OrderLine) -> Option<ItemId> {
        match self.tenant.policy.linked(line, None, self.links) {
            Linked::One { item, .. } => Some(item.clone()),
            _ => None,
        }
    }

    /// The rows of its units when Lightspeed has `sales` instead of what was noted, and writes
    /// are under way at `sent`.
    pub(super) fn flight(
        &self,
        sales: &[SaleRow],
        sent: &[OutletId],
        log: &mut Log,
    ) -> Result<Flight, Stop> {
        let units = Units {
            id: self.order.id,
            order: Some(self.order),
            places: self.places,
            left: self.left,
            links: self.links,
        };
        let replaced = |row: &&SaleRow| sales.iter().all(|sale| sale.outlet != row.outlet);
        let kept = self.noted.sales().iter().filter(replaced).cloned();
        let standing: Vec<SaleRow> = kept.chain(sales.iter().cloned()).collect();
        let earlier = &self.noted.known().in_flight;
        in_flight::decide(self.journal, self.tenant.policy, units, (&standing, sent), earlier, log)
    }

    /// Claims the order. Its row and those of its units are stored with the claim; they say that
    /// writes are under way at `sent`.
    pub(super) async fn claim(&self, row: OrderRow, sent: &[OutletId]) -> Result<Hold<'_>, Stop> {
        // What a person must act on is said of the last decision, which is made at the end.
        let flight = self.flight(&[], sent, &mut Log::new(Level::None))?;
        let row = OrderRow { in_flight: flight.rows, ..row };
        self.noted.claim(self.journal, self.tenant.task, row, flight.changes).await
    }

    /// Ends the look: whatever came of it, the rows of the order's units are right afterwards.
    pub(super) async fn close(
        &self,
        end: Result<End, Stop>,
        log: &mut Log,
    ) -> Result<Finish, Stop> {
        // Where the look came to no end, nothing was said of what staff keyed.
        let keyed: &[Code] = if end.is_ok() { keyed::CODES } else { &[] };
        let (end, seen) = match end {
            Ok(end) => (end, noted::seen_row(self.order)),
            Err(stop) => (End::of(stop.finish(&self.subject(), &[])?), None),
        };
        let End { mut finish, sales, sent, row } = end;
        let mut flight = self.flight(&sales, &sent, log)?;
        finish.exceptions.append(&mut log.exceptions);
        let mut row = row.unwrap_or_else(|| self.noted.known().clone());
        row.in_flight.clone_from(&flight.rows);
        // In one commit, so that nobody reads one of them and not the other.
        flight.changes.extend(sales.iter().map(noted::sale_row));
        if !sales.is_empty() && row == *self.noted.known() {
            row.turn = row.turn.wrapping_add(1);
        }
        if self.tenant.policy.stock.publish {
            let mut items = flight.items.clone();
            // A sale that was taken back moved stock, although its rows may have gone before.
            if !sales.is_empty() {
                items.extend(self.order.lines.iter().filter_map(|line| self.item(line)));
            }
            finish.next.extend(publishing::events(items, false));
        }
        note(self.journal, self.tenant.task, self.noted, (row, flight), &mut finish).await?;
        // What comes again is not over.
        if finish.again_at.is_none() {
            finish.commit.extend(seen);
        }
        let codes = stock::CODES.iter().chain(keyed).copied().collect();
        finish.checked.push(Checked { subject: self.subject(), codes });
        Ok(finish)
    }
}

/// Stores the row of the order and those of its units: with the end of the task if it holds the
/// order, else now, so that nobody else's are overwritten.
pub(super) async fn note(
    journal: &Journal<'_>,
    task: &str,
    noted: &Noted,
    (row, flight): (OrderRow, Flight),
    finish: &mut Finish,
) -> Result<(), Stop> {
    let row = OrderRow { in_flight: flight.rows, ..row };
    let changed = row != *noted.known();
    if noted.is_claimed() {
        finish.commit.extend(changed.then(|| noted.put(&row)));
        finish.commit.extend(flight.changes);
        return Ok(());
    }
    if noted.is_held_by_other() || (!changed && flight.changes.is_empty()) {
        return Ok(());
    }
    let held = match noted.claim(journal, task, row, flight.changes).await {
        // Nothing in Lightspeed rests on this claim: there is nothing to look at before.
        Ok(mut hold) => hold.own(journal, task).await,
        Err(stop) => Err(stop),
    };
    match held {
        Err(Stop::Later { at, exception }) => {
            finish.again_at = Some(finish.again_at.map_or(at, |other| other.max(at)));
            finish.exceptions.extend(exception);
            Ok(())
        }
        held => held,
    }
}

/// What a run that came to its end has shown not to be so.
pub(super) const CODES: &[Code] = &[
    Code::OrderChanged,
    Code::SetupBlocks,
    Code::CustomerAmbiguous,
    Code::SaleReferenceTaken,
    Code::SaleVoided,
    Code::RFilterIgnored,
    Code::ClaimHeld,
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
    Code::StoreFailed,
    Code::DuplicateWriteKey,
    Code::TooManyRounds,
];

/// What is known not to be so of an order whose sales stand. What stands beside a sale, such as
/// a line without its item, is only known when it is posted; that a total differs, to whoever
/// compared it.
pub(super) fn standing(compared: bool) -> Vec<Code> {
    let known =
        |code: &&Code| !orders::BESIDE.contains(code) && (compared || **code != Code::TotalNotTied);
    orders::CODES.iter().filter(known).chain(CODES).copied().collect()
}

//! How far Lightspeed is with units, and therefore which rows stand.

use super::in_flight::{Units, line_subject, number, subject};
use crate::domain::ids::lightspeed::{OutletId, SaleId};
use crate::domain::ids::shopify::{LineItemId, OrderId};
use crate::domain::number::NumberError;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Reason, Row, Standing, State, Taken};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::{Code, Exception, Fact, Log, rule};

/// What the rows of an order depend on besides its units.
pub(super) struct Taking<'a> {
    pub(super) order: OrderId,
    pub(super) taken: &'a [Taken],
    /// Why the order is never posted, if it is not.
    pub(super) never: Option<Reason>,
    pub(super) levels_since: Option<Timestamp>,
}

/// What an outlet has taken for a line, all of its sales together.
#[derive(Clone, Default)]
struct Held {
    /// Not given to units yet.
    left: Quantity,
    units: Quantity,
    asked: Quantity,
    /// The latest that took any.
    by: Option<(Timestamp, Option<SaleId>, Reason)>,
}

impl Held {
    fn missing(&self) -> Result<Quantity, NumberError> {
        self.asked.checked_sub(&self.units.min(self.asked))
    }

    /// Gives no more than `most`; returns how many it gave.
    fn give(&mut self, most: Quantity) -> Result<Quantity, NumberError> {
        let given = most.min(self.left);
        self.left = self.left.checked_sub(&given)?;
        Ok(given)
    }
}

type AllHeld = Table<(LineItemId, OutletId), Held>;

/// How many units Lightspeed has, of those that left and of those still to be sent, with what
/// there was to give.
#[derive(Clone, Copy, Default)]
struct Share {
    held_gone: Quantity,
    gone: Quantity,
    held_open: Quantity,
    open: Quantity,
}

/// The rows, in the order of their keys.
#[inline(never)]
pub(super) fn rows(
    taking: &Taking<'_>,
    units: &[Units],
    log: &mut Log,
) -> Result<Vec<Row>, NumberError> {
    let mut held = held(taking.taken)?;
    let mut shares = vec![Share::default(); units.len()];
    // What left was there to be sold, so it is what Lightspeed has taken first.
    for (units, share) in units.iter().zip(&mut shares) {
        let Some(held) = held.get_mut(&(units.line, units.outlet.clone())) else { continue };
        share.held_gone = held.left;
        share.gone = held.give(units.gone)?;
    }
    for (units, share) in units.iter().zip(&mut shares) {
        let Some(held) = held.get_mut(&(units.line, units.outlet.clone())) else { continue };
        share.held_open = held.left;
        share.open = held.give(units.open)?;
    }
    let mut rows: Table<String, Row> = Table::new();
    for (units, share) in units.iter().zip(&shares) {
        let own = held.get(&(units.line, units.outlet.clone())).cloned().unwrap_or_default();
        let mut maker = Maker { taking, units, held: &own, rows: &mut rows };
        maker.in_lightspeed(*share, log)?;
        maker.open(units.open.checked_sub(&share.open)?, *share, log)?;
        maker.gone(units.gone.checked_sub(&share.gone)?, *share, log)?;
    }
    for ((line, outlet), held) in held.iter().filter(|(_, held)| !held.left.is_zero()) {
        log.explain(rule::STOCK_EXCESS, &line_subject(taking.order, *line), || {
            let used = held.units.checked_sub(&held.left).map_or(Fact::Nothing, number);
            let facts = vec![
                ("outlet", outlet.as_str().into()),
                ("held", number(held.units)),
                ("used", used),
            ];
            (facts, number(held.left))
        });
    }
    Ok(rows.iter().map(|(_, row)| row.clone()).collect())
}

#[inline(never)]
fn held(taken: &[Taken]) -> Result<AllHeld, NumberError> {
    let mut all = AllHeld::new();
    for taken in taken {
        let Standing::Confirmed { reason, sale, at } = &taken.standing else { continue };
        for line in &taken.lines {
            let key = (line.line, taken.outlet.clone());
            let mut held = all.get(&key).cloned().unwrap_or_default();
            held.units = held.units.checked_add(&line.units)?;
            held.left = held.units;
            held.asked = held.asked.checked_add(&line.asked)?;
            let by = (*at, sale.clone(), *reason);
            let later = held
                .by
                .as_ref()
                .is_none_or(|(known, known_sale, _)| (*known, known_sale) < (by.0, &by.1));
            if later && !line.units.is_zero() {
                held.by = Some(by);
            }
            all.insert(key, held);
        }
    }
    Ok(all)
}

/// Makes the rows of some units.
struct Maker<'a> {
    taking: &'a Taking<'a>,
    units: &'a Units,
    held: &'a Held,
    rows: &'a mut Table<String, Row>,
}

impl Maker<'_> {
    #[inline(never)]
    fn in_lightspeed(&mut self, share: Share, log: &mut Log) -> Result<(), NumberError> {
        let quantity = share.gone.checked_add(&share.open)?;
        let Some((at, sale, reason)) = &self.held.by else { return Ok(()) };
        if quantity.is_zero() {
            return Ok(());
        }
        let since = self.taking.levels_since.filter(|since| share.open.is_zero() && at < since);
        if let Some(since) = since {
            log.explain(rule::STOCK_SETTLED, &self.line(), || {
                let facts = vec![
                    ("units", number(quantity)),
                    ("confirmed_at", Fact::text(*at)),
                    ("levels_since", Fact::text(since)),
                ];
                (facts, "settled".into())
            });
            return Ok(());
        }
        let row = Row {
            sale: sale.clone(),
            confirmed_at: Some(*at),
            ..self.row(State::InLightspeed, *reason, quantity, share.open)
        };
        let subject = format!("in_flight/{}", row.key());
        log.explain(rule::STOCK_TAKEN, &subject, || {
            let facts = vec![
                ("gone", number(self.units.gone)),
                ("held_gone", number(share.held_gone)),
                ("open", number(self.units.open)),
                ("held_open", number(share.held_open)),
            ];
            (facts, number(quantity))
        });
        log.explain(rule::STOCK_TAKEN_OPEN, &subject, || {
            let facts = vec![("open", number(self.units.open)), ("held", number(share.held_open))];
            (facts, number(share.open))
        });
        log.explain(rule::STOCK_CONFIRMED, &subject, || {
            let sale = sale.as_ref().map_or(Fact::Nothing, |sale| sale.as_str().into());
            (vec![("how", reason.word().into()), ("sale", sale)], Fact::text(*at))
        });
        self.put(row);
        Ok(())
    }

    #[inline(never)]
    fn open(&mut self, missing: Quantity, share: Share, log: &mut Log) -> Result<(), NumberError> {
        if missing.is_zero() {
            return Ok(());
        }
        let reason = self.reason()?;
        let sent = reason == Reason::Sent;
        let state = if sent { State::Sent } else { State::Seen };
        let row = self.row(state, reason, missing, missing);
        self.explain(&row, self.units.open, share.open, log)?;
        if reason == Reason::ReservedShort {
            let facts = [("asked", number(self.held.asked)), ("reserved", number(self.held.units))];
            self.raise(Code::ReservedShort, &row, &facts, log);
        }
        self.put(row);
        Ok(())
    }

    #[inline(never)]
    fn gone(&mut self, missing: Quantity, share: Share, log: &mut Log) -> Result<(), NumberError> {
        if missing.is_zero() {
            return Ok(());
        }
        let reason = self.reason()?;
        let row = self.row(State::Fulfilled, reason, missing, Quantity::ZERO);
        self.explain(&row, self.units.gone, share.gone, log)?;
        // While the write is under way, whoever writes it finds out.
        if reason != Reason::Sent {
            self.raise(Code::FulfilledNotPosted, &row, &[("why", reason.word().into())], log);
        }
        self.put(row);
        Ok(())
    }

    /// Why Lightspeed does not have some of the units.
    fn reason(&self) -> Result<Reason, NumberError> {
        if let Some(never) = self.taking.never {
            return Ok(never);
        }
        Ok(if self.is_sent() {
            Reason::Sent
        } else if !self.held.missing()?.is_zero() {
            Reason::ReservedShort
        } else if self.stands() {
            Reason::NotInSale
        } else {
            Reason::NotPosted
        })
    }

    fn at_outlet(&self) -> impl Iterator<Item = &Taken> {
        self.taking.taken.iter().filter(|taken| taken.outlet == self.units.outlet)
    }

    fn is_sent(&self) -> bool {
        self.at_outlet().any(|taken| {
            let named = |line: LineItemId| taken.lines.iter().any(|own| own.line == line);
            taken.standing == Standing::Sent && (taken.lines.is_empty() || named(self.units.line))
        })
    }

    fn stands(&self) -> bool {
        self.at_outlet().any(|taken| taken.standing != Standing::Sent)
    }

    #[inline(never)]
    fn row(&self, state: State, reason: Reason, quantity: Quantity, open: Quantity) -> Row {
        let Units { line, item, location, outlet, .. } = self.units;
        Row {
            order: self.taking.order,
            line: *line,
            item: item.clone(),
            location: *location,
            outlet: outlet.clone(),
            quantity,
            open,
            state,
            reason,
            sale: None,
            confirmed_at: None,
        }
    }

    fn put(&mut self, row: Row) {
        self.rows.insert(row.key(), row);
    }

    fn line(&self) -> String {
        line_subject(self.taking.order, self.units.line)
    }

    /// Why a row that Lightspeed does not have is what it is.
    fn explain(
        &self,
        row: &Row,
        units: Quantity,
        taken: Quantity,
        log: &mut Log,
    ) -> Result<(), NumberError> {
        let subject = format!("in_flight/{}", row.key());
        log.explain(rule::STOCK_MISSING, &subject, || {
            (vec![("units", number(units)), ("taken", number(taken))], number(row.quantity))
        });
        let never = self.taking.never.map_or(Fact::Nothing, |never| never.word().into());
        let missing = number(self.held.missing()?);
        let facts = || {
            vec![
                ("never", never),
                ("sent", self.is_sent().into()),
                ("short", missing),
                ("stands", self.stands().into()),
            ]
        };
        log.explain(rule::STOCK_REASON, &subject, || (facts(), row.reason.word().into()));
        log.explain(rule::STOCK_STATE, &subject, || {
            let left = row.open.is_zero();
            let facts = vec![("left", left.into()), ("reason", row.reason.word().into())];
            (facts, row.state.word().into())
        });
        Ok(())
    }

    fn raise(&self, code: Code, row: &Row, more: &[(&'static str, Fact)], log: &mut Log) {
        let location = row.location.map_or(Fact::Nothing, Fact::text);
        let mut exception = Exception::new(code, &subject(self.taking.order))
            .with("line", Fact::text(row.line))
            .with("item", row.item.as_str())
            .with("outlet", row.outlet.as_str())
            .with("location", location)
            .with("units", &row.quantity);
        for (name, fact) in more {
            exception = exception.with(name, fact.clone());
        }
        let place = row.location.map_or_else(|| "-".to_owned(), |location| location.to_string());
        log.raise(exception.about(&format!("{}/{place}", row.line)));
    }
}

//! What was tendered on X-Series sales, by the days of its payments.
//!
//! Source: X20 `GET /search`, `Sale.payments`. The search knows the date of a sale only: it begins
//! some days early, for a sale that was paid later. The list by version knows no days at all.

use super::keyed::{is_filled, moment};
use super::sales::is_voided;
use super::search::{Next, Search};
use super::tenders::kind;
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::OutletId;
use crate::domain::money::Money;
use crate::domain::time::{Date, Timestamp, Zone};
use crate::lightspeed::recording::{TenderedPage, TenderedRow};
use crate::report::{Issue, Json, Node, Value};

/// How many days a sale may have waited for its money to be found by it.
const LEAD: i64 = 7;

/// Days of a zone, both among them.
#[derive(Clone, Copy)]
pub(super) struct Days<'a> {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) zone: &'a Zone,
}

impl Days<'_> {
    /// When a day so many days later begins; where the zone does not say, in UTC.
    fn start(self, day: Date, days: i64) -> Timestamp {
        let day = day.plus_days(days).unwrap_or(day);
        self.zone.day_start(day).unwrap_or_else(|_| {
            let seconds = day.unix_days().saturating_mul(86_400);
            Timestamp::from_unix(seconds, 0).unwrap_or(Timestamp::FIRST)
        })
    }

    fn search(self, after: Option<&str>) -> Search<'_> {
        Search::of(self.start(self.from, LEAD.saturating_neg()), after)
    }

    /// Asks for a page of the sales.
    pub(super) fn list(self, after: Option<&str>) -> Request {
        let end = self.start(self.to, 1);
        self.search(after).request().with_query("date_to", end.to_string())
    }

    /// What was tendered on these days, of the page that was asked for.
    pub(super) fn read(
        self,
        body: &[u8],
        currency: Currency,
        after: Option<&str>,
    ) -> Result<TenderedPage, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let data = root.field("data")?;
        if data.is_nothing() {
            return Err(data.wrong("a list"));
        }
        let (mut rows, mut search) = (Vec::new(), self.search(after));
        for row in data.items()? {
            search.saw(&row.get("id")?, moment(&row)?);
            // A void takes the payments back.
            if !is_voided(&row)? {
                self.add(&row, currency, &mut rows)?;
            }
        }
        let beyond = search.is_beyond(self.start(self.to, 1));
        let after = match search.next() {
            Next::Page(after) if !beyond => Some(after),
            Next::Page(_) | Next::End => None,
            Next::Ignored => return Err(data.invalid(&"the page before comes again")),
        };
        Ok(TenderedPage { rows, after })
    }

    /// Puts the payments of a sale to the rows.
    fn add(
        self,
        row: &Node<'_>,
        currency: Currency,
        rows: &mut Vec<TenderedRow>,
    ) -> Result<(), Issue> {
        let payments = row.field("payments")?;
        let first = rows.len();
        for payment in payments.items()? {
            let amount = payment.field("amount")?;
            let money = Money::new(amount.decimal()?, currency);
            if money.is_zero() || is_filled(&payment, "deleted_at")? {
                continue;
            }
            let on = self.zone.business_day(paid_at(&payment, row)?);
            let tendered = TenderedRow {
                on: on.map_err(|error| payment.invalid(&error))?,
                outlet: outlet(row)?,
                payment_type: kind(&payment)?
                    .ok_or_else(|| payment.invalid(&"the payment names no type"))?,
                amount: money,
                sale: Some(row.get("id")?),
            };
            if !(self.from..=self.to).contains(&tendered.on) {
                continue;
            }
            let same = |own: &&mut TenderedRow| {
                own.on == tendered.on && own.payment_type == tendered.payment_type
            };
            match rows.iter_mut().skip(first).find(same) {
                Some(own) => {
                    let sum = own.amount.checked_add(&tendered.amount);
                    own.amount = sum.map_err(|error| amount.invalid(&error))?;
                }
                None => rows.push(tendered),
            }
        }
        Ok(())
    }
}

/// When it was paid; where the payment does not say, when it was sold.
fn paid_at(payment: &Node<'_>, sale: &Node<'_>) -> Result<Timestamp, Issue> {
    for name in ["date", "payment_date"] {
        if is_filled(payment, name)? {
            return payment.get(name);
        }
    }
    moment(sale)
}

fn outlet(row: &Node<'_>) -> Result<OutletId, Issue> {
    let source = row.field("source")?;
    match source.value() {
        Some(Value::Object) => source.get("outlet_id"),
        _ => row.get("outlet_id"),
    }
}

//! The turnover tie-out of a day: what Shopify says was sold, against what Lightspeed has for it, outlet
//! by outlet, differences named order by order.
//!
//! Read in parts, each a task of its own: `orders` notes Shopify's orders of the day and where they are
//! posted, `sales` reads Lightspeed's sales of the day, `tie` holds the one against the other, `end` clears
//! away and says what it comes to. Nothing is written to either vendor.

mod end;
mod orders;
mod rows;
mod sales;
mod tie;

use super::{SUBJECT, held, kept, parts, put, read};
use crate::contract::store::Scan;
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::time::{Date, Timestamp};
use crate::flow::Tenant;
use crate::flow::finish::{Finish, Stop};
use crate::flow::journal::Journal;
use crate::flow::rows::VERSION;
use crate::report::{Code, Exception, Fact};
use rows::TurnoverRow;

/// A day's turnover is to be tied out: `cursor` is the day; without one, yesterday's is.
pub const TURNOVER: &str = "payouts/turnover";

/// For how many days after a day a part of it is tried again.
const AGAIN_DAYS: i64 = 3;

/// The day, and how far it is, that a cursor asks for.
#[must_use]
pub fn day_of(cursor: &str) -> Option<(Date, Option<u32>)> {
    parts::asked(cursor, Date::parse)
}

/// One part of a day's tie-out.
struct Part<'p, 'j> {
    journal: &'p Journal<'j>,
    tenant: Tenant<'p>,
    day: Date,
    /// When the day begins, and the next one.
    from: Timestamp,
    to: Timestamp,
    row: TurnoverRow,
    end: Finish,
}

/// Reads the next part of a day.
///
/// # Errors
/// [`Stop`] when another task holds the day.
pub async fn turnover(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    asked: Option<(Date, Option<u32>)>,
) -> Result<Finish, Stop> {
    let today = tenant.policy.zone.business_day(journal.now());
    let today = today.map_err(|error| read::unfit(journal, &error))?;
    let (day, turn) = match asked {
        Some(asked) => asked,
        None => (today.plus_days(-1).map_err(|error| read::unfit(journal, &error))?, None),
    };
    match part(journal, tenant, day, turn).await {
        Ok(end) => Ok(end),
        // A day of many pages does not end for one: the page is tried again, while the day is new.
        Err(stop) => parts::stopped(journal, stop, parts::event(TURNOVER, day, turn), |_| {
            day.plus_days(AGAIN_DAYS).is_ok_and(|last| today <= last)
        }),
    }
}

async fn part(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    day: Date,
    turn: Option<u32>,
) -> Result<Finish, Stop> {
    let zone = &tenant.policy.zone;
    let unfit = |error| read::unfit(journal, &error);
    let following = day.plus_days(1).map_err(|error| read::unfit(journal, &error))?;
    let (from, to) =
        (zone.day_start(day).map_err(unfit)?, zone.day_start(following).map_err(unfit)?);
    let key = format!("turnover/{day}");
    held(journal, tenant, &format!("{SUBJECT}/{key}")).await?;
    let before = kept::<TurnoverRow>(journal, "turnover.row", &key).await?;
    let row = match (turn, before.as_ref().map(|(row, _)| row)) {
        (None, _) => begin(),
        (Some(turn), Some(row)) if row.turn == turn && row.state != "done" => row.clone(),
        // The task came twice, or another tie-out has begun.
        (Some(_), _) => return Ok(Finish::default()),
    };
    let end = parts::read(journal, TURNOVER);
    let mut part = Part { journal, tenant, day, from, to, row, end };
    match part.row.state.as_str() {
        "clear" => part.clear().await?,
        "orders" => part.orders().await?,
        "sales" => part.sales().await?,
        "held" => part.tie().await?,
        _ => part.sweep().await?,
    }
    part.row.turn = part.row.turn.saturating_add(1);
    if part.row.state == "done" {
        part.conclude()?;
    } else {
        part.end.next.push(parts::event(TURNOVER, day, Some(part.row.turn)));
    }
    let row = put(&key, &part.row, before.as_ref().map(|(_, raw)| raw));
    part.end.commit.push(row);
    Ok(part.end)
}

fn begin() -> TurnoverRow {
    TurnoverRow {
        v: VERSION,
        turn: 0,
        state: "clear".to_owned(),
        after: None,
        orders: 0,
        sales: 0,
        till: 0,
        outlets: Vec::new(),
        kinds: Vec::new(),
        differences: Vec::new(),
        last: Vec::new(),
    }
}

impl Part<'_, '_> {
    /// The part goes on from there, or the next one begins.
    fn next(&mut self, state: &str, after: Option<String>) {
        if after.is_none() {
            state.clone_into(&mut self.row.state);
        }
        self.row.after = after;
    }

    /// The key of what is noted while the day is read.
    fn key(&self, rest: &str) -> String {
        format!("turnover/{}/{rest}", self.day)
    }

    fn scan(&self, rest: &str, limit: u32) -> Scan {
        Scan { prefix: self.key(rest), after: None, limit }
    }

    fn is_of_the_day(&self, at: Timestamp) -> bool {
        (self.from..self.to).contains(&at)
    }

    fn money(&self, own: DecimalText) -> Money {
        Money::new(own.0, self.tenant.policy.currency)
    }

    /// The vendor did not keep to what was asked, so that the list cannot be read to its end.
    fn ignored(&self, step: &str) -> Stop {
        Exception::new(Code::VendorUnreadable, self.journal.subject())
            .with("step", step)
            .with("issue", Fact::text("the list is not in the order that was asked for"))
            .about(step)
            .into()
    }
}

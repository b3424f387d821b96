//! A tenant in shadow: every task is computed as a preview, and what it would have done is kept to
//! be compared with what staff do.

mod clear;
mod report;
mod sketch;

use super::finish::Finish;
use super::journal::Journal;
use super::rows::{SHADOW, VERSION};
use crate::contract::store::Row;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::{Date, Timestamp};
use crate::policy::Policy;
use crate::report::{FromJson, Issue, Node};

pub use clear::{CLEAR, clear};
pub use report::{REPORT, SUBJECT, report};
pub use sketch::{SaleSketch, Sketch, TenderSketch, UnitsSketch, WriteSketch};

/// For how many days after it was placed an order is looked at in shadow.
const LOOKED_AT_DAYS: i64 = 30;

const DAY_SECONDS: i64 = 86_400;

/// The policy of a tenant in shadow at `now`: going live lies ahead, and orders are computed as if
/// it had been; but not those of long ago, which no report is made of any more.
#[must_use]
pub fn policy(own: &Policy, now: Timestamp) -> Policy {
    let ahead = own.go_live.is_none_or(|go_live| go_live > now);
    let since = now.checked_add_seconds(LOOKED_AT_DAYS.saturating_mul(DAY_SECONDS).wrapping_neg());
    let go_live = if ahead { since.ok() } else { own.go_live };
    Policy { go_live, ..own.clone() }
}

/// The rows that a task leaves: what it would have done about its subject takes the place of what
/// an earlier one would have.
#[must_use]
pub fn rows(journal: &Journal<'_>, policy: &Policy, finish: &Finish) -> Vec<Row> {
    let subject = journal.subject();
    let told = journal.told();
    let known = told.at.is_some();
    let codes = finish.exceptions.iter().map(|exception| exception.code.id().to_owned());
    let mut sketch = Sketch { v: VERSION, exceptions: codes.collect(), ..told };
    sketch.seen = Some(journal.clock());
    let sketch = sketch.with_writes(&journal.writes());
    let day = day(policy, sketch.at.unwrap_or_else(|| journal.now())).to_string();
    let sketch = Sketch { date: day, ..sketch };
    let over = finish.again_at.is_none()
        && finish.checked.iter().any(|checked| checked.subject == subject);
    let of = format!("of/{subject}");
    if !sketch.is_empty() || (over && known) {
        let row = Row::put(
            SHADOW,
            format!("day/{}/{subject}", sketch.date),
            &DayRow { v: VERSION, name: sketch.name.clone() },
        );
        return vec![Row::put(SHADOW, of, &sketch), row];
    }
    // It was examined to its end, and there is nothing to be done any more.
    if over { vec![Row::delete(SHADOW, of)] } else { Vec::new() }
}

/// The day of a moment in the shop's time zone.
fn day(policy: &Policy, at: Timestamp) -> Date {
    policy.zone.business_day(at).unwrap_or_else(|_| at.utc_date())
}

/// That there is something about a subject on a day; its own row knows better.
#[derive(Clone, Debug, serde::Serialize)]
struct DayRow {
    v: u32,
    /// The order's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
}

impl FromJson for DayRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, name: node.find("name")?.unwrap_or_default() })
    }
}

/// Units by item.
fn units(sketches: &[UnitsSketch]) -> Table<ItemId, Quantity> {
    let mut units: Table<ItemId, Quantity> = Table::new();
    for own in sketches {
        let before = units.get(&own.item).copied().unwrap_or_default();
        let sum = before.checked_add(&Quantity::new(own.units.0)).unwrap_or(before);
        units.insert(own.item.clone(), sum);
    }
    units
}

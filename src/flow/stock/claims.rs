//! Claims of several items at once: one task at a time reads and writes the levels of an item.

use super::super::finish::Stop;
use super::super::journal::Journal;
use super::super::rows::{CLAIMS, ClaimRow, TASKS, TaskRow, VERSION};
use super::super::store::{self, Committed};
use crate::contract::store::{Conflict, Row};
use crate::domain::ids::lightspeed::ItemId;
use crate::report::{RawJson, read};

/// How many items may be held by others before the rest waits for another task, too.
const LOOKS: usize = 3;

/// Claims the items; returns those that are claimed, and those that somebody else works on.
///
/// # Errors
/// [`Stop`] when the store does not answer.
pub(super) async fn take(
    journal: &Journal<'_>,
    task: &str,
    items: &[ItemId],
) -> Result<(Vec<ItemId>, Vec<ItemId>), Stop> {
    let mut rows: Vec<(ItemId, Row)> =
        items.iter().map(|item| (item.clone(), absent(item, task))).collect();
    let mut busy = Vec::new();
    for look in 0..LOOKS {
        if rows.is_empty() {
            return Ok((Vec::new(), busy));
        }
        let step = format!("stock.claim.{look}");
        let natural_key = format!("claim/stock/{look}");
        let commit = rows.iter().map(|(_, row)| row.clone()).collect();
        let conflict = match store::commit(journal, &step, &natural_key, commit).await? {
            Committed::Done => {
                for (item, _) in &rows {
                    journal.at_the_end(Row::delete(CLAIMS, key(item)));
                }
                return Ok((rows.into_iter().map(|(item, _)| item).collect(), busy));
            }
            // Nobody knows: whether they are this task's own is seen by the next attempt.
            Committed::Open => continue,
            Committed::Conflict(conflict) => conflict,
        };
        let Some(place) = rows.iter().position(|(item, _)| key(item) == conflict.key) else {
            break;
        };
        let free = is_free(journal, task, look, &conflict).await?;
        if let Some((item, row)) = rows.get_mut(place) {
            match (free, conflict.value) {
                // Everything is read anew after this, so nothing of the former holder's is trusted.
                (true, Some(before)) => *row = own(item, task).if_value(before),
                (true, None) => *row = absent(item, task),
                (false, _) => busy.push(rows.remove(place).0),
            }
        }
    }
    busy.extend(rows.into_iter().map(|(item, _)| item));
    Ok((Vec::new(), busy))
}

/// Whether the holder is this task as it was before it began anew, or is gone.
async fn is_free(
    journal: &Journal<'_>,
    task: &str,
    look: usize,
    conflict: &Conflict,
) -> Result<bool, Stop> {
    let Some(holder) = conflict.value.as_ref().and_then(holder) else { return Ok(true) };
    if holder == task {
        return Ok(true);
    }
    let step = format!("stock.claim.holder.{look}");
    let row = store::get::<TaskRow>(journal, &step, TASKS, &holder).await?;
    Ok(row.is_none_or(|row| row.state != "open"))
}

fn holder(row: &RawJson) -> Option<String> {
    read::document::<ClaimRow>(row.as_bytes(), "$").ok().map(|row| row.task)
}

fn key(item: &ItemId) -> String {
    format!("stock/{item}")
}

fn own(item: &ItemId, task: &str) -> Row {
    Row::put(CLAIMS, key(item), &ClaimRow { v: VERSION, task: task.to_owned() })
}

fn absent(item: &ItemId, task: &str) -> Row {
    own(item, task).if_absent()
}

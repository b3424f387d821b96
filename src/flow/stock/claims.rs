//! Claims of several items at once: one task at a time reads and writes the levels of an item.

use super::super::finish::Stop;
use super::super::journal::Journal;
use super::super::rows::{CLAIMS, ClaimRow, TASKS, TaskRow, VERSION};
use super::super::store::{self, Committed};
use crate::contract::store::{Conflict, Gather, Row};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::table::Table;
use crate::report::{RawJson, read};

/// How often others may take some of them meanwhile before all wait for another task.
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
        let held = held(journal, look, &rows, conflict).await?;
        let others = open(journal, task, look, &held).await?;
        rows.retain_mut(|(item, row)| {
            let before = held.get(key(item).as_str());
            // Everything is read anew after this, so nothing of the former holder's is trusted.
            *row = match before {
                Some(before) => own(item, task).if_value(before.clone()),
                None => absent(item, task),
            };
            let is_free = before.and_then(holder).is_none_or(|holder| !others.contains(&holder));
            if !is_free {
                busy.push(item.clone());
            }
            is_free
        });
    }
    busy.extend(rows.into_iter().map(|(item, _)| item));
    Ok((Vec::new(), busy))
}

/// Who holds which of them.
async fn held(
    journal: &Journal<'_>,
    look: usize,
    rows: &[(ItemId, Row)],
    conflict: Conflict,
) -> Result<Table<String, RawJson>, Stop> {
    // Of one item the refusal has said it.
    if rows.len() < 2 {
        return Ok(conflict.value.into_iter().map(|value| (conflict.key.clone(), value)).collect());
    }
    let keys = rows.iter().map(|(item, _)| key(item)).collect();
    let step = format!("stock.claim.held.{look}");
    let gather = Gather { keys, ..Gather::default() };
    Ok(store::gather::<RawJson>(journal, &step, CLAIMS, gather).await?.into_iter().collect())
}

/// Which holders are at work: neither this task as it was before it began anew, nor gone.
async fn open(
    journal: &Journal<'_>,
    task: &str,
    look: usize,
    held: &Table<String, RawJson>,
) -> Result<Vec<String>, Stop> {
    let holders = held.iter().filter_map(|(_, row)| holder(row)).filter(|holder| holder != task);
    let once: Table<String, ()> = holders.map(|holder| (holder, ())).collect();
    let mut open = Vec::new();
    for (holder, ()) in once.iter() {
        let step = format!("stock.claim.holder.{look}:{holder}");
        let row = store::get::<TaskRow>(journal, &step, TASKS, holder).await?;
        if row.is_some_and(|row| row.state == "open") {
            open.push(holder.clone());
        }
    }
    Ok(open)
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

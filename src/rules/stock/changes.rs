//! What becomes of the rows that stood before.

use crate::domain::ids::lightspeed::ItemId;
use crate::domain::stock::Row;
use crate::domain::table::Table;

/// A row that is to be written, or one that is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the row is kept under.
    pub key: String,
    /// The row as it should stand; nothing where it is to go.
    pub row: Option<Row>,
}

impl Change {
    /// The item whose units they are.
    #[must_use]
    pub fn item(&self) -> Option<ItemId> {
        let (item, _) = self.key.split_once('/')?;
        ItemId::parse(item).ok()
    }
}

/// The differences between the earlier rows and those that should stand, in the order of keys.
#[inline(never)]
pub(super) fn changes(earlier: &[Row], rows: &[Row]) -> Vec<Change> {
    let mut before: Table<String, &Row> = Table::new();
    let mut changes: Table<String, Option<Row>> = Table::new();
    for row in earlier {
        let key = row.key();
        changes.insert(key.clone(), None);
        before.insert(key, row);
    }
    let mut same: Table<String, ()> = Table::new();
    for row in rows {
        let key = row.key();
        if before.get(&key).is_some_and(|earlier| *earlier == row) {
            same.insert(key, ());
        } else {
            changes.insert(key, Some(row.clone()));
        }
    }
    let changed = changes.iter().filter(|(key, _)| same.get(key.as_str()).is_none());
    changed.map(|(key, row)| Change { key: key.clone(), row: row.clone() }).collect()
}

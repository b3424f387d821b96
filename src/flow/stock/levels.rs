//! Reads what Lightspeed has of some items, at all outlets.

use super::super::finish::Stop;
use super::super::journal::{Journal, Reply};
use super::super::{Tenant, refusal};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::time::Timestamp;
use crate::report::{Code, Exception};

/// How many pages the levels of a task's items may have.
const PAGES: u32 = 6;

/// Pages of levels, and when their reading began.
pub(super) struct Read<'j> {
    pub(super) pages: Vec<Reply<'j>>,
    /// Nothing that was confirmed after this can be in them.
    pub(super) began_at: Timestamp,
}

/// The levels of `items`. What was known before this call was asked for before the levels were.
///
/// # Errors
/// [`Stop`] when Lightspeed does not do its part, or lists items that were not asked for: then it
/// ignored what was asked, and an item that is not among them may have stock all the same.
pub(super) async fn read<'j>(
    journal: &Journal<'j>,
    tenant: Tenant<'_>,
    items: &[ItemId],
) -> Result<Read<'j>, Stop> {
    let began_at = journal.clock();
    let mut read = Read { pages: Vec::new(), began_at };
    let mut after: Option<String> = None;
    for page in 0..PAGES {
        let step = format!("stock.levels.{page}");
        let request = tenant.dialect.list_levels(tenant.account, items, after.as_deref());
        let reply = journal.read(&step, request).await?;
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, &step, &reply));
        }
        let mut foreign = false;
        after = tenant
            .dialect
            .read_levels(reply.body, &mut |row| {
                foreign |= !items.iter().any(|item| item.as_str() == row.item);
            })
            .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        if foreign {
            return Err(Exception::new(Code::LevelsIncomplete, journal.subject())
                .with("system", "lightspeed")
                .with("why", "it lists items that were not asked for")
                .about("filter")
                .into());
        }
        read.pages.push(reply);
        if after.is_none() {
            return Ok(read);
        }
    }
    Err(Exception::new(Code::TooMuchData, journal.subject()).about("levels").into())
}

//! Reads what Lightspeed has of some items, at all outlets.

use super::super::finish::Stop;
use super::super::join::{Branch, join_all};
use super::super::journal::{Journal, Reply};
use super::super::{Tenant, refusal};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::time::Timestamp;
use crate::report::{Code, Exception};

/// How many pages the levels of one request may have.
const PAGES: u32 = 6;

/// Pages of levels, and when their reading began.
pub(super) struct Read<'j> {
    pub(super) pages: Vec<Reply<'j>>,
    /// Nothing that was confirmed after this can be in them.
    pub(super) began_at: Timestamp,
    /// Whether none of the requests for several items came empty: that would be a feed that was cut
    /// off, and none of them without stock.
    pub(super) complete: bool,
}

/// The levels of `items`, so many with each request as fit on a page. What was known before this
/// call was asked for before the levels were.
///
/// # Errors
/// [`Stop`] when Lightspeed does not do its part, or lists items that were not asked for: then it
/// ignored what was asked, and an item that is not among them may have stock all the same.
pub(super) async fn read<'j>(
    journal: &Journal<'j>,
    tenant: Tenant<'_>,
    items: &[ItemId],
) -> Result<Read<'j>, Stop> {
    let mut read = Read { pages: Vec::new(), began_at: journal.clock(), complete: true };
    let size = tenant.dialect.items_a_page(tenant.policy.outlets.iter().count());
    let branches = items.chunks(size).enumerate().map(|(place, chunk)| {
        let branch: Branch<'_, _> = Box::pin(pages(journal, tenant, place, chunk));
        branch
    });
    for own in join_all(branches.collect()).await {
        let (pages, complete) = own?;
        read.pages.extend(pages);
        read.complete &= complete;
    }
    Ok(read)
}

async fn pages<'j>(
    journal: &Journal<'j>,
    tenant: Tenant<'_>,
    place: usize,
    items: &[ItemId],
) -> Result<(Vec<Reply<'j>>, bool), Stop> {
    let (mut pages, mut found) = (Vec::new(), items.len() < 2);
    let mut after: Option<String> = None;
    for page in 0..PAGES {
        let step = format!("stock.levels.{place}.{page}");
        let request = tenant.dialect.list_levels(tenant.account, items, after.as_deref());
        let reply = journal.read(&step, request).await?;
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, &step, &reply));
        }
        let mut foreign = false;
        after = tenant
            .dialect
            .read_levels(reply.body, &mut |row| {
                found = true;
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
        pages.push(reply);
        if after.is_none() {
            return Ok((pages, found));
        }
    }
    Err(Exception::new(Code::TooMuchData, journal.subject()).about("levels").into())
}

//! After the shadow: all that it kept goes.

use super::report::SUBJECT;
use crate::contract::io::Event;
use crate::contract::outcome::Checked;
use crate::contract::store::{Row, Scan};
use crate::flow::finish::{Finish, Stop};
use crate::flow::journal::Journal;
use crate::flow::rows::SHADOW;
use crate::flow::store;
use crate::report::{Code, RawJson};

/// The topic of it.
pub const CLEAR: &str = "shadow/clear";

/// How many rows go in one task.
const PAGE: u32 = 1_500;

/// Removes a page of the rows, and closes what was said about its days.
///
/// # Errors
/// [`Stop`] when the store does not do its part.
pub async fn clear(journal: &Journal<'_>) -> Result<Finish, Stop> {
    let scan = Scan { prefix: String::new(), after: None, limit: PAGE };
    let page = store::page::<RawJson>(journal, "clear.page", SHADOW, scan).await?;
    let mut end = Finish::default();
    for (key, _) in &page.rows {
        let day = key.strip_prefix("report/").filter(|day| !day.contains('/'));
        end.checked.extend(day.map(|day| Checked {
            subject: format!("{SUBJECT}/{day}"),
            codes: vec![Code::ShadowDiffers, Code::ShadowIncomplete],
        }));
        end.commit.push(Row::delete(SHADOW, key.clone()));
    }
    end.next.extend(page.after.map(|after| Event::scheduled(CLEAR, Some(after))));
    Ok(end)
}

//! The end of a run: items that nothing is like; what an earlier run said and this one does not;
//! and the catalogues go.

use super::rest::OrphanRow;
use super::rows::ItemRow;
use super::{Step, Work};
use crate::contract::store::{Gather, Row, Scan};
use crate::flow::finish::{Finish, Stop};
use crate::flow::rows::{CATALOGUE, LINKS, VERSION};
use crate::flow::store;
use crate::report::{FromJson, Issue, Node, RawJson};

/// How many rows are looked at in one task.
const ITEMS: u32 = 400;
const SAID: u32 = 500;
const GOING: u32 = 1_000;

/// Which run said something.
struct Said {
    run: String,
}

impl FromJson for Said {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { run: node.find("run")?.unwrap_or_default() })
    }
}

impl Work<'_, '_> {
    pub(super) async fn orphans(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let scan = Scan { prefix: self.key("i/"), after: after.map(str::to_owned), limit: ITEMS };
        let page = store::page::<ItemRow>(self.journal, "orphans.page", CATALOGUE, scan).await?;
        let items = page.rows.into_iter().map(|(_, row)| row.item());
        let items: Vec<_> = items.filter(|item| !item.archived).collect();
        let links = items.iter().map(|item| format!("item/{}", item.id)).collect();
        let named = items.iter().map(|item| self.key(&format!("n/{}", item.id))).collect();
        let by_keys = |keys| Gather { keys, prefixes: Vec::new(), limit: 0 };
        let links =
            store::gather::<RawJson>(self.journal, "orphans.links", LINKS, by_keys(links)).await?;
        let named =
            store::gather::<RawJson>(self.journal, "orphans.named", CATALOGUE, by_keys(named))
                .await?;
        for item in &items {
            let id = item.id.as_str();
            let ends = |key: &str| key.rsplit('/').next() == Some(id);
            if links.iter().any(|(key, _)| ends(key)) || named.iter().any(|(key, _)| ends(key)) {
                continue;
            }
            self.run.orphan_items = self.run.orphan_items.saturating_add(1);
            let row = OrphanRow {
                v: VERSION,
                run: &self.run.run,
                codes: item.codes.iter().map(|code| code.text.as_str()).collect(),
                title: &item.title,
            };
            end.commit.push(Row::put(LINKS, format!("orphan/item/{id}"), &row));
        }
        Ok(page.after.map_or(Step::Over, Step::On))
    }

    pub(super) async fn settled(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        // `orphan/…` and then `review/…`.
        let prefix = match after {
            Some(after) if after.starts_with("review/") => "review/",
            _ => "orphan/",
        };
        let behind = after.filter(|after| *after != "review/").map(str::to_owned);
        let scan = Scan { prefix: prefix.to_owned(), after: behind, limit: SAID };
        let page = store::page::<Said>(self.journal, "settled.page", LINKS, scan).await?;
        let old = page.rows.iter().filter(|(_, said)| said.run != self.run.run);
        end.commit.extend(old.map(|(key, _)| Row::delete(LINKS, key.clone())));
        Ok(match page.after {
            Some(after) => Step::On(after),
            None if prefix == "orphan/" => Step::On("review/".to_owned()),
            None => Step::Over,
        })
    }

    /// Of this run and of any that was never ended.
    pub(super) async fn sweep(&mut self, end: &mut Finish) -> Result<Step, Stop> {
        let scan = Scan { prefix: String::new(), after: None, limit: GOING };
        let page = store::page::<RawJson>(self.journal, "sweep.page", CATALOGUE, scan).await?;
        end.commit.extend(page.rows.iter().map(|(key, _)| Row::delete(CATALOGUE, key.clone())));
        // What is deleted is not there any more: the next page is the first one again.
        Ok(if page.after.is_some() { Step::On("more".to_owned()) } else { Step::Over })
    }
}

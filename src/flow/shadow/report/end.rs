//! The end of a report: what an earlier one said and this one does not goes, and what was noted
//! for it; and what a person is told.

use super::rows::{Said, count, kind};
use super::{SUBJECT, Step, Work};
use crate::contract::outcome::Checked;
use crate::contract::store::{Gather, Row};
use crate::domain::money::Money;
use crate::flow::finish::{Finish, Stop};
use crate::flow::rows::SHADOW;
use crate::flow::shadow::Sketch;
use crate::flow::store;
use crate::report::{Code, Exception, Fact, RawJson};

/// How many rows are looked at in one task.
const SAID: u32 = 1_000;
const GOING: u32 = 1_500;
const OLD: u32 = 500;

/// For how many days rows and reports are kept.
const KEPT_DAYS: i64 = 60;

impl Work<'_, '_> {
    /// What exceptions call the day.
    pub(super) fn subject(&self) -> String {
        format!("{SUBJECT}/{}", self.date)
    }

    pub(super) async fn settled(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let prefix = format!("report/{}/", self.date);
        let scan = self.scan(prefix, after, SAID);
        let page = store::page::<Said>(self.journal, "settled.page", SHADOW, scan).await?;
        let strangers = self.entry(kind::ONLY_STAFF, "sale-");
        for (key, said) in page.rows {
            if said.run != self.row.run {
                end.commit.push(Row::delete(SHADOW, key));
            } else if key.starts_with(&strangers) {
                count(&mut self.row.kinds, kind::ONLY_STAFF);
                let theirs = said.theirs.map(|own| Money::new(own.0, self.tenant.policy.currency));
                theirs.into_iter().for_each(|own| self.add_theirs(&own));
            }
        }
        Ok(page.after.map_or(Step::Over, Step::On))
    }

    /// Of this report and of any of the day that was never ended.
    pub(super) async fn sweep(&mut self, end: &mut Finish) -> Result<Step, Stop> {
        let scan = self.scan(self.work(""), None, GOING);
        let page = store::page::<RawJson>(self.journal, "sweep.page", SHADOW, scan).await?;
        end.commit.extend(page.rows.iter().map(|(key, _)| Row::delete(SHADOW, key.clone())));
        // What is deleted is not there any more: the next page is the first one again.
        Ok(if page.after.is_some() { Step::On("more".to_owned()) } else { Step::Over })
    }

    /// First the rows of long ago, then the reports.
    pub(super) async fn old(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let first = self.date.plus_days(KEPT_DAYS.saturating_neg()).unwrap_or(self.date);
        let table = if after == Some("report/") { "report/" } else { "day/" };
        let until = format!("{table}{first}");
        let scan = self.scan(table.to_owned(), None, OLD);
        let page = store::page::<RawJson>(self.journal, "old.page", SHADOW, scan).await?;
        let old = page.rows.iter().map(|(key, _)| key).filter(|key| key.as_str() < until.as_str());
        let old: Vec<String> = old.cloned().collect();
        let subjects = old.iter().filter_map(|key| key.strip_prefix("day/")?.split_once('/'));
        let keys = subjects.map(|(_, subject)| format!("of/{subject}")).collect();
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let of = store::gather::<Sketch>(self.journal, "old.of", SHADOW, gather).await?;
        let limit = first.to_string();
        let gone = of.into_iter().filter(|(_, sketch)| sketch.date < limit);
        end.commit.extend(gone.map(|(key, _)| Row::delete(SHADOW, key)));
        let all = old.len() == page.rows.len() && page.after.is_some();
        end.commit.extend(old.into_iter().map(|key| Row::delete(SHADOW, key)));
        Ok(match (all, table) {
            (true, _) => Step::On(table.to_owned()),
            (false, "day/") => Step::On("report/".to_owned()),
            (false, _) => Step::Over,
        })
    }

    /// The report stands, and a person is told if there is something to look at.
    pub(super) fn conclude(&mut self, end: &mut Finish) {
        "done".clone_into(&mut self.row.state);
        end.commit.push(Row::delete(SHADOW, format!("run/{}", self.date)));
        end.commit.push(Row::put(SHADOW, format!("report/{}", self.date), &self.row));
        if self.row.issues() > 0 {
            let mut told = Exception::new(Code::ShadowDiffers, &self.subject());
            for kind in kind::ISSUES {
                let found = self.row.of(kind);
                if found > 0 {
                    told = told.with(kind, Fact::text(found));
                }
            }
            let money = |amount| Money::new(amount, self.tenant.policy.currency);
            told = told.with("ours", &money(self.row.ours.0));
            end.exceptions.push(told.with("theirs", &money(self.row.theirs.0)));
        }
        let codes = vec![Code::ShadowDiffers, Code::ShadowIncomplete];
        end.checked.push(Checked { subject: self.subject(), codes });
    }
}

//! The end of a day: what was noted goes, what each outlet comes to is said, and a person is told if there
//! is something to look at.

use super::super::SUBJECT;
use super::Part;
use crate::contract::outcome::Checked;
use crate::contract::store::Row;
use crate::domain::money::Money;
use crate::flow::finish::Stop;
use crate::flow::rows::PAYOUTS;
use crate::flow::store;
use crate::report::{Code, Exception, Fact, RawJson};
use crate::rules::payouts::Differs;

/// How many rows are deleted in one task.
const GOING: u32 = 500;

impl Part<'_, '_> {
    /// What an earlier tie-out of the day left that was never ended; where nothing is, the first page of
    /// orders is read at once.
    pub(super) async fn clear(&mut self) -> Result<(), Stop> {
        let more = self.delete("turnover.clear").await?;
        self.next("orders", more);
        if self.row.state == "orders" && self.end.commit.is_empty() {
            self.orders().await?;
        }
        Ok(())
    }

    pub(super) async fn sweep(&mut self) -> Result<(), Stop> {
        let more = self.delete("turnover.sweep").await?;
        self.next("done", more);
        Ok(())
    }

    /// Deletes some of what was noted; where it goes on, if there is more.
    async fn delete(&mut self, step: &str) -> Result<Option<String>, Stop> {
        let scan = self.scan("", GOING);
        let page = store::page::<RawJson>(self.journal, step, PAYOUTS, scan).await?;
        self.end.commit.extend(page.rows.into_iter().map(|(key, _)| Row::delete(PAYOUTS, key)));
        Ok(page.after)
    }

    /// What it comes to.
    pub(super) fn conclude(&mut self) -> Result<(), Stop> {
        let zero = Money::zero(self.tenant.policy.currency);
        let currency = zero.currency();
        let unfit = |error| super::read::unfit(self.journal, &error);
        let (mut shopify, mut lightspeed, mut unexplained) = (zero, zero, zero);
        let mut open = false;
        for own in &mut self.row.outlets {
            let money = |own: crate::domain::number::DecimalText| Money::new(own.0, currency);
            let (sold, booked) = (money(own.shopify), money(own.lightspeed));
            let difference = sold.checked_sub(&booked).map_err(unfit)?;
            let rest = difference.checked_sub(&money(own.named)).map_err(unfit)?;
            (own.difference, own.unexplained) = (difference.written(), rest.written());
            open |= !rest.is_zero();
            shopify = shopify.checked_add(&sold).map_err(unfit)?;
            lightspeed = lightspeed.checked_add(&booked).map_err(unfit)?;
            unexplained = unexplained.checked_add(&rest).map_err(unfit)?;
        }
        self.row.outlets.sort_by(|a, b| a.outlet.cmp(&b.outlet));
        self.row.kinds.sort_by(|a, b| a.kind.cmp(&b.kind));
        let subject = format!("{SUBJECT}/turnover/{}", self.day);
        let mut told = Exception::new(Code::TurnoverDiffers, &subject)
            .with("shopify", &shopify)
            .with("lightspeed", &lightspeed)
            .with("unexplained", &unexplained);
        for (word, kind) in Differs::WORDS {
            if let Some(own) = self.row.kinds.iter().find(|own| own.kind == word) {
                open |= !kind.is_expected();
                told = told.with(word, Fact::number(own.count));
            }
        }
        if open {
            self.end.exceptions.push(told);
        }
        self.end.checked.push(Checked { subject, codes: vec![Code::TurnoverDiffers] });
        Ok(())
    }
}

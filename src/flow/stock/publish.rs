//! Publishes some items: reads, decides, writes, and says what comes after.

use super::super::Tenant;
use super::super::finish::{Finish, Stop};
use super::super::join::join;
use super::super::journal::Journal;
use super::facts::{Decided, Facts};
use super::goods::Known;
use super::kept;
use super::orders;
use super::write::{self, Wrote};
use super::{Asked, SUBJECT, claims, events_for, in_parts, tills};
use crate::contract::outcome::Checked;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::level::{EarlierRead, Watermark};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::stock::publish as rule;
use crate::rules::stock::publish::{Change, Line};

/// How long after orders are looked through a quantity is looked at again that waits for them.
const SWEEP_SECONDS: i64 = 5;

/// How soon an item that another task works on is looked at again.
const BUSY_SECONDS: i64 = 2;

/// How long a write that nobody answered may still arrive: whatever passes requests on has given it
/// up by then.
const LATE_SECONDS: i64 = 600;

/// What is examined besides the rule's own.
const CODES: &[Code] = &[
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
    Code::TooMuchData,
    Code::ClaimHeld,
    Code::StoreFailed,
    Code::TooManyRounds,
];

/// What is examined of the levels that items and what they are made of have.
const LEVEL_CODES: &[Code] = &[
    Code::Oversold,
    Code::StockNegative,
    Code::LevelsIncomplete,
    Code::LevelMissing,
    Code::LevelsDisagree,
    Code::LevelBackwards,
    Code::ClockAhead,
];

/// Publishes the items. What is wrong with several of them is looked for in halves, and in the end in
/// each alone, so that it is said of that one, is closed with it, and keeps no other from being
/// published.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part: then nothing is written.
pub async fn publish(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    asked: &Asked,
    log: &mut Log,
) -> Result<Finish, Stop> {
    if asked.told && !tenant.policy.stock.publish {
        return Ok(Finish::default());
    }
    let mut end = match look(journal, tenant, asked, log).await {
        Err(Stop::Exception(exception)) if exception.subject == SUBJECT => {
            Finish { exceptions: vec![exception], ..Finish::default() }
        }
        end => end?,
    };
    let several = |own: &Exception| own.subject == SUBJECT && own.code != Code::StockNotOpened;
    let said = end.exceptions.len();
    end.exceptions.retain(|exception| !several(exception));
    if end.exceptions.len() < said {
        let each: Vec<&ItemId> = asked.items.iter().collect();
        end.next.extend(in_parts(&each, each.len().div_ceil(2), asked.rise, asked.also));
    }
    Ok(end)
}

/// Looks at the items.
async fn look(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    asked: &Asked,
    log: &mut Log,
) -> Result<Finish, Stop> {
    let mut known = Known::of(&asked.items);
    let (claimed, found) = join(
        claims::take(journal, tenant.task, &asked.items),
        known.variants(journal, tenant.policy, 0),
    )
    .await;
    let ((items, busy), found) = (claimed?, found?);
    let mut end = Finish::default();
    let soon = journal.clock().checked_add_seconds(BUSY_SECONDS);
    if let Ok(soon) = soon {
        let busy = events_for(busy, asked.rise, asked.also);
        end.next_at.extend(busy.into_iter().map(|event| (soon, event)));
    }
    if items.is_empty() {
        return Ok(end);
    }
    // Who works on the others examines them.
    known.items.clone_from(&items);
    let facts = Facts::read(journal, tenant, (items, asked), (known, found)).await?;
    // A kit falls with what it is made of, and takes of it what it has sold.
    end.next.extend(events_for(facts.touched.iter().cloned(), false, true));
    if facts.own.is_empty() {
        // None of them is linked, or none is in Shopify any more: linking tells that.
        return Ok(facts.examined(tenant.policy, end, log));
    }
    facts
        .decide(journal, tenant, log, async |decided: Decided<'_>, log: &mut Log| {
            facts.carry_out(journal, tenant, decided, (log, end)).await
        })
        .await
}

impl Facts<'_> {
    /// Writes what was decided, and keeps what is needed next time.
    async fn carry_out(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        decided: Decided<'_>,
        (log, mut end): (&mut Log, Finish),
    ) -> Result<Finish, Stop> {
        let Decided { published, book, recipes, disputed } = decided;
        let (policy, earlier) = (tenant.policy, self.kept.earlier());
        let mut lines = self.held(published.lines, journal.clock(), &mut end);
        end.exceptions.extend(self.shut(journal, policy, &mut lines));
        let codes = vec![Code::StockNotOpened];
        end.checked.push(Checked { subject: SUBJECT.to_owned(), codes });
        let wrote = if policy.stock.publish {
            write::lines(journal, tenant, &lines).await?
        } else {
            Wrote::default()
        };
        let till = tills::name(journal, tenant, (book, recipes), &self.kept, log).await;
        for line in &lines {
            let waits =
                (line.change == Change::Confirm || line.again).then(|| self.since(&earlier, line));
            let unsure = match wrote.is_unsure(line) {
                true => journal.clock().checked_add_seconds(LATE_SECONDS).ok(),
                false => self.unsure(line, journal.clock()),
            };
            let of = |own: &&tills::Sold| Some(&own.0) == line.item && own.1 == line.location;
            let till = till.iter().find(of).map(|own| own.2.clone()).unwrap_or_default();
            end.commit.extend(self.kept.line(line, wrote.of(line), (waits, unsure), till));
        }
        end.commit.extend(published.watermarks.iter().map(kept::mark));
        self.forget(journal, disputed, (log, &mut end));
        self.follow(journal, policy, (&lines, &wrote), &mut end);
        end.exceptions.extend(wrote.exceptions);
        Ok(self.examined(policy, end, log))
    }

    /// Levels that cannot be put in order with what was decided from, and are higher: that is
    /// forgotten, they are read again soon, and then they count.
    fn forget(
        &self,
        journal: &Journal<'_>,
        disputed: &[(Watermark, Quantity)],
        (log, end): (&mut Log, &mut Finish),
    ) {
        let higher = disputed.iter().filter(|(own, units)| *units > own.units);
        let higher: Vec<&Watermark> = higher.map(|(own, _)| own).collect();
        for own in &higher {
            let subject = format!("level/{}@{}", own.item, own.outlet);
            let said = |one: &Exception| one.code == Code::LevelsDisagree && one.subject == subject;
            log.exceptions.retain(|one| !said(one));
        }
        end.commit.extend(higher.iter().map(|own| kept::forget(own)));
        if let Ok(soon) = journal.clock().checked_add_seconds(BUSY_SECONDS) {
            let items = higher.iter().map(|own| own.item.clone());
            let again =
                events_for(items, self.rise, self.also).into_iter().map(|event| (soon, event));
            end.next_at.extend(again);
        }
    }

    fn unsure(&self, line: &Line<'_>, now: Timestamp) -> Option<Timestamp> {
        self.kept.unsure(line).filter(|until| *until > now)
    }

    /// Nothing rises before the orders that Shopify told of are known, nor while a write that nobody
    /// answered may still arrive: that is said.
    fn held<'a>(&self, lines: Vec<Line<'a>>, now: Timestamp, end: &mut Finish) -> Vec<Line<'a>> {
        let mut lines = lines;
        let rises = |line: &&mut Line<'_>| matches!(line.change, Change::Rise | Change::Confirm);
        for line in lines.iter_mut().filter(rises) {
            let (Some(until), Some(item)) = (self.unsure(line, now), line.item) else { continue };
            (line.change, line.write) = (Change::None, None);
            let subject = format!("stock/{item}@{}", line.location);
            end.exceptions.push(
                Exception::new(Code::VendorUnreachable, &subject)
                    .saying("Shopify never answered a write that raises this; until it can arrive no more, nothing does.")
                    .with("step", "stock.set")
                    .with("until", Fact::text(until))
                    .about("unsure"),
            );
            let again = events_for([item.clone()], true, self.also);
            end.next_at.extend(again.into_iter().map(|event| (until, event)));
        }
        let certain = self.swept.as_ref().is_some_and(|swept| swept.complete);
        for line in lines.iter_mut().filter(|line| line.change == Change::Rise && !certain) {
            (line.change, line.write) = (Change::Sweep, None);
        }
        lines
    }

    /// Nothing is written before a person has accepted what it comes to. Who published before there
    /// were tie-outs goes on with what was written then, until one is accepted.
    fn shut(
        &self,
        journal: &Journal<'_>,
        policy: &Policy,
        lines: &mut [Line<'_>],
    ) -> Option<Exception> {
        if !policy.stock.publish || self.gate.open || journal.is_shadow() {
            return None;
        }
        let before = if self.gate.ever { Vec::new() } else { self.kept.written() };
        let mut count: i64 = 0;
        for line in lines.iter_mut().filter(|line| line.write.is_some()) {
            let place = (line.inventory_item, line.location);
            if !before.iter().any(|own| (own.inventory_item, own.location) == place) {
                line.write = None;
                count = count.saturating_add(1);
            }
        }
        let exception = Exception::new(Code::StockNotOpened, SUBJECT);
        Some(exception.with("would_write", Fact::number(count)))
    }

    /// Since when the quantity is to rise: since its first read, as long as that is waited for.
    fn since(&self, earlier: &[EarlierRead], line: &Line<'_>) -> Timestamp {
        let own = earlier
            .iter()
            .find(|own| own.inventory_item == line.inventory_item && own.location == line.location);
        // A quantity that was lower before has not been read twice.
        let same = own.filter(|own| line.quantity.is_some_and(|quantity| quantity >= own.quantity));
        same.filter(|_| line.change == Change::Confirm)
            .map_or(self.levels.began_at, |own| own.began_at)
    }

    /// What comes after this.
    fn follow(
        &self,
        journal: &Journal<'_>,
        policy: &Policy,
        (lines, wrote): (&[Line<'_>], &Wrote),
        end: &mut Finish,
    ) {
        let of = |is: &dyn Fn(&Line<'_>) -> bool| -> Vec<ItemId> {
            lines.iter().filter(|line| is(line)).filter_map(|line| line.item.cloned()).collect()
        };
        let mut later = |items: Vec<ItemId>, seconds: i64, rise: bool| {
            if let Ok(at) = journal.clock().checked_add_seconds(seconds) {
                let events = events_for(items, rise, self.also);
                end.next_at.extend(events.into_iter().map(|event| (at, event)));
            }
        };
        // Whoever sees something else at Shopify than was read looks again at once.
        later(of(&|line| wrote.is_stale(line)), 0, self.rise);
        later(
            of(&|line| line.change == Change::Confirm || line.again),
            policy.stock.confirm_after,
            true,
        );
        let waits = of(&|line| line.change == Change::Sweep);
        if self.swept.is_none() {
            later(waits.clone(), 0, true);
        }
        end.commit.extend(self.swept.iter().filter_map(|swept| swept.until.clone()));
        // What was decided without them may rest on units that an order took that nobody told of.
        if self.swept.as_ref().is_none_or(|swept| !swept.complete) {
            let due = orders::soon(journal, &self.kept, end);
            if let (true, Ok(at)) = (self.swept.is_some(), due.checked_add_seconds(SWEEP_SECONDS)) {
                let events = events_for(waits, true, self.also);
                end.next_at.extend(events.into_iter().map(|event| (at, event)));
            }
        }
    }

    /// What was examined of which item, so that what was said before and is not so any more is
    /// closed.
    fn examined(&self, policy: &Policy, mut end: Finish, log: &mut Log) -> Finish {
        end.exceptions.append(&mut log.exceptions);
        // A check of the configuration says which locations no outlet serves.
        end.exceptions.retain(|exception| exception.code != Code::StockUnplaced);
        let all: Vec<Code> = rule::CODES.iter().chain(CODES).copied().collect();
        let mut checked = |subject: String, codes: &[Code]| {
            end.checked.push(Checked { subject, codes: codes.to_vec() });
        };
        for item in &self.below {
            let own = self.items.contains(item);
            let codes = if own { &all } else { LEVEL_CODES };
            if own {
                checked(format!("item/{item}"), codes);
            }
            for (location, _) in policy.locations.iter() {
                checked(format!("stock/{item}@{location}"), codes);
            }
            for (outlet, _) in policy.outlets.iter() {
                checked(format!("level/{item}@{outlet}"), codes);
            }
        }
        for own in &self.own {
            checked(format!("inventory_item/{own}"), &all);
        }
        end
    }
}

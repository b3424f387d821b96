//! The proof that the clearing account is explained, month by month: what Lightspeed's sales were
//! paid with through Shopify Payments, less what payouts cleared, is what is open, item by item.
//!
//! Read in parts, each a task of its own: Lightspeed's payments, the payouts, our sales, what payouts
//! hold without a sale. A part that a vendor or the store did not give is tried again.

use serde::Serialize;

use super::rows::{LooseRow, PAID, PayoutRow, paid_key, proof_key};
use super::{GATEWAY, LOOSE, SUBJECT, held, kept, parts, put};
use crate::contract::in_flight::SaleStanding;
use crate::contract::outcome::Checked;
use crate::contract::store::{Gather, Scan};
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::payout::Line;
use crate::domain::time::Month;
use crate::flow::finish::{Finish, Stop};
use crate::flow::journal::Journal;
use crate::flow::order::SaleRow;
use crate::flow::rows::{PAYOUTS, SALES, VERSION};
use crate::flow::{Tenant, refusal, store};
use crate::report::{Code, Exception, Fact, FromJson, Issue, Node, RawJson};
use crate::rules::payouts::{Clearing, cleared};

/// The clearing account of a month is to be proven: `cursor` is the month.
pub const PROOF: &str = "payouts/proof";

/// How many rows of the store a task reads.
const ROWS: u32 = 250;

/// So many open items are named, and carried on to the next month; all are counted.
const MOST_ITEMS: usize = 1_000;

/// How far a proof is, and what it says: key `proof/<month>`.
#[derive(Clone, Debug, Serialize)]
struct ProofRow {
    v: u32,
    /// How many parts were read, those of earlier proofs of the month too: an earlier task that comes
    /// again changes nothing.
    turn: u32,
    /// `tendered`, `cleared`, `due`, `loose` or `done`.
    state: String,
    /// Where it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// Whether the month before was proven; else the account is taken to begin with nothing.
    opened: bool,
    opening: DecimalText,
    tendered: DecimalText,
    cleared: DecimalText,
    /// What payouts took off it with rows of this month and of all before; and the same when the
    /// month before was proven: rows of that one may have been paid out since.
    cleared_all: DecimalText,
    #[serde(skip_serializing_if = "Option::is_none")]
    cleared_before: Option<DecimalText>,
    due: DecimalText,
    loose: DecimalText,
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<DecimalText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unexplained: Option<DecimalText>,
    /// How many items are open.
    open: u32,
    /// The first of them.
    items: Vec<ItemRow>,
    /// Sales that were counted last: a vendor may list one again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    last: Vec<String>,
}

/// An open item: above zero a tender that no payout holds, below zero the other way round.
#[derive(Clone, Debug, Serialize)]
struct ItemRow {
    what: String,
    amount: DecimalText,
}

/// Reads the next part of a month's proof.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part.
pub async fn proof(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    asked: Option<(Month, Option<u32>)>,
) -> Result<Finish, Stop> {
    let (month, turn) = match asked {
        Some(asked) => asked,
        None => (last_month(journal, tenant)?, None),
    };
    match part(journal, tenant, month, turn).await {
        Err(stop) => parts::stopped(journal, stop, parts::event(PROOF, month, turn), parts::is_out),
        end => end,
    }
}

async fn part(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    month: Month,
    turn: Option<u32>,
) -> Result<Finish, Stop> {
    let key = proof_key(month);
    held(journal, tenant, &format!("{SUBJECT}/{key}")).await?;
    let before = kept::<ProofRow>(journal, "proof.row", &key).await?;
    let (stands, raw) = (before.as_ref().map(|(row, _)| row), before.as_ref().map(|(_, raw)| raw));
    let number = stands.map_or(0, |row| row.turn);
    // The task came twice, or another proof has begun, or is done.
    if turn.is_some_and(|turn| turn != number) {
        return Ok(Finish::default());
    }
    let under_way = stands.filter(|row| row.state != "done");
    let mut row = match (turn, under_way) {
        (Some(_), Some(row)) => row.clone(),
        // No task follows one that is done: this one is the first of another, and comes again.
        _ => begin(journal, tenant, month, number).await?,
    };
    // Who asks anew wants nothing that was read before; what is proven stands until something takes
    // its place.
    let anew = (turn.is_none() && under_way.is_some()).then(|| row.clone());
    if let Err(stop) = (Part { journal, tenant, month, row: &mut row }).read().await {
        let again = parts::event(PROOF, month, Some(number));
        let mut end = parts::stopped(journal, stop, again, parts::is_out)?;
        let anew = anew.filter(|_| !end.next_at.is_empty());
        end.commit.extend(anew.map(|anew| put(&key, &anew, raw)));
        return Ok(end);
    }
    row.turn = number.saturating_add(1);
    let mut end = parts::read(journal, PROOF);
    if row.state == "done" {
        conclude(journal, tenant, month, &mut row, &mut end)?;
    } else {
        end.next.push(parts::event(PROOF, month, Some(row.turn)));
    }
    end.commit.push(put(&key, &row, raw));
    Ok(end)
}

/// The month before this one, on the shop's calendar.
fn last_month(journal: &Journal<'_>, tenant: Tenant<'_>) -> Result<Month, Stop> {
    let today = tenant.policy.zone.business_day(journal.now());
    let today = today.map_err(|error| super::read::unfit(journal, &error))?;
    let before = Month::of(today).first_day().plus_days(-1);
    before.map(Month::of).map_err(|error| super::read::unfit(journal, &error))
}

async fn begin(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    month: Month,
    turn: u32,
) -> Result<ProofRow, Stop> {
    let first = month.first_day();
    let earlier = first.plus_days(-1).map(Month::of).ok();
    let earlier = match earlier {
        None => None,
        Some(month) => kept::<ProofRow>(journal, "proof.before", &proof_key(month)).await?,
    };
    let earlier = earlier.map(|(row, _)| row).filter(|row| row.state == "done");
    let zero = Money::zero(tenant.policy.currency).written();
    let mut row = ProofRow {
        v: VERSION,
        turn,
        state: "tendered".to_owned(),
        after: None,
        opened: earlier.is_some(),
        opening: earlier.as_ref().and_then(|row| row.closing).unwrap_or(zero),
        tendered: zero,
        cleared: zero,
        cleared_all: zero,
        cleared_before: earlier.as_ref().map(|row| row.cleared_all),
        due: zero,
        loose: zero,
        closing: None,
        unexplained: None,
        open: 0,
        items: Vec::new(),
        last: Vec::new(),
    };
    // What was open is open until a payout holds it.
    if let Some(earlier) = earlier {
        carry(journal, tenant, earlier, &mut row).await?;
    }
    Ok(row)
}

/// The tenders that were open at the end of the month before, as far as they still are.
async fn carry(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    earlier: ProofRow,
    row: &mut ProofRow,
) -> Result<(), Stop> {
    let transaction = |item: &ItemRow| item.what.strip_prefix("tender/").map(str::to_owned);
    let names: Vec<String> = earlier.items.iter().filter_map(transaction).collect();
    let paid = paid(journal, "proof.carried", &names).await?;
    for item in earlier.items {
        let Some(name) = transaction(&item) else { continue };
        if !paid.contains(&name) {
            row.due = add(row.due, item.amount, tenant);
            note(row, item);
        }
    }
    Ok(())
}

/// Which of these transactions a payout holds.
async fn paid(journal: &Journal<'_>, step: &str, names: &[String]) -> Result<Vec<String>, Stop> {
    let keys = names.iter().map(paid_key).collect();
    let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
    let rows = store::gather::<RawJson>(journal, step, PAYOUTS, gather).await?;
    let name = |(key, _): (String, RawJson)| key.strip_prefix(PAID).map(str::to_owned);
    Ok(rows.into_iter().filter_map(name).collect())
}

fn add(sum: DecimalText, amount: DecimalText, tenant: Tenant<'_>) -> DecimalText {
    let money = |own: DecimalText| Money::new(own.0, tenant.policy.currency);
    money(sum).checked_add(&money(amount)).unwrap_or(money(sum)).written()
}

fn note(row: &mut ProofRow, item: ItemRow) {
    row.open = row.open.saturating_add(1);
    if row.items.len() < MOST_ITEMS {
        row.items.push(item);
    }
}

/// One part of a proof.
struct Part<'p, 'j> {
    journal: &'p Journal<'j>,
    tenant: Tenant<'p>,
    month: Month,
    row: &'p mut ProofRow,
}

impl Part<'_, '_> {
    async fn read(&mut self) -> Result<(), Stop> {
        match self.row.state.as_str() {
            "tendered" => self.tendered().await,
            "cleared" => self.cleared().await,
            "due" => self.due().await,
            _ => self.loose().await,
        }
    }

    fn next(&mut self, state: &str, after: Option<String>) {
        if after.is_none() {
            state.clone_into(&mut self.row.state);
        }
        self.row.after = after;
    }

    /// What sales were paid with through Shopify Payments, as Lightspeed says.
    async fn tendered(&mut self) -> Result<(), Stop> {
        const STEP: &str = "proof.tendered";
        let (policy, dialect) = (self.tenant.policy, self.tenant.dialect);
        let Some(own) = policy.payment_types.get(GATEWAY) else {
            self.next("cleared", None);
            return Ok(());
        };
        let (from, to) = (self.month.first_day(), self.month.last_day());
        let after = self.row.after.clone();
        let after = after.as_deref();
        let query = dialect.list_tendered(self.tenant.account, from, to, &policy.zone, after);
        let reply = self.journal.read(STEP, query).await?;
        if !reply.is_success() {
            return Err(refusal::of(self.journal, self.tenant, STEP, &reply));
        }
        let page = dialect
            .read_tendered(reply.body, policy.currency, &policy.zone, from, to, after)
            .map_err(|issue| refusal::unreadable(self.journal, STEP, &issue))?;
        let seen = std::mem::take(&mut self.row.last);
        for tender in page.rows.iter().filter(|tender| tender.payment_type == *own) {
            let sale = tender.sale.as_ref().map(ToString::to_string);
            if sale.as_ref().is_some_and(|sale| seen.contains(sale)) {
                continue;
            }
            self.row.tendered = add(self.row.tendered, tender.amount.written(), self.tenant);
        }
        if page.after.is_some() {
            let sales = page.rows.iter().filter_map(|row| row.sale.as_ref());
            let mut sales: Vec<String> = sales.map(ToString::to_string).collect();
            sales.dedup();
            self.row.last = sales;
        }
        self.next("cleared", page.after);
        Ok(())
    }

    /// What payouts took off the account in the month.
    async fn cleared(&mut self) -> Result<(), Stop> {
        let after = self.row.after.clone();
        let scan = Scan { prefix: String::new(), after, limit: ROWS };
        let page = store::page::<RawJson>(self.journal, "proof.payouts", PAYOUTS, scan).await?;
        let money = |own: DecimalText| Money::new(own.0, self.tenant.policy.currency);
        let (mut sum, mut all) = (money(self.row.cleared), money(self.row.cleared_all));
        // Payouts are called by their number, and digits come before all other names.
        let mut more = page.after;
        for (key, raw) in &page.rows {
            if !key.starts_with(|own: char| own.is_ascii_digit()) {
                more = None;
                break;
            }
            let row: PayoutRow = crate::report::read::document(raw.as_bytes(), "$")
                .map_err(|_| super::read::newer(self.journal))?;
            let Some(posted) = &row.posted else { continue };
            let currency = row.totals.currency;
            let lines = posted.lines.iter().map(|line| line.line(currency));
            let lines: Vec<Line> =
                lines.collect::<Option<_>>().ok_or_else(|| super::read::newer(self.journal))?;
            let own = |own: Month| own == self.month;
            let so_far = |own: Month| own <= self.month;
            let unfit = |error| super::read::unfit(self.journal, &error);
            sum = cleared(sum, lines.iter(), own).map_err(unfit)?;
            all = cleared(all, lines.iter(), so_far).map_err(unfit)?;
        }
        (self.row.cleared, self.row.cleared_all) = (sum.written(), all.written());
        self.next("due", more);
        Ok(())
    }

    /// Our sales of the month that no payout holds.
    async fn due(&mut self) -> Result<(), Stop> {
        let after = self.row.after.clone();
        let scan = Scan { prefix: String::new(), after, limit: ROWS };
        let page = store::page::<SaleRow>(self.journal, "proof.sales", SALES, scan).await?;
        let mut open: Vec<(String, DecimalText)> = Vec::new();
        for (_, sale) in &page.rows {
            let day =
                sale.confirmed_at.and_then(|at| self.tenant.policy.zone.business_day(at).ok());
            let own = day.is_some_and(|day| Month::of(day) == self.month);
            if own && sale.state == SaleStanding::Completed {
                let paid = sale.paid.iter();
                open.extend(paid.map(|paid| (paid.transaction.to_string(), paid.amount)));
            }
        }
        let names: Vec<String> = open.iter().map(|(name, _)| name.clone()).collect();
        let paid = paid(self.journal, "proof.paid", &names).await?;
        for (name, amount) in open {
            if !paid.contains(&name) {
                self.row.due = add(self.row.due, amount, self.tenant);
                note(self.row, ItemRow { what: format!("tender/{name}"), amount });
            }
        }
        self.next("loose", page.after);
        Ok(())
    }

    /// What payouts hold of the month, or of one before, that no tender stands for.
    async fn loose(&mut self) -> Result<(), Stop> {
        let after = self.row.after.clone();
        let scan = Scan { prefix: LOOSE.to_owned(), after, limit: ROWS };
        let page = store::page::<LooseRow>(self.journal, "proof.loose", PAYOUTS, scan).await?;
        for (key, loose) in page.rows {
            if loose.month > self.month {
                continue;
            }
            self.row.loose = add(self.row.loose, loose.amount, self.tenant);
            let amount = Money::new(loose.amount.0, self.tenant.policy.currency);
            let amount = amount.checked_neg().unwrap_or(amount).written();
            let what = format!("{key} ({}) of payout {}", loose.why, loose.payout);
            note(self.row, ItemRow { what, amount });
        }
        self.next("done", page.after);
        Ok(())
    }
}

fn conclude(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    month: Month,
    row: &mut ProofRow,
    end: &mut Finish,
) -> Result<(), Stop> {
    let money = |own: DecimalText| Money::new(own.0, tenant.policy.currency);
    if let Some(before) = row.cleared_before {
        let since = money(row.cleared_all).checked_sub(&money(before));
        row.cleared = since.map_err(|error| super::read::unfit(journal, &error))?.written();
    }
    let clearing = Clearing {
        opening: money(row.opening),
        tendered: money(row.tendered),
        cleared: money(row.cleared),
        due: money(row.due),
        loose: money(row.loose),
    };
    let overflow = |error| super::read::unfit(journal, &error);
    let closing = clearing.closing().map_err(overflow)?;
    let unexplained = clearing.unexplained().map_err(overflow)?;
    (row.closing, row.unexplained) = (Some(closing.written()), Some(unexplained.written()));
    let subject = format!("{SUBJECT}/proof/{month}");
    if !unexplained.is_zero() {
        end.exceptions.push(
            Exception::new(Code::ClearingUnexplained, &subject)
                .with("opening", &clearing.opening)
                .with("tendered", &clearing.tendered)
                .with("cleared", &clearing.cleared)
                .with("closing", &closing)
                .with("due", &clearing.due)
                .with("loose", &clearing.loose)
                .with("unexplained", &unexplained)
                .with("items", Fact::number(row.open)),
        );
    }
    end.checked.push(Checked { subject, codes: vec![Code::ClearingUnexplained] });
    Ok(())
}

impl FromJson for ProofRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            turn: node.get("turn")?,
            state: node.get("state")?,
            after: node.find("after")?,
            opened: node.get("opened")?,
            opening: node.get("opening")?,
            tendered: node.get("tendered")?,
            cleared: node.get("cleared")?,
            cleared_all: node.get("cleared_all")?,
            cleared_before: node.find("cleared_before")?,
            due: node.get("due")?,
            loose: node.get("loose")?,
            closing: node.find("closing")?,
            unexplained: node.find("unexplained")?,
            open: node.get("open")?,
            items: node.get("items")?,
            last: node.find("last")?.unwrap_or_default(),
        })
    }
}

impl FromJson for ItemRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { what: node.get("what")?, amount: node.get("amount")? })
    }
}

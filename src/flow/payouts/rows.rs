//! The rows the store keeps about payouts, in table [`PAYOUTS`](crate::flow::rows::PAYOUTS).

use serde::Serialize;

use crate::domain::currency::Currency;
use crate::domain::ids::shopify::{BalanceTransactionId, PayoutId};
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::payout::{Family, Ledger, Line, LineKey, Part, SummaryLine, SummaryPart};
use crate::domain::time::{Date, Month, Timestamp};
use crate::report::{FromJson, Issue, Node};
use crate::rules::payouts::{Excluded, FamilySum, LedgerDay, Totals};

/// How far Shopify's payouts are known.
pub(super) const POLL: &str = "poll";

/// In which way Lightspeed takes a summary that adds up to nothing.
pub(super) const WAY: &str = "way";

/// What payouts are called that are not settled yet: `open/<payout>`.
pub(super) const OPEN: &str = "open/";

/// Which payments and refunds payouts hold: `paid/<transaction>`.
pub(super) const PAID: &str = "paid/";

/// The key of a payment or refund among these.
pub(super) fn paid_key(transaction: impl std::fmt::Display) -> String {
    format!("{PAID}{transaction}")
}

/// The key of a month's proof.
pub(super) fn proof_key(month: Month) -> String {
    format!("proof/{month}")
}

/// That a payout holds a payment or refund, and by which row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct PaidOutRow {
    pub(super) v: u32,
    pub(super) payout: PayoutId,
    /// None: it was noted before rows were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) row: Option<BalanceTransactionId>,
}

impl FromJson for PaidOutRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, payout: node.get("payout")?, row: node.find("row")? })
    }
}

/// What a payout holds that no tender stands for: `loose/<balance transaction>`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LooseRow {
    pub(super) v: u32,
    pub(super) payout: PayoutId,
    pub(super) month: Month,
    /// How much of it no tender stands for.
    pub(super) amount: DecimalText,
    /// How the row stands to Lightspeed.
    pub(super) why: String,
}

impl FromJson for LooseRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            payout: node.get("payout")?,
            month: node.get("month")?,
            amount: node.get("amount")?,
            why: node.get("why")?,
        })
    }
}

/// The row [`POLL`].
#[derive(Clone, Debug, Serialize)]
pub(super) struct PollRow {
    pub(super) v: u32,
    /// All payouts issued before are known.
    pub(super) until: Timestamp,
}

/// The row [`WAY`].
#[derive(Clone, Debug, Serialize)]
pub(super) struct WayRow {
    pub(super) v: u32,
    pub(super) way: String,
}

/// A payout that is not settled.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OpenRow {
    pub(super) v: u32,
    /// Since when.
    pub(super) since: Timestamp,
}

/// What was made of a payout.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PayoutRow {
    pub(super) v: u32,
    /// Which reading of its rows this is.
    pub(super) run: u32,
    /// How many pages of them were read.
    pub(super) page: u32,
    /// Where the next page begins; none when all were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<String>,
    /// The number of the last row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<String>,
    /// What Shopify said of it: status and net.
    pub(super) seen: String,
    /// When the last page was read.
    pub(super) at: Timestamp,
    /// What its rows come to so far.
    pub(super) totals: TotalsRow,
    /// How many rows stand how to Lightspeed.
    pub(super) counts: Vec<CountRow>,
    /// What was posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) posted: Option<PostedRow>,
}

/// How many rows stand so.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CountRow {
    pub(super) status: String,
    pub(super) rows: u32,
    pub(super) amount: DecimalText,
}

/// What was posted for a payout.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PostedRow {
    /// How many times.
    pub(super) times: u32,
    /// What Shopify said when it was posted last.
    pub(super) seen: String,
    pub(super) at: Timestamp,
    /// All of it together.
    pub(super) lines: Vec<LineRow>,
    /// The records in Lightspeed: sales, or what stands for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) records: Vec<String>,
}

/// A line.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LineRow {
    pub(super) month: Month,
    pub(super) family: String,
    pub(super) part: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) detail: String,
    pub(super) amount: DecimalText,
}

/// What the rows of a payout come to.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TotalsRow {
    pub(super) currency: Currency,
    pub(super) rows: u32,
    pub(super) families: Vec<FamilyRow>,
    pub(super) lines: Vec<LineRow>,
    pub(super) ledgers: Vec<LedgerRow>,
    pub(super) parts: Vec<PartRow>,
    pub(super) transfers: u32,
    pub(super) tests: u32,
    pub(super) twice: u32,
    pub(super) quarantined: u32,
    pub(super) rejected: u32,
}

/// What a family comes to.
#[derive(Clone, Debug, Serialize)]
pub(super) struct FamilyRow {
    pub(super) month: Month,
    pub(super) family: String,
    pub(super) rows: u32,
    pub(super) gross: DecimalText,
    pub(super) fee: DecimalText,
    pub(super) net: DecimalText,
}

/// What an account moved on a day.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LedgerRow {
    pub(super) ledger: String,
    pub(super) on: Date,
    pub(super) up: DecimalText,
    pub(super) down: DecimalText,
}

/// What a part of Shopify's own summary should come to.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PartRow {
    pub(super) part: String,
    pub(super) gross: DecimalText,
    pub(super) fee: DecimalText,
}

impl LineRow {
    pub(super) fn of(key: &LineKey, amount: &Money) -> Self {
        Self {
            month: key.month,
            family: key.family.word().to_owned(),
            part: key.part.word().to_owned(),
            detail: key.detail.clone(),
            amount: amount.written(),
        }
    }

    /// The line it stands for; a word that a later module wrote is none of ours.
    pub(super) fn line(&self, currency: Currency) -> Option<Line> {
        let key = LineKey {
            month: self.month,
            family: Family::parse(&self.family)?,
            part: Part::parse(&self.part)?,
            detail: self.detail.clone(),
            channel: String::new(),
        };
        Some(Line { key, amount: Money::new(self.amount.0, currency) })
    }
}

impl From<&Totals> for TotalsRow {
    fn from(own: &Totals) -> Self {
        let family = |sum: &FamilySum| FamilyRow {
            month: sum.month,
            family: sum.family.word().to_owned(),
            rows: sum.rows,
            gross: sum.gross.written(),
            fee: sum.fee.written(),
            net: sum.net.written(),
        };
        let ledger = |day: &LedgerDay| LedgerRow {
            ledger: day.ledger.word().to_owned(),
            on: day.on,
            up: day.up.written(),
            down: day.down.written(),
        };
        let part = |line: &SummaryLine| PartRow {
            part: line.part.word().to_owned(),
            gross: line.gross.written(),
            fee: line.fee.written(),
        };
        Self {
            currency: own.currency,
            rows: own.rows,
            families: own.families.iter().map(family).collect(),
            lines: own.lines.iter().map(|(key, amount)| LineRow::of(key, amount)).collect(),
            ledgers: own.ledgers.iter().map(ledger).collect(),
            parts: own.parts.iter().map(part).collect(),
            transfers: own.excluded.transfers,
            tests: own.excluded.tests,
            twice: own.excluded.twice,
            quarantined: own.quarantined,
            rejected: own.rejected,
        }
    }
}

impl TotalsRow {
    /// The totals it stands for; nothing where a later module wrote words that are none of ours.
    pub(super) fn totals(&self) -> Option<Totals> {
        let currency = self.currency;
        let money = |own: DecimalText| Money::new(own.0, currency);
        let family = |own: &FamilyRow| {
            Some(FamilySum {
                month: own.month,
                family: Family::parse(&own.family)?,
                rows: own.rows,
                gross: money(own.gross),
                fee: money(own.fee),
                net: money(own.net),
            })
        };
        let line = |own: &LineRow| own.line(currency).map(|line| (line.key, line.amount));
        let ledger = |own: &LedgerRow| {
            let ledger = Ledger::parse(&own.ledger)?;
            Some(LedgerDay { ledger, on: own.on, up: money(own.up), down: money(own.down) })
        };
        let part = |own: &PartRow| {
            let part = SummaryPart::parse(&own.part)?;
            Some(SummaryLine { part, gross: money(own.gross), fee: money(own.fee) })
        };
        Some(Totals {
            currency,
            rows: self.rows,
            families: self.families.iter().map(family).collect::<Option<_>>()?,
            lines: self.lines.iter().map(line).collect::<Option<_>>()?,
            ledgers: self.ledgers.iter().map(ledger).collect::<Option<_>>()?,
            parts: self.parts.iter().map(part).collect::<Option<_>>()?,
            excluded: Excluded { transfers: self.transfers, tests: self.tests, twice: self.twice },
            quarantined: self.quarantined,
            rejected: self.rejected,
        })
    }
}

impl FromJson for PollRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, until: node.get("until")? })
    }
}

impl FromJson for WayRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, way: node.get("way")? })
    }
}

impl FromJson for OpenRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, since: node.get("since")? })
    }
}

impl FromJson for PayoutRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            run: node.get("run")?,
            page: node.get("page")?,
            after: node.find("after")?,
            last: node.find("last")?,
            seen: node.get("seen")?,
            at: node.get("at")?,
            totals: node.get("totals")?,
            counts: node.get("counts")?,
            posted: node.find("posted")?,
        })
    }
}

impl FromJson for CountRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            status: node.get("status")?,
            rows: node.get("rows")?,
            amount: node.get("amount")?,
        })
    }
}

impl FromJson for PostedRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            times: node.get("times")?,
            seen: node.get("seen")?,
            at: node.get("at")?,
            lines: node.get("lines")?,
            records: node.find("records")?.unwrap_or_default(),
        })
    }
}

impl FromJson for LineRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            month: node.get("month")?,
            family: node.get("family")?,
            part: node.get("part")?,
            detail: node.find("detail")?.unwrap_or_default(),
            amount: node.get("amount")?,
        })
    }
}

impl FromJson for TotalsRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            currency: node.get("currency")?,
            rows: node.get("rows")?,
            families: node.get("families")?,
            lines: node.get("lines")?,
            ledgers: node.get("ledgers")?,
            parts: node.get("parts")?,
            transfers: node.get("transfers")?,
            tests: node.get("tests")?,
            twice: node.get("twice")?,
            quarantined: node.get("quarantined")?,
            rejected: node.get("rejected")?,
        })
    }
}

impl FromJson for FamilyRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            month: node.get("month")?,
            family: node.get("family")?,
            rows: node.get("rows")?,
            gross: node.get("gross")?,
            fee: node.get("fee")?,
            net: node.get("net")?,
        })
    }
}

impl FromJson for LedgerRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            ledger: node.get("ledger")?,
            on: node.get("on")?,
            up: node.get("up")?,
            down: node.get("down")?,
        })
    }
}

impl FromJson for PartRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { part: node.get("part")?, gross: node.get("gross")?, fee: node.get("fee")? })
    }
}

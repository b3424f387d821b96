//! `payout.summarise`: balance transactions and what is known of their orders in; entries,
//! reconciliation and proof out.

use super::Bridge;
use super::decide::{Answer, level, raw};
use super::payout_rows::{Given, again};
use super::payout_view::view;
use crate::contract::decisions::{
    BreakdownPart, OrderBreakdown, PayoutSummarise, PostedPayout, RecordedTender, SummaryLineView,
};
use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::payout::{
    BankLine, Family, Ledger, Line, LineKey, Movement, OrderMoney, OrderPart, Part, Posted,
    Recorded, ReportLine,
};
use crate::domain::text::excerpt;
use crate::report::{Code, Issue, Log};
use crate::rules::payouts::{Inputs, Opening, Unfit, raise, summarise};

impl Bridge {
    pub(super) fn payout_summarise(&self, context: &[u8], payload: &[u8]) -> Answer {
        let mut given: PayoutSummarise = crate::report::read::document(context, "$")?;
        let rows = Given::read(given.payouts.as_ref(), payload)?;
        let tenders = given.recorded.as_mut().map(std::mem::take);
        let recorded = recorded(tenders, self.policy.currency)?;
        let known = Known::of(&given, self.policy.currency, &rows)?;
        let inputs = Inputs {
            payouts: &rows.payouts,
            rows: &rows.rows,
            orders: &known.orders,
            recorded: recorded.as_deref(),
            posted: &known.posted,
            bank: known.bank.as_deref(),
            openings: &known.openings,
            movements: &known.movements,
            report: &known.report,
            by_channel: given.by_channel,
        };
        let found = summarise(&inputs, &self.policy).map_err(|unfit| refuse(&unfit, &rows))?;
        let mut log = Log::new(level(given.explain));
        raise(&found, &rows.rows, &|place| rows.name_of(place).to_string(), &mut log);
        let output = view(&self.policy, &given, &rows, &found, &mut log)?;
        Ok((raw(&output), log))
    }
}

fn refuse(unfit: &Unfit, rows: &Given) -> Issue {
    let path = match unfit.row {
        Some(place) => format!("$.transactions[{}]", rows.name_of(place)),
        None => "$.payouts".to_owned(),
    };
    Issue::new(Code::InvalidValue, path, unfit.error.to_string())
}

/// What stands beside the rows, in neutral words.
struct Known {
    orders: Vec<OrderMoney>,
    posted: Vec<Posted>,
    bank: Option<Vec<BankLine>>,
    openings: Vec<Opening>,
    movements: Vec<Movement>,
    report: Vec<ReportLine>,
}

/// An amount of the books: no finer than its currency.
fn money(amount: DecimalText, currency: Currency, path: &str) -> Result<Money, Issue> {
    if amount.0.normalize().scale() > currency.minor_digits() {
        let message = format!("`{}` has more digits than {currency} has", amount.0);
        return Err(Issue::new(Code::InvalidValue, format!("{path}.amount"), message));
    }
    Ok(Money::new(amount.0, currency))
}

fn named<T>(
    word: &str,
    parse: impl Fn(&str) -> Option<T>,
    path: &str,
    known: &str,
) -> Result<T, Issue> {
    parse(word).ok_or_else(|| {
        let message = format!("`{}` is not one of the words known here", excerpt(word));
        Issue::new(Code::InvalidValue, path, message).with_hint(known.to_owned())
    })
}

fn family(word: &str, path: &str) -> Result<Family, Issue> {
    let words: Vec<&str> = Family::ALL.iter().map(|own| own.word()).collect();
    let known = format!("The families are {}.", words.join(", "));
    named(word, Family::parse, &format!("{path}.family"), &known)
}

fn part(word: &str, path: &str) -> Result<Part, Issue> {
    let words: Vec<&str> = Part::ALL.iter().map(|own| own.word()).collect();
    let known = format!("The parts are {}.", words.join(", "));
    named(word, Part::parse, &format!("{path}.part"), &known)
}

fn ledger(word: &str, path: &str) -> Result<Ledger, Issue> {
    let words: Vec<&str> = Ledger::ALL.iter().map(|own| own.word()).collect();
    let known = format!("The accounts are {}.", words.join(", "));
    named(word, Ledger::parse, &format!("{path}.ledger"), &known)
}

/// What `read` makes of each entry, at its path.
fn each<T, R>(
    list: &[T],
    root: &str,
    read: impl Fn(&T) -> Result<R, Issue>,
) -> Result<Vec<R>, Issue> {
    let list = list.iter().enumerate();
    list.map(|(place, own)| read(own).map_err(|issue| issue.below(&format!("{root}[{place}]"))))
        .collect()
}

/// What Lightspeed has, as our own: there may be thousands.
fn recorded(
    given: Option<Vec<RecordedTender>>,
    shop: Currency,
) -> Result<Option<Vec<Recorded>>, Issue> {
    let Some(given) = given else { return Ok(None) };
    let own = |(place, own): (usize, RecordedTender)| {
        let currency = own.currency.unwrap_or(shop);
        let amount = own.amount.map(|amount| money(amount, currency, "$")).transpose();
        Ok(Recorded {
            order: own.order,
            order_name: own.name,
            transaction: own.transaction,
            sale: own.sale,
            amount: amount.map_err(|issue| issue.below(&format!("$.recorded[{place}]")))?,
        })
    };
    given.into_iter().enumerate().map(own).collect::<Result<_, _>>().map(Some)
}

impl Known {
    fn of(given: &PayoutSummarise, shop: Currency, rows: &Given) -> Result<Self, Issue> {
        let movement = |own: &crate::contract::decisions::BankMovement| {
            let amount = money(own.amount, own.currency.unwrap_or(shop), "$")?;
            Ok(BankLine { id: own.id.clone(), on: own.on, amount, trace: own.trace.clone() })
        };
        let bank = match &given.bank {
            None => None,
            Some(list) => Some(each(list, "$.bank", movement)?),
        };
        posted_once(&given.posted)?;
        Ok(Self {
            orders: each(&given.orders, "$.orders", |own| order(own, shop))?,
            posted: each(&given.posted, "$.posted", |own| posted(own, rows))?
                .into_iter()
                .flatten()
                .collect(),
            bank,
            openings: each(&given.openings, "$.openings", |own| {
                let amount = money(own.amount, own.currency.unwrap_or(shop), "$")?;
                Ok(Opening { ledger: ledger(&own.ledger, "$")?, amount })
            })?,
            movements: each(&given.movements, "$.movements", |own| {
                let amount = money(own.amount, own.currency.unwrap_or(shop), "$")?;
                let (ledger, what) = (ledger(&own.ledger, "$")?, own.what.clone());
                Ok(Movement { ledger, on: own.on, what, amount })
            })?,
            report: each(&given.report, "$.report", |own| {
                let currency = own.currency.unwrap_or(shop);
                let figure = |own: Option<DecimalText>| own.map(|own| Money::new(own.0, currency));
                Ok(ReportLine {
                    month: own.month,
                    family: family(&own.family, "$")?,
                    gross: figure(own.gross),
                    fee: figure(own.fee),
                    net: figure(own.net),
                })
            })?,
        })
    }
}

fn order(own: &OrderBreakdown, shop: Currency) -> Result<OrderMoney, Issue> {
    let currency = own.currency.unwrap_or(shop);
    let one = |own: &BreakdownPart| {
        let amount = money(own.amount, currency, "$")?;
        Ok(OrderPart { part: part(&own.part, "$")?, detail: own.detail.clone(), amount })
    };
    let before = |own: Option<DecimalText>| own.map(|own| own.0);
    Ok(OrderMoney {
        order: own.order,
        name: own.name.clone(),
        placed_at: own.placed_at,
        channel: own.channel.clone(),
        edited: own.edited,
        deleted: own.deleted,
        sale: each(&own.sale, "$.sale", one)?,
        refund: each(&own.refund, "$.refund", one)?,
        sold_before: before(own.sold_before),
        refunded_before: before(own.refunded_before),
    })
}

/// Of two lists of what was posted of a payout nobody knows which one stands.
fn posted_once(posted: &[PostedPayout]) -> Result<(), Issue> {
    let Some(place) = again(posted.iter().map(|own| own.payout)) else { return Ok(()) };
    let id = posted.get(place).map_or_else(String::new, |own| own.payout.to_string());
    let message = format!("what was posted of payout {id} stands twice");
    Err(Issue::new(Code::InvalidValue, format!("$.posted[{place}]"), message)
        .with_hint("Keep the newer of both: each run says how all lines of a payout stand."))
}

/// What was posted of a payout that was handed over: whoever keeps one list of all may pass it on.
fn posted(own: &PostedPayout, rows: &Given) -> Result<Option<Posted>, Issue> {
    let payout = rows.payouts.iter().find(|payout| payout.id == own.payout);
    let Some(payout) = payout else { return Ok(None) };
    let line = |own: &SummaryLineView| {
        let key = LineKey {
            month: own.month,
            family: family(&own.family, "$")?,
            part: part(&own.part, "$")?,
            detail: own.detail.clone(),
            channel: own.channel.clone(),
        };
        Ok(Line { key, amount: money(own.amount, payout.currency, "$")? })
    };
    let lines = each(&own.lines, "$.lines", line)?;
    Ok(Some(Posted { payout: own.payout, times: own.times, lines }))
}

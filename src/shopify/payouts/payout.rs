//! Payouts, in both shapes they come in.
//!
//! Source: shopify.dev, REST `Payout` of Shopify Payments, GraphQL `ShopifyPaymentsPayout`. The
//! summary is read as it is stated: no sign of it is documented, and one of Shopify's own samples
//! does not add up.

use super::super::fields::{found_id, given, meaning};
use super::money::{Met, amount, bag, bag_in};
use crate::domain::currency::Currency;
use crate::domain::ids::shopify::PayoutId;
use crate::domain::money::Money;
use crate::domain::payout::{Issued, Payout, PayoutStatus, SummaryLine, SummaryPart};
use crate::domain::time::Date;
use crate::report::{Code, Issue, Node};

/// What only GraphQL says of a payout.
const GRAPHQL: [&str; 4] = ["net", "issuedAt", "legacyResourceId", "transactionType"];

/// The parts of a summary in REST: gross, fee.
const REST_PARTS: [(SummaryPart, &str, &str); 5] = [
    (SummaryPart::Charges, "charges_gross_amount", "charges_fee_amount"),
    (SummaryPart::Refunds, "refunds_gross_amount", "refunds_fee_amount"),
    (SummaryPart::Adjustments, "adjustments_gross_amount", "adjustments_fee_amount"),
    (SummaryPart::ReservedFunds, "reserved_funds_gross_amount", "reserved_funds_fee_amount"),
    (SummaryPart::RetriedPayouts, "retried_payouts_gross_amount", "retried_payouts_fee_amount"),
];

/// The same in GraphQL, where the gross of refunds has a name of its own kind.
const GRAPHQL_PARTS: [(SummaryPart, &str, &str); 6] = [
    (SummaryPart::Charges, "chargesGross", "chargesFee"),
    (SummaryPart::Refunds, "refundsFeeGross", "refundsFee"),
    (SummaryPart::Adjustments, "adjustmentsGross", "adjustmentsFee"),
    (SummaryPart::ReservedFunds, "reservedFundsGross", "reservedFundsFee"),
    (SummaryPart::RetriedPayouts, "retriedPayoutsGross", "retriedPayoutsFee"),
    (SummaryPart::Advances, "advanceGross", "advanceFees"),
];

/// How an amount of a summary is read, in the payout's currency.
type Read = fn(&Node<'_>, Currency) -> Result<Money, Issue>;

/// A payout, in the shape of REST or of GraphQL.
///
/// # Errors
/// An issue at the place of what is missing or cannot be read exactly.
pub fn decode(node: &Node<'_>) -> Result<Payout, Issue> {
    for name in GRAPHQL {
        if !node.field(name)?.is_nothing() {
            return graphql(node);
        }
    }
    rest(node)
}

/// A status, in whatever case and with whatever between its words.
#[must_use]
pub fn status(word: &str) -> PayoutStatus {
    let words = [
        ("scheduled", PayoutStatus::Scheduled),
        ("in_transit", PayoutStatus::InTransit),
        ("in transit", PayoutStatus::InTransit),
        ("paid", PayoutStatus::Paid),
        ("failed", PayoutStatus::Failed),
        ("canceled", PayoutStatus::Canceled),
        ("cancelled", PayoutStatus::Canceled),
    ];
    meaning(word, &words).unwrap_or_else(|| PayoutStatus::Other(word.to_owned()))
}

fn rest(node: &Node<'_>) -> Result<Payout, Issue> {
    let id = node.field("id")?.id(PayoutId::parse)?;
    let currency: Currency = node.get("currency")?;
    let date = node.field("date")?;
    let issued = if date.is_nothing() { None } else { Some(date.parsed(Date::parse)?) };
    Ok(Payout {
        id,
        status: status(node.field("status")?.text()?),
        issued: issued.map(Issued::On),
        currency,
        net: Some(amount(&node.field("amount")?, currency)?),
        withdrawal: false,
        trace: None,
        summary: summary(&node.field("summary")?, &REST_PARTS, amount, currency)?,
    })
}

fn graphql(node: &Node<'_>) -> Result<Payout, Issue> {
    let id = graphql_id(node)?;
    let net = bag(&node.field("net")?, &mut Met::default())?;
    let currency = net.currency();
    let given_summary = node.field("summary")?;
    let mut summary = summary(&given_summary, &GRAPHQL_PARTS, bag_in, currency)?;
    let rebate = given_summary.field("usdcRebateCreditAmount")?;
    if !rebate.is_nothing() {
        let (gross, fee) = (bag_in(&rebate, currency)?, Money::zero(currency));
        summary.push(SummaryLine { part: SummaryPart::Rebate, gross, fee });
    }
    let direction = node.field("transactionType")?;
    Ok(Payout {
        id,
        status: status(node.field("status")?.text()?),
        issued: node.find("issuedAt")?.map(Issued::At),
        currency,
        net: Some(net),
        withdrawal: !direction.is_nothing()
            && direction.word(&[("DEPOSIT", false), ("WITHDRAWAL", true)])?,
        trace: given(node, "externalTraceId")?.map(str::to_owned),
        summary,
    })
}

/// Its gid, or its number where no gid was asked for. Where both stand they must be one.
fn graphql_id(node: &Node<'_>) -> Result<PayoutId, Issue> {
    let (gid, number) = (node.field("id")?, node.field("legacyResourceId")?);
    match (found_id(&gid, PayoutId::parse)?, found_id(&number, PayoutId::parse)?) {
        (Some(own), Some(other)) if own != other => {
            Err(number.invalid(&format_args!("another payout than `{own}`")))
        }
        (Some(own), _) | (None, Some(own)) => Ok(own),
        (None, None) => Err(gid.wrong("an id")),
    }
}

/// The lines of a summary. A part that is left out is none; half of one is an issue.
fn summary(
    node: &Node<'_>,
    parts: &[(SummaryPart, &str, &str)],
    read: Read,
    currency: Currency,
) -> Result<Vec<SummaryLine>, Issue> {
    let mut lines = Vec::new();
    for (part, gross, fee) in parts {
        let (gross, fee) = (node.field(gross)?, node.field(fee)?);
        if gross.is_nothing() && fee.is_nothing() {
            continue;
        }
        for half in [&gross, &fee] {
            if half.is_nothing() {
                return Err(half.issue(Code::MissingField, "the other half of this part is there"));
            }
        }
        let (gross, fee) = (read(&gross, currency)?, read(&fee, currency)?);
        lines.push(SummaryLine { part: *part, gross, fee });
    }
    Ok(lines)
}

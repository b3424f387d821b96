//! What stands on the order itself.

use super::super::financial;
use super::super::money;
use super::super::person::address;
use super::bag::Bags;
use super::{line, person, refunds, remarks};
use crate::domain::ids::shopify::{LocationId, OrderId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::order::{Both, Financial, LineKind, Order, Stated, Unmapped};
use crate::report::{Code, Issue, Node};
use crate::shopify::answer::{Cut, must};
use crate::shopify::fields::given;
use crate::shopify::sizes::Sizes;

/// An order whose lines may go on in another page: its tip is still all tips.
pub(super) fn decode(
    node: &Node<'_>,
    bags: Bags,
    sizes: &Sizes,
    cut: &mut Cut,
) -> Result<Order, Issue> {
    let source = given(node, "sourceName")?;
    let pos = source.is_some_and(|source| source.eq_ignore_ascii_case("pos"));
    let mut order = Order {
        id: node.field("id")?.parsed(OrderId::parse)?,
        name: String::new(),
        processed_at: node.get("processedAt")?,
        updated_at: Some(node.get("updatedAt")?),
        sold_at: if pos { sold_at(node)? } else { None },
        pos,
        test: node.get("test")?,
        cancelled_at: node.find("cancelledAt")?,
        fulfilled: node.field("displayFulfillmentStatus")?.text()? == "FULFILLED",
        shop_currency: bags.0.shop,
        currency: bags.0.presentment,
        taxes_included: node.get("taxesIncluded")?,
        financial: Financial::Paid,
        stated: Stated {
            total: bags.get_both(node, "currentTotalPriceSet")?,
            tax: bags.get_both(node, "currentTotalTaxSet")?,
        },
        buyer: None,
        ship_to: None,
        lines: Vec::new(),
        shipping: Vec::new(),
        tip: bags.get(node, "totalTipReceivedSet")?,
        duties: duties(node, bags)?,
        duty_taxes: Vec::new(),
        fees: fees(node, bags)?,
        refunds: refunds::none(bags),
        cash_rounding: cash_rounding(node, bags)?,
        remarks: Vec::new(),
        unmapped: Vec::new(),
    };
    // What has to be freed comes last: else each step had to free what came before it.
    order.name = node.get("name")?;
    order.financial = status(given(node, "displayFinancialStatus")?);
    order.buyer = person::buyer(node)?;
    order.ship_to = address(&node.field("shippingAddress")?, &person::ADDRESS)?;
    lines(node, bags, &mut order)?;
    let list = must(node, "shippingLines", "an object")?;
    for line in cut.nodes(&list)?.items()? {
        order.shipping.push(line::shipping(&line, bags)?);
    }
    refunds::decode(node, bags, sizes, cut, &mut order.refunds)?;
    order.remarks = remarks::of_order(node)?;
    unmapped(node, &mut order.unmapped)?;
    Ok(order)
}

fn sold_at(order: &Node<'_>) -> Result<Option<LocationId>, Issue> {
    let location = order.field("retailLocation")?;
    if location.is_nothing() { Ok(None) } else { location.get("id").map(Some) }
}

/// The order, once all of its lines are known.
pub(super) fn finish(mut order: Order) -> Result<Order, Issue> {
    let path = "$.data.order.totalTipReceivedSet";
    let invalid = |error: MoneyError| Issue::new(Code::InvalidValue, path, error.to_string());
    order.tip = tip(&order).map_err(invalid)?;
    Ok(order)
}

/// What of the tips no line stands for. In another currency than the shop's a line of its own stands
/// for all of it, as it does in webhooks.
fn tip(order: &Order) -> Result<Money, MoneyError> {
    let zero = Money::zero(order.currency);
    let mut left = order.tip;
    for line in order.lines.iter().filter(|line| line.kind == LineKind::Tip) {
        if order.is_foreign() {
            return Ok(zero);
        }
        left =
            left.checked_sub(&line.price.checked_mul(line.ordered)?.checked_sub(&line.discount)?)?;
    }
    Ok(if left.is_negative() { zero } else { left })
}

/// Webhooks spell the same words in lower case.
fn status(word: Option<&str>) -> Financial {
    match financial(word) {
        Financial::Other(word) => Financial::Other(word.to_ascii_lowercase()),
        known => known,
    }
}

/// The lines, and the taxes on their duties where these are charged on top.
fn lines(node: &Node<'_>, bags: Bags, order: &mut Order) -> Result<(), Issue> {
    let (tipped, with_duties) = (!order.tip.is_zero(), !order.duties.is_zero());
    let list = must(node, "lineItems", "an object")?;
    for line in must(&list, "nodes", "a list")?.items()? {
        order.lines.push(line::decode(&line, bags, tipped)?);
        let duties = must(&line, "duties", "a list")?;
        for duty in duties.items()?.filter(|_| with_duties) {
            bags.taxes(&duty, &mut order.duty_taxes)?;
        }
    }
    Ok(())
}

/// Duties that are not in the prices.
fn duties(order: &Node<'_>, bags: Bags) -> Result<Money, Issue> {
    if order.get("dutiesIncluded")? {
        return Ok(bags.0.zero());
    }
    now_or_first(order, "currentTotalDutiesSet", "originalTotalDutiesSet", bags)
}

fn fees(order: &Node<'_>, bags: Bags) -> Result<Money, Issue> {
    let now = "currentTotalAdditionalFeesSet";
    now_or_first(order, now, "originalTotalAdditionalFeesSet", bags)
}

fn now_or_first(order: &Node<'_>, now: &str, first: &str, bags: Bags) -> Result<Money, Issue> {
    let found = match bags.find(order, now)? {
        Some(money) => Some(money),
        None => bags.find(order, first)?,
    };
    Ok(found.unwrap_or_else(|| bags.0.zero()))
}

/// What was rounded when cash was taken, less what was rounded when it was given back.
fn cash_rounding(order: &Node<'_>, bags: Bags) -> Result<Both, Issue> {
    let rounding = must(order, "totalCashRoundingAdjustment", "an object")?;
    let taken = bags.get_both(&rounding, "paymentSet")?;
    let given = bags.get_both(&rounding, "refundSet")?;
    money::minus(taken, given).map_err(|error| rounding.invalid(&error))
}

/// What no rule carries over.
fn unmapped(order: &Node<'_>, found: &mut Vec<Unmapped>) -> Result<(), Issue> {
    let estimated = order.field("estimatedTaxes")?;
    if estimated.flag()? {
        found.push(Unmapped { what: "estimated tax", path: estimated.path() });
    }
    let seller = order.field("merchantOfRecordApp")?;
    if !seller.is_nothing() {
        found.push(Unmapped { what: "merchant of record", path: seller.path() });
    }
    Ok(())
}

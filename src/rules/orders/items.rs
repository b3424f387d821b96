//! Which item a sale line sells. Several candidates decide nothing.

use super::Subject;
use super::helpers::{helper, used_for};
use super::links::Links;
use super::parts::Part;
use super::places::Places;
use super::{part_subject, subject};

use crate::domain::ids::lightspeed::ItemId;
use crate::domain::order::{LineKind, Order, OrderLine};
use crate::domain::sale::Source;
use crate::policy::{Linked, Policy};
use crate::report::{Code, Exception, Fact, Log, rule};

/// The item of a sale line.
pub(super) struct Chosen {
    pub(super) item: ItemId,
    /// Whether it keeps stock.
    pub(super) stocked: bool,
    /// Whether it only stands for what is linked to nothing.
    pub(super) placeholder: bool,
}

/// Why a line has no item of its own.
enum Miss {
    Unlinked(&'static str),
    Ambiguous(Vec<ItemId>),
}

/// The item of a part, or none: then the log says which helper item is missing.
pub(super) fn item(
    order: &Order,
    part: &Part<'_>,
    places: &Places<'_>,
    links: &Links,
    policy: &Policy,
    log: &mut Log,
) -> Option<Chosen> {
    let subject = part_subject(order, part.source);
    let line = match (part.source, part.line) {
        (Source::Line(_) | Source::Misplaced(_), Some(line)) => line,
        _ => return as_helper(order, &subject, used_for(part.source), policy, log),
    };
    if line.kind == LineKind::GiftCard {
        return as_helper(order, &subject, "gift_card", policy, log);
    }
    let linked = match part.source {
        // Its location has been complained of already.
        Source::Misplaced(_) => Err(None),
        _ => linked(line, places, links, policy, &subject, log).map_err(Some),
    };
    let miss = match linked {
        Ok(item) => return Some(Chosen { item, stocked: true, placeholder: false }),
        Err(miss) => miss,
    };
    if let Some(miss) = miss {
        raise(order, line, miss, log);
    }
    let chosen = as_helper(order, &subject, "placeholder", policy, log)?;
    Some(Chosen { placeholder: true, ..chosen })
}

fn as_helper(
    order: &Order,
    subject: Subject<'_>,
    what: &'static str,
    policy: &Policy,
    log: &mut Log,
) -> Option<Chosen> {
    let item = helper(order, subject, what, policy, log)?;
    Some(Chosen { item, stocked: false, placeholder: false })
}

/// By variant, by inventory item, then as the tenant decided.
fn linked(
    line: &OrderLine,
    places: &Places<'_>,
    links: &Links,
    policy: &Policy,
    subject: Subject<'_>,
    log: &mut Log,
) -> Result<ItemId, Miss> {
    match policy.linked(line, places.inventory_items.get(&line.id).copied(), links) {
        Linked::One { by, key, item } => {
            log.explain(rule::LINE_ITEM, subject, || {
                (vec![("by", by.into()), ("key", key)], item.as_str().into())
            });
            Ok(item.clone())
        }
        Linked::Several(items) => Err(Miss::Ambiguous(items.to_vec())),
        Linked::Nothing(why) => Err(Miss::Unlinked(why)),
    }
}

fn raise(order: &Order, line: &OrderLine, miss: Miss, log: &mut Log) {
    let (code, name, fact) = match miss {
        Miss::Unlinked(why) => (Code::LineUnlinked, "why", why.into()),
        Miss::Ambiguous(items) => {
            let items = items.iter().map(|item| item.as_str().into()).collect();
            (Code::LinkAmbiguous, "items", Fact::List(items))
        }
    };
    let variant = match line.kind {
        LineKind::Variant(variant) => Fact::text(variant),
        _ => Fact::Nothing,
    };
    let exception = Exception::new(code, &subject(order))
        .with("line", Fact::text(line.id))
        .with("variant", variant)
        .with("sku", line.sku.as_str())
        .with(name, fact)
        .about(&line.id.to_string());
    // A line that is divided over outlets is complained of once.
    if !log.exceptions.contains(&exception) {
        log.raise(exception);
    }
}

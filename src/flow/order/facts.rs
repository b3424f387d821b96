//! What must be known besides an order before anything is decided about it.

use crate::contract::io::Request;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{OrderId, VariantId};
use crate::domain::order::{LineKind, Order, OrderLine};
use crate::domain::table::Table;
use crate::flow::finish::Stop;
use crate::flow::join::{Branch, join, join_all};
use crate::flow::journal::Journal;
use crate::flow::rows::{LINKS, LinkRow};
use crate::flow::{Tenant, customer, refusal, store};
use crate::report::{Code, Exception, Fact};
use crate::rules::orders::Links;
use crate::shopify::order::graphql::{self, Whole};
use crate::shopify::order_now::{self, State};
use crate::shopify::sizes::Sizes;

/// What is known.
pub(super) struct Facts {
    /// What Shopify has, or why nobody can tell.
    pub(super) now: Result<Now, Stop>,
    pub(super) links: Links,
}

/// What Shopify says of the order now.
pub(super) enum Now {
    /// It does not show such an order.
    Gone,
    /// What moves without the order's own picture changing.
    State(Box<State>),
    /// The picture at hand was older: this is the order.
    Order(Box<Whole>),
}

/// Asks for all of it together.
pub(super) async fn read(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
    email: Option<&Email>,
) -> Result<Facts, Stop> {
    let key = async {
        match email {
            // The key of the customer is not needed yet: asked together, it costs no round.
            Some(email) => customer::key(journal, email).await.map(drop),
            None => Ok(()),
        }
    };
    let (key, (now, links)) =
        join(key, join(read_now(journal, tenant, order), read_links(journal, order))).await;
    key?;
    let links = links?;
    let links = match &now {
        // Lines may have come: those that are known already cost nothing.
        Ok(Now::Order(whole)) => read_links(journal, &whole.order).await?,
        _ => links,
    };
    Ok(Facts { now, links })
}

async fn read_now(journal: &Journal<'_>, tenant: Tenant<'_>, order: &Order) -> Result<Now, Stop> {
    let mut cut = None;
    for (step, sizes) in [("order.now", &Sizes::FIRST), ("order.now.long", &Sizes::LONG)] {
        let query = order_now::query(order.id, sizes, &tenant.policy.shopify_version);
        let body = ask(journal, tenant, step, query).await?;
        let answer = order_now::decode_answer(body, sizes);
        match answer.map_err(|issue| refusal::unreadable(journal, step, &issue))? {
            order_now::Now::Gone => return Ok(Now::Gone),
            order_now::Now::Whole(state) if is_older(order, &state) => {
                return read_whole(journal, tenant, order.id).await;
            }
            order_now::Now::Whole(state) => return Ok(Now::State(Box::new(state))),
            order_now::Now::Cut(path) => cut = Some(path),
        }
    }
    Err(too_long(journal, cut))
}

/// Whether the picture at hand is not what Shopify has now.
fn is_older(order: &Order, state: &State) -> bool {
    order.updated_at.is_some_and(|at| at < state.updated_at)
}

/// The order as it is now, page by page.
pub(super) async fn read_whole(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: OrderId,
) -> Result<Now, Stop> {
    let version = &tenant.policy.shopify_version;
    let mut cut = None;
    for (name, sizes) in [("order.read", &Sizes::FIRST), ("order.read.long", &Sizes::LONG)] {
        let mut pages: Vec<&[u8]> = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let step = format!("{name}.{}", pages.len());
            let query = graphql::query(order, after.as_deref(), sizes, version);
            pages.push(ask(journal, tenant, &step, query).await?);
            let read = graphql::decode(&pages, sizes);
            match read.map_err(|issue| refusal::unreadable(journal, &step, &issue))? {
                graphql::Read::Gone => return Ok(Now::Gone),
                graphql::Read::Whole(whole) => return Ok(Now::Order(whole)),
                graphql::Read::More(next) => after = Some(next),
                graphql::Read::Cut(path) => {
                    cut = Some(path);
                    break;
                }
                // Its webhook is under way. Until then it is looked at as it is by then.
                graphql::Read::Changed => {
                    let at = journal.clock().checked_add_seconds(CHANGED_SECONDS);
                    let at = at.unwrap_or(journal.clock());
                    return Err(Stop::Later { at, exception: None });
                }
            }
        }
    }
    Err(too_long(journal, cut))
}

/// How long an order is left alone that changes while it is read.
pub(super) const CHANGED_SECONDS: i64 = 5;

async fn ask<'a>(
    journal: &Journal<'a>,
    tenant: Tenant<'_>,
    step: &str,
    query: Request,
) -> Result<&'a [u8], Stop> {
    let reply = journal.read(step, query).await?;
    if reply.is_success() {
        Ok(reply.body)
    } else {
        Err(refusal::of(journal, tenant, step, &reply))
    }
}

/// A list of the order is longer than it can be read at once.
fn too_long(journal: &Journal<'_>, path: Option<String>) -> Stop {
    Exception::new(Code::OrderNotMapped, journal.subject())
        .saying("A list of the order is too long to be read.")
        .with("what", "list that is too long")
        .with("paths", Fact::List(path.into_iter().map(Fact::Path).collect()))
        .about("length")
        .into()
}

pub(super) async fn read_links(journal: &Journal<'_>, order: &Order) -> Result<Links, Stop> {
    let variants: Table<VariantId, ()> =
        order.lines.iter().filter_map(variant).map(|id| (id, ())).collect();
    let branches = variants
        .iter()
        .map(|(variant, ())| -> Branch<'_, _> { Box::pin(read_link(journal, *variant)) });
    let mut links = Links::default();
    for link in join_all(branches.collect()).await {
        let (variant, item) = link?;
        if let Some(item) = item {
            links.variant(variant, item);
        }
    }
    Ok(links)
}

fn variant(line: &OrderLine) -> Option<VariantId> {
    match line.kind {
        LineKind::Variant(variant) => Some(variant),
        _ => None,
    }
}

async fn read_link(
    journal: &Journal<'_>,
    variant: VariantId,
) -> Result<(VariantId, Option<ItemId>), Stop> {
    let key = format!("variant/{variant}");
    let row = store::get::<LinkRow>(journal, &format!("link:{key}"), LINKS, &key).await?;
    Ok((variant, row.map(|row| row.item)))
}

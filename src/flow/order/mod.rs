//! A Shopify order was seen: it becomes the Lightspeed sales that stand for it, once, and its
//! units are kept out of what Shopify may sell until they do.
//!
//! `noted` is what the store knows of the order (its `rows`), `facts` what else must be known;
//! together they are a `look`. `sales` lets all sales stand, `post` finds or records one.
//! `in_flight` says which units a stock level may not contain.

mod facts;
mod in_flight;
mod kept;
mod keyed;
mod look;
mod noted;
mod post;
mod rows;
mod sales;
mod undo;

pub(in crate::flow) use rows::{PaidRow, SaleRow};

use super::Tenant;
use super::adopt::said::Wish;
use super::finish::{Finish, Stop};
use super::join::join;
use super::journal::Journal;
use crate::contract::outcome::Checked;
use crate::contract::store::Row;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::order::{Financial, FulfilmentOrder, Order};
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Mode, Sale};
use crate::domain::stock::Left;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::log::Level;
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::orders::{self, Decided, Known, Links, Skip};
use crate::rules::stock;
use facts::Now;
use in_flight::Units;
use look::{CODES, End, Look, standing};
use noted::Noted;

/// What is examined where nothing may be written.
const BLOCKS: &[Code] = &[Code::SetupBlocks];

/// What is looked at before anything is decided.
const EARLY: &[Code] = &[Code::OrderNotMapped, Code::CurrencyDiffers];

/// Posts the order, unless it stands already, cannot be posted, or has been seen as it was later.
/// `left` is what is known of what left it when.
///
/// # Errors
/// [`Stop`] when the store does not do its part.
pub async fn seen(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    (order, left): (&Order, &[Left]),
    log: &mut Log,
) -> Result<Finish, Stop> {
    let email = address(order);
    let (noted, facts) =
        join(Noted::read(journal, order.id), facts::read(journal, tenant, order, email.as_ref()))
            .await;
    let noted = noted?;
    if noted.is_newer_than(order) {
        return Ok(Finish::default());
    }
    let facts = facts?;
    let links = &facts.links;
    journal.about(order.processed_at, &order.name);
    let known = |order, transactions, places| Look {
        journal,
        tenant,
        noted: &noted,
        order,
        transactions,
        places,
        left,
        links,
    };
    let look = match facts.now {
        // At first sight its units are noted, wherever they are; later the rows know better.
        Err(stop) if noted.is_new() => return known(order, None, &[]).close(Err(stop), log).await,
        Err(stop) => return Err(stop),
        // It may have been deleted, or be too old to be shown: nothing is known of its money.
        Ok(Now::Gone) => known(order, None, &[]),
        Ok(Now::State(ref state)) => {
            known(order, Some(&state.transactions), &state.fulfilment_orders)
        }
        Ok(Now::Order(ref whole)) => {
            known(&whole.order, Some(&whole.transactions), &whole.fulfilment_orders)
        }
    };
    let end = act(&look, log).await;
    look.close(end, log).await
}

/// Looks at the order as Shopify has it now, as [`seen`] does.
///
/// # Errors
/// [`Stop`] when Shopify or the store does not do its part.
pub async fn read(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: OrderId,
    log: &mut Log,
) -> Result<Finish, Stop> {
    let (noted, now) =
        join(Noted::read(journal, order), facts::read_whole(journal, tenant, order)).await;
    let noted = noted?;
    let Now::Order(whole) = now? else { return Ok(not_shown(journal, &noted)) };
    let go_live = tenant.policy.go_live;
    let old = go_live.is_some_and(|go_live| whole.order.processed_at < go_live);
    // When the units of an old order left only its webhooks tell; they come as well. Before going
    // live it needs no telling: whatever left by now is counted by the first stock level.
    let live = go_live.is_none_or(|go_live| go_live <= journal.now());
    if noted.is_newer_than(&whole.order) {
        // What was said of it since is still to be done, when Shopify shows it as it is.
        let again_at = journal.clock().checked_add_seconds(facts::CHANGED_SECONDS).ok();
        return Ok(Finish {
            again_at: again_at.filter(|_| noted.said().is_some()),
            ..Finish::default()
        });
    }
    // What staff keyed took its units, whenever they left.
    match noted.said().map(|said| (said, said.wish())) {
        Some((_, Wish::Adopt(_))) => {}
        Some((_, Wish::Post)) if noted.is_adopted() => {}
        Some((said, Wish::Ask)) if old && live => {
            let asked = keyed::asked(journal.subject(), said, None);
            return Ok(left_alone(journal, &whole.order, vec![asked]));
        }
        _ if old && live => return Ok(left_alone(journal, &whole.order, Vec::new())),
        _ => {}
    }
    journal.about(whole.order.processed_at, &whole.order.name);
    let left = if old { left_by_now(&whole.fulfilment_orders, journal.now()) } else { Vec::new() };
    let links = facts::read_links(journal, &whole.order).await?;
    let look = Look {
        journal,
        tenant,
        noted: &noted,
        order: &whole.order,
        transactions: Some(&whole.transactions),
        places: &whole.fulfilment_orders,
        left: &left,
        links: &links,
    };
    let end = act(&look, log).await;
    look.close(end, log).await
}

/// An old order of which nothing is posted, and nothing is news any more.
fn left_alone(journal: &Journal<'_>, order: &Order, exceptions: Vec<Exception>) -> Finish {
    let mut end = Finish::with(exceptions, journal.subject(), keyed::CODES);
    end.commit.extend(noted::seen_row(order));
    end
}

/// The units that are not to be sent any more, as if they had left now.
fn left_by_now(places: &[FulfilmentOrder], now: Timestamp) -> Vec<Left> {
    let lines = places.iter().flat_map(|place| &place.lines);
    let sent = lines.filter_map(|line| {
        let units = line.units.checked_sub(line.unsent).filter(|units| !units.is_zero())?;
        Some(Left { line: line.line, units: Quantity::new(units), at: now })
    });
    sent.collect()
}

/// Shopify does not show the order. Of one that is known its own webhook says that it is gone.
fn not_shown(journal: &Journal<'_>, noted: &Noted) -> Finish {
    let unknown = noted.is_new().then(|| {
        Exception::new(Code::OrderNotMapped, journal.subject())
            .saying("Shopify does not show the order: it is gone, or older than the app may read.")
            .with("what", "order that Shopify does not show")
            .about("shown")
    });
    let exceptions = unknown.into_iter().collect();
    Finish::with(exceptions, journal.subject(), &[Code::OrderNotMapped])
}

/// The order is gone from Shopify: webhooks that are still under way must not post it, and a sale
/// that stands is somebody's to look at.
///
/// # Errors
/// [`Stop`] when the store does not do its part.
pub async fn deleted(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: OrderId,
    log: &mut Log,
) -> Result<Finish, Stop> {
    let noted = Noted::read(journal, order).await?;
    let links = Links::default();
    let units = Units { id: order, order: None, places: &[], left: &[], links: &links };
    let earlier = &noted.known().in_flight;
    let flight =
        in_flight::decide(journal, tenant.policy, units, (noted.sales(), &[]), earlier, log)?;
    let mut end = gone(journal, &noted);
    if tenant.policy.stock.publish {
        end.next.extend(super::stock::events(flight.items.iter().cloned(), false));
    }
    end.exceptions.append(&mut log.exceptions);
    look::note(journal, tenant.task, &noted, (noted.known().clone(), flight), &mut end).await?;
    end.commit.push(noted::seen_at(order, journal.now()));
    Ok(end)
}

fn gone(journal: &Journal<'_>, noted: &Noted) -> Finish {
    let deleted = |after: &str| {
        Exception::new(Code::OrderChanged, journal.subject())
            .saying(format!("The order was deleted in Shopify {after}."))
            .with("now", Fact::Nothing)
    };
    let kept = || {
        noted.all_reserved().next()?;
        Some(deleted("while Lightspeed keeps stock for it"))
    };
    let posted = noted.posted();
    let sale = posted
        .map(|posted| deleted("after it was posted").with("posted", posted.total.as_str()))
        .or_else(kept);
    let codes = orders::CODES.iter().chain(CODES).chain(stock::CODES).chain(keyed::CODES);
    let codes = codes.copied().collect();
    let checked = Checked { subject: journal.subject().to_owned(), codes };
    let exceptions = sale.into_iter().collect();
    Finish { exceptions, checked: vec![checked], ..Finish::default() }
}

/// What the order asks for now.
async fn act(look: &Look<'_, '_>, log: &mut Log) -> Result<End, Stop> {
    let subject = look.subject();
    if let Some(exception) = look.noted.blocks(&subject, &[]) {
        return Ok(End::of(Finish::with(vec![exception], &subject, BLOCKS)));
    }
    if let Some(end) = keyed::act(look).await? {
        return Ok(end);
    }
    let stands = look.noted.posted().is_some() || look.noted.all_reserved().next().is_some();
    // Without its transactions nobody knows whether the buyer has the money back. What staff keyed
    // is theirs to take back: they are told that the order changed.
    let ours = stands && !look.noted.is_adopted();
    if ours && look.order.is_cancelled() && look.transactions.is_some() && !undo::has_left(look) {
        return undo::take_back(look, log).await;
    }
    if let Some(posted) = look.noted.posted() {
        let changed = noted::changed(look.order, posted);
        let end = Finish::with(changed.into_iter().collect(), &subject, &standing(false));
        return Ok(End::of(end));
    }
    let early = early(look);
    if !early.is_empty() {
        return Ok(End::of(Finish::with(early, &subject, EARLY)));
    }
    if let Some(at) = held(look) {
        return Ok(End::of(Finish { again_at: Some(at), ..Finish::default() }));
    }
    let dialect = look.tenant.dialect;
    // Lines are kept only for a customer; a sale may do without one until it is written.
    let buyer = match dialect.line_reservations() {
        Some(_) if may_reserve(look.order) => match sales::find_customer(look).await {
            Err(Stop::Exception(exception)) => {
                return Ok(End::of(Finish::with(vec![exception], &subject, CODES)));
            }
            found => found?,
        },
        _ => None,
    };
    let decided = decide(look, buyer.as_ref().map(|buyer| &buyer.id), log);
    if let Some(Decided::Sales(sales)) = &decided {
        look.journal.decided(sales);
    }
    let rows: Vec<Row> = buyer.iter().filter_map(|buyer| buyer.row.clone()).collect();
    let nothing = || {
        let finish = Finish::with(Vec::new(), &subject, orders::CODES);
        End::of(Finish { commit: rows, ..finish })
    };
    match decided {
        Some(Decided::Sales(sales)) if is_kept(look, &sales) => Ok(nothing()),
        Some(Decided::Sales(sales))
            if let Some(exception) = look.noted.blocks(&subject, &sales) =>
        {
            let mut end = nothing();
            end.finish.exceptions.push(exception);
            Ok(end)
        }
        Some(Decided::Sales(sales)) => match dialect.line_reservations() {
            Some(lines) if sales.iter().any(|sale| sale.mode == Mode::Reserve) => {
                kept::keep(look, lines, &sales, buyer).await
            }
            _ => sales::post(look, sales, buyer, log).await,
        },
        Some(Decided::Skipped(Skip::NothingLeft)) if stands => {
            let mut end = undo::take_back(look, log).await?;
            end.finish.commit.append(&mut nothing().finish.commit);
            Ok(end)
        }
        Some(Decided::Skipped(Skip::NothingLeft)) => kept::let_go(look, nothing()).await,
        Some(Decided::Skipped(_)) | None => Ok(nothing()),
    }
}

/// Whether the order may have to be reserved: its money is not all there as far as its status goes.
fn may_reserve(order: &Order) -> bool {
    use Financial::{Authorized, PartiallyPaid, Pending};
    matches!(order.financial, Pending | Authorized | PartiallyPaid) && !order.is_cancelled()
}

/// Whether all that is to be kept is known to be kept already, and nothing else is.
fn is_kept(look: &Look<'_, '_>, sales: &[Sale]) -> bool {
    let kept = |sale: &Sale| {
        let row = look.noted.reserved(&sale.key.outlet);
        sale.mode == Mode::Reserve && row.is_some_and(|row| row.lines == in_flight::units(sale))
    };
    let wanted = |row: &rows::SaleRow| sales.iter().any(|sale| sale.key.outlet == row.outlet);
    sales.iter().all(kept) && look.noted.all_reserved().all(wanted)
}

/// Until when the order waits for Shopify to say where it is sent from, if it does.
fn held(look: &Look<'_, '_>) -> Option<Timestamp> {
    let order = look.order;
    if order.pos || order.is_cancelled() || !look.places.is_empty() {
        return None;
    }
    let until = order.processed_at.checked_add_seconds(look.tenant.policy.assign_wait).ok()?;
    Some(until).filter(|until| *until > look.journal.now())
}

/// What keeps the order from being posted whatever else is known.
fn early(look: &Look<'_, '_>) -> Vec<Exception> {
    let mut log = Log::new(Level::None);
    orders::not_mapped(look.order, look.tenant.policy, &mut log);
    log.exceptions
}

fn decide(look: &Look<'_, '_>, customer: Option<&CustomerId>, log: &mut Log) -> Option<Decided> {
    let known = Known {
        transactions: look.transactions,
        fulfilment_orders: look.places,
        links: look.links,
        customer,
        // What is kept is asked for when it is known which sales there are.
        reserved: &Table::new(),
    };
    let capabilities = look.tenant.dialect.capabilities();
    orders::to_sales(look.order, known, look.tenant.policy, capabilities, log)
}

fn address(order: &Order) -> Option<Email> {
    let address = order.buyer.as_ref()?.email.as_deref()?;
    Email::parse(address).ok()
}

/// Units that cannot be counted although nothing is known of their order but its id.
fn uncountable(journal: &Journal<'_>, error: impl std::fmt::Display) -> Exception {
    Exception::new(Code::OrderTotalsDisagree, journal.subject())
        .saying(format!("The order's units cannot be computed exactly: {error}."))
        .about("units")
}

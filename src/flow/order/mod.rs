//! A Shopify order was seen: it becomes the Lightspeed sales that stand for it, once.
//!
//! `noted` is what the store knows of the order, `facts` what else must be known, `post` finds
//! or records one sale.

mod facts;
mod noted;
mod post;

use super::Tenant;
use super::claim::Claim;
use super::customer;
use super::finish::{Finish, Stop};
use super::join::{Branch, join, join_all};
use super::journal::Journal;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::OutletId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::money::Money;
use crate::domain::order::{Financial, FulfilmentOrder, Order, Transaction};
use crate::domain::sale::{Mode, Sale, SaleKey};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::lightspeed::{Recorded, Wanted};
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::orders::{self, Decided, Known};
use facts::Now;
use noted::{Noted, sale_row};

/// What is looked at before anything is read.
const EARLY: &[Code] = &[Code::OrderNotMapped, Code::CurrencyDiffers, Code::OrderNotPaid];

/// What a run that came to its end has shown not to be so.
const CODES: &[Code] = &[
    Code::OrderChanged,
    Code::CustomerAmbiguous,
    Code::SaleReferenceTaken,
    Code::RFilterIgnored,
    Code::ClaimHeld,
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
    Code::StoreFailed,
    Code::DuplicateWriteKey,
    Code::TooManyRounds,
];

/// Posts the order, unless it stands already, cannot be posted, or has been seen as it was later.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part.
pub async fn seen(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
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
    let facts = match facts {
        Ok(facts) => facts,
        Err(stop) => {
            return examined(stop, |exceptions| Finish::with(exceptions, journal.subject(), &[]));
        }
    };
    let (order, moved) = match &facts.now {
        // It may have been deleted, or be too old to be shown: nothing is known of its money.
        Now::Gone => (order, Moved { transactions: None, fulfilment_orders: &[] }),
        Now::State(state) => (order, Moved::of(&state.transactions, &state.fulfilment_orders)),
        Now::Order(whole) => {
            (&whole.order, Moved::of(&whole.transactions, &whole.fulfilment_orders))
        }
    };
    let known = Known {
        transactions: moved.transactions,
        fulfilment_orders: moved.fulfilment_orders,
        links: &facts.links,
        // R-Series reserves only for a customer, who is looked for only when there is a sale.
        customer: None,
        reserved: &Table::new(),
    };
    let mut end = post(journal, tenant, order, &noted, known, log).await?;
    // What comes again is not over.
    if end.again_at.is_none() {
        end.commit.extend(noted::seen_row(order));
    }
    Ok(end)
}

/// What moves without the order's own picture changing.
struct Moved<'a> {
    transactions: Option<&'a [Transaction]>,
    fulfilment_orders: &'a [FulfilmentOrder],
}

impl<'a> Moved<'a> {
    fn of(transactions: &'a [Transaction], fulfilment_orders: &'a [FulfilmentOrder]) -> Self {
        Self { transactions: Some(transactions), fulfilment_orders }
    }
}

/// The order is gone from Shopify: webhooks that are still under way must not post it, and a sale
/// that stands is somebody's to look at.
///
/// # Errors
/// [`Stop`] when the store does not do its part.
pub async fn deleted(journal: &Journal<'_>, order: OrderId) -> Result<Finish, Stop> {
    let noted = Noted::read(journal, order).await?;
    Ok(gone(journal, &noted, order))
}

fn gone(journal: &Journal<'_>, noted: &Noted, order: OrderId) -> Finish {
    let sale = noted.posted().map(|posted| {
        Exception::new(Code::OrderChanged, journal.subject())
            .saying("The order was deleted in Shopify after it was posted.")
            .with("posted", posted.total.as_str())
            .with("now", Fact::Nothing)
    });
    let codes: Vec<Code> = orders::CODES.iter().chain(CODES).copied().collect();
    let mut end = Finish::with(sale.into_iter().collect(), journal.subject(), &codes);
    end.commit.push(noted::seen_at(order, journal.now()));
    end
}

async fn post(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
    noted: &Noted,
    known: Known<'_>,
    log: &mut Log,
) -> Result<Finish, Stop> {
    let subject = orders::subject(order);
    let finish = |exceptions| Finish::with(exceptions, &subject, orders::CODES);
    if let Some(posted) = noted.posted() {
        let changed = noted::changed(order, posted);
        return Ok(Finish::with(changed.into_iter().collect(), &subject, &standing(false)));
    }
    let early = early(order, tenant);
    if !early.is_empty() {
        return Ok(Finish::with(early, &subject, EARLY));
    }
    if let Some(at) = held(journal, tenant, order, known.fulfilment_orders) {
        return Err(Stop::Later { at, exception: None });
    }
    let Some(mut sales) = decide(order, known, tenant, log) else {
        return Ok(finish(std::mem::take(&mut log.exceptions)));
    };
    let email = address(order);
    let (buyer, looked) = join(
        find_customer(journal, tenant, order, email.as_ref()),
        claim_and_look(journal, tenant, noted, &sales),
    )
    .await;
    let (buyer, strays) = match (buyer, looked) {
        (Ok(buyer), Ok(strays)) => (buyer, strays),
        (Err(stop), _) | (_, Err(stop)) => return examined(stop, finish),
    };
    let mut end = finish(std::mem::take(&mut log.exceptions));
    if let Some(buyer) = buyer {
        for sale in &mut sales {
            sale.customer = Some(buyer.id.clone());
        }
        end.commit.extend(buyer.row);
    }
    if strays.is_empty() {
        let records = sales.iter().map(|sale| -> Branch<'_, _> {
            Box::pin(post::record(journal, tenant, noted, sale, log))
        });
        let records = join_all(records.collect()).await;
        settle(order, noted, &sales, records, end)
    } else {
        adopt(journal, tenant, order, noted, &sales, strays, end).await
    }
}

/// Until when the order waits for Shopify to say where it is sent from, if it does.
fn held(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
    fulfilment_orders: &[FulfilmentOrder],
) -> Option<Timestamp> {
    if order.pos || order.is_cancelled() || !fulfilment_orders.is_empty() {
        return None;
    }
    let until = order.processed_at.checked_add_seconds(tenant.policy.assign_wait).ok()?;
    Some(until).filter(|until| *until > journal.now())
}

/// What keeps the order from being posted whatever else is known.
fn early(order: &Order, tenant: Tenant<'_>) -> Vec<Exception> {
    let mut log = Log::default();
    orders::not_mapped(order, tenant.policy, &mut log);
    if matches!(
        order.financial,
        Financial::Pending | Financial::Authorized | Financial::PartiallyPaid
    ) {
        log.raise(Exception::new(Code::OrderNotPaid, &orders::subject(order)));
    }
    log.exceptions
}

/// What is known not to be so of an order whose sales stand. What stands beside a sale, such as
/// a line without its item, is only known when it is posted; that a total differs, to whoever
/// compared it.
fn standing(compared: bool) -> Vec<Code> {
    let known =
        |code: &&Code| !orders::BESIDE.contains(code) && (compared || **code != Code::TotalNotTied);
    orders::CODES.iter().filter(known).chain(CODES).copied().collect()
}

/// The sales of an order that is paid: where a reservation is called for, nothing is posted and
/// somebody is told.
fn decide(order: &Order, known: Known<'_>, tenant: Tenant<'_>, log: &mut Log) -> Option<Vec<Sale>> {
    let capabilities = tenant.dialect.capabilities();
    let decided = orders::to_sales(order, known, tenant.policy, capabilities, log)?;
    let Decided::Sales(sales) = decided else { return None };
    if sales.iter().all(|sale| sale.mode == Mode::Completed) {
        return Some(sales);
    }
    log.raise(Exception::new(Code::OrderNotPaid, &orders::subject(order)));
    None
}

/// The customer with the buyer's e-mail address; an order without one goes to the guest.
async fn find_customer(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
    email: Option<&Email>,
) -> Result<Option<customer::Known>, Stop> {
    let Some(email) = email else { return Ok(None) };
    let buyer = order.buyer.clone().unwrap_or_default();
    customer::find_or_create(journal, tenant, &buyer, email).await.map(Some)
}

/// Claims the order, notes where its sales are to be, and looks for them while the customer is
/// still being found: `record` finds the answers to its own look-ups there. Returns what stands
/// where no sale is asked for now: the configuration was another one when it was posted.
async fn claim_and_look(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    noted: &Noted,
    sales: &[Sale],
) -> Result<Vec<(OutletId, Recorded)>, Stop> {
    let Some(first) = sales.first() else { return Ok(Vec::new()) };
    let key = format!("order/{}", first.key.order);
    let mut claim = Claim::take(journal, tenant.task, &key, vec![noted.plan(sales)]).await?;
    let strays: Vec<SaleKey> = noted.strays(sales).into_iter().map(|at| first.key.at(at)).collect();
    // What is noted stands, whether the vendor's search shows it yet or not.
    let open: Vec<Wanted<'_>> = sales
        .iter()
        .filter(|sale| noted.sale(&sale.key.outlet).is_none())
        .map(Wanted::from)
        .collect();
    let elsewhere = strays.iter().map(|key| Wanted { key, ..first.into() });
    let looks = open.iter().copied().chain(elsewhere);
    let looks = looks.map(|sale| -> Branch<'_, _> { Box::pin(post::find(journal, tenant, sale)) });
    let looks: Result<Vec<_>, Stop> = join_all(looks.collect()).await.into_iter().collect();
    let looks = looks?;
    claim.own(journal, tenant.task).await?;
    let elsewhere = looks.into_iter().skip(open.len()).zip(strays);
    Ok(elsewhere.filter_map(|(found, key)| Some((key.outlet, found?))).collect())
}

/// What came of the sales, one by one: one that failed does not take the others' rows along.
fn settle(
    order: &Order,
    noted: &Noted,
    sales: &[Sale],
    records: Vec<Result<Option<Recorded>, Stop>>,
    mut end: Finish,
) -> Result<Finish, Stop> {
    let subject = orders::subject(order);
    let mut compared = true;
    let mut outlets = Vec::with_capacity(sales.len());
    for (sale, record) in sales.iter().zip(records) {
        match record {
            Ok(Some(recorded)) => {
                compared &= recorded.total.is_some();
                end.exceptions.extend(untied(&subject, sale, &recorded));
                end.commit.push(sale_row(&sale.key, recorded.id));
                outlets.push(sale.key.outlet.clone());
            }
            // A preview.
            Ok(None) => compared = false,
            Err(Stop::Exception(exception)) => end.exceptions.push(exception),
            Err(Stop::Later { at, exception }) => {
                end.again_at = Some(end.again_at.map_or(at, |other| other.max(at)));
                end.exceptions.extend(exception);
            }
            Err(stop) => return Err(stop),
        }
    }
    if outlets.len() == sales.len() {
        end.commit.push(noted.done(order, outlets));
        end.checked = Finish::with(Vec::new(), &subject, &standing(compared)).checked;
    }
    Ok(end)
}

/// Sales stand where none are asked for now. Together with those that are asked for they may be
/// all of the order; else nothing more is posted, and somebody must look.
async fn adopt(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
    noted: &Noted,
    sales: &[Sale],
    strays: Vec<(OutletId, Recorded)>,
    mut end: Finish,
) -> Result<Finish, Stop> {
    let mut stand = strays;
    for sale in sales {
        if let Some(recorded) = post::find(journal, tenant, sale.into()).await? {
            stand.push((sale.key.outlet.clone(), recorded));
        }
    }
    let Some(first) = sales.first() else { return Ok(end) };
    let zero = Money::zero(first.total.currency());
    let sum = |sum: Money, money: &Money| sum.checked_add(money).ok();
    let due = sales.iter().try_fold(zero, |total, sale| sum(total, &sale.total));
    let found =
        stand.iter().try_fold(zero, |total, (_, recorded)| sum(total, recorded.total.as_ref()?));
    let ids = stand.iter().map(|(_, recorded)| Fact::text(&recorded.id)).collect();
    let outlets = stand.iter().map(|(outlet, _)| outlet.clone()).collect();
    for (outlet, recorded) in stand {
        end.commit.push(sale_row(&first.key.at(outlet), recorded.id));
    }
    if due.is_some() && due == found {
        end.commit.push(noted.done(order, outlets));
        return Ok(end);
    }
    let amount = |money: Option<Money>| money.map_or(Fact::Nothing, |money| (&money).into());
    end.exceptions.push(
        Exception::new(Code::OrderChanged, &orders::subject(order))
            .saying("Sales of the order stand at other outlets than it is posted to now, and are not all of it.")
            .with("sales", Fact::List(ids))
            .with("posted", amount(found))
            .with("now", amount(due)),
    );
    Ok(end)
}

/// The rules have been examined, whatever a vendor then did.
fn examined(stop: Stop, finish: impl Fn(Vec<Exception>) -> Finish) -> Result<Finish, Stop> {
    match stop {
        Stop::Exception(exception) => Ok(finish(vec![exception])),
        stop => Err(stop),
    }
}

/// A sale that came to something else than predicted stands, but somebody must look at it.
fn untied(subject: &str, sale: &Sale, recorded: &Recorded) -> Option<Exception> {
    let total = recorded.total.filter(|total| total.amount() != sale.total.amount())?;
    Some(
        Exception::new(Code::TotalNotTied, subject)
            .saying("Lightspeed computed another total than predicted; the sale stands.")
            .with("sale", Fact::text(&recorded.id))
            .with("predicted", &sale.total)
            .with("lightspeed", &total)
            .about("recorded"),
    )
}

fn address(order: &Order) -> Option<Email> {
    let address = order.buyer.as_ref()?.email.as_deref()?;
    Email::parse(address).ok()
}

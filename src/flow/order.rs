//! `orders/create`: a Shopify order becomes one Lightspeed sale.

use super::claim::Claim;
use super::customer;
use super::finish::{Finish, Stop};
use super::join::{Branch, join, join_all};
use super::journal::{Journal, LOOK_UP_SECONDS, Reply, Written};
use super::rows::{LINKS, LinkRow, SALES, SaleRow, VERSION};
use super::{Tenant, refusal, store};
use crate::contract::store::Row;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::VariantId;
use crate::domain::order::{Financial, LineKind, Order, OrderLine, Transaction};
use crate::domain::sale::{Mode, Sale, SaleKey};
use crate::domain::table::Table;
use crate::lightspeed::{Lookup, Recorded};
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::orders::{self, Decided, Known, Links};
use crate::shopify::transactions;

/// What a run that came to its end has shown not to be so.
const CODES: &[Code] = &[
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

/// Posts the order, unless it stands already or cannot be posted.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part.
pub async fn created(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
    log: &mut Log,
) -> Result<Finish, Stop> {
    let subject = orders::subject(order);
    let finish = |exceptions| Finish::with(exceptions, &subject, orders::CODES);
    // That a sale's total differs is only known to whoever compared it.
    let posted = |compared: bool| {
        let rules = orders::CODES.iter().filter(|code| compared || **code != Code::TotalNotTied);
        let codes: Vec<Code> = rules.chain(CODES).copied().collect();
        Finish::with(Vec::new(), &subject, &codes)
    };
    let mut early = Log::default();
    orders::not_mapped(order, tenant.policy, &mut early);
    if matches!(
        order.financial,
        Financial::Pending | Financial::Authorized | Financial::PartiallyPaid
    ) {
        early.raise(Exception::new(Code::OrderNotPaid, &subject));
    }
    if address(order).is_none() {
        early.raise(Exception::new(Code::OrderNoCustomer, &subject));
    }
    let Some(email) = address(order).filter(|_| early.exceptions.is_empty()) else {
        return Ok(finish(early.exceptions));
    };
    let facts = read_facts(journal, tenant, order, &email).await?;
    if facts.posted.is_some() {
        return Ok(posted(false));
    }
    let Some(mut sale) = decide(order, &facts, tenant, log) else {
        return Ok(finish(std::mem::take(&mut log.exceptions)));
    };
    let buyer = order.buyer.clone().unwrap_or_default();
    let (customer, noted) = join(
        customer::find_or_create(journal, tenant, &buyer, &email),
        claim_and_look(journal, tenant, &sale),
    )
    .await;
    let (customer, noted) = match (customer, noted) {
        (Ok(customer), Ok(noted)) => (customer, noted),
        (Err(stop), _) | (_, Err(stop)) => return examined(stop, finish),
    };
    sale.customer = Some(customer.id);
    let compared = noted.is_none();
    let recorded = match noted {
        Some(row) => Ok(Some(Recorded { id: row.sale, total: None })),
        None => record(journal, tenant, &sale, log).await,
    };
    let recorded = match recorded {
        Ok(recorded) => recorded,
        Err(stop) => return examined(stop, finish),
    };
    let mut finish = posted(compared);
    // What stands beside the sale, such as a line without an item.
    finish.exceptions.append(&mut log.exceptions);
    finish.commit.extend(customer.row);
    if let Some(recorded) = recorded {
        finish.exceptions.extend(untied(&subject, &sale, &recorded));
        finish.commit.push(row(&sale.key, recorded));
    }
    Ok(finish)
}

/// The one sale of an order that is paid: where several sales or a reservation are called for,
/// nothing is posted and somebody is told.
fn decide(order: &Order, facts: &Facts, tenant: Tenant<'_>, log: &mut Log) -> Option<Sale> {
    let known = Known {
        transactions: facts.transactions.as_deref(),
        fulfilment_orders: &[],
        links: &facts.links,
        // R-Series reserves only for a customer, who is looked for only when there is a sale.
        customer: None,
        reserved: &Table::new(),
    };
    let capabilities = tenant.dialect.capabilities();
    let decided = orders::to_sales(order, known, tenant.policy, capabilities, log)?;
    let Decided::Sales(sales) = decided else { return None };
    let [sale] = <[Sale; 1]>::try_from(sales).ok()?;
    if sale.mode == Mode::Completed {
        return Some(sale);
    }
    log.raise(Exception::new(Code::OrderNotPaid, &orders::subject(order)));
    None
}

/// What must be known before anything is decided.
struct Facts {
    posted: Option<SaleRow>,
    transactions: Option<Vec<Transaction>>,
    links: Links,
}

async fn read_facts(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
    email: &Email,
) -> Result<Facts, Stop> {
    let sale = SaleKey { order: order.id, outlet: tenant.policy.default_outlet.clone() };
    let ((posted, key), (transactions, links)) = join(
        // The key of the customer is not needed yet: asked together, it costs no round.
        join(noted(journal, &sale), customer::key(journal, email)),
        join(read_transactions(journal, tenant, order), read_links(journal, order)),
    )
    .await;
    key?;
    Ok(Facts { posted: posted?, transactions: transactions?, links: links? })
}

/// The sale that the store knows of.
async fn noted(journal: &Journal<'_>, key: &SaleKey) -> Result<Option<SaleRow>, Stop> {
    store::get(journal, "sale.row", SALES, &key.row()).await
}

async fn read_transactions(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
) -> Result<Option<Vec<Transaction>>, Stop> {
    let step = "order.transactions";
    let query = transactions::query(order.id, &tenant.policy.shopify_version);
    let reply = journal.read(step, query).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, step, &reply));
    }
    transactions::decode_answer(reply.body)
        .map_err(|issue| refusal::unreadable(journal, step, &issue))
}

async fn read_links(journal: &Journal<'_>, order: &Order) -> Result<Links, Stop> {
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

/// Claims the sale, and looks for it while the customer is still being found: `record` finds the
/// answer to its own look-up there. Who held the claim until now has noted its sale, whether
/// the vendor's search shows it yet or not.
async fn claim_and_look(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    sale: &Sale,
) -> Result<Option<SaleRow>, Stop> {
    let mut claim = Claim::take(journal, tenant.task, &sale.key.to_string()).await?;
    journal.again("sale.row")?;
    let (noted, looked) = join(noted(journal, &sale.key), look_up(journal, tenant, sale)).await;
    looked?;
    claim.own(journal, tenant.task).await?;
    noted
}

async fn look_up<'a>(
    journal: &Journal<'a>,
    tenant: Tenant<'_>,
    sale: &Sale,
) -> Result<Reply<'a>, Stop> {
    let query = tenant.dialect.find_sale(tenant.account, sale);
    let reply = journal.read("sale.find", query).await?;
    if reply.is_success() || reply.status == 404 {
        return Ok(reply);
    }
    Err(refusal::of(journal, tenant, "sale.find", &reply))
}

/// The sale as Lightspeed holds it: found, or recorded now. `None` in a preview.
async fn record(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    sale: &Sale,
    log: &Log,
) -> Result<Option<Recorded>, Stop> {
    let step = "sale.record";
    loop {
        let reply = look_up(journal, tenant, sale).await?;
        let found = tenant
            .dialect
            .read_sale(tenant.account, reply.status, reply.body, sale)
            .map_err(|issue| refusal::unreadable(journal, "sale.find", &issue))?;
        if let Some(recorded) = accept(journal, sale, found)? {
            return Ok(Some(recorded));
        }
        // A completed sale is one request.
        let requests = tenant.dialect.record_sale(tenant.account, sale);
        let Some(mut request) = requests.into_iter().next() else { return Ok(None) };
        request.not_after = reply.at.checked_add_seconds(LOOK_UP_SECONDS).ok();
        request.because = log.explanations.iter().map(|reason| reason.id.clone()).collect();
        let key = sale.key.to_string();
        match journal.write(step, request).await? {
            Written::Answered(reply) if reply.is_success() => {
                let recorded = tenant.dialect.read_recorded(reply.body, sale);
                return recorded
                    .map(Some)
                    .map_err(|issue| refusal::unreadable(journal, step, &issue));
            }
            // There is one by this id: look again, and adopt it.
            Written::Answered(reply) if reply.status == 409 => {
                journal.reopen(step, &key, reply.at)?;
            }
            Written::Answered(reply) => return Err(refusal::of(journal, tenant, step, &reply)),
            Written::Predicted => return Ok(None),
            Written::Open => {}
        }
        journal.again("sale.find")?;
    }
}

/// The rules have been examined, whatever a vendor then did.
fn examined(stop: Stop, finish: impl Fn(Vec<Exception>) -> Finish) -> Result<Finish, Stop> {
    match stop {
        Stop::Exception(exception) => Ok(finish(vec![exception])),
        stop => Err(stop),
    }
}

/// The sale that stands already, if it is ours; an exception if nobody can tell.
fn accept(journal: &Journal<'_>, sale: &Sale, found: Lookup) -> Result<Option<Recorded>, Stop> {
    match found {
        Lookup::Absent => Ok(None),
        Lookup::Found(recorded) => Ok(Some(recorded)),
        Lookup::Taken(id) => Err(Exception::new(Code::SaleReferenceTaken, journal.subject())
            .with("sale", Fact::text(id))
            .with("reference", sale.reference.as_str())
            .into()),
        Lookup::FilterIgnored => Err(Exception::new(Code::RFilterIgnored, journal.subject())
            .with("reference", sale.reference.as_str())
            .into()),
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

fn row(key: &SaleKey, recorded: Recorded) -> Row {
    let value =
        SaleRow { v: VERSION, order: key.order, outlet: key.outlet.clone(), sale: recorded.id };
    Row::put(SALES, key.row(), &value)
}

fn address(order: &Order) -> Option<Email> {
    let address = order.buyer.as_ref()?.email.as_deref()?;
    Email::parse(address).ok()
}

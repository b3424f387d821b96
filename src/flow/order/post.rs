//! One sale of an order: found in Lightspeed, or recorded now.

use super::noted::Noted;
use crate::contract::io::Request;
use crate::domain::sale::{Sale, SaleKey};
use crate::domain::time::Timestamp;
use crate::flow::finish::Stop;
use crate::flow::journal::{Journal, LOOK_UP_SECONDS, Reply, Written};
use crate::flow::{Tenant, refusal};
use crate::lightspeed::{Lookup, Recorded, Wanted};
use crate::report::{Code, Exception, Fact, Log};

/// How a step is called that is about the sale at one outlet.
fn step(what: &str, key: &SaleKey) -> String {
    format!("{what}:{}", key.outlet)
}

/// What Lightspeed has for `sale`. The answer is read as often as it is needed: equal reads are
/// one request.
pub(super) async fn find(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    sale: Wanted<'_>,
) -> Result<Option<Recorded>, Stop> {
    look(journal, tenant, sale).await.map(|looked| looked.0)
}

/// The same, with when it was looked.
async fn look(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    sale: Wanted<'_>,
) -> Result<(Option<Recorded>, Timestamp), Stop> {
    let reply = look_up(journal, tenant, sale).await?;
    let step = step("sale.find", sale.key);
    let lookup = tenant
        .dialect
        .read_sale(tenant.account, reply.status, reply.body, sale)
        .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
    let lookup = match lookup {
        Lookup::FilterIgnored => listed(journal, tenant, sale).await?,
        lookup => lookup,
    };
    found(journal, sale, lookup).map(|found| (found, reply.at))
}

/// The vendor ignored the filter: its newest sales are gone through, as far as they can be the one.
async fn listed(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    sale: Wanted<'_>,
) -> Result<Lookup, Stop> {
    let mut after = None;
    for page in 0..PAGES {
        let Some(query) = tenant.dialect.list_sales(tenant.account, after.as_deref()) else {
            break;
        };
        let step = list_step(page, sale.key);
        let reply = journal.read(&step, query).await?;
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, &step, &reply));
        }
        let listed = tenant
            .dialect
            .read_listed(reply.body, sale)
            .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        match (listed.lookup, listed.after) {
            (found @ Lookup::Found(_), _) => return Ok(found),
            (lookup, None) => return Ok(lookup),
            (_, next) => after = next,
        }
    }
    Ok(Lookup::FilterIgnored)
}

/// How many pages of the newest sales are gone through.
const PAGES: usize = 5;

fn list_step(page: usize, key: &SaleKey) -> String {
    step(&format!("sale.list.{page}"), key)
}

/// Whatever was seen of the sale is looked at again.
fn look_again(journal: &Journal<'_>, key: &SaleKey) -> Result<(), Stop> {
    (0..PAGES).try_for_each(|page| journal.again(&list_step(page, key)))?;
    journal.again(&step("sale.find", key))
}

/// The sale as Lightspeed holds it: found, or recorded now. `None` in a preview.
pub(super) async fn record(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    noted: &Noted,
    sale: &Sale,
    log: &Log,
) -> Result<Option<Recorded>, Stop> {
    if let Some(id) = noted.sale(&sale.key.outlet).and_then(|row| row.sale.clone()) {
        return Ok(Some(Recorded { id, total: None, open: false }));
    }
    let wanted = Wanted::from(sale);
    loop {
        let (found, looked_at) = look(journal, tenant, wanted).await?;
        // What is found may be the sale as it was when the order was not paid, or had other lines.
        let rewrite = found.as_ref().filter(|found| found.open);
        let rewrite = rewrite.and_then(|_| tenant.dialect.rewrite_sale(tenant.account, sale));
        let (name, request) = match (found, rewrite) {
            (Some(recorded), None) => return Ok(Some(recorded)),
            (Some(_), Some(request)) => ("sale.rewrite", request),
            (None, _) => {
                // A sale is one request.
                let requests = tenant.dialect.record_sale(tenant.account, sale);
                let Some(request) = requests.into_iter().next() else { return Ok(None) };
                ("sale.record", request)
            }
        };
        let (name, key) = (step(name, &sale.key), request.natural_key.clone().unwrap_or_default());
        let request = Request {
            not_after: looked_at.checked_add_seconds(LOOK_UP_SECONDS).ok(),
            because: log.explanations.iter().map(|reason| reason.id.clone()).collect(),
            ..request
        };
        match journal.write(&name, request).await? {
            Written::Answered(reply) if reply.is_success() => {
                let recorded = tenant.dialect.read_recorded(reply.body, wanted);
                return recorded
                    .map(Some)
                    .map_err(|issue| refusal::unreadable(journal, &name, &issue));
            }
            // There is one by this id: look again, and adopt it.
            Written::Answered(reply) if reply.status == 409 => {
                journal.reopen(&name, &key, reply.at)?;
            }
            Written::Answered(reply) => return Err(refusal::of(journal, tenant, &name, &reply)),
            Written::Predicted => return Ok(None),
            Written::Open => {}
        }
        look_again(journal, &sale.key)?;
    }
}

async fn look_up<'a>(
    journal: &Journal<'a>,
    tenant: Tenant<'_>,
    sale: Wanted<'_>,
) -> Result<Reply<'a>, Stop> {
    let step = step("sale.find", sale.key);
    let query = tenant.dialect.find_sale(tenant.account, sale);
    let reply = journal.read(&step, query).await?;
    if reply.is_success() || reply.status == 404 {
        return Ok(reply);
    }
    Err(refusal::of(journal, tenant, &step, &reply))
}

/// The sale that stands already, if it is ours; an exception if nobody can tell.
fn found(
    journal: &Journal<'_>,
    sale: Wanted<'_>,
    lookup: Lookup,
) -> Result<Option<Recorded>, Stop> {
    let exception = match lookup {
        Lookup::Absent => return Ok(None),
        Lookup::Found(recorded) => return Ok(Some(recorded)),
        Lookup::Voided(id) => {
            Exception::new(Code::SaleVoided, journal.subject()).with("sale", Fact::text(id))
        }
        Lookup::Taken(id) => {
            Exception::new(Code::SaleReferenceTaken, journal.subject()).with("sale", Fact::text(id))
        }
        Lookup::FilterIgnored => Exception::new(Code::RFilterIgnored, journal.subject()),
    };
    Err(exception.with("reference", sale.reference).into())
}

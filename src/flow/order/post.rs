//! One sale of an order: found in Lightspeed, or recorded now.

use super::noted::Noted;
use crate::domain::sale::{Sale, SaleKey};
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
    let reply = look_up(journal, tenant, sale).await?;
    found(journal, tenant, sale, &reply)
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
        return Ok(Some(Recorded { id, total: None }));
    }
    let (wanted, step_record) = (Wanted::from(sale), step("sale.record", &sale.key));
    loop {
        let reply = look_up(journal, tenant, wanted).await?;
        if let Some(recorded) = found(journal, tenant, wanted, &reply)? {
            return Ok(Some(recorded));
        }
        // A completed sale is one request.
        let requests = tenant.dialect.record_sale(tenant.account, sale);
        let Some(mut request) = requests.into_iter().next() else { return Ok(None) };
        request.not_after = reply.at.checked_add_seconds(LOOK_UP_SECONDS).ok();
        request.because = log.explanations.iter().map(|reason| reason.id.clone()).collect();
        let key = sale.key.to_string();
        match journal.write(&step_record, request).await? {
            Written::Answered(reply) if reply.is_success() => {
                let recorded = tenant.dialect.read_recorded(reply.body, wanted);
                return recorded
                    .map(Some)
                    .map_err(|issue| refusal::unreadable(journal, &step_record, &issue));
            }
            // There is one by this id: look again, and adopt it.
            Written::Answered(reply) if reply.status == 409 => {
                journal.reopen(&step_record, &key, reply.at)?;
            }
            Written::Answered(reply) => {
                return Err(refusal::of(journal, tenant, &step_record, &reply));
            }
            Written::Predicted => return Ok(None),
            Written::Open => {}
        }
        journal.again(&step("sale.find", &sale.key))?;
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
    tenant: Tenant<'_>,
    sale: Wanted<'_>,
    reply: &Reply<'_>,
) -> Result<Option<Recorded>, Stop> {
    let found = tenant
        .dialect
        .read_sale(tenant.account, reply.status, reply.body, sale)
        .map_err(|issue| refusal::unreadable(journal, &step("sale.find", sale.key), &issue))?;
    match found {
        Lookup::Absent => Ok(None),
        Lookup::Found(recorded) => Ok(Some(recorded)),
        Lookup::Taken(id) => Err(Exception::new(Code::SaleReferenceTaken, journal.subject())
            .with("sale", Fact::text(id))
            .with("reference", sale.reference)
            .into()),
        Lookup::FilterIgnored => Err(Exception::new(Code::RFilterIgnored, journal.subject())
            .with("reference", sale.reference)
            .into()),
    }
}

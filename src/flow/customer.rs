//! Finds the Lightspeed customer of a buyer, or creates one.

use super::claim::Claim;
use super::finish::Stop;
use super::join::join;
use super::journal::{Journal, LOOK_UP_SECONDS, Reply, Written};
use super::rows::{CUSTOMERS, CustomerRow, VERSION};
use super::{Tenant, refusal, store};
use crate::contract::store::Row;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::order::Buyer;
use crate::report::{Code, Exception, Fact};

/// What a preview calls an id that only the vendor can give.
pub const UNKNOWN: &str = "unknown";

/// A customer, and the row that lets the next order find it at once.
pub struct Known {
    /// The customer.
    pub id: CustomerId,
    /// The row to store, if there is none yet.
    pub row: Option<Row>,
}

/// What the customer's rows are kept under: the store's keyed digest of the address.
///
/// # Errors
/// [`Stop`] when the store does not answer.
pub async fn key(journal: &Journal<'_>, email: &Email) -> Result<String, Stop> {
    store::mac(journal, "customer.mac", email.normal()).await
}

/// The customer with this e-mail address: the one we know, else the one Lightspeed has, else a
/// new one.
///
/// # Errors
/// [`Stop`] when several have the address, or a vendor or the store does not do its part.
pub async fn find_or_create(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    buyer: &Buyer,
    email: &Email,
) -> Result<Known, Stop> {
    let mac = key(journal, email).await?;
    let noted = || store::get::<CustomerRow>(journal, "customer.row", CUSTOMERS, &mac);
    if let Some(row) = noted().await? {
        return Ok(Known { id: row.customer, row: None });
    }
    let key = format!("customer/{mac}");
    let mut claim = Claim::take(journal, tenant.task, &key, Vec::new()).await?;
    // Who held the claim until now has noted its customer, whether the vendor's search shows
    // it yet or not.
    journal.again("customer.row")?;
    let (noted, looked) = join(noted(), look_up(journal, tenant, email)).await;
    let (noted, mut looked) = (noted?, looked?);
    loop {
        claim.own(journal, tenant.task).await?;
        if let Some(row) = noted {
            return Ok(Known { id: row.customer, row: None });
        }
        if let Some(id) = looked.found {
            return Ok(known(id, &mac));
        }
        let mut request = tenant.dialect.create_customer(tenant.account, buyer, email, &key);
        request.not_after = looked.at.checked_add_seconds(LOOK_UP_SECONDS).ok();
        match journal.write("customer.create", request).await? {
            Written::Answered(reply) if reply.is_success() => {
                let created = tenant.dialect.read_created_customer(reply.body);
                let id = created
                    .map_err(|issue| refusal::unreadable(journal, "customer.create", &issue))?;
                return Ok(known(id, &mac));
            }
            Written::Answered(reply) => {
                return Err(refusal::of(journal, tenant, "customer.create", &reply));
            }
            Written::Predicted => {
                let id = CustomerId::parse(UNKNOWN)
                    .map_err(|_| Exception::new(Code::VendorUnreadable, journal.subject()))?;
                return Ok(Known { id, row: None });
            }
            Written::Open => journal.again("customer.find")?,
        }
        looked = look_up(journal, tenant, email).await?;
    }
}

struct Looked {
    found: Option<CustomerId>,
    at: crate::domain::time::Timestamp,
}

async fn look_up(journal: &Journal<'_>, tenant: Tenant<'_>, email: &Email) -> Result<Looked, Stop> {
    let request = tenant.dialect.find_customers(tenant.account, email);
    let reply: Reply<'_> = journal.read("customer.find", request).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, "customer.find", &reply));
    }
    let mut found = tenant
        .dialect
        .read_customers(reply.body, email)
        .map_err(|issue| refusal::unreadable(journal, "customer.find", &issue))?;
    if found.len() > 1 {
        let ids = found.iter().map(Fact::text).collect();
        return Err(Exception::new(Code::CustomerAmbiguous, journal.subject())
            .with("customers", Fact::List(ids))
            .into());
    }
    Ok(Looked { found: found.pop(), at: reply.at })
}

fn known(id: CustomerId, mac: &str) -> Known {
    let row = Row::put(CUSTOMERS, mac, &CustomerRow { v: VERSION, customer: id.clone() });
    Known { id, row: Some(row) }
}

//! X-Series: a payout's summary is a closed sale of nothing by an id that we choose. There are no
//! movements of the drawer over the API.
//!
//! Source: date-versioned `POST /sales`, `GET /sales/{id}`, `Sale`.

use super::sale_body::{self, PAYOUT_SOURCE};
use super::stored::Stored;
use super::{XSeries, path, sales, tendered, uuids};
use crate::contract::io::{Request, System};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{PaymentTypeId, RegisterId, SaleId};
use crate::domain::money::Money;
use crate::domain::payout::PayoutRecord;
use crate::domain::time::{Date, Timestamp, Zone};
use crate::lightspeed::Account;
use crate::lightspeed::recording::{RecordLookup, Recording, TenderedPage};
use crate::report::{Issue, Json, Node};

impl Recording for XSeries {
    fn find_record(&self, account: Account<'_>, reference: &str) -> Request {
        let id = uuids::payout(account.shop, reference);
        Request::read(System::Lightspeed, "GET", path(account, &format!("sales/{id}")))
    }

    fn read_found_record(
        &self,
        account: Account<'_>,
        status: u16,
        body: &[u8],
        reference: &str,
    ) -> Result<RecordLookup, Issue> {
        let own = uuids::payout(account.shop, reference);
        sales::look_up(status, body, &own, |_, id| {
            let sale = Stored::read(body)?;
            let (kind, number) = (sale.source.0.as_deref(), sale.source.1.as_deref());
            let ours = kind == Some(PAYOUT_SOURCE) && number == Some(reference);
            let stands = ours && sale.is_closed();
            Ok(if stands { RecordLookup::Found(id) } else { RecordLookup::Taken(id) })
        })
    }

    /// A record is asked for by its id.
    fn read_listed_record(
        &self,
        _account: Account<'_>,
        _body: &[u8],
        _reference: &str,
        _since: Timestamp,
    ) -> Result<(RecordLookup, Option<String>), Issue> {
        Ok((RecordLookup::FilterIgnored, None))
    }

    fn record_payout(
        &self,
        account: Account<'_>,
        record: &PayoutRecord,
        natural_key: &str,
    ) -> Request {
        sale_body::record_payout(account, record, natural_key)
    }

    fn read_recorded_payout(&self, body: &[u8]) -> Result<SaleId, Issue> {
        let json = Json::parse(body)?;
        Node::root(&json, "$").field("data")?.get("id")
    }

    fn withdraw(
        &self,
        _account: Account<'_>,
        _record: &PayoutRecord,
        _net: &Money,
        _payment_type: &PaymentTypeId,
        _natural_key: &str,
    ) -> Option<Request> {
        None
    }

    fn find_withdraws(
        &self,
        _account: Account<'_>,
        _register: &RegisterId,
        _after: Option<&str>,
    ) -> Option<Request> {
        None
    }

    fn read_found_withdraw(
        &self,
        _body: &[u8],
        _reference: &str,
    ) -> Result<(bool, Option<String>), Issue> {
        Ok((false, None))
    }

    fn list_tendered(
        &self,
        _account: Account<'_>,
        from: Date,
        to: Date,
        zone: &Zone,
        after: Option<&str>,
    ) -> Request {
        tendered::Days { from, to, zone }.list(after)
    }

    fn read_tendered(
        &self,
        body: &[u8],
        currency: Currency,
        zone: &Zone,
        from: Date,
        to: Date,
        after: Option<&str>,
    ) -> Result<TenderedPage, Issue> {
        tendered::Days { from, to, zone }.read(body, currency, after)
    }
}

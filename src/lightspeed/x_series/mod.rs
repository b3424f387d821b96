//! Lightspeed Retail X-Series, date-versioned API. Source: x-series-api.lightspeedhq.com.

mod customers;
mod items;
mod keyed;
mod levels;
mod recording;
mod reversal;
mod sale_body;
mod sale_lines;
mod sales;
mod search;
mod stored;
mod survey;
mod tendered;
mod tenders;
mod uuids;

use crate::contract::io::Request;
use crate::domain::capabilities::{Capabilities, Negative, TaxModel};
use crate::domain::catalogue::Item;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::order::Buyer;
use crate::domain::sale::Sale;
use crate::report::{Issue, Json, Node, Shape};

use super::line_reservations::LineReservations;
use super::{Account, Dialect, ItemPage, Listed, Lookup, Recorded, Wanted};

/// Unit prices and taxes have five digits.
const UNIT_DIGITS: u32 = 5;

/// A sale's totals have two, also where the currency has none or three.
const TOTAL_DIGITS: u32 = 2;

/// The X-Series dialect.
#[derive(Clone, Copy, Debug)]
pub struct XSeries;

impl XSeries {
    /// What is read of an item of the catalogue.
    pub const ITEM: &Shape = items::ITEM;

    /// What is read of a stock level.
    pub const LEVEL: &Shape = levels::LEVEL;
}

impl Dialect for XSeries {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            tax: TaxModel::AmountPerUnit { digits: UNIT_DIGITS },
            total_digits: TOTAL_DIGITS,
            negative: Negative::Quantity,
            reserves_lines: false,
            blackens_card_numbers: true,
        }
    }

    fn read_item(&self, node: &Node<'_>) -> Result<Item, Issue> {
        items::decode(node)
    }

    fn list_items(&self, account: Account<'_>, after: Option<&str>) -> Request {
        items::list(account, after)
    }

    fn read_items(&self, body: &[u8]) -> Result<ItemPage, Issue> {
        items::read_page(body)
    }

    fn item_pages(&self) -> u32 {
        items::PAGES
    }

    fn find_customers(&self, _account: Account<'_>, email: &Email) -> Request {
        customers::find(email)
    }

    fn read_customers(&self, body: &[u8], email: &Email) -> Result<Vec<CustomerId>, Issue> {
        customers::read_found(body, email)
    }

    fn create_customer(
        &self,
        account: Account<'_>,
        buyer: &Buyer,
        email: &Email,
        natural_key: &str,
    ) -> Request {
        customers::create(account, buyer, email, natural_key)
    }

    fn read_created_customer(&self, body: &[u8]) -> Result<CustomerId, Issue> {
        customers::read_created(body)
    }

    fn find_sale(&self, account: Account<'_>, sale: Wanted<'_>) -> Request {
        sales::find(account, sale.key)
    }

    fn read_sale(
        &self,
        account: Account<'_>,
        status: u16,
        body: &[u8],
        sale: Wanted<'_>,
    ) -> Result<Lookup, Issue> {
        sales::read_found(account, status, body, sale)
    }

    /// A sale is asked for by its id.
    fn list_sales(&self, _account: Account<'_>, _after: Option<&str>) -> Option<Request> {
        None
    }

    fn read_listed(&self, _body: &[u8], _sale: Wanted<'_>) -> Result<Listed, Issue> {
        Ok(Listed { lookup: Lookup::FilterIgnored, after: None })
    }

    fn record_sale(&self, account: Account<'_>, sale: &Sale) -> Vec<Request> {
        vec![sale_body::record(account, sale)]
    }

    fn rewrite_sale(&self, account: Account<'_>, sale: &Sale) -> Option<Request> {
        Some(sale_body::rewrite(account, sale))
    }

    fn line_reservations(&self) -> Option<&dyn LineReservations> {
        None
    }

    fn read_recorded(&self, body: &[u8], sale: Wanted<'_>) -> Result<Recorded, Issue> {
        sales::read_recorded(body, sale)
    }

    /// `{error, message}`, `{error, error_description}` or `{errors: [{message}]}`.
    fn refusal(&self, body: &[u8]) -> Option<String> {
        let json = Json::parse(body).ok()?;
        let node = Node::root(&json, "$");
        let text = |field| node.find::<String>(field).ok().flatten();
        let first = || {
            let errors = node.field("errors").ok()?;
            let first = errors.items().ok()?.next()?;
            first.find::<String>("message").ok().flatten()
        };
        text("message")
            .or_else(|| text("error_description"))
            .or_else(first)
            .or_else(|| text("error"))
    }
}

fn path(account: Account<'_>, entity: &str) -> String {
    format!("/api/{}/{entity}", account.version)
}

//! Lightspeed Retail R-Series, API V3. Source: developers.lightspeedhq.com/retail.

mod customers;
mod items;
mod keyed;
mod lenient;
mod levels;
mod recording;
mod reserve;
mod reversal;
mod sale_body;
mod sale_line;
mod sales;
mod survey;
mod tenders;

use crate::contract::io::Request;
use crate::domain::capabilities::{Capabilities, Negative, TaxModel};
use crate::domain::catalogue::Item;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::order::Buyer;
use crate::domain::sale::{Mode, Sale};
use crate::report::{Issue, Json, Node, Shape};

use super::line_reservations::LineReservations;
use super::{Account, Dialect, ItemPage, Listed, Lookup, Recorded, Wanted};

/// A sale's taxes and total have two digits, also where the currency has none or three.
const TOTAL_DIGITS: u32 = 2;

/// The R-Series dialect.
#[derive(Clone, Copy, Debug)]
pub struct RSeries;

impl RSeries {
    /// What is read of an item of the catalogue.
    pub const ITEM: &Shape = items::ITEM;

    /// What is read of a stock level.
    pub const LEVEL: &Shape = levels::LEVEL;
}

impl Dialect for RSeries {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            tax: TaxModel::RatePerSale,
            total_digits: TOTAL_DIGITS,
            negative: Negative::Price,
            reserves_lines: true,
            blackens_card_numbers: false,
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

    fn find_customers(&self, account: Account<'_>, email: &Email) -> Request {
        customers::find(account, email)
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
        sales::find(account, sale.reference)
    }

    fn read_sale(
        &self,
        _account: Account<'_>,
        _status: u16,
        body: &[u8],
        sale: Wanted<'_>,
    ) -> Result<Lookup, Issue> {
        sales::read_found(body, sale)
    }

    fn list_sales(&self, account: Account<'_>, after: Option<&str>) -> Option<Request> {
        Some(sales::list(account, after))
    }

    fn read_listed(&self, body: &[u8], sale: Wanted<'_>) -> Result<Listed, Issue> {
        sales::read_listed(body, sale)
    }

    fn record_sale(&self, account: Account<'_>, sale: &Sale) -> Vec<Request> {
        match sale.mode {
            Mode::Completed => vec![sale_body::record(account, sale)],
            Mode::Reserve => reserve::record(account, sale),
        }
    }

    /// A sale is found completed, or there are lines that are kept.
    fn rewrite_sale(&self, _account: Account<'_>, _sale: &Sale) -> Option<Request> {
        None
    }

    fn line_reservations(&self) -> Option<&dyn LineReservations> {
        Some(self)
    }

    fn read_recorded(&self, body: &[u8], sale: Wanted<'_>) -> Result<Recorded, Issue> {
        sales::read_recorded(body, sale)
    }

    fn refusal(&self, body: &[u8]) -> Option<String> {
        let json = Json::parse(body).ok()?;
        let node = Node::root(&json, "$");
        let text = |field| node.find::<String>(field).ok().flatten();
        text("message").or_else(|| text("error_description"))
    }
}

fn path(account: Account<'_>, entity: &str) -> String {
    format!("/API/V3/Account/{}/{entity}.json", account.account)
}

//! The X-Series retailer as it is, and what set-up makes in it.
//!
//! Source: X20 and X26 (retailer, outlets, registers, users, taxes, payment types, products).
//! Payment types and registers cannot be made over the API.

use rust_decimal::Decimal;
use serde::Serialize;

use super::super::Account;
use super::super::survey::{Asked, NewItem, Part, Surveying, Wanted};
use super::sale_body::SOURCE;
use super::{XSeries, path, uuids};
use crate::contract::io::{Request, System};
use crate::domain::account::{self, Hook, Item, Outlet, Register, Rival, Tax, Thing};
use crate::domain::ids::lightspeed::OutletId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::sale::SaleKey;
use crate::report::{Issue, Json, Node, Value};

const LISTS: [(Part, &str, &str, &str); 5] = [
    (Part::Outlets, "outlets", "outlets:read", "the outlets"),
    (Part::Registers, "registers", "registers:read", "the registers"),
    (Part::Users, "users", "users:read", "who sales are recorded as"),
    (Part::Taxes, "taxes", "taxes:read", "the taxes"),
    (Part::PaymentTypes, "payment_types", "payment_types:read", "the payment types"),
];

const PRODUCTS: &str = "products:read";
const WEBHOOKS: &str = "webhooks";

impl Surveying for XSeries {
    fn survey(&self, account: Account<'_>, wanted: Wanted<'_>) -> Vec<Asked> {
        survey(account, wanted)
    }

    fn read_survey(
        &self,
        account: Account<'_>,
        part: Part,
        body: &[u8],
        into: &mut account::Account,
    ) -> Result<Option<String>, Issue> {
        read(account, part, body, into)
    }

    fn create_item(
        &self,
        _account: Account<'_>,
        item: &NewItem,
        own: &account::Account,
        natural_key: &str,
    ) -> Request {
        create_item(item, own, natural_key)
    }

    fn read_created(&self, body: &[u8]) -> Result<String, Issue> {
        read_created(body)
    }

    fn finish_item(&self, _account: Account<'_>, item: &str, key: &str) -> Option<Request> {
        Some(finish_item(item, key))
    }

    fn create_payment_type(&self, _: Account<'_>, _: &str, _: &str) -> Option<Request> {
        None
    }

    fn create_webhook(
        &self,
        account: Account<'_>,
        (topic, url): (&str, &str),
        natural_key: &str,
    ) -> Option<Request> {
        Some(create_webhook(account, topic, url, natural_key))
    }

    fn create_class(&self, _: Account<'_>, _: &str, _: &str) -> Option<Request> {
        None
    }
}

fn survey(account: Account<'_>, wanted: Wanted<'_>) -> Vec<Asked> {
    let get = |path: String| Request::read(System::Lightspeed, "GET", path);
    let mut asked = vec![Asked {
        part: Part::Account,
        step: "survey.retailer".to_owned(),
        right: "retailer:read",
        purpose: "the retailer's currency",
        request: get(path(account, "retailer")),
    }];
    for (part, entity, right, purpose) in LISTS {
        // What was deleted is told apart from what never was.
        let request =
            get(path(account, entity)).with_query("page_size", "200").with_query("deleted", "true");
        asked.push(Asked { part, step: format!("survey.{entity}"), right, purpose, request });
    }
    let item = |step: String, request: Request| Asked {
        part: Part::Items,
        step,
        right: PRODUCTS,
        purpose: "the items that stand for what is no product",
        request,
    };
    // The search holds SKUs in lower case and takes one at a time.
    for sku in wanted.skus {
        let request = get("/api/2.0/search".to_owned())
            .with_query("type", "products")
            .with_query("deleted", "true")
            .with_query("sku", sku.to_ascii_lowercase());
        asked.push(item(format!("survey.products.sku:{sku}"), request));
    }
    for id in wanted.ids {
        let request = get(format!("/api/2.0/products/{id}"));
        asked.push(item(format!("survey.products.id:{id}"), request));
    }
    asked.push(Asked {
        part: Part::Webhooks,
        step: "survey.webhooks".to_owned(),
        right: WEBHOOKS,
        purpose: "whether changes are told of at once",
        request: get(path(account, "webhooks")),
    });
    let rival = |step: &str, right, request| Asked {
        part: Part::Rivals,
        step: step.to_owned(),
        right,
        purpose: "whether the native Shopify integration is connected",
        request,
    };
    let products = get("/api/2.0/products".to_owned()).with_query("page_size", "200");
    asked.push(rival("survey.products", PRODUCTS, products));
    let sales = get("/api/2.0/search".to_owned())
        .with_query("type", "sales")
        .with_query("order_by", "sale_date")
        .with_query("order_direction", "desc")
        .with_query("page_size", "200");
    asked.push(rival("survey.sales", "sales:read", sales));
    asked
}

fn read(
    account: Account<'_>,
    part: Part,
    body: &[u8],
    into: &mut account::Account,
) -> Result<Option<String>, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let data = root.field("data")?;
    if part == Part::Account {
        retailer(&data, into)?;
        return Ok(None);
    }
    if part == Part::Items {
        // One product by its id, a list by its SKU, and nothing where there is none.
        return match data.value() {
            Some(Value::Object) => item(&data, into).map(|()| None),
            Some(Value::List) => data.items()?.try_for_each(|row| item(&row, into)).map(|()| None),
            _ => Ok(None),
        };
    }
    if data.is_nothing() {
        return Err(data.wrong("a list"));
    }
    let mut any = false;
    for row in data.items()? {
        any = true;
        one(account, part, &row, into)?;
    }
    if matches!(part, Part::Rivals | Part::Webhooks) || !any {
        return Ok(None);
    }
    let version = root.field("version")?;
    let max = if version.is_nothing() { None } else { Some(version.field("max")?) };
    Ok(match max.as_ref().and_then(Node::value) {
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    })
}

fn retailer(data: &Node<'_>, into: &mut account::Account) -> Result<(), Issue> {
    into.name = found(data, "name")?.unwrap_or_default().to_owned();
    let currency = data.field("currency")?;
    into.currency = match currency.value() {
        Some(Value::Object) => found(&currency, "code")?.unwrap_or_default().to_owned(),
        Some(Value::Text(text)) => text.to_string(),
        _ => String::new(),
    };
    // Declared an object in one version of the API and a text in another.
    let zone = data.field("timezone")?;
    into.zone = match zone.value() {
        Some(Value::Text(text)) => Some(text.to_string()),
        Some(Value::Object) => found(&zone, "name")?.map(str::to_owned),
        _ => None,
    };
    into.country = found(data, "country")?.map(str::to_owned);
    into.no_tax = found(data, "no_tax_group_id")?.map(str::to_owned);
    Ok(())
}

fn one(
    account: Account<'_>,
    part: Part,
    row: &Node<'_>,
    into: &mut account::Account,
) -> Result<(), Issue> {
    match part {
        Part::Outlets => into.outlets.push(Outlet {
            thing: thing(row, "name")?,
            zone: found(row, "time_zone")?.map(str::to_owned),
            currency: found(row, "currency")?.map(str::to_owned),
        }),
        Part::Registers => into.registers.push(Register {
            thing: thing(row, "name")?,
            outlet: found(row, "outlet_id")?.unwrap_or_default().to_owned(),
            open: row.find("is_open")?.unwrap_or_default(),
        }),
        Part::Users => {
            let name =
                if row.field("display_name")?.is_nothing() { "username" } else { "display_name" };
            let mut own = thing(row, name)?;
            if own.gone.is_none() && row.find("enabled")? == Some(false) {
                own.gone = Some("disabled");
            }
            if row.find("is_primary_user")? == Some(true) {
                into.owner = Some(own.id.clone());
            }
            into.users.push(own);
        }
        Part::Taxes => {
            let mut rates = Vec::new();
            let list = row.field("rates")?;
            if !list.is_nothing() {
                for rate in list.items()? {
                    rates.push(rate.field("rate")?.decimal()?.normalize());
                }
            }
            rates.retain(|rate: &Decimal| !rate.is_zero());
            into.taxes.push(Tax { thing: thing(row, "name")?, rates, inclusive: None });
        }
        Part::PaymentTypes => {
            let mut own = thing(row, "name")?;
            if own.gone.is_none() && row.find("disabled")? == Some(true) {
                own.gone = Some("disabled");
            }
            into.payment_types.push(own);
        }
        Part::Rivals => {
            let source = found(row, "source")?.unwrap_or_default();
            if source == "SHOPIFY" {
                into.is_rivalled_by(Rival::NativeShopify);
            } else if source == SOURCE && is_other_shops(account, row)? {
                into.is_rivalled_by(Rival::OtherShop(None));
            }
        }
        Part::Webhooks => into.webhooks.push(Hook {
            topic: found(row, "type")?.unwrap_or_default().to_owned(),
            url: found(row, "url")?.unwrap_or_default().to_owned(),
            active: row.find("active")?.unwrap_or_default(),
        }),
        Part::Account | Part::Classes | Part::PriceLevels | Part::Items => {}
    }
    Ok(())
}

/// Whether a sale that says it is ours is another shop's: we choose a sale's id by its shop.
fn is_other_shops(account: Account<'_>, row: &Node<'_>) -> Result<bool, Issue> {
    // What takes a sale back has the sale's source, and an id of Lightspeed's own.
    if !row.field("return_for")?.is_nothing() {
        return Ok(false);
    }
    let source = found(row, "source_id")?.unwrap_or_default();
    let Some((order, outlet)) = source.split_once('#') else { return Ok(false) };
    let (Ok(order), Ok(outlet)) = (OrderId::parse(order), OutletId::parse(outlet)) else {
        return Ok(false);
    };
    Ok(found(row, "id")? != Some(uuids::sale(account.shop, &SaleKey { order, outlet }).as_str()))
}

fn item(row: &Node<'_>, into: &mut account::Account) -> Result<(), Issue> {
    let mut own = thing(row, "name")?;
    let active = match row.find("active")? {
        Some(active) => active,
        None => row.find("is_active")?.unwrap_or(true),
    };
    if own.gone.is_none() && !active {
        own.gone = Some("deactivated");
    }
    into.items.push(Item {
        thing: own,
        sku: found(row, "sku")?.unwrap_or_default().to_owned(),
        tracked: row.find("has_inventory")?.unwrap_or(true),
        taxed: taxed(row)?,
    });
    Ok(())
}

/// Whether the price with tax is another than the one without. Of an item that costs nothing
/// nobody can tell.
fn taxed(row: &Node<'_>) -> Result<Option<bool>, Issue> {
    let price = |name: &str| -> Result<Option<Decimal>, Issue> {
        let field = row.field(name)?;
        if field.is_nothing() { Ok(None) } else { field.decimal().map(Some) }
    };
    let (with, without) = (price("price_including_tax")?, price("price_excluding_tax")?);
    Ok(match (with, without) {
        (Some(with), Some(without)) if !with.is_zero() => Some(with != without),
        _ => None,
    })
}

fn thing(row: &Node<'_>, name: &str) -> Result<Thing, Issue> {
    let deleted = !row.field("deleted_at")?.is_nothing();
    Ok(Thing {
        id: row.get("id")?,
        name: found(row, name)?.unwrap_or_default().to_owned(),
        gone: deleted.then_some("deleted"),
    })
}

/// A text, if there is one.
fn found<'n>(node: &'n Node<'_>, name: &'n str) -> Result<Option<&'n str>, Issue> {
    let field = node.field(name)?;
    if field.is_nothing() { Ok(None) } else { field.text().map(Some) }
}

#[derive(Serialize)]
struct ProductBody<'a> {
    name: &'a str,
    sku: &'a str,
    is_active: bool,
    price_excluding_tax: u8,
    /// Used by stores whose prices contain tax; the others have a tax at each outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    all_outlets_tax: Option<OwnTax<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outlet_taxes: Vec<OutletTax<'a>>,
}

#[derive(Serialize)]
struct OwnTax<'a> {
    tax_id: &'a str,
    is_default: bool,
}

#[derive(Serialize)]
struct OutletTax<'a> {
    outlet_id: &'a str,
    tax_id: &'a str,
}

fn create_item(item: &NewItem, own: &account::Account, natural_key: &str) -> Request {
    let no_tax = own.no_tax.as_deref();
    let outlets = own.outlets.iter().filter(|outlet| outlet.thing.gone.is_none());
    let outlet_taxes = no_tax.map_or_else(Vec::new, |tax_id| {
        outlets.map(|outlet| OutletTax { outlet_id: &outlet.thing.id, tax_id }).collect()
    });
    Request::write(System::Lightspeed, "POST", "/api/2.0/products", natural_key).with_body(
        &ProductBody {
            name: &item.name,
            sku: &item.sku,
            is_active: true,
            price_excluding_tax: 0,
            all_outlets_tax: no_tax.map(|tax_id| OwnTax { tax_id, is_default: false }),
            outlet_taxes,
        },
    )
}

#[derive(Serialize)]
struct WebhookBody<'a> {
    url: &'a str,
    active: bool,
    #[serde(rename = "type")]
    kind: &'a str,
}

fn create_webhook(account: Account<'_>, topic: &str, url: &str, natural_key: &str) -> Request {
    Request::write(System::Lightspeed, "POST", path(account, "webhooks"), natural_key)
        .with_body(&WebhookBody { url, active: true, kind: topic })
}

#[derive(Serialize)]
struct Update {
    common: Common,
}

#[derive(Serialize)]
struct Common {
    track_inventory: bool,
}

/// A new product keeps stock until it is told not to.
fn finish_item(item: &str, natural_key: &str) -> Request {
    Request::write(System::Lightspeed, "PUT", format!("/api/2.1/products/{item}"), natural_key)
        .with_body(&Update { common: Common { track_inventory: false } })
}

/// The list of ids that creating products answers.
fn read_created(body: &[u8]) -> Result<String, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let data = root.field("data")?;
    let first = data.items()?.next();
    match first {
        Some(id) => Ok(id.text()?.to_owned()),
        None => Err(data.wrong("the id of what was made")),
    }
}

//! The R-Series account as it is, and what set-up makes in it.
//!
//! Source: Rdoc endpoints/{account,shop,register,employee,taxcategory,taxclass,paymenttype,
//! pricelevel,item}.md and authentication/access-scopes.

use rust_decimal::Decimal;
use serde::Serialize;

use super::super::Account;
use super::super::survey::{Asked, NewItem, Part, Surveying, Wanted};
use super::lenient::{many, next_page};
use super::sales::{self, SOURCE};
use super::{RSeries, path};
use crate::contract::io::{Request, System};
use crate::domain::account::{self, Item, Outlet, Register, Rival, Tax, Thing};
use crate::report::{Issue, Json, Node};

/// Any of the rights of an employee opens these.
const ANY: &str = "any of the employee's rights";

/// What is read of whom: the entity, the right, and what for.
const LISTS: [(Part, &str, &str, &str); 7] = [
    (Part::Outlets, "Shop", ANY, "the shops"),
    (Part::Registers, "Register", ANY, "the registers"),
    (Part::Users, "Employee", "employee:admin_employees", "who sales are recorded as"),
    (Part::Taxes, "TaxCategory", ANY, "the taxes"),
    (Part::Classes, "TaxClass", ANY, "the tax classes"),
    (Part::PaymentTypes, "PaymentType", ANY, "the payment types"),
    (Part::PriceLevels, "PriceLevel", "employee:admin", "the price levels"),
];

const INVENTORY: &str = "employee:inventory";

impl Surveying for RSeries {
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
        account: Account<'_>,
        item: &NewItem,
        _own: &account::Account,
        natural_key: &str,
    ) -> Request {
        create_item(account, item, natural_key)
    }

    fn read_created(&self, body: &[u8]) -> Result<String, Issue> {
        read_created(body)
    }

    fn finish_item(&self, _account: Account<'_>, _item: &str, _key: &str) -> Option<Request> {
        None
    }

    fn create_payment_type(
        &self,
        account: Account<'_>,
        name: &str,
        natural_key: &str,
    ) -> Option<Request> {
        Some(create_named(account, "PaymentType", name, natural_key))
    }

    fn create_webhook(&self, _: Account<'_>, _: (&str, &str), _: &str) -> Option<Request> {
        None
    }

    fn create_class(&self, account: Account<'_>, name: &str, natural_key: &str) -> Option<Request> {
        Some(create_named(account, "TaxClass", name, natural_key))
    }
}

fn survey(account: Account<'_>, wanted: Wanted<'_>) -> Vec<Asked> {
    let mut asked = vec![Asked {
        part: Part::Account,
        step: "survey.account".to_owned(),
        right: ANY,
        purpose: "the account's currency",
        request: Request::read(
            System::Lightspeed,
            "GET",
            format!("/API/V3/Account/{}.json", account.account),
        ),
    }];
    for (part, entity, right, purpose) in LISTS {
        let request = list(account, entity);
        // Tax categories and classes are never archived.
        let request = match part {
            Part::Taxes | Part::Classes => request,
            _ => request.with_query("archived", "true"),
        };
        asked.push(Asked { part, step: format!("survey.{entity}"), right, purpose, request });
    }
    let items = |step: &str, request: Request| Asked {
        part: Part::Items,
        step: step.to_owned(),
        right: INVENTORY,
        purpose: "the items that stand for what is no product",
        request,
    };
    // `IN` takes up to 100 values.
    if !wanted.skus.is_empty() {
        let skus: Vec<String> = wanted.skus.iter().map(|sku| format!("\"{sku}\"")).collect();
        let request = list(account, "Item")
            .with_query("archived", "true")
            .with_query("customSku", format!("IN,[{}]", skus.join(",")));
        asked.push(items("survey.Item.sku", request));
    }
    if !wanted.ids.is_empty() {
        let ids: Vec<&str> = wanted.ids.iter().map(|id| id.as_str()).collect();
        let request = list(account, "Item")
            .with_query("archived", "true")
            .with_query("itemID", format!("IN,[{}]", ids.join(",")));
        asked.push(items("survey.Item.id", request));
    }
    asked.push(Asked {
        part: Part::Rivals,
        step: "survey.Sale".to_owned(),
        right: "employee:register_read",
        purpose: "whether another Shopify shop sells from the same account",
        request: sales::list(account, None).with_query("referenceNumberSource", SOURCE),
    });
    asked.push(Asked {
        part: Part::Rivals,
        step: "survey.Item.ecom".to_owned(),
        right: INVENTORY,
        purpose: "whether C-Series sells the same stock",
        request: Request::read(System::Lightspeed, "GET", path(account, "Item"))
            .with_query("publishToEcom", "true")
            .with_query("limit", "1"),
    });
    asked
}

fn list(account: Account<'_>, entity: &str) -> Request {
    Request::read(System::Lightspeed, "GET", path(account, entity)).with_query("limit", "100")
}

fn read(
    account: Account<'_>,
    part: Part,
    body: &[u8],
    into: &mut account::Account,
) -> Result<Option<String>, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    match part {
        Part::Account => account_itself(&root, into)?,
        Part::Outlets => many(&root.field("Shop")?, |row| {
            let zone = text(row, "timeZone")?;
            into.outlets.push(Outlet {
                thing: thing(row, "shopID", text(row, "name")?)?,
                zone: (!zone.is_empty()).then(|| zone.to_owned()),
                currency: None,
            });
            Ok(())
        })?,
        Part::Registers => many(&root.field("Register")?, |row| {
            into.registers.push(Register {
                thing: thing(row, "registerID", text(row, "name")?)?,
                outlet: text(row, "shopID")?.to_owned(),
                open: text(row, "open")? == "true",
            });
            Ok(())
        })?,
        Part::Users => many(&root.field("Employee")?, |row| {
            let name = format!("{} {}", text(row, "firstName")?, text(row, "lastName")?);
            let mut own = thing(row, "employeeID", name.trim())?;
            if own.gone.is_none() && text(row, "lockOut")? == "true" {
                own.gone = Some("locked out");
            }
            into.users.push(own);
            Ok(())
        })?,
        Part::Taxes => many(&root.field("TaxCategory")?, |row| {
            into.taxes.push(tax(row)?);
            Ok(())
        })?,
        Part::Classes => many(&root.field("TaxClass")?, |row| {
            into.classes.push(thing(row, "taxClassID", text(row, "name")?)?);
            Ok(())
        })?,
        Part::PaymentTypes => many(&root.field("PaymentType")?, |row| {
            let mut own = thing(row, "paymentTypeID", text(row, "name")?)?;
            if own.gone.is_none() && text(row, "internalReserved")? == "true" {
                own.gone = Some("Lightspeed's own");
            }
            into.payment_types.push(own);
            Ok(())
        })?,
        Part::PriceLevels => many(&root.field("PriceLevel")?, |row| {
            into.price_levels.push(thing(row, "priceLevelID", text(row, "name")?)?);
            Ok(())
        })?,
        Part::Items => many(&root.field("Item")?, |row| {
            into.items.push(Item {
                thing: thing(row, "itemID", text(row, "description")?)?,
                sku: text(row, "customSku")?.to_owned(),
                tracked: text(row, "itemType")? != "non_inventory",
                taxed: Some(text(row, "tax")? != "false"),
            });
            Ok(())
        })?,
        Part::Rivals => rivals(account, &root, into)?,
        Part::Webhooks => {}
    }
    if part == Part::Rivals || part == Part::Account {
        return Ok(None);
    }
    let next: Option<String> = root.field("@attributes")?.find("next")?;
    Ok(next.as_deref().and_then(next_page))
}

fn account_itself(root: &Node<'_>, into: &mut account::Account) -> Result<(), Issue> {
    // Bare fields; elsewhere what is read stands below its name.
    let below = root.field("Account")?;
    let row = if below.is_nothing() { root } else { &below };
    text(row, "name")?.clone_into(&mut into.name);
    let currency = row.field("defaultCurrency")?;
    if !currency.is_nothing() {
        text(&currency, "code")?.clone_into(&mut into.currency);
    }
    Ok(())
}

/// The filters may be ignored: each row says it itself.
fn rivals(account: Account<'_>, root: &Node<'_>, into: &mut account::Account) -> Result<(), Issue> {
    many(&root.field("Item")?, |row| {
        if text(row, "publishToEcom")? == "true" {
            into.is_rivalled_by(Rival::CSeries);
        }
        Ok(())
    })?;
    many(&root.field("Sale")?, |row| {
        if let Some(shop) = sales::shop_of(row)?.filter(|shop| shop != account.shop) {
            into.is_rivalled_by(Rival::OtherShop(Some(shop)));
        }
        Ok(())
    })
}

fn thing(row: &Node<'_>, id: &str, name: &str) -> Result<Thing, Issue> {
    let archived = text(row, "archived")? == "true";
    Ok(Thing { id: row.get(id)?, name: name.to_owned(), gone: archived.then_some("archived") })
}

/// A category: two rates at most, 0 for none.
fn tax(row: &Node<'_>) -> Result<Tax, Issue> {
    let (mut names, mut rates) = (Vec::new(), Vec::new());
    for (name, rate) in [("tax1Name", "tax1Rate"), ("tax2Name", "tax2Rate")] {
        let rate = row.field(rate)?;
        let rate = if rate.is_nothing() { Decimal::ZERO } else { rate.decimal()?.normalize() };
        if !rate.is_zero() {
            names.push(text(row, name)?);
            rates.push(rate);
        }
    }
    let inclusive = text(row, "isTaxInclusive")? == "true";
    Ok(Tax {
        thing: thing(row, "taxCategoryID", &names.join(" + "))?,
        rates,
        inclusive: Some(inclusive),
    })
}

/// A text, or nothing where nothing stands.
fn text<'n>(node: &'n Node<'_>, name: &'n str) -> Result<&'n str, Issue> {
    let field = node.field(name)?;
    if field.is_nothing() { Ok("") } else { field.text() }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemBody<'a> {
    description: &'a str,
    custom_sku: &'a str,
    item_type: &'static str,
    tax: bool,
    discountable: bool,
    #[serde(rename = "taxClassID", skip_serializing_if = "Option::is_none")]
    tax_class_id: Option<&'a str>,
}

fn create_item(account: Account<'_>, item: &NewItem, natural_key: &str) -> Request {
    Request::write(System::Lightspeed, "POST", path(account, "Item"), natural_key).with_body(
        &ItemBody {
            description: &item.name,
            custom_sku: &item.sku,
            item_type: "non_inventory",
            tax: false,
            discountable: false,
            tax_class_id: item.class.as_deref(),
        },
    )
}

#[derive(Serialize)]
struct NameBody<'a> {
    name: &'a str,
}

/// `PaymentType` or `TaxClass`: both are made of a name.
fn create_named(account: Account<'_>, entity: &str, name: &str, natural_key: &str) -> Request {
    Request::write(System::Lightspeed, "POST", path(account, entity), natural_key)
        .with_body(&NameBody { name })
}

/// The id of an item, a payment type or a tax class that was made.
fn read_created(body: &[u8]) -> Result<String, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    for (entity, id) in
        [("Item", "itemID"), ("PaymentType", "paymentTypeID"), ("TaxClass", "taxClassID")]
    {
        let row = root.field(entity)?;
        if !row.is_nothing() {
            return row.get(id);
        }
    }
    Err(root.wrong("what was made"))
}

//! R-Series: a completed sale is taken back by a second one with its lines and payments negative.
//!
//! Source: Rdoc endpoints/sale.md, saleline.md, salevoid.md: a completed sale cannot be voided over
//! the API. `parentSaleLineID` keeps a line from being returned twice; every returned line of stock
//! goes back on the shelf. A line's `discountAmount` is off the whole line, so it changes its sign
//! with the quantity.

use rust_decimal::Decimal;
use serde::Serialize;

use super::lenient::many;
use super::sale_line::NoteText;
use super::sales::{self, NoteKey, SOURCE};
use super::{RSeries, path};
use crate::contract::io::{Request, System};
use crate::domain::number::DecimalText;
use crate::lightspeed::undo::{Seen, Step, Undo, Undoing, What, last};
use crate::lightspeed::{Account, Lookup, Wanted};
use crate::report::{Issue, Json, Node};

const FIND: &str = "undo.find";
const LIST: [&str; 5] = ["undo.list.0", "undo.list.1", "undo.list.2", "undo.list.3", "undo.list.4"];
const SALE: &str = "undo.sale";
const RECORD: &str = "undo.record";

impl Undoing for RSeries {
    fn undo(&self, account: Account<'_>, undo: Undo<'_>, seen: &[Seen<'_>]) -> Result<Step, Issue> {
        if last(seen, RECORD).is_some() {
            return Ok(Step::Done);
        }
        let Some(found) = last(seen, FIND) else {
            return Ok(Step::Read(FIND, sales::find(account, undo.reference)));
        };
        let wanted = Wanted {
            key: undo.key,
            reference: undo.reference,
            currency: undo.currency,
            reversal: true,
            since: undo.since,
        };
        match sales::read_found(found.body, wanted)? {
            Lookup::Found(_) => return Ok(Step::Done),
            Lookup::FilterIgnored => match listed(account, wanted, seen)? {
                Ok(Lookup::Found(_)) => return Ok(Step::Done),
                Ok(_) => {}
                Err(step) => return Ok(step),
            },
            Lookup::Absent | Lookup::Taken(_) | Lookup::Voided(_) => {}
        }
        let Some(sale) = last(seen, SALE) else {
            let query = Request::read(
                System::Lightspeed,
                "GET",
                path(account, &format!("Sale/{}", undo.sale)),
            );
            let relations = r#"["SaleLines","SalePayments"]"#;
            return Ok(Step::Read(SALE, query.with_query("load_relations", relations)));
        };
        if sale.status == 404 {
            return Ok(Step::Stuck("The sale is not in Lightspeed."));
        }
        let json = Json::parse(sale.body)?;
        let root = Node::root(&json, "$");
        let row = root.field("Sale")?;
        // By hand, at the till: goods and money are back.
        if row.find::<String>("voided")?.as_deref() == Some("true") {
            return Ok(Step::Done);
        }
        if row.find::<String>("completed")?.as_deref() != Some("true") {
            return Ok(Step::Stuck("The sale is not completed in Lightspeed."));
        }
        let body = Body::of(account, undo, &row)?;
        if matches!(undo.what, What::Whole) && !body.evens(&row)? {
            return Ok(Step::Stuck("Its payments do not come to its total."));
        }
        let key = format!("{}/reversal", undo.key);
        let request = Request::write(System::Lightspeed, "POST", path(account, "Sale"), &key);
        Ok(Step::Write(RECORD, request.with_body(&body)))
    }
}

/// The filter was ignored: the newest sales are gone through, as far as they can be the one.
fn listed(
    account: Account<'_>,
    wanted: Wanted<'_>,
    seen: &[Seen<'_>],
) -> Result<Result<Lookup, Step>, Issue> {
    let mut after = None;
    for step in LIST {
        let Some(page) = last(seen, step) else {
            return Ok(Err(Step::Read(step, sales::list(account, after.as_deref()))));
        };
        let page = sales::read_listed(page.body, wanted)?;
        match (page.lookup, page.after) {
            (found @ Lookup::Found(_), _) => return Ok(Ok(found)),
            (other, None) => return Ok(Ok(other)),
            (_, next) => after = next,
        }
    }
    Ok(Err(Step::Stuck("Lightspeed does not show whether it is taken back.")))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(rename = "employeeID")]
    employee_id: &'a str,
    #[serde(rename = "registerID")]
    register_id: &'a str,
    #[serde(rename = "shopID")]
    shop_id: &'a str,
    #[serde(rename = "customerID", skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    completed: bool,
    complete_time: String,
    reference_number: &'a str,
    reference_number_source: &'static str,
    enable_promotions: bool,
    #[serde(rename = "taxCategoryID", skip_serializing_if = "Option::is_none")]
    tax_category_id: Option<String>,
    #[serde(rename = "SaleLines")]
    sale_lines: Lines,
    #[serde(rename = "SalePayments")]
    sale_payments: Payments,
    #[serde(rename = "SaleNotes")]
    sale_notes: Notes,
}

#[derive(Serialize)]
struct Lines {
    #[serde(rename = "SaleLine")]
    lines: Vec<Line>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[serde(rename = "itemID")]
    item_id: String,
    unit_quantity: DecimalText,
    unit_price: DecimalText,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_amount: Option<DecimalText>,
    #[serde(rename = "discountID", skip_serializing_if = "Option::is_none")]
    discount_id: Option<&'static str>,
    tax: bool,
    #[serde(rename = "taxClassID", skip_serializing_if = "Option::is_none")]
    tax_class_id: Option<String>,
    #[serde(rename = "parentSaleLineID", skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

#[derive(Serialize)]
struct Payments {
    #[serde(rename = "SalePayment")]
    payments: Vec<Payment>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payment {
    amount: DecimalText,
    #[serde(rename = "paymentTypeID")]
    payment_type_id: String,
    remote_reference: String,
}

#[derive(Serialize)]
struct Notes {
    #[serde(rename = "InternalNote")]
    internal: NoteText,
}

impl<'a> Body<'a> {
    fn of(account: Account<'a>, undo: Undo<'a>, sale: &Node<'_>) -> Result<Self, Issue> {
        let given = |field: &str| -> Result<Option<String>, Issue> {
            Ok(sale.find::<String>(field)?.filter(|id| id != "0" && !id.is_empty()))
        };
        let mut lines = Vec::new();
        many(&sale.field("SaleLines")?, |wrapper| {
            many(&wrapper.field("SaleLine")?, |line| {
                let line = Line::back(line)?;
                match undo.what {
                    What::Whole => lines.push(line),
                    What::Goods { helpers, .. }
                        if helpers.iter().any(|item| item.as_str() == line.item_id) => {}
                    What::Goods { money, .. } => {
                        lines.push(line.clone());
                        lines.push(line.against(money.as_str()));
                    }
                }
                Ok(())
            })
        })?;
        let mut payments = Vec::new();
        if matches!(undo.what, What::Whole) {
            many(&sale.field("SalePayments")?, |wrapper| {
                many(&wrapper.field("SalePayment")?, |payment| {
                    if payment.find::<String>("archived")?.as_deref() != Some("true") {
                        payments.push(Payment::back(payment)?);
                    }
                    Ok(())
                })
            })?;
        }
        let note = NoteKey::written(undo.key, true, account);
        Ok(Self {
            employee_id: account.user.as_str(),
            register_id: undo.register.as_str(),
            shop_id: undo.key.outlet.as_str(),
            customer_id: given("customerID")?,
            completed: true,
            complete_time: undo.at.rfc3339_offset_zero(),
            reference_number: undo.reference,
            reference_number_source: SOURCE,
            enable_promotions: false,
            tax_category_id: given("taxCategoryID")?,
            sale_lines: Lines { lines },
            sale_payments: Payments { payments },
            sale_notes: Notes { internal: NoteText { note } },
        })
    }

    /// Whether its payments give back what the sale came to, as far as that is told.
    fn evens(&self, sale: &Node<'_>) -> Result<bool, Issue> {
        let total = sale.field("calcTotal")?;
        if total.is_nothing() {
            return Ok(true);
        }
        let mut payments = self.sale_payments.payments.iter().map(|payment| payment.amount.0);
        Ok(payments.try_fold(total.decimal()?, Decimal::checked_add) == Some(Decimal::ZERO))
    }
}

impl Line {
    /// A line of the sale, taken back.
    fn back(line: &Node<'_>) -> Result<Self, Issue> {
        let given = |field: &str| -> Result<Option<String>, Issue> {
            Ok(line.find::<String>(field)?.filter(|id| id != "0" && !id.is_empty()))
        };
        let discount = line.field("discountAmount")?;
        let discount = if discount.is_nothing() { Decimal::ZERO } else { discount.decimal()? };
        Ok(Self {
            item_id: line.get("itemID")?,
            unit_quantity: DecimalText(minus(line.field("unitQuantity")?.decimal()?)),
            unit_price: DecimalText(line.field("unitPrice")?.decimal()?.normalize()),
            discount_amount: (!discount.is_zero()).then(|| DecimalText(minus(discount))),
            discount_id: discount.is_zero().then_some("0"),
            tax: line.find::<String>("tax")?.as_deref() == Some("true"),
            tax_class_id: given("taxClassID")?,
            parent: given("saleLineID")?,
        })
    }

    /// Another item for the same amount, the other way.
    fn against(self, item: &str) -> Self {
        Self {
            item_id: item.to_owned(),
            unit_quantity: DecimalText(minus(self.unit_quantity.0)),
            discount_amount: self.discount_amount.map(|amount| DecimalText(minus(amount.0))),
            parent: None,
            ..self
        }
    }
}

impl Payment {
    fn back(payment: &Node<'_>) -> Result<Self, Issue> {
        let reference: Option<String> = payment.find("remoteReference")?;
        Ok(Self {
            amount: DecimalText(minus(payment.field("amount")?.decimal()?)),
            payment_type_id: payment.get("paymentTypeID")?,
            remote_reference: format!("{}#reversal", reference.unwrap_or_default()),
        })
    }
}

fn minus(value: Decimal) -> Decimal {
    let mut value = value.normalize();
    value.set_sign_negative(!value.is_sign_negative() && !value.is_zero());
    value
}

//! X-Series: a sale is voided while the register's opening it was booked in lasts; after that it is
//! returned, since a void would rewrite a day that is closed.
//!
//! Source: date-versioned API, `PUT /sales/{id}`, `POST /sales/{id}/actions/return`, `GET
//! /registers/{id}`. A void puts goods back and deletes payments. Only closed sales can be returned;
//! the return is a parked sale with all lines negative, and is closed with the money that goes back.
//! A return may hold only products of the original: goods without their money go back on a sale of
//! our own.

use serde::Serialize;

use super::stored::{Line, Payment, Stored};
use super::{XSeries, path, uuids};
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::number::push_count;
use crate::lightspeed::Account;
use crate::lightspeed::undo::{Seen, Step, Undo, Undoing, What, last};
use crate::report::{Issue, Json, Node};

const SALE: &str = "undo.sale";
const REGISTER: &str = "undo.register";
const VOID: &str = "undo.void";
const CLOSE: &str = "undo.close";
const RETURN: &str = "undo.return";
const RETURNED: [&str; 4] =
    ["undo.returned.0", "undo.returned.1", "undo.returned.2", "undo.returned.3"];
const SETTLE: &str = "undo.settle";
const FIND: &str = "undo.find";
const RECORD: &str = "undo.record";

impl Undoing for XSeries {
    fn undo(&self, account: Account<'_>, undo: Undo<'_>, seen: &[Seen<'_>]) -> Result<Step, Issue> {
        if [VOID, SETTLE, RECORD].iter().any(|step| last(seen, step).is_some()) {
            return Ok(Step::Done);
        }
        let Some(sale) = last(seen, SALE) else {
            return Ok(Step::Read(SALE, get(account, &format!("sales/{}", undo.sale))));
        };
        if sale.status == 404 {
            return Ok(Step::Stuck("The sale is not in Lightspeed."));
        }
        let sale = Stored::read(sale.body)?;
        if sale.state == "voided" {
            return Ok(Step::Done);
        }
        let own = Own { account, undo, sale: &sale, seen };
        match undo.what {
            What::Whole => own.whole(),
            What::Goods { money, helpers } => own.goods(money, helpers),
        }
    }
}

#[derive(Clone, Copy)]
struct Own<'a> {
    account: Account<'a>,
    undo: Undo<'a>,
    sale: &'a Stored,
    seen: &'a [Seen<'a>],
}

/// What was returned of a sale already.
#[derive(Default)]
struct Returns {
    /// Goods and money that are back.
    closed: Option<Stored>,
    /// What is prepared only.
    parked: Option<Stored>,
}

impl Own<'_> {
    fn whole(self) -> Result<Step, Issue> {
        // A sale that was returned before is not voided as well.
        if self.sale.returns.is_empty() && last(self.seen, RETURN).is_none() {
            if self.sale.payments.is_empty() {
                return Ok(self.put(VOID, "void", "voided", &[]));
            }
            let Some(register) = last(self.seen, REGISTER) else {
                let register = &self.sale.register;
                let query = get(self.account, &format!("registers/{register}"));
                return Ok(Step::Read(REGISTER, query));
            };
            if register.status == 200 && self.is_of_this_opening(register.body)? {
                return Ok(self.put(VOID, "void", "voided", &[]));
            }
        }
        self.returned()
    }

    /// Whether all money was booked in the opening that the register is in now.
    fn is_of_this_opening(&self, body: &[u8]) -> Result<bool, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let register = root.field("data")?;
        let open: Option<bool> = register.find("is_open")?;
        let now: Option<String> = register.find("register_open_sequence_id")?;
        let same = |payment: &Payment| now.is_some() && payment.opening == now;
        Ok(open == Some(true) && self.sale.payments.iter().all(same))
    }

    fn returned(self) -> Result<Step, Issue> {
        if !self.sale.is_closed() && last(self.seen, CLOSE).is_none() {
            return Ok(self.put(CLOSE, "close", "closed", &self.sale.payments));
        }
        let made = match last(self.seen, RETURN) {
            Some(made) => Some(Stored::read(made.body)?.id),
            None => None,
        };
        let returns = match self.returns(made.as_deref())? {
            Ok(returns) => returns,
            Err(step) => return Ok(step),
        };
        Ok(match returns {
            Returns { closed: Some(done), .. }
                if done.is_all_of(self.sale) && done.evens(self.sale) =>
            {
                Step::Done
            }
            Returns { closed: Some(_), .. } => {
                Step::Stuck("It was returned in part in Lightspeed.")
            }
            Returns { parked: Some(stored), .. } if stored.is_all_of(self.sale) => {
                self.settle(&stored)
            }
            Returns { parked: Some(_), .. } => {
                Step::Stuck("A return of a part of it is parked in Lightspeed.")
            }
            // Somebody thought better of those that there were.
            _ if made.is_none() => self.make_return(),
            _ => Step::Stuck("Its return was voided in Lightspeed."),
        })
    }

    /// Its returns as they stand, `made` among them; or the look that is still to be made.
    fn returns(self, made: Option<&str>) -> Result<Result<Returns, Step>, Issue> {
        let known = self.sale.returns.iter().map(String::as_str);
        let made = made.filter(|made| self.sale.returns.iter().all(|id| id != made));
        let ids: Vec<&str> = known.chain(made).collect();
        if ids.len() > RETURNED.len() {
            return Ok(Err(Step::Stuck("It was returned too often in Lightspeed.")));
        }
        let mut returns = Returns::default();
        for (id, step) in ids.into_iter().zip(RETURNED) {
            let Some(answer) = last(self.seen, step) else {
                return Ok(Err(Step::Read(step, get(self.account, &format!("sales/{id}")))));
            };
            // One that was deleted gives nothing back.
            if answer.status == 404 {
                continue;
            }
            let stored = Stored::read(answer.body)?;
            match stored.state.as_str() {
                "voided" => {}
                "closed" => returns.closed = Some(stored),
                _ => returns.parked = Some(stored),
            }
        }
        Ok(Ok(returns))
    }

    fn make_return(&self) -> Step {
        let path = path(self.account, &format!("sales/{}/actions/return", self.sale.id));
        Step::Write(RETURN, self.write("POST", path, "return"))
    }

    /// Closes the return with the money that went back.
    fn settle(&self, stored: &Stored) -> Step {
        let mut parts = uuids::Parts::of(self.account.shop, self.undo.key);
        let money = |(place, payment): (usize, &Payment)| {
            let id = parts.id(|name| {
                name.push_str("reversal/payment/");
                push_count(name, u64::try_from(place).unwrap_or(u64::MAX));
            });
            payment.back(id, self.undo.at.to_string(), self.undo.register.as_str())
        };
        let payments: Vec<Payment> = self.sale.payments.iter().enumerate().map(money).collect();
        let body = self.back(&stored.lines, &payments);
        let path = path(self.account, &format!("sales/{}", stored.id));
        Step::Write(SETTLE, self.write("PUT", path, "settle").with_body(&body))
    }

    /// The goods go back on a sale of our own, on which an item stands for their money.
    fn goods(self, money: &ItemId, helpers: &[&ItemId]) -> Result<Step, Issue> {
        if !self.sale.is_closed() && last(self.seen, CLOSE).is_none() {
            return Ok(self.put(CLOSE, "close", "closed", &self.sale.payments));
        }
        let mut parts = uuids::Parts::of(self.account.shop, self.undo.key);
        let id = parts.id(|name| name.push_str("reversal"));
        let Some(found) = last(self.seen, FIND) else {
            return Ok(Step::Read(FIND, get(self.account, &format!("sales/{id}"))));
        };
        if found.status != 404 {
            let stored = Stored::read(found.body)?;
            return Ok(if stored.id == id {
                Step::Done
            } else {
                Step::Stuck("Lightspeed does not show whether it is taken back.")
            });
        }
        match self.returns(None)? {
            Err(step) => return Ok(step),
            Ok(Returns { closed: Some(_), .. }) => {
                return Ok(Step::Stuck("It was returned in Lightspeed."));
            }
            Ok(_) => {}
        }
        let mut lines = Vec::new();
        let goods = self
            .sale
            .lines
            .iter()
            .filter(|line| helpers.iter().all(|item| item.as_str() != line.product.id));
        for line in goods {
            let mut back = line.quantity.0;
            back.set_sign_negative(!back.is_sign_negative());
            for (product, quantity) in
                [(line.product.id.as_str(), back), (money.as_str(), line.quantity.0)]
            {
                let id = parts.id(|name| {
                    name.push_str("reversal/line/");
                    push_count(name, u64::try_from(lines.len()).unwrap_or(u64::MAX));
                });
                lines.push(line.with(product, id, quantity).at(lines.len()));
            }
        }
        let body = Body { id: Some(id), ..self.back(&lines, &[]) };
        let request = self.write("POST", path(self.account, "sales"), "reversal");
        Ok(Step::Write(RECORD, request.with_body(&body)))
    }

    /// The sale itself, in another state. Closed it is no longer one that waits for its goods to be
    /// sent.
    fn put(
        &self,
        step: &'static str,
        purpose: &str,
        state: &'static str,
        payments: &[Payment],
    ) -> Step {
        let sale = self.sale;
        let attributes = if state == "voided" { sale.attributes.as_slice() } else { &[] };
        let body = Body {
            id: None,
            source: Source {
                author_id: self.account.user.as_str(),
                register_id: &sale.register,
                kind: sale.source.0.as_deref(),
                id: sale.source.1.as_deref(),
            },
            state,
            attributes,
            date: sale.date.clone(),
            customer_id: sale.customer.as_deref(),
            invoice_number: sale.invoice.as_deref(),
            note: sale.note.as_deref(),
            line_items: &sale.lines,
            payments,
        };
        let path = path(self.account, &format!("sales/{}", sale.id));
        Step::Write(step, self.write("PUT", path, purpose).with_body(&body))
    }

    fn write(&self, method: &str, path: String, purpose: &str) -> Request {
        let key = format!("{}/{purpose}", self.undo.key);
        Request::write(System::Lightspeed, method, path, &key)
    }

    /// What goes back, booked when the order was cancelled.
    fn back<'b>(&'b self, lines: &'b [Line], payments: &'b [Payment]) -> Body<'b> {
        Body {
            id: None,
            source: Source {
                author_id: self.account.user.as_str(),
                register_id: self.undo.register.as_str(),
                kind: self.sale.source.0.as_deref(),
                id: None,
            },
            state: "closed",
            attributes: &[],
            date: Some(self.undo.at.to_string()),
            customer_id: self.sale.customer.as_deref(),
            invoice_number: self.sale.invoice.as_deref(),
            note: None,
            line_items: lines,
            payments,
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    source: Source<'a>,
    state: &'static str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    attributes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    line_items: &'a [Line],
    payments: &'a [Payment],
}

#[derive(Serialize)]
struct Source<'a> {
    author_id: &'a str,
    register_id: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
}

fn get(account: Account<'_>, entity: &str) -> Request {
    Request::read(System::Lightspeed, "GET", path(account, entity))
}

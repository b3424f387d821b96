//! Reading what Shopify writes: what is read from where, and what is refused at which path.

mod fulfillment_orders;
mod lines;
mod money;
mod order;
mod refunds;
mod remarks;
mod transactions;

use crate::domain::money::Money;
use crate::domain::order::Order;
use crate::report::{Code, Issue};

/// An order with one line; each test says what else it has. What it says of the same field
/// replaces what stands here.
struct Text {
    order: Vec<(String, String)>,
    line: Vec<(String, String)>,
    shipping: Vec<(String, String)>,
}

/// Top-level fields of JSON text that is written as `"name":value`, one after the other.
type Given<'a> = &'a [(&'a str, &'a str)];

fn plain() -> Text {
    let owned = |fields: Given<'_>| {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    Text {
        order: owned(&[
            ("id", "501"),
            ("name", r##""#1""##),
            ("currency", r#""USD""#),
            ("presentment_currency", r#""USD""#),
            ("taxes_included", "false"),
            ("total_price", r#""11.00""#),
            ("total_tax", r#""1.00""#),
            ("financial_status", r#""paid""#),
            ("created_at", r#""2026-11-20T09:00:00Z""#),
            ("email", r#""ada@example.com""#),
            ("source_name", r#""web""#),
        ]),
        line: owned(&[
            ("id", "601"),
            ("variant_id", "701"),
            ("product_id", "711"),
            ("quantity", "1"),
            ("price", r#""10.00""#),
            ("tax_lines", r#"[{"rate":0.1,"price":"1.00"}]"#),
        ]),
        shipping: owned(&[("id", "801"), ("price", r#""5.00""#)]),
    }
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(own, _)| own != name);
    // Nothing at all: the field is not there.
    if !value.is_empty() {
        fields.push((name.to_owned(), value.to_owned()));
    }
}

fn object(fields: &[(String, String)]) -> String {
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
    format!("{{{}}}", fields.join(","))
}

impl Text {
    fn order(mut self, name: &str, value: &str) -> Self {
        set(&mut self.order, name, value);
        self
    }

    fn line(mut self, name: &str, value: &str) -> Self {
        set(&mut self.line, name, value);
        self
    }

    fn shipping(mut self, name: &str, value: &str) -> Self {
        set(&mut self.shipping, name, value);
        self
    }

    /// The buyer paid in euros; each amount stands in a bag.
    fn foreign(self) -> Self {
        self.order("presentment_currency", r#""EUR""#)
            .order("total_price_set", &bag("11.00", "8.80"))
            .order("total_tax_set", &bag("1.00", "0.80"))
            .line("price_set", &bag("10.00", "8.00"))
            .line("tax_lines", &format!(r#"[{{"rate":0.1,"price_set":{}}}]"#, bag("1.00", "0.80")))
            .shipping("price_set", &bag("5.00", "4.00"))
    }

    fn json(&self) -> String {
        let mut order = self.order.clone();
        if !order.iter().any(|(name, _)| name == "line_items") {
            order.push(("line_items".to_owned(), format!("[{}]", object(&self.line))));
        }
        order.push(("shipping_lines".to_owned(), format!("[{}]", object(&self.shipping))));
        object(&order)
    }

    fn read(&self) -> Result<Order, Issue> {
        super::order::decode(self.json().as_bytes(), "$.order")
    }

    fn ok(&self) -> Order {
        self.read().unwrap_or_else(|issue| panic!("{issue:?} in {}", self.json()))
    }

    /// The code and the path, without `$.order.`, at which it is refused.
    fn refused(&self) -> (Code, String) {
        let issue = self.read().expect_err(&self.json());
        let path = issue.path.to_string();
        (issue.code, path.strip_prefix("$.order.").expect("below the root").to_owned())
    }
}

/// An amount in both currencies: dollars, euros.
fn bag(dollars: &str, euros: &str) -> String {
    format!(
        r#"{{"shop_money":{{"amount":"{dollars}","currency_code":"USD"}},"presentment_money":{{"amount":"{euros}","currency_code":"EUR"}}}}"#
    )
}

/// An amount in one currency, twice.
fn same(dollars: &str) -> String {
    bag(dollars, dollars).replace("EUR", "USD")
}

fn texts<'a>(amounts: impl IntoIterator<Item = &'a Money>) -> Vec<String> {
    amounts.into_iter().map(ToString::to_string).collect()
}

fn at(code: Code, path: &str) -> (Code, String) {
    (code, path.to_owned())
}

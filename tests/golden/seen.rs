//! An answer in the words that stories use.

mod links;
mod payouts;
mod publish;

use serde_json::Value;

use super::text;

/// One thing that is said of an answer, or of one of its sales.
#[derive(Clone)]
pub(crate) struct Said {
    /// The outlet of the sale, blank for the whole answer and where there is one sale only.
    pub(crate) sale: String,
    /// What is spoken of.
    pub(crate) key: String,
    /// What is said.
    pub(crate) value: String,
}

impl Said {
    /// `key: value` of a sale.
    pub(crate) fn new(sale: &str, key: &str, value: &str) -> Self {
        Self { sale: sale.to_owned(), key: key.to_owned(), value: value.to_owned() }
    }
}

/// Collects what is said of one sale.
struct Teller<'a> {
    sale: String,
    seen: &'a mut Vec<Said>,
}

impl Teller<'_> {
    fn tell(&mut self, key: &str, value: impl AsRef<str>) {
        self.seen.push(Said::new(&self.sale, key, value.as_ref()));
    }
}

/// All that can be said of the answer; with `several`, each sale by its outlet.
pub(crate) fn of(answer: &Value, several: bool) -> Vec<Said> {
    let mut seen = Vec::new();
    let mut whole = Teller { sale: String::new(), seen: &mut seen };
    if let Some(refusal) = answer.get("refusal") {
        let (code, path) = (text(&refusal["code"]), text(&refusal["path"]));
        whole.tell("refusal", format!("{code} at {path}"));
    }
    for exception in answer["exceptions"].as_array().into_iter().flatten() {
        whole.tell("exception", exception_words(exception));
    }
    if let Some(skipped) = answer["output"].get("skipped").filter(|own| own.is_string()) {
        whole.tell("skipped", text(skipped));
    }
    for reason in answer["explanations"].as_array().into_iter().flatten() {
        let rule = text(&reason["rule"]);
        if reason["result"] == "dropped" {
            let subject = text(&reason["subject"]);
            let part = subject.splitn(3, '/').nth(2).unwrap_or_default();
            whole.tell("dropped", part);
        }
        whole.tell("reason", format!("{rule} {}", text(&reason["result"])));
    }
    if let Some(email) = answer["output"].get("email") {
        of_key(&mut whole, ["email", "mailbox", "email reasons"], email);
        of_key(&mut whole, ["phone", "extension", "phone reasons"], &answer["output"]["phone"]);
    }
    if answer["output"].get("changes").is_some() {
        of_rows(&mut whole, &answer["output"]);
    }
    if answer["output"].get("quantities").is_some() {
        publish::tell(&mut whole, &answer["output"]);
    }
    if answer["output"].get("payouts").is_some() {
        payouts::tell(&mut whole, &answer["output"]);
    }
    if answer["output"].get("orphans").is_some() {
        links::tell(&mut whole, &answer["output"]);
    }
    for decided in answer["output"]["sales"].as_array().into_iter().flatten() {
        let outlet = short(&text(&decided["sale"]["outlet"]));
        if several {
            seen.push(Said::new("", "sale", &outlet));
        }
        let sale = if several { outlet } else { String::new() };
        of_sale(&mut Teller { sale, seen: &mut seen }, decided);
    }
    seen
}

fn of_sale(told: &mut Teller<'_>, decided: &Value) {
    let tie = &decided["tie_out"];
    assert_eq!(tie["order_total"], tie["sale_total"], "the totals of a sale always tie");
    let total = &tie["sale_total"];
    told.tell("mode", text(&decided["mode"]));
    told.tell("total", format!("{} {}", text(&total["amount"]), text(&total["currency"])));
    told.tell("tax", text(&tie["order_tax"]["amount"]));
    told.tell("lightspeed tax", text(&tie["sale_tax"]["amount"]));
    told.tell("bound", text(&tie["tax_bound"]["amount"]));
    told.tell("key", text(&decided["key"]));
    let sale = &decided["sale"];
    let or_none = |value: &Value| if value.is_null() { "none".to_owned() } else { text(value) };
    for (key, field) in [
        ("outlet", "outlet"),
        ("register", "register"),
        ("at", "at"),
        ("date", "business_date"),
        ("customer", "customer"),
        ("category", "tax"),
        ("delivery", "delivery"),
    ] {
        told.tell(key, short(&or_none(&sale[field])));
    }
    told.tell("fulfilled", if sale["fulfilled"] == true { "yes" } else { "no" });
    if let Some(note) = sale.get("note") {
        told.tell("note", text(note).replace('\n', " | "));
        told.tell("note length", text(note).chars().count().to_string());
    }
    let requests = decided["requests"].as_array().unwrap();
    told.tell("requests", requests.len().to_string());
    let last = |request: &Value| text(&request["path"]).rsplit('/').next().unwrap().to_owned();
    told.tell("paths", requests.iter().map(last).collect::<Vec<_>>().join(", "));
    told.tell("state", text(&requests[0]["body"]["state"]));
    of_lines(told, sale["lines"].as_array().unwrap());
    for tender in sale["tenders"].as_array().unwrap() {
        let amount = text(&tender["amount"]["amount"]);
        let kind = short(&text(&tender["payment_type"]));
        told.tell("tender", format!("{amount} to {kind}"));
        let transaction = text(&tender["transaction"]);
        told.tell("transaction", transaction.rsplit('/').next().unwrap());
    }
}

fn of_lines(told: &mut Teller<'_>, lines: &[Value]) {
    let all = |field: &str| {
        let one = |line: &Value| line.get(field).map_or("none".to_owned(), |id| short(&text(id)));
        lines.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    told.tell("items", all("item"));
    told.tell("taxes", all("tax"));
    told.tell("classes", all("tax_class"));
    for line in lines {
        told.tell("line", line_words(line));
        if let Some(note) = line.get("note") {
            told.tell("line note", text(note).replace('\n', " | "));
        }
    }
}

/// `3 x 9.99 - 10.00` (R-Series), `3 x 6.65667 + 0.46667 off 3.33333` (X-Series), with what it
/// stands for in front where that is no order line.
fn line_words(line: &Value) -> String {
    let source = text(&line["source"]);
    let what = match source.split('/').next().unwrap() {
        "line" => String::new(),
        other => format!("{other} "),
    };
    let (quantity, price) = (text(&line["quantity"]), text(&line["unit_price"]));
    let discount = line.get("discount").map(text);
    let money = match line.get("unit_tax") {
        Some(tax) => {
            let off = discount.map(|off| format!(" off {}", plain(&off))).unwrap_or_default();
            format!("{} + {}{off}", plain(&price), plain(&text(tax)))
        }
        None => format!("{price}{}", discount.map(|off| format!(" - {off}")).unwrap_or_default()),
    };
    let taxed = if line["taxed"] == true { "" } else { " untaxed" };
    format!("{what}{quantity} x {money}{taxed}")
}

fn of_rows(told: &mut Teller<'_>, output: &Value) {
    let or = |row: &Value, field: &str, none: &str| {
        let value = text(&row[field]).rsplit('/').next().unwrap().to_owned();
        if value.is_empty() { none.to_owned() } else { short(&value) }
    };
    let rows = output["rows"].as_array().unwrap();
    for keyed in rows {
        let row = &keyed["row"];
        let words = ["state", "quantity", "open", "item"].map(|field| text(&row[field]));
        let [state, quantity, open, item] = words;
        let (location, outlet) = (or(row, "location", "-"), or(row, "outlet", ""));
        let by = match row.get("confirmed_at") {
            Some(at) => format!(" by {} at {}", or(row, "sale", "none"), text(at)),
            None => String::new(),
        };
        let reason = text(&row["reason"]);
        told.tell(
            "row",
            format!(
                "{state} {quantity} ({open} open) x {item} at {location} in {outlet}: {reason}{by}"
            ),
        );
    }
    let changes = output["changes"].as_array().unwrap();
    for change in changes {
        let kind = if change.get("row").is_some() { "put" } else { "delete" };
        told.tell(kind, text(&change["key"]));
    }
    told.tell("rows", rows.len().to_string());
    told.tell("changes", changes.len().to_string());
    if let Some(as_of) = output.get("as_of") {
        told.tell("as of", text(as_of));
    }
    if output["stale"] == true {
        told.tell("stale", "yes");
    }
}

fn of_key(told: &mut Teller<'_>, [normal, detail, reasons]: [&str; 3], key: &Value) {
    for (name, field) in [(normal, "normal"), (detail, "detail")] {
        if let Some(value) = key.get(field) {
            told.tell(name, text(value));
        }
    }
    let steps: Vec<String> = key["reasons"].as_array().unwrap().iter().map(text).collect();
    told.tell(reasons, if steps.is_empty() { "none".to_owned() } else { steps.join(", ") });
}

/// `CODE name=value, name=value`: the code and all of its evidence.
fn exception_words(exception: &Value) -> String {
    let facts = exception["evidence"].as_object().unwrap();
    let facts: Vec<String> =
        facts.iter().map(|(name, fact)| format!("{name}={}", fact_words(fact))).collect();
    format!("{} {}", text(&exception["code"]), facts.join(", ")).trim().to_owned()
}

fn fact_words(fact: &Value) -> String {
    match fact {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Object(fields) => text(&fields["path"]),
        Value::Array(facts) => facts.iter().map(fact_words).collect::<Vec<_>>().join(" and "),
        other => short(&text(other)),
    }
}

/// A UUID by its first eight digits, anything else as it is.
pub(crate) fn short(id: &str) -> String {
    match id.len() == 36 && id.bytes().filter(|byte| *byte == b'-').count() == 4 {
        true => id.split('-').next().unwrap().to_owned(),
        false => id.to_owned(),
    }
}

/// Without trailing zeros behind the point.
fn plain(number: &str) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number.to_owned(),
    }
}

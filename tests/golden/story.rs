//! A story: what happens, the calculation by hand, and what must come of it. The third line is
//! checked against every answer, so that blessing cannot move a figure.

use serde_json::Value;

use super::text;

/// Three lines: `What:`, `By hand:`, `Expected:` with `key: value` parts between semicolons.
pub(crate) struct Story {
    name: String,
    expected: Vec<(String, String)>,
}

const KEYS: &[&str] = &[
    "total",
    "tax",
    "lightspeed tax",
    "bound",
    "line",
    "tender",
    "transaction",
    "at",
    "customer",
    "state",
    "key",
    "dropped",
    "contains",
    "exception",
    "refusal",
    "email",
    "mailbox",
    "phone",
    "extension",
    "email reasons",
    "phone reasons",
];

impl Story {
    /// Reads it.
    pub(crate) fn parse(name: &str, story: &str) -> Self {
        let lines: Vec<&str> = story.lines().collect();
        let [what, hand, expected] = lines.as_slice() else { panic!("{name}: not three lines") };
        assert!(what.starts_with("What: ") && hand.starts_with("By hand: "), "{name}: {what}");
        let expected = expected.strip_prefix("Expected: ").unwrap_or_else(|| panic!("{name}"));
        let part = |part: &str| {
            let (key, value) = part.split_once(": ").unwrap_or_else(|| panic!("{name}: {part}"));
            assert!(KEYS.contains(&key), "{name}: `{key}` is nothing that is checked");
            (key.to_owned(), value.to_owned())
        };
        Self { name: name.to_owned(), expected: expected.split("; ").map(part).collect() }
    }

    /// What is said of `key`.
    pub(crate) fn says(&self, key: &str) -> Vec<&str> {
        self.expected.iter().filter(|(name, _)| name == key).map(|(_, value)| &**value).collect()
    }

    /// Compares the answer with the story. A story that is silent on the main figures fails.
    pub(crate) fn check(&self, answer: &Value) {
        let seen = self.seen(answer);
        for key in KEYS {
            let says = self.says(key);
            let sees: Vec<&str> =
                seen.iter().filter(|(name, _)| name == key).map(|(_, value)| &**value).collect();
            // These hold for every answer of their kind; the others where the story speaks.
            let always = [
                "total",
                "tax",
                "line",
                "tender",
                "exception",
                "refusal",
                "email",
                "mailbox",
                "phone",
                "extension",
                "email reasons",
                "phone reasons",
            ];
            match *key {
                "contains" => {
                    let body = answer["output"]["sales"][0]["request"]["body"].to_string();
                    for part in says {
                        assert!(body.contains(part), "{}: no `{part}` in {body}", self.name);
                    }
                }
                key if !says.is_empty() || always.contains(&key) => {
                    assert_eq!(says, sees, "{}: `{key}`, story against answer", self.name);
                }
                _ => {}
            }
        }
    }

    fn seen(&self, answer: &Value) -> Vec<(&'static str, String)> {
        let mut seen = Vec::new();
        if let Some(refusal) = answer.get("refusal") {
            let (code, path) = (text(&refusal["code"]), text(&refusal["path"]));
            seen.push(("refusal", format!("{code} at {path}")));
        }
        for exception in answer["exceptions"].as_array().into_iter().flatten() {
            seen.push(("exception", exception_words(exception)));
        }
        for reason in answer["explanations"].as_array().into_iter().flatten() {
            if reason["rule"] == "order.shipping.free" {
                seen.push(("dropped", text(&reason["inputs"]["line"])));
            }
        }
        for sale in answer["output"]["sales"].as_array().into_iter().flatten() {
            of_sale(sale, &mut seen);
        }
        if let Some(email) = answer["output"].get("email") {
            of_key("email", "mailbox", "email reasons", email, &mut seen);
            of_key("phone", "extension", "phone reasons", &answer["output"]["phone"], &mut seen);
        }
        assert!(!seen.is_empty(), "{}: the answer says nothing", self.name);
        seen
    }
}

fn of_sale(decided: &Value, seen: &mut Vec<(&'static str, String)>) {
    let tie = &decided["tie_out"];
    assert_eq!(tie["order_total"], tie["sale_total"], "the totals of a sale always tie");
    let total = &tie["sale_total"];
    seen.push(("total", format!("{} {}", text(&total["amount"]), text(&total["currency"]))));
    seen.push(("tax", text(&tie["order_tax"]["amount"])));
    seen.push(("lightspeed tax", text(&tie["sale_tax"]["amount"])));
    seen.push(("bound", text(&tie["tax_bound"]["amount"])));
    seen.push(("key", text(&decided["key"])));
    let sale = &decided["sale"];
    seen.push(("at", text(&sale["at"])));
    seen.push(("customer", text(&sale["customer"])));
    seen.push(("state", text(&decided["request"]["body"]["state"])));
    for line in sale["lines"].as_array().unwrap() {
        let tax = line.get("unit_tax").map(|tax| format!(" + {}", short(&text(tax))));
        let (quantity, price) = (text(&line["quantity"]), text(&line["unit_price"]));
        let price = if tax.is_some() { short(&price) } else { price };
        seen.push(("line", format!("{quantity} x {price}{}", tax.unwrap_or_default())));
    }
    for tender in sale["tenders"].as_array().unwrap() {
        let amount = text(&tender["amount"]["amount"]);
        seen.push(("tender", format!("{amount} to {}", text(&tender["payment_type"]))));
        let transaction = text(&tender["transaction"]);
        seen.push(("transaction", transaction.rsplit('/').next().unwrap().to_owned()));
    }
}

fn of_key(
    normal: &'static str,
    detail: &'static str,
    reasons: &'static str,
    key: &Value,
    seen: &mut Vec<(&'static str, String)>,
) {
    for (name, field) in [(normal, "normal"), (detail, "detail")] {
        if let Some(value) = key.get(field) {
            seen.push((name, text(value)));
        }
    }
    let steps: Vec<String> = key["reasons"].as_array().unwrap().iter().map(text).collect();
    let steps = if steps.is_empty() { "none".to_owned() } else { steps.join(", ") };
    seen.push((reasons, steps));
}

/// `CODE name=value, name=value`: the code and all of its evidence.
fn exception_words(exception: &Value) -> String {
    let mut order: Vec<(usize, String)> = Vec::new();
    let raw = exception["evidence"].as_object().unwrap();
    for (name, fact) in raw {
        let value = match fact {
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            Value::Object(fields) => text(&fields["path"]),
            Value::Array(paths) => {
                paths.iter().map(|path| text(&path["path"])).collect::<Vec<_>>().join(" and ")
            }
            other => text(other),
        };
        let place = EVIDENCE.iter().position(|known| known == name);
        let place = place.unwrap_or_else(|| panic!("evidence `{name}` is not known here"));
        order.push((place, format!("{name}={value}")));
    }
    order.sort();
    let facts: Vec<String> = order.into_iter().map(|(_, fact)| fact).collect();
    format!("{} {}", text(&exception["code"]), facts.join(", ")).trim().to_owned()
}

/// Evidence in the order stories give it.
const EVIDENCE: &[&str] = &[
    "what",
    "paths",
    "figure",
    "lines",
    "line",
    "variant",
    "rate",
    "contained",
    "first",
    "second",
    "financial_status",
    "email",
    "transaction",
    "count",
    "captured",
    "payment",
    "order",
    "lightspeed",
    "tenant",
    "bound",
    "open",
    "gateway",
];

/// Without trailing zeros behind the point.
fn short(number: &str) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number.to_owned(),
    }
}

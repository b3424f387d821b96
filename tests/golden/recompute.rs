//! Each explanation's result once more, from its rule and inputs alone. Where the result is a
//! mapping (outlet, item, tax, payment type) the configuration or the context says it.

use serde_json::{Value, json};

use super::exact::Exact;
use super::{Golden, text};

/// Panics when the explanation's result does not follow from its rule and inputs.
pub(crate) fn check(golden: &Golden, answer: &Value, reason: &Value) {
    let rule = text(&reason["rule"]);
    let place = format!("{}: {rule} {}", golden.name, text(&reason["id"]));
    let result = &reason["result"];
    if let Some(number) = figure(&rule, &reason["inputs"]) {
        assert_eq!(Exact::of(&text(result)), number, "{place}");
        return;
    }
    let expected = match rule.as_str() {
        "customer.email.normal" => email(golden, answer, reason),
        "customer.phone.normal" => phone(golden, answer, reason),
        _ => mapping(&rule, &reason["inputs"], golden)
            .unwrap_or_else(|| panic!("{place}: no test knows how to come to its result")),
    };
    assert_eq!(*result, expected, "{place}");
}

/// The rules whose result is a number.
fn figure(rule: &str, inputs: &Value) -> Option<Exact> {
    let input = |name: &str| {
        let value = inputs.get(name).unwrap_or_else(|| panic!("{rule} has no input `{name}`"));
        Exact::of(&text(value))
    };
    let digits = || text(&inputs["digits"]).parse().unwrap();
    let contained = || inputs["contained"].as_bool().unwrap();
    Some(match rule {
        "order.line.net" => {
            let gross = input("quantity").times(input("price"));
            if contained() { gross.minus(input("tax")) } else { gross }
        }
        "order.line.unit_price" => input("net").over(input("quantity")).rounded(digits()),
        "order.line.unit_tax" => input("tax").over(input("quantity")).rounded(digits()),
        "order.line.unit_price_as_is" => input("price"),
        "order.tender.amount" => input("captured"),
        "order.total.predicted" => input("nets").plus(input("tax")),
        "order.tax.predicted" => {
            let taxes = inputs["taxes"].as_array().unwrap().iter();
            Exact::sum(taxes.map(|tax| Exact::of(&text(tax)))).rounded(digits())
        }
        "order.tax.predicted_at_rate" => {
            let tax = input("price").times(input("rate"));
            let whole = Exact::whole(1).plus(input("rate"));
            let tax = if contained() { tax.over(whole) } else { tax };
            tax.rounded(digits())
        }
        _ => return None,
    })
}

/// The rules whose result is looked up.
fn mapping(rule: &str, inputs: &Value, golden: &Golden) -> Option<Value> {
    let config = golden.config_json();
    let list = |name: &str| config[name].as_array().cloned().unwrap_or_default();
    Some(match rule {
        "order.outlet" => match config["orders"].get("default_outlet") {
            Some(outlet) => outlet.clone(),
            None => config["outlets"][0]["id"].clone(),
        },
        "order.line.item" => {
            let variant = text(&inputs["variant"]);
            let links = golden.context_json()["links"].as_array().cloned().unwrap_or_default();
            let own = |link: &&Value| text(&link["variant"]).rsplit('/').next() == Some(&*variant);
            links.iter().find(own)?["item"].clone()
        }
        "order.line.tax" => {
            let rate = Exact::of(&text(&inputs["rate"]));
            let own = |tax: &&Value| {
                let inclusive = tax["inclusive"].as_bool().unwrap_or(false);
                Exact::of(&text(&tax["rate"])) == rate
                    && (rate == Exact::whole(0) || json!(inclusive) == inputs["contained"])
            };
            list("taxes").iter().find(own)?["id"].clone()
        }
        "order.tender.type" => {
            let gateway = text(&inputs["gateway"]).to_lowercase();
            let own = |entry: &&Value| text(&entry["gateway"]).to_lowercase() == gateway;
            list("payment_types").iter().find(own)?["id"].clone()
        }
        "order.shipping.free" => {
            assert_eq!(Exact::of(&text(&inputs["price"])), Exact::whole(0));
            json!("dropped")
        }
        _ => return None,
    })
}

/// What stands at the path that an explanation gives.
fn at<'v>(document: &'v Value, path: &Value) -> &'v Value {
    let path = text(path);
    let steps = path.strip_prefix("$.").unwrap_or_else(|| panic!("`{path}` is no path"));
    steps.split('.').fold(document, |value, step| &value[step])
}

fn steps(reason: &Value) -> Vec<String> {
    reason["inputs"]["steps"].as_array().unwrap().iter().map(text).collect()
}

/// The address at the path, trimmed and in lower case as the steps say, stands in the output.
fn email(golden: &Golden, answer: &Value, reason: &Value) -> Value {
    let payload = golden.payload_json();
    let given = text(at(&payload, &reason["inputs"]["email"]["path"]));
    let plain = given.trim().to_lowercase();
    let good = plain.matches('@').count() == 1;
    if !good {
        return Value::Null;
    }
    let steps = steps(reason);
    assert_eq!(steps.contains(&"trimmed".to_owned()), given.trim() != given);
    assert_eq!(steps.contains(&"lower_cased".to_owned()), plain != given.trim());
    let place = json!({ "path": "$.output.email.normal" });
    assert_eq!(text(at(answer, &place["path"])), plain, "{}", golden.name);
    place
}

/// The digits at the path, after the steps, stand in the output behind a plus.
fn phone(golden: &Golden, answer: &Value, reason: &Value) -> Value {
    const CODES: [(&str, &str); 3] = [("US", "1"), ("GB", "44"), ("NZ", "64")];
    let payload = golden.payload_json();
    let given = text(at(&payload, &reason["inputs"]["phone"]["path"])).to_lowercase();
    let number = given.split("ext").next().unwrap();
    let mut digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let mut trunk = "";
    for step in steps(reason) {
        match step.as_str() {
            "punctuation_removed" | "extension_split" => {}
            "international_prefix" => digits = digits.strip_prefix("00").unwrap().to_owned(),
            "default_country" => {
                let context = golden.context_json();
                let config = golden.config_json();
                let named = context.get("default_country");
                let country = named.unwrap_or(&config["customers"]["default_country"]);
                let code = CODES.iter().find(|(name, _)| country == name).unwrap().1;
                digits = format!("{code}{digits}");
                trunk = code;
            }
            "trunk_removed" => {
                let code = CODES.iter().find(|(_, code)| digits.starts_with(code)).unwrap().1;
                assert!(trunk.is_empty() || trunk == code);
                let rest = digits.strip_prefix(code).unwrap().strip_prefix('0').unwrap();
                digits = format!("{code}{rest}");
            }
            "national phone number without a country" => return Value::Null,
            other => panic!("{}: no test knows the step `{other}`", golden.name),
        }
    }
    let place = json!({ "path": "$.output.phone.normal" });
    assert_eq!(text(at(answer, &place["path"])), format!("+{digits}"), "{}", golden.name);
    place
}

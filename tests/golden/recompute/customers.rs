//! The rules of a customer's keys: what stands at the output's path is the input's, mended.

use serde_json::{Value, json};

use crate::golden::{Golden, text};

/// The result of a rule about customers.
pub(super) fn key(rule: &str, golden: &Golden, answer: &Value, reason: &Value) -> Option<Value> {
    Some(match rule {
        "customer.email.normal" => email(golden, answer, reason),
        "customer.phone.normal" => phone(golden, answer, reason),
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

//! The rules of links: the two have in common what is said.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::golden::text;

/// The item of a link.
pub(super) fn item(rule: &str, inputs: &Value) -> Option<Value> {
    let list = |field: &str| inputs[field].as_array().unwrap().iter().map(text);
    match rule {
        "link.code" => {
            let code = plain(&text(&inputs["code"]));
            assert!(list("codes").any(|own| plain(&own) == code), "{inputs}");
        }
        "link.words" => {
            let of = |title: &str, values: &str| {
                let all = std::iter::once(text(&inputs[title])).chain(list(values));
                all.flat_map(|own| words(&own)).collect::<BTreeSet<String>>()
            };
            assert_eq!(of("title", "options"), of("item_title", "attributes"), "{inputs}");
        }
        _ => return None,
    }
    Some(inputs["item"].clone())
}

/// Letters, digits and signs, narrow and small; without zeros in front where it is a number with
/// the length of a barcode.
fn plain(code: &str) -> String {
    let narrow = |c: char| match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap(),
        0x2010..=0x2015 => '-',
        _ => c,
    };
    let small: String = code.trim().chars().map(narrow).collect::<String>().to_lowercase();
    let barcode = small.len() > 7 && small.chars().all(|c| c.is_ascii_digit());
    if barcode { small.trim_start_matches('0').to_owned() } else { small }
}

fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric());
    split.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

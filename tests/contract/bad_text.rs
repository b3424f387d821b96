//! Bad documents at every door: cut off, mangled, too deep, too large, of the wrong kind. Each
//! is refused with a code at its place, and the next call is answered as before.

use serde_json::{Value, json};
use tillbridge::report::Code;

use crate::doors::{Door, World};

fn at_every_door(test: impl Fn(&World, &Door)) {
    let world = World::new();
    for door in world.doors() {
        test(&world, &door);
    }
}

#[test]
fn a_document_that_is_cut_off() {
    at_every_door(|world, door| {
        let good = door.good();
        let cuts =
            (0..good.len()).step_by(good.len().div_ceil(60)).chain([good.len().saturating_sub(1)]);
        for cut in cuts {
            let part = good.as_bytes().split_at(cut).0;
            door.refuses(world, part, &[Code::InvalidJson], &format!("cut at {cut}"));
        }
    });
}

#[test]
fn a_document_that_is_not_json() {
    at_every_door(|world, door| {
        let good = door.good();
        let texts: [(&str, Vec<u8>); 9] = [
            ("blanks", b" \n\t".to_vec()),
            ("a byte-order mark", format!("\u{feff}{good}").into_bytes()),
            ("two documents", format!("{good}{good}").into_bytes()),
            ("something behind it", format!("{good} x").into_bytes()),
            ("UTF-16", good.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            ("a web page", b"<!doctype html><title>502</title>".to_vec()),
            ("single quotes", good.replace('"', "'").into_bytes()),
            ("a NUL", [good.as_bytes(), b"\0"].concat()),
            ("NaN", good.replacen("null", "NaN", 1).replacen('{', r#"{"zz":NaN,"#, 1).into_bytes()),
        ];
        for (why, document) in texts {
            door.refuses(world, &document, &[Code::InvalidJson], why);
        }
    });
}

#[test]
fn a_text_that_is_not_unicode() {
    at_every_door(|world, door| {
        let good = door.good();
        let open = good.find(":\"").unwrap().saturating_add(2);
        for (why, bad) in [
            ("a stray byte", b"\xff".as_slice()),
            ("a cut character", b"\xe2\x82"),
            ("an overlong slash", b"\xc0\xaf"),
            ("a surrogate as bytes", b"\xed\xa0\x80"),
            ("a lone high surrogate", br"\ud83d"),
            ("a lone low surrogate", br"\ude00"),
            ("surrogates the wrong way round", br"\ude00\ud83d"),
            ("a control character", b"\x07"),
            ("an escape that is none", br"\x41"),
        ] {
            let (before, after) = good.as_bytes().split_at(open);
            let document = [before, bad, after].concat();
            let issue = door.refuses(world, &document, &[Code::InvalidJson], why);
            assert_ne!(issue.path, door.root, "{}: {why}: the place is not named", door.name);
        }
    });
}

#[test]
fn a_document_that_is_too_deep() {
    at_every_door(|world, door| {
        let good = door.good();
        for depth in [129, 1_000, 1_000_000] {
            for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
                let nest = format!("{}1{}", open.repeat(depth), close.repeat(depth));
                let inside = good.replacen('{', &format!("{{\"zz\":{nest},"), 1);
                for document in [nest, inside, open.repeat(depth)] {
                    door.refuses(world, document.as_bytes(), &[Code::TooDeep], "nesting");
                }
            }
        }
    });
}

/// Vendors nest less than ten deep; a hundred are no reason to refuse an order.
#[test]
fn a_vendor_document_may_be_a_hundred_deep() {
    at_every_door(|world, door| {
        if door.name.ends_with("body") || door.name == "order.to_sale payload" {
            let nest = format!("{}1{}", "[".repeat(100), "]".repeat(100));
            let document = door.good().replacen('{', &format!("{{\"zz\":{nest},"), 1);
            let answer = (door.enter)(world, document.as_bytes());
            assert!(answer.is_ok(), "{}: {:?}", door.name, answer.err());
        }
    });
}

#[test]
fn a_document_that_is_too_large() {
    let blanks = " ".repeat(50_000_000);
    at_every_door(|world, door| {
        let issue = door.refuses(world, blanks.as_bytes(), &[Code::TooLarge], "50 MB of nothing");
        assert_eq!(issue.path, door.root, "{}", door.name);
        let document = format!("{}{blanks}", door.good());
        let issue = door.refuses(world, document.as_bytes(), &[Code::TooLarge], "50 MB more");
        assert_eq!(issue.path, door.root, "{}", door.name);
    });
}

#[test]
fn a_document_of_another_kind() {
    at_every_door(|world, door| {
        let kinds = ["null", "true", "7", "1e400", "\"text\"", "[]", "[null]", "[[]]"];
        let listed = format!("[{}]", door.good());
        for document in kinds.into_iter().chain([listed.as_str()]) {
            // Where a vendor's document is null, its first field is what is missing.
            let codes = [Code::WrongType, Code::MissingField];
            let codes = if document == "null" { &codes } else { &codes[..1] };
            let issue = door.refuses(world, document.as_bytes(), codes, document);
            if issue.code == Code::WrongType {
                assert_eq!(issue.path, door.root, "{}: {document}", door.name);
            }
        }
    });
}

/// Every place of a document, as keys from its root.
fn places(value: &Value, place: &[String], found: &mut Vec<Vec<String>>) {
    let below = |step: String| place.iter().cloned().chain([step]).collect::<Vec<_>>();
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| places(value, &below(key.clone()), found));
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, value)| places(value, &below(index.to_string()), found)),
        _ => {}
    }
    if !place.is_empty() {
        found.push(place.to_vec());
    }
}

/// The path as issues name it. No field of these documents has digits for a name.
fn path(root: &str, place: &[String]) -> String {
    place.iter().fold(root.to_owned(), |path, step| match step.parse::<usize>() {
        Ok(index) => format!("{path}[{index}]"),
        Err(_) => format!("{path}.{step}"),
    })
}

fn replaced(document: &Value, place: &[String], with: &Value) -> Value {
    let mut document = document.clone();
    let target = place.iter().fold(&mut document, |value, step| match value {
        Value::Array(items) => items.get_mut(step.parse::<usize>().unwrap()).unwrap(),
        other => other.get_mut(step).unwrap(),
    });
    *target = with.clone();
    document
}

/// Each value of each document is replaced by each other kind of value. Whatever comes of it is
/// an answer, or a refusal at that place, above it, or below it.
#[test]
fn any_value_may_be_anything() {
    let unsafe_number = json!({"$unsafe_number": "9007199254740993"});
    let huge: Value = serde_json::from_str("1e400").unwrap();
    let long: Value = serde_json::from_str(&"9".repeat(5_000)).unwrap();
    let largest = json!("79228162514264337593543950335");
    let fake = json!({"$serde_json::private::Number": "abc"});
    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!(-1),
        json!(""),
        json!("text"),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!([{}]),
        json!({"a": {}}),
        unsafe_number,
        huge,
        largest,
        long,
        fake,
    ];
    at_every_door(|world, door| {
        let mut found = Vec::new();
        places(&door.good, &[], &mut found);
        let right = door.right(world);
        let mut refused = 0_usize;
        for place in &found {
            let path = path(door.root, place);
            for value in &values {
                let document = replaced(&door.good, place, value).to_string();
                let Err(issue) = (door.enter)(world, document.as_bytes()) else { continue };
                refused = refused.saturating_add(1);
                let near = issue.path.starts_with(&path) || path.starts_with(&issue.path);
                // What other parts refer to may be missed there.
                let referred = ["$.zones", "$.outlets", "$.lightspeed", "$.time_zone"]
                    .iter()
                    .any(|part| door.name == "open" && path.starts_with(part));
                assert!(near || referred, "{}: {path} = {value}: {issue}", door.name);
                assert!(
                    issue.message.len() < 400,
                    "{}: {path}: {}",
                    door.name,
                    issue.message.len()
                );
            }
            assert_eq!(door.right(world), right, "{}: after {path}", door.name);
        }
        assert!(refused > 0, "{}: nothing was refused", door.name);
    });
}

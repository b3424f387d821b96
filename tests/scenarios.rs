//! Goldens: a story, its input, and the exact bytes of the answer.
//!
//! `BLESS=1` rewrites `expected.json`. It cannot move a figure: the story's third line is
//! checked against the answer all the same.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

mod golden;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use golden::exact::Exact;
use golden::{Golden, recompute, text};
use serde_json::{Value, json};

const FILES: [&str; 5] =
    ["config.json", "context.json", "expected.json", "payload.json", "story.md"];

#[test]
fn every_golden_answers_byte_for_byte() {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for golden in golden::all() {
        let file = golden.folder.join("expected.json");
        let answer = golden.decide(&golden.context);
        assert_eq!(golden.decide(&golden.context), answer, "{}: twice is not once", golden.name);
        wrong.extend(golden.story.faults(&serde_json::from_slice(&answer).unwrap()));
        if bless {
            fs::write(&file, &answer).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        let answer = String::from_utf8(answer).unwrap();
        if expected != answer {
            let same = expected.bytes().zip(answer.bytes()).take_while(|(a, b)| a == b).count();
            let near = |text: &str| {
                let bytes = &text.as_bytes()[same.saturating_sub(60)..(same + 60).min(text.len())];
                String::from_utf8_lossy(bytes).into_owned()
            };
            wrong.push(format!("{}:\n  {}\n  {}", golden.name, near(&expected), near(&answer)));
        }
    }
    assert!(
        wrong.is_empty(),
        "expected, then answered:\n{}\n{} in all",
        wrong.join("\n"),
        wrong.len()
    );
}

#[test]
fn a_golden_has_its_five_files_and_no_other() {
    for golden in golden::all() {
        let entries = fs::read_dir(&golden.folder).unwrap();
        let names: BTreeSet<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(names, FILES.map(str::to_owned).into(), "{}", golden.name);
    }
}

#[test]
fn explaining_more_or_less_changes_no_decision() {
    for golden in golden::all() {
        let full = golden.answer();
        if full["status"] == "refused" {
            continue;
        }
        for level in ["none", "reasons", "text"] {
            let mut context = golden.context_json();
            context["explain"] = json!(level);
            let bytes = golden.decide(&serde_json::to_vec(&context).unwrap());
            let answer: Value = serde_json::from_slice(&bytes).unwrap();
            for part in ["status", "output", "exceptions"] {
                assert_eq!(answer.get(part), full.get(part), "{} {level} {part}", golden.name);
            }
            let reasons = answer["explanations"].as_array().cloned().unwrap_or_default();
            match level {
                "none" => assert!(reasons.is_empty(), "{}", golden.name),
                "reasons" => assert_eq!(answer, full, "{}", golden.name),
                _ => {
                    let all = full["explanations"].as_array().map_or(0, Vec::len);
                    assert_eq!(reasons.len(), all, "{}", golden.name);
                    for reason in &reasons {
                        let sentence = text(&reason["text"]);
                        assert!(sentence.ends_with('.') && !sentence.contains('{'), "{sentence}");
                    }
                }
            }
        }
    }
}

#[test]
fn each_result_follows_from_its_rule_and_inputs() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for golden in golden::all() {
        let answer = golden.answer();
        for reason in answer["explanations"].as_array().into_iter().flatten() {
            recompute::check(&golden, &answer, reason);
            *seen.entry(text(&reason["rule"])).or_default() += 1;
        }
    }
    let known: BTreeSet<&str> = tillbridge::report::rule::ALL.iter().map(|rule| rule.id).collect();
    let met: BTreeSet<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(known, met, "a rule that no golden meets");
    println!("recomputed: {seen:?}");
}

#[test]
fn each_value_of_a_sale_has_an_explanation() {
    for golden in golden::all() {
        let answer = golden.answer();
        let reasons = answer["explanations"].as_array().cloned().unwrap_or_default();
        let results: BTreeSet<String> = reasons.iter().map(|r| text(&r["result"])).collect();
        let explained = |value: &Value| {
            let value = text(value);
            let number =
                |text: &str| text.len() < 30 && text.bytes().all(|b| b".0123456789".contains(&b));
            let same = |result: &String| match number(result) && number(&value) {
                true => Exact::of(result) == Exact::of(&value),
                false => *result == value,
            };
            assert!(results.iter().any(same), "{}: nothing explains `{value}`", golden.name);
        };
        for decided in golden.sales() {
            let sale = &decided["sale"];
            explained(&sale["outlet"]);
            explained(&sale["tax"]);
            for line in sale["lines"].as_array().unwrap() {
                explained(&line["item"]);
                explained(&line["unit_price"]);
                line.get("unit_tax").into_iter().for_each(explained);
            }
            for tender in sale["tenders"].as_array().unwrap() {
                explained(&tender["payment_type"]);
                explained(&tender["amount"]["amount"]);
            }
        }
    }
}

/// I1, read off the request itself: what Lightspeed is sent comes to what the order comes to.
#[test]
fn the_request_comes_to_the_order() {
    for golden in golden::all() {
        let payload = golden.payload_json();
        for decided in golden.sales() {
            let body = &decided["request"]["body"];
            let digits = text(&payload["total_price"]).split_once('.').map_or(0, |(_, f)| f.len());
            let digits = u32::try_from(digits).unwrap();
            let (total, paid) = match golden.is_x() {
                true => x_totals(body, digits),
                false => r_totals(body, &golden, digits),
            };
            let order = Exact::of(&text(&payload["total_price"]));
            assert_eq!(total, order, "{}: the lines", golden.name);
            assert_eq!(paid, order, "{}: the payments", golden.name);
        }
    }
}

fn x_totals(body: &Value, digits: u32) -> (Exact, Exact) {
    let lines = body["line_items"].as_array().unwrap();
    let sum = |part: &str, field: &str| {
        let each = lines.iter().map(|line| {
            Exact::of(&text(&line["quantity"])).times(Exact::of(&text(&line[part][field])))
        });
        Exact::sum(each).rounded(digits)
    };
    let payments = body["payments"].as_array().unwrap();
    let paid = Exact::sum(payments.iter().map(|payment| Exact::of(&text(&payment["amount"]))));
    (sum("pricing", "price").plus(sum("tax", "amount")), paid)
}

fn r_totals(body: &Value, golden: &Golden, digits: u32) -> (Exact, Exact) {
    let config = golden.config_json();
    let taxes = config["taxes"].as_array().unwrap();
    let tax = taxes.iter().find(|tax| tax["id"] == body["taxCategoryID"]).unwrap();
    let rate = Exact::of(&text(&tax["rate"]));
    let lines = body["SaleLines"]["SaleLine"].as_array().unwrap();
    let price = Exact::sum(lines.iter().map(|line| {
        assert_eq!(line["tax"].as_bool().unwrap(), rate != Exact::whole(0));
        Exact::of(&text(&line["unitQuantity"])).times(Exact::of(&text(&line["unitPrice"])))
    }));
    let payments = body["SalePayments"]["SalePayment"].as_array().unwrap();
    let paid = Exact::sum(payments.iter().map(|payment| Exact::of(&text(&payment["amount"]))));
    let added = match tax["inclusive"].as_bool().unwrap_or(false) {
        true => Exact::whole(0),
        false => price.times(rate).rounded(digits),
    };
    (price.plus(added), paid)
}

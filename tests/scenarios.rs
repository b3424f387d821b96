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

/// Whether some reason about one of `subjects` comes to `value`.
fn explained(golden: &Golden, reasons: &[Value], subjects: &[&str], value: &Value) {
    let value = text(value);
    let is_number = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        (1..30).contains(&digits.len()) && digits.bytes().all(|b| b".0123456789".contains(&b))
    };
    let same = |result: &Value| {
        let result = text(result);
        match is_number(&result) && is_number(&value) {
            true => Exact::of(&result) == Exact::of(&value),
            false => result == value,
        }
    };
    let about = |reason: &&Value| subjects.contains(&text(&reason["subject"]).as_str());
    let found = reasons.iter().filter(about).any(|reason| same(&reason["result"]));
    assert!(found, "{}: nothing about {subjects:?} explains `{value}`", golden.name);
}

#[test]
fn each_value_of_a_sale_has_an_explanation() {
    for golden in golden::all() {
        let answer = golden.answer();
        let reasons = answer["explanations"].as_array().cloned().unwrap_or_default();
        for decided in golden.sales() {
            let sale = &decided["sale"];
            let order = format!("order/{}", text(&sale["order"]).rsplit('/').next().unwrap());
            let key = text(&decided["key"]);
            let whole = [key.as_str(), order.as_str()];
            explained(&golden, &reasons, &whole, &decided["mode"]);
            for field in ["outlet", "register", "reference", "at", "delivery", "customer"] {
                if let Some(value) = sale.get(field) {
                    explained(&golden, &reasons, &whole, value);
                }
            }
            for line in sale["lines"].as_array().unwrap() {
                let part = format!("{order}/{}", text(&line["source"]));
                // What rounding leaves is the sale's own.
                let about = match line["source"] == "rounding" {
                    true => vec![part.as_str(), key.as_str()],
                    false => vec![part.as_str()],
                };
                let own = ["item", "unit_price", "discount", "unit_tax", "tax", "tax_class"];
                for value in own.iter().filter_map(|field| line.get(*field)) {
                    if text(value) != "0" && text(value) != "0.00" {
                        explained(&golden, &reasons, &about, value);
                    }
                }
            }
            for tender in sale["tenders"].as_array().unwrap() {
                explained(&golden, &reasons, &whole, &tender["payment_type"]);
                explained(&golden, &reasons, &whole, &tender["amount"]["amount"]);
            }
        }
    }
}

#[test]
fn each_value_of_a_row_has_an_explanation() {
    let mut rows = 0;
    for golden in golden::all() {
        let answer = golden.answer();
        let reasons = answer["explanations"].as_array().cloned().unwrap_or_default();
        for keyed in answer["output"]["rows"].as_array().into_iter().flatten() {
            let (own, row) = (format!("in_flight/{}", text(&keyed["key"])), &keyed["row"]);
            let order = format!("order/{}", text(&row["order"]).rsplit('/').next().unwrap());
            let line = format!("{order}/line/{}", text(&row["line"]).rsplit('/').next().unwrap());
            explained(&golden, &reasons, &[&own], &row["quantity"]);
            if row["state"] == "in_lightspeed" {
                explained(&golden, &reasons, &[&own], &row["open"]);
                explained(&golden, &reasons, &[&own], &row["confirmed_at"]);
            } else {
                explained(&golden, &reasons, &[&own], &row["state"]);
                explained(&golden, &reasons, &[&own], &row["reason"]);
            }
            // What stood in the earlier rows is explained where it was decided.
            let given = golden.payload_json();
            if answer["output"]["stale"] == false && given.get("line_items").is_some() {
                explained(&golden, &reasons, &[&line], &row["item"]);
                explained(&golden, &reasons, &[&line, &order], &row["outlet"]);
            }
            rows += 1;
        }
    }
    assert!(rows >= 40, "only {rows} rows");
}

#[test]
fn each_value_of_a_quantity_has_an_explanation() {
    let mut quantities = 0;
    for golden in golden::all() {
        let answer = golden.answer();
        let reasons = answer["explanations"].as_array().cloned().unwrap_or_default();
        for own in answer["output"]["quantities"].as_array().into_iter().flatten() {
            let last = |field: &str| text(&own[field]).rsplit('/').next().unwrap().to_owned();
            let place = format!("{}@{}", last("inventory_item"), last("location"));
            let level = format!("inventory_level/{place}");
            let item = format!("stock/{}@{}", text(&own["item"]), last("location"));
            explained(&golden, &reasons, &[&level], &own["change"]);
            for value in ["write"].iter().filter_map(|field| own.get(*field)) {
                explained(&golden, &reasons, &[&level], value);
            }
            for value in ["sellable", "safety"].iter().filter_map(|field| own.get(*field)) {
                explained(&golden, &reasons, &[&item], value);
            }
            // What is above Shopify's limit is explained as it was before it was cut.
            if let Some(quantity) = own.get("quantity").filter(|_| own.get("capped").is_none()) {
                let below = |reason: &&Value| {
                    reason["subject"] == json!(item)
                        && reason["rule"] == "stock.publish.available"
                        && text(&reason["result"]).starts_with('-')
                };
                if text(quantity) != "0" || !reasons.iter().any(|reason| below(&reason)) {
                    explained(&golden, &reasons, &[&item, &level], quantity);
                }
            }
            quantities += 1;
        }
    }
    assert!(quantities >= 80, "only {quantities} quantities");
}

/// I1, read off the requests themselves: what Lightspeed is sent comes to what was paid.
#[test]
fn the_requests_come_to_what_was_paid() {
    let mut completed = 0;
    for golden in golden::all() {
        let sales = golden.sales();
        if sales.is_empty() || sales.iter().any(|decided| decided["mode"] == "reserve") {
            continue;
        }
        let digits = digits(&sales[0]["tie_out"]["order_total"]["currency"]);
        let mut sum = Exact::whole(0);
        for decided in &sales {
            let body = &decided["requests"][0]["body"];
            let (total, paid) = match golden.is_x() {
                true => x_totals(body),
                false => r_totals(decided, &golden),
            };
            let stated = Exact::of(&text(&decided["tie_out"]["sale_total"]["amount"]));
            assert_eq!(total, stated, "{}: the lines", golden.name);
            assert_eq!(paid, stated, "{}: the payments", golden.name);
            sum = sum.plus(total);
        }
        let payload = golden.payload_json();
        if payload["currency"] == payload["presentment_currency"] {
            let paid = paid(&golden.context_json());
            assert_eq!(sum, paid, "{}: the money, to {digits} digits", golden.name);
        }
        completed += 1;
    }
    assert!(completed >= 100, "only {completed} sales");
}

fn digits(currency: &Value) -> u32 {
    match text(currency).as_str() {
        "JPY" => 0,
        "KWD" => 3,
        _ => 2,
    }
}

/// What the transactions brought, with what cash was rounded by where it says so apart.
fn paid(context: &Value) -> Exact {
    let mut sum = Exact::whole(0);
    for payment in context["transactions"].as_array().into_iter().flatten() {
        if !text(&payment["status"]).eq_ignore_ascii_case("success") {
            continue;
        }
        let amount = match payment.get("amountSet") {
            Some(set) => text(&set["shopMoney"]["amount"]),
            None => text(&payment["amount"]),
        };
        let amount = Exact::of(&amount);
        // The story of the golden says which of the two ways Shopify states a payment.
        let rounded = payment["amount_rounding"] == "0.03";
        let amount = if rounded { amount.plus(Exact::of("0.03")) } else { amount };
        match text(&payment["kind"]).to_lowercase().as_str() {
            "sale" | "capture" => sum = sum.plus(amount),
            "refund" | "change" => sum = sum.minus(amount),
            _ => {}
        }
    }
    sum
}

fn x_totals(body: &Value) -> (Exact, Exact) {
    let lines = body["line_items"].as_array().unwrap();
    let sum = |part: &str, field: &str| {
        let each = lines.iter().map(|line| {
            Exact::of(&text(&line["quantity"])).times(Exact::of(&text(&line[part][field])))
        });
        Exact::sum(each).rounded(2)
    };
    let payments = body["payments"].as_array().into_iter().flatten();
    let paid = Exact::sum(payments.map(|payment| Exact::of(&text(&payment["amount"]))));
    (sum("pricing", "price").plus(sum("tax", "amount")), paid)
}

/// A line as it was reserved.
fn reserved(view: &Value) -> Value {
    let mut line = json!({ "unitQuantity": view["quantity"], "unitPrice": view["unit_price"],
        "tax": view["taxed"] });
    for (field, own) in [("discountAmount", "discount"), ("taxClassID", "tax_class")] {
        if let Some(value) = view.get(own) {
            line[field] = value.clone();
        }
    }
    line
}

/// Tax 1 and tax 2 of all lines, each rounded once; the class picks the rates of the category.
fn r_totals(decided: &Value, golden: &Golden) -> (Exact, Exact) {
    let body = &decided["requests"][0]["body"];
    let config = golden.config_json();
    let taxes = config["taxes"].as_array().unwrap();
    let mut prices = Exact::whole(0);
    let mut levied = [Exact::whole(0); 2];
    let mut added = false;
    let lines = body["SaleLines"]["SaleLine"].as_array().unwrap();
    for (line, view) in lines.iter().zip(decided["sale"]["lines"].as_array().unwrap()) {
        // A line that was reserved is only named: it is what it was reserved as.
        let line = if line.get("saleLineID").is_some() { &reserved(view) } else { line };
        let off = line.get("discountAmount").map_or(Exact::whole(0), |off| Exact::of(&text(off)));
        let gross =
            Exact::of(&text(&line["unitQuantity"])).times(Exact::of(&text(&line["unitPrice"])));
        let base = gross.minus(off);
        prices = prices.plus(base);
        if line["tax"] == false {
            continue;
        }
        let own = |tax: &&Value| {
            tax["id"] == body["taxCategoryID"] && tax.get("class") == line.get("taxClassID")
        };
        let tax = taxes.iter().find(own).unwrap_or_else(|| panic!("{}: {line}", golden.name));
        let parts = tax["components"].as_array().cloned().unwrap_or_default();
        let parts = if parts.is_empty() { vec![tax["rate"].clone()] } else { parts };
        let rates: Vec<Exact> = parts.iter().map(|rate| Exact::of(&text(rate))).collect();
        let inclusive = tax["inclusive"].as_bool().unwrap_or(false);
        added |= !inclusive;
        let over = if inclusive { Exact::sum(rates.clone()) } else { Exact::whole(0) };
        for (place, rate) in rates.into_iter().enumerate() {
            let tax = base.times(rate).over(Exact::whole(1).plus(over));
            levied[place] = levied[place].plus(tax);
        }
    }
    let payments = body["SalePayments"]["SalePayment"].as_array().into_iter().flatten();
    let paid = Exact::sum(payments.map(|payment| Exact::of(&text(&payment["amount"]))));
    let taxes = Exact::sum(levied.map(|levy| levy.rounded(2)));
    (if added { prices.plus(taxes) } else { prices }, paid)
}

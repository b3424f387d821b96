//! Tables in the order of precedence: what is adopted, what a person is asked, what is nothing.

use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::KeyedText;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;

use KeyedField::{Counter, Note, Reference};

const PLACED: &str = "2026-11-20T09:00:00Z";

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn usd(amount: &str) -> Money {
    Money::new(amount.parse().unwrap(), Currency::parse("USD").unwrap())
}

fn units(of: &[(&str, i64)]) -> Table<ItemId, Quantity> {
    of.iter().map(|(item, n)| (ItemId::parse(item).unwrap(), Quantity::whole(*n))).collect()
}

fn order(name: &str, number: u64) -> KeyedOrder {
    KeyedOrder {
        id: OrderId::parse(&format!("9{number}")).unwrap(),
        name: name.to_owned(),
        number: Some(number),
        total: usd("54.38"),
        at: time(PLACED),
        customer: Some(CustomerId::parse("77").unwrap()),
        units: units(&[("12", 2)]),
        outlets: vec![OutletId::parse("1").unwrap(), OutletId::parse("2").unwrap()],
    }
}

/// A walk-in's sale of something else an hour later.
fn sale(id: &str, field: KeyedField, text: &str, total: &str) -> KeyedSale {
    KeyedSale {
        id: SaleId::parse(id).unwrap(),
        outlet: OutletId::parse("1").unwrap(),
        at: time("2026-11-20T10:00:00Z"),
        state: KeyedState::Completed,
        ours: false,
        order: None,
        takes_back: false,
        taken_back: false,
        texts: vec![KeyedText { field, text: text.to_owned() }],
        total: usd(total),
        tax: usd("0"),
        customer: None,
        units: units(&[("50", 1)]),
        parts: vec![format!("{id}01")],
        returns: Vec::new(),
    }
}

fn at_outlet(outlet: &str, sale: KeyedSale) -> KeyedSale {
    KeyedSale { outlet: OutletId::parse(outlet).unwrap(), ..sale }
}

/// One order's verdict in short: `adopt 1 2`, `1:reference=note,total!open+3.00`, or nothing.
fn short(verdict: &Verdict, sales: &[KeyedSale]) -> String {
    let id = |at: &usize| sales[*at].id.to_string();
    match verdict {
        Verdict::Adopt { sales: own, .. } => {
            format!("adopt {}", own.iter().map(id).collect::<Vec<_>>().join(" "))
        }
        Verdict::Candidates(found) => {
            let words = found.iter().map(|candidate| {
                let because: Vec<String> =
                    candidate.because.iter().map(|own| own.words()).collect();
                let doubts: Vec<&str> = candidate.doubts.iter().map(|own| own.word()).collect();
                let differs =
                    candidate.differs.map_or(String::new(), |by| format!(" by {}", by.amount()));
                format!(
                    "{}: {} but {}{differs}",
                    id(&candidate.sale),
                    because.join(" "),
                    doubts.join(" ")
                )
            });
            words.collect::<Vec<_>>().join("; ")
        }
        Verdict::Nothing => String::new(),
    }
}

fn decided(orders: &[KeyedOrder], sales: &[KeyedSale]) -> Vec<String> {
    decide(orders, sales).iter().map(|verdict| short(verdict, sales)).collect()
}

fn one(sales: &[KeyedSale]) -> String {
    decided(&[order("#1001", 1001)], sales).remove(0)
}

/// Fails when a text names order 1001 that does not, or one that does is missed.
#[test]
fn what_names_an_order() {
    let whole = [
        (Reference, "1001"),
        (Reference, "#1001"),
        (Reference, "Shopify 1001"),
        (Reference, "Shopify: #1001"),
        (Reference, "  ＃１００１ "),
        (Note, "web #1001, paid online"),
        (Note, "Web order 1001."),
        (Note, "order:1001"),
        (Note, "No.1001"),
        (Note, "(# 1001)"),
        (Note, "1001\u{200b}"),
        (Counter, "#1001"),
    ];
    for (field, text) in whole {
        assert_eq!(one(&[sale("5", field, text, "54.38")]), "adopt 5", "{text}");
    }
    // A part of a word is asked about: in a reference always, elsewhere where more speaks for it.
    for text in ["1001-A", "UK-1001", "web1001", "1001/2", "1001-2", "1001A"] {
        let said = one(&[sale("5", Reference, text, "20.00")]);
        assert_eq!(
            said, "5: reference~reference date but not_named other_total by -34.38",
            "{text}"
        );
        assert_eq!(one(&[sale("5", Note, text, "20.00")]), "", "{text}");
        let said = one(&[sale("5", Note, text, "54.38")]);
        assert_eq!(said, "5: reference~note total date but not_named", "{text}");
        assert_eq!(one(&[sale("5", Counter, text, "54.38")]), "", "{text}");
    }
    // Other numbers, times, amounts and dates.
    for text in [
        "21001",
        "10011",
        "A21001",
        "1001.00",
        "$1001.50",
        "10:01",
        "1001-2026-11",
        "1001.5",
        "01001",
        "100-1",
        "",
    ] {
        assert_eq!(one(&[sale("5", Reference, text, "54.38")]), "", "{text}");
        assert_eq!(one(&[sale("5", Note, text, "54.38")]), "", "{text}");
    }
    // Lightspeed's own counter has come to this number: by chance, as far as it tells.
    assert_eq!(one(&[sale("5", Counter, "1001", "54.38")]), "");
    let known = KeyedSale { units: units(&[("12", 2)]), ..sale("5", Counter, "1001", "54.38") };
    assert_eq!(one(&[known]), "5: reference~counter total date items but not_named");
}

/// Fails when a short number inside a sentence or another number is taken for an order's.
#[test]
fn short_numbers_and_names_of_their_own() {
    let verdict = |name: &str, number: u64, field, text: &str| {
        decided(&[order(name, number)], &[sale("5", field, text, "54.38")]).remove(0)
    };
    for (field, text) in
        [(Reference, "7"), (Reference, "#7"), (Note, "web #7"), (Reference, "order 7 ")]
    {
        assert_eq!(verdict("#7", 7, field, text), "adopt 5", "{text}");
    }
    for (field, text) in [
        (Note, "7"),
        (Note, "7 blue ones"),
        (Note, "table 7"),
        (Reference, "17"),
        (Reference, "7-A"),
        (Counter, "7"),
    ] {
        assert_eq!(verdict("#7", 7, field, text), "", "{text}");
    }
    for text in ["EN-1001-W", "web en-1001-w", "1001"] {
        assert_eq!(verdict("EN-1001-W", 1001, Reference, text), "adopt 5", "{text}");
    }
    // Another shop's order of that number is asked about only if more speaks for it.
    let other = sale("5", Reference, "DE-1001-W", "20.00");
    assert_eq!(decided(&[order("EN-1001-W", 1001)], &[other]), [""]);
    assert_eq!(
        verdict("EN-1001-W", 1001, Reference, "DE-1001-W"),
        "5: reference~reference total date but not_named"
    );
}

/// What is keyed, and what that comes to for the order.
type Row = (&'static str, Vec<KeyedSale>, &'static str);

fn each_comes_to(rows: Vec<Row>) {
    for (what, sales, expected) in rows {
        assert_eq!(one(&sales), expected, "{what}");
    }
}

/// Fails when something is adopted that is not all of the order, or not certainly its.
#[test]
fn a_reference_alone_is_not_enough() {
    let good = || sale("5", Reference, "#1001", "54.38");
    let yen = Money::new("54.38".parse().unwrap(), Currency::parse("JPY").unwrap());
    let rows: Vec<Row> = vec![
        ("all is as it should be", vec![good()], "adopt 5"),
        ("ours", vec![KeyedSale { ours: true, ..good() }], ""),
        ("void", vec![KeyedSale { state: KeyedState::Voided, ..good() }], ""),
        ("a return", vec![KeyedSale { takes_back: true, total: usd("-54.38"), ..good() }], ""),
        (
            "an exchange",
            vec![KeyedSale { takes_back: true, ..good() }],
            "5: reference=reference total date but takes_back",
        ),
        (
            "a return beside it",
            vec![good(), KeyedSale { takes_back: true, ..sale("6", Reference, "#1001", "-54.38") }],
            "5: reference=reference total date but other_sale",
        ),
        (
            "another total",
            vec![sale("5", Reference, "#1001", "54.39")],
            "5: reference=reference date but other_total by 0.01",
        ),
        (
            "another currency",
            vec![KeyedSale { total: yen, ..good() }],
            "5: reference=reference date but other_total",
        ),
        (
            "open",
            vec![KeyedSale { state: KeyedState::Open, ..good() }],
            "5: reference=reference total date but open",
        ),
        (
            "older",
            vec![KeyedSale { at: time("2026-11-20T07:59:00Z"), ..good() }],
            "5: reference=reference total but older",
        ),
        (
            "a clock that differs",
            vec![KeyedSale { at: time("2026-11-20T08:30:00Z"), ..good() }],
            "adopt 5",
        ),
        ("months later", vec![KeyedSale { at: time("2027-03-20T08:30:00Z"), ..good() }], "adopt 5"),
        (
            "elsewhere",
            vec![at_outlet("3", good())],
            "5: reference=reference total date but other_outlet",
        ),
    ];
    each_comes_to(rows);
}

/// Fails when something is adopted beside which there is something else.
#[test]
fn nothing_may_stand_beside_it() {
    let good = || sale("5", Reference, "#1001", "54.38");
    let rows: Vec<Row> = vec![
        (
            "taken back",
            vec![KeyedSale { taken_back: true, ..good() }],
            "5: reference=reference total date but taken_back",
        ),
        (
            "taken back by a sale that does not name it",
            vec![
                good(),
                KeyedSale {
                    takes_back: true,
                    returns: vec!["501".to_owned()],
                    ..sale("6", Note, "", "-54.38")
                },
            ],
            "5: reference=reference total date but taken_back",
        ),
        (
            "keyed twice",
            vec![good(), at_outlet("2", sale("6", Note, "1001", "54.38"))],
            "5: reference=reference total date but other_sale; 6: reference=note total date but other_sale",
        ),
        (
            "another names it beside",
            vec![good(), sale("6", Note, "exchange for 1001", "12.00")],
            "5: reference=reference total date but other_sale; \
             6: reference=note date but other_total other_sale by -42.38",
        ),
    ];
    each_comes_to(rows);
}

/// Fails when parts at several outlets are not taken together, or when they are not all of it.
#[test]
fn several_outlets_add_up() {
    let part = |id, total| sale(id, Reference, "#1001", total);
    assert_eq!(one(&[part("5", "50.00"), at_outlet("2", part("6", "4.38"))]), "adopt 5 6");
    assert_eq!(
        one(&[part("5", "50.00"), at_outlet("2", part("6", "4.37"))]),
        "5: reference=reference date but other_total other_sale by -4.38; \
         6: reference=reference date but other_total other_sale by -50.01"
    );
    // The same outlet twice is a till's mistake, or an exchange.
    assert!(one(&[part("5", "50.00"), part("6", "4.38")]).starts_with("5: "));
    // A sale of nothing tells nothing.
    assert!(one(&[part("5", "54.38"), at_outlet("2", part("6", "0"))]).starts_with("5: "));
}

/// Fails when one sale stands for two orders, or a taken one is shown for another.
#[test]
fn a_sale_is_one_orders() {
    let orders = [order("#1001", 1001), order("#1002", 1002)];
    let both = sale("5", Note, "1001 and 1002", "54.38");
    let said = "5: reference=note total date but other_order";
    assert_eq!(decided(&orders, std::slice::from_ref(&both)), [said, said]);
    // Only what names each for itself is certain; what names both stands beside it.
    let own = KeyedSale { units: units(&[("12", 2)]), ..sale("6", Reference, "#1001", "54.38") };
    assert_eq!(decided(&orders, std::slice::from_ref(&own)), ["adopt 6", ""]);
    let said = decided(&orders, &[both, own]);
    assert!(said.iter().all(|said| !said.starts_with("adopt")), "{said:?}");
    // Orders of one name cannot be told apart.
    let same = [
        order("#1001", 1001),
        KeyedOrder { id: OrderId::parse("8").unwrap(), ..order("#1001", 1001) },
    ];
    let said = decided(&same, &[sale("5", Reference, "1001", "54.38")]);
    assert_eq!(said, ["5: reference=reference total date but other_order"; 2]);
}

/// Fails when a sale without a reference is adopted, or when too little speaks for one.
#[test]
fn without_a_reference() {
    let buyer = Some(CustomerId::parse("77").unwrap());
    let bare = || KeyedSale { texts: Vec::new(), ..sale("5", Note, "", "54.38") };
    let items = units(&[("12", 2)]);
    let late = time("2026-12-20T09:00:00Z");
    let rows: Vec<(&str, KeyedSale, &str)> = vec![
        (
            "total, date, customer",
            KeyedSale { customer: buyer.clone(), ..bare() },
            "5: total date customer but not_named",
        ),
        (
            "total, date, items",
            KeyedSale { units: items.clone(), ..bare() },
            "5: total date items but not_named",
        ),
        ("total and date", bare(), ""),
        ("customer and date", KeyedSale { customer: buyer.clone(), total: usd("1"), ..bare() }, ""),
        (
            "customer, date, items",
            KeyedSale { customer: buyer.clone(), units: items.clone(), total: usd("50"), ..bare() },
            "5: date customer items but not_named other_total by -4.38",
        ),
        ("a month later", KeyedSale { customer: buyer, units: items, at: late, ..bare() }, ""),
    ];
    for (what, sale, expected) in rows {
        assert_eq!(one(&[sale]), expected, "{what}");
    }
}

/// Fails when more than five are shown, or the likeliest does not come first.
#[test]
fn the_likeliest_come_first() {
    let mut sales: Vec<KeyedSale> =
        (10..17).map(|id| sale(&id.to_string(), Note, "1001", "9.00")).collect();
    sales.push(sale("20", Reference, "1001", "54.38"));
    let Verdict::Candidates(found) = decide(&[order("#1001", 1001)], &sales).remove(0) else {
        panic!("a person is to be asked");
    };
    let ids: Vec<&str> = found.iter().map(|own| sales[own.sale].id.as_str()).collect();
    assert_eq!(ids, ["20", "10", "11", "12", "13"]);
}

/// Fails when deciding about a part, with what it hangs together with, says something else.
#[test]
fn a_part_is_decided_like_the_whole() {
    let orders: Vec<KeyedOrder> = (1001..1041).map(|n| order(&format!("#{n}"), n)).collect();
    let mut sales = Vec::new();
    for n in 1001_u32..1041 {
        let text = match n % 4 {
            0 => format!("#{n}"),
            1 => format!("{n} {}", n.saturating_add(1)),
            2 => format!("{n}-A"),
            _ => format!("Shopify {n}"),
        };
        let total = if n % 3 == 0 { "50.00" } else { "54.38" };
        sales.push(sale(&n.to_string(), Reference, &text, total));
    }
    let whole = decided(&orders, &sales);
    for (at, own) in orders.iter().enumerate() {
        let keys = of_order(own);
        let near = |sale: &&KeyedSale| {
            of_sale(sale).iter().any(|key| keys.contains(key))
                || amount_key(&sale.total) == amount_key(&own.total)
        };
        let some: Vec<KeyedSale> = sales.iter().filter(near).cloned().collect();
        let named: Vec<String> = some.iter().flat_map(of_sale).collect();
        let mut others: Vec<KeyedOrder> = vec![own.clone()];
        others.extend(orders.iter().enumerate().filter_map(|(place, other)| {
            let meant = place != at && of_order(other).iter().any(|key| named.contains(key));
            meant.then(|| other.clone())
        }));
        assert_eq!(decided(&others, &some)[0], whole[at], "{}", own.name);
    }
}

/// Fails when a text tells less of the orders it names when all else of it is left out, or when
/// something else is kept.
#[test]
fn a_reduced_text_names_the_same_and_nothing_else() {
    let wanted = |name: &str| name == "1001";
    for (text, kept) in [
        ("#1001", "#1001"),
        ("Shopify 1001", "1001"),
        ("Ada Moreno, 0151 23456, web # 1001!", "0 0 #1001"),
        ("1001-A", "x1001"),
        ("1001-2", "x1001"),
        ("call 10:01 about 1001.00", "0 0"),
        ("Ada Moreno", ""),
    ] {
        let reduced = reduced(text, wanted);
        assert_eq!(reduced, kept, "{text}");
        for field in [Reference, Note, Counter] {
            for total in ["54.38", "20.00"] {
                let (whole, part) =
                    (sale("5", field, text, total), sale("5", field, &reduced, total));
                assert_eq!(one(&[whole]), one(&[part]), "{text} {field:?} {total}");
            }
        }
    }
}

//! What changes between two looks at one order: the configuration, or the order itself.

use serde_json::{Value, json};

use crate::host::{Fault, Host};
use crate::support::{assert_once, bridge, codes, open, plain, step, steps_of, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::{Reply, World};

/// The tenant with two outlets, of which `place` is the default one.
fn two_outlets(series: Series, place: u64) -> Value {
    let mut config = tenant::config(series);
    let outlet =
        |place| json!({"id": tenant::id(series, 2, place), "register": tenant::id(series, 3, 1)});
    config["outlets"] = json!([outlet(1), outlet(2)]);
    config["orders"] = json!({"default_outlet": tenant::id(series, 2, place)});
    config
}

fn row<'w>(world: &'w World, table: &str, key: &str) -> &'w Value {
    world.row(table, key).unwrap_or_else(|| panic!("no row {key} in {table}"))
}

/// A task whose sale is made while its answer is lost, and that cannot look: it ends.
fn lost(world: World, config: &Value) -> World {
    let bridge = open(config);
    let step = step(&bridge);
    let mut host = Host::new(&step, world);
    host.fault("sale.record#1", Fault::LostAfter);
    for attempt in 2..=6 {
        host.fault(&format!("sale.find#{attempt}"), Fault::Answer(Reply::json(503, &json!({}))));
    }
    host.open("first", 1001);
    let outcome = host.run("first").unwrap();
    assert_eq!(codes(&outcome), ["VENDOR_UNREACHABLE"]);
    assert_eq!(host.world.keys("claims"), [""; 0]);
    assert_eq!(host.world.sales.len(), 1);
    host.world
}

/// Fails when the outlets of an order are not noted before its first sale is written, or not
/// looked at when the default outlet is another one by then: the order is posted twice.
#[test]
fn a_sale_whose_answer_was_lost_is_found_under_another_default_outlet() {
    for series in BOTH {
        let stood = lost(world(series, true), &two_outlets(series, 1));
        let bridge = open(&two_outlets(series, 2));
        let step = step(&bridge);
        let mut host = Host::new(&step, stood);
        host.open("second", 1001);
        let outcome = host.run("second").unwrap();
        assert_eq!(codes(&outcome), [""; 0], "{series:?}");
        assert_eq!(host.world.sales.len(), 1, "{series:?}: {:?}", host.world.sales);
        let first = tenant::id(series, 2, 1);
        let sale = row(&host.world, "sales", &format!("1001/{first}"));
        assert_eq!(sale["sale"], json!(host.world.sales[0].id));
        let order = row(&host.world, "orders", "1001");
        assert_eq!(order["outlets"], json!([first]), "{series:?}");
        assert_eq!(order["posted"]["total"], "38.49");
    }
}

/// Fails when what stands at another outlet is taken for the whole order without a look at what
/// it comes to.
#[test]
fn a_sale_at_another_outlet_that_is_not_all_of_the_order_is_said() {
    for series in BOTH {
        let mut stood = lost(world(series, true), &two_outlets(series, 1));
        stood.sales[0].cents -= 1;
        let bridge = open(&two_outlets(series, 2));
        let step = step(&bridge);
        let mut host = Host::new(&step, stood);
        for task in ["second", "third"] {
            host.open(task, 1001);
            let outcome = host.run(task).unwrap();
            assert_eq!(codes(&outcome), ["ORDER_CHANGED"], "{series:?}");
            assert_eq!(host.world.sales.len(), 1, "{series:?}");
            let evidence = &outcome["exceptions"][0]["evidence"];
            assert_eq!((&evidence["posted"], &evidence["now"]), (&json!("38.48"), &json!("38.49")));
        }
    }
}

/// Fails when the noted outlets are taken for sales that stand: the order would never be posted.
#[test]
fn a_sale_that_was_never_made_is_made_at_the_new_default_outlet() {
    for series in BOTH {
        let bridge = open(&two_outlets(series, 1));
        let before = step(&bridge);
        let mut host = Host::new(&before, world(series, true));
        host.fault("sale.record", Fault::Answer(Reply::json(400, &json!({"message": "no"}))));
        host.open("first", 1001);
        assert_eq!(codes(&host.run("first").unwrap()), ["VENDOR_REFUSED"]);
        let bridge = open(&two_outlets(series, 2));
        let after = step(&bridge);
        let mut host = Host::new(&after, host.world);
        host.open("second", 1001);
        assert_eq!(codes(&host.run("second").unwrap()), [""; 0], "{series:?}");
        let shops: Vec<&str> = host.world.sales.iter().map(|sale| sale.shop.as_str()).collect();
        assert_eq!(shops, [tenant::id(series, 2, 2)], "{series:?}");
        let looks = steps_of(&host, "second").iter().filter(|step| *step == "sale.find").count();
        // R answers both looks in one: they ask for the same reference.
        assert_eq!(looks, if series == Series::R { 1 } else { 2 });
    }
}

/// The order as it is after a change, said to have been changed at this second.
fn changed(second: u32, pointer: &str, value: Value) -> Value {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!(format!("2026-11-20T10:00:{second:02}Z"));
    let (path, name) = pointer.rsplit_once('/').unwrap();
    order.pointer_mut(path).unwrap()[name] = value;
    order
}

/// Fails when a change after posting is not told, is told without what changed, or is told
/// again of a webhook that is older than what was posted.
#[test]
fn an_order_that_changes_after_it_was_posted_is_said_and_stays() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        let posted = changed(10, "/note", json!("first"));
        host.open_with("first", &posted, "apply");
        host.run("first").unwrap();
        let sales = host.world.sales.clone();
        let fewer = changed(11, "/line_items/0/current_quantity", json!(1));
        let cheaper = changed(13, "/current_total_price", json!("30.00"));
        let older = changed(9, "/line_items/0/current_quantity", json!(1));
        let same = changed(14, "/note", json!("second"));
        let cases = [
            (
                &fewer,
                json!({"posted": "38.49", "now": "38.49", "lines": ["10011: 2 -> 1"], "cancelled": false}),
            ),
            (&cheaper, json!({"posted": "38.49", "now": "30.00", "lines": [], "cancelled": false})),
        ];
        for (number, (order, evidence)) in cases.into_iter().enumerate() {
            let task = format!("change-{number}");
            host.open_with(&task, order, "apply");
            let outcome = host.run(&task).unwrap();
            assert_eq!(codes(&outcome), ["ORDER_CHANGED"], "{series:?} {number}");
            assert_eq!(outcome["exceptions"][0]["evidence"], evidence);
        }
        assert_eq!(host.exceptions.len(), 1, "{series:?}: one, brought up to date");
        for (task, order) in [("older", &older), ("same", &same)] {
            host.open_with(task, order, "apply");
            assert_eq!(codes(&host.run(task).unwrap()), [""; 0], "{series:?} {task}");
        }
        assert!(host.exceptions.is_empty(), "{series:?}: it is as it was posted");
        assert_eq!(host.world.sales, sales, "{series:?}");
    }
}

/// Scenario 37. Fails when a second delivery closes what stands beside the sale: nobody looked at it again.
#[test]
fn a_second_delivery_leaves_what_stands_beside_the_sale_open() {
    for series in BOTH {
        let mut config = tenant::config(series);
        config["helper_items"]["placeholder"] = json!(tenant::id(series, 9, 2));
        let bridge = open(&config);
        let step = step(&bridge);
        let mut known = world(series, true);
        known.store.remove(&("links".to_owned(), "variant/44002".to_owned()));
        let mut host = Host::new(&step, known);
        host.open("first", 1001);
        assert_eq!(codes(&host.run("first").unwrap()), ["LINE_UNLINKED"], "{series:?}");
        assert_eq!(host.world.sales.len(), 1);
        host.open("duplicate", 1001);
        assert_eq!(codes(&host.run("duplicate").unwrap()), [""; 0]);
        let open: Vec<&str> = host.exceptions.keys().map(|(code, _)| code.as_str()).collect();
        assert_eq!(open, ["LINE_UNLINKED"], "{series:?}");
    }
}

/// Scenario 41. Fails when an order without an e-mail address is not posted, or a customer is made for it.
#[test]
fn an_order_without_an_address_goes_to_the_guest_or_to_nobody() {
    for series in BOTH {
        for guest in [true, false] {
            let mut config = tenant::config(series);
            if guest {
                config["customers"] = json!({"guest": tenant::id(series, 7, 77)});
            }
            let bridge = open(&config);
            let step = step(&bridge);
            let mut host = Host::new(&step, world(series, false));
            let mut order = tenant::order(1001);
            order["email"] = json!("");
            order["customer"] = json!(null);
            host.open_with("task", &order, "apply");
            assert_eq!(codes(&host.run("task").unwrap()), [""; 0], "{series:?}");
            let expected = if guest { tenant::id(series, 7, 77) } else { String::new() };
            assert_eq!(host.world.sales[0].customer, expected);
            assert!(host.world.customers.is_empty());
            let made = steps_of(&host, "task");
            assert!(!made.iter().any(|step| plain(step).starts_with("customer")), "{made:?}");
        }
    }
}

/// The same order as three webhooks say it: placed, paid a second later, changed after that.
fn told(state: usize) -> Value {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!(format!("2026-11-20T10:00:1{state}Z"));
    order["financial_status"] = json!(["pending", "paid", "paid"][state]);
    order["note"] = json!(["", "", "Ring twice"][state]);
    order
}

const TOPICS: [&str; 3] = ["orders/create", "orders/paid", "orders/updated"];

/// Every order in which each of the states comes twice.
fn sequences(left: [usize; 3]) -> Vec<Vec<usize>> {
    if left == [0; 3] {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for state in (0..3).filter(|state| left[*state] > 0) {
        let mut less = left;
        less[state] -= 1;
        all.extend(sequences(less).into_iter().map(|mut rest| {
            rest.insert(0, state);
            rest
        }));
    }
    all
}

/// A row without when its sale was first known to stand.
fn timeless(row: &Value) -> Value {
    match row {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| *name != "confirmed_at");
            kept.map(|(name, field)| (name.clone(), timeless(field))).collect()
        }
        Value::Array(items) => items.iter().map(timeless).collect(),
        other => other.clone(),
    }
}

/// Scenarios 21 and 22. Fails when a late webhook counts as news, or a second delivery as a second
/// order.
#[test]
fn whatever_the_order_of_the_webhooks_one_sale_stands_and_nothing_is_open() {
    let all = sequences([2; 3]);
    assert_eq!(all.len(), 90);
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut ends: Vec<Value> = Vec::new();
        for sequence in &all {
            let mut host = Host::new(&step, world(series, false));
            for (place, state) in sequence.iter().enumerate() {
                let task = format!("task-{place}");
                host.open_about(&task, TOPICS[*state], &told(*state), "apply");
                host.run(&task).unwrap();
            }
            let what = format!("{series:?} {sequence:?}");
            assert_once(&host, &[1001], &what);
            assert_eq!(
                row(&host.world, "seen", "order/1001")["updated_at"],
                "2026-11-20T10:00:12Z"
            );
            let rows = host.world.store.iter().filter(|((table, _), _)| table != "tasks");
            let rows = rows.map(|((_, key), row)| json!([key, timeless(row)]));
            ends.push(json!(rows.collect::<Vec<_>>()));
        }
        assert!(ends.iter().all(|end| *end == ends[0]), "{series:?}: not one end");
    }
}

/// Fails when a webhook that was under way posts an order that is gone, or nobody hears that one
/// is gone whose sale stands.
#[test]
fn an_order_that_is_gone_is_not_posted_by_what_comes_late() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.open_about("gone", "orders/delete", &json!({"id": 1001}), "apply");
        assert_eq!(codes(&host.run("gone").unwrap()), [""; 0]);
        host.open_about("late", "orders/paid", &told(1), "apply");
        assert_eq!(codes(&host.run("late").unwrap()), [""; 0]);
        assert!(host.world.sales.is_empty(), "{series:?}");

        let mut host = Host::new(&step, world(series, false));
        host.open_about("paid", "orders/paid", &told(1), "apply");
        host.run("paid").unwrap();
        host.open_about("gone", "orders/delete", &json!({"id": 1001}), "apply");
        let outcome = host.run("gone").unwrap();
        assert_eq!(codes(&outcome), ["ORDER_CHANGED"], "{series:?}");
        assert_eq!(outcome["exceptions"][0]["evidence"], json!({"posted": "38.49", "now": null}));
        assert_eq!(host.world.sales.len(), 1);
    }
}

/// Scenario 34. Fails when a webhook that Shopify has moved on from is posted as it was, or what is read in its
/// place is taken for older than it is.
#[test]
fn what_shopify_has_by_now_is_posted_instead_of_an_old_webhook() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        let mut now = told(2);
        now["name"] = json!("#1001-B");
        host.world.orders.insert("1001".to_owned(), now);
        host.open_about("old", "orders/create", &told(0), "apply");
        assert_eq!(codes(&host.run("old").unwrap()), [""; 0], "{series:?}");
        let references: Vec<&str> =
            host.world.sales.iter().map(|sale| sale.reference.as_str()).collect();
        assert_eq!(references, ["#1001-B"], "{series:?}: it was posted as it was");
        assert_eq!(row(&host.world, "seen", "order/1001")["updated_at"], "2026-11-20T10:00:12Z");
        // Its own webhook comes late, and says nothing new.
        host.open_about("late", "orders/updated", &told(1), "apply");
        assert_eq!(codes(&host.run("late").unwrap()), [""; 0]);
        assert_eq!(host.world.sales.len(), 1);
    }
}

/// Fails when an order is posted, or passed over without a word, that Shopify does not show: it may
/// be gone, or too old for the app to see.
#[test]
fn an_order_that_shopify_does_not_show_is_not_posted() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.world.orders.insert("1001".to_owned(), Value::Null);
        host.open_about("paid", "orders/paid", &told(1), "apply");
        assert_eq!(codes(&host.run("paid").unwrap()), ["TRANSACTIONS_MISSING"]);
        assert!(host.world.sales.is_empty() && host.world.customers.is_empty(), "{series:?}");
    }
}

/// A fulfilment order of the first two lines or of the last one.
pub(crate) fn place(location: u64, lines: &[(u64, u32)]) -> Value {
    let lines = lines.iter().map(|(line, units)| {
        json!({"totalQuantity": units, "remainingQuantity": units, "inventoryItemId": null,
            "lineItem": {"id": format!("gid://shopify/LineItem/{line}")}})
    });
    json!({
        "id": format!("gid://shopify/FulfillmentOrder/{location}"),
        "status": "OPEN",
        "assignedLocation": {"location": {"id": format!("gid://shopify/Location/{location}")}},
        "deliveryMethod": {"methodType": "SHIPPING"},
        "lineItems": {"pageInfo": {"hasNextPage": false}, "nodes": lines.collect::<Vec<_>>()},
    })
}

/// Scenario 38. Fails when the fulfilment orders are not read, or the sales are not one for each outlet.
#[test]
fn each_outlet_that_sends_something_has_its_sale() {
    for series in BOTH {
        let bridge = open(&located(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.places = vec![place(51, &[(10011, 2)]), place(52, &[(10012, 1), (10013, 3)])];
        host.open("task", 1001);
        assert_eq!(codes(&host.run("task").unwrap()), [""; 0], "{series:?}");
        // 20.00 and 2.00 of tax; 5.00 + 9.99 and 1.50 of tax.
        assert_eq!(cents(&host.world, series), [2200, 1649], "{series:?}");
        let outlets = json!([tenant::id(series, 2, 1), tenant::id(series, 2, 2)]);
        assert_eq!(row(&host.world, "orders", "1001")["outlets"], outlets);
    }
}

pub(crate) fn located(series: Series) -> Value {
    let mut config = two_outlets(series, 1);
    let location =
        |number: u64, place| json!({"id": number, "outlets": [tenant::id(series, 2, place)]});
    config["locations"] = json!([location(51, 1), location(52, 2)]);
    config
}

fn cents(world: &World, series: Series) -> Vec<i64> {
    let at = |place| {
        let key = format!("1001/{}", tenant::id(series, 2, place));
        let id = row(world, "sales", &key)["sale"].clone();
        world.sales.iter().find(|sale| json!(sale.id) == id).unwrap().cents
    };
    vec![at(1), at(2)]
}

/// Fails when the sale that stands is lost with the one that was refused, or is made again.
#[test]
fn when_one_of_two_sales_is_refused_the_other_stands_and_is_not_made_again() {
    for series in BOTH {
        let bridge = open(&located(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.places = vec![place(51, &[(10011, 2)]), place(52, &[(10012, 1), (10013, 3)])];
        let second = format!("sale.record:{}", tenant::id(series, 2, 2));
        host.fault_exactly(&second, Fault::Answer(Reply::json(400, &json!({"message": "no"}))));
        host.open("first", 1001);
        assert_eq!(codes(&host.run("first").unwrap()), ["VENDOR_REFUSED"], "{series:?}");
        assert_eq!(host.world.sales.len(), 1);
        assert_eq!(host.world.keys("sales").len(), 1);
        assert_eq!(row(&host.world, "orders", "1001").get("posted"), None);
        host.open("second", 1001);
        assert_eq!(codes(&host.run("second").unwrap()), [""; 0], "{series:?}");
        assert_eq!(cents(&host.world, series), [2200, 1649], "{series:?}");
        assert_eq!(host.world.sales.len(), 2);
        assert!(host.exceptions.is_empty(), "{:?}", host.exceptions);
    }
}

/// Fails when an order is posted to the default outlet before Shopify had time to say where it is
/// sent from, or waits for ever.
#[test]
fn an_order_waits_for_its_locations_and_not_for_long() {
    for series in BOTH {
        let bridge = open(&located(series));
        let step = step(&bridge);
        let mut order = told(1);
        order["processed_at"] = json!("2026-11-23T00:00:00Z");
        for assigned in [true, false] {
            let mut host = Host::new(&step, world(series, true));
            host.world.clock = 20;
            host.open_about("soon", "orders/create", &order, "apply");
            let outcome = host.run("soon").unwrap();
            assert_eq!(codes(&outcome), [""; 0]);
            assert_eq!(outcome["next"][0]["not_before"], "2026-11-23T00:01:00Z", "{series:?}");
            assert!(host.world.sales.is_empty() && host.world.keys("claims").is_empty());
            assert!(host.world.row("seen", "order/1001").is_none(), "it is not over");
            if assigned {
                host.world.places = vec![place(52, &[(10011, 2), (10012, 1), (10013, 3)])];
            }
            host.world.clock = 60;
            host.open_about("later", "orders/create", &order, "apply");
            host.run("later").unwrap();
            let outlet = tenant::id(series, 2, if assigned { 2 } else { 1 });
            assert!(host.world.row("sales", &format!("1001/{outlet}")).is_some(), "{series:?}");
            assert_eq!(host.world.sales.len(), 1);
        }
    }
}

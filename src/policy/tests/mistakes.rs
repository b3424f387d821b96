//! What can be wrong with a configuration: each mistake where it stands, all of them at once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{OUTLET, REGISTER, full, issues, set, x_series};
use crate::report::codes::Kind;
use crate::report::{Code, Issue};

/// One mistake a line: what is set to what, the code and path it must give, the message.
const MISTAKES: &str = r#"
/tenant | " " | CONFIG_INVALID $.tenant | the tenant has no name
/shopify/shop | "acme.com" | CONFIG_INVALID $.shopify.shop | `acme.com` is not a permanent shop domain
/shopify/shop | ".myshopify.com" | CONFIG_INVALID $.shopify.shop | `.myshopify.com` is not a permanent shop domain
/shopify/shop | "a/b.myshopify.com" | CONFIG_INVALID $.shopify.shop | `a/b.myshopify.com` is not a permanent shop domain
/shopify/api_version | "2026-7" | CONFIG_INVALID $.shopify.api_version | `2026-7` is not an API version such as `2026-07`
/shopify/api_version | "2026-13" | CONFIG_INVALID $.shopify.api_version | `2026-13` is not an API version such as `2026-07`
/shopify/api_version | "2026-00" | CONFIG_INVALID $.shopify.api_version | `2026-00` is not an API version such as `2026-07`
/shopify/api_version | "latest." | CONFIG_INVALID $.shopify.api_version | `latest.` is not an API version such as `2026-07`
/lightspeed/account | "acme" | CONFIG_SERIES_FIELD $.lightspeed.account | `acme` is not an R-Series account id
/lightspeed/account | "" | CONFIG_SERIES_FIELD $.lightspeed.account | `` is not an R-Series account id
/lightspeed/api_version | "2026-07" | CONFIG_SERIES_FIELD $.lightspeed.api_version | R-Series has no API version to choose
/lightspeed/user | "3a" | CONFIG_SERIES_FIELD $.lightspeed.user | `3a` is not an id of the R-Series
/currency | "XXZ" | CONFIG_UNKNOWN_CURRENCY $.currency | `XXZ` is not a currency
/time_zone | "Mars/Base" | CONFIG_NO_ZONE $.time_zone | the offsets of time zone `Mars/Base` are not known
/outlets | [] | CONFIG_EMPTY $.outlets | there is no outlet to post sales to
/outlets/0/register | "0" | CONFIG_SERIES_FIELD $.outlets[0].register | `0` is not an id of the R-Series
/outlets/0/register | "02" | CONFIG_SERIES_FIELD $.outlets[0].register | `02` is not an id of the R-Series
/outlets/- | {"id": "x", "register": "3"} | CONFIG_SERIES_FIELD $.outlets[2].id | `x` is not an id of the R-Series
/outlets/- | {"id": "7", "register": "3"} | CONFIG_DUPLICATE $.outlets[2].id | outlet `7` stands twice
/outlets/1/time_zone | "Mars/Base" | CONFIG_NO_ZONE $.outlets[1].time_zone | the offsets of time zone `Mars/Base` are not known
/locations/0/outlets | [] | CONFIG_EMPTY $.locations[0].outlets | location 11 is served by no outlet
/locations/0/outlets/1 | "77" | CONFIG_UNKNOWN_OUTLET $.locations[0].outlets[1] | outlet `77` is not in `outlets`
/locations/0/outlets/1 | "7" | CONFIG_DUPLICATE $.locations[0].outlets[1] | outlet `7` stands twice
/locations/1/id | "11" | CONFIG_DUPLICATE $.locations[1].id | location 11 stands twice
/stock/safety | [{}] | CONFIG_INVALID $.stock.safety[0] | either `units` or `percent` says how much is held back
/stock/safety | [{"units": "1", "percent": "1"}] | CONFIG_INVALID $.stock.safety[0] | either `units` or `percent` says how much is held back
/stock/safety | [{"units": "-1"}] | CONFIG_INVALID $.stock.safety[0].units | -1 units cannot be held back
/stock/safety | [{"percent": "100.1"}] | CONFIG_INVALID $.stock.safety[0].percent | 100.1 is not a share of a hundred
/stock/safety | [{"percent": "-1"}] | CONFIG_INVALID $.stock.safety[0].percent | -1 is not a share of a hundred
/stock/safety | [{"item": "x", "units": "1"}] | CONFIG_SERIES_FIELD $.stock.safety[0].item | `x` is not an id of the R-Series
/stock/safety | [{"location": 99, "units": "1"}] | CONFIG_INVALID $.stock.safety[0].location | location 99 is not in `locations`
/stock/safety | [{"units": "1"}, {"percent": "1"}] | CONFIG_DUPLICATE $.stock.safety[1] | what is held back there stands twice
/stock/safety | [{"location": 11, "units": "1"}, {"location": 11, "units": "2"}] | CONFIG_DUPLICATE $.stock.safety[1] | what is held back there stands twice
/stock/safety | [{"item": "5", "units": "1"}, {"item": "5", "units": "2"}] | CONFIG_DUPLICATE $.stock.safety[1] | what is held back there stands twice
/stock/safety | [{"item": "5", "location": 11, "units": "1"}, {"item": "5", "location": 11, "units": "2"}] | CONFIG_DUPLICATE $.stock.safety[1] | what is held back there stands twice
/orders/default_outlet | "77" | CONFIG_UNKNOWN_OUTLET $.orders.default_outlet | outlet `77` is not in `outlets`
/payment_types | [] | CONFIG_EMPTY $.payment_types | no gateway has a payment type
/payment_types/0/gateway | " " | CONFIG_INVALID $.payment_types[0].gateway | the gateway is blank
/payment_types/0/id | "x" | CONFIG_SERIES_FIELD $.payment_types[0].id | `x` is not an id of the R-Series
/payment_types/1/gateway | "Shopify_Payments " | CONFIG_DUPLICATE $.payment_types[1].gateway | gateway `shopify_payments` stands twice
/taxes | [] | CONFIG_EMPTY $.taxes | no rate has a tax
/taxes/0/rate | "8.875" | CONFIG_INVALID $.taxes[0].rate | `8.875` is not a rate: 20 % is written `0.2`
/taxes/0/rate | "-0.1" | CONFIG_INVALID $.taxes[0].rate | `-0.1` is not a rate: 20 % is written `0.2`
/taxes/0/id | "x" | CONFIG_SERIES_FIELD $.taxes[0].id | `x` is not an id of the R-Series
/taxes/0/class | "x" | CONFIG_SERIES_FIELD $.taxes[0].class | `x` is not an id of the R-Series
/taxes/- | {"rate": "0.20", "inclusive": true, "id": "6", "class": "4"} | CONFIG_DUPLICATE $.taxes[3].rate | the rate `0.20` stands twice
/taxes/- | {"rate": "0.00", "inclusive": true, "id": "8"} | CONFIG_DUPLICATE $.taxes[3].rate | the rate `0.00` stands twice
/taxes/- | {"rate": "0.12", "components": ["0.05", "0.08"], "id": "6"} | CONFIG_INVALID $.taxes[3].components | the components do not add up to the rate `0.12`
/taxes/- | {"rate": "0.12", "components": ["0.12", "0"], "id": "6"} | CONFIG_INVALID $.taxes[3].components | the components do not add up to the rate `0.12`
/taxes/- | {"rate": "0.06", "components": ["0.01", "0.02", "0.03"], "id": "6"} | CONFIG_SERIES_FIELD $.taxes[3].components | an R-Series tax category has two rates at most
/helper_items/gift_card/non_inventory | false | CONFIG_GIFT_CARD $.helper_items.gift_card.non_inventory | the gift card item is not declared to be a non-inventory item
/helper_items/gift_card/liability | false | CONFIG_GIFT_CARD $.helper_items.gift_card.liability | the gift card item is not declared to be mapped to a liability account
/helper_items/gift_card/item | "x" | CONFIG_SERIES_FIELD $.helper_items.gift_card.item | `x` is not an id of the R-Series
/helper_items/shipping | "x" | CONFIG_SERIES_FIELD $.helper_items.shipping | `x` is not an id of the R-Series
/helper_items/tip | "x" | CONFIG_SERIES_FIELD $.helper_items.tip | `x` is not an id of the R-Series
/helper_items/duty | "x" | CONFIG_SERIES_FIELD $.helper_items.duty | `x` is not an id of the R-Series
/helper_items/fee | "x" | CONFIG_SERIES_FIELD $.helper_items.fee | `x` is not an id of the R-Series
/helper_items/refund | "x" | CONFIG_SERIES_FIELD $.helper_items.refund | `x` is not an id of the R-Series
/helper_items/rounding | "x" | CONFIG_SERIES_FIELD $.helper_items.rounding | `x` is not an id of the R-Series
/helper_items/placeholder | "x" | CONFIG_SERIES_FIELD $.helper_items.placeholder | `x` is not an id of the R-Series
/helper_items/channel_tax | "x" | CONFIG_SERIES_FIELD $.helper_items.channel_tax | `x` is not an id of the R-Series
/customers/guest | "x" | CONFIG_SERIES_FIELD $.customers.guest | `x` is not an id of the R-Series
/shadow_days | 15 | CONFIG_INVALID $.shadow_days | 15 days are more than 14
/customers/default_country | "Mars" | CONFIG_INVALID $.customers.default_country | `Mars` is not an ISO 3166 country code
"#;

struct Mistake {
    pointer: &'static str,
    value: Value,
    code: Code,
    path: &'static str,
    message: &'static str,
}

impl Mistake {
    fn is(&self, issue: &Issue) -> bool {
        (issue.code, &*issue.path, &*issue.message) == (self.code, self.path, self.message)
    }
}

fn mistakes() -> Vec<Mistake> {
    let read = |line: &'static str| {
        let [pointer, value, place, message] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line}")
        };
        let (code, path) = place.split_once(' ').unwrap();
        let code = Code::ALL.iter().copied().find(|known| known.id() == code).unwrap();
        Mistake { pointer, value: serde_json::from_str(value).unwrap(), code, path, message }
    };
    MISTAKES.lines().filter(|line| !line.is_empty()).map(read).collect()
}

#[test]
fn each_mistake_is_named_where_it_stands() {
    assert_eq!(issues(&full()), []);
    for mistake in mistakes() {
        let mut config = full();
        set(&mut config, mistake.pointer, mistake.value.clone());
        let found = issues(&config);
        let [issue] = found.as_slice() else { panic!("{}: {found:#?}", mistake.pointer) };
        assert!(mistake.is(issue), "{}: {issue:#?}", mistake.pointer);
        let hint = match mistake.path {
            "$.shopify.shop" => "Use the domain that ends in `.myshopify.com`, without `https://`.",
            _ => mistake.code.entry().next_step,
        };
        assert_eq!(issue.hint, hint, "{}", mistake.path);
    }
}

#[test]
fn each_code_of_a_configuration_is_raised() {
    let raised: BTreeSet<Code> = mistakes().iter().map(|mistake| mistake.code).collect();
    let registered: BTreeSet<Code> =
        Code::ALL.iter().copied().filter(|code| code.entry().kind == Kind::Config).collect();
    assert_eq!(raised, registered);
}

/// Everything that can be wrong at once, in the order of the document's parts.
#[test]
fn ten_mistakes_are_ten_issues_in_one_order() {
    let mut config = full();
    let wrong = [
        ("/tenant", json!("")),
        ("/shopify/shop", json!("acme.com")),
        ("/lightspeed/account", json!("acme")),
        ("/currency", json!("XXZ")),
        ("/time_zone", json!("Mars/Base")),
        ("/outlets/1/id", json!("7")),
        ("/locations/0/outlets", json!([])),
        ("/locations/1/outlets", json!(["7"])),
        ("/orders/default_outlet", json!("77")),
        ("/payment_types/0/gateway", json!("")),
        ("/taxes/1/rate", json!("20")),
    ];
    for (pointer, value) in wrong {
        set(&mut config, pointer, value);
    }
    let found = issues(&config);
    let places: Vec<(&str, Code)> =
        found.iter().map(|issue| (issue.path.as_str(), issue.code)).collect();
    let expected = [
        ("$.tenant", Code::ConfigInvalid),
        ("$.shopify.shop", Code::ConfigInvalid),
        ("$.lightspeed.account", Code::ConfigSeriesField),
        ("$.currency", Code::ConfigUnknownCurrency),
        ("$.time_zone", Code::ConfigNoZone),
        ("$.outlets[1].id", Code::ConfigDuplicate),
        ("$.locations[0].outlets", Code::ConfigEmpty),
        ("$.orders.default_outlet", Code::ConfigUnknownOutlet),
        ("$.payment_types[0].gateway", Code::ConfigInvalid),
        ("$.taxes[1].rate", Code::ConfigInvalid),
    ];
    assert_eq!(places, expected);
    assert_eq!(issues(&config), found, "the same issues in the same order, every time");
}

/// An issue that hides another would show up only once the first is mended.
#[test]
fn no_mistake_hides_another() {
    let all = mistakes();
    let part = |mistake: &Mistake| mistake.pointer.split('/').nth(1).unwrap_or_default();
    // Mistakes about one part may be one: an empty list has no entries to be wrong.
    let entangled = ["outlets", "locations", "orders"];
    let mut pairs = 0_usize;
    for one in &all {
        for other in &all {
            let parts = [part(one), part(other)];
            if parts[0] == parts[1] || parts.iter().all(|part| entangled.contains(part)) {
                continue;
            }
            let mut config = full();
            set(&mut config, one.pointer, one.value.clone());
            set(&mut config, other.pointer, other.value.clone());
            let found = issues(&config);
            for mistake in [one, other] {
                let named = found.iter().any(|issue| mistake.is(issue));
                assert!(named, "{} and {}: {found:#?}", one.pointer, other.pointer);
            }
            pairs = pairs.saturating_add(1);
        }
    }
    assert!(pairs > 800, "{pairs}");
}

#[test]
fn x_series_ids_are_uuids() {
    assert_eq!(issues(&x_series()), []);
    let table = [
        ("/lightspeed/account", json!("acme.retail"), "$.lightspeed.account"),
        ("/lightspeed/account", json!(""), "$.lightspeed.account"),
        ("/lightspeed/user", json!("3"), "$.lightspeed.user"),
        ("/outlets/0/id", json!("7"), "$.outlets[0].id"),
        ("/outlets/0/register", json!(OUTLET.replace('-', "")), "$.outlets[0].register"),
        ("/outlets/0/register", json!(OUTLET.replace('f', "g")), "$.outlets[0].register"),
        ("/payment_types/0/id", json!(OUTLET.trim_start_matches('0')), "$.payment_types[0].id"),
        ("/taxes/0/id", json!("7"), "$.taxes[0].id"),
        ("/taxes/0/class", json!(OUTLET), "$.taxes[0].class"),
    ];
    for (pointer, value, path) in table {
        let mut config = x_series();
        set(&mut config, pointer, value);
        let found: Vec<(Code, String)> =
            issues(&config).iter().map(|issue| (issue.code, issue.path.clone())).collect();
        assert_eq!(found, [(Code::ConfigSeriesField, path.to_owned())], "{pointer}");
    }
}

/// A text of a megabyte in the configuration is not said back in full.
#[test]
fn a_message_is_short_whatever_the_value() {
    let long = "x".repeat(100_000);
    for pointer in [
        "/shopify/shop",
        "/shopify/api_version",
        "/currency",
        "/time_zone",
        "/customers/default_country",
        "/lightspeed/account",
    ] {
        let mut config = full();
        set(&mut config, pointer, json!(long));
        for issue in issues(&config) {
            assert!(issue.message.len() < 200, "{pointer}: {}", issue.message.len());
        }
    }
}

/// One rate may be in several categories of R-Series, for the lines of a sale share one; which of
/// two taxes of X-Series is meant nobody could say.
#[test]
fn one_rate_stands_once_per_category_and_on_x_series_once() {
    let twice = serde_json::json!({"rate": "0.2", "inclusive": true, "id": "8"});
    let mut config = full();
    set(&mut config, "/taxes/-", twice);
    assert_eq!(issues(&config), []);
    let mut config = x_series();
    set(&mut config, "/taxes/-", serde_json::json!({"rate": "0.2", "id": REGISTER}));
    let found = issues(&config);
    assert_eq!(found[0].code, Code::ConfigDuplicate);
    assert_eq!((found[0].path.as_str(), found.len()), ("$.taxes[1].rate", 1));
}

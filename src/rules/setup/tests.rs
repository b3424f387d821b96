//! What is chosen, asked and made of two accounts, and what is found wrong with a configuration.

use super::*;
use crate::domain::account::{
    Hook, Item, Location, Outlet, Register, Rival, Subscription, Tax, Thing,
};
use crate::domain::setup::Question;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::policy::DraftConfig;
use crate::report::{Code, read};

fn draft(more: &str) -> DraftConfig {
    let text = format!(
        r#"{{"contract":1,"tenant":"t","shopify":{{"shop":"s.myshopify.com"}},
            "lightspeed":{{"series":"R","account":"1"}}{more}}}"#
    );
    read::document(text.as_bytes(), "$").unwrap()
}

fn topics() -> Topics {
    Topics {
        shopify: vec!["ORDERS_CREATE".to_owned()],
        lightspeed: vec!["inventory.update".to_owned()],
    }
}

fn thing(id: &str, name: &str) -> Thing {
    Thing { id: id.to_owned(), name: name.to_owned(), gone: None }
}

fn location(number: u32, name: &str) -> Location {
    Location {
        thing: thing(&format!("gid://shopify/Location/{number}"), name),
        ..Location::default()
    }
}

fn outlet(id: &str, name: &str) -> Outlet {
    Outlet { thing: thing(id, name), ..Outlet::default() }
}

fn register(id: &str, name: &str, outlet: &str) -> Register {
    Register { thing: thing(id, name), outlet: outlet.to_owned(), open: true }
}

fn tax(id: &str, rates: &[&str], inclusive: Option<bool>) -> Tax {
    let rates = rates.iter().map(|rate| rate.parse().unwrap()).collect();
    Tax { thing: thing(id, id), rates, inclusive }
}

/// Two systems with nothing wrong.
struct World {
    shop: Shop,
    recent: Recent,
    account: Account,
}

impl World {
    fn new() -> Self {
        let scopes = [
            "read_orders",
            "write_products",
            "read_locations",
            "read_inventory",
            "read_assigned_fulfillment_orders",
            "read_customers",
        ];
        let shop = Shop {
            domain: "s.myshopify.com".to_owned(),
            currency: "USD".to_owned(),
            zone: "America/New_York".to_owned(),
            locations: vec![location(1, "Main Street")],
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            versions: vec![("2026-10".to_owned(), true)],
            ..Shop::default()
        };
        let account = Account {
            currency: "USD".to_owned(),
            outlets: vec![outlet("1", "main street ")],
            registers: vec![register("1", "Counter", "1"), register("2", "Web", "1")],
            users: vec![thing("7", "Ann Roy")],
            taxes: vec![tax("3", &["0.08"], Some(false))],
            payment_types: vec![thing("9", "Shopify Payments"), thing("10", "Gift Card")],
            ..Account::default()
        };
        Self { shop, recent: Recent::default(), account }
    }

    fn seen(&self) -> Seen<'_> {
        Seen { shop: &self.shop, recent: &self.recent, account: &self.account }
    }

    fn propose(&self, draft: &mut DraftConfig) -> Proposal {
        propose(draft, self.seen(), &topics())
    }

    fn codes(&self, draft: &DraftConfig, names: &[(&str, &str)]) -> Vec<(Code, Option<String>)> {
        let names: Table<String, String> =
            names.iter().map(|(key, name)| ((*key).to_owned(), (*name).to_owned())).collect();
        let now = Timestamp::parse("2026-11-24T00:00:00Z").unwrap();
        verify(draft, self.seen(), &names, &topics(), now)
            .into_iter()
            .map(|finding| (finding.exception.code, finding.blocks))
            .collect()
    }
}

fn asked<'p>(proposal: &'p Proposal, path: &str) -> Option<&'p Question> {
    proposal.questions.iter().find(|question| question.path == path)
}

#[test]
fn what_is_certain_is_chosen_and_said_why() {
    let mut own = draft("");
    let proposal = World::new().propose(&mut own);
    assert_eq!(own.currency.as_deref(), Some("USD"));
    assert_eq!(own.lightspeed.user.as_ref().unwrap().as_str(), "7");
    assert_eq!(own.locations[0].outlets[0].as_str(), "1");
    assert_eq!(own.outlets[0].register.as_str(), "2");
    assert_eq!(own.taxes[0].rate.0.to_string(), "0.08");
    let reason = |path: &str| {
        proposal.choices.iter().find(|choice| choice.path == path).map(|choice| &*choice.reason)
    };
    assert_eq!(reason("$.locations[0]"), Some("they have the same name"));
    assert_eq!(reason("$.outlets[0].register"), Some("its name says that it is for the web"));
    assert_eq!(reason("$.lightspeed.user"), Some("there is nobody else"));
}

#[test]
fn lightspeeds_own_gift_card_is_never_the_shops() {
    let mut own = draft("");
    let proposal = World::new().propose(&mut own);
    assert!(!own.payment_types.iter().any(|own| own.id.as_str() == "10"));
    let made = Make::PaymentType("gift_card".to_owned(), "Shopify gift card".to_owned());
    assert!(proposal.make.contains(&made));
}

#[test]
fn what_a_person_wrote_is_never_touched() {
    let more = r#","currency":"CAD","time_zone":"America/Toronto",
        "outlets":[{"id":"5","register":"6"}],"locations":[{"id":1,"outlets":["5"]}],
        "payment_types":[{"gateway":"Shopify_Payments","id":"77"}],
        "taxes":[{"rate":"0.1","id":"8"}],"helper_items":{"shipping":"40"},
        "payouts":{"register":"9","items":{"fee":"41"}}"#;
    let mut own = draft(more);
    World::new().propose(&mut own);
    assert_eq!(own.currency.as_deref(), Some("CAD"));
    assert_eq!((own.outlets.len(), own.locations.len(), own.taxes.len()), (1, 1, 1));
    assert_eq!(own.payment_types[0].id.as_str(), "77");
    let ids = [own.helper_items.get("shipping"), own.payouts.items.get("fee")];
    assert_eq!(ids.map(|id| id.unwrap().as_str()), ["40", "41"]);
}

#[test]
fn several_of_one_name_are_asked_about_and_none_is_taken() {
    let mut world = World::new();
    world.shop.locations.push(location(2, "Harbour"));
    world.account.outlets = vec![outlet("1", "Main Street"), outlet("2", "Main Street")];
    world.account.users.push(thing("8", "Bob"));
    world.account.payment_types.push(thing("11", "shopify payments"));
    let mut own = draft("");
    let proposal = world.propose(&mut own);
    assert!(own.locations.is_empty(), "{:?}", own.locations);
    assert!(asked(&proposal, "$.locations").is_some_and(|question| question.needed));
    assert!(own.lightspeed.user.is_none());
    assert_eq!(asked(&proposal, "$.lightspeed.user").unwrap().options.len(), 2);
    assert!(own.payment_types.is_empty());
    assert!(asked(&proposal, "$.payment_types").is_some());
}

#[test]
fn what_cannot_be_used_is_not_chosen() {
    let mut world = World::new();
    world.account.registers[1].thing.gone = Some("archived");
    world.account.users[0].gone = Some("locked out");
    world.account.payment_types[0].gone = Some("archived");
    world.shop.locations[0].service = Some("Parcel House".to_owned());
    let mut own = draft("");
    let proposal = world.propose(&mut own);
    assert_eq!(own.outlets[0].register.as_str(), "1");
    assert!(own.lightspeed.user.is_none() && own.locations.is_empty());
    let made = Make::PaymentType("shopify_payments".to_owned(), "Shopify Payments".to_owned());
    assert!(proposal.make.contains(&made));
}

#[test]
fn an_item_is_found_by_its_sku_and_one_that_is_archived_is_not_made_again() {
    let mut world = World::new();
    let item = |id: &str, sku: &str, gone| Item {
        thing: Thing { gone, ..thing(id, "x") },
        sku: sku.to_owned(),
        ..Item::default()
    };
    world.account.items = vec![
        item("50", "tb-tip ", None),
        item("51", "TB-SHIPPING", Some("archived")),
        item("52", "TB-DUTY", None),
        item("53", "TB-DUTY", None),
    ];
    let mut own = draft("");
    let proposal = world.propose(&mut own);
    assert_eq!(own.helper_items.get("tip").unwrap().as_str(), "50");
    for path in ["$.helper_items.shipping", "$.helper_items.duty"] {
        assert!(asked(&proposal, path).is_some_and(|question| question.needed), "{path}");
    }
    let made: Vec<&str> = proposal
        .make
        .iter()
        .filter_map(|make| match make {
            Make::Item(helper) => Some(helper.sku.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(made.len(), 24);
    assert!(!made.iter().any(|sku| ["TB-TIP", "TB-SHIPPING", "TB-DUTY"].contains(sku)));
}

#[test]
fn rates_of_orders_that_no_tax_has_are_asked_about() {
    let mut world = World::new();
    world.recent.rates = vec!["0.08".parse().unwrap(), "0.13".parse().unwrap()];
    world.account.taxes.push(tax("4", &["0.05", "0.09975"], Some(true)));
    world.account.taxes.push(tax("5", &["0.08"], Some(false)));
    let mut own = draft("");
    let proposal = world.propose(&mut own);
    let about: Vec<&str> = proposal
        .questions
        .iter()
        .filter(|question| question.path == "$.taxes")
        .map(|question| question.question.as_str())
        .collect();
    assert_eq!(about.len(), 2, "{about:?}");
    assert!(about.iter().any(|question| question.contains("0.13")));
    assert!(about.iter().any(|question| question.contains("same rate 0.08")));
    let two = own.taxes.iter().find(|tax| tax.id.as_str() == "4").unwrap();
    assert_eq!((two.rate.0.to_string(), two.components.len()), ("0.14975".to_owned(), 2));
    assert!(two.inclusive);
}

#[test]
fn webhooks_that_are_there_are_not_made_again() {
    let mut world = World::new();
    let more = r#","webhooks":{"shopify":"https://h/x"}"#;
    let wanted = Make::Webhook("ORDERS_CREATE".to_owned());
    assert!(world.propose(&mut draft(more)).make.contains(&wanted));
    let own = |uri: &str| Subscription {
        id: "1".to_owned(),
        topic: "ORDERS_CREATE".to_owned(),
        uri: uri.to_owned(),
        version: "2026-10".to_owned(),
        filter: None,
    };
    world.shop.webhooks = vec![own("https://other/x")];
    assert!(world.propose(&mut draft(more)).make.contains(&wanted));
    world.shop.webhooks.push(own("https://h/x"));
    assert!(!world.propose(&mut draft(more)).make.contains(&wanted));
    assert!(asked(&world.propose(&mut draft("")), "$.webhooks.shopify").is_some());
    // R-Series has none.
    assert!(asked(&world.propose(&mut draft("")), "$.webhooks.lightspeed").is_none());
}

fn x_draft(more: &str) -> DraftConfig {
    let text = format!(
        r#"{{"contract":1,"tenant":"t","shopify":{{"shop":"s.myshopify.com"}},
            "lightspeed":{{"series":"X","account":"s"}}{more}}}"#
    );
    read::document(text.as_bytes(), "$").unwrap()
}

#[test]
fn lightspeed_tells_of_changes_where_it_can() {
    let mut world = World::new();
    let more = r#","webhooks":{"lightspeed":"https://h/l"}"#;
    let wanted = Make::Hook("inventory.update".to_owned());
    assert!(world.propose(&mut x_draft(more)).make.contains(&wanted));
    assert!(asked(&world.propose(&mut x_draft("")), "$.webhooks.lightspeed").is_some());
    let own = |url: &str, active| Hook {
        topic: "inventory.update".to_owned(),
        url: url.to_owned(),
        active,
    };
    world.account.webhooks = vec![own("https://other/l", true)];
    assert!(world.propose(&mut x_draft(more)).make.contains(&wanted));
    world.account.webhooks.push(own("https://h/l", false));
    // A second one would be refused; the one that is there is for a person to switch on.
    assert!(!world.propose(&mut x_draft(more)).make.contains(&wanted));
    let found = |world: &World| {
        let all = world.codes(&x_draft(more), &[]);
        all.iter().any(|(code, _)| *code == Code::SetupWebhook)
    };
    assert!(found(&world));
    world.account.webhooks[1].active = true;
    assert!(!found(&world));
}

#[test]
fn outlets_that_no_location_shows_are_asked_about_with_the_plans_limit() {
    let mut world = World::new();
    world.shop.location_limit = Some(2);
    world.account.outlets.push(outlet("2", "Annex"));
    let proposal = world.propose(&mut draft(""));
    let question = asked(&proposal, "$.locations").unwrap();
    assert!(question.question.contains("allows 2 locations; 1 are active"), "{question:?}");
    assert_eq!((question.options.len(), question.needed), (1, false));
    assert_eq!(question.options[0].name, "Annex");
}

#[test]
fn apps_that_place_orders_are_asked_about() {
    let mut world = World::new();
    world.recent.apps = ["Online Store", "Market Hub"].map(str::to_owned).to_vec();
    let proposal = world.propose(&mut draft(""));
    let question = &asked(&proposal, "$.shopify").unwrap().question;
    assert!(question.contains("Market Hub") && !question.contains("Online Store"), "{question}");
    world.recent.apps.truncate(1);
    assert!(asked(&world.propose(&mut draft("")), "$.shopify").is_none());
}

/// A configuration that fits [`World::new`].
fn fitting(world: &World) -> DraftConfig {
    let mut own = draft("");
    world.propose(&mut own);
    own
}

#[test]
fn what_fits_has_no_finding() {
    let world = World::new();
    assert_eq!(world.codes(&fitting(&world), &[("register/2", "web")]), []);
}

/// What is wrong, how it comes about, and what is found and held back.
type Case = (&'static str, fn(&mut World, &mut DraftConfig), Code, Option<String>);

fn each_is_found(cases: impl IntoIterator<Item = Case>) {
    for (what, spoil, code, blocks) in cases {
        let mut world = World::new();
        let mut own = fitting(&world);
        spoil(&mut world, &mut own);
        let found = world.codes(&own, &[("register/2", "Web")]);
        assert_eq!(found, [(code, blocks)], "{what}");
    }
}

#[test]
fn who_else_writes_and_what_is_not_told_is_found() {
    let cases: [Case; 8] = [
        (
            "a right",
            |w, _| w.shop.scopes.retain(|s| s != "read_locations"),
            Code::SetupRightMissing,
            None,
        ),
        (
            "the native integration",
            |w, _| w.account.rivals.push(Rival::NativeShopify),
            Code::SetupRival,
            None,
        ),
        ("C-Series", |w, _| w.account.rivals.push(Rival::CSeries), Code::SetupRival, None),
        (
            "another shop",
            |w, _| w.account.rivals.push(Rival::OtherShop(None)),
            Code::SetupRival,
            None,
        ),
        (
            "a webhook that was taken away",
            |_, d| d.webhooks.shopify = Some("https://h/x".to_owned()),
            Code::SetupWebhook,
            None,
        ),
        (
            "a webhook with a filter",
            |w, d| {
                d.webhooks.shopify = Some("https://h/x".to_owned());
                w.shop.webhooks.push(Subscription {
                    id: "1".to_owned(),
                    topic: "ORDERS_CREATE".to_owned(),
                    uri: "https://h/x".to_owned(),
                    version: "2026-10".to_owned(),
                    filter: Some("total_price:>100".to_owned()),
                });
            },
            Code::SetupWebhook,
            None,
        ),
        ("a currency", |w, _| "CAD".clone_into(&mut w.account.currency), Code::SetupCurrency, None),
        (
            "an outlet's currency",
            |w, _| w.account.outlets[0].currency = Some("CAD".to_owned()),
            Code::SetupCurrency,
            None,
        ),
    ];
    each_is_found(cases);
}

#[test]
fn each_thing_that_is_wrong_is_found_and_blocks_what_needs_it() {
    let register = Some("2".to_owned());
    let cases: [Case; 8] = [
        (
            "archived",
            |w, _| w.account.registers[1].thing.gone = Some("archived"),
            Code::SetupGone,
            register.clone(),
        ),
        ("deleted", |w, _| w.account.registers.truncate(1), Code::SetupGone, register.clone()),
        (
            "renamed",
            |w, _| "Kiosk".clone_into(&mut w.account.registers[1].thing.name),
            Code::SetupRenamed,
            register.clone(),
        ),
        (
            "elsewhere",
            |w, _| "5".clone_into(&mut w.account.registers[1].outlet),
            Code::SetupRegister,
            register,
        ),
        ("closed", |w, _| w.account.registers[1].open = false, Code::SetupClosed, None),
        (
            "a location without outlet",
            |w, _| w.shop.locations.push(location(2, "Annex")),
            Code::SetupLocation,
            None,
        ),
        (
            "an outlet twice",
            |w, d| {
                w.shop.locations.push(location(2, "Annex"));
                let mut twice = d.locations[0].clone();
                twice.id = crate::domain::ids::shopify::LocationId::new(2).unwrap();
                d.locations.push(twice);
            },
            Code::SetupOutletTwice,
            None,
        ),
        (
            "a version",
            |w, _| w.shop.versions = vec![("2027-01".to_owned(), true)],
            Code::SetupVersion,
            None,
        ),
    ];
    each_is_found(cases);
}

#[test]
fn an_item_that_keeps_stock_or_is_taxed_is_unfit() {
    for (tracked, taxed, unfit) in
        [(false, Some(false), 0), (false, None, 0), (true, None, 1), (false, Some(true), 1)]
    {
        let mut world = World::new();
        let mut own = fitting(&world);
        own.helper_items.set("tip", crate::domain::ids::lightspeed::ItemId::parse("50").unwrap());
        let own_thing = thing("50", "Tip");
        world.account.items = vec![Item { thing: own_thing, sku: String::new(), tracked, taxed }];
        let expected = vec![(Code::SetupUnfit, Some("50".to_owned())); unfit];
        assert_eq!(world.codes(&own, &[]), expected, "{tracked} {taxed:?}");
    }
}

#[test]
fn a_version_is_warned_of_two_months_before_its_year_is_over() {
    for (version, warned) in [("2026-10", false), ("2026-04", false), ("2026-01", true)] {
        let mut world = World::new();
        let mut own = fitting(&world);
        version.clone_into(&mut own.shopify.api_version);
        world.shop.versions = vec![(version.to_owned(), true)];
        assert_eq!(!world.codes(&own, &[]).is_empty(), warned, "{version}");
    }
}

//! Both sources of every golden, decoded and decided.

use std::collections::BTreeMap;

use serde_json::Value;
use tillbridge::contract::config::{Series, TenantConfig};
use tillbridge::domain::order::{FulfilmentOrder, LineKind, Order, Transaction, TransactionKind};
use tillbridge::domain::table::Table;
use tillbridge::lightspeed::{Dialect, RSeries, XSeries};
use tillbridge::policy::Policy;
use tillbridge::report::log::Level;
use tillbridge::report::{Code, Issue, Json, Log, Node, read as json};
use tillbridge::rules::orders::{self, Known, Links};
use tillbridge::shopify::order::graphql::{Read, Whole};
use tillbridge::shopify::sizes::Sizes;
use tillbridge::shopify::{fulfillment_orders, order, transactions};

use super::convert::{Rates, Webhook};
use super::golden::{self, Golden};
use super::select::Document;

const DOCUMENT: &str = include_str!("../../src/shopify/graphql/order.graphql");

/// Lists as long as goldens need: here nothing is to be cut.
pub(crate) const SIZES: Sizes = Sizes::LONG;

/// What a buyer paid as a tip in another currency, of which a webhook does not say it; from the
/// goldens' stories, where it is what is missing for the order to come to its total.
const FOREIGN_TIPS: [(&str, &str); 1] = [("order.to_sale/x-us-foreign-tip", "5.0")];

/// The goldens whose order can be read.
pub(crate) fn orders_of_goldens() -> impl Iterator<Item = Golden> {
    all_orders().filter(|golden| order::decode(&golden.payload, "$.order").is_ok())
}

fn all_orders() -> impl Iterator<Item = Golden> {
    golden::all().into_iter().filter(|golden| golden.decision == "order.to_sale")
}

fn by_graphql(golden: &Golden, rates: Rates) -> Whole {
    match read(golden, rates) {
        Ok(Read::Whole(whole)) => *whole,
        other => panic!("{}: {other:?}", golden.name),
    }
}

fn read(golden: &Golden, rates: Rates) -> Result<Read, Issue> {
    order::graphql::decode(&[answer(golden, rates).to_string().as_bytes()], &SIZES)
}

/// Shopify's answer to the document, for the order of a golden.
pub(crate) fn answer(golden: &Golden, rates: Rates) -> Value {
    let (payload, context) = (golden.payload_json(), golden.context_json());
    let tip = FOREIGN_TIPS.iter().find(|(name, _)| *name == golden.name).map(|(_, tip)| *tip);
    let webhook = Webhook { order: &payload, rates, tip };
    let whole = webhook.answer(&context["transactions"], &context["fulfillment_orders"]);
    Document::parse(DOCUMENT).answer(&whole)
}

fn by_webhook(golden: &Golden) -> Order {
    order::decode(&golden.payload, "$.order").unwrap()
}

#[test]
fn what_is_no_order_to_one_is_none_to_the_other() {
    let mut refused = Vec::new();
    for golden in all_orders() {
        if let Err(issue) = order::decode(&golden.payload, "$.order") {
            let other = read(&golden, Rates::Fractions).err().map(|issue| issue.code);
            refused.push((golden.name, issue.code, other));
        }
    }
    let refused: Vec<_> =
        refused.iter().map(|(name, one, other)| (name.as_str(), *one, *other)).collect();
    let expected = [
        ("order.to_sale/r-us-id-of-another-kind", Code::InvalidValue, Some(Code::InvalidValue)),
        ("order.to_sale/r-us-negative-quantity", Code::InvalidValue, Some(Code::InvalidValue)),
        // GraphQL has no numbers that may have lost digits,
        ("order.to_sale/r-us-unsafe-number", Code::UnsafeNumber, None),
        // null where webhooks leave out,
        ("order.to_sale/x-us-allocation-without-amount", Code::MissingField, Some(Code::WrongType)),
        ("order.to_sale/x-us-fractional-quantity", Code::InvalidValue, Some(Code::InvalidValue)),
        // and no amounts beside its bags.
        ("order.to_sale/x-us-price-with-a-comma", Code::InvalidValue, None),
    ];
    assert_eq!(refused, expected);
}

/// Why the two pictures differ, and how often in the goldens. Each entry makes what it is about
/// equal, and nothing else.
fn reconcile(webhook: &mut Order, graphql: &mut Order) -> Vec<&'static str> {
    let mut reasons = Vec::new();
    let paths = |order: &mut Order| {
        let lines = order.refunds.lines.iter_mut().map(|line| std::mem::take(&mut line.path));
        let other = order.unmapped.iter_mut().map(|found| std::mem::take(&mut found.path));
        lines.chain(other).filter(|path| !path.is_empty()).count()
    };
    if webhook.is_foreign() && !graphql.tip.is_zero() && webhook.tip.is_zero() {
        reasons.push("only GraphQL says a tip in a foreign currency");
        webhook.unmapped.retain(|found| found.what != "tip in a foreign currency");
        webhook.tip = graphql.tip;
    }
    if paths(webhook) + paths(graphql) > 0 {
        reasons.push("places are named by their path in the document");
    }
    if let (Some(one), Some(other)) = (&mut webhook.buyer, &mut graphql.buyer)
        && one.email_path != other.email_path
    {
        reasons.push("the customer's address is named by its path in the document");
        one.email_path = other.email_path;
    }
    for (one, other) in webhook.lines.iter_mut().zip(&graphql.lines) {
        if one.current.is_none() {
            reasons.push("webhooks of old versions do not say what is left");
            one.current = other.current;
        }
    }
    if !webhook.refunds.unnamed_shipping.is_zero() {
        reasons.push("webhooks of old versions do not say which shipping was given back");
        let named = graphql.refunds.shipping.iter().map(|(_, amount)| amount.amount());
        assert_eq!(
            -named.sum::<rust_decimal::Decimal>(),
            webhook.refunds.unnamed_shipping.amount()
        );
        webhook.refunds.unnamed_shipping = graphql.refunds.unnamed_shipping;
        webhook.refunds.shipping = graphql.refunds.shipping.clone();
    }
    reasons
}

#[test]
fn both_sources_give_the_same_order() {
    for rates in [Rates::Fractions, Rates::Percentages] {
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        let mut seen = 0;
        for golden in orders_of_goldens() {
            let (mut webhook, mut graphql) =
                (by_webhook(&golden), by_graphql(&golden, rates).order);
            for reason in reconcile(&mut webhook, &mut graphql) {
                *counted.entry(reason).or_default() += 1;
            }
            assert_eq!(webhook, graphql, "{}", golden.name);
            // `Debug` hides persons.
            assert!(webhook.buyer == graphql.buyer && webhook.ship_to == graphql.ship_to);
            seen += 1;
        }
        assert!(seen >= 190, "{seen}");
        let expected = BTreeMap::from([
            ("only GraphQL says a tip in a foreign currency", 1),
            ("places are named by their path in the document", 14),
            ("the customer's address is named by its path in the document", 4),
            ("webhooks of old versions do not say what is left", 1),
            ("webhooks of old versions do not say which shipping was given back", 1),
        ]);
        assert_eq!(counted, expected);
    }
}

/// A list of a golden's context, as the host hands it over.
fn given<T>(context: &Value, name: &str, decode: fn(&Node<'_>) -> Vec<T>) -> Option<Vec<T>> {
    let list = context.get(name)?.to_string();
    let json = Json::parse(list.as_bytes()).unwrap();
    Some(decode(&Node::root(&json, "$")))
}

fn given_transactions(context: &Value) -> Option<Vec<Transaction>> {
    given(context, "transactions", |list| transactions::decode(list).unwrap())
}

fn given_places(context: &Value) -> Option<Vec<FulfilmentOrder>> {
    given(context, "fulfillment_orders", |list| fulfillment_orders::decode(list).unwrap())
}

#[test]
fn both_sources_give_the_same_transactions_and_fulfilment_orders() {
    let (mut some, mut places, mut said, mut unknown) = (0, 0, 0, 0);
    for golden in orders_of_goldens() {
        let context = golden.context_json();
        let read = by_graphql(&golden, Rates::Fractions);
        let mut expected = given_transactions(&context).unwrap_or_default();
        some += usize::from(!expected.is_empty());
        for (own, other) in expected.iter_mut().zip(&read.transactions) {
            // GraphQL always says the currency.
            if own.amount.currency.is_none() {
                said += 1;
                own.amount.currency = other.amount.currency;
            }
            // Each keeps what nobody knows as it is spelled.
            if let TransactionKind::Other(word) = &mut own.kind {
                unknown += 1;
                *word = word.to_uppercase();
            }
        }
        assert_eq!(read.transactions, expected, "{}", golden.name);
        let expected = given_places(&context).unwrap_or_default();
        places += usize::from(!expected.is_empty());
        assert_eq!(read.fulfilment_orders, expected, "{}", golden.name);
    }
    assert!(some >= 150 && places >= 15, "{some} {places}");
    assert_eq!((said, unknown), (0, 1), "goldens whose currency or kind is not said alike");
}

/// What is decided about an order, in all words that leave the module.
fn decided(golden: &Golden, order: &Order) -> String {
    let config: TenantConfig = json::document(&golden.config, "$").unwrap();
    let policy = Policy::parse(&config).unwrap();
    let context = golden.context_json();
    let (transactions, places) = (given_transactions(&context), given_places(&context));
    let links = links(&context);
    let known = Known {
        transactions: transactions.as_deref(),
        fulfilment_orders: places.as_deref().unwrap_or_default(),
        links: &links,
        customer: None,
        reserved: &Table::default(),
    };
    let dialect: &dyn Dialect = if policy.series == Series::R { &RSeries } else { &XSeries };
    let mut log = Log::new(Level::Text);
    let decided = orders::to_sales(order, known, &policy, dialect.capabilities(), &mut log);
    let mut said = vec![
        serde_json::to_string(&log.explanations).unwrap(),
        serde_json::to_string(&log.exceptions).unwrap(),
    ];
    match decided {
        Some(orders::Decided::Sales(sales)) => {
            let account = tillbridge::lightspeed::Account {
                shop: &policy.shop,
                account: &policy.account,
                version: &policy.lightspeed_version,
                user: &policy.user,
            };
            for sale in &sales {
                for request in dialect.record_sale(account, sale) {
                    said.push(serde_json::to_string(&request).unwrap());
                }
            }
        }
        other => said.push(format!("{other:?}")),
    }
    said.join("\n")
}

fn links(context: &Value) -> Links {
    let mut links = Links::default();
    for link in context["links"].as_array().unwrap_or(&Vec::new()) {
        let item: tillbridge::domain::ids::lightspeed::ItemId =
            tillbridge::domain::ids::lightspeed::ItemId::parse(link["item"].as_str().unwrap())
                .unwrap();
        let text = |name: &str| link[name].as_str();
        if let Some(variant) = text("variant") {
            links.variant(variant_id(variant), item.clone());
        }
        if let Some(own) = text("inventory_item") {
            links.inventory_item(inventory_id(own), item.clone());
        }
        if let Some(sku) = text("sku") {
            links.sku(sku, item.clone());
        }
        if let Some(barcode) = text("barcode") {
            links.barcode(barcode, item);
        }
    }
    links
}

fn variant_id(text: &str) -> tillbridge::domain::ids::shopify::VariantId {
    tillbridge::domain::ids::shopify::VariantId::parse(text).unwrap()
}

fn inventory_id(text: &str) -> tillbridge::domain::ids::shopify::InventoryItemId {
    tillbridge::domain::ids::shopify::InventoryItemId::parse(text).unwrap()
}

#[test]
fn both_sources_decide_the_same() {
    let mut sold = 0;
    for golden in orders_of_goldens() {
        let foreign_tip = FOREIGN_TIPS.iter().any(|(name, _)| *name == golden.name);
        // What is wrong beside the order is refused before anything is decided.
        if foreign_tip || golden.answer()["status"] == "refused" {
            continue;
        }
        let (mut webhook, mut graphql) =
            (by_webhook(&golden), by_graphql(&golden, Rates::Fractions).order);
        // Each with its own amounts, spelled as it spells them; only paths are made equal.
        let paths = |order: &mut Order| {
            order.refunds.lines.iter_mut().for_each(|line| line.path.clear());
            order.unmapped.iter_mut().for_each(|found| found.path.clear());
        };
        paths(&mut webhook);
        paths(&mut graphql);
        let said = decided(&golden, &webhook);
        sold += usize::from(said.contains("\"POST\""));
        assert_eq!(said, decided(&golden, &graphql), "{}", golden.name);
    }
    assert!(sold >= 100, "{sold}");
}

#[test]
fn a_tip_in_another_currency_can_be_posted_by_graphql() {
    let name = FOREIGN_TIPS[0].0;
    let golden = orders_of_goldens().find(|golden| golden.name == name).unwrap();
    assert!(decided(&golden, &by_webhook(&golden)).contains("ORDER_NOT_MAPPED"));
    let read = by_graphql(&golden, Rates::Fractions).order;
    assert!(read.lines.iter().all(|line| line.kind != LineKind::Tip));
    let said = decided(&golden, &read);
    assert!(
        !said.contains("ORDER_NOT_MAPPED") && !said.contains("ORDER_TOTALS_DISAGREE"),
        "{said}"
    );
}

//! Each field that is asked for, wrong: of another type, null, missing.
//!
//! A field's place is its path without indexes. It must be refused at that path in at least one
//! golden: some are only read where another says so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tillbridge::report::Issue;
use tillbridge::shopify::order::graphql;

use super::convert::Rates;
use super::parity::{SIZES, answer, orders_of_goldens};

/// What may be null by the official schema.
const NULLABLE: [&str; 46] = [
    "cancelledAt",
    "currentTotalAdditionalFeesSet",
    "currentTotalDutiesSet",
    "customAttributes.value",
    "customer",
    "customer.defaultEmailAddress",
    "customer.defaultPhoneNumber",
    "customer.firstName",
    "customer.lastName",
    "displayFinancialStatus",
    "email",
    "fulfillmentOrders.nodes.assignedLocation.location",
    "fulfillmentOrders.nodes.deliveryMethod",
    "fulfillmentOrders.nodes.lineItems.nodes.inventoryItemId",
    "lineItems.nodes.customAttributes.value",
    "lineItems.nodes.duties.taxLines.channelLiable",
    "lineItems.nodes.lineItemGroup",
    "lineItems.nodes.sku",
    "lineItems.nodes.taxLines.channelLiable",
    "lineItems.nodes.variant",
    "lineItems.nodes.variant.barcode",
    "lineItems.nodes.variantTitle",
    "lineItems.nodes.vendor",
    "note",
    "originalTotalAdditionalFeesSet",
    "originalTotalDutiesSet",
    "paymentTerms",
    "phone",
    "poNumber",
    "purchasingEntity",
    "retailLocation",
    "shippingAddress",
    "shippingAddress.address1",
    "shippingAddress.address2",
    "shippingAddress.city",
    "shippingAddress.company",
    "shippingAddress.countryCodeV2",
    "shippingAddress.firstName",
    "shippingAddress.lastName",
    "shippingAddress.provinceCode",
    "shippingAddress.zip",
    "shippingLines.nodes.taxLines.channelLiable",
    "sourceName",
    "transactions.amountRoundingSet",
    "transactions.gateway",
    "transactions.parentTransaction",
];

/// What the schema promises and is yet done without: it changes no amount that a picture of the
/// whole order would not show, or its reader serves REST, where it may be missing.
const SPARE: [&str; 19] = [
    "customAttributes.key",
    "customer.defaultEmailAddress.emailAddress",
    "fulfillmentOrders.nodes.assignedLocation",
    "fulfillmentOrders.nodes.assignedLocation.location.id",
    "fulfillmentOrders.nodes.deliveryMethod.methodType",
    "fulfillmentOrders.nodes.lineItems.nodes.remainingQuantity",
    "fulfillmentOrders.nodes.status",
    "lineItems.nodes.customAttributes.key",
    "lineItems.nodes.lineItemGroup.title",
    "paymentTerms.paymentTermsName",
    "purchasingEntity.company",
    "purchasingEntity.company.id",
    "purchasingEntity.location",
    "purchasingEntity.location.id",
    "transactions.amountRoundingSet.presentmentMoney",
    "transactions.amountRoundingSet.presentmentMoney.amount",
    "transactions.manualPaymentGateway",
    "transactions.parentTransaction.id",
    "transactions.test",
];

/// What no golden needs: a percentage beside its rate, the end of the last page, duties and fees as
/// they first were where they are said as they are now, and what is there only to be there.
const UNREAD: [&str; 15] = [
    "lineItems.nodes.duties.taxLines.ratePercentage",
    "lineItems.nodes.product",
    "lineItems.nodes.product.id",
    "lineItems.nodes.taxLines.ratePercentage",
    "lineItems.pageInfo.endCursor",
    "merchantOfRecordApp",
    "merchantOfRecordApp.id",
    "originalTotalAdditionalFeesSet.presentmentMoney",
    "originalTotalAdditionalFeesSet.presentmentMoney.amount",
    "originalTotalAdditionalFeesSet.presentmentMoney.currencyCode",
    "originalTotalDutiesSet.presentmentMoney",
    "originalTotalDutiesSet.presentmentMoney.amount",
    "originalTotalDutiesSet.presentmentMoney.currencyCode",
    "shippingLines.nodes.taxLines.ratePercentage",
    "transactions.amountRoundingSet.presentmentMoney.currencyCode",
];

/// A place, and a JSON pointer to it.
type Places = Vec<(String, String)>;

fn places(value: &Value, place: &str, pointer: &str, found: &mut Places) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let (place, pointer) = (format!("{place}.{name}"), format!("{pointer}/{name}"));
                found.push((place.clone(), pointer.clone()));
                places(value, &place, &pointer, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, place, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// The same place as an issue's path has it.
fn path(pointer: &str) -> String {
    let steps = pointer.split('/').skip(1).map(|step| match step.parse::<usize>() {
        Ok(index) => format!("[{index}]"),
        Err(_) => format!(".{step}"),
    });
    format!("${}", steps.collect::<String>())
}

/// Where it must be refused. The readers of transactions and fulfilment orders serve REST as well:
/// where GraphQL's field is missing, it is REST's that they miss in the same entry.
fn at(pointer: &str) -> String {
    let shared = ["/transactions/", "/fulfillmentOrders/"].iter().any(|own| pointer.contains(own));
    let path = path(pointer);
    let entry = path.rfind(']').map_or(path.as_str(), |end| &path[..=end]);
    if shared { entry.to_owned() } else { path }
}

fn refusal(answer: &Value) -> Option<Issue> {
    graphql::decode(&[answer.to_string().as_bytes()], &SIZES).err()
}

/// Of each place, whether it is refused where `spoil` makes it wrong.
fn refused(spoil: fn(&mut Value, &str)) -> BTreeMap<String, bool> {
    let mut seen: BTreeMap<String, bool> = BTreeMap::new();
    for golden in orders_of_goldens() {
        let good = answer(&golden, Rates::Fractions);
        assert!(refusal(&good).is_none());
        let mut found = Places::new();
        places(&good, "", "", &mut found);
        // Of an order that is null there is none; see `pages.rs`.
        for (place, pointer) in found.into_iter().filter(|(place, _)| place != ".data.order") {
            if seen.get(&place) == Some(&true) {
                continue;
            }
            let mut bad = good.clone();
            spoil(&mut bad, &pointer);
            let issue = refusal(&bad);
            let exact = issue.as_ref().is_some_and(|issue| issue.path.starts_with(&at(&pointer)));
            assert!(exact || issue.is_none(), "{pointer}: {issue:?}");
            seen.insert(place, exact);
        }
    }
    seen
}

fn tolerated(spoil: fn(&mut Value, &str)) -> BTreeSet<String> {
    let seen = refused(spoil).into_iter().filter(|(_, refused)| !refused);
    seen.map(|(place, _)| place.strip_prefix(".data.order.").unwrap_or(&place).to_owned()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn spared() -> BTreeSet<String> {
    [set(&NULLABLE), set(&SPARE), set(&UNREAD)].into_iter().flatten().collect()
}

#[test]
fn another_type_is_refused_where_it_stands() {
    let spoil = |answer: &mut Value, pointer: &str| {
        let value = answer.pointer_mut(pointer).unwrap();
        *value = if value.is_array() { json!("x") } else { json!([]) };
    };
    assert_eq!(tolerated(spoil), set(&UNREAD));
}

#[test]
fn null_is_refused_unless_the_schema_allows_it() {
    let spoil = |answer: &mut Value, pointer: &str| {
        *answer.pointer_mut(pointer).unwrap() = Value::Null;
    };
    assert_eq!(tolerated(spoil), spared());
}

#[test]
fn what_is_missing_is_refused_as_null_is() {
    let spoil = |answer: &mut Value, pointer: &str| {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        answer.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    };
    assert_eq!(tolerated(spoil), spared());
}

#[test]
fn an_answer_with_errors_is_refused_also_beside_data() {
    let golden = orders_of_goldens().next().unwrap();
    let mut partial = answer(&golden, Rates::Fractions);
    partial["errors"] = json!([{ "message": "Access denied for customer field." }]);
    let issue = refusal(&partial).unwrap();
    assert_eq!(
        (issue.code, issue.path.as_str()),
        (tillbridge::report::Code::VendorRefused, "$.errors")
    );
    assert!(refusal(&json!({})).is_some() && refusal(&json!([])).is_some());
    assert!(graphql::decode(&[b"{".as_slice()], &SIZES).is_err());
}

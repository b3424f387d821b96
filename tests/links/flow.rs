//! Linking page by page: the same as in one call, whatever happens on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::catalogue::{Catalogues, Mess, Series};
use crate::host::{Host, number};
use crate::truth::{bridge, decide};

/// The links in the store, by variant.
fn links(host: &Host<'_>) -> BTreeMap<String, (String, String)> {
    let rows = host.scan("links", "variant/", None);
    rows.iter()
        .map(|row| {
            let text = |field: &str| row["value"][field].as_str().unwrap_or_default().to_owned();
            (row["key"].as_str().unwrap().replacen("variant/", "", 1), (text("item"), text("by")))
        })
        .collect()
}

fn ids(host: &Host<'_>, prefix: &str) -> BTreeSet<String> {
    host.scan("links", prefix, None)
        .iter()
        .map(|row| row["key"].as_str().unwrap().replacen(prefix, "", 1))
        .collect()
}

fn run_row(host: &Host<'_>) -> Value {
    host.store[&("links".to_owned(), "run".to_owned())].clone()
}

/// Why a variant is for a person, and what it may be.
type Reviews = BTreeMap<String, (String, Vec<String>)>;

fn review(value: &Value) -> (String, (String, Vec<String>)) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let candidates = value["candidates"].as_array().unwrap();
    let items = candidates.iter().map(|own| text(&own["item"])).collect();
    (number(&value["variant"]), (text(&value["reason"]), items))
}

fn stored_reviews(host: &Host<'_>) -> Reviews {
    host.scan("links", "review/", None).iter().map(|row| review(&row["value"])).collect()
}

/// What differs, and how.
fn unlike<T: PartialEq + std::fmt::Debug>(
    whole: &BTreeMap<String, T>,
    pages: &BTreeMap<String, T>,
) -> Vec<String> {
    let keys: BTreeSet<&String> = whole.keys().chain(pages.keys()).collect();
    let differ = keys.into_iter().filter(|key| whole.get(*key) != pages.get(*key));
    differ
        .map(|key| format!("{key}: {:?} as a whole, {:?} by pages", whole.get(key), pages.get(key)))
        .collect()
}

/// Fails when pages decide otherwise than the whole.
#[test]
fn page_by_page_is_as_in_one_call() {
    for series in [Series::R, Series::X] {
        let bridge = bridge(series);
        for seed in [11, 12] {
            let mut made = Catalogues::make(series, seed, 1_500);
            made.tangle(series);
            let whole = decide(&bridge, &made);
            let mut host = Host::new(&bridge, series, made);
            host.run();
            as_a_whole(&host, &whole);
            // Nothing of the catalogues is left, nobody holds anything, and what is left to a
            // person is told once.
            assert!(host.scan("catalogue", "", None).is_empty());
            assert!(host.scan("claims", "", None).is_empty());
            let told: Vec<_> = host.exceptions.keys().filter(|own| own.0 == "links").collect();
            assert_eq!(told.len(), 1, "{told:?}");
            assert_eq!(told[0].1, "LINKS_TO_REVIEW");
            assert_eq!(run_row(&host)["state"], "done");
            println!(
                "{series:?}: {} tasks, at most {} bytes and {} rounds",
                host.tasks, host.most_bytes, host.rounds
            );
            assert!(host.most_bytes < 1_900_000, "{} bytes", host.most_bytes);
        }
    }
}

fn as_a_whole(host: &Host<'_>, whole: &Value) {
    let list = |field: &str| whole[field].as_array().unwrap().iter();
    let expected: BTreeMap<String, String> = list("links")
        .map(|link| (number(&link["variant"]), link["item"].as_str().unwrap().to_owned()))
        .collect();
    let current: BTreeSet<String> =
        host.made.variants.iter().map(|own| number(&own["id"])).collect();
    let stored: BTreeMap<String, String> = links(host)
        .into_iter()
        .filter(|(variant, _)| current.contains(variant))
        .map(|(variant, (item, _))| (variant, item))
        .collect();
    assert_eq!(unlike(&expected, &stored), [""; 0]);
    let reviews: Reviews = list("review").map(review).collect();
    assert_eq!(unlike(&reviews, &stored_reviews(host)), [""; 0]);
    assert_eq!(run_row(host)["review"], reviews.len());
    for (side, prefix) in [("variants", "orphan/variant/"), ("items", "orphan/item/")] {
        let orphans: BTreeSet<String> =
            whole["orphans"][side].as_array().unwrap().iter().map(number).collect();
        assert_eq!(ids(host, prefix), orphans, "{side}");
    }
}

/// Fails when a second run makes, breaks or says anything new.
#[test]
fn a_second_run_finds_all_as_it_is() {
    let bridge = bridge(Series::R);
    let mut host = Host::new(&bridge, Series::R, Catalogues::make(Series::R, 13, 500));
    host.run();
    let before = (links(&host), ids(&host, "review/"));
    host.exceptions.retain(|(subject, _), _| subject == "links");
    host.run();
    assert_eq!((links(&host), ids(&host, "review/")), before);
    assert_eq!((run_row(&host)["made"].as_u64(), host.exceptions.len()), (Some(0), 1));
}

/// Scenario 17. Fails when a link that was taken over is not said, or one that broke still stands.
#[test]
fn what_changed_since_is_said() {
    let bridge = bridge(Series::X);
    let mut host = Host::new(&bridge, Series::X, Catalogues::make(Series::X, 14, 300));
    host.run();
    // The variants that were made anew took their links over, and it is said.
    let renewed = host.exceptions.keys().filter(|(_, code)| code == "LINK_RENEWED").count();
    let made_anew = host.made.truth.values().filter(|own| own.mess == Mess::Recreated).count();
    assert!(renewed > 5 && renewed == made_anew, "{renewed} of {made_anew}");
    host.exceptions.clear();
    let linked = links(&host);
    let (gone, (item, _)) = linked.iter().find(|(_, (_, by))| by == "sku=sku").unwrap();
    let place = host.made.items.iter().position(|own| own["id"] == **item).unwrap();
    host.made.items[place]["deleted_at"] = json!("2026-11-22T00:00:00Z");
    host.run();
    assert!(!links(&host).contains_key(gone));
    let key = (format!("variant/{gone}"), "LINK_BROKEN".to_owned());
    assert_eq!(host.exceptions[&key]["evidence"]["item"], json!(item));
    assert!(ids(&host, "review/").contains(gone));
    // It is restored under another id.
    let mut anew = host.made.items[place].clone();
    anew["id"] = json!("06bf537b-c77f-11e6-ff13-ffffffffffff");
    anew["deleted_at"] = Value::Null;
    host.made.items.push(anew);
    host.run();
    assert_eq!(links(&host)[gone].0, "06bf537b-c77f-11e6-ff13-ffffffffffff");
    assert!(!host.exceptions.contains_key(&key) && !ids(&host, "review/").contains(gone));
    // The link was taken from it: what stands now was made anew, and has nothing it replaces.
    assert_eq!(links(&host)[gone].1, "sku=sku");
}

/// Fails when a person's word does not last, or gives an item two variants.
#[test]
fn what_a_person_decided_stays() {
    let bridge = bridge(Series::R);
    let mut host = Host::new(&bridge, Series::R, Catalogues::make(Series::R, 15, 400));
    host.run();
    let review = host.scan("links", "review/", None).into_iter().map(|row| row["value"].clone());
    let near = review.clone().find(|row| row["reason"] == "near_code").unwrap();
    let (variant, item) = (near["variant"].clone(), near["candidates"][0]["item"].clone());
    let choice = |variant: &Value, item: &Value, decision: &str| json!([{"variant": variant, "item": item, "decision": decision}]);
    host.decide(&choice(&variant, &item, "link"));
    assert_eq!(
        links(&host)[&number(&variant)],
        (item.as_str().unwrap().to_owned(), "hand".to_owned())
    );
    // Another variant cannot have it.
    let other = review.clone().find(|row| row["variant"] != variant).unwrap()["variant"].clone();
    let outcome = host.decide(&choice(&other, &item, "link"));
    assert_eq!(outcome["exceptions"][0]["code"], "LINK_TAKEN");
    assert!(!links(&host).contains_key(&number(&other)));
    // A refused pair is not a candidate any more, and a link that is refused ends.
    let (wrong, (sold, _)) = links(&host).into_iter().find(|(_, (_, by))| by == "sku=sku").unwrap();
    let wrong = json!(format!("gid://shopify/ProductVariant/{wrong}"));
    host.decide(&choice(&wrong, &json!(sold), "refuse"));
    host.run();
    assert!(!links(&host).contains_key(&number(&wrong)));
    assert_eq!(links(&host)[&number(&variant)].1, "hand");
    assert!(!ids(&host, "review/").contains(&number(&variant)));
    // And may be decided anew.
    host.decide(&choice(&wrong, &json!(sold), "link"));
    host.run();
    assert_eq!(links(&host)[&number(&wrong)], (sold, "hand".to_owned()));
    host.decide(&choice(&wrong, &links(&host)[&number(&wrong)].0.clone().into(), "unlink"));
    assert!(!links(&host).contains_key(&number(&wrong)));
}

/// Fails when a catalogue that came empty or cut ends links, or a refusal does.
#[test]
fn a_feed_that_is_not_whole_changes_nothing() {
    for series in [Series::R, Series::X] {
        let bridge = bridge(series);
        let mut host = Host::new(&bridge, series, Catalogues::make(series, 16, 300));
        host.run();
        let before = links(&host);
        let (items, variants) = (host.made.items.clone(), host.made.variants.clone());
        let few = items.len() / 2;
        for (side, source, items, variants) in [
            ("lightspeed", "operator", vec![], variants.clone()),
            ("shopify", "operator", items.clone(), vec![]),
            ("lightspeed", "schedule", items[..few].to_vec(), variants.clone()),
            ("shopify", "schedule", items.clone(), variants[..few].to_vec()),
        ] {
            (host.made.items, host.made.variants) = (items, variants);
            host.begin(source);
            host.go_on();
            let exception =
                &host.exceptions[&("links".to_owned(), "CATALOGUE_INCOMPLETE".to_owned())];
            assert_eq!(exception["evidence"]["catalogue"], side);
            assert_eq!(links(&host), before, "{side} {source}");
        }
        (host.made.items, host.made.variants) = (items, variants);
        host.refuse = Some((if series == Series::R { "items" } else { "variants" }, 403));
        host.run();
        assert_eq!(links(&host), before);
        assert!(host.exceptions.contains_key(&("links".to_owned(), "VENDOR_REFUSED".to_owned())));
        // The page that was not given is tried again, and the run goes on from there.
        host.refuse = None;
        assert_eq!(host.later.len(), 1);
        host.queue.append(&mut host.later);
        host.go_on();
        assert_eq!(run_row(&host)["state"], "done");
        assert_eq!(links(&host), before);
        assert!(
            host.exceptions
                .keys()
                .all(|(_, code)| code != "VENDOR_REFUSED" && code != "CATALOGUE_INCOMPLETE")
        );
    }
}

/// Fails when two runs at once link anything twice, or the older one goes on.
#[test]
fn a_run_that_is_begun_anew_supersedes_the_other() {
    let bridge = bridge(Series::R);
    let made = || Catalogues::make(Series::R, 17, 300);
    let mut alone = Host::new(&bridge, Series::R, made());
    alone.run();
    let mut host = Host::new(&bridge, Series::R, made());
    host.begin("operator");
    host.begin("operator");
    host.go_on();
    assert_eq!(links(&host), links(&alone));
    assert!(host.scan("catalogue", "", None).is_empty());
    assert!(host.tasks < alone.tasks * 2, "{} tasks", host.tasks);
}

/// Fails when a task that lost its process links anything twice, or leaves anything behind.
#[test]
fn wherever_tasks_are_interrupted_the_end_is_the_same() {
    let bridge = bridge(Series::R);
    let made = || Catalogues::make(Series::R, 18, 120);
    let mut whole = Host::new(&bridge, Series::R, made());
    whole.run();
    for after in 1..9 {
        let mut host = Host::new(&bridge, Series::R, made());
        host.crash_after = Some(after);
        host.run();
        assert_eq!(links(&host), links(&whole), "after {after}");
        assert_eq!(ids(&host, "review/"), ids(&whole, "review/"), "after {after}");
        assert_eq!(host.exceptions.len(), whole.exceptions.len(), "after {after}");
        assert!(host.scan("catalogue", "", None).is_empty(), "after {after}");
        assert!(host.scan("claims", "", None).is_empty(), "after {after}");
    }
}

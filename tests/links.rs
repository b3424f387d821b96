//! Linking two generated catalogues of which the truth is known: no link is wrong, nearly all that
//! can be linked are, and what is left to a person has the right item among the first.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests"
)]

#[cfg(test)]
#[path = "links/catalogue.rs"]
mod catalogue;
#[cfg(test)]
#[path = "links/flow.rs"]
mod flow;
#[cfg(test)]
mod golden;
#[cfg(test)]
#[path = "links/host.rs"]
mod host;

#[cfg(test)]
mod truth {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::{Value, json};
    use tillbridge::bridge::Bridge;

    use crate::catalogue::{Catalogues, Mess, Series};
    use crate::golden;
    use crate::host::Core;

    impl Core for Bridge {
        fn step(&self, envelope: &[u8], bodies: &[&[u8]]) -> Value {
            serde_json::to_value(Self::step(self, envelope, bodies)).unwrap()
        }
    }

    pub(crate) fn bridge(series: Series) -> Bridge {
        let name = if series == Series::R { "r-us-one-line" } else { "x-us-one-line" };
        let all = golden::all();
        let own = all
            .iter()
            .find(|golden| golden.name.ends_with(name))
            .unwrap_or_else(|| panic!("{name}"));
        Bridge::open(&own.config).unwrap()
    }

    pub(crate) fn decide(bridge: &Bridge, catalogues: &Catalogues) -> Value {
        let context = json!({"explain": "none", "links": catalogues.known, "refused": []});
        let payload =
            json!({"shopify": catalogues.variants, "lightspeed": catalogues.items}).to_string();
        let context = context.to_string();
        let decision = bridge.decide("link.items", context.as_bytes(), payload.as_bytes());
        let decision = serde_json::to_value(&decision).unwrap();
        assert_eq!(decision["status"], "decided", "{}", decision["refusal"]);
        decision["output"].clone()
    }

    fn list<'v>(output: &'v Value, field: &str) -> &'v Vec<Value> {
        output[field].as_array().unwrap()
    }

    fn text(value: &Value) -> String {
        value.as_str().unwrap().to_owned()
    }

    /// Fails when a link is wrong, too few are made, or a person is not shown the right item.
    #[test]
    fn no_link_is_wrong_and_what_is_left_shows_the_right_item() {
        for series in [Series::R, Series::X] {
            let bridge = bridge(series);
            for seed in 1..=4 {
                let made = Catalogues::make(series, seed, 4_000);
                let output = decide(&bridge, &made);
                let links: BTreeMap<String, String> = list(&output, "links")
                    .iter()
                    .map(|link| (text(&link["variant"]), text(&link["item"])))
                    .collect();
                let wrong: Vec<_> = links
                    .iter()
                    .filter(|(variant, item)| {
                        made.truth.get(*variant).map(|own| &own.item) != Some(*item)
                    })
                    .collect();
                assert!(wrong.is_empty(), "{series:?} {seed}: {wrong:?}");
                let reviews: BTreeMap<String, &Value> = list(&output, "review")
                    .iter()
                    .map(|own| (text(&own["variant"]), own))
                    .collect();
                let mut missed: BTreeMap<Mess, usize> = BTreeMap::new();
                let mut linkable = 0;
                for (variant, own) in &made.truth {
                    linkable += usize::from(own.mess.is_linkable());
                    if links.contains_key(variant) {
                        continue;
                    }
                    if own.mess.is_linkable() {
                        *missed.entry(own.mess).or_default() += 1;
                    }
                    let review = reviews
                        .get(variant)
                        .unwrap_or_else(|| panic!("{series:?} {variant} {own:?} is nowhere"));
                    let first: Vec<&str> = list(review, "candidates")
                        .iter()
                        .take(3)
                        .map(|candidate| candidate["item"].as_str().unwrap())
                        .collect();
                    assert!(
                        first.contains(&own.item.as_str()),
                        "{series:?} {variant} {own:?}: {review}"
                    );
                }
                let missing: usize = missed.values().sum();
                println!(
                    "{series:?} {seed}: {} pairs, {linkable} linkable, {} linked, {missing} of them for a person {missed:?}",
                    made.truth.len(),
                    links.len()
                );
                assert!(missing * 100 <= linkable * 3, "{missing} of {linkable}: {missed:?}");
                // Each mess is at least 4 in 100, or the figures say nothing.
                for mess in Mess::ALL {
                    let count = made.truth.values().filter(|own| own.mess == mess).count();
                    assert!(count * 100 >= made.truth.len() * 4, "{mess:?}: {count}");
                }
                said_what_changed(&made, &output);
                everyone_is_somewhere(&made, &output);
            }
        }
    }

    /// A variant that was made anew says whom it replaces; one that was renamed keeps its link.
    fn said_what_changed(made: &Catalogues, output: &Value) {
        for link in list(output, "links") {
            let own = &made.truth[link["variant"].as_str().unwrap()];
            let anew = own.mess == Mess::Recreated;
            assert_eq!(link.get("instead_of_variant").is_some(), anew, "{link}");
            let renamed = own.mess == Mess::Renamed;
            assert_eq!(
                (link["by"] == "stored", link.get("renamed").is_some()),
                (renamed, renamed),
                "{link}"
            );
        }
    }

    fn everyone_is_somewhere(made: &Catalogues, output: &Value) {
        let ids = |field: &str, key: &str| {
            list(output, field).iter().map(|own| text(&own[key])).collect::<Vec<String>>()
        };
        let orphans = list(&output["orphans"], "variants").iter().map(text);
        let all: Vec<String> = ids("links", "variant")
            .into_iter()
            .chain(ids("review", "variant"))
            .chain(ids("skipped", "variant"))
            .chain(orphans)
            .collect();
        let once: BTreeSet<&String> = all.iter().collect();
        assert_eq!((all.len(), once.len()), (made.variants.len(), made.variants.len()));
        let items: BTreeSet<String> = ids("links", "item").into_iter().collect();
        assert_eq!(items.len(), list(output, "links").len(), "an item is linked twice");
    }

    /// Fails when the order of the catalogues, or of anything in them, decides.
    #[test]
    fn the_order_of_the_rows_decides_nothing() {
        for series in [Series::R, Series::X] {
            let bridge = bridge(series);
            let mut made = Catalogues::make(series, 9, 600);
            let first = decide(&bridge, &made);
            made.variants.reverse();
            made.items.reverse();
            made.known.as_array_mut().unwrap().reverse();
            assert_eq!(decide(&bridge, &made), first);
            // What stands on two pages is one, as it was read last.
            let mut old = made.items[0].clone();
            old[if series == Series::R { "customSku" } else { "sku" }] = json!("old");
            made.items.insert(0, old);
            made.variants.push(made.variants[0].clone());
            assert_eq!(decide(&bridge, &made), first);
        }
    }

    /// What was linked once stays as it is when it is linked again. Fails when a second run says
    /// anything else.
    #[test]
    fn a_second_run_changes_nothing() {
        for series in [Series::R, Series::X] {
            let bridge = bridge(series);
            let mut made = Catalogues::make(series, 5, 1_000);
            let first = decide(&bridge, &made);
            made.known = list(&first, "links")
                .iter()
                .map(|link| json!({"variant": link["variant"], "item": link["item"]}))
                .collect();
            let second = decide(&bridge, &made);
            assert_eq!(list(&second, "links").len(), list(&first, "links").len());
            assert!(list(&second, "links").iter().all(|link| link["by"] == "stored"));
            let undecided = |output: &Value| {
                list(output, "review").iter().map(|own| text(&own["variant"])).collect::<Vec<_>>()
            };
            assert_eq!(undecided(&second), undecided(&first));
            assert_eq!(second["orphans"], first["orphans"]);
        }
    }
}

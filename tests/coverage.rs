//! Every noun of an order has goldens, and they depend on it: when the noun is taken out of one,
//! the answer is another. `coverage/nouns.txt` says which and how.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests"
)]

mod golden;

#[cfg(test)]
#[path = "coverage/named.rs"]
mod named;

use std::collections::{BTreeMap, BTreeSet};

use golden::Golden;
use serde_json::Value;

/// A noun, its goldens, and how it is taken out of them.
struct Noun {
    name: &'static str,
    goldens: Vec<&'static str>,
    without: Vec<Without>,
}

/// A change of one of a golden's documents.
struct Without {
    golden: &'static str,
    document: &'static str,
    pointers: Vec<&'static str>,
    /// What is put there; nothing where it is dropped.
    put: Option<Value>,
}

impl Without {
    /// `golden document pointer [pointer ...] [= value]`.
    fn parse(line: &'static str) -> Self {
        let (places, put) = match line.split_once(" = ") {
            Some((places, value)) => (places, Some(serde_json::from_str(value).unwrap())),
            None => (line, None),
        };
        let mut words = places.split(' ');
        let (golden, document) = (words.next().unwrap(), words.next().unwrap());
        Self { golden, document, pointers: words.collect(), put }
    }

    /// The golden with the change in it.
    fn of(&self, golden: &Golden) -> Golden {
        let mut documents = [golden.config_json(), golden.context_json(), golden.payload_json()];
        let place = ["config", "context", "payload"].iter().position(|d| *d == self.document);
        for pointer in &self.pointers {
            let (parent, last) = pointer.rsplit_once('/').unwrap();
            let parent = documents[place.unwrap()].pointer_mut(parent);
            let parent = parent.unwrap_or_else(|| panic!("{}: no {pointer}", golden.name));
            let done = match (&self.put, parent) {
                (Some(value), Value::Object(fields)) => {
                    fields.insert(last.to_owned(), value.clone());
                    true
                }
                (Some(value), parent) => {
                    parent[last.parse::<usize>().unwrap()] = value.clone();
                    true
                }
                (None, Value::Object(fields)) => fields.remove(last).is_some(),
                (None, Value::Array(items)) => {
                    items.remove(last.parse().unwrap());
                    true
                }
                (None, _) => false,
            };
            assert!(done, "{}: no {pointer}", golden.name);
        }
        let [config, context, payload] =
            documents.map(|document| serde_json::to_vec(&document).unwrap());
        golden.with(config, context, payload)
    }
}

fn nouns() -> Vec<Noun> {
    let mut nouns: Vec<Noun> = Vec::new();
    for line in include_str!("coverage/nouns.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(goldens) = line.strip_prefix("  goldens ") {
            nouns.last_mut().unwrap().goldens = goldens.split(' ').collect();
        } else if let Some(without) = line.strip_prefix("  without ") {
            nouns.last_mut().unwrap().without.push(Without::parse(without));
        } else {
            assert!(!line.starts_with(' '), "`{line}` says nothing");
            nouns.push(Noun { name: line, goldens: Vec::new(), without: Vec::new() });
        }
    }
    nouns
}

/// The goldens of orders, by their slugs.
fn goldens() -> BTreeMap<String, Golden> {
    let all = golden::all().into_iter();
    let orders = all.filter_map(|golden| {
        let slug = golden.name.strip_prefix("order.to_sale/")?.to_owned();
        Some((slug, golden))
    });
    orders.collect()
}

#[test]
fn every_noun_has_goldens_and_every_golden_a_noun() {
    let goldens = goldens();
    let mut named = BTreeSet::new();
    let mut names = BTreeSet::new();
    for noun in nouns() {
        let name = noun.name;
        assert!(names.insert(name), "`{name}` stands twice");
        assert!(!noun.goldens.is_empty(), "`{name}` has no golden");
        for slug in noun.goldens {
            assert!(goldens.contains_key(slug), "`{name}`: there is no golden `{slug}`");
            named.insert(slug.to_owned());
        }
    }
    let idle: Vec<&String> = goldens.keys().filter(|slug| !named.contains(*slug)).collect();
    assert!(idle.is_empty(), "goldens of no noun: {idle:?}");
    println!("{} nouns, {} goldens", names.len(), goldens.len());
}

/// What the answer decides, without its reasons.
fn decided(golden: &Golden) -> Value {
    let mut answer = golden.answer();
    answer.as_object_mut().unwrap().remove("explanations");
    answer
}

/// A golden would not notice if its noun were passed over, unless taking the noun away makes
/// another answer of it.
#[test]
fn without_its_noun_a_golden_answers_otherwise() {
    let goldens = goldens();
    let mut same = Vec::new();
    let mut cuts = 0;
    for noun in nouns() {
        assert!(!noun.without.is_empty(), "`{}` is never taken away", noun.name);
        for without in &noun.without {
            let slug = without.golden;
            assert!(noun.goldens.contains(&slug), "`{}`: {slug} is not its", noun.name);
            let golden = &goldens[slug];
            if decided(golden) == decided(&without.of(golden)) {
                same.push(format!("`{}`: {slug} without {:?}", noun.name, without.pointers));
            }
            cuts += 1;
        }
    }
    assert!(same.is_empty(), "the answer stays the same:\n{}", same.join("\n"));
    println!("{cuts} goldens without their noun");
}

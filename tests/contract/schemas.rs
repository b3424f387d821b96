//! The JSON Schemas of the contract, made from the types.

use std::collections::BTreeSet;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};
use tillbridge::contract::config::{DraftConfig, TenantConfig};
use tillbridge::contract::decisions::{
    CustomerGiven, CustomerKeyring, CustomerKeys, InFlight, ItemLinks, LinkItems, OrderSales,
    OrderToSale, StockInFlight, StockPublish, StockPublished,
};
use tillbridge::contract::describe::{Description, Route};
use tillbridge::contract::io::Envelope;
use tillbridge::contract::outcome::{Decision, Outcome};
use tillbridge::contract::store::{Commit, Found, Get, Keyed, Mac, Refused, Scan};
use tillbridge::report::Issue;

use crate::committed::{agree, root};

/// What we read.
fn input<T: JsonSchema>() -> Schema {
    tidy(
        SchemaSettings::draft2020_12()
            .for_deserialize()
            .into_generator()
            .into_root_schema_for::<T>(),
    )
}

/// What we write. A field that need not be there is left out, never null.
fn output<T: JsonSchema>() -> Schema {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = tidy(generator.into_root_schema_for::<T>());
    without_null(&mut schema);
    schema
}

fn without_null(schema: &mut Schema) {
    let required: Vec<String> = names(schema.get("required"));
    if let Some(Value::Object(fields)) = schema.get_mut("properties") {
        for (_, field) in fields.iter_mut().filter(|(name, _)| !required.contains(name)) {
            drop_null(field);
        }
    }
    transform_subschemas(&mut without_null, schema);
}

fn names(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// `["string", "null"]` becomes `"string"`, a choice of something or null that something.
fn drop_null(field: &mut Value) {
    let Some(field) = field.as_object_mut() else { return };
    if let Some(Value::Array(types)) = field.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            field.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = field.get_mut("anyOf") {
        choices.retain(|choice| choice != &json!({"type": "null"}));
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            field.remove("anyOf");
            for (name, value) in only {
                field.entry(name).or_insert(value);
            }
        }
    }
}

/// The bodies of requests to the store and of its answers, in one document.
fn store() -> Schema {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let bodies = [
        generator.subschema_for::<Get>(),
        generator.subschema_for::<Scan>(),
        generator.subschema_for::<Commit>(),
        generator.subschema_for::<Mac>(),
    ];
    let answers = [
        generator.subschema_for::<Found<Value>>(),
        generator.subschema_for::<Refused>(),
        generator.subschema_for::<Keyed>(),
    ];
    let definitions = definitions(&mut generator);
    let mut schema: Schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Store",
        "description": "Bodies of the requests `get`, `scan`, `commit` and `mac` to the host's \
            store, and of its answers.",
        "anyOf": bodies.iter().chain(&answers).collect::<Vec<_>>(),
        "$defs": definitions,
    })
    .try_into()
    .unwrap();
    schema = tidy(schema);
    without_null(&mut schema);
    schema
}

fn definitions(generator: &mut SchemaGenerator) -> Value {
    Value::Object(generator.take_definitions(true))
}

/// Rust's links and line breaks mean nothing to whoever reads the schema.
fn tidy(mut schema: Schema) -> Schema {
    tidy_all(&mut schema);
    schema
}

fn tidy_all(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text
            .split("\n\n")
            .map(|paragraph| paragraph.replace('\n', " "))
            .collect::<Vec<_>>()
            .join("\n\n")
            .replace("[`", "`")
            .replace("`]", "`");
    }
    transform_subschemas(&mut tidy_all, schema);
}

/// Every public document: its file and its schema.
fn documents() -> Vec<(&'static str, Schema)> {
    vec![
        ("config.json", input::<TenantConfig>()),
        ("draft.json", input::<DraftConfig>()),
        ("envelope.json", input::<Envelope>()),
        ("outcome.json", output::<Outcome>()),
        ("decision.json", output::<Decision>()),
        ("description.json", output::<Description>()),
        ("route.json", output::<Route>()),
        ("issue.json", output::<Issue>()),
        ("order.to_sale.context.json", input::<OrderToSale>()),
        ("order.to_sale.output.json", output::<OrderSales>()),
        ("stock.in_flight.context.json", input::<StockInFlight>()),
        ("stock.in_flight.output.json", output::<InFlight>()),
        ("stock.publish.context.json", input::<StockPublish>()),
        ("stock.publish.output.json", output::<StockPublished>()),
        ("link.items.context.json", input::<LinkItems>()),
        ("link.items.output.json", output::<ItemLinks>()),
        ("customer.keys.context.json", input::<CustomerKeys>()),
        ("customer.keys.payload.json", input::<CustomerGiven>()),
        ("customer.keys.output.json", output::<CustomerKeyring>()),
        ("store.json", store()),
    ]
}

fn text(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap();
    text.push('\n');
    text
}

#[test]
fn committed_schemas_are_what_the_types_give() {
    for (name, schema) in documents() {
        agree(&format!("pkg/schema/{name}"), &text(&schema));
    }
}

#[test]
fn every_field_is_documented_and_every_option_says_its_default() {
    for (name, schema) in documents() {
        let input = name.contains("context") || name.contains("payload");
        let input = input || name == "config.json" || name == "envelope.json";
        document(name, schema.as_value(), input);
        references(name, schema.as_value(), schema.as_value());
    }
}

/// Each `$ref` leads to a definition that says something, never to another reference.
fn references(name: &str, root: &Value, part: &Value) {
    match part {
        Value::Object(fields) => {
            if let Some(Value::String(target)) = fields.get("$ref") {
                let place = target.strip_prefix('#').unwrap();
                let meant = root.pointer(place).unwrap_or(&Value::Null);
                assert!(!place.is_empty() && meant.get("$ref").is_none(), "{name}: {target}");
                assert!(meant.is_object(), "{name}: {target} leads nowhere");
            }
            fields.values().for_each(|part| references(name, root, part));
        }
        Value::Array(parts) => parts.iter().for_each(|part| references(name, root, part)),
        _ => {}
    }
}

fn document(path: &str, schema: &Value, input: bool) {
    let required = names(schema.get("required"));
    if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
        // Types that are one word and need no more of it: facts by path, choices by key.
        let choice = fields.len() == 1 && schema.get("additionalProperties").is_some();
        if input {
            assert_eq!(
                schema["additionalProperties"], false,
                "{path} takes fields it does not know"
            );
        }
        for (name, field) in fields {
            let words = field.get("description").and_then(Value::as_str).unwrap_or_default();
            assert!(choice && !input || words.ends_with('.'), "{path}.{name} has no description");
            assert!(!words.contains("[`"), "{path}.{name} has a link of Rust's in it");
            if input && !required.contains(name) {
                assert!(words.contains("Default"), "{path}.{name} does not say its default");
            }
            if input && !required.contains(name) && !is_nullable(field) {
                assert!(field.get("default").is_some(), "{path}.{name} has no `default`");
            }
        }
    }
    match schema {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, part)| document(&format!("{path}/{name}"), part, input));
        }
        Value::Array(parts) => parts.iter().for_each(|part| document(path, part, input)),
        _ => {}
    }
}

fn is_nullable(field: &Value) -> bool {
    let null = json!({"type": "null"});
    let choices = field.get("anyOf").and_then(Value::as_array);
    names(field.get("type")).iter().any(|name| name == "null")
        || choices.is_some_and(|choices| choices.contains(&null))
}

#[test]
fn no_schema_is_left_over() {
    let mut known: BTreeSet<String> =
        documents().iter().map(|(name, _)| (*name).to_owned()).collect();
    known.insert("codes.json".to_owned());
    let files = std::fs::read_dir(root().join("pkg/schema")).unwrap();
    let found: BTreeSet<String> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(found, known);
}

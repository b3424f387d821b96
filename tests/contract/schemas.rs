//! The JSON Schemas of the contract, made from the types.

use std::collections::BTreeSet;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};
use tillbridge::contract::config::TenantConfig;
use tillbridge::contract::decisions::{
    CustomerGiven, CustomerKeyring, CustomerKeys, OrderSales, OrderToSale,
};
use tillbridge::contract::describe::{Description, Route};
use tillbridge::contract::io::Envelope;
use tillbridge::contract::outcome::{Decision, Outcome};
use tillbridge::contract::store::{Commit, Found, Get, Keyed, Mac, Refused, Scan};
use tillbridge::report::{Code, Issue};

use crate::committed::{agree, root};

/// What we read.
fn input<T: JsonSchema>() -> Schema {
    tidy(SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<T>())
}

/// What we write.
fn output<T: JsonSchema>() -> Schema {
    tidy(SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>())
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

/// The code table as data.
fn codes() -> Value {
    let row = |code: &Code| {
        let entry = code.entry();
        json!({
            "id": entry.id,
            "kind": format!("{:?}", entry.kind).to_lowercase(),
            "severity": entry.severity,
            "owner": entry.owner,
            "meaning": entry.meaning,
            "next_step": entry.next_step,
        })
    };
    Value::Array(Code::ALL.iter().map(row).collect())
}

/// Every public document: its file and its schema.
fn documents() -> Vec<(&'static str, Schema)> {
    vec![
        ("config.json", input::<TenantConfig>()),
        ("envelope.json", input::<Envelope>()),
        ("outcome.json", output::<Outcome>()),
        ("decision.json", output::<Decision>()),
        ("description.json", output::<Description>()),
        ("route.json", output::<Route>()),
        ("issue.json", output::<Issue>()),
        ("order.to_sale.context.json", input::<OrderToSale>()),
        ("order.to_sale.output.json", output::<OrderSales>()),
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
    agree("pkg/schema/codes.json", &text(&codes()));
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

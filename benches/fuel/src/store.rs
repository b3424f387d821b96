//! A store in memory, for one task alone: what a commit expects is always met.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The store's rows, by table and key.
pub type Rows = BTreeMap<(String, String), Value>;

/// Answers a request of the store.
pub fn answer(rows: &mut Rows, request: &Value) -> Value {
    let (table, body) = (request["path"].as_str().unwrap(), &request["body"]);
    match request["method"].as_str().unwrap() {
        "get" => {
            let key = (table.to_owned(), body["key"].as_str().unwrap().to_owned());
            json!({"row": rows.get(&key)})
        }
        "gather" => {
            let then = body["then"].as_array().map(|parts| {
                let parts = parts.iter();
                parts.map(|part| gather(rows, part["table"].as_str().unwrap(), part)).collect()
            });
            let mut answer = json!({"rows": gather(rows, table, body)});
            if let Some(then) = then {
                answer["then"] = Value::Array(then);
            }
            answer
        }
        "scan" => json!({"rows": below(rows, table, &body["prefix"]), "after": null}),
        "mac" => json!({"mac": mac(body["value"].as_str().unwrap())}),
        "commit" => {
            commit(rows, body["rows"].as_array().unwrap());
            json!({})
        }
        other => panic!("the store has no {other}"),
    }
}

/// Changes the rows.
pub fn commit(rows: &mut Rows, changes: &[Value]) {
    for row in changes {
        let place = |field: &str| row[field].as_str().unwrap().to_owned();
        let place = (place("table"), place("key"));
        match row.get("value") {
            Some(value) => rows.insert(place, value.clone()),
            None => rows.remove(&place),
        };
    }
}

fn gather(rows: &Rows, table: &str, body: &Value) -> Value {
    let texts = |field: &str| body[field].as_array().cloned().unwrap_or_default();
    let keyed = texts("keys").into_iter().filter_map(|key| {
        let value = rows.get(&(table.to_owned(), key.as_str().unwrap().to_owned()))?;
        Some(json!({"key": key, "value": value}))
    });
    let mut all: Vec<Value> = keyed.collect();
    all.extend(texts("prefixes").iter().flat_map(|prefix| below(rows, table, prefix)));
    Value::Array(all)
}

fn below(rows: &Rows, table: &str, prefix: &Value) -> Vec<Value> {
    let prefix = prefix.as_str().unwrap();
    let from = (table.to_owned(), prefix.to_owned());
    let own = rows.range(from..);
    let own = own.take_while(|((own, key), _)| own == table && key.starts_with(prefix));
    own.map(|((_, key), value)| json!({"key": key, "value": value})).collect()
}

/// As long as a host's keyed digest; any one-to-one text will do here.
pub fn mac(value: &str) -> String {
    let hex: String = value.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{hex:0<64}")
}

//! The code table as data, for whoever maps codes to teams or languages.

use serde_json::{Value, json};
use tillbridge::report::Code;

use crate::committed::agree;

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

#[test]
fn the_committed_table_is_the_one_of_the_types() {
    let text = serde_json::to_string_pretty(&codes()).unwrap();
    agree("pkg/schema/codes.json", &format!("{text}\n"));
}

#[cfg(not(feature = "schema"))]
#[test]
fn schemas_are_compared() {
    eprintln!("SKIPPED: the schemas are compared with the types only with `--features schema`");
}

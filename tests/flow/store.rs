//! The host's store: rows by table and key.

use serde_json::{Value, json};

use super::world::{Reply, World};

impl World {
    pub(crate) fn store_answer(&mut self, method: &str, table: &str, body: &Value) -> Reply {
        let key = |key: &Value| (table.to_owned(), key.as_str().unwrap().to_owned());
        match method {
            "get" => {
                let row = self.store.get(&key(&body["key"]));
                Reply::json(200, &json!({"row": row}))
            }
            "scan" => {
                let prefix = body["prefix"].as_str().unwrap();
                let after = body["after"].as_str().unwrap_or_default();
                let mut rows = self.rows_below(table, prefix);
                rows.retain(|row| row["key"].as_str().unwrap() > after);
                let limit = usize::try_from(body["limit"].as_u64().unwrap()).unwrap();
                let more = rows.len() > limit;
                rows.truncate(limit);
                let after = rows.last().filter(|_| more).map(|row| row["key"].clone());
                Reply::json(200, &json!({"rows": rows, "after": after}))
            }
            "gather" => {
                let mut answer = json!({"rows": self.gathered(table, body)});
                if let Some(parts) = body["then"].as_array() {
                    let rows = |part: &Value| self.gathered(part["table"].as_str().unwrap(), part);
                    answer["then"] = parts.iter().map(rows).collect();
                }
                Reply::json(200, &answer)
            }
            "mac" => Reply::json(200, &json!({"mac": mac(body["value"].as_str().unwrap())})),
            "commit" => match self.commit(body["rows"].as_array().unwrap()) {
                Ok(()) => Reply::json(200, &json!({})),
                Err(conflict) => Reply::json(409, &json!({"conflict": conflict})),
            },
            other => panic!("a store cannot {other}"),
        }
    }

    fn gathered(&self, table: &str, body: &Value) -> Value {
        let texts = |name: &str| body[name].as_array().cloned().unwrap_or_default();
        let mut rows: Vec<Value> = Vec::new();
        for own in texts("keys") {
            let row = self.store.get(&(table.to_owned(), own.as_str().unwrap().to_owned()));
            rows.extend(row.map(|value| json!({"key": own, "value": value})));
        }
        let limit = usize::try_from(body["limit"].as_u64().unwrap()).unwrap();
        for prefix in texts("prefixes") {
            let below = self.rows_below(table, prefix.as_str().unwrap());
            rows.extend(below.into_iter().take(limit));
        }
        Value::Array(rows)
    }

    fn rows_below(&self, table: &str, prefix: &str) -> Vec<Value> {
        let own =
            |(key, _): &(&(String, String), &Value)| key.0 == table && key.1.starts_with(prefix);
        let rows = self.store.iter().filter(own);
        rows.map(|((_, key), value)| json!({"key": key, "value": value})).collect()
    }

    /// All rows or none; else the first row that is not as expected.
    pub(crate) fn commit(&mut self, rows: &[Value]) -> Result<(), Value> {
        let key = |row: &Value| {
            (row["table"].as_str().unwrap().to_owned(), row["key"].as_str().unwrap().to_owned())
        };
        for row in rows {
            let stands = self.store.get(&key(row));
            let met = match row.get("expect") {
                None => true,
                Some(expect) if expect.get("absent").is_some() => stands.is_none(),
                Some(expect) => stands == Some(&expect["value"]),
            };
            if !met {
                return Err(json!({"table": row["table"], "key": row["key"], "value": stands}));
            }
        }
        for row in rows {
            match row.get("value") {
                Some(value) => self.store.insert(key(row), value.clone()),
                None => self.store.remove(&key(row)),
            };
        }
        Ok(())
    }
}

/// Keyed digests are the host's: any one-to-one text will do here.
pub(crate) fn mac(value: &str) -> String {
    value.bytes().map(|byte| format!("{byte:02x}")).collect()
}

impl World {
    /// The open orders, two a page.
    pub(crate) fn open_orders(&self, variables: &Value) -> Value {
        assert_eq!(variables["query"], "status:open");
        let after = variables["after"].as_str().unwrap_or_default();
        let mut rest = self.orders.keys().filter(|number| number.as_str() > after).peekable();
        let page: Vec<&String> = rest.by_ref().take(2).collect();
        let nodes: Vec<Value> = page
            .iter()
            .map(|number| json!({"id": format!("gid://shopify/Order/{number}")}))
            .collect();
        let info = json!({"hasNextPage": rest.peek().is_some(), "endCursor": page.last()});
        json!({"data": {"orders": {"pageInfo": info, "nodes": nodes}}})
    }
}

//! Rows of several tables that are asked for at once are read part by part, in their order: a host need
//! not read them at one moment, and others may change them between.

use serde_json::{Value, json};

use super::intern::Texts;
use super::module::Answer;

/// What stands between a request's id, the number of a part, and how many there are.
const MARK: char = '~';

/// Whether an answer is one to a part.
pub(crate) fn is_part(id: &str) -> bool {
    id.contains(MARK)
}

fn name(id: &str, part: usize, count: usize) -> String {
    format!("{id}{MARK}{part}{MARK}{count}")
}

/// The request as it stands; of one with parts the first that was not answered: id, table, body.
pub(crate) fn next(
    texts: &Texts,
    all: &[Answer],
    (id, table): (&str, &str),
    body: Value,
) -> (String, String, Value) {
    let Some(parts) = body["then"].as_array() else {
        return (id.to_owned(), table.to_owned(), body);
    };
    let count = parts.len() + 1;
    let answered = |name: &str| all.iter().any(|own| texts.text(own.request) == name);
    let part = (0..count).find(|part| !answered(&name(id, *part, count))).unwrap();
    let (table, own) = match part {
        0 => (table.to_owned(), json!({"keys": body["keys"], "prefixes": body["prefixes"]})),
        later => (parts[later - 1]["table"].as_str().unwrap().to_owned(), parts[later - 1].clone()),
    };
    (name(id, part, count), table, own)
}

/// The answers to those of which all parts were read: id, when in ticks, body.
pub(crate) fn joined(texts: &Texts, all: &[Answer]) -> Vec<(String, u16, String)> {
    let mut whole = Vec::new();
    for first in all {
        let mut words = texts.text(first.request).split(MARK);
        let (id, Some("0"), Some(count)) = (words.next().unwrap(), words.next(), words.next())
        else {
            continue;
        };
        let count: usize = count.parse().unwrap();
        let part = |part: usize| {
            let name = name(id, part, count);
            all.iter().find(|own| texts.text(own.request) == name)
        };
        let Some(answers) = (0..count).map(part).collect::<Option<Vec<_>>>() else { continue };
        // An answer to a part is an object with nothing in it but its rows.
        let rows = answers.iter().map(|own| {
            let body = texts.text(own.body);
            body.strip_prefix("{\"rows\":").unwrap().strip_suffix('}').unwrap()
        });
        let rows: Vec<&str> = rows.collect();
        let at = answers.iter().map(|own| own.at).max().unwrap();
        let body = format!("{{\"rows\":{},\"then\":[{}]}}", rows[0], rows[1..].join(","));
        whole.push((id.to_owned(), at, body));
    }
    whole
}

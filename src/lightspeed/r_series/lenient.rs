//! R-Series' way with lists: one element collapses to an object, an empty relation is `""` or
//! not there at all; the next page is an address.
//!
//! Source: Rdoc tutorials/searching.md, and recorded answers.

use crate::report::{Issue, Node, Value};

/// Calls `each` for none, one or many objects, however they are spelled.
///
/// # Errors
/// `WRONG_TYPE` when something else stands there, and whatever `each` finds.
pub(super) fn many(
    node: &Node<'_>,
    mut each: impl FnMut(&Node<'_>) -> Result<(), Issue>,
) -> Result<(), Issue> {
    match node.value() {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Text("")) => Ok(()),
        Some(Value::Object) => each(node),
        Some(Value::List) => node.items()?.try_for_each(|item| each(&item)),
        Some(_) => Err(node.wrong("an object, a list of objects or an empty text")),
    }
}

/// The `after` in the address of the next page.
pub(super) fn next_page(next: &str) -> Option<String> {
    let (_, query) = next.split_once('?')?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix("after="))?;
    let mut bytes = value.bytes();
    let mut plain = Vec::with_capacity(value.len());
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Code, Json};

    fn ids(text: &str) -> Result<Vec<String>, Issue> {
        let json = Json::parse(text.as_bytes())?;
        let root = Node::root(&json, "$");
        let mut ids = Vec::new();
        many(&root.field("rows")?, |row| {
            ids.push(row.get("id")?);
            Ok(())
        })?;
        Ok(ids)
    }

    #[test]
    fn none_one_and_many_in_every_spelling() {
        assert!(ids("{}").unwrap().is_empty());
        assert!(ids(r#"{"rows":""}"#).unwrap().is_empty());
        assert!(ids(r#"{"rows":null}"#).unwrap().is_empty());
        assert_eq!(ids(r#"{"rows":{"id":"1"}}"#).unwrap(), ["1"]);
        assert_eq!(ids(r#"{"rows":[{"id":"1"},{"id":"2"}]}"#).unwrap(), ["1", "2"]);
    }

    #[test]
    fn other_text_is_refused_at_its_place() {
        let issue = ids(r#"{"rows":"x"}"#).unwrap_err();
        assert_eq!((issue.code, issue.path.as_str()), (Code::WrongType, "$.rows"));
    }

    #[test]
    fn the_next_page_is_named_in_an_address() {
        let next = "https://api.lightspeedapp.com/API/V3/Account/7/SaleLine.json?limit=100&after=WyI%2BMSJd%3D%3D";
        assert_eq!(next_page(next).as_deref(), Some("WyI+MSJd=="));
        for none in ["", "https://example.com/", "?limit=1", "?after=%Z1", "?after=%4"] {
            assert_eq!(next_page(none), None, "{none}");
        }
    }
}

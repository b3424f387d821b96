//! R-Series' way with lists: one element collapses to an object, an empty relation is `""` or
//! not there at all.
//!
//! Source: Rdoc tutorials/searching.md, and recorded answers.

use crate::report::{Issue, Json, Node};

/// Calls `each` for none, one or many objects, however they are spelled.
///
/// # Errors
/// `WRONG_TYPE` when something else stands there, and whatever `each` finds.
pub(super) fn many(
    node: &Node<'_>,
    mut each: impl FnMut(&Node<'_>) -> Result<(), Issue>,
) -> Result<(), Issue> {
    match node.json() {
        None | Some(Json::Null) => Ok(()),
        Some(Json::Text(text)) if text.is_empty() => Ok(()),
        Some(Json::Object(_)) => each(node),
        Some(Json::List(_)) => node.items()?.try_for_each(|item| each(&item)),
        Some(_) => Err(node.wrong("an object, a list of objects or an empty text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

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
}

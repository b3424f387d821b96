//! A payload that is an object of large lists, read item by item.

use crate::domain::text::excerpt;
use crate::report::{Code, Issue, Json, Node, Part, Shape};

/// Which lists a payload is made of.
pub(super) struct Lists<'a> {
    /// What paths begin with.
    pub(super) root: &'a str,
    /// What is kept of their items.
    pub(super) shape: &'static Shape,
    /// Their names; each must be there.
    pub(super) fields: [&'static str; 2],
}

impl Lists<'_> {
    /// Hands over each item of each list with the list's name.
    ///
    /// # Errors
    /// What is wrong with the payload, or what `each` finds wrong with an item, at its path.
    pub(super) fn each(
        &self,
        payload: &[u8],
        mut each: impl FnMut(&str, &Node<'_>) -> Result<(), Issue>,
    ) -> Result<(), Issue> {
        let root = self.root;
        let mut seen: Vec<&'static str> = Vec::new();
        Json::each(payload, self.shape, |Part { name, place, json }| {
            let known = self.fields.iter().any(|own| own == name);
            let Some(place) = place.filter(|_| known) else {
                return self.field(name, json, &mut seen);
            };
            each(name, &Node::root(json, "$"))
                .map_err(|issue| issue.below(&format!("{root}.{name}[{place}]")))
        })
        .map_err(|issue| if issue.path.starts_with(root) { issue } else { issue.below(root) })?;
        match self.fields.iter().find(|own| !seen.contains(own)) {
            None => Ok(()),
            Some(missing) => {
                let message = format!("field `{missing}` is missing");
                Err(Issue::new(Code::MissingField, format!("{root}.{missing}"), message))
            }
        }
    }

    /// What stands in a field as a whole must be a list, and the field one of those known.
    fn field(
        &self,
        name: &str,
        json: &Json<'_>,
        seen: &mut Vec<&'static str>,
    ) -> Result<(), Issue> {
        let root = self.root;
        let path =
            if name.is_empty() { root.to_owned() } else { format!("{root}.{}", excerpt(name)) };
        let whole = Node::root(json, &path);
        if name.is_empty() {
            return Err(whole.wrong("an object"));
        }
        let Some(own) = self.fields.iter().find(|own| **own == name) else {
            let names: Vec<String> = self.fields.iter().map(|own| format!("`{own}`")).collect();
            return Err(whole
                .issue(Code::UnknownField, format!("there is no field `{}`", excerpt(name)))
                .with_hint(format!("The fields are {}.", names.join(" and "))));
        };
        if seen.contains(own) {
            return Err(whole.issue(Code::DuplicateField, format!("field `{name}` stands twice")));
        }
        if !json.is_list() {
            return Err(whole.wrong("a list"));
        }
        seen.push(own);
        Ok(())
    }
}

//! Why the links are what they are, and for whom the rest is.

use super::{By, Sides, Standing, State};
use crate::report::{Fact, Log, rule};

/// Explains each link that was made now.
pub(super) fn explain(sides: Sides<'_>, state: &State, log: &mut Log) {
    for standing in &state.variants {
        let Standing::Linked(link) = standing else { continue };
        let (Some(variant), Some(item)) =
            (sides.variants.get(link.variant), sides.items.get(link.item))
        else {
            continue;
        };
        let subject = format!("variant/{}", variant.id);
        match link.by {
            By::Stored | By::Hand => {}
            By::Code(own, other) => log.explain(rule::LINK_CODE, &subject, || {
                let codes = item.codes.iter().filter(|code| code.field == other);
                let codes = codes.map(|code| Fact::text(&code.text)).collect();
                let inputs = vec![
                    ("field", own.word().into()),
                    ("code", own.of(variant).into()),
                    ("item_field", other.word().into()),
                    ("codes", Fact::List(codes)),
                    ("item", Fact::text(&item.id)),
                ];
                (inputs, Fact::text(&item.id))
            }),
            By::Attributes => log.explain(rule::LINK_WORDS, &subject, || {
                let options = variant.options.iter().map(Fact::text).collect();
                let attributes = item.attributes.iter().map(Fact::text).collect();
                let inputs = vec![
                    ("title", variant.title.as_str().into()),
                    ("options", Fact::List(options)),
                    ("item_title", item.title.as_str().into()),
                    ("attributes", Fact::List(attributes)),
                    ("family", item.family.as_deref().unwrap_or_default().into()),
                    ("item", Fact::text(&item.id)),
                ];
                (inputs, Fact::text(&item.id))
            }),
        }
    }
}

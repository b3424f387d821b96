//! What a person decides about links: this variant is that item, or is not, or is none any more.

use super::SUBJECT;
use crate::contract::outcome::Checked;
use crate::contract::store::{Gather, Row};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::VariantId;
use crate::domain::sorting::each_once;
use crate::domain::table::Table;
use crate::flow::claim::Claim;
use crate::flow::finish::{Finish, Stop};
use crate::flow::journal::Journal;
use crate::flow::rows::{ItemLinkRow, LINKS, LinkRow, VERSION};
use crate::flow::{Tenant, store};
use crate::report::{Code, Exception, Fact, FromJson, Issue, Node, RawJson, read};

/// Decisions in one task at most.
pub const MOST: usize = 500;

/// What one person decided about one variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The variant.
    pub variant: VariantId,
    /// The item that is meant.
    pub item: ItemId,
    /// What is decided.
    pub decision: Decision,
}

/// What may be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The variant is the item.
    Link,
    /// It is not, and is never to be taken for it.
    Refuse,
    /// It was linked to it, and is so no more.
    Unlink,
}

impl FromJson for Choice {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["variant", "item", "decision"])?;
        let words =
            [("link", Decision::Link), ("refuse", Decision::Refuse), ("unlink", Decision::Unlink)];
        Ok(Self {
            variant: node.get("variant")?,
            item: node.get("item")?,
            decision: node.field("decision")?.word(&words)?,
        })
    }
}

/// Carries out decisions, one after the other. One that would give an item two variants is not
/// carried out, and said.
///
/// # Errors
/// [`Stop`] when the store does not do its part.
pub async fn decide(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    choices: &[Choice],
) -> Result<Finish, Stop> {
    let mut claim = Claim::take(journal, tenant.task, SUBJECT, Vec::new()).await?;
    claim.own(journal, tenant.task).await?;
    let mut keys: Vec<String> = Vec::new();
    for choice in choices {
        keys.push(format!("variant/{}", choice.variant));
        keys.push(format!("item/{}", choice.item));
    }
    let gather = Gather { keys: each_once(keys), prefixes: Vec::new(), limit: 0 };
    let rows = store::gather::<RawJson>(journal, "links.standing", LINKS, gather).await?;
    let mut links: Table<VariantId, ItemId> = Table::new();
    let mut variants: Table<ItemId, VariantId> = Table::new();
    for (key, row) in &rows {
        let variant = key.strip_prefix("variant/").and_then(|id| VariantId::parse(id).ok());
        let item = key.strip_prefix("item/").and_then(|id| ItemId::parse(id).ok());
        if let (Some(variant), Ok(row)) = (variant, read::document::<LinkRow>(row.as_bytes(), "$"))
        {
            variants.insert(row.item.clone(), variant);
            links.insert(variant, row.item);
        }
        if let (Some(item), Ok(row)) = (item, read::document::<ItemLinkRow>(row.as_bytes(), "$")) {
            links.insert(row.variant, item.clone());
            variants.insert(item, row.variant);
        }
    }
    let mut end = Finish::with(Vec::new(), SUBJECT, &[]);
    let mut standing = Standing { links, variants };
    for choice in choices {
        standing.take(choice, &mut end);
    }
    Ok(end)
}

/// What is linked while the decisions are gone through.
struct Standing {
    links: Table<VariantId, ItemId>,
    variants: Table<ItemId, VariantId>,
}

impl Standing {
    fn take(&mut self, choice: &Choice, end: &mut Finish) {
        let Choice { variant, item, decision } = choice;
        let subject = format!("variant/{variant}");
        let linked =
            self.links.get(variant) == Some(item) && self.variants.get(item) == Some(variant);
        let codes = vec![Code::LinkTaken, Code::LinkBroken, Code::LinkRenewed];
        end.checked.push(Checked { subject: subject.clone(), codes });
        match decision {
            Decision::Link => {
                if let Some(other) = self.variants.get(item).filter(|other| *other != variant) {
                    end.exceptions.push(
                        Exception::new(Code::LinkTaken, &subject)
                            .with("item", Fact::text(item))
                            .with("taken_by", Fact::text(other)),
                    );
                    return;
                }
                if let Some(before) = self.links.get(variant).filter(|before| *before != item) {
                    end.commit.push(Row::delete(LINKS, format!("item/{before}")));
                }
                self.link(variant, item, end);
            }
            Decision::Refuse => {
                let key = format!("refused/{variant}/{item}");
                end.commit.push(Row::put(LINKS, key, &Mark { v: VERSION }));
                if linked {
                    self.unlink(variant, item, end);
                }
            }
            Decision::Unlink if linked => self.unlink(variant, item, end),
            Decision::Unlink => {}
        }
    }

    fn link(&mut self, variant: &VariantId, item: &ItemId, end: &mut Finish) {
        let row = LinkRow {
            v: VERSION,
            item: item.clone(),
            by: "hand".to_owned(),
            by_hand: true,
            untracked: false,
            kit: Vec::new(),
            kit_untold: false,
        };
        let other = ItemLinkRow { v: VERSION, variant: *variant, by_hand: true };
        end.commit.push(Row::put(LINKS, format!("variant/{variant}"), &row));
        end.commit.push(Row::put(LINKS, format!("item/{item}"), &other));
        for said in [
            format!("refused/{variant}/{item}"),
            format!("review/{variant}"),
            format!("orphan/variant/{variant}"),
            format!("orphan/item/{item}"),
        ] {
            end.commit.push(Row::delete(LINKS, said));
        }
        self.links.insert(*variant, item.clone());
        self.variants.insert(item.clone(), *variant);
    }

    fn unlink(&mut self, variant: &VariantId, item: &ItemId, end: &mut Finish) {
        end.commit.push(Row::delete(LINKS, format!("variant/{variant}")));
        end.commit.push(Row::delete(LINKS, format!("item/{item}")));
        self.links.remove(variant);
        self.variants.remove(item);
    }
}

#[derive(serde::Serialize)]
struct Mark {
    v: u32,
}

//! Links variants by their codes, a page of them at a time.

use super::near::{Near, is_bare};
use super::rows::{Mark, VariantRow, components, kit_rows};
use super::{Step, Work};
use crate::contract::outcome::Checked;
use crate::contract::store::{Gather, Row, Scan};
use crate::domain::catalogue::{Item, Variant};
use crate::domain::ids::shopify::{ProductId, VariantId};
use crate::domain::sorting::each_once;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::join;
use crate::flow::rows::{CATALOGUE, ItemLinkRow, KitRow, LINKS, LinkRow, VERSION};
use crate::flow::store;
use crate::policy::LinkKey;
use crate::report::log::Level;
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::links::{self, By, InsteadOf, Link, Linking};

/// How many variants are linked in one task.
const PAGE: u32 = 150;

impl Work<'_, '_> {
    pub(super) async fn pairs(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let scan = Scan { prefix: self.key("v/"), after: after.map(str::to_owned), limit: PAGE };
        let page = store::page::<VariantRow>(self.journal, "pairs.page", CATALOGUE, scan).await?;
        let own: Vec<Variant> = page.rows.into_iter().map(|(_, row)| row.variant()).collect();
        let ids: Vec<VariantId> = each_once(own.iter().map(|variant| variant.id).collect());
        let products: Vec<ProductId> = own.iter().map(|variant| variant.product).collect();
        let order = &self.tenant.policy.link_order;
        let (near, wanted) = join(
            self.near(own, false, |near| {
                let (variants, _, linking) = near.link(order, &mut Log::new(Level::None));
                unsure(&ids, &variants, &linking, order)
            }),
            self.wanted_families(products),
        )
        .await;
        let (near, wanted) = (near?, wanted?);
        let (variants, items, linking) = near.link(order, &mut Log::new(Level::None));
        let mut linked: Vec<VariantId> = Vec::new();
        for link in &linking.links {
            let (Some(variant), Some(item)) = (variants.get(link.variant), items.get(link.item))
            else {
                continue;
            };
            // The others are another page's, and those without any code come later.
            let stored = matches!(link.by, By::Stored | By::Hand);
            if ids.binary_search(&variant.id).is_err() || (is_bare(variant) && !stored) {
                continue;
            }
            linked.push(variant.id);
            self.linked(link, variant, item, near.rows.get(&variant.id), end);
            if let Some(family) = item.family.as_ref().filter(|_| wanted.contains(&variant.product))
            {
                let key = self.key(&format!("f/{}/{family}", variant.product));
                end.commit.push(Row::put(CATALOGUE, key, &Mark::HERE));
            }
        }
        self.left(&ids, &linked, &linking, &near, end);
        Ok(page.after.map_or(Step::Over, Step::On))
    }

    /// Those of these products of which siblings without any code want to know the family.
    async fn wanted_families(&self, products: Vec<ProductId>) -> Result<Vec<ProductId>, Stop> {
        let products = each_once(products);
        let keys = products.iter().map(|product| self.key(&format!("p/{product}"))).collect();
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let rows = store::gather::<Mark>(self.journal, "pairs.families", CATALOGUE, gather).await?;
        let wanted =
            rows.iter().filter_map(|(key, _)| ProductId::parse(key.rsplit('/').next()?).ok());
        Ok(wanted.collect())
    }

    /// Notes with each component which kit it is part of: what the kit sells is missing there.
    fn uses(&self, row: &LinkRow, variant: VariantId, stands: Option<&LinkRow>, end: &mut Finish) {
        let kit = |part: &KitRow| format!("used/{}/{}", part.item, row.item);
        let value = ItemLinkRow { v: VERSION, variant, by_hand: false };
        if stands.is_none_or(|stands| stands.kit != row.kit) {
            end.commit.extend(row.kit.iter().map(|part| Row::put(LINKS, kit(part), &value)));
        }
        for gone in stands.iter().flat_map(|stands| &stands.kit) {
            if row.kit.iter().all(|part| part.item != gone.item) {
                end.commit.push(Row::delete(LINKS, kit(gone)));
            }
        }
    }

    /// The rows of a link, and what is to be said of it.
    pub(super) fn linked(
        &mut self,
        link: &Link,
        variant: &Variant,
        item: &Item,
        stands: Option<&LinkRow>,
        end: &mut Finish,
    ) {
        self.run.linked = self.run.linked.saturating_add(1);
        let by_hand = link.by == By::Hand;
        let stored = matches!(link.by, By::Stored | By::Hand);
        let (kit, kit_untold) = match (self.tenant.policy.kits.get(&item.id), &item.kit) {
            (Some(own), _) => (components(own), false),
            (None, Some(kit)) => {
                let rows = kit_rows(kit);
                let untold = rows.is_empty();
                (rows, untold)
            }
            (None, None) => (Vec::new(), false),
        };
        let row = LinkRow {
            v: VERSION,
            item: item.id.clone(),
            // What it was made by once.
            by: stands
                .filter(|_| stored)
                .map_or_else(|| link.by.words().to_owned(), |row| row.by.clone()),
            by_hand,
            untracked: !variant.tracked || !item.tracked,
            kit,
            kit_untold,
        };
        self.uses(&row, variant.id, stands, end);
        let other = ItemLinkRow { v: VERSION, variant: variant.id, by_hand };
        if !stored || stands != Some(&row) {
            end.commit.push(Row::put(LINKS, format!("variant/{}", variant.id), &row));
            end.commit.push(Row::put(LINKS, format!("item/{}", item.id), &other));
        }
        if stored {
            return;
        }
        self.run.made = self.run.made.saturating_add(1);
        let subject = format!("variant/{}", variant.id);
        let codes = vec![Code::LinkBroken, Code::LinkRenewed];
        if let Some(before) = &link.instead_of {
            let exception = Exception::new(Code::LinkRenewed, &subject)
                .with("item", Fact::text(&item.id))
                .with("by", link.by.words());
            end.exceptions.push(match before {
                InsteadOf::Item(gone) => {
                    end.commit.push(Row::delete(LINKS, format!("item/{gone}")));
                    exception.with("instead_of_item", Fact::text(gone))
                }
                InsteadOf::Variant(gone) => {
                    end.commit.push(Row::delete(LINKS, format!("variant/{gone}")));
                    exception.with("instead_of_variant", Fact::text(gone))
                }
            });
        }
        end.checked.push(Checked { subject, codes });
    }

    /// Notes whom of the page nothing was linked to.
    fn left(
        &mut self,
        ids: &[VariantId],
        linked: &[VariantId],
        linking: &Linking,
        near: &Near,
        end: &mut Finish,
    ) {
        for id in ids.iter().filter(|id| !linked.contains(id)) {
            if linking.skipped.iter().any(|(own, _)| own == id) {
                self.run.skipped = self.run.skipped.saturating_add(1);
            } else if let Some(variant) = near.variants.get(id) {
                let key = self.key(&format!("o/{id}"));
                end.commit.push(Row::put(CATALOGUE, key, &VariantRow::of(variant)));
            }
        }
    }
}

/// Those of the page that are not linked by the most telling code.
fn unsure(
    ids: &[VariantId],
    variants: &[Variant],
    linking: &Linking,
    order: &[LinkKey],
) -> Vec<VariantId> {
    let sure = linking.links.iter().filter(|link| links::is_by_first(link.by, order));
    let sure: Vec<VariantId> =
        sure.filter_map(|link| Some(variants.get(link.variant)?.id)).collect();
    ids.iter().filter(|id| sure.binary_search(id).is_err()).copied().collect()
}

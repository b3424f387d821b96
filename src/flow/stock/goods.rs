//! What an item has to do with: its variant, what it is made of, and the kits it is part of; and
//! so on, for a unit that a kit has sold is missing in its components.

use super::super::finish::Stop;
use super::super::journal::Journal;
use super::super::rows::{ItemLinkRow, KitRow, LINKS, LinkRow};
use super::super::store;
use crate::contract::store::Gather;
use crate::domain::catalogue::Kit;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::VariantId;
use crate::domain::level::Goods;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::policy::{KitStock, Policy};
use crate::report::{Code, Exception, Fact};

/// How many kits may lie in each other, seen from one item: each takes two rounds.
const DEEPEST: usize = 3;

/// How many items one task looks at for the sake of those it publishes.
const MOST: usize = 200;

/// How many kits of one component are read.
const MOST_KITS: u32 = 100;

/// One item.
#[derive(Clone, Debug)]
pub(super) struct Good {
    /// The variant it is linked to; nothing for a component that Shopify does not sell.
    pub(super) variant: Option<VariantId>,
    /// Whether its stock is counted.
    pub(super) goods: Goods,
    /// What it is made of.
    pub(super) kit: Option<Kit>,
}

/// All items that matter, by their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) goods: Table<ItemId, Good>,
    /// Those that are still to be looked up.
    open: Vec<ItemId>,
}

impl Known {
    /// Nothing but which items are asked for.
    pub(super) fn of(items: &[ItemId]) -> Self {
        Self { goods: Table::new(), open: items.to_vec() }
    }

    /// Looks up the variants of what is open and the kits that contain it. Returns the variants
    /// that are new.
    ///
    /// # Errors
    /// [`Stop`] when the store does not answer, or there are too many.
    pub(super) async fn variants(
        &mut self,
        journal: &Journal<'_>,
        policy: &Policy,
        round: usize,
    ) -> Result<Vec<(ItemId, VariantId)>, Stop> {
        let open = std::mem::take(&mut self.open);
        let gather = Gather {
            keys: open.iter().map(|item| format!("item/{item}")).collect(),
            prefixes: open.iter().map(|item| format!("used/{item}/")).collect(),
            limit: MOST_KITS,
        };
        let step = format!("stock.items.{round}");
        let rows = store::gather::<ItemLinkRow>(journal, &step, LINKS, gather).await?;
        let mut found = Vec::new();
        for item in open {
            self.goods.insert(item, Good { variant: None, goods: Goods::Counted, kit: None });
        }
        for (key, row) in rows {
            let id = key.rsplit('/').next().unwrap_or_default();
            let Ok(item) = ItemId::parse(id) else { continue };
            let known = self.goods.get(&item).is_some_and(|good| good.variant.is_some());
            if !known {
                let good = Good { variant: Some(row.variant), goods: Goods::Counted, kit: None };
                self.goods.insert(item.clone(), good);
                found.push((item, row.variant));
            }
        }
        // The tenant's word on what kits are made of goes first.
        for (kit, recipe) in policy.kits.iter() {
            let part = recipe.iter().any(|(own, _)| self.goods.get(own).is_some());
            if part && self.goods.get(kit).is_none() {
                self.open.push(kit.clone());
            }
        }
        if self.goods.iter().count() > MOST {
            return Err(Exception::new(Code::TooMuchData, journal.subject())
                .with("items", Fact::text(MOST))
                .about("kits")
                .into());
        }
        Ok(found)
    }

    /// Looks up how those are linked: whether their stock is counted, and what they are made of.
    ///
    /// # Errors
    /// [`Stop`] when the store does not answer.
    pub(super) async fn links(
        &mut self,
        journal: &Journal<'_>,
        policy: &Policy,
        round: usize,
        found: &[(ItemId, VariantId)],
    ) -> Result<(), Stop> {
        let gather = Gather {
            keys: found.iter().map(|(_, variant)| format!("variant/{variant}")).collect(),
            ..Gather::default()
        };
        let step = format!("stock.links.{round}");
        let rows = store::gather::<LinkRow>(journal, &step, LINKS, gather).await?;
        let rows: Table<String, LinkRow> = rows.into_iter().collect();
        let mut parts: Vec<ItemId> = Vec::new();
        for (item, variant) in found {
            let row = rows.get(format!("variant/{variant}").as_str());
            // The two rows of a link are changed together; one alone is none.
            let row = row.filter(|row| row.item == *item);
            let Some(good) = self.goods.get_mut(item) else { continue };
            let Some(row) = row else {
                good.variant = None;
                continue;
            };
            if row.untracked {
                good.goods = Goods::Untracked;
            }
            if policy.stock.kits == KitStock::Components {
                good.kit = kit(policy, item, row);
            }
            if let Some(Kit::Recipe(recipe)) = &good.kit {
                parts.extend(recipe.iter().map(|(part, _)| part.clone()));
            }
        }
        let new = parts.into_iter().filter(|part| self.goods.get(part).is_none());
        let new: Table<ItemId, ()> = new.map(|part| (part, ())).collect();
        self.open.extend(new.iter().map(|(part, ())| part.clone()));
        Ok(())
    }

    /// Which others change with these: what these are made of, and the kits that contain any of them.
    /// Shopify sells them all.
    pub(super) fn touched(&self, items: &[ItemId]) -> Vec<ItemId> {
        let mut all: Vec<ItemId> = items.to_vec();
        let parts = |item: &ItemId| -> Vec<ItemId> {
            let kit = self.goods.get(item).and_then(|good| good.kit.as_ref());
            let Some(Kit::Recipe(recipe)) = kit else { return Vec::new() };
            recipe.iter().map(|(part, _)| part.clone()).collect()
        };
        // Downwards first: another kit may take of the same components.
        let mut new = all.clone();
        while !new.is_empty() {
            let below = new.iter().flat_map(parts).filter(|part| !all.contains(part));
            let once: Table<ItemId, ()> = below.map(|part| (part, ())).collect();
            new = once.iter().map(|(part, ())| part.clone()).collect();
            all.extend(new.iter().cloned());
        }
        loop {
            let above = self.goods.iter().map(|(item, _)| item).filter(|item| {
                !all.contains(*item) && parts(item).iter().any(|part| all.contains(part))
            });
            let above: Vec<ItemId> = above.cloned().collect();
            if above.is_empty() {
                break;
            }
            all.extend(above);
        }
        let sold = |item: &ItemId| self.goods.get(item).is_some_and(|good| good.variant.is_some());
        all.retain(|item| !items.contains(item) && sold(item));
        all
    }

    /// Whether there is more to look up, and whether that would be too deep.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether kits lie deeper in each other than is looked at.
    pub(super) fn is_too_deep(&self, round: usize) -> bool {
        self.is_open() && round >= DEEPEST
    }
}

fn kit(policy: &Policy, item: &ItemId, row: &LinkRow) -> Option<Kit> {
    if let Some(recipe) = policy.kits.get(item) {
        return Some(Kit::Recipe(recipe.clone()));
    }
    if row.kit_untold {
        return Some(Kit::Untold);
    }
    let part = |own: &KitRow| (own.item.clone(), Quantity::new(own.quantity.0));
    (!row.kit.is_empty()).then(|| Kit::Recipe(row.kit.iter().map(part).collect()))
}

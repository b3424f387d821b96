//! What an item has to do with: its variant, what it is made of down to what is no kit, and the kits
//! that contain any of that, up to the outermost: a unit that one of these has sold is missing in its
//! components. What else those kits are made of does not matter.

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
const DEEPEST: usize = 8;

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
    /// Those that are asked for.
    pub(super) items: Vec<ItemId>,
    /// Those that are still to be looked up.
    open: Vec<ItemId>,
}

impl Known {
    /// Nothing but which items are asked for.
    pub(super) fn of(items: &[ItemId]) -> Self {
        Self { goods: Table::new(), items: items.to_vec(), open: items.to_vec() }
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
        let open = std::mem::take(&mut self.open).into_iter();
        let open: Table<ItemId, ()> = open.map(|item| (item, ())).collect();
        let kits = policy.stock.kits == KitStock::Components;
        let used = open.iter().filter(|_| kits);
        let gather = Gather {
            keys: open.iter().map(|(item, ())| format!("item/{item}")).collect(),
            prefixes: used.map(|(item, ())| format!("used/{item}/")).collect(),
            limit: MOST_KITS,
        };
        let step = format!("stock.items.{round}");
        let rows = store::gather::<ItemLinkRow>(journal, &step, LINKS, gather).await?;
        let mut found = Vec::new();
        let none = Good { variant: None, goods: Goods::Counted, kit: None };
        for (item, ()) in open.iter() {
            if self.goods.get(item).is_none() {
                self.goods.insert(item.clone(), none.clone());
            }
        }
        for (key, row) in rows {
            let id = key.rsplit('/').next().unwrap_or_default();
            let Ok(item) = ItemId::parse(id) else { continue };
            let known = self.goods.get(&item).is_some_and(|good| good.variant.is_some());
            if !known {
                if key.starts_with("used/") {
                    // It may be part of another one.
                    self.open.push(item.clone());
                }
                let good = Good { variant: Some(row.variant), ..none.clone() };
                self.goods.insert(item.clone(), good);
                found.push((item, row.variant));
            }
        }
        // The tenant's word on what kits are made of goes first.
        for (kit, recipe) in policy.kits.iter().filter(|_| kits) {
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
        }
        let below = self.below();
        self.open.extend(below.into_iter().filter(|part| self.goods.get(part).is_none()));
        Ok(())
    }

    /// What an item is made of, as far as that is known.
    fn parts(&self, item: &ItemId) -> impl Iterator<Item = &ItemId> {
        let recipe = match self.goods.get(item).and_then(|good| good.kit.as_ref()) {
            Some(Kit::Recipe(recipe)) => recipe.as_slice(),
            _ => &[],
        };
        recipe.iter().map(|(part, _)| part)
    }

    /// The items that are asked for, and what they are made of in the end: each once.
    pub(super) fn below(&self) -> Vec<ItemId> {
        let mut all = self.items.clone();
        let mut next = 0_usize;
        while let Some(item) = all.get(next) {
            let new = self.parts(item).filter(|part| !all.contains(part));
            let new: Table<ItemId, ()> = new.map(|part| (part.clone(), ())).collect();
            all.extend(new.iter().map(|(part, ())| part.clone()));
            next = next.saturating_add(1);
        }
        all
    }

    /// Which others change with those that are asked for: what they are made of, and all kits that
    /// contain any of that. Shopify sells them all.
    pub(super) fn touched(&self) -> Vec<ItemId> {
        let sold = |good: &Good| good.variant.is_some();
        let all = self.goods.iter().filter(|(item, good)| sold(good) && !self.items.contains(item));
        all.map(|(item, _)| item.clone()).collect()
    }

    /// Whether there is more to look up, and whether that would be too deep.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether kits lie deeper in each other than is looked at.
    pub(super) fn is_too_deep(&self, round: usize) -> bool {
        self.is_open() && round > DEEPEST
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

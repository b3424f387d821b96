//! What kits are made of in the end: kits in kits are opened, what is not counted is left out.

use super::book::Book;
use crate::domain::catalogue::Kit;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::level::{Goods, StockLink};
use crate::domain::quantity::Quantity;
use crate::domain::sorting::sorted;
use crate::domain::table::Table;
use crate::policy::{KitStock, Policy};

/// How many kits may lie in each other.
const DEEPEST: usize = 16;

/// What kits are made of.
#[derive(Clone, Debug, Default)]
pub struct Recipes {
    kits: Table<usize, Recipe>,
    /// Component, kit, and how many one kit takes.
    uses: Vec<(usize, usize, Quantity)>,
}

/// What one kit is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// Items that are no kits, by their numbers, with how many of each one kit takes.
    Made(Vec<(usize, Quantity)>),
    /// It cannot be told.
    Broken(Fault),
}

/// Why it cannot be told what a kit is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody says it.
    Untold,
    /// It contains itself.
    Cycle,
    /// Kits lie too deep in each other.
    TooDeep,
    /// A component is taken in a number that is none.
    Number,
}

impl Fault {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Untold => "kit_untold",
            Self::Cycle => "kit_cycle",
            Self::TooDeep => "kit_too_deep",
            Self::Number => "kit_number",
        }
    }
}

type Given<'a> = Table<usize, Option<&'a [(ItemId, Quantity)]>>;

impl Recipes {
    /// What the kits among `links` and those of the policy are made of; none where kits have
    /// levels of their own. `untracked` are items whose stock nobody counts.
    #[must_use]
    pub fn of(book: &Book<'_>, links: &[StockLink], untracked: &[ItemId], policy: &Policy) -> Self {
        let mut given: Given<'_> = Table::new();
        let told = policy.kits.iter().map(|(item, recipe)| (item, Some(recipe.as_slice())));
        let linked = links.iter().filter_map(|link| match link.kit.as_ref()? {
            Kit::Recipe(recipe) => Some((&link.item, Some(recipe.as_slice()))),
            Kit::Untold => Some((&link.item, None)),
        });
        if policy.stock.kits == KitStock::Own {
            return Self::default();
        }
        for (item, recipe) in told.chain(linked) {
            let Some(number) = book.item(item.as_str()) else { continue };
            // The tenant's word goes first.
            if given.get(&number).is_none() {
                given.insert(number, recipe);
            }
        }
        if given.is_empty() {
            return Self::default();
        }
        let mut uncounted: Table<usize, ()> = Table::new();
        let of_links = links.iter().filter(|link| {
            matches!(link.goods, Goods::Untracked | Goods::GiftCard | Goods::Service)
        });
        for item in of_links.map(|link| &link.item).chain(untracked) {
            if let Some(number) = book.item(item.as_str()) {
                uncounted.insert(number, ());
            }
        }
        let mut opener = Opener {
            book,
            given: &given,
            uncounted: &uncounted,
            done: Table::new(),
            depths: Table::new(),
            open: Vec::new(),
        };
        for (kit, _) in given.iter() {
            opener.recipe(*kit);
        }
        let mut uses = Vec::new();
        for (kit, recipe) in opener.done.iter() {
            if let Recipe::Made(recipe) = recipe {
                uses.extend(recipe.iter().map(|(component, need)| (*component, *kit, *need)));
            }
        }
        let uses = sorted(uses, |one, other| (one.0, one.1).cmp(&(other.0, other.1)));
        Self { kits: opener.done, uses }
    }

    /// What a kit is made of; nothing for what is no kit.
    pub(super) fn get(&self, item: usize) -> Option<&Recipe> {
        self.kits.get(&item)
    }

    /// The kits that contain an item, and how many of it each takes.
    pub fn with(&self, item: usize) -> impl Iterator<Item = (usize, Quantity)> {
        let from = self.uses.partition_point(|(component, _, _)| *component < item);
        let tail = self.uses.get(from..).unwrap_or_default();
        let same = tail.iter().take_while(move |(component, _, _)| *component == item);
        same.map(|(_, kit, need)| (*kit, *need))
    }

    /// The kits that contain an item: their rows in flight take stock of it, too.
    pub fn kits_with<'r>(
        &'r self,
        item: &ItemId,
        book: &'r Book<'_>,
    ) -> impl Iterator<Item = &'r ItemId> {
        let kits = book.item(item.as_str()).into_iter().flat_map(|item| self.with(item));
        kits.filter_map(|(kit, _)| book.item_id(kit))
    }

    /// What a kit is made of in the end: the levels that its own quantity rests on.
    pub fn components_of<'r>(
        &'r self,
        kit: &ItemId,
        book: &'r Book<'_>,
    ) -> impl Iterator<Item = &'r ItemId> {
        let recipe = book.item(kit.as_str()).and_then(|kit| self.get(kit));
        let made = match recipe {
            Some(Recipe::Made(made)) => made.as_slice(),
            _ => &[],
        };
        made.iter().filter_map(|(component, _)| book.item_id(*component))
    }
}

struct Opener<'a> {
    book: &'a Book<'a>,
    given: &'a Given<'a>,
    uncounted: &'a Table<usize, ()>,
    done: Table<usize, Recipe>,
    /// How many kits lie in each other, of each that was opened well.
    depths: Table<usize, usize>,
    /// The kits that are being opened.
    open: Vec<usize>,
}

impl Opener<'_> {
    fn recipe(&mut self, kit: usize) -> Recipe {
        if let Some(done) = self.done.get(&kit) {
            return done.clone();
        }
        if self.open.contains(&kit) {
            return Recipe::Broken(Fault::Cycle);
        }
        if self.open.len() >= DEEPEST {
            return Recipe::Broken(Fault::TooDeep);
        }
        self.open.push(kit);
        let opened = self.opened(kit);
        self.open.pop();
        let recipe = match opened {
            Ok((made, depth)) if depth <= DEEPEST => {
                self.depths.insert(kit, depth);
                Recipe::Made(made)
            }
            Ok(_) => Recipe::Broken(Fault::TooDeep),
            Err(fault) => Recipe::Broken(fault),
        };
        // Where it is part of a circle or of a tower, each of its kits is opened from itself.
        let whole = self.open.is_empty()
            || !matches!(recipe, Recipe::Broken(Fault::Cycle | Fault::TooDeep));
        if whole {
            self.done.insert(kit, recipe.clone());
        }
        recipe
    }

    fn opened(&mut self, kit: usize) -> Result<(Vec<(usize, Quantity)>, usize), Fault> {
        let given = self.given.get(&kit).copied().flatten().ok_or(Fault::Untold)?;
        let mut made: Table<usize, Quantity> = Table::new();
        let mut depth = 1_usize;
        for (item, need) in given {
            let component = self.book.item(item.as_str()).ok_or(Fault::Untold)?;
            if *need <= Quantity::ZERO {
                return Err(Fault::Number);
            }
            if self.given.get(&component).is_some() {
                let inner = match self.recipe(component) {
                    Recipe::Made(inner) => inner,
                    Recipe::Broken(fault) => return Err(fault),
                };
                let below = self.depths.get(&component).copied().unwrap_or_default();
                depth = depth.max(below.saturating_add(1));
                for (item, inner_need) in inner {
                    let both = need.value().checked_mul(inner_need.value()).ok_or(Fault::Number)?;
                    add(&mut made, item, Quantity::new(both))?;
                }
            } else if self.uncounted.get(&component).is_none() {
                add(&mut made, component, *need)?;
            }
        }
        Ok((made.iter().map(|(item, need)| (*item, *need)).collect(), depth))
    }
}

fn add(made: &mut Table<usize, Quantity>, item: usize, need: Quantity) -> Result<(), Fault> {
    let sum = made.get(&item).copied().unwrap_or_default();
    made.insert(item, sum.checked_add(&need).map_err(|_| Fault::Number)?);
    Ok(())
}

//! All that some variants hang together with: whoever shares a code with them, the links of all of
//! them, and whoever shares a code with those again, as far as it can matter.

use super::Work;
use super::rows::{ItemRow, Mark, VariantRow};
use crate::contract::store::Gather;
use crate::domain::catalogue::{Item, Variant};
use crate::domain::code_form::{self, CodeForm};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::VariantId;
use crate::domain::table::Table;
use crate::flow::finish::Stop;
use crate::flow::join::join;
use crate::flow::rows::{CATALOGUE, ItemLinkRow, LINKS, LinkRow};
use crate::flow::store;
use crate::policy::LinkKey;
use crate::report::{Log, RawJson, read};
use crate::rules::links::{
    self, Known, KnownLink, Linking, MOST_SHARING, item_words, variant_words,
};

/// How often the circle is widened. Whom a variant is linked to depends on who else has the code,
/// and on where those are linked by a more telling code: one circle for each. Beyond the last one
/// only equal codes of unlike kinds, several times over, could matter.
const CIRCLES: u32 = 3;

/// How many variants and items one task looks at; then it goes no further.
const MOST: usize = 4_000;

/// What was found.
#[derive(Default)]
pub(super) struct Near {
    pub variants: Table<VariantId, Variant>,
    pub items: Table<ItemId, Item>,
    pub known: Known,
    /// The links as they stand.
    pub rows: Table<VariantId, LinkRow>,
    codes: Table<u64, ()>,
}

/// One side's id, as it stands behind a code.
enum Whose {
    Variant(VariantId),
    Item(ItemId),
}

impl Work<'_, '_> {
    /// What these variants hang together with; with `words`, also by those.
    pub(super) async fn near(
        &self,
        own: Vec<Variant>,
        words: bool,
        only: impl Fn(&Near) -> Vec<VariantId>,
    ) -> Result<Near, Stop> {
        let mut near = Near::default();
        let mut prefixes: Vec<String> = Vec::new();
        let mut fresh_variants: Vec<VariantId> = Vec::new();
        for variant in own {
            near.codes_of_variant(&variant, &mut prefixes);
            if words
                && is_bare(&variant)
                && let Some(words) = variant_words(&variant)
            {
                prefixes.push(format!("w/{words:016x}/"));
            }
            fresh_variants.push(variant.id);
            near.variants.insert(variant.id, variant);
        }
        let mut fresh_items: Vec<ItemId> = Vec::new();
        for circle in 0..CIRCLES {
            let found = self.behind(circle, prefixes).await?;
            for whose in found {
                match whose {
                    Whose::Variant(id) if near.variants.get(&id).is_none() => {
                        fresh_variants.push(id);
                    }
                    Whose::Item(id) if near.items.get(&id).is_none() => fresh_items.push(id),
                    _ => {}
                }
            }
            self.fetch(circle, &mut near, fresh_variants, fresh_items).await?;
            if near.variants.iter().count().saturating_add(near.items.iter().count()) > MOST {
                break;
            }
            // Of those who are not sure of their item, the circle is widened.
            (prefixes, fresh_variants, fresh_items) = (Vec::new(), Vec::new(), Vec::new());
            let unsure = only(&near);
            near.widen(&unsure, &mut prefixes);
            if prefixes.is_empty() {
                break;
            }
        }
        Ok(near)
    }

    /// Who stands behind codes or words.
    async fn behind(&self, circle: u32, prefixes: Vec<String>) -> Result<Vec<Whose>, Stop> {
        let limit = u32::try_from(MOST_SHARING.saturating_add(1)).unwrap_or(u32::MAX);
        let prefixes = prefixes.iter().map(|prefix| self.key(prefix)).collect();
        let gather = Gather { keys: Vec::new(), prefixes, limit };
        let step = format!("near.codes.{circle}");
        let rows = store::gather::<Mark>(self.journal, &step, CATALOGUE, gather).await?;
        let whose = rows.iter().filter_map(|(key, _)| {
            let mut parts = key.rsplit('/');
            let (id, side) = (parts.next()?, parts.next()?);
            match side {
                "v" => VariantId::parse(id).ok().map(Whose::Variant),
                _ => ItemId::parse(id).ok().map(Whose::Item),
            }
        });
        Ok(whose.collect())
    }

    /// Reads them with their links, and then whoever they are linked to.
    async fn fetch(
        &self,
        circle: u32,
        near: &mut Near,
        variants: Vec<VariantId>,
        items: Vec<ItemId>,
    ) -> Result<(), Stop> {
        let mut keys: Vec<String> = variants.iter().map(|id| format!("variant/{id}")).collect();
        keys.extend(items.iter().map(|id| format!("item/{id}")));
        let prefixes = variants.iter().map(|id| format!("refused/{id}/")).collect();
        let links = Gather { keys, prefixes, limit: 100 };
        let mut wanted: Vec<String> = Vec::new();
        for id in variants.iter().filter(|id| near.variants.get(id).is_none()) {
            wanted.push(self.key(&format!("v/{id}")));
        }
        for id in &items {
            wanted.push(self.key(&format!("i/{id}")));
        }
        let step = format!("near.links.{circle}");
        let (links, rows) = join(
            store::gather::<RawJson>(self.journal, &step, LINKS, links),
            self.rows(format!("near.rows.{circle}"), wanted),
        )
        .await;
        for (key, value) in &links? {
            near.note(key, value);
        }
        self.keep(near, rows?)?;
        let mut wanted: Vec<String> = Vec::new();
        for (_, link) in near.known.links.iter() {
            if near.items.get(&link.item).is_none() {
                wanted.push(self.key(&format!("i/{}", link.item)));
            }
        }
        for (_, variant) in near.known.variants.iter() {
            if near.variants.get(variant).is_none() {
                wanted.push(self.key(&format!("v/{variant}")));
            }
        }
        let rows = self.rows(format!("near.others.{circle}"), wanted).await?;
        self.keep(near, rows)
    }

    async fn rows(&self, step: String, keys: Vec<String>) -> Result<Vec<(String, RawJson)>, Stop> {
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        store::gather(self.journal, &step, CATALOGUE, gather).await
    }

    fn keep(&self, near: &mut Near, rows: Vec<(String, RawJson)>) -> Result<(), Stop> {
        for (key, value) in rows {
            if key.contains("/i/") {
                let row = read::document::<ItemRow>(value.as_bytes(), "$");
                let item = row.map_err(|issue| self.spoilt(&key, &issue))?.item();
                near.items.insert(item.id.clone(), item);
            } else {
                let row = read::document::<VariantRow>(value.as_bytes(), "$");
                let variant = row.map_err(|issue| self.spoilt(&key, &issue))?.variant();
                near.variants.insert(variant.id, variant);
            }
        }
        Ok(())
    }
}

impl Near {
    /// What linking makes of all of it.
    pub(super) fn link(
        &self,
        order: &[LinkKey],
        log: &mut Log,
    ) -> (Vec<Variant>, Vec<Item>, Linking) {
        let variants: Vec<Variant> = self.variants.iter().map(|(_, own)| own.clone()).collect();
        let items: Vec<Item> = self.items.iter().map(|(_, own)| own.clone()).collect();
        let linking = links::link(&variants, &items, &self.known, order, log);
        (variants, items, linking)
    }

    fn codes_of_variant(&mut self, variant: &Variant, prefixes: &mut Vec<String>) {
        for code in [&variant.sku, &variant.barcode] {
            self.code(code, prefixes);
        }
    }

    fn code(&mut self, code: &str, prefixes: &mut Vec<String>) {
        let Some(form) = CodeForm::of(code) else { return };
        if self.codes.insert(form.loose, ()).is_none() {
            prefixes.push(format!("k/{:016x}/", form.loose));
        }
    }

    /// The codes, not looked at yet, of whoever shares one with these variants.
    fn widen(&mut self, unsure: &[VariantId], prefixes: &mut Vec<String>) {
        let mut loose: Table<u64, ()> = Table::new();
        let mut words: Table<u64, ()> = Table::new();
        for variant in unsure.iter().filter_map(|id| self.variants.get(id)) {
            for code in [&variant.sku, &variant.barcode] {
                if let Some(form) = CodeForm::of(code) {
                    loose.insert(form.loose, ());
                }
            }
            if is_bare(variant)
                && let Some(own) = variant_words(variant)
            {
                words.insert(own, ());
            }
        }
        let shares =
            |code: &str| CodeForm::of(code).is_some_and(|form| loose.get(&form.loose).is_some());
        let mut codes: Vec<String> = Vec::new();
        for (_, item) in self.items.iter() {
            let alike = || item_words(item).is_some_and(|own| words.get(&own).is_some());
            if item.codes.iter().any(|code| shares(&code.text)) || (!words.is_empty() && alike()) {
                codes.extend(item.codes.iter().map(|code| code.text.clone()));
            }
        }
        // Whoever competes for those items.
        let items: Table<u64, ()> = codes
            .iter()
            .filter_map(|code| CodeForm::of(code))
            .map(|form| (form.loose, ()))
            .collect();
        for (_, variant) in self.variants.iter() {
            let own = [&variant.sku, &variant.barcode];
            let competes = own
                .iter()
                .filter_map(|code| CodeForm::of(code))
                .any(|form| items.get(&form.loose).is_some());
            if competes {
                codes.extend(own.into_iter().cloned());
            }
        }
        for code in codes {
            self.code(&code, prefixes);
        }
    }

    /// A row of the links.
    fn note(&mut self, key: &str, value: &RawJson) {
        if let Some(id) = key.strip_prefix("variant/") {
            let row = read::document::<LinkRow>(value.as_bytes(), "$");
            if let (Ok(id), Ok(row)) = (VariantId::parse(id), row) {
                self.known.variants.insert(row.item.clone(), id);
                let link = KnownLink { item: row.item.clone(), by_hand: row.by_hand };
                self.known.links.insert(id, link);
                self.rows.insert(id, row);
            }
        } else if let Some(id) = key.strip_prefix("item/") {
            let row = read::document::<ItemLinkRow>(value.as_bytes(), "$");
            if let (Ok(id), Ok(row)) = (ItemId::parse(id), row) {
                let link = KnownLink { item: id.clone(), by_hand: row.by_hand };
                self.known.links.insert(row.variant, link);
                self.known.variants.insert(id, row.variant);
            }
        } else if let Some(pair) = key.strip_prefix("refused/")
            && let Some((variant, item)) = pair.split_once('/')
            && let (Ok(variant), Ok(item)) = (VariantId::parse(variant), ItemId::parse(item))
        {
            self.known.refused.insert((variant, item), ());
        }
    }
}

/// Whether a variant has no code at all.
pub(super) fn is_bare(variant: &Variant) -> bool {
    code_form::is_blank(&variant.sku) && code_form::is_blank(&variant.barcode)
}

//! Reads both catalogues into the store: each variant and item with a row of its own, and a row
//! for each code by which others may find it.

use super::rows::{ItemRow, Mark, VariantRow};
use super::{Step, Work};
use crate::contract::store::Row;
use crate::domain::catalogue::{Item, Variant};
use crate::domain::code_form::CodeForm;
use crate::flow::finish::{Finish, Stop};
use crate::flow::refusal;
use crate::flow::rows::CATALOGUE;
use crate::rules::links::{item_words, variant_words};
use crate::shopify::variants;

/// How many pages of Shopify's catalogue a task reads.
const VARIANT_PAGES: u32 = 6;

impl Work<'_, '_> {
    pub(super) async fn items(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let mut after = after.map(str::to_owned);
        for page in 0..self.tenant.dialect.item_pages() {
            let step = format!("items.{page}");
            let request = self.tenant.dialect.list_items(self.tenant.account, after.as_deref());
            let reply = self.journal.read(&step, request).await?;
            if !reply.is_success() {
                return Err(refusal::of(self.journal, self.tenant, &step, &reply));
            }
            let read = self.tenant.dialect.read_items(reply.body);
            let read = read.map_err(|issue| refusal::unreadable(self.journal, &step, &issue))?;
            for item in &read.items {
                self.keep_item(item, end);
                self.run.items = self.run.items.saturating_add(1);
            }
            match read.after {
                Some(next) => after = Some(next),
                None => return Ok(Step::Over),
            }
        }
        Ok(Step::On(after.unwrap_or_default()))
    }

    pub(super) async fn variants(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let mut after = after.map(str::to_owned);
        for page in 0..VARIANT_PAGES {
            let step = format!("variants.{page}");
            let request = variants::query(after.as_deref(), &self.tenant.policy.shopify_version);
            let reply = self.journal.read(&step, request).await?;
            if !reply.is_success() {
                return Err(refusal::of(self.journal, self.tenant, &step, &reply));
            }
            let read = variants::decode_answer(reply.body);
            let read = read.map_err(|issue| refusal::unreadable(self.journal, &step, &issue))?;
            for variant in &read.rows {
                self.keep_variant(variant, end);
                self.run.variants = self.run.variants.saturating_add(1);
            }
            match read.after {
                Some(next) => after = Some(next),
                None => return Ok(Step::Over),
            }
        }
        Ok(Step::On(after.unwrap_or_default()))
    }

    fn keep_item(&self, item: &Item, end: &mut Finish) {
        let own = format!("i/{}", item.id);
        end.commit.push(Row::put(CATALOGUE, self.key(&own), &ItemRow::of(item)));
        let codes = item.codes.iter().filter_map(|code| CodeForm::of(&code.text));
        self.keep_codes(codes, &own, end);
        if let Some(words) = item_words(item) {
            let key = self.key(&format!("w/{words:016x}/{own}"));
            end.commit.push(Row::put(CATALOGUE, key, &Mark::HERE));
        }
    }

    fn keep_variant(&self, variant: &Variant, end: &mut Finish) {
        let own = format!("v/{}", variant.id);
        end.commit.push(Row::put(CATALOGUE, self.key(&own), &VariantRow::of(variant)));
        let codes = [&variant.sku, &variant.barcode].into_iter();
        let codes: Vec<CodeForm> = codes.filter_map(|code| CodeForm::of(code)).collect();
        let bare = codes.is_empty();
        self.keep_codes(codes.into_iter(), &own, end);
        if bare && let Some(words) = variant_words(variant) {
            let key = self.key(&format!("w/{words:016x}/{own}"));
            end.commit.push(Row::put(CATALOGUE, key, &Mark::HERE));
            // Of this product the families are wanted.
            let product = self.key(&format!("p/{}", variant.product));
            end.commit.push(Row::put(CATALOGUE, product, &Mark::HERE));
        }
    }

    fn keep_codes(&self, codes: impl Iterator<Item = CodeForm>, own: &str, end: &mut Finish) {
        let mut kept: Vec<u64> = Vec::new();
        for code in codes {
            if !kept.contains(&code.loose) {
                kept.push(code.loose);
                let key = self.key(&format!("k/{:016x}/{own}", code.loose));
                end.commit.push(Row::put(CATALOGUE, key, &Mark::HERE));
            }
        }
    }
}

//! Whom no code linked: by words where a sibling says the family, else with its candidates to a
//! person. By now all links stand, so that who is taken is known.

use serde::Serialize;

use super::near::Near;
use super::rows::{Mark, VariantRow};
use super::{Step, Work};
use crate::contract::outcome::Checked;
use crate::contract::store::{Gather, Row, Scan};
use crate::domain::catalogue::{Item, Variant};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{ProductId, VariantId};
use crate::domain::number::DecimalText;
use crate::domain::sorting::each_once;
use crate::domain::table::Table;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::join;
use crate::flow::rows::{CATALOGUE, LINKS, VERSION};
use crate::flow::store;
use crate::report::log::Level;
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::links::{By, Candidate, Linking, Review};

/// How many variants are looked at in one task.
const PAGE: u32 = 60;

/// A variant that is left to a person: key `review/<variant>` of table `links`.
#[derive(Serialize)]
struct ReviewRow<'a> {
    v: u32,
    run: &'a str,
    variant: VariantId,
    sku: &'a str,
    barcode: &'a str,
    title: &'a str,
    reason: &'static str,
    worth: DecimalText,
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<&'a ItemId>,
    candidates: Vec<CandidateRow<'a>>,
}

#[derive(Serialize)]
struct CandidateRow<'a> {
    item: &'a ItemId,
    codes: Vec<&'a str>,
    title: &'a str,
    because: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_by: Option<VariantId>,
}

/// What nothing on the other side is like: keys `orphan/variant/…` and `orphan/item/…`.
#[derive(Serialize)]
pub(super) struct OrphanRow<'a> {
    pub v: u32,
    pub run: &'a str,
    pub codes: Vec<&'a str>,
    pub title: &'a str,
}

/// A page of variants that no code linked.
struct LeftOver {
    ids: Vec<VariantId>,
    near: Near,
    variants: Vec<Variant>,
    items: Vec<Item>,
    linking: Linking,
    step: Step,
}

impl LeftOver {
    /// Whether the variant is one of the page, and not only near one.
    fn is_own(&self, variant: VariantId) -> bool {
        self.ids.binary_search(&variant).is_ok()
    }
}

impl Work<'_, '_> {
    pub(super) async fn words(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let page = self.left_over(after).await?;
        for link in page.linking.links.iter().filter(|link| link.by == By::Attributes) {
            if let (Some(variant), Some(item)) =
                (page.variants.get(link.variant), page.items.get(link.item))
                && page.is_own(variant.id)
            {
                self.linked(link, variant, item, page.near.rows.get(&variant.id), end);
            }
        }
        Ok(page.step)
    }

    pub(super) async fn rest(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let page = self.left_over(after).await?;
        for review in &page.linking.review {
            let Some(variant) = page.variants.get(review.variant) else { continue };
            if page.is_own(variant.id) {
                self.ask_about(review, variant, &page.items, end);
            }
        }
        for id in page.linking.orphan_variants.iter().filter(|id| page.is_own(**id)) {
            let Some(variant) = page.near.variants.get(id) else { continue };
            self.run.orphan_variants = self.run.orphan_variants.saturating_add(1);
            let row = OrphanRow {
                v: VERSION,
                run: &self.run.run,
                codes: vec![&variant.sku, &variant.barcode],
                title: &variant.title,
            };
            end.commit.push(Row::put(LINKS, format!("orphan/variant/{id}"), &row));
        }
        Ok(page.step)
    }

    /// A page of the variants that no code linked, and what linking makes of them now.
    async fn left_over(&self, after: Option<&str>) -> Result<LeftOver, Stop> {
        let scan = Scan { prefix: self.key("o/"), after: after.map(str::to_owned), limit: PAGE };
        let page = store::page::<VariantRow>(self.journal, "rest.page", CATALOGUE, scan).await?;
        let own: Vec<Variant> = page.rows.into_iter().map(|(_, row)| row.variant()).collect();
        let ids: Vec<VariantId> = each_once(own.iter().map(|variant| variant.id).collect());
        let products = own.iter().map(|variant| variant.product).collect();
        let all = ids.clone();
        let (near, families) =
            join(self.near(own, true, move |_| all.clone()), self.families(products)).await;
        let (mut near, families) = (near?, families?);
        near.known.families = families;
        let order = &self.tenant.policy.link_order;
        let (variants, items, linking) = near.link(order, &mut Log::new(Level::None));
        let step = page.after.map_or(Step::Over, Step::On);
        Ok(LeftOver { ids, near, variants, items, linking, step })
    }

    /// The families that the products of these variants are linked to.
    async fn families(
        &self,
        products: Vec<ProductId>,
    ) -> Result<Table<ProductId, Vec<String>>, Stop> {
        let products = each_once(products);
        let prefixes = products.iter().map(|product| self.key(&format!("f/{product}/"))).collect();
        let gather = Gather { keys: Vec::new(), prefixes, limit: 3 };
        let rows = store::gather::<Mark>(self.journal, "rest.families", CATALOGUE, gather).await?;
        let mut families = Table::new();
        for product in products {
            let prefix = self.key(&format!("f/{product}/"));
            let own = rows.iter().filter_map(|(key, _)| key.strip_prefix(&prefix));
            families.insert(product, own.map(str::to_owned).collect());
        }
        Ok(families)
    }

    fn ask_about(&mut self, review: &Review, variant: &Variant, items: &[Item], end: &mut Finish) {
        self.run.review = self.run.review.saturating_add(1);
        let candidates = review.candidates.iter().filter_map(|own| candidate_row(own, items));
        let row = ReviewRow {
            v: VERSION,
            run: &self.run.run,
            variant: variant.id,
            sku: &variant.sku,
            barcode: &variant.barcode,
            title: &variant.title,
            reason: review.reason.word(),
            worth: DecimalText(review.worth.normalize()),
            gone: review.gone.as_ref(),
            candidates: candidates.collect(),
        };
        end.commit.push(Row::put(LINKS, format!("review/{}", variant.id), &row));
        for own in &review.candidates {
            if let Some(item) = items.get(own.item) {
                let key = self.key(&format!("n/{}", item.id));
                end.commit.push(Row::put(CATALOGUE, key, &Mark::HERE));
            }
        }
        let subject = format!("variant/{}", variant.id);
        if let Some(gone) = &review.gone {
            // A link to what is gone would sell it.
            end.commit.push(Row::delete(LINKS, format!("variant/{}", variant.id)));
            end.commit.push(Row::delete(LINKS, format!("item/{gone}")));
            end.exceptions.push(
                Exception::new(Code::LinkBroken, &subject)
                    .with("item", Fact::text(gone))
                    .with("reason", review.reason.word()),
            );
            end.checked.push(Checked { subject, codes: vec![Code::LinkBroken, Code::LinkRenewed] });
        }
    }
}

fn candidate_row<'a>(own: &Candidate, items: &'a [Item]) -> Option<CandidateRow<'a>> {
    let item = items.get(own.item)?;
    Some(CandidateRow {
        item: &item.id,
        codes: item.codes.iter().map(|code| code.text.as_str()).collect(),
        title: &item.title,
        because: own.because.iter().map(|evidence| evidence.words()).collect(),
        taken_by: own.taken_by,
    })
}

//! The orders of the day, a page at a time: which sales staff made of each, and what differs.

use super::orders::order_of;
use super::rows::{CandidateRow, DifferenceRow, EntryRow, KeptSale, Paid, count, kind};
use super::sales::names_it;
use super::{Step, Work};
use crate::contract::store::{Gather, Row};
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::{KeyedOrder, KeyedSale};
use crate::domain::money::Money;
use crate::domain::shadow::Standing;
use crate::domain::table::Table;
use crate::flow::customer;
use crate::flow::finish::{Finish, Stop};
use crate::flow::rows::{SHADOW, VERSION};
use crate::flow::shadow::{SaleSketch, Sketch, units};
use crate::flow::store;
use crate::report::{Code, RawJson};
use crate::rules::by_hand::{self, Candidate, Doubt, Evidence, Naming, Verdict};
use crate::rules::shadow;

/// How many subjects are looked at in one task.
const PAGE: u32 = 100;

/// How many sales of one total or customer are looked at.
const ALIKE: u32 = 25;

/// How many orders of one name or total.
const TWINS: u32 = 5;

/// What is known while a page is decided.
struct Page {
    /// The orders of the page, then those that its sales name besides.
    orders: Vec<KeyedOrder>,
    sales: Vec<KeyedSale>,
    paid: Vec<Paid>,
    /// Totals that several orders of the day have, or too many sales.
    common: Table<String, ()>,
}

/// The sales that are an order's.
struct Match {
    sales: Vec<usize>,
    likely: bool,
}

impl Work<'_, '_> {
    pub(super) async fn matching(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let (sketches, after) = self.sketches("matching", after, PAGE).await?;
        let mut own = Vec::with_capacity(sketches.len());
        for (subject, sketch) in sketches {
            match order_of(&subject) {
                Some(order) => own.push((order, sketch)),
                None => self.note_other(&sketch),
            }
        }
        let page = self.page(&own).await?;
        let verdicts = by_hand::decide(&page.orders, &page.sales);
        for ((order, sketch), (place, verdict)) in own.iter().zip(verdicts.iter().enumerate()) {
            self.row.orders = self.row.orders.saturating_add(1);
            self.judge(*order, sketch, (&page, place, verdict), end);
        }
        Ok(after.map_or(Step::Over, Step::On))
    }

    /// What would have been written about something that is no order.
    fn note_other(&mut self, sketch: &Sketch) {
        for write in &sketch.writes {
            count(&mut self.row.others, &format!("{} {}", write.system, write.purpose));
        }
        for code in &sketch.exceptions {
            count(&mut self.row.exceptions, code);
        }
    }

    /// The sales that may be these orders', and the other orders that they may be of.
    async fn page(&self, own: &[(OrderId, Sketch)]) -> Result<Page, Stop> {
        let mut orders: Vec<KeyedOrder> =
            own.iter().map(|(order, sketch)| self.keyed(*order, sketch)).collect();
        let mut prefixes: Table<String, ()> = Table::new();
        for order in &orders {
            for name in by_hand::of_order(order) {
                prefixes.insert(self.work(&format!("k/{name}/")), ());
            }
            if let Some(customer) = &order.customer {
                prefixes.insert(self.work(&format!("w/{customer}/")), ());
            }
            let total = by_hand::amount_key(&order.total);
            prefixes.insert(self.work(&format!("t/{total}/")), ());
            prefixes.insert(self.work(&format!("c/{total}/")), ());
        }
        let found = self.marks("matching.index", prefixes, ALIKE).await?;
        let mut ids: Table<String, ()> = Table::new();
        let mut often: Table<String, u32> = Table::new();
        for key in &found {
            let rest = key.strip_prefix(&self.work("")).unwrap_or_default();
            let (Some((head, id)), Some(what)) = (rest.rsplit_once('/'), rest.get(..1)) else {
                continue;
            };
            let before = often.get(head).copied().unwrap_or_default();
            often.insert(head.to_owned(), before.saturating_add(1));
            if what != "c" {
                ids.insert(self.work(&format!("sale/{id}")), ());
            }
        }
        let many = |(head, times): (&String, &u32)| {
            let total = head.get(2..)?.to_owned();
            let many = (head.starts_with("c/") && *times > 1)
                || (head.starts_with("t/") && *times >= ALIKE);
            many.then_some((total, ()))
        };
        let common = often.iter().filter_map(many).collect();
        let keys = ids.iter().map(|(key, ())| key.clone()).collect();
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let kept =
            store::gather::<KeptSale>(self.journal, "matching.sales", SHADOW, gather).await?;
        let currency = self.tenant.policy.currency;
        let (mut sales, paid): (Vec<KeyedSale>, Vec<Paid>) =
            kept.into_iter().map(|(_, row)| row.sale(currency)).unzip();
        self.note_returns(&mut sales).await?;
        orders.extend(self.others(&orders, &sales).await?);
        Ok(Page { orders, sales, paid, common })
    }

    /// Notes which of the sales others take back.
    async fn note_returns(&self, sales: &mut [KeyedSale]) -> Result<(), Stop> {
        let parts = sales.iter().flat_map(|sale| &sale.parts);
        let keys = parts.map(|part| self.work(&format!("b/{part}"))).collect();
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let back = store::gather::<RawJson>(self.journal, "matching.back", SHADOW, gather).await?;
        let back: Table<String, ()> = back.into_iter().map(|(key, _)| (key, ())).collect();
        for sale in sales {
            let is_back = |part: &String| back.get(&self.work(&format!("b/{part}"))).is_some();
            sale.taken_back |= sale.parts.iter().any(is_back);
        }
        Ok(())
    }

    /// The orders of the day that the sales name, and that are not among these.
    async fn others(
        &self,
        orders: &[KeyedOrder],
        sales: &[KeyedSale],
    ) -> Result<Vec<KeyedOrder>, Stop> {
        let names = sales.iter().flat_map(by_hand::of_sale);
        let prefixes = names.map(|name| (self.work(&format!("n/{name}/")), ())).collect();
        let found = self.marks("matching.named", prefixes, TWINS).await?;
        let id = |key: &String| OrderId::parse(key.rsplit('/').next()?).ok();
        let named: Table<OrderId, ()> = found.iter().filter_map(id).map(|id| (id, ())).collect();
        let is_new = |id: &OrderId| orders.iter().all(|own| own.id != *id);
        let keys = named.iter().map(|(id, ())| *id).filter(is_new);
        let keys = keys.map(|id| format!("of/order/{id}")).collect();
        let more = self.read("matching.others", keys).await?;
        let order =
            |(subject, sketch): (String, Sketch)| Some(self.keyed(order_of(&subject)?, &sketch));
        Ok(more.into_iter().filter_map(order).collect())
    }

    /// The keys below these prefixes.
    async fn marks(
        &self,
        step: &str,
        prefixes: Table<String, ()>,
        limit: u32,
    ) -> Result<Vec<String>, Stop> {
        let prefixes = prefixes.iter().map(|(prefix, ())| prefix.clone()).collect();
        let gather = Gather { keys: Vec::new(), prefixes, limit };
        let rows = store::gather::<RawJson>(self.journal, step, SHADOW, gather).await?;
        Ok(rows.into_iter().map(|(key, _)| key).collect())
    }

    /// Puts an order into its kind.
    fn judge(
        &mut self,
        order: OrderId,
        sketch: &Sketch,
        (page, place, verdict): (&Page, usize, &Verdict),
        end: &mut Finish,
    ) {
        let found = found(page, place, verdict);
        // Where staff keyed an order, its reference is taken: that is what is looked for.
        let expected = |code: &&String| found.is_some() && *code == Code::SaleReferenceTaken.id();
        let codes: Vec<String> =
            sketch.exceptions.iter().filter(|code| !expected(code)).cloned().collect();
        let written = sketch.writes.iter().any(|write| write.key.starts_with("sale/"));
        let refused = !codes.is_empty() && (sketch.sales.is_empty() || !written);
        let currency = self.tenant.policy.currency;
        let mut entry = EntryRow {
            v: VERSION,
            run: self.row.run.clone(),
            name: sketch.name.clone(),
            exceptions: codes,
            ..EntryRow::default()
        };
        let ours: Vec<Standing> =
            sketch.sales.iter().map(|sale| standing(sale, currency)).collect();
        let total = Money::sum(currency, ours.iter().map(|sale| sale.total)).ok();
        entry.ours = total.filter(|_| !ours.is_empty()).map(|total| total.written());
        if let Some(found) = &found {
            self.keyed_by_staff(&mut entry, page, found);
        }
        let reserved = !ours.is_empty() && sketch.sales.iter().all(|sale| sale.reserve);
        let kind = match (&found, verdict) {
            _ if refused => kind::WOULD_BE_EXCEPTION,
            (Some(_), _) if ours.is_empty() => kind::ONLY_STAFF,
            (Some(found), _) => {
                let theirs = found.sales.iter().filter_map(|sale| kept(page, *sale));
                let theirs: Vec<Standing> = theirs.collect();
                let differs = shadow::differences(&ours, &theirs);
                for own in &differs {
                    count(&mut self.row.differs, own.what.word());
                }
                self.row.likely = self.row.likely.saturating_add(u32::from(found.likely));
                let same = differs.is_empty();
                entry.differs = differs.into_iter().map(DifferenceRow::from).collect();
                if same { kind::SAME } else { kind::DIFFERS }
            }
            // Nothing would have been done, and nobody did anything.
            (None, _) if ours.is_empty() => return,
            (None, Verdict::Candidates(candidates)) => {
                entry.candidates =
                    candidates.iter().filter_map(|own| candidate(page, own)).collect();
                kind::UNCERTAIN
            }
            (None, _) if reserved => kind::RESERVED,
            (None, _) => kind::ONLY_TILLBRIDGE,
        };
        count(&mut self.row.kinds, kind);
        for code in &entry.exceptions {
            count(&mut self.row.exceptions, code);
        }
        if kind != kind::WOULD_BE_EXCEPTION && kind != kind::RESERVED {
            self.add_ours(total.as_ref());
        }
        let key = self.entry(kind, &order.to_string());
        end.commit.push(Row::put(SHADOW, key, &entry));
    }

    /// What staff made of it.
    fn keyed_by_staff(&mut self, entry: &mut EntryRow, page: &Page, found: &Match) {
        let currency = self.tenant.policy.currency;
        let sales: Vec<&KeyedSale> =
            found.sales.iter().filter_map(|sale| page.sales.get(*sale)).collect();
        let total = Money::sum(currency, sales.iter().map(|sale| sale.total)).ok();
        entry.theirs = total.map(|total| total.written());
        entry.sales = sales.iter().map(|sale| sale.id.clone()).collect::<Vec<SaleId>>();
        entry.keyed_at = sales.iter().map(|sale| sale.at).max();
        entry.likely = found.likely;
        if let Some(total) = total {
            self.add_theirs(&total);
        }
    }

    /// Adds to what the orders would have come to.
    fn add_ours(&mut self, total: Option<&Money>) {
        let currency = self.tenant.policy.currency;
        let before = Money::new(self.row.ours.0, currency);
        if let Some(Ok(sum)) = total.map(|total| before.checked_add(total)) {
            self.row.ours = sum.written();
        }
    }

    /// Adds to what staff keyed.
    pub(super) fn add_theirs(&mut self, total: &Money) {
        let before = Money::new(self.row.theirs.0, self.tenant.policy.currency);
        if let Ok(sum) = before.checked_add(total) {
            self.row.theirs = sum.written();
        }
    }
}

/// The sales that are taken for the order's. Nothing is booked for it: what names the order is
/// taken although it comes to something else, and what is like it in everything although it does
/// not name it, if nothing else is like either.
fn found(page: &Page, place: usize, verdict: &Verdict) -> Option<Match> {
    const OTHERS: [Doubt; 3] = [Doubt::OtherTotal, Doubt::Open, Doubt::OtherOutlet];
    let candidates = match verdict {
        Verdict::Adopt { sales, .. } => {
            return Some(Match { sales: sales.clone(), likely: false });
        }
        Verdict::Candidates(candidates) => candidates,
        Verdict::Nothing => return None,
    };
    let names = |own: &&Candidate| {
        own.because.iter().any(|own| matches!(own, Evidence::Reference(Naming::Whole, _)))
    };
    let mut named = candidates.iter().filter(names);
    if let Some(one) = named.next() {
        let clear = named.next().is_none()
            && one.doubts.iter().all(|own| OTHERS.contains(own))
            && (!one.doubts.contains(&Doubt::OtherTotal) || is_named(page, place, one.sale));
        return clear.then(|| Match { sales: vec![one.sale], likely: false });
    }
    let total = page.orders.get(place).map(|order| by_hand::amount_key(&order.total))?;
    let [one] = candidates.as_slice() else { return None };
    let has = |evidence: Evidence| one.because.contains(&evidence);
    let alike = has(Evidence::Total)
        && has(Evidence::Date)
        && (has(Evidence::Items) || has(Evidence::Customer))
        && one.doubts == [Doubt::NotNamed]
        && page.common.get(&total).is_none();
    alike.then(|| Match { sales: vec![one.sale], likely: true })
}

/// Whether the sale names the order as people name orders: a bare number in a note may be anything.
fn is_named(page: &Page, place: usize, sale: usize) -> bool {
    let names = page.orders.get(place).map(by_hand::of_order).unwrap_or_default();
    let texts = page.sales.get(sale).map(|sale| sale.texts.as_slice()).unwrap_or_default();
    texts.iter().any(|own| names.iter().any(|name| names_it(own, name)))
}

/// A sale as it would stand.
fn standing(sale: &SaleSketch, currency: crate::domain::currency::Currency) -> Standing {
    let all: Vec<_> = sale.units.iter().chain(&sale.others).cloned().collect();
    let mut tenders: Paid = Table::new();
    for own in &sale.tenders {
        let amount = Money::new(own.amount.0, currency);
        let sum = tenders.get(&own.payment_type).map_or(Ok(amount), |sum| sum.checked_add(&amount));
        tenders.insert(own.payment_type.clone(), sum.unwrap_or(amount));
    }
    let new = |id: &str| id == customer::UNKNOWN;
    Standing {
        outlet: sale.outlet.clone(),
        state: shadow::state(sale.reserve),
        total: Money::new(sale.total.0, currency),
        tax: Money::new(sale.tax.0, currency),
        customer: sale.customer.clone(),
        is_new: sale.customer.as_ref().is_some_and(|own| new(own.as_str())),
        units: units(&all),
        tenders: Some(tenders),
    }
}

/// A sale as staff made it.
fn kept(page: &Page, place: usize) -> Option<Standing> {
    let sale = page.sales.get(place)?;
    Some(Standing {
        outlet: sale.outlet.clone(),
        state: sale.state,
        total: sale.total,
        tax: sale.tax,
        customer: sale.customer.clone(),
        is_new: false,
        units: sale.units.clone(),
        tenders: page.paid.get(place).cloned(),
    })
}

fn candidate(page: &Page, own: &Candidate) -> Option<CandidateRow> {
    let sale = page.sales.get(own.sale)?;
    Some(CandidateRow {
        sale: sale.id.clone(),
        total: sale.total.written(),
        because: own.because.iter().map(|own| own.words()).collect(),
        doubts: own.doubts.iter().map(|own| own.word()).collect(),
    })
}

//! What is looked for among the sales: by what the orders of the day may be named, what they come
//! to, and who bought.

use super::rows::{Mark, SetRow};
use super::{Step, Work};
use crate::contract::store::{Gather, Row};
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::KeyedOrder;
use crate::domain::money::Money;
use crate::domain::sorting::each_once;
use crate::domain::table::Table;
use crate::flow::finish::{Finish, Stop};
use crate::flow::rows::{SHADOW, VERSION};
use crate::flow::shadow::{DayRow, Sketch, UnitsSketch, units};
use crate::flow::{customer, store};
use crate::rules::by_hand;

/// How many rows are looked at in one task.
const NAMES: u32 = 1_000;
const ORDERS: u32 = 300;

/// The order of a subject, if it is one.
pub(super) fn order_of(subject: &str) -> Option<OrderId> {
    OrderId::parse(subject.strip_prefix("order/")?).ok()
}

/// The number in an order's name.
pub(super) fn number(name: &str) -> Option<u64> {
    let digits = name.trim_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
}

impl Work<'_, '_> {
    /// The names of the orders of the days before: a sale that names one of them is no stranger.
    pub(super) async fn known(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let back = self.tenant.policy.shadow_days.saturating_neg();
        let first = self.date.plus_days(back).unwrap_or(self.date);
        let begin = format!("day/{first}");
        let scan = self.scan("day/".to_owned(), Some(after.unwrap_or(&begin)), NAMES);
        let page = store::page::<DayRow>(self.journal, "known.page", SHADOW, scan).await?;
        let until = format!("day/{}/", self.date);
        let mut set = SetRow { v: VERSION, ..SetRow::default() };
        let mut over = page.after.is_none();
        for (key, row) in &page.rows {
            if key.as_str() >= until.as_str() {
                over = true;
                break;
            }
            let Some(order) = key.splitn(3, '/').nth(2).and_then(order_of) else { continue };
            self.note_number(&row.name);
            let keyed = self.keyed(order, &Sketch { name: row.name.clone(), ..Sketch::default() });
            set.known.extend(by_hand::of_order(&keyed));
        }
        if !set.known.is_empty() {
            let key = self.work(&format!("s/{}", self.tenant.task));
            end.commit.push(Row::put(SHADOW, key, &set));
        }
        let last = page.rows.last().map(|(key, _)| key.clone()).unwrap_or_default();
        Ok(if over { Step::Over } else { Step::On(last) })
    }

    pub(super) async fn orders(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let (sketches, after) = self.sketches("orders", after, ORDERS).await?;
        let mut set = SetRow { v: VERSION, ..SetRow::default() };
        for (subject, sketch) in &sketches {
            let Some(order) = order_of(subject) else { continue };
            self.note_number(&sketch.name);
            let keyed = self.keyed(order, sketch);
            for name in by_hand::of_order(&keyed) {
                let key = self.work(&format!("n/{name}/{order}"));
                end.commit.push(Row::put(SHADOW, key, &Mark::HERE));
                set.names.push(name);
            }
            if !sketch.sales.is_empty() {
                let total = by_hand::amount_key(&keyed.total);
                let key = self.work(&format!("c/{total}/{order}"));
                end.commit.push(Row::put(SHADOW, key, &Mark::HERE));
                set.totals.push(total);
            }
            set.customers.extend(keyed.customer);
        }
        set.totals = each_once(set.totals);
        set.customers = each_once(set.customers);
        if !set.names.is_empty() {
            let key = self.work(&format!("s/{}", self.tenant.task));
            end.commit.push(Row::put(SHADOW, key, &set));
        }
        Ok(after.map_or(Step::Over, Step::On))
    }

    /// A page of what the shadow keeps of the day, by subject.
    pub(super) async fn sketches(
        &self,
        what: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<(Vec<(String, Sketch)>, Option<String>), Stop> {
        let prefix = format!("day/{}/", self.date);
        let scan = self.scan(prefix.clone(), after, limit);
        let page =
            store::page::<DayRow>(self.journal, &format!("{what}.page"), SHADOW, scan).await?;
        let subjects = page.rows.iter().filter_map(|(key, _)| key.strip_prefix(&prefix));
        let keys = subjects.map(|subject| format!("of/{subject}")).collect();
        Ok((self.read(&format!("{what}.of"), keys).await?, page.after))
    }

    /// What the shadow keeps at these keys, as far as it is of the day.
    pub(super) async fn read(
        &self,
        step: &str,
        keys: Vec<String>,
    ) -> Result<Vec<(String, Sketch)>, Stop> {
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let rows = store::gather::<Sketch>(self.journal, step, SHADOW, gather).await?;
        let date = self.date.to_string();
        // What has moved to another day is reported there.
        let own = rows.into_iter().filter(|(_, sketch)| sketch.date == date);
        let subject = |key: &str| key.strip_prefix("of/").unwrap_or_default().to_owned();
        Ok(own.map(|(key, sketch)| (subject(&key), sketch)).collect())
    }

    fn note_number(&mut self, name: &str) {
        let Some(number) = number(name) else { return };
        self.row.least = Some(self.row.least.map_or(number, |least| least.min(number)));
        self.row.most = Some(self.row.most.map_or(number, |most| most.max(number)));
    }

    /// An order as a keyed sale may tell of it.
    pub(super) fn keyed(&self, id: OrderId, sketch: &Sketch) -> KeyedOrder {
        let currency = self.tenant.policy.currency;
        let totals = sketch.sales.iter().map(|sale| Money::new(sale.total.0, currency));
        let total = Money::sum(currency, totals).unwrap_or_else(|_| Money::zero(currency));
        let known = |id: &&CustomerId| id.as_str() != customer::UNKNOWN;
        let goods: Vec<UnitsSketch> =
            sketch.sales.iter().flat_map(|sale| sale.units.iter().cloned()).collect();
        let outlets: Table<_, ()> =
            sketch.sales.iter().map(|sale| (sale.outlet.clone(), ())).collect();
        KeyedOrder {
            id,
            name: sketch.name.clone(),
            number: number(&sketch.name),
            total,
            at: sketch.at.unwrap_or_else(|| self.start()),
            customer: sketch
                .sales
                .iter()
                .find_map(|sale| sale.customer.as_ref().filter(known))
                .cloned(),
            units: units(&goods),
            outlets: outlets.iter().map(|(outlet, ())| outlet.clone()).collect(),
        }
    }
}

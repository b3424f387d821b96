//! Lightspeed's sales, page by page: those are kept that may be of an order of the day.

use super::rows::{EntryRow, KeptSale, Mark, SetRow, kind};
use super::{EARLY_SECONDS, Step, Work};
use crate::contract::store::Row;
use crate::domain::keyed::{KeyedField, KeyedSale, KeyedState, KeyedText};
use crate::domain::sorting::each_once;
use crate::domain::table::Table;
use crate::flow::finish::{Finish, Stop};
use crate::flow::rows::{SHADOW, VERSION};
use crate::flow::{refusal, store};
use crate::lightspeed::tenders::Tenders;
use crate::report::{Code, Exception};
use crate::rules::by_hand;

/// How many sets of what is looked for a day may have: one for each task that noted them.
const SETS: u32 = 250;

/// How far above the numbers of all known orders an order may be that was never heard of.
const AHEAD: u64 = 50;

/// What is looked for.
#[derive(Default)]
struct Wanted {
    names: Table<String, ()>,
    known: Table<String, ()>,
    totals: Table<String, ()>,
    customers: Table<String, ()>,
}

impl Wanted {
    fn of(rows: Vec<SetRow>) -> Self {
        let table =
            |words: Vec<String>| each_once(words).into_iter().map(|word| (word, ())).collect();
        let (mut names, mut known, mut totals, mut customers) = Default::default();
        for row in rows {
            append(&mut names, row.names);
            append(&mut known, row.known);
            append(&mut totals, row.totals);
            append(&mut customers, row.customers.iter().map(ToString::to_string).collect());
        }
        Self {
            names: table(names),
            known: table(known),
            totals: table(totals),
            customers: table(customers),
        }
    }

    fn is_known(&self, name: &str) -> bool {
        self.names.get(name).is_some() || self.known.get(name).is_some()
    }
}

fn append(all: &mut Vec<String>, mut more: Vec<String>) {
    all.append(&mut more);
}

impl Work<'_, '_> {
    pub(super) async fn sales(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let scan = self.scan(self.work("s/"), None, SETS);
        let sets = store::page::<SetRow>(self.journal, "sales.sets", SHADOW, scan).await?;
        let wanted = Wanted::of(sets.rows.into_iter().map(|(_, row)| row).collect());
        let (tenant, currency) = (self.tenant, self.tenant.policy.currency);
        let start = self.start();
        let since = start.checked_add_seconds(EARLY_SECONDS.saturating_neg()).unwrap_or(start);
        let mut after = after.map(str::to_owned);
        // With their payments pages are larger, and what is looked for takes room as well.
        for page in 0..tenant.dialect.keyed_pages().saturating_sub(1).max(1) {
            let step = format!("sales.{page}");
            let list = tenant.dialect.list_keyed(tenant.account, since, after.as_deref());
            let reply = self.journal.read(&step, tenant.dialect.with_tenders(list)).await?;
            if !reply.is_success() {
                return Err(refusal::of(self.journal, tenant, &step, &reply));
            }
            let unreadable = |issue| refusal::unreadable(self.journal, &step, &issue);
            let read = tenant.dialect.read_keyed(reply.body, currency, since, after.as_deref());
            let read = read.map_err(unreadable)?;
            let paid = tenant.dialect.read_tenders(reply.body, currency).map_err(unreadable)?;
            if read.ignored {
                return Err(self.incomplete());
            }
            for sale in &read.sales {
                self.look_at(sale, &paid, &wanted, end);
            }
            let late = !read.sales.is_empty()
                && read.sales.iter().all(|sale| sale.at > self.row.until)
                && tenant.dialect.oldest_first();
            match read.after {
                Some(next) if !late => after = Some(next),
                _ => return Ok(Step::Over),
            }
        }
        Ok(Step::On(after.unwrap_or_default()))
    }

    fn incomplete(&self) -> Stop {
        Exception::new(Code::ShadowIncomplete, &self.subject()).into()
    }

    /// Keeps a sale if it may be of interest.
    fn look_at(&self, sale: &KeyedSale, paid: &Tenders, wanted: &Wanted, end: &mut Finish) {
        if sale.ours || sale.at > self.row.until {
            return;
        }
        let mut mark = |rest: String| {
            end.commit.push(Row::put(SHADOW, self.work(&rest), &Mark::HERE));
        };
        for part in &sale.returns {
            mark(format!("b/{part}"));
        }
        if sale.state == KeyedState::Voided {
            return;
        }
        let named = by_hand::of_sale(sale);
        if let Some(name) = self.stranger(sale, &named, wanted) {
            return self.only_staff(sale, name, end);
        }
        let names: Vec<&String> =
            named.iter().filter(|name| wanted.names.get(name.as_str()).is_some()).collect();
        let total = by_hand::amount_key(&sale.total);
        let total = Some(total).filter(|total| wanted.totals.get(total.as_str()).is_some());
        let customer = sale.customer.as_ref().map(ToString::to_string);
        let customer = customer.filter(|own| wanted.customers.get(own.as_str()).is_some());
        // A return is no order's; an exchange may be.
        let back = sale.takes_back && (sale.total.is_negative() || sale.total.is_zero());
        for name in &names {
            mark(format!("k/{name}/{}", sale.id));
        }
        if !back {
            if let Some(total) = &total {
                mark(format!("t/{total}/{}", sale.id));
            }
            if let Some(customer) = &customer {
                mark(format!("w/{customer}/{}", sale.id));
            }
        }
        if !names.is_empty() || (!back && (total.is_some() || customer.is_some())) {
            let text = |own: &KeyedText| KeyedText {
                field: own.field,
                text: by_hand::reduced(&own.text, |name| wanted.names.get(name).is_some()),
            };
            let texts = sale.texts.iter().map(text).filter(|own| !own.text.is_empty());
            let row = KeptSale::of(sale, texts.collect(), paid.get(&sale.id));
            let key = self.work(&format!("sale/{}", sale.id));
            end.commit.push(Row::put(SHADOW, key, &row));
        }
    }

    /// The web order that a sale of the day names, and that nobody here heard of.
    fn stranger(&self, sale: &KeyedSale, named: &[String], wanted: &Wanted) -> Option<String> {
        let of_the_day = super::super::day(self.tenant.policy, sale.at) == self.date;
        if sale.takes_back || !of_the_day || named.iter().any(|name| wanted.is_known(name)) {
            return None;
        }
        let (least, most) = self.row.least.zip(self.row.most)?;
        let fits = |name: &&String| {
            let number: Option<u64> = name.parse().ok();
            let fits = number.is_some_and(|own| own >= least && own <= most.saturating_add(AHEAD));
            fits && sale.texts.iter().any(|own| names_it(own, name))
        };
        named.iter().find(fits).map(|name| format!("#{name}"))
    }

    fn only_staff(&self, sale: &KeyedSale, name: String, end: &mut Finish) {
        let key = self.entry(kind::ONLY_STAFF, &format!("sale-{}", sale.id));
        // It is counted at the end: a sale may come on two pages.
        let row = EntryRow {
            v: VERSION,
            run: self.row.run.clone(),
            name,
            theirs: Some(sale.total.written()),
            sales: vec![sale.id.clone()],
            keyed_at: Some(sale.at),
            ..EntryRow::default()
        };
        end.commit.push(Row::put(SHADOW, key, &row));
    }
}

/// Whether a text names an order of this number as people write it: all of a reference, or behind `#`.
pub(super) fn names_it(own: &KeyedText, number: &str) -> bool {
    let text = own.text.trim();
    match own.field {
        KeyedField::Reference if text.trim_start_matches('#') == number => true,
        KeyedField::Counter => false,
        _ => {
            let hash = format!("#{number}");
            text.match_indices(&hash).any(|(at, _)| {
                let rest = text.get(at.saturating_add(hash.len())..).unwrap_or_default();
                !rest.starts_with(|c: char| c.is_alphanumeric())
            })
        }
    }
}

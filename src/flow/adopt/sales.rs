//! Reads Lightspeed's sales since the oldest open order, and keeps those that may be an order's.

use super::orders::{part, week};
use super::rows::{Mark, SaleRow};
use super::{Step, Work};
use crate::contract::store::{Gather, Row};
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::{KeyedSale, KeyedState, KeyedText};
use crate::domain::sorting::each_once;
use crate::domain::table::Table;
use crate::flow::finish::{Finish, Stop};
use crate::flow::rows::KEYED;
use crate::flow::{refusal, store};
use crate::rules::by_hand::{amount_key, of_sale};

/// Sales are read from so long before the oldest order: clocks differ.
const EARLIER_SECONDS: i64 = 60 * 60;

/// How many orders are found by one name, total of a week, or customer.
const MOST: u32 = 200;

/// How many bytes of answers a task takes: beyond it the module takes none.
const MOST_BYTES: usize = 1_500_000;

impl Work<'_, '_> {
    pub(super) async fn sales(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        // There is no order that a sale could be of.
        let Some(oldest) = self.run.since else { return Ok(Step::Over) };
        let since = oldest.checked_add_seconds(-EARLIER_SECONDS).unwrap_or(oldest);
        let (dialect, currency) = (self.tenant.dialect, self.tenant.policy.currency);
        let mut after = after.map(str::to_owned);
        let mut sales: Vec<KeyedSale> = Vec::new();
        let (mut bytes, mut over) = (0_usize, false);
        for page in 0..dialect.keyed_pages() {
            let step = format!("sales.{page}");
            let request = dialect.list_keyed(self.tenant.account, since, after.as_deref());
            let reply = self.journal.read(&step, request).await?;
            if !reply.is_success() {
                return Err(refusal::of(self.journal, self.tenant, &step, &reply));
            }
            let read = dialect.read_keyed(reply.body, currency, since, after.as_deref());
            let read = read.map_err(|issue| refusal::unreadable(self.journal, &step, &issue))?;
            if read.ignored {
                return Ok(Step::Incomplete("they are not in the order that was asked for"));
            }
            sales.extend(read.sales);
            over = read.after.is_none();
            if over {
                break;
            }
            after = read.after;
            // The next page may be as long as this one.
            bytes = bytes.saturating_add(reply.body.len());
            if bytes.saturating_add(reply.body.len()) > MOST_BYTES {
                break;
            }
        }
        let read = u32::try_from(sales.len()).unwrap_or(u32::MAX);
        self.run.sales = self.run.sales.saturating_add(read);
        self.keep_sales(sales, end).await?;
        Ok(if over { Step::Over } else { Step::On(after.unwrap_or_default()) })
    }

    async fn keep_sales(&self, sales: Vec<KeyedSale>, end: &mut Finish) -> Result<(), Stop> {
        let usable = |sale: &KeyedSale| !sale.ours && sale.state != KeyedState::Voided;
        let sales: Vec<KeyedSale> = sales.into_iter().filter(usable).collect();
        let mut prefixes: Table<String, ()> = Table::new();
        for sale in &sales {
            for by in names(sale).into_iter().chain(likes(sale)) {
                prefixes.insert(self.key(&by), ());
            }
            for part in &sale.returns {
                let key = self.key(&format!("b/{}", super::orders::part(part)));
                end.commit.push(Row::put(KEYED, key, &Mark::HERE));
            }
        }
        let prefixes = prefixes.iter().map(|(prefix, ())| prefix.clone()).collect();
        let gather = Gather { keys: Vec::new(), prefixes, limit: MOST };
        let rows = store::gather::<Mark>(self.journal, "sales.orders", KEYED, gather).await?;
        let mut found: Table<String, Vec<OrderId>> = Table::new();
        for (key, _) in rows {
            let Some((by, id)) = key.rsplit_once('/') else { continue };
            let Ok(order) = OrderId::parse(id) else { continue };
            let by = format!("{by}/");
            match found.get_mut(&by) {
                Some(orders) => orders.push(order),
                None => drop(found.insert(by, vec![order])),
            }
        }
        for sale in &sales {
            self.keep_sale(sale, &found, end);
        }
        Ok(())
    }

    fn keep_sale(&self, sale: &KeyedSale, found: &Table<String, Vec<OrderId>>, end: &mut Finish) {
        let orders = |by: Vec<String>| {
            each_once(
                by.iter().filter_map(|by| found.get(&self.key(by))).flatten().copied().collect(),
            )
        };
        let named = orders(names(sale));
        let mut all = orders(likes(sale));
        all.extend(named.iter().copied());
        if all.is_empty() {
            return;
        }
        // Other texts are nobody's business.
        let telling = |own: &&KeyedText| {
            let alone = KeyedSale { texts: vec![(*own).clone()], ..sale.clone() };
            !orders(names(&alone)).is_empty()
        };
        let texts: Vec<KeyedText> = sale.texts.iter().filter(telling).cloned().collect();
        let row = SaleRow::of(sale, &texts, named);
        end.commit.push(Row::put(KEYED, self.key(&format!("s/{}", sale.id)), &row));
        for order in all {
            let key = self.key(&format!("p/{order}/{}", sale.id));
            end.commit.push(Row::put(KEYED, key, &Mark::HERE));
        }
    }
}

/// Where the orders stand that the sale may name.
fn names(sale: &KeyedSale) -> Vec<String> {
    of_sale(sale).iter().map(|name| format!("n/{}/", part(name))).collect()
}

/// Where the orders stand that it may be like: of its customer, or of its total and not long before.
fn likes(sale: &KeyedSale) -> Vec<String> {
    let amount = amount_key(&sale.total);
    let now = week(sale.at);
    let weeks = [now.saturating_sub(1), now, now.saturating_add(1)];
    let totals = weeks.into_iter().map(|week| format!("t/{amount}/{week}/"));
    let customer = sale.customer.iter().map(|customer| format!("c/{customer}/"));
    totals.chain(customer).collect()
}

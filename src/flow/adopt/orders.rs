//! Reads the open orders into the store: each with a row of its own, and a row for each thing that
//! a sale may be told to be its by.

use super::rows::{Mark, OrderRow};
use super::{Step, Work};
use crate::contract::store::{Gather, Row};
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::{CustomerId, ItemId, OutletId};
use crate::domain::ids::shopify::{LocationId, VariantId};
use crate::domain::keyed::KeyedOrder;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::{Branch, join, join_all};
use crate::flow::rows::{CUSTOMERS, CustomerRow, KEYED, LINKS, LinkRow};
use crate::flow::{refusal, store};
use crate::rules::by_hand::{amount_key, of_order};
use crate::shopify::keyed_orders::{self, OpenOrder};

/// How many pages a task reads.
const PAGES: u32 = 5;

/// A week, by which totals lie together.
const WEEK_SECONDS: i64 = 7 * 24 * 60 * 60;

/// The key of what orders are found by: a slash stands between a key's parts only.
pub(super) fn part(text: &str) -> String {
    text.replace('/', "|")
}

/// The week of a moment.
pub(super) fn week(at: Timestamp) -> i64 {
    at.unix_seconds().div_euclid(WEEK_SECONDS)
}

impl Work<'_, '_> {
    pub(super) async fn orders(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let mut after = after.map(str::to_owned);
        let mut orders: Vec<OpenOrder> = Vec::new();
        let mut over = false;
        for page in 0..PAGES {
            let step = format!("orders.{page}");
            let version = &self.tenant.policy.shopify_version;
            let request = keyed_orders::query(after.as_deref(), version);
            let reply = self.journal.read(&step, request).await?;
            if !reply.is_success() {
                return Err(refusal::of(self.journal, self.tenant, &step, &reply));
            }
            let read = keyed_orders::decode_answer(reply.body);
            let read = read.map_err(|issue| refusal::unreadable(self.journal, &step, &issue))?;
            orders.extend(read.rows);
            over = read.after.is_none();
            if over {
                break;
            }
            after = read.after;
        }
        let (customers, links) = join(self.buyers(&orders), self.items(&orders)).await;
        let (customers, links) = (customers?, links?);
        for order in &orders {
            let customer = order.email.as_ref().and_then(|own| customers.get(own.normal()));
            self.keep_order(&self.keyed(order, customer.cloned(), &links), end);
        }
        Ok(if over { Step::Over } else { Step::On(after.unwrap_or_default()) })
    }

    /// The Lightspeed customers of the buyers, as far as they are known, by address.
    async fn buyers(&self, orders: &[OpenOrder]) -> Result<Table<String, CustomerId>, Stop> {
        let mut emails: Table<&str, &Email> = Table::new();
        for email in orders.iter().filter_map(|order| order.email.as_ref()) {
            emails.insert(email.normal(), email);
        }
        let mac = async |email: &str, place: usize| {
            store::mac(self.journal, &format!("buyer.{place}"), email)
                .await
                .map(|mac| (email.to_owned(), mac))
        };
        let macs = emails.iter().enumerate();
        let macs = macs.map(|(place, (email, _))| -> Branch<'_, _> { Box::pin(mac(email, place)) });
        let macs: Vec<(String, String)> =
            join_all(macs.collect()).await.into_iter().collect::<Result<_, Stop>>()?;
        let keys = macs.iter().map(|(_, mac)| mac.clone()).collect();
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let rows: Table<String, CustomerRow> =
            store::gather(self.journal, "buyers.rows", CUSTOMERS, gather)
                .await?
                .into_iter()
                .collect();
        let known =
            |(email, mac): (String, String)| Some((email, rows.get(&mac)?.customer.clone()));
        Ok(macs.into_iter().filter_map(known).collect())
    }

    /// What the orders' variants are.
    async fn items(&self, orders: &[OpenOrder]) -> Result<Table<VariantId, ItemId>, Stop> {
        let sold = orders.iter().flat_map(|order| order.units.iter().flatten());
        let variants: Table<VariantId, ()> = sold.map(|(variant, _)| (*variant, ())).collect();
        let keys = variants.iter().map(|(variant, ())| format!("variant/{variant}")).collect();
        let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let rows = store::gather::<LinkRow>(self.journal, "orders.links", LINKS, gather).await?;
        let link = |(key, row): (String, LinkRow)| {
            Some((VariantId::parse(key.strip_prefix("variant/")?).ok()?, row.item))
        };
        Ok(rows.into_iter().filter_map(link).collect())
    }

    fn keyed(
        &self,
        order: &OpenOrder,
        customer: Option<CustomerId>,
        links: &Table<VariantId, ItemId>,
    ) -> KeyedOrder {
        KeyedOrder {
            id: order.id,
            name: order.name.clone(),
            number: order.number,
            total: order.total,
            at: order.at,
            customer,
            units: order.units.as_ref().and_then(|sold| linked(sold, links)).unwrap_or_default(),
            outlets: self.outlets(order.locations.as_deref()),
        }
    }

    /// The outlets that serve the locations; none where one is served by none.
    fn outlets(&self, locations: Option<&[LocationId]>) -> Vec<OutletId> {
        let mut outlets = Vec::new();
        for location in locations.unwrap_or_default() {
            let Some(serve) = self.tenant.policy.locations.get(location) else {
                return Vec::new();
            };
            outlets.extend(serve.iter().cloned());
        }
        outlets
    }

    fn keep_order(&mut self, order: &KeyedOrder, end: &mut Finish) {
        let id = order.id;
        self.run.orders = self.run.orders.saturating_add(1);
        self.run.since = Some(self.run.since.map_or(order.at, |since| since.min(order.at)));
        end.commit.push(Row::put(KEYED, self.key(&format!("o/{id}")), &OrderRow::of(order)));
        let names = of_order(order).into_iter().map(|name| format!("n/{}", part(&name)));
        let total = format!("t/{}/{}", amount_key(&order.total), week(order.at));
        let customer = order.customer.as_ref().map(|customer| format!("c/{customer}"));
        for by in names.chain([total]).chain(customer) {
            end.commit.push(Row::put(KEYED, self.key(&format!("{by}/{id}")), &Mark::HERE));
        }
    }
}

/// The units by item, if all of them are linked.
fn linked(
    sold: &[(VariantId, Quantity)],
    links: &Table<VariantId, ItemId>,
) -> Option<Table<ItemId, Quantity>> {
    let mut units: Table<ItemId, Quantity> = Table::new();
    for (variant, sold) in sold {
        let item = links.get(variant)?;
        let before = units.get(item).copied().unwrap_or_default();
        units.insert(item.clone(), before.checked_add(sold).ok()?);
    }
    Some(units)
}

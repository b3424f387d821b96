//! All that some orders hang together with: the sales that may be theirs, the orders that these may
//! name, and the sales of those again.

use super::Work;
use super::rows::{Mark, OrderRow, SaleRow};
use crate::contract::store::Gather;
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::{KeyedOrder, KeyedSale};
use crate::domain::sorting::each_once;
use crate::domain::table::Table;
use crate::flow::finish::Stop;
use crate::flow::join::join;
use crate::flow::rows::{ADOPT, KEYED};
use crate::flow::store;

use super::said::{TakenRow, sale_key};

/// How many sales of one order are looked at.
const MOST: u32 = 100;

/// What was found.
pub(super) struct Near {
    /// The orders, those that were asked about first.
    pub orders: Vec<KeyedOrder>,
    pub sales: Vec<KeyedSale>,
}

fn keys(keys: Vec<String>) -> Gather {
    Gather { keys, prefixes: Vec::new(), limit: 0 }
}

impl Work<'_, '_> {
    /// What these orders hang together with. Sales that are another order's for good are left out.
    pub(super) async fn near(&self, own: Vec<KeyedOrder>) -> Result<Near, Stop> {
        let mut orders: Table<OrderId, KeyedOrder> = Table::new();
        let mut sales: Table<SaleId, SaleRow> = Table::new();
        let asked: Vec<OrderId> = own.iter().map(|order| order.id).collect();
        for order in own {
            orders.insert(order.id, order);
        }
        let mut ring = asked.clone();
        // Whether another order has a sale for certain rests on all sales that name it, and on the
        // orders that these name.
        for circle in 0_u32..2 {
            self.sales_of(circle, &ring, &mut sales).await?;
            ring = self.orders_of(circle, &sales, &mut orders).await?;
        }
        let parts = sales.iter().flat_map(|(_, sale)| sale.parts());
        let parts =
            parts.map(|part| self.key(&format!("b/{}", super::orders::part(part)))).collect();
        let owners = sales.iter().map(|(id, _)| sale_key(id)).collect();
        let (back, owners) = join(
            store::gather::<Mark>(self.journal, "near.back", KEYED, keys(parts)),
            store::gather::<TakenRow>(self.journal, "near.owners", ADOPT, keys(owners)),
        )
        .await;
        let back: Table<String, Mark> = back?.into_iter().collect();
        let owners: Table<String, TakenRow> = owners?.into_iter().collect();
        let mut found = Vec::new();
        for (id, row) in sales.iter() {
            let gone = |row: &TakenRow| row.by_person || orders.get(&row.order).is_none();
            if owners.get(&sale_key(id)).is_some_and(gone) {
                continue;
            }
            let mut sale = row.clone().sale();
            let is_back = |part: &String| {
                back.get(&self.key(&format!("b/{}", super::orders::part(part)))).is_some()
            };
            sale.taken_back |= sale.parts.iter().any(is_back);
            found.push(sale);
        }
        let mut first: Vec<KeyedOrder> = asked.iter().filter_map(|id| orders.remove(id)).collect();
        first.extend(orders.iter().map(|(_, order)| order.clone()));
        Ok(Near { orders: first, sales: found })
    }

    async fn sales_of(
        &self,
        circle: u32,
        orders: &[OrderId],
        sales: &mut Table<SaleId, SaleRow>,
    ) -> Result<(), Stop> {
        let prefixes = orders.iter().map(|order| self.key(&format!("p/{order}/"))).collect();
        let gather = Gather { keys: Vec::new(), prefixes, limit: MOST };
        let step = format!("near.pairs.{circle}");
        let pairs = store::gather::<Mark>(self.journal, &step, KEYED, gather).await?;
        let mut ids: Vec<SaleId> = Vec::new();
        for (key, _) in pairs {
            let id = key.rsplit_once('/').and_then(|(_, id)| SaleId::parse(id).ok());
            ids.extend(id.filter(|id| sales.get(id).is_none()));
        }
        let ids = each_once(ids);
        let rows = ids.iter().map(|id| self.key(&format!("s/{id}"))).collect();
        let step = format!("near.sales.{circle}");
        let rows = store::gather::<SaleRow>(self.journal, &step, KEYED, keys(rows)).await?;
        for (key, row) in rows {
            if let Some(Ok(id)) = key.rsplit_once('/').map(|(_, id)| SaleId::parse(id)) {
                sales.insert(id, row);
            }
        }
        Ok(())
    }

    /// The orders that the sales may name and that were not found yet; they are put to the others.
    async fn orders_of(
        &self,
        circle: u32,
        sales: &Table<SaleId, SaleRow>,
        orders: &mut Table<OrderId, KeyedOrder>,
    ) -> Result<Vec<OrderId>, Stop> {
        let mut ids: Vec<OrderId> =
            sales.iter().flat_map(|(_, sale)| sale.named.iter().copied()).collect();
        ids.retain(|id| orders.get(id).is_none());
        let ids = each_once(ids);
        let rows = ids.iter().map(|id| self.key(&format!("o/{id}"))).collect();
        let step = format!("near.orders.{circle}");
        let rows = store::gather::<OrderRow>(self.journal, &step, KEYED, keys(rows)).await?;
        for (_, row) in rows {
            let order = row.order();
            orders.insert(order.id, order);
        }
        Ok(ids)
    }
}

//! Decides the open orders, a few at a time, and says of each what its own flow goes by.

use super::rows::OrderRow;
use super::said::{CandidateRow, SaidRow, TakenRow, order_key, sale_key};
use super::{Step, Work};
use crate::contract::in_flight::SaleStanding;
use crate::contract::store::{Gather, Row, Scan};
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::{KeyedOrder, KeyedSale};
use crate::domain::number::DecimalText;
use crate::domain::table::Table;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::join;
use crate::flow::open_orders;
use crate::flow::rows::{ADOPT, KEYED, SALES, VERSION};
use crate::flow::store;
use crate::report::{FromJson, Issue, Node};
use crate::rules::by_hand::{self, Candidate, Evidence, Naming, Verdict};

/// How many orders a task decides.
const ORDERS: u32 = 25;

/// How many sales rows one order has at most.
const SALES_ROWS: u32 = 50;

/// How a sale of an order stands, as its own flow noted it.
struct Standing(SaleStanding);

impl FromJson for Standing {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.get("state").map(Self)
    }
}

/// What is known of an order already.
#[derive(Default)]
struct Before {
    /// What was said of it.
    said: Option<SaidRow>,
    /// Whether Tillbridge posted or reserved it.
    ours: bool,
    /// Whether its keyed sale was adopted.
    adopted: bool,
}

impl Work<'_, '_> {
    pub(super) async fn decide(
        &mut self,
        after: Option<&str>,
        end: &mut Finish,
    ) -> Result<Step, Stop> {
        let scan = Scan { prefix: self.key("o/"), after: after.map(str::to_owned), limit: ORDERS };
        let page = store::page::<OrderRow>(self.journal, "decide.page", KEYED, scan).await?;
        let own: Vec<KeyedOrder> = page.rows.into_iter().map(|(_, row)| row.order()).collect();
        let count = own.len();
        let ids: Vec<OrderId> = own.iter().map(|order| order.id).collect();
        let (before, near) = join(self.before(&ids), self.near(own)).await;
        let (before, near) = (before?, near?);
        let verdicts = by_hand::decide(&near.orders, &near.sales);
        for (order, verdict) in near.orders.iter().zip(verdicts).take(count) {
            let unknown = Before::default();
            let before = before.get(&order.id).unwrap_or(&unknown);
            self.say(order, &verdict, &near.sales, before, end);
        }
        Ok(page.after.map_or(Step::Over, Step::On))
    }

    async fn before(&self, orders: &[OrderId]) -> Result<Table<OrderId, Before>, Stop> {
        let keys = orders.iter().map(|order| order_key(*order)).collect();
        let said = Gather { keys, prefixes: Vec::new(), limit: 0 };
        let prefixes = orders.iter().map(|order| format!("{order}/")).collect();
        let sales = Gather { keys: Vec::new(), prefixes, limit: SALES_ROWS };
        let (said, sales) = join(
            store::gather::<SaidRow>(self.journal, "decide.said", ADOPT, said),
            store::gather::<Standing>(self.journal, "decide.sales", SALES, sales),
        )
        .await;
        let said: Table<String, SaidRow> = said?.into_iter().collect();
        let mut before: Table<OrderId, Before> = Table::new();
        for order in orders {
            let said = said.get(&order_key(*order)).cloned();
            before.insert(*order, Before { said, ..Before::default() });
        }
        for (key, Standing(state)) in sales? {
            let order = key.split_once('/').and_then(|(id, _)| OrderId::parse(id).ok());
            let Some(own) = order.and_then(|order| before.get_mut(&order)) else { continue };
            own.adopted |= state == SaleStanding::ByHand;
            own.ours |= matches!(state, SaleStanding::Completed | SaleStanding::Reserved);
        }
        Ok(before)
    }

    /// Says it, unless a person has decided, or it is done.
    fn say(
        &mut self,
        order: &KeyedOrder,
        verdict: &Verdict,
        sales: &[KeyedSale],
        before: &Before,
        end: &mut Finish,
    ) {
        if before.adopted || before.said.as_ref().is_some_and(SaidRow::by_person) {
            return;
        }
        let (sure, found) = match verdict {
            Verdict::Adopt { sales: own, by } => {
                let row = |place: &usize| {
                    let sale = sales.get(*place)?;
                    Some(candidate(sale, vec![by.word().to_owned()], None))
                };
                (true, own.iter().filter_map(row).collect())
            }
            Verdict::Candidates(found) if before.ours && !found.iter().any(is_named) => {
                (false, Vec::new())
            }
            Verdict::Candidates(found) => {
                let row = |own: &Candidate| {
                    let because = own.because.iter().map(|own| own.words()).collect();
                    Some(candidate(sales.get(own.sale)?, because, Some(own)))
                };
                (false, found.iter().filter_map(row).collect::<Vec<_>>())
            }
            Verdict::Nothing => (false, Vec::new()),
        };
        let said = SaidRow {
            v: VERSION,
            run: self.run.run.clone(),
            name: order.name.clone(),
            total: DecimalText(order.total.amount()),
            sure,
            sales: found,
            decided: None,
        };
        self.note(order.id, said, before, end);
    }

    fn note(&mut self, order: OrderId, said: SaidRow, before: &Before, end: &mut Finish) {
        // What an earlier run was certain of and this one is not is nobody's any more.
        let earlier = before.said.iter().filter(|said| said.sure).flat_map(|said| &said.sales);
        for sale in earlier {
            end.commit.push(Row::delete(ADOPT, sale_key(&sale.sale)));
        }
        if said.sales.is_empty() {
            if before.said.is_some() {
                end.commit.push(Row::delete(ADOPT, order_key(order)));
                end.next.push(open_orders::one(order));
            }
            return;
        }
        if said.sure {
            self.run.adopted = self.run.adopted.saturating_add(1);
            for sale in &said.sales {
                let row = TakenRow { v: VERSION, order, by_person: false };
                end.commit.push(Row::put(ADOPT, sale_key(&sale.sale), &row));
            }
        } else {
            self.run.asked = self.run.asked.saturating_add(1);
        }
        end.commit.push(Row::put(ADOPT, order_key(order), &said));
        end.next.push(open_orders::one(order));
    }
}

fn is_named(own: &Candidate) -> bool {
    let named = |own: &Evidence| matches!(own, Evidence::Reference(Naming::Whole, _));
    own.because.iter().any(named)
}

fn candidate(sale: &KeyedSale, because: Vec<String>, own: Option<&Candidate>) -> CandidateRow {
    let doubts = own.map(|own| own.doubts.iter().map(|doubt| doubt.word().to_owned()).collect());
    CandidateRow {
        sale: sale.id.clone(),
        outlet: sale.outlet.clone(),
        at: sale.at,
        total: DecimalText(sale.total.amount()),
        because,
        doubts: doubts.unwrap_or_default(),
        differs: own.and_then(|own| own.differs).map(|by| DecimalText(by.amount())),
    }
}

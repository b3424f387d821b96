//! What a person decides about orders that may have been keyed by hand: it is this sale, or none.

use super::said::{DecidedRow, SaidRow, TakenRow, order_key, sale_key};
use super::{CODES, SUBJECT};
use crate::contract::outcome::Checked;
use crate::contract::store::{Gather, Row};
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::number::DecimalText;
use crate::domain::table::Table;
use crate::flow::claim::Claim;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::join;
use crate::flow::journal::Journal;
use crate::flow::open_orders;
use crate::flow::rows::{ADOPT, VERSION};
use crate::flow::{Tenant, store};
use crate::report::{Code, Exception, Fact, FromJson, Issue, Node};

/// Decisions in one task at most: each has its order looked at.
pub const MOST: usize = 200;

/// What one person decided about one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The order.
    pub order: OrderId,
    /// The sale that stands for it; none: it was not keyed by hand.
    pub sale: Option<SaleId>,
}

impl FromJson for Choice {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["order", "sale"])?;
        let sale = node.field("sale")?;
        // Forgetting it is not saying that there is none.
        if sale.value().is_none() {
            return Err(node.issue(Code::MissingField, "`sale` is not there: a sale's id, or null"));
        }
        Ok(Self { order: node.field("order")?.parsed(OrderId::parse)?, sale: node.find("sale")? })
    }
}

/// Notes decisions, and has their orders looked at. One that would give a sale two orders is not
/// noted, and said.
///
/// # Errors
/// [`Stop`] when the store does not do its part.
pub async fn decide(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    choices: &[Choice],
) -> Result<Finish, Stop> {
    let mut claim = Claim::take(journal, tenant.task, SUBJECT, Vec::new()).await?;
    claim.own(journal, tenant.task).await?;
    let gather = |keys| Gather { keys, prefixes: Vec::new(), limit: 0 };
    let orders = choices.iter().map(|choice| order_key(choice.order)).collect();
    let sales = choices.iter().filter_map(|choice| choice.sale.as_ref().map(sale_key)).collect();
    let (said, taken) = join(
        store::gather::<SaidRow>(journal, "adopt.said", ADOPT, gather(orders)),
        store::gather::<TakenRow>(journal, "adopt.taken", ADOPT, gather(sales)),
    )
    .await;
    let mut said: Table<String, SaidRow> = said?.into_iter().collect();
    let mut taken: Table<String, OrderId> =
        taken?.into_iter().map(|(key, row)| (key, row.order)).collect();
    let mut end = Finish::with(Vec::new(), SUBJECT, CODES);
    for choice in choices {
        take(choice, &mut said, &mut taken, &mut end);
    }
    Ok(end)
}

fn take(
    choice: &Choice,
    said: &mut Table<String, SaidRow>,
    taken: &mut Table<String, OrderId>,
    end: &mut Finish,
) {
    let Choice { order, sale } = choice;
    let subject = format!("order/{order}");
    end.checked.push(Checked { subject: subject.clone(), codes: vec![Code::KeyedSaleTaken] });
    let owner = sale.as_ref().and_then(|sale| taken.get(&sale_key(sale)));
    if let Some(other) = owner.filter(|other| *other != order) {
        end.exceptions.push(
            Exception::new(Code::KeyedSaleTaken, &subject)
                .with("sale", sale.as_ref().map_or(Fact::Nothing, Fact::text))
                .with("taken_by", Fact::text(other)),
        );
        return;
    }
    let key = order_key(*order);
    let before = said.remove(&key).unwrap_or_else(|| SaidRow {
        v: VERSION,
        run: String::new(),
        name: String::new(),
        total: DecimalText(rust_decimal::Decimal::ZERO),
        sure: false,
        sales: Vec::new(),
        decided: None,
    });
    for own in before.owned() {
        if sale.as_ref() != Some(own) {
            taken.remove(&sale_key(own));
            end.commit.push(Row::delete(ADOPT, sale_key(own)));
        }
    }
    if let Some(sale) = sale {
        taken.insert(sale_key(sale), *order);
        let row = TakenRow { v: VERSION, order: *order, by_person: true };
        end.commit.push(Row::put(ADOPT, sale_key(sale), &row));
    }
    let row = SaidRow { decided: Some(DecidedRow { sale: sale.clone() }), ..before };
    end.commit.push(Row::put(ADOPT, key.clone(), &row));
    said.insert(key, row);
    end.next.push(open_orders::one(*order));
}

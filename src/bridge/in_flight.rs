//! `stock.in_flight`: the order, what Lightspeed has and the earlier rows in, the rows out.

use super::Bridge;
use super::decide::{Answer, level, raw};
use super::order_to_sale::{links, list};
use crate::contract::decisions::{InFlight, KeyedRow, RowChange, StockInFlight, TakenBySale};
use crate::contract::in_flight::{InFlightRow, SaleStanding, TakenUnits};
use crate::domain::ids::shopify::OrderId;
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Reason, Row, Standing, Taken, TakenLine};
use crate::domain::table::Table;
use crate::report::{Code, Issue, Log, read};
use crate::rules::stock;
use crate::shopify::{fulfillment_orders, order};

impl Bridge {
    pub(super) fn stock_in_flight(&self, context: &[u8], payload: &[u8]) -> Answer {
        let context: StockInFlight = read::document(context, "$")?;
        let history = order::decode_history(payload, "$.order")?;
        let only_id = context.deleted && !history.whole;
        let order = if only_id { None } else { Some(order::decode(payload, "$.order")?) };
        let fulfilment_orders = list(
            context.fulfillment_orders.as_ref(),
            "$.fulfillment_orders",
            fulfillment_orders::decode,
        )?;
        let links = links(context.links);
        let taken = taken(&context.lightspeed)?;
        let earlier = earlier(history.id, &context.rows)?;
        let known = stock::Known {
            id: history.id,
            order: order.as_ref(),
            updated_at: history.updated_at,
            as_of: context.as_of,
            deleted: context.deleted,
            fulfilment_orders: fulfilment_orders.as_deref().unwrap_or_default(),
            left: &history.left,
            links: &links,
            taken: &taken,
            levels_since: context.levels_since,
            earlier: &earlier,
        };
        let mut log = Log::new(level(context.explain));
        let decided = stock::in_flight(known, &self.policy, &mut log)
            .map_err(|error| Issue::new(Code::InvalidValue, "$", error.to_string()))?;
        let output = InFlight {
            order: history.id,
            as_of: decided.as_of,
            stale: decided.stale,
            rows: decided
                .rows
                .iter()
                .map(|row| KeyedRow { key: row.key(), row: row.into() })
                .collect(),
            changes: decided
                .changes
                .iter()
                .map(|change| RowChange {
                    key: change.key.clone(),
                    row: change.row.as_ref().map(Into::into),
                })
                .collect(),
        };
        Ok((raw(&output), log))
    }
}

/// What Lightspeed has. What was released holds nothing.
#[inline(never)]
fn taken(given: &[TakenBySale]) -> Result<Vec<Taken>, Issue> {
    let mut taken = Vec::new();
    for (place, sale) in given.iter().enumerate() {
        let path = format!("$.lightspeed[{place}]");
        let reason = match sale.state {
            SaleStanding::Released => continue,
            SaleStanding::Sent => None,
            SaleStanding::Reserved => Some(Reason::Reserved),
            SaleStanding::Completed => Some(Reason::Completed),
            SaleStanding::ByHand => Some(Reason::ByHand),
        };
        let standing = match (reason, sale.confirmed_at) {
            (None, _) => Standing::Sent,
            (Some(reason), Some(at)) => Standing::Confirmed { reason, sale: sale.sale.clone(), at },
            (Some(_), None) => {
                let message = "what stands in Lightspeed has a time since when that is known";
                return Err(Issue::new(
                    Code::MissingField,
                    format!("{path}.confirmed_at"),
                    message,
                ));
            }
        };
        let mut lines = Vec::new();
        for (place, line) in sale.lines.iter().enumerate() {
            lines.push(taken_line(line, &format!("{path}.lines[{place}]"))?);
        }
        taken.push(Taken { outlet: sale.outlet.clone(), standing, lines });
    }
    Ok(taken)
}

fn taken_line(line: &TakenUnits, path: &str) -> Result<TakenLine, Issue> {
    let units = quantity(line.units, &format!("{path}.units"))?;
    let asked = match line.asked {
        None => units,
        Some(asked) => quantity(asked, &format!("{path}.asked"))?,
    };
    Ok(TakenLine { line: line.line, units, asked })
}

fn quantity(given: DecimalText, path: &str) -> Result<Quantity, Issue> {
    let quantity = Quantity::new(given.0);
    if quantity.is_negative() {
        return Err(Issue::new(Code::InvalidValue, path, "units are not below zero"));
    }
    Ok(quantity)
}

/// The earlier rows: the order's own, each once, with as many open units as can be.
#[inline(never)]
fn earlier(order: OrderId, given: &[InFlightRow]) -> Result<Vec<Row>, Issue> {
    let mut keys = Table::new();
    let mut rows = Vec::with_capacity(given.len());
    for (place, row) in given.iter().enumerate() {
        let path = format!("$.rows[{place}]");
        let wrong = |field: &str, message: String| {
            Err(Issue::new(Code::InvalidValue, format!("{path}{field}"), message))
        };
        if row.order != order {
            return wrong(".order", format!("the row is of order {}, not {order}", row.order));
        }
        let units = quantity(row.quantity, &format!("{path}.quantity"))?;
        let open = quantity(row.open, &format!("{path}.open"))?;
        if units.is_zero() {
            return wrong(".quantity", "a row has units".to_owned());
        }
        if open > units {
            return wrong(".open", format!("{open} of {units} units cannot be open"));
        }
        let row = Row::from(row);
        if keys.insert(row.key(), ()).is_some() {
            return wrong("", format!("the row `{}` stands twice", row.key()));
        }
        rows.push(row);
    }
    Ok(rows)
}

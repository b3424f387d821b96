//! What both series are asked when a sale is taken back.

use serde_json::Value;

use super::{account, sale};
use crate::domain::ids::lightspeed::{SaleId, UserId};
use crate::lightspeed::undo::{Seen, Step, Undo, Undoing, What};

/// A step's name, its HTTP status and its body.
pub(super) type Answer = (&'static str, u16, Value);

/// The step after these answers.
pub(super) fn step(series: &dyn Undoing, what: What<'_>, answers: &[Answer]) -> Step {
    let bodies: Vec<String> = answers.iter().map(|(_, _, body)| body.to_string()).collect();
    let seen = answers.iter().zip(&bodies);
    let seen: Vec<Seen<'_>> = seen
        .map(|((step, status, _), body)| Seen { step, status: *status, body: body.as_bytes() })
        .collect();
    let (sale, user) = (sale(), UserId::parse("11").unwrap());
    let undo = Undo {
        key: &sale.key,
        sale: &SaleId::parse("88").unwrap(),
        reference: &sale.reference,
        currency: sale.total.currency(),
        register: &sale.register,
        since: sale.at,
        at: sale.at,
        what,
    };
    series.undo(account(&user), undo, &seen).unwrap()
}

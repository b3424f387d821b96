//! What is to be done about a quantity: falls at once, rises only when it is certain.

use crate::domain::level::EarlierRead;
use crate::domain::time::Timestamp;

/// What is done about a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is right.
    None,
    /// It is written, for it falls.
    Fall,
    /// It is written, for it rises and that is certain.
    Rise,
    /// It is to rise: a second read must say so, too.
    Confirm,
    /// It is to rise, and orders are not explained: they are to be read first.
    Sweep,
    /// It is not known what it should be: it stays.
    Hold,
    /// It is not published.
    Skip,
}

impl Change {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Fall => "fall",
            Self::Rise => "rise",
            Self::Confirm => "confirm",
            Self::Sweep => "sweep",
            Self::Hold => "hold",
            Self::Skip => "skip",
        }
    }
}

/// A change, what is written, and whether more is to come when that is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) change: Change,
    pub(super) write: Option<i64>,
    pub(super) again: bool,
}

impl Turn {
    fn only(change: Change) -> Self {
        Self { change, write: None, again: change == Change::Confirm }
    }
}

/// What a change rests on besides the two quantities.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caution<'a> {
    /// Whether rises are confirmed, and after how many seconds.
    pub(super) confirm_after: Option<i64>,
    /// Whether Shopify has taken units that no row tells of, and orders were not read since.
    pub(super) unexplained: bool,
    pub(super) earlier: Option<&'a EarlierRead>,
    pub(super) began_at: Timestamp,
}

/// What is done where Shopify has `from` (nothing where the item is not stocked) and should have
/// `to`, which is not below zero.
pub(super) fn turn(from: Option<i64>, to: i64, caution: Caution<'_>) -> Turn {
    let now = from.unwrap_or(0);
    // What is below zero stays: what was sold too often is not forgotten.
    if to == now || (to == 0 && now < 0) {
        return Turn::only(Change::None);
    }
    if to < now {
        return Turn { change: Change::Fall, write: Some(to), again: false };
    }
    if caution.unexplained {
        return Turn::only(Change::Sweep);
    }
    let Some(after) = caution.confirm_after else {
        return Turn { change: Change::Rise, write: Some(to), again: false };
    };
    let earlier = caution
        .earlier
        .filter(|earlier| caution.began_at.seconds_since(&earlier.began_at) >= after);
    // Both reads say that there are as many as the lower of the two.
    match earlier.map(|earlier| earlier.quantity.min(to)).filter(|both| *both > now) {
        Some(both) => Turn { change: Change::Rise, write: Some(both), again: both < to },
        None => Turn::only(Change::Confirm),
    }
}

//! Stock that Shopify has sold: units that a Lightspeed level may not know of yet.

use std::fmt::Write;

use super::ids::lightspeed::{ItemId, OutletId, SaleId};
use super::ids::shopify::{LineItemId, LocationId, OrderId};
use super::quantity::Quantity;
use super::time::Timestamp;

/// Units of one order line at one place and in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The order.
    pub order: OrderId,
    /// Its line.
    pub line: LineItemId,
    /// What it sells.
    pub item: ItemId,
    /// The Shopify location they are taken from, once Shopify says it.
    pub location: Option<LocationId>,
    /// The outlet whose level is short of them, or is to be.
    pub outlet: OutletId,
    /// How many; above zero.
    pub quantity: Quantity,
    /// How many of these are still to be sent: Shopify counts them as committed.
    pub open: Quantity,
    /// How far they are.
    pub state: State,
    /// Why they are no further.
    pub reason: Reason,
    /// The sale that took them.
    pub sale: Option<SaleId>,
    /// When Lightspeed was known to have taken them.
    pub confirmed_at: Option<Timestamp>,
}

impl Row {
    /// What the row is kept under: the rows of an item lie together.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = format!("{}/{}/{}/", self.item, self.order, self.line);
        match self.location {
            Some(location) => drop(write!(key, "{location}/")),
            None => key.push_str("-/"),
        }
        key.push_str(self.state.word());
        key
    }
}

/// How far units are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Still to be sent, and not in Lightspeed.
    Seen,
    /// The same, with the write that takes them under way.
    Sent,
    /// Sold or reserved in Lightspeed.
    InLightspeed,
    /// Gone without a sale.
    Fulfilled,
}

impl State {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Sent => "sent",
            Self::InLightspeed => "in_lightspeed",
            Self::Fulfilled => "fulfilled",
        }
    }
}

/// Why units are as far as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing was written for them.
    NotPosted,
    /// A test order is never posted.
    TestOrder,
    /// An order from before go-live is never posted.
    BeforeGoLive,
    /// Lightspeed had fewer units than were to be reserved.
    ReservedShort,
    /// The outlet has a sale of the order, and they are not in it.
    NotInSale,
    /// The write that takes them is under way.
    Sent,
    /// Lightspeed keeps them for the buyer.
    Reserved,
    /// Lightspeed has sold them.
    Completed,
    /// A person took them off Lightspeed's stock.
    ByHand,
}

impl Reason {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotPosted => "not_posted",
            Self::TestOrder => "test_order",
            Self::BeforeGoLive => "before_go_live",
            Self::ReservedShort => "reserved_short",
            Self::NotInSale => "not_in_sale",
            Self::Sent => "sent",
            Self::Reserved => "reserved",
            Self::Completed => "completed",
            Self::ByHand => "by_hand",
        }
    }
}

/// What Lightspeed has for the order at one outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The outlet.
    pub outlet: OutletId,
    /// How far it is.
    pub standing: Standing,
    /// What it took, line by line.
    pub lines: Vec<TakenLine>,
}

/// How far a sale is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its write is under way, or nobody knows whether it took effect.
    Sent,
    /// It stands.
    Confirmed {
        /// Reserved, completed or by hand.
        reason: Reason,
        /// The sale, where there is one.
        sale: Option<SaleId>,
        /// When that was known.
        at: Timestamp,
    },
}

/// What was taken for one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenLine {
    /// The order line.
    pub line: LineItemId,
    /// How many units.
    pub units: Quantity,
    /// How many were asked for.
    pub asked: Quantity,
}

/// Units that left with one fulfilment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The order line.
    pub line: LineItemId,
    /// How many.
    pub units: Quantity,
    /// When.
    pub at: Timestamp,
}

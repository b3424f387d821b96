//! Which sales that staff keyed by hand stand for which orders: certain ones are adopted, likely
//! ones are left to a person. `docs/adopt.md` tells the rules in words.

mod candidates;
mod names;
mod sure;
#[cfg(test)]
mod tests;

use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::keyed::{KeyedField, KeyedOrder, KeyedSale, KeyedState};
use crate::domain::money::Money;
use crate::domain::sorting::each_once;

pub use candidates::MOST as MOST_CANDIDATES;
pub use names::{Naming, of_order, of_sale, reduced};

/// What is decided about one order. Sales are told by their place in what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// These are its sales, for certain.
    Adopt {
        /// All of them.
        sales: Vec<usize>,
        /// What makes it certain.
        by: By,
    },
    /// A person must say whether one of these is: the likeliest first.
    Candidates(Vec<Candidate>),
    /// No sale is like it.
    Nothing,
}

/// What makes it certain that a sale stands for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The one sale that names the order has its total.
    Reference,
    /// The sales that name it, each at another outlet, come to its total together.
    References,
}

/// A sale that may stand for an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The sale.
    pub sale: usize,
    /// What speaks for it.
    pub because: Vec<Evidence>,
    /// What keeps it from being certain.
    pub doubts: Vec<Doubt>,
    /// How much more than the order the sale comes to, where it differs.
    pub differs: Option<Money>,
}

/// What speaks for a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It names the order.
    Reference(Naming, KeyedField),
    /// It comes to the same.
    Total,
    /// It was made when the order had just been placed.
    Date,
    /// The buyer is the same.
    Customer,
    /// Its units of each item are the same.
    Items,
}

/// What keeps a sale from being certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It does not name the order, or not clearly.
    NotNamed,
    /// It comes to something else.
    OtherTotal,
    /// It is not completed.
    Open,
    /// It was made before the order was placed.
    Older,
    /// It was made where the order is not to be sent from.
    OtherOutlet,
    /// It was taken back, wholly or in part.
    TakenBack,
    /// It takes goods back itself: an exchange.
    TakesBack,
    /// It names another order as well.
    OtherOrder,
    /// Other sales name the order as well.
    OtherSale,
}

impl By {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::References => "references",
        }
    }
}

impl Evidence {
    /// As a person reads it: `reference=note`, `reference~note` (nearly), `total`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Reference(Naming::Whole, field) => format!("reference={}", field.word()),
            Self::Reference(_, field) => format!("reference~{}", field.word()),
            Self::Total => "total".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Customer => "customer".to_owned(),
            Self::Items => "items".to_owned(),
        }
    }
}

impl Doubt {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotNamed => "not_named",
            Self::OtherTotal => "other_total",
            Self::Open => "open",
            Self::Older => "older",
            Self::OtherOutlet => "other_outlet",
            Self::TakenBack => "taken_back",
            Self::TakesBack => "takes_back",
            Self::OtherOrder => "other_order",
            Self::OtherSale => "other_sale",
        }
    }
}

/// A sale made earlier than this before the order was placed cannot be of it: clocks differ.
const EARLY_SECONDS: i64 = 60 * 60;

/// A sale made until then after the order was placed may well be of it: `Evidence::Date`.
const SOON_SECONDS: i64 = 7 * 24 * 60 * 60;

/// What is known while orders are decided.
struct View<'a> {
    orders: &'a [KeyedOrder],
    sales: &'a [KeyedSale],
    /// What each order may be named by.
    keys: Vec<Vec<String>>,
    /// Places of sales by what they may name an order by, by amount, and by customer.
    named: Index<String>,
    amounts: Index<String>,
    customers: Index<CustomerId>,
    /// Places of orders by what they may be named by.
    names: Index<String>,
    /// Places of the sales that take parts of others back.
    returned: Index<String>,
}

/// Places by a key.
struct Index<K>(Vec<(K, usize)>);

impl<K: Ord> Index<K> {
    fn of(pairs: Vec<(K, usize)>) -> Self {
        Self(each_once(pairs))
    }

    fn at(&self, key: &K) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(own, _)| own < key);
        let until = self.0.partition_point(|(own, _)| own <= key);
        self.0.get(from..until).unwrap_or_default().iter().map(|(_, place)| *place)
    }
}

/// What a total is looked up by.
#[must_use]
pub fn amount_key(total: &Money) -> String {
    total.amount().normalize().to_string()
}

impl<'a> View<'a> {
    fn new(orders: &'a [KeyedOrder], sales: &'a [KeyedSale]) -> Self {
        let keys: Vec<Vec<String>> = orders.iter().map(names::of_order).collect();
        let places = |keys: &[Vec<String>]| {
            let places = keys.iter().enumerate();
            Index::of(
                places.flat_map(|(at, own)| own.iter().map(move |key| (key.clone(), at))).collect(),
            )
        };
        // What is void, what takes goods back and what is ours stands for no order.
        let of_sale: Vec<Vec<String>> = sales
            .iter()
            .map(|sale| if sale.ours { Vec::new() } else { names::of_sale(sale) })
            .collect();
        let usable = || sales.iter().enumerate().filter(|(_, sale)| is_usable(sale));
        let amounts = usable().map(|(at, sale)| (amount_key(&sale.total), at)).collect();
        let customers =
            usable().filter_map(|(at, sale)| Some((sale.customer.clone()?, at))).collect();
        let back = sales.iter().enumerate();
        let back = back.filter(|(_, sale)| sale.state != KeyedState::Voided);
        let back =
            back.flat_map(|(at, sale)| sale.returns.iter().map(move |part| (part.clone(), at)));
        Self {
            returned: Index::of(back.collect()),
            orders,
            sales,
            names: places(&keys),
            named: places(&of_sale),
            amounts: Index::of(amounts),
            customers: Index::of(customers),
            keys,
        }
    }

    fn keys(&self, order: usize) -> &[String] {
        self.keys.get(order).map_or(&[], Vec::as_slice)
    }

    fn naming(&self, order: usize, sale: &KeyedSale) -> Option<(Naming, KeyedField)> {
        names::naming(self.keys(order), sale)
    }

    /// The sales that name the order in any way and are not ours or void, each once.
    fn naming_sales(&self, order: usize) -> Vec<(usize, Naming)> {
        let places = self.keys(order).iter().flat_map(|key| self.named.at(key));
        let found = each_once(places.collect::<Vec<usize>>()).into_iter().filter_map(|place| {
            let sale = self.sales.get(place)?;
            let naming = self.naming(order, sale)?.0;
            (sale.state != KeyedState::Voided).then_some((place, naming))
        });
        found.collect()
    }

    fn is_taken_back(&self, sale: &KeyedSale) -> bool {
        let back = |part: &String| self.returned.at(part).next().is_some();
        sale.taken_back || sale.parts.iter().any(back)
    }

    /// Whether the sale clearly names another order too.
    fn names_other(&self, order: usize, sale: &KeyedSale) -> bool {
        let keys = names::of_sale(sale);
        let others = keys.iter().flat_map(|key| self.names.at(key)).filter(|other| *other != order);
        others
            .into_iter()
            .any(|other| self.naming(other, sale).is_some_and(|found| found.0 == Naming::Whole))
    }
}

/// Whether a person may be asked about it: a return is no order's, an exchange may be.
fn is_usable(sale: &KeyedSale) -> bool {
    let back = sale.takes_back && (sale.total.is_negative() || sale.total.is_zero());
    !sale.ours && !back && sale.state != KeyedState::Voided
}

/// Decides every order. A sale is adopted for one order at most, and is then no other's candidate.
///
/// To decide about some of many orders it is enough to know the sales that may name them, have
/// their total or their customer ([`of_order`], [`of_sale`], [`amount_key`]), and the orders that
/// these sales may name.
#[must_use]
pub fn decide(orders: &[KeyedOrder], sales: &[KeyedSale]) -> Vec<Verdict> {
    let view = View::new(orders, sales);
    let sure: Vec<Option<(Vec<usize>, By)>> =
        (0..orders.len()).map(|order| sure::adopt(&view, order)).collect();
    let mut taken = vec![false; sales.len()];
    for place in sure.iter().flatten().flat_map(|(sales, _)| sales) {
        if let Some(taken) = taken.get_mut(*place) {
            *taken = true;
        }
    }
    let decided = sure.into_iter().enumerate().map(|(order, sure)| match sure {
        Some((sales, by)) => Verdict::Adopt { sales, by },
        None => match candidates::of(&view, order, &taken) {
            found if found.is_empty() => Verdict::Nothing,
            found => Verdict::Candidates(found),
        },
    });
    decided.collect()
}

/// What keeps the sale from being the order's, but for its total and other sales.
fn doubts(view: &View<'_>, place: usize, order: &KeyedOrder, sale: &KeyedSale) -> Vec<Doubt> {
    let named = view.naming(place, sale).is_some_and(|found| found.0 == Naming::Whole);
    let elsewhere = !order.outlets.is_empty() && !order.outlets.contains(&sale.outlet);
    let all = [
        (!named, Doubt::NotNamed),
        (sale.state != KeyedState::Completed, Doubt::Open),
        (sale.at.seconds_since(&order.at) < -EARLY_SECONDS, Doubt::Older),
        (elsewhere, Doubt::OtherOutlet),
        (view.is_taken_back(sale), Doubt::TakenBack),
        (sale.takes_back, Doubt::TakesBack),
        (view.names_other(place, sale), Doubt::OtherOrder),
    ];
    all.into_iter().filter_map(|(is_so, doubt)| is_so.then_some(doubt)).collect()
}

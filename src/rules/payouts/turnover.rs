//! What an order and its sales in Lightspeed differ by, on the day that the order was placed: outlet by
//! outlet, each difference with its kind.

use crate::domain::ids::lightspeed::OutletId;
use crate::domain::money::{Money, MoneyError};

/// An order of the day, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldOrder {
    /// What it comes to now.
    pub total: Money,
    /// What was paid for it and not paid back.
    pub paid: Money,
    /// Where it is posted, as the store says: the place of what is on no other one comes first.
    pub places: Vec<Place>,
    /// Its sales of the day in Lightspeed.
    pub found: Vec<FoundSale>,
}

/// How an order is posted at an outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The outlet.
    pub outlet: OutletId,
    /// How it stands there.
    pub posted: Posted,
    /// What its sale there came to when it was recorded, if that is known.
    pub came_to: Option<Money>,
    /// What the sale comes to that was not found on the day and stands on another one.
    pub other_day: Option<Money>,
}

/// How an order stands at an outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It is sold.
    Sold,
    /// Its goods are kept for the buyer, who has not paid.
    Kept,
    /// It was taken back, or given back.
    Back,
    /// Its sale is not known to stand.
    Open,
}

/// A sale in Lightspeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSale {
    /// The outlet.
    pub outlet: OutletId,
    /// What it comes to.
    pub total: Money,
    /// Whether it takes another one back.
    pub back: bool,
}

/// What a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Differs {
    /// The order has no sale.
    NotPosted,
    /// Its goods are kept for a buyer who has not paid: it is a sale when the money comes.
    Reserved,
    /// The sale, or what takes it back, stands on another day than the order.
    OtherDay,
    /// It was posted, and Lightspeed has no such sale any more.
    Missing,
    /// The sale comes to something else than the order.
    Amount,
    /// The sale comes to what was paid, and the order's total is another: an adjustment, cash
    /// rounding, money that was kept.
    Paid,
    /// Lightspeed took the sale back, and Shopify has the order still.
    TakenBack,
    /// A sale of another day's order was taken back on this one.
    Reversal,
    /// A sale of ours that stands for no order that is known.
    UnknownOrder,
}

impl Differs {
    /// Each with its word.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("not_posted", Self::NotPosted),
        ("reserved", Self::Reserved),
        ("other_day", Self::OtherDay),
        ("missing", Self::Missing),
        ("amount", Self::Amount),
        ("paid", Self::Paid),
        ("taken_back", Self::TakenBack),
        ("reversal", Self::Reversal),
        ("unknown_order", Self::UnknownOrder),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }

    /// Whether it explains itself: nobody has to look at it.
    #[must_use]
    pub fn is_expected(self) -> bool {
        matches!(self, Self::Reserved | Self::OtherDay | Self::Paid | Self::Reversal)
    }
}

/// What an outlet has more of at Shopify than in Lightspeed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletDifference {
    /// The outlet; none for what is posted nowhere.
    pub outlet: Option<OutletId>,
    /// What it is.
    pub kind: Differs,
    /// Shopify's amount less Lightspeed's.
    pub amount: Money,
}

/// What an order counts for, and what it differs by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TiedOrder {
    /// What of Shopify's total is each outlet's.
    pub shares: Vec<(Option<OutletId>, Money)>,
    /// What it differs by.
    pub differences: Vec<OutletDifference>,
}

/// A place with what Lightspeed has there on the day.
struct Held {
    place: Place,
    /// Its sales together.
    here: Money,
    found: bool,
    back: bool,
}

/// Holds an order against its sales.
///
/// # Errors
/// [`MoneyError`].
pub fn tie_order(order: &SoldOrder) -> Result<TiedOrder, MoneyError> {
    let zero = Money::zero(order.total.currency());
    let held = held(order, zero)?;
    let mut tied = TiedOrder::default();
    // What is on no other outlet is on the first that sold something.
    let sold = |own: &Held| own.place.posted == Posted::Sold;
    let Some(first) = held.iter().position(sold).or(if held.is_empty() { None } else { Some(0) })
    else {
        if !order.total.is_zero() {
            tied.shares.push((None, order.total));
            tied.note(None, Differs::NotPosted, order.total);
        }
        return Ok(tied);
    };
    let mut rest = order.total;
    for (_, own) in held.iter().enumerate().filter(|(at, _)| *at != first) {
        rest = rest.checked_sub(&share(own)?)?;
    }
    let mut all = zero;
    for own in &held {
        all = all.checked_add(&own.here)?.checked_add(&own.place.other_day.unwrap_or(zero))?;
    }
    let is_paid = all == order.paid;
    for (at, own) in held.iter().enumerate() {
        let share = if at == first { rest } else { share(own)? };
        tied.shares.push((Some(own.place.outlet.clone()), share));
        tied.name(own, share.checked_sub(&own.here)?, is_paid)?;
    }
    Ok(tied)
}

/// The places, and the outlets besides where sales were found.
fn held(order: &SoldOrder, zero: Money) -> Result<Vec<Held>, MoneyError> {
    let held = |place| Held { place, here: zero, found: false, back: false };
    let mut all: Vec<Held> = order.places.iter().cloned().map(held).collect();
    for sale in &order.found {
        if all.iter().all(|own| own.place.outlet != sale.outlet) {
            let outlet = sale.outlet.clone();
            let posted = Posted::Open;
            all.push(held(Place { outlet, posted, came_to: None, other_day: None }));
        }
        if let Some(own) = all.iter_mut().find(|own| own.place.outlet == sale.outlet) {
            own.here = own.here.checked_add(&sale.total)?;
            own.found = true;
            own.back |= sale.back;
        }
    }
    Ok(all)
}

/// What of the order is at an outlet that is not its first.
fn share(own: &Held) -> Result<Money, MoneyError> {
    match (own.place.posted, own.place.came_to) {
        (Posted::Sold, Some(came_to)) => Ok(came_to),
        // Nobody knows better than Lightspeed.
        (Posted::Sold | Posted::Open, _) => match own.place.other_day {
            Some(other) => own.here.checked_add(&other),
            None => Ok(own.here),
        },
        (Posted::Kept | Posted::Back, _) => Ok(Money::zero(own.here.currency())),
    }
}

impl TiedOrder {
    fn note(&mut self, outlet: Option<&OutletId>, kind: Differs, amount: Money) {
        if !amount.is_zero() {
            let outlet = outlet.cloned();
            self.differences.push(OutletDifference { outlet, kind, amount });
        }
    }

    /// Names what an outlet differs by.
    fn name(&mut self, own: &Held, amount: Money, is_paid: bool) -> Result<(), MoneyError> {
        let outlet = Some(&own.place.outlet);
        let amount = match own.place.other_day {
            Some(other) => {
                self.note(outlet, Differs::OtherDay, other);
                amount.checked_sub(&other)?
            }
            None => amount,
        };
        // What was sold on this day and taken back on another.
        let is_back_later = own.place.posted == Posted::Back
            && own.found
            && !own.back
            && amount == own.here.checked_neg()?;
        let kind = match own.place.posted {
            _ if is_paid && (own.found || own.place.other_day.is_some()) => Differs::Paid,
            _ if is_back_later => Differs::OtherDay,
            _ if own.back => Differs::TakenBack,
            _ if own.found || own.place.other_day.is_some() => Differs::Amount,
            Posted::Sold => Differs::Missing,
            Posted::Kept => Differs::Reserved,
            Posted::Back => Differs::TakenBack,
            Posted::Open => Differs::NotPosted,
        };
        self.note(outlet, kind, amount);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::currency::Currency;
    use rust_decimal::Decimal;

    fn usd(cents: i64) -> Money {
        Money::new(Decimal::new(cents, 2), Currency::parse("USD").unwrap())
    }

    fn outlet(name: &str) -> OutletId {
        OutletId::parse(name).unwrap()
    }

    fn place(name: &str, posted: Posted, came_to: Option<i64>, other: Option<i64>) -> Place {
        let (came_to, other_day) = (came_to.map(usd), other.map(usd));
        Place { outlet: outlet(name), posted, came_to, other_day }
    }

    fn found(name: &str, cents: i64) -> FoundSale {
        FoundSale { outlet: outlet(name), total: usd(cents), back: cents < 0 }
    }

    /// Fails when a difference has the wrong kind, outlet or amount, or shares are not the order.
    #[test]
    fn each_difference_has_its_kind() {
        use Posted::{Kept, Open, Sold};
        let sold = |cents| place("1", Sold, Some(cents), None);
        let cases: Vec<(&str, SoldOrder, &[&str])> = vec![
            ("ties", order(5438, 5438, vec![sold(5438)], vec![found("1", 5438)]), &[]),
            ("never posted", order(5438, 5438, vec![], vec![]), &["none not_posted 54.38"]),
            ("nothing left", order(0, 0, vec![], vec![]), &[]),
            (
                "begun",
                order(500, 500, vec![place("1", Open, None, None)], vec![]),
                &["1 not_posted 5.00"],
            ),
            (
                "kept",
                order(500, 0, vec![place("1", Kept, None, None)], vec![]),
                &["1 reserved 5.00"],
            ),
            ("gone", order(500, 500, vec![sold(500)], vec![]), &["1 missing 5.00"]),
            (
                "tomorrow",
                order(500, 500, vec![place("1", Sold, Some(500), Some(500))], vec![]),
                &["1 other_day 5.00"],
            ),
            (
                "tomorrow, and changed",
                order(500, 500, vec![place("1", Sold, Some(500), Some(450))], vec![]),
                &["1 other_day 4.50", "1 amount 0.50"],
            ),
            (
                "changed",
                order(500, 500, vec![sold(500)], vec![found("1", 450)]),
                &["1 amount 0.50"],
            ),
            (
                "refunded",
                order(400, 400, vec![sold(500)], vec![found("1", 500)]),
                &["1 amount -1.00"],
            ),
            (
                "kept money",
                order(0, 500, vec![sold(500)], vec![found("1", 500)]),
                &["1 paid -5.00"],
            ),
        ];
        for (name, order, expected) in cases {
            assert_eq!(named(&order), expected, "{name}");
        }
    }

    /// Fails when what was taken back, recorded twice, keyed or moved has the wrong kind or amount.
    #[test]
    fn each_difference_of_several_sales_has_its_kind() {
        use Posted::{Back, Sold};
        let sold = |cents| place("1", Sold, Some(cents), None);
        let cases: Vec<(&str, SoldOrder, &[&str])> = vec![
            (
                "taken back",
                order(500, 500, vec![sold(500)], vec![found("1", 500), found("1", -500)]),
                &["1 taken_back 5.00"],
            ),
            (
                "cancelled",
                order(
                    0,
                    0,
                    vec![place("1", Back, None, None)],
                    vec![found("1", 500), found("1", -500)],
                ),
                &[],
            ),
            (
                "cancelled the day after",
                order(0, 0, vec![place("1", Back, None, None)], vec![found("1", 500)]),
                &["1 other_day -5.00"],
            ),
            (
                "voided",
                order(500, 500, vec![place("1", Back, None, None)], vec![]),
                &["1 taken_back 5.00"],
            ),
            (
                "twice",
                order(500, 500, vec![sold(500)], vec![found("1", 500), found("1", 500)]),
                &["1 amount -5.00"],
            ),
            (
                "keyed",
                order(500, 500, vec![place("1", Sold, None, None)], vec![found("1", 490)]),
                &["1 amount 0.10"],
            ),
            ("elsewhere", order(500, 500, vec![], vec![found("2", 500)]), &[]),
        ];
        for (name, order, expected) in cases {
            assert_eq!(named(&order), expected, "{name}");
        }
    }

    /// Fails when an order at two outlets is not shared by what its sales came to.
    #[test]
    fn two_outlets_have_a_share_each() {
        let places = |other: Option<i64>| {
            vec![
                place("1", Posted::Sold, Some(300), None),
                place("2", Posted::Sold, Some(200), other),
            ]
        };
        let both = order(500, 500, places(None), vec![found("1", 300), found("2", 200)]);
        assert_eq!(named(&both), [""; 0]);
        let shares = tie_order(&both).unwrap().shares;
        assert_eq!(shares, [(Some(outlet("1")), usd(300)), (Some(outlet("2")), usd(200))]);
        let changed = order(500, 500, places(None), vec![found("1", 300), found("2", 150)]);
        assert_eq!(named(&changed), ["2 amount 0.50"]);
        let late = order(500, 500, places(Some(200)), vec![found("1", 300)]);
        assert_eq!(named(&late), ["2 other_day 2.00"]);
        let gone = order(500, 500, places(None), vec![found("2", 200)]);
        assert_eq!(named(&gone), ["1 missing 3.00"]);
    }

    #[test]
    fn each_kind_has_a_word_of_its_own() {
        for (at, (word, kind)) in Differs::WORDS.iter().enumerate() {
            assert_eq!(kind.word(), *word);
            assert!(Differs::WORDS.iter().skip(at + 1).all(|(other, _)| other != word));
        }
    }

    fn order(total: i64, paid: i64, places: Vec<Place>, found: Vec<FoundSale>) -> SoldOrder {
        SoldOrder { total: usd(total), paid: usd(paid), places, found }
    }

    fn named(order: &SoldOrder) -> Vec<String> {
        let tied = tie_order(order).unwrap();
        let shares = Money::sum(usd(0).currency(), tied.shares.iter().map(|(_, own)| *own));
        assert_eq!(shares.unwrap(), order.total);
        let named = |own: &OutletDifference| {
            let outlet = own.outlet.as_ref().map_or("none", |outlet| outlet.as_str());
            format!("{outlet} {} {}", own.kind.word(), own.amount.text())
        };
        tied.differences.iter().map(named).collect()
    }
}

//! Which payment or refund in Lightspeed a row of a payout is: by transaction, then by order, never
//! by amount.

use rust_decimal::Decimal;

use crate::domain::ids::lightspeed::SaleId;
use crate::domain::ids::shopify::TransactionId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{BalanceTransaction, Family, Kind, OrderMoney, Recorded, Sign};
use crate::domain::time::Timestamp;

/// How a row stands to Lightspeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Lightspeed has it, to the cent.
    Matched,
    /// Lightspeed has it in another currency than the payout's: the amounts cannot be compared.
    OtherCurrency,
    /// Lightspeed has the sale, and what it was paid with is not known.
    Uncompared,
    /// Lightspeed has the order with another amount.
    AmountDiffers,
    /// Lightspeed has no sale of the order.
    SaleMissing,
    /// Lightspeed has the sale and not yet the refund.
    RefundPending,
    /// The row names no order.
    NoOrder,
    /// The order was placed before the tenant went live.
    BeforeGoLive,
    /// Shopify no longer has the order.
    OrderDeleted,
    /// The refund did not reach the buyer: the money came back and is still owed.
    RefundFailed,
    /// It corrects another row, and is no payment or refund of its own.
    Correction,
    /// Nobody can place it.
    Quarantined,
}

impl Status {
    /// Every status.
    pub const ALL: &'static [Self] = &[
        Self::Matched,
        Self::OtherCurrency,
        Self::Uncompared,
        Self::AmountDiffers,
        Self::SaleMissing,
        Self::RefundPending,
        Self::NoOrder,
        Self::BeforeGoLive,
        Self::OrderDeleted,
        Self::RefundFailed,
        Self::Correction,
        Self::Quarantined,
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::OtherCurrency => "other_currency",
            Self::Uncompared => "uncompared",
            Self::AmountDiffers => "amount_differs",
            Self::SaleMissing => "sale_missing",
            Self::RefundPending => "refund_pending",
            Self::NoOrder => "no_order",
            Self::BeforeGoLive => "before_go_live",
            Self::OrderDeleted => "order_deleted",
            Self::RefundFailed => "refund_failed",
            Self::Correction => "correction",
            Self::Quarantined => "quarantined",
        }
    }
}

/// Why two amounts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// By no more than rounding can.
    Rounding,
    /// Another rate of exchange.
    Exchange,
    /// The order was edited after it was placed.
    Edit,
    /// The order was paid in several ways, and the sale does not tell them apart.
    SplitTender,
    /// Less was captured than the sale was paid with.
    PartialCapture,
    /// Another row holds the payment or refund: it was paid out before.
    PaidBefore,
    /// Nothing that was handed over tells.
    Unknown,
}

impl Why {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rounding => "rounding",
            Self::Exchange => "exchange",
            Self::Edit => "edit",
            Self::SplitTender => "split_tender",
            Self::PartialCapture => "partial_capture",
            Self::PaidBefore => "paid_before",
            Self::Unknown => "unknown",
        }
    }
}

/// How a row stands to Lightspeed, with the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// How.
    pub status: Status,
    /// Whether it was found by its transaction, or by its order.
    pub by_transaction: bool,
    /// The sale, or the first of several.
    pub sale: Option<&'a SaleId>,
    /// What Lightspeed has.
    pub recorded: Option<Money>,
    /// The row less that.
    pub difference: Option<Money>,
    /// Why they differ.
    pub why: Option<Why>,
}

impl Standing<'_> {
    pub(super) fn only(status: Status) -> Self {
        let by_transaction = false;
        Self { status, by_transaction, sale: None, recorded: None, difference: None, why: None }
    }
}

/// What Lightspeed has, to be looked up.
pub(super) struct Known<'a> {
    recorded: Option<&'a [Recorded]>,
    orders: &'a [OrderMoney],
    by_transaction: Vec<(u64, usize)>,
    by_order: Vec<(u64, usize)>,
    by_name: Vec<(&'a str, usize)>,
    order_ids: Vec<(u64, usize)>,
    order_names: Vec<(&'a str, usize)>,
    /// Where the next transaction is looked for first, among `by_transaction`: rows and what was
    /// recorded mostly come in one order.
    next: usize,
    /// What a row was matched with: it is no other row's.
    used: Vec<bool>,
    go_live: Option<Timestamp>,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        recorded: Option<&'a [Recorded]>,
        orders: &'a [OrderMoney],
        go_live: Option<Timestamp>,
    ) -> Self {
        let list = recorded.unwrap_or_default();
        let number = |own: &Recorded| own.transaction.map(|id| id.number());
        Self {
            recorded,
            orders,
            by_transaction: index(list, number),
            by_order: index(list, |own| Some(own.order.number())),
            by_name: index(list, |own| own.order_name.as_deref()),
            order_ids: index(orders, |own| Some(own.order.number())),
            order_names: index(orders, |own| own.name.as_deref()),
            next: 0,
            used: vec![false; list.len()],
            go_live,
        }
    }

    /// Whether rows are compared at all.
    pub(super) fn compares(&self) -> bool {
        self.recorded.is_some()
    }

    /// The money of a row's order.
    pub(super) fn order(&self, row: &BalanceTransaction) -> Option<&'a OrderMoney> {
        let place = match (row.order, row.order_name.as_deref()) {
            (Some(order), _) => at(&self.order_ids, &order.number()).next(),
            (None, Some(name)) => at(&self.order_names, &name).next(),
            (None, None) => None,
        };
        self.orders.get(place?)
    }

    /// How a payment or refund stands to Lightspeed.
    pub(super) fn standing(
        &mut self,
        row: &BalanceTransaction,
        kind: Kind,
    ) -> Result<Standing<'a>, MoneyError> {
        if is_failed(row) {
            return Ok(Standing::only(Status::RefundFailed));
        }
        if kind.sign == Sign::Any {
            return Ok(Standing::only(Status::Correction));
        }
        let order = self.order(row);
        let mut why = None;
        if let Some(transaction) = row.transaction {
            let number = transaction.number();
            // Almost always there is one of it.
            if let Some(one) = self.lone(number).filter(|one| self.is_free(*one)) {
                return self.compared(row, order, &[one], true);
            }
            let all: Vec<usize> = at(&self.by_transaction, &number).collect();
            let found: Vec<usize> =
                all.iter().filter(|place| self.is_free(**place)).copied().collect();
            if !found.is_empty() {
                return self.compared(row, order, &found, true);
            }
            why = (!all.is_empty()).then_some(Why::PaidBefore);
        }
        let places: Vec<usize> = match (row.order, row.order_name.as_deref()) {
            (Some(own), _) => at(&self.by_order, &own.number()).collect(),
            (None, Some(name)) => at(&self.by_name, &name).collect(),
            (None, None) => return Ok(Standing::only(Status::NoOrder)),
        };
        let list = self.recorded.unwrap_or_default();
        let of_order: Vec<&Recorded> = places.iter().filter_map(|place| list.get(*place)).collect();
        // One that names a transaction is that one's; where rows name none, as in exports, any is.
        let same = |named: bool| -> Vec<usize> {
            let own = |place: &&usize| {
                list.get(**place).is_some_and(|own| {
                    let back = own.amount.is_some_and(|amount| amount.is_negative());
                    (named || own.transaction.is_none()) && back == row.amount.is_negative()
                })
            };
            places.iter().filter(own).filter(|place| self.is_free(**place)).copied().collect()
        };
        let mut found = same(false);
        if found.is_empty() && row.transaction.is_none() {
            found = same(true);
        }
        if !found.is_empty() {
            return self.compared(row, order, &found, false);
        }
        let early = |at: Timestamp| self.go_live.is_some_and(|go_live| at < go_live);
        let status = match order {
            _ if !of_order.is_empty() && kind.family == Family::Refund => Status::RefundPending,
            Some(order) if order.deleted => Status::OrderDeleted,
            Some(order) if order.placed_at.is_some_and(early) => Status::BeforeGoLive,
            // Nothing is paid for an order before it is placed.
            _ if kind.family == Family::Sale && early(row.at) => Status::BeforeGoLive,
            _ => Status::SaleMissing,
        };
        let mut standing = Standing::only(status);
        standing.sale = of_order.first().map(|own| &own.sale);
        standing.why = why;
        Ok(standing)
    }

    /// These payments and refunds are no row's that comes now: another one held them before.
    pub(super) fn held(&mut self, transactions: &[TransactionId]) {
        for transaction in transactions {
            let places: Vec<usize> = at(&self.by_transaction, &transaction.number()).collect();
            self.take(&places);
        }
    }
}

impl<'a> Known<'a> {
    /// The one recorded payment or refund that names a transaction, if it is one.
    fn lone(&mut self, number: u64) -> Option<usize> {
        let index = self.by_transaction.as_slice();
        let first = |from: usize| {
            let key = |at: usize| index.get(at).map(|(own, _)| *own);
            let before = from.checked_sub(1).and_then(key);
            key(from) == Some(number) && before != Some(number)
        };
        if !first(self.next) {
            self.next = index.partition_point(|(own, _)| *own < number);
        }
        let mut same = index.get(self.next..)?.iter().take_while(|(own, _)| *own == number);
        let (_, place) = same.next()?;
        let alone = same.next().is_none();
        self.next = self.next.wrapping_add(1);
        alone.then_some(*place)
    }

    fn is_free(&self, place: usize) -> bool {
        self.used.get(place) == Some(&false)
    }

    /// Nothing of this is another row's from here on.
    fn take(&mut self, places: &[usize]) {
        for place in places {
            if let Some(used) = self.used.get_mut(*place) {
                *used = true;
            }
        }
    }

    /// Compared with these; what it is equal to is no other row's.
    fn compared(
        &mut self,
        row: &BalanceTransaction,
        order: Option<&OrderMoney>,
        places: &[usize],
        by_transaction: bool,
    ) -> Result<Standing<'a>, MoneyError> {
        let list = self.recorded.unwrap_or_default();
        let found: Vec<&Recorded> = places.iter().filter_map(|place| list.get(*place)).collect();
        let standing = compare(row, order, &found, by_transaction)?;
        if by_transaction || standing.status == Status::Matched {
            self.take(places);
        }
        Ok(standing)
    }
}

/// Whether it is a refund that did not reach the buyer.
pub(super) fn is_failed(row: &BalanceTransaction) -> bool {
    row.named.eq_ignore_ascii_case("REFUND_FAILURE")
}

/// Places of what has a key, in the order of the keys.
fn index<'a, T, K: Ord>(list: &'a [T], key: impl Fn(&'a T) -> Option<K>) -> Vec<(K, usize)> {
    let keyed = list.iter().enumerate().filter_map(|(place, own)| Some((key(own)?, place)));
    let mut keyed: Vec<(K, usize)> = keyed.collect();
    if !keyed.is_sorted() {
        keyed.sort_unstable();
    }
    keyed
}

/// The places of one key.
fn at<'i, K: Ord>(index: &'i [(K, usize)], key: &K) -> impl Iterator<Item = usize> + use<'i, K> {
    let from = index.partition_point(|(own, _)| own < key);
    let rest = index.get(from..).unwrap_or_default();
    let same = rest.iter().take_while(|(own, _)| own == key).count();
    rest.iter().take(same).map(|(_, place)| *place)
}

fn compare<'a>(
    row: &BalanceTransaction,
    order: Option<&OrderMoney>,
    found: &[&'a Recorded],
    by_transaction: bool,
) -> Result<Standing<'a>, MoneyError> {
    let mut standing = Standing::only(Status::OtherCurrency);
    standing.by_transaction = by_transaction;
    standing.sale = found.first().map(|own| &own.sale);
    if let [one] = found
        && let Some(recorded) = one.amount
    {
        return settled(row, order, standing, recorded, 1);
    }
    let amounts: Option<Vec<Money>> = found.iter().map(|own| own.amount).collect();
    // At one outlet it may be paid in another currency.
    let mixed = amounts.as_ref().is_some_and(|all| {
        all.iter().any(|own| Some(own.currency()) != all.first().map(Money::currency))
    });
    if mixed {
        return Ok(standing);
    }
    let Some((amounts, currency)) =
        amounts.and_then(|own| own.first().map(Money::currency).map(|currency| (own, currency)))
    else {
        standing.status = Status::Uncompared;
        return Ok(standing);
    };
    let recorded = Money::sum(currency, amounts)?;
    settled(row, order, standing, recorded, found.len())
}

/// What `standing` is, as `recorded` is known.
fn settled<'a>(
    row: &BalanceTransaction,
    order: Option<&OrderMoney>,
    mut standing: Standing<'a>,
    recorded: Money,
    sales: usize,
) -> Result<Standing<'a>, MoneyError> {
    standing.recorded = Some(recorded);
    if recorded.currency() != row.amount.currency() {
        return Ok(standing);
    }
    let mut difference = row.amount;
    difference.subtract(&recorded)?;
    standing.status = if difference.is_zero() { Status::Matched } else { Status::AmountDiffers };
    if !difference.is_zero() {
        standing.why = Some(why(row, order, sales, &recorded, &difference));
        standing.difference = Some(difference);
    }
    Ok(standing)
}

fn why(
    row: &BalanceTransaction,
    order: Option<&OrderMoney>,
    sales: usize,
    recorded: &Money,
    difference: &Money,
) -> Why {
    let foreign = row.presentment.is_some_and(|own| own.currency() != row.amount.currency());
    let units = i64::try_from(sales).unwrap_or(i64::MAX);
    let bound = Decimal::new(units, row.amount.currency().minor_digits());
    if foreign {
        Why::Exchange
    } else if difference.abs().amount() <= bound {
        Why::Rounding
    } else if order.is_some_and(|order| order.edited) {
        Why::Edit
    } else if order.is_some_and(OrderMoney::is_split) {
        Why::SplitTender
    } else if row.amount.is_negative() == recorded.is_negative()
        && row.amount.abs().is_at_most(&recorded.abs())
    {
        Why::PartialCapture
    } else {
        Why::Unknown
    }
}

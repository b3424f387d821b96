//! Amounts of an order, in its two currencies.
//!
//! Shopify writes most amounts twice: alone, in the shop's currency, and in a bag beside it, in
//! both. Where both currencies are the same the bag says nothing new, and old payloads have none.

use crate::domain::currency::Currency;
use crate::domain::money::{Money, MoneyError};
use crate::domain::order::Both;
use crate::domain::text::excerpt;
use crate::report::{Issue, Node};

/// The two fields of one amount.
#[derive(Clone, Copy)]
pub(super) struct Amount {
    alone: &'static str,
    bag: &'static str,
}

impl Amount {
    pub(super) const PRICE: Self = Self { alone: "price", bag: "price_set" };
    pub(super) const DISCOUNTED_PRICE: Self =
        Self { alone: "discounted_price", bag: "discounted_price_set" };
    pub(super) const AMOUNT: Self = Self { alone: "amount", bag: "amount_set" };
    pub(super) const TAX_AMOUNT: Self = Self { alone: "tax_amount", bag: "tax_amount_set" };
    pub(super) const SUBTOTAL: Self = Self { alone: "subtotal", bag: "subtotal_set" };
    pub(super) const TOTAL_TAX: Self = Self { alone: "total_tax", bag: "total_tax_set" };
    pub(super) const TOTAL_PRICE: Self = Self { alone: "total_price", bag: "total_price_set" };
    pub(super) const CURRENT_TOTAL_TAX: Self =
        Self { alone: "current_total_tax", bag: "current_total_tax_set" };
    pub(super) const CURRENT_TOTAL_PRICE: Self =
        Self { alone: "current_total_price", bag: "current_total_price_set" };
}

/// The currencies of an order, and how its amounts are read in them.
#[derive(Clone, Copy)]
pub(super) struct Currencies {
    /// The shop's.
    pub(super) shop: Currency,
    /// What the buyer paid in.
    pub(super) presentment: Currency,
}

impl Currencies {
    pub(super) fn of(order: &Node<'_>) -> Result<Self, Issue> {
        let shop: Currency = order.get("currency")?;
        let presentment = order.find("presentment_currency")?.unwrap_or(shop);
        Ok(Self { shop, presentment })
    }

    pub(super) fn is_foreign(self) -> bool {
        self.shop != self.presentment
    }

    /// Nothing, in what the buyer paid in.
    pub(super) fn zero(self) -> Money {
        Money::zero(self.presentment)
    }

    /// Nothing, in both.
    pub(super) fn nothing(self) -> Both {
        Both { presentment: self.zero(), shop: Money::zero(self.shop) }
    }

    /// An amount that must be there, in what the buyer paid in.
    pub(super) fn get(self, node: &Node<'_>, amount: Amount) -> Result<Money, Issue> {
        match self.find(node, amount)? {
            Some(money) => Ok(money),
            None => Err(self.missing(node, amount)),
        }
    }

    /// An amount, or nothing where it is absent or null, in what the buyer paid in.
    pub(super) fn find(self, node: &Node<'_>, amount: Amount) -> Result<Option<Money>, Issue> {
        let alone = node.field(amount.alone)?;
        if !self.is_foreign() && !alone.is_nothing() {
            return Ok(Some(Money::new(alone.decimal()?, self.presentment)));
        }
        let bag = node.field(amount.bag)?;
        if bag.is_nothing() && alone.is_nothing() {
            return Ok(None);
        }
        self.presented(&bag).map(Some)
    }

    /// An amount that must be there, in both currencies.
    pub(super) fn get_both(self, node: &Node<'_>, amount: Amount) -> Result<Both, Issue> {
        match self.find_both(node, amount)? {
            Some(both) => Ok(both),
            None => Err(self.missing(node, amount)),
        }
    }

    /// An amount in both currencies, or nothing where it is absent or null.
    pub(super) fn find_both(self, node: &Node<'_>, amount: Amount) -> Result<Option<Both>, Issue> {
        let Some(presentment) = self.find(node, amount)? else { return Ok(None) };
        self.with_shop(presentment, &node.field(amount.bag)?).map(Some)
    }

    /// An amount that only a bag has, or nothing where it is absent or null.
    pub(super) fn find_bag(self, node: &Node<'_>, bag: &str) -> Result<Option<Money>, Issue> {
        let bag = node.field(bag)?;
        if bag.is_nothing() { Ok(None) } else { self.presented(&bag).map(Some) }
    }

    /// An amount that only a bag has, in both currencies; nothing where it is absent or null.
    pub(super) fn bag_or_zero(self, node: &Node<'_>, bag: &str) -> Result<Both, Issue> {
        let bag = node.field(bag)?;
        if bag.is_nothing() {
            return Ok(self.nothing());
        }
        self.with_shop(self.presented(&bag)?, &bag)
    }

    /// What a bag holds in what the buyer paid in.
    pub(super) fn presented(self, bag: &Node<'_>) -> Result<Money, Issue> {
        side(bag, "presentment_money", "currency_code", self.presentment)
    }

    fn with_shop(self, presentment: Money, bag: &Node<'_>) -> Result<Both, Issue> {
        let shop = if self.is_foreign() {
            side(bag, "shop_money", "currency_code", self.shop)?
        } else {
            presentment
        };
        Ok(Both { presentment, shop })
    }

    fn missing(self, node: &Node<'_>, amount: Amount) -> Issue {
        let name = if self.is_foreign() { amount.bag } else { amount.alone };
        node.field(name).map_or_else(|issue| issue, |field| field.wrong("an amount"))
    }
}

/// One side of a bag, which must be in the currency that side is in, as the field `code` says.
pub(super) fn side(
    bag: &Node<'_>,
    side: &str,
    code: &str,
    currency: Currency,
) -> Result<Money, Issue> {
    if bag.is_nothing() {
        return Err(bag.wrong("an amount in both currencies"));
    }
    let money = bag.field(side)?;
    let field = money.field(code)?;
    let code = field.text()?;
    if !code.eq_ignore_ascii_case(currency.code()) {
        let message = format_args!("`{}` where `{currency}` is expected", excerpt(code));
        return Err(field.invalid(&message));
    }
    Ok(Money::new(money.field("amount")?.decimal()?, currency))
}

/// The sum of two amounts, in both currencies.
pub(super) fn plus(left: Both, right: Both) -> Result<Both, MoneyError> {
    Ok(Both {
        presentment: left.presentment.checked_add(&right.presentment)?,
        shop: left.shop.checked_add(&right.shop)?,
    })
}

/// The difference of two amounts, in both currencies.
pub(super) fn minus(left: Both, right: Both) -> Result<Both, MoneyError> {
    Ok(Both {
        presentment: left.presentment.checked_sub(&right.presentment)?,
        shop: left.shop.checked_sub(&right.shop)?,
    })
}

/// What the discounts in `discount_allocations` take off. `total_discount` knows only those that
/// were given to the line itself, not its share of the order's.
pub(super) fn discount(node: &Node<'_>, currencies: Currencies) -> Result<Money, Issue> {
    let list = node.field("discount_allocations")?;
    let mut total = currencies.zero();
    for allocation in list.items()? {
        let amount = currencies.get(&allocation, Amount::AMOUNT)?;
        total = total.checked_add(&amount).map_err(|error| list.invalid(&error))?;
    }
    Ok(total)
}

//! Amounts: all in bags of two currencies.

use super::super::money::{self, Currencies};
use crate::domain::money::Money;
use crate::domain::order::{Both, TaxLine};
use crate::report::{Issue, Node};
use crate::shopify::answer::must;
use crate::shopify::fields::flag;

/// The currencies of an order, and how its bags are read in them.
#[derive(Clone, Copy)]
pub(super) struct Bags(pub(super) Currencies);

impl Bags {
    pub(super) fn of(order: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self(Currencies {
            shop: order.get("currencyCode")?,
            presentment: order.get("presentmentCurrencyCode")?,
        }))
    }

    /// An amount that must be there, in what the buyer paid in.
    pub(super) fn get(self, node: &Node<'_>, name: &str) -> Result<Money, Issue> {
        self.presented(&must(node, name, "an amount in both currencies")?)
    }

    /// An amount in what the buyer paid in, or nothing where it is null.
    pub(super) fn find(self, node: &Node<'_>, name: &str) -> Result<Option<Money>, Issue> {
        let bag = node.field(name)?;
        if bag.is_nothing() { Ok(None) } else { self.presented(&bag).map(Some) }
    }

    /// An amount that must be there, in both currencies.
    pub(super) fn get_both(self, node: &Node<'_>, name: &str) -> Result<Both, Issue> {
        let bag = must(node, name, "an amount in both currencies")?;
        Ok(Both {
            presentment: self.presented(&bag)?,
            shop: money::side(&bag, "shopMoney", "currencyCode", self.0.shop)?,
        })
    }

    fn presented(self, bag: &Node<'_>) -> Result<Money, Issue> {
        money::side(bag, "presentmentMoney", "currencyCode", self.0.presentment)
    }

    /// What the discounts in `discountAllocations` take off, and whether there are any.
    pub(super) fn discount(self, node: &Node<'_>) -> Result<Option<Money>, Issue> {
        let list = must(node, "discountAllocations", "a list")?;
        let mut total = None;
        for allocation in list.items()? {
            let amount = self.get(&allocation, "allocatedAmountSet")?;
            let sum = total.unwrap_or_else(|| self.0.zero()).checked_add(&amount);
            total = Some(sum.map_err(|error| list.invalid(&error))?);
        }
        Ok(total)
    }

    /// Adds the `taxLines` of `node` to `taxes`. Those with neither rate nor amount are none.
    pub(super) fn taxes(self, node: &Node<'_>, taxes: &mut Vec<TaxLine>) -> Result<(), Issue> {
        for tax in must(node, "taxLines", "a list")?.items()? {
            let rate = rate(&tax)?;
            let amount = self.get(&tax, "priceSet")?;
            if !rate.is_zero() || !amount.is_zero() {
                taxes.push(TaxLine { rate, amount, channel_liable: flag(&tax, "channelLiable")? });
            }
        }
        Ok(())
    }
}

/// As a fraction; where that is null, from the percentage.
fn rate(tax: &Node<'_>) -> Result<rust_decimal::Decimal, Issue> {
    let field = tax.field("rate")?;
    let percentage = tax.field("ratePercentage")?;
    if !field.is_nothing() || percentage.is_nothing() {
        return Ok(field.decimal()?.normalize());
    }
    let mut rate = percentage.decimal()?;
    let finer = rate.set_scale(rate.scale().saturating_add(2));
    finer.map_err(|error| percentage.invalid(&error))?;
    Ok(rate.normalize())
}

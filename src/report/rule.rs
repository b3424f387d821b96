//! The rules that explain values: an id and a sentence each.

/// A rule that values come from. From its inputs alone its result can be computed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id.
    pub id: &'static str,
    /// The sentence: `{name}` is replaced by that input, `{result}` by the result.
    pub sentence: &'static str,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident $id:literal $sentence:literal)*) => {
        $($(#[$doc])* pub const $name: Rule = Rule { id: $id, sentence: $sentence };)*

        /// Every rule.
        pub const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    /// Which outlet an order is posted to.
    ORDER_OUTLET "order.outlet"
        "No location decides where this order ships from, so it is posted to outlet {result}."
    /// Which item a line sells.
    LINE_ITEM "order.line.item"
        "Variant {variant} is linked to item {result}."
    /// What a line comes to before tax.
    LINE_NET "order.line.net"
        "{quantity} x {price}, tax {tax} contained: {contained}; before tax that is {result}."
    /// Which tax a line carries.
    LINE_TAX "order.line.tax"
        "The rate {rate}, contained in the price: {contained}, is Lightspeed tax {result}."
    /// The price of one unit as the sale line states it.
    UNIT_PRICE "order.line.unit_price"
        "{net} before tax over {quantity} units, to {digits} digits, is {result} a unit."
    /// The tax of one unit as the sale line states it.
    UNIT_TAX "order.line.unit_tax"
        "{tax} tax over {quantity} units, to {digits} digits, is {result} a unit."
    /// The price of one unit, unchanged.
    UNIT_PRICE_AS_IS "order.line.unit_price_as_is"
        "The unit price is Shopify's own, {price}: {result}."
    /// Which payment type takes a payment.
    TENDER_TYPE "order.tender.type"
        "Gateway {gateway} is payment type {result}."
    /// How much a payment brings.
    TENDER_AMOUNT "order.tender.amount"
        "Transaction {transaction} captured {captured}: {result} is the tender."
    /// A shipping line that costs nothing.
    SHIPPING_FREE "order.shipping.free"
        "The shipping line {line} costs {price}, so no sale line stands for it: {result}."
    /// What Lightspeed will compute as the total.
    PREDICTED_TOTAL "order.total.predicted"
        "Lightspeed adds {nets} and tax {tax} up to {result}."
    /// What Lightspeed will compute as the tax.
    PREDICTED_TAX "order.tax.predicted"
        "Lightspeed rounds the sum of {taxes} once, to {digits} digits: {result}."
    /// What Lightspeed will compute as the tax when it knows the rate only.
    PREDICTED_TAX_AT_RATE "order.tax.predicted_at_rate"
        "Lightspeed takes {rate} of {price} (contained: {contained}), rounded once to {digits} digits: {result}."
    /// An e-mail address in its normal form.
    EMAIL_NORMAL "customer.email.normal"
        "The e-mail address at {email} was {steps}; it stands at {result}."
    /// A phone number in E.164.
    PHONE_NORMAL "customer.phone.normal"
        "The phone number at {phone} was {steps}; it stands at {result}."
}

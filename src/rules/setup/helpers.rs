//! The items that stand for what is no product: what each is called, and what for.

use crate::domain::payout::Family;
use crate::policy::{DraftConfig, FAMILIES, GIFT_CARD, HELPERS, Series};

/// An item that stands for what is no product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    /// Its field in the configuration.
    pub field: &'static str,
    /// Whether it is for payouts.
    pub payout: bool,
    /// Its SKU, by which it is found again.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: &'static str,
}

impl Helper {
    /// Where in the configuration it belongs.
    #[must_use]
    pub fn path(&self) -> String {
        match (self.payout, self.field == GIFT_CARD) {
            (true, _) => format!("$.payouts.items.{}", self.field),
            (false, true) => "$.helper_items.gift_card.item".to_owned(),
            (false, false) => format!("$.helper_items.{}", self.field),
        }
    }

    /// The tax class that keeps it apart in the books (R), where it needs one: payouts are
    /// reported by class.
    #[must_use]
    pub fn class(&self, series: Series) -> Option<&str> {
        (self.payout && series == Series::R).then_some(self.name.as_str())
    }

    /// Whether the configuration names it.
    #[must_use]
    pub fn is_named(&self, draft: &DraftConfig) -> bool {
        if self.payout {
            draft.payouts.items.get(self.field).is_some()
        } else {
            draft.helper_items.get(self.field).is_some()
        }
    }
}

/// All of them.
#[must_use]
pub fn helpers() -> Vec<Helper> {
    let orders = std::iter::once(GIFT_CARD).chain(HELPERS).map(|field| {
        let (name, purpose) = order_words(field);
        Helper { field, payout: false, sku: sku("TB-", field), name: name.to_owned(), purpose }
    });
    let payouts = FAMILIES.iter().map(|field| Helper {
        field,
        payout: true,
        sku: sku("TB-PAYOUT-", field),
        name: format!("Shopify payout: {}", Family::parse(field).map_or(*field, Family::title)),
        purpose: "a line of payout summaries",
    });
    orders.chain(payouts).collect()
}

fn sku(prefix: &str, field: &str) -> String {
    let mut sku = prefix.to_owned();
    sku.extend(field.chars().map(|c| if c == '_' { '-' } else { c.to_ascii_uppercase() }));
    sku
}

fn order_words(field: &str) -> (&'static str, &'static str) {
    match field {
        "shipping" => ("Shopify shipping", "shipping charges of web orders"),
        "tip" => ("Shopify tip", "tips of web orders"),
        "duty" => ("Shopify duties", "duties of web orders"),
        "fee" => ("Shopify fees", "additional fees of web orders"),
        "refund" => ("Shopify refund", "what refunds give back beyond or short of the goods"),
        "rounding" => ("Shopify rounding", "cents that rounding leaves"),
        "placeholder" => ("Shopify item not linked", "lines that are linked to no item"),
        "channel_tax" => ("Shopify channel tax", "tax that the sales channel remits"),
        _ => ("Shopify gift card", "gift cards sold: money owed, not revenue"),
    }
}

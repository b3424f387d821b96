//! Which name means which gateway, register or user. People name things in their own way, so a
//! name only ever suggests; what it suggests is said with the reason.

/// Letters and digits in lower case: "Shopify Payments" and `shopify_payments` are one.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether the names say the same, whatever their spelling.
pub(super) fn same(one: &str, other: &str) -> bool {
    let plain_one = plain(one);
    !plain_one.is_empty() && plain_one == plain(other)
}

/// Whether the name has one of these words.
pub(super) fn says(name: &str, words: &[&str]) -> bool {
    let name = name.to_lowercase();
    let mut parts = name.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| words.contains(&part))
}

/// The words of what is meant for the web.
pub(super) const WEB: &[&str] =
    &["web", "webshop", "website", "online", "shopify", "ecom", "ecommerce", "tillbridge"];

/// The word of a register that payouts are recorded on.
pub(super) const CLEARING: &[&str] = &["clearing", "payout", "payouts"];

/// What the payment type of a gateway is called.
pub(super) fn payment_type(gateway: &str) -> String {
    let known = [
        ("shopify_payments", "Shopify Payments"),
        ("paypal", "Shopify PayPal"),
        ("manual", "Shopify manual"),
        ("gift_card", "Shopify gift card"),
        ("shopify_store_credit", "Shopify store credit"),
        ("cash", "Shopify cash"),
    ];
    if let Some((_, name)) = known.iter().find(|(own, _)| *own == gateway) {
        return (*name).to_owned();
    }
    let words = gateway.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold("Shopify".to_owned(), |mut name, word| {
        name.push(' ');
        name.push_str(word);
        name
    })
}

/// Whether a payment type of this name may be the gateway's: by our name for it, or by its own.
/// `gift_card` never is "Gift Card": that one is Lightspeed's own ledger.
pub(super) fn is_payment_type(name: &str, gateway: &str) -> bool {
    same(name, &payment_type(gateway)) || (gateway != "gift_card" && same(name, gateway))
}

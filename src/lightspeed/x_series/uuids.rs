//! The ids we choose for X-Series records: the same in every run, so that a second attempt
//! meets the first.

use uuid::Uuid;

use crate::domain::sale::SaleKey;

/// The namespace of every id of ours: UUID v5 of the name `tillbridge` in the DNS namespace.
fn namespace() -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"tillbridge")
}

/// The id of something that `shop` has by the name `name`.
fn chosen(shop: &str, name: &str) -> String {
    Uuid::new_v5(&namespace(), format!("{shop}/{name}").as_bytes()).to_string()
}

/// The id of a sale.
pub(super) fn sale(shop: &str, key: &SaleKey) -> String {
    chosen(shop, &key.to_string())
}

/// The id of a part of a sale: a line or a payment.
pub(super) fn part(shop: &str, key: &SaleKey, part: &str) -> String {
    chosen(shop, &format!("{key}/{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::lightspeed::OutletId;
    use crate::domain::ids::shopify::OrderId;

    #[test]
    fn ids_are_stable_and_differ_by_shop_outlet_and_part() {
        let key = |outlet: &str| SaleKey {
            order: OrderId::parse("450789469").unwrap(),
            outlet: OutletId::parse(outlet).unwrap(),
        };
        let shop = "till.myshopify.com";
        // Computed with Python: uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_DNS, "tillbridge"),
        // "till.myshopify.com/sale/450789469/1")
        assert_eq!(sale(shop, &key("1")), EXPECTED);
        assert_ne!(sale(shop, &key("1")), sale(shop, &key("2")));
        assert_ne!(sale(shop, &key("1")), sale("other.myshopify.com", &key("1")));
        assert_ne!(part(shop, &key("1"), "line/1"), part(shop, &key("1"), "line/2"));
    }

    const EXPECTED: &str = "811e0093-a70c-56ef-87c3-cd338189809c";
}

//! The ids we choose for X-Series records: the same in every run, so that a second attempt
//! meets the first.

use uuid::Uuid;

use crate::domain::sale::SaleKey;

/// The namespace of every id of ours: UUID v5 of the name `tillbridge` in the DNS namespace.
const NAMESPACE: Uuid = Uuid::from_u128(0x7770_6853_431f_5070_a0ac_5875_06e6_989c);

/// The id of something that the shop has by a name: its shop, and the name behind it.
fn chosen(name: &str) -> String {
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
}

/// The id of a sale.
pub(super) fn sale(shop: &str, key: &SaleKey) -> String {
    chosen(&format!("{shop}/{key}"))
}

/// The id of the record of a payout's summary.
pub(super) fn payout(shop: &str, reference: &str) -> String {
    chosen(&format!("{shop}/payout/{reference}"))
}

/// The ids of a sale's lines and payments.
pub(super) struct Parts {
    name: String,
    own: usize,
}

impl Parts {
    /// Those of the sale `key`.
    pub(super) fn of(shop: &str, key: &SaleKey) -> Self {
        Self::below(format!("{shop}/{key}/"))
    }

    /// Those of a payout's record.
    pub(super) fn of_payout(shop: &str, reference: &str) -> Self {
        Self::below(format!("{shop}/payout/{reference}/"))
    }

    fn below(name: String) -> Self {
        Self { own: name.len(), name }
    }

    /// The id of the part whose name `put` puts behind the sale's.
    pub(super) fn id(&mut self, put: impl FnOnce(&mut String)) -> String {
        self.name.truncate(self.own);
        put(&mut self.name);
        chosen(&self.name)
    }
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
        let part = |name: &str| Parts::of(shop, &key("1")).id(|text| text.push_str(name));
        assert_ne!(part("line/1"), part("line/2"));
        assert_eq!(part("line/1"), chosen("till.myshopify.com/sale/450789469/1/line/1"));
        let mut parts = Parts::of(shop, &key("1"));
        assert_ne!(parts.id(|text| text.push('1')), parts.id(|text| text.push('2')));
        assert_eq!(parts.id(|text| text.push_str("line/1")), part("line/1"));
    }

    #[test]
    fn the_namespace_is_that_of_the_name() {
        assert_eq!(NAMESPACE, Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"tillbridge"));
    }

    const EXPECTED: &str = "811e0093-a70c-56ef-87c3-cd338189809c";
}

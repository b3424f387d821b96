//! What variants and items are linked by, and what kits are made of.

use rust_decimal::Decimal;

use super::Check;
use crate::contract::config::{KitConfig, LinkKey};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::report::Code;

impl Check<'_> {
    pub(super) fn link_order(&mut self) -> Vec<LinkKey> {
        let order = &self.config.links.order;
        for (place, key) in order.iter().enumerate() {
            if order.iter().take(place).any(|earlier| earlier == key) {
                let path = format!("$.links.order[{place}]");
                self.issue(Code::ConfigDuplicate, path, "it stands twice");
            }
        }
        order.clone()
    }

    pub(super) fn kits(&mut self) -> Table<ItemId, Vec<(ItemId, Quantity)>> {
        let mut kits = Table::new();
        for (place, kit) in self.config.links.kits.iter().enumerate() {
            let path = format!("$.links.kits[{place}]");
            self.id(kit.item.as_str(), format!("{path}.item"));
            let components = self.kit(kit, &path);
            if kits.insert(kit.item.clone(), components).is_some() {
                let message = format!("kit `{}` stands twice", kit.item);
                self.issue(Code::ConfigDuplicate, format!("{path}.item"), message);
            }
        }
        kits
    }

    fn kit(&mut self, kit: &KitConfig, path: &str) -> Vec<(ItemId, Quantity)> {
        if kit.components.is_empty() {
            let message = format!("kit `{}` is made of nothing", kit.item);
            self.issue(Code::ConfigEmpty, format!("{path}.components"), message);
        }
        let mut components: Vec<(ItemId, Quantity)> = Vec::new();
        for (place, component) in kit.components.iter().enumerate() {
            let path = format!("{path}.components[{place}]");
            let item = &component.item;
            self.id(item.as_str(), format!("{path}.item"));
            if *item == kit.item {
                let message = format!("kit `{item}` is made of itself");
                self.issue(Code::ConfigInvalid, format!("{path}.item"), message);
            }
            if components.iter().any(|(earlier, _)| earlier == item) {
                let message = format!("component `{item}` stands twice");
                self.issue(Code::ConfigDuplicate, format!("{path}.item"), message);
            }
            let quantity = component.quantity.0;
            if quantity <= Decimal::ZERO {
                let message = format!("a kit takes more than {quantity} of a component");
                self.issue(Code::ConfigInvalid, format!("{path}.quantity"), message);
            }
            components.push((item.clone(), Quantity::new(quantity)));
        }
        components
    }
}

//! Names what an order has beyond the plain one, each at its path. Nothing is passed over.

use super::wire::{Line, Order};
use crate::domain::number::LooseDecimal;
use crate::domain::order::Unmapped;

/// Adds everything `order` has that no rule carries over.
pub(super) fn find(order: &Order, found: &mut Vec<Unmapped>) {
    let mut name = |what: &'static str, path: &str, present: bool| {
        if present {
            found.push(Unmapped { what, path: path.to_owned() });
        }
    };
    let test = order.test == Some(true);
    name("test flag", "$.test", test);
    name("cancellation", "$.cancelled_at", order.cancelled_at.is_some());
    name("discount", "$.total_discounts", amount(order.total_discounts));
    name("discount code", "$.discount_codes", any(order.discount_codes.as_ref()));
    let applications = any(order.discount_applications.as_ref());
    name("discount application", "$.discount_applications", applications);
    name("tip", "$.total_tip_received", amount(order.total_tip_received));
    let bags = [
        ("duty", "$.original_total_duties_set", &order.original_total_duties_set),
        ("duty", "$.current_total_duties_set", &order.current_total_duties_set),
        (
            "additional fee",
            "$.original_total_additional_fees_set",
            &order.original_total_additional_fees_set,
        ),
        (
            "additional fee",
            "$.current_total_additional_fees_set",
            &order.current_total_additional_fees_set,
        ),
        (
            "cash rounding",
            "$.total_cash_rounding_payment_adjustment_set",
            &order.total_cash_rounding_payment_adjustment_set,
        ),
        (
            "cash rounding",
            "$.total_cash_rounding_refund_adjustment_set",
            &order.total_cash_rounding_refund_adjustment_set,
        ),
    ];
    for (what, path, bag) in bags {
        name(what, path, bag.as_ref().is_some_and(super::wire::Bag::is_something));
    }
    name("refund", "$.refunds", any(order.refunds.as_ref()));
    name("return", "$.returns", any(order.returns.as_ref()));
    let foreign =
        order.presentment_currency.is_some() && order.presentment_currency != order.currency;
    name("foreign presentment currency", "$.presentment_currency", foreign);
    name("company", "$.company", order.company.is_some());
    name("purchase order number", "$.po_number", text(order.po_number.as_ref()));
    name("payment term", "$.payment_terms", order.payment_terms.is_some());
    name("note", "$.note", text(order.note.as_ref()));
    name("note attribute", "$.note_attributes", any(order.note_attributes.as_ref()));
    name("bundle", "$.line_item_groups", any(order.line_item_groups.as_ref()));
    let pos = order.source_name.as_deref() == Some("pos");
    name("point-of-sale origin", "$.source_name", pos);
    for (place, line) in order.shipping_lines.iter().flatten().enumerate() {
        let path = format!("$.shipping_lines[{place}]");
        name("shipping charge", &format!("{path}.price"), amount(line.price));
        let discounted = amount(line.discounted_price);
        name("shipping charge", &format!("{path}.discounted_price"), discounted);
        let taxes = line.tax_lines.as_deref().unwrap_or_default();
        let taxed = taxes.iter().any(|tax| amount(tax.price));
        name("shipping tax", &format!("{path}.tax_lines"), taxed);
    }
    for (place, line) in order.line_items.iter().flatten().enumerate() {
        of_line(line, &format!("$.line_items[{place}]"), &mut name);
    }
}

fn of_line(line: &Line, path: &str, name: &mut impl FnMut(&'static str, &str, bool)) {
    let mut name = |what, field: &str, present| name(what, &format!("{path}.{field}"), present);
    name("custom item", "variant_id", line.variant_id.is_none());
    name("gift card", "gift_card", line.gift_card == Some(true));
    name("discount", "discount_allocations", any(line.discount_allocations.as_ref()));
    name("discount", "total_discount", amount(line.total_discount));
    name("duty", "duties", any(line.duties.as_ref()));
    let properties = line.properties.as_ref().is_some_and(|properties| properties.count > 0);
    name("line property", "properties", properties);
    name("bundle", "sales_line_item_group_id", line.sales_line_item_group_id.is_some());
    let edited = match (&line.quantity, &line.current_quantity) {
        (Some(quantity), Some(current)) => quantity.decimal().ok() != current.decimal().ok(),
        _ => false,
    };
    name("changed quantity", "current_quantity", edited);
    let taxes = line.tax_lines.as_deref().unwrap_or_default();
    let charged = taxes.iter().filter(|tax| amount(tax.rate) || amount(tax.price)).count();
    name("second tax", "tax_lines", charged > 1);
    let liable = taxes.iter().any(|tax| tax.channel_liable == Some(true));
    name("channel-liable tax", "tax_lines", liable);
}

fn amount(value: Option<LooseDecimal>) -> bool {
    value.is_some_and(|value| !value.0.is_zero())
}

fn any<T>(list: Option<&Vec<T>>) -> bool {
    list.is_some_and(|list| !list.is_empty())
}

fn text(value: Option<&String>) -> bool {
    value.is_some_and(|text| !text.trim().is_empty())
}

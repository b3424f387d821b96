//! Which fields of an order are read. All others are walked over without being kept: an order
//! webhook says each amount up to three times, and most of an order's fields are of no account.

use crate::report::Shape;

const ALL: &Shape = Shape::ALL;

const SIDE: &Shape = &Shape::of(&[("amount", ALL), ("currency_code", ALL)]);
const BAG: &Shape = &Shape::of(&[("presentment_money", SIDE), ("shop_money", SIDE)]);

const PERSON: &Shape = &Shape::of(&[
    ("first_name", ALL),
    ("last_name", ALL),
    ("company", ALL),
    ("address1", ALL),
    ("address2", ALL),
    ("city", ALL),
    ("zip", ALL),
    ("province_code", ALL),
    ("country_code", ALL),
    ("email", ALL),
    ("phone", ALL),
]);

const ID: &Shape = &Shape::of(&[("id", ALL), ("admin_graphql_api_id", ALL)]);
const GROUP: &Shape = &Shape::of(&[("id", ALL), ("title", ALL)]);

/// An order and its parts. In the bags stands what the buyer paid in another currency than the
/// shop's; where there is one currency only, they say nothing that does not stand beside them.
macro_rules! shapes {
    ($order:ident $([$bag:ident])?) => {
        mod $order {
            use super::{ALL, BAG, GROUP, ID, PERSON, Shape};

            const TAX: &Shape = &Shape::of(&[
                ("rate", ALL),
                ("price", ALL),
                ("channel_liable", ALL),
                $(("price_set", $bag),)?
            ]);
            const ALLOCATION: &Shape = &Shape::of(&[
                ("amount", ALL),
                $(("amount_set", $bag),)?
            ]);
            const DUTY: &Shape = &Shape::of(&[("tax_lines", TAX)]);
            const LINE: &Shape = &Shape::of(&[
                ("id", ALL),
                ("admin_graphql_api_id", ALL),
                ("variant_id", ALL),
                ("product_id", ALL),
                ("sku", ALL),
                ("barcode", ALL),
                ("title", ALL),
                ("variant_title", ALL),
                ("quantity", ALL),
                ("current_quantity", ALL),
                ("price", ALL),
                ("gift_card", ALL),
                ("requires_shipping", ALL),
                ("properties", ALL),
                ("sales_line_item_group_id", ALL),
                ("discount_allocations", ALLOCATION),
                ("tax_lines", TAX),
                ("duties", DUTY),
                $(("price_set", $bag),)?
            ]);
            const SHIPPING: &Shape = &Shape::of(&[
                ("id", ALL),
                ("admin_graphql_api_id", ALL),
                ("title", ALL),
                ("is_removed", ALL),
                ("price", ALL),
                ("discounted_price", ALL),
                ("discount_allocations", ALLOCATION),
                ("tax_lines", TAX),
                $(("price_set", $bag), ("discounted_price_set", $bag),)?
            ]);
            const REFUNDED: &Shape = &Shape::of(&[
                ("line_item_id", ALL),
                ("line_item", ID),
                ("quantity", ALL),
                ("subtotal", ALL),
                ("total_tax", ALL),
                $(("subtotal_set", $bag), ("total_tax_set", $bag),)?
            ]);
            const REFUNDED_SHIPPING: &Shape = &Shape::of(&[
                ("shipping_line_id", ALL),
                ("shipping_line", ID),
                ("subtotal_amount_set", BAG),
                ("tax_amount_set", BAG),
            ]);
            const ADJUSTMENT: &Shape = &Shape::of(&[
                ("kind", ALL),
                ("reason", ALL),
                ("amount", ALL),
                ("tax_amount", ALL),
                $(("amount_set", $bag), ("tax_amount_set", $bag),)?
            ]);
            const REFUND: &Shape = &Shape::of(&[
                ("refund_line_items", REFUNDED),
                ("refund_shipping_lines", REFUNDED_SHIPPING),
                ("order_adjustments", ADJUSTMENT),
            ]);

            pub(in crate::shopify::order) const SHAPE: &Shape = &Shape::of(&[
                ("id", ALL),
                ("admin_graphql_api_id", ALL),
                ("name", ALL),
                ("created_at", ALL),
                ("processed_at", ALL),
                ("cancelled_at", ALL),
                ("currency", ALL),
                ("presentment_currency", ALL),
                ("taxes_included", ALL),
                ("duties_included", ALL),
                ("estimated_taxes", ALL),
                ("merchant_of_record_app_id", ALL),
                ("test", ALL),
                ("source_name", ALL),
                ("location_id", ALL),
                ("financial_status", ALL),
                ("fulfillment_status", ALL),
                ("total_price", ALL),
                ("total_tax", ALL),
                ("current_total_price", ALL),
                ("current_total_tax", ALL),
                ("total_tip_received", ALL),
                ("current_total_duties_set", BAG),
                ("original_total_duties_set", BAG),
                ("current_total_additional_fees_set", BAG),
                ("original_total_additional_fees_set", BAG),
                ("total_cash_rounding_payment_adjustment_set", BAG),
                ("total_cash_rounding_refund_adjustment_set", BAG),
                ("email", ALL),
                ("phone", ALL),
                ("customer", PERSON),
                ("shipping_address", PERSON),
                ("note", ALL),
                ("note_attributes", ALL),
                ("po_number", ALL),
                ("payment_terms", ALL),
                ("company", ALL),
                ("line_item_groups", GROUP),
                ("line_items", LINE),
                ("shipping_lines", SHIPPING),
                ("refunds", REFUND),
                $(
                    ("total_price_set", $bag),
                    ("total_tax_set", $bag),
                    ("current_total_price_set", $bag),
                    ("current_total_tax_set", $bag),
                )?
            ]);
        }
    };
}

shapes!(one_currency);
shapes!(with_bags[BAG]);

pub(super) use one_currency::SHAPE as ONE_CURRENCY;
pub(super) use with_bags::SHAPE as WITH_BAGS;

/// The order's id.
pub(super) const ONLY_ID: &Shape = ID;

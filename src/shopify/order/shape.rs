//! The fields of an order that are read: of a webhook's hundreds, these.
//!
//! A reader that asks for a field that is not named here is stopped in debug builds. Bags of two
//! currencies are left for later: they are only read where the currencies differ.

use crate::report::Shape;

const ALL: &Shape = Shape::ALL;
const LATER: &Shape = Shape::LATER;

const TAX_LINE: &Shape =
    &Shape::of(&[("channel_liable", ALL), ("price", ALL), ("price_set", LATER), ("rate", ALL)]);

const ALLOCATION: &Shape = &Shape::of(&[("amount", ALL), ("amount_set", LATER)]);

const DUTY: &Shape = &Shape::of(&[("tax_lines", TAX_LINE)]);

const LINE: &Shape = &Shape::of(&[
    ("id", ALL),
    ("admin_graphql_api_id", ALL),
    ("barcode", ALL),
    ("current_quantity", ALL),
    ("gift_card", ALL),
    ("price", ALL),
    ("price_set", LATER),
    ("product_id", ALL),
    ("properties", ALL),
    ("quantity", ALL),
    ("requires_shipping", ALL),
    ("sales_line_item_group_id", ALL),
    ("sku", ALL),
    ("title", ALL),
    ("variant_id", ALL),
    ("variant_title", ALL),
    ("tax_lines", TAX_LINE),
    ("duties", DUTY),
    ("discount_allocations", ALLOCATION),
]);

const SHIPPING_LINE: &Shape = &Shape::of(&[
    ("id", ALL),
    ("admin_graphql_api_id", ALL),
    ("discounted_price", ALL),
    ("discounted_price_set", LATER),
    ("is_removed", ALL),
    ("price", ALL),
    ("price_set", LATER),
    ("title", ALL),
    ("tax_lines", TAX_LINE),
    ("discount_allocations", ALLOCATION),
]);

const PERSON: &Shape =
    &Shape::of(&[("email", ALL), ("first_name", ALL), ("last_name", ALL), ("phone", ALL)]);

const ADDRESS: &Shape = &Shape::of(&[
    ("first_name", ALL),
    ("address1", ALL),
    ("city", ALL),
    ("zip", ALL),
    ("last_name", ALL),
    ("address2", ALL),
    ("company", ALL),
    ("country_code", ALL),
    ("province_code", ALL),
]);

const GROUP: &Shape = &Shape::of(&[("id", ALL), ("title", ALL)]);

/// An order as a webhook delivers it.
pub(super) const ORDER: &Shape = &Shape::of(&[
    ("id", ALL),
    ("admin_graphql_api_id", ALL),
    ("cancelled_at", ALL),
    ("company", LATER),
    ("created_at", ALL),
    ("currency", ALL),
    ("current_total_additional_fees_set", LATER),
    ("current_total_duties_set", LATER),
    ("current_total_price", ALL),
    ("current_total_price_set", LATER),
    ("current_total_tax", ALL),
    ("current_total_tax_set", LATER),
    ("duties_included", ALL),
    ("email", ALL),
    ("estimated_taxes", ALL),
    ("financial_status", ALL),
    ("fulfillment_status", ALL),
    ("location_id", ALL),
    ("merchant_of_record_app_id", ALL),
    ("name", ALL),
    ("note", ALL),
    ("note_attributes", ALL),
    ("original_total_additional_fees_set", LATER),
    ("original_total_duties_set", LATER),
    ("phone", ALL),
    ("po_number", ALL),
    ("presentment_currency", ALL),
    ("processed_at", ALL),
    ("source_name", ALL),
    ("taxes_included", ALL),
    ("test", ALL),
    ("total_cash_rounding_payment_adjustment_set", LATER),
    ("total_cash_rounding_refund_adjustment_set", LATER),
    ("total_price", ALL),
    ("total_price_set", LATER),
    ("total_tax", ALL),
    ("total_tax_set", LATER),
    ("total_tip_received", ALL),
    ("updated_at", ALL),
    ("customer", PERSON),
    ("line_item_groups", GROUP),
    ("line_items", LINE),
    ("payment_terms", LATER),
    ("refunds", LATER),
    ("shipping_address", ADDRESS),
    ("shipping_lines", SHIPPING_LINE),
]);

/// What says which order it is.
pub(super) const ID: &Shape = &Shape::of(&[("id", ALL), ("admin_graphql_api_id", ALL)]);

const LEFT_LINE: &Shape =
    &Shape::of(&[("id", ALL), ("admin_graphql_api_id", ALL), ("quantity", ALL)]);

const FULFILMENT: &Shape =
    &Shape::of(&[("created_at", ALL), ("status", ALL), ("line_items", LEFT_LINE)]);

/// What says when it was changed and what left it.
pub(super) const HISTORY: &Shape = &Shape::of(&[
    ("id", ALL),
    ("admin_graphql_api_id", ALL),
    ("updated_at", ALL),
    ("line_items", LATER),
    ("fulfillments", FULFILMENT),
]);

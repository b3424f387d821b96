//! Names what an order has beyond the plain one, each at its path. Nothing is passed over.

use crate::domain::order::Unmapped;
use crate::report::{Issue, Json, Node};

/// What makes a field something that is there.
#[derive(Clone, Copy)]
enum Test {
    /// It is not absent, null, blank, false, or an empty list or object.
    Present,
    /// It holds an amount other than zero.
    Amount,
    /// It is a bag of shop and presentment money, and either is not zero.
    Bag,
}

const ORDER: &[(&str, Test, &str)] = &[
    ("test", Test::Present, "test flag"),
    ("cancelled_at", Test::Present, "cancellation"),
    ("total_discounts", Test::Amount, "discount"),
    ("discount_codes", Test::Present, "discount"),
    ("discount_applications", Test::Present, "discount"),
    ("total_tip_received", Test::Amount, "tip"),
    ("original_total_duties_set", Test::Bag, "duty"),
    ("current_total_duties_set", Test::Bag, "duty"),
    ("original_total_additional_fees_set", Test::Bag, "additional fee"),
    ("current_total_additional_fees_set", Test::Bag, "additional fee"),
    ("total_cash_rounding_payment_adjustment_set", Test::Bag, "cash rounding"),
    ("total_cash_rounding_refund_adjustment_set", Test::Bag, "cash rounding"),
    ("refunds", Test::Present, "refund"),
    ("returns", Test::Present, "return"),
    ("company", Test::Present, "company"),
    ("po_number", Test::Present, "purchase order number"),
    ("payment_terms", Test::Present, "payment term"),
    ("note", Test::Present, "note"),
    ("note_attributes", Test::Present, "note attribute"),
    ("line_item_groups", Test::Present, "bundle"),
    ("estimated_taxes", Test::Present, "estimated tax"),
    ("merchant_of_record_app_id", Test::Present, "merchant of record"),
];

const SHIPPING: &[(&str, Test, &str)] = &[
    ("price", Test::Amount, "shipping charge"),
    ("discounted_price", Test::Amount, "shipping charge"),
    ("discount_allocations", Test::Present, "discount"),
];

const LINE: &[(&str, Test, &str)] = &[
    ("gift_card", Test::Present, "gift card"),
    ("discount_allocations", Test::Present, "discount"),
    ("total_discount", Test::Amount, "discount"),
    ("duties", Test::Present, "duty"),
    ("properties", Test::Present, "line property"),
    ("sales_line_item_group_id", Test::Present, "bundle"),
];

/// Everything the order has that no rule carries over.
pub(super) fn find(order: &Node<'_>) -> Result<Vec<Unmapped>, Issue> {
    let mut found = Vec::new();
    named(order, ORDER, &mut found)?;
    let presentment = order.field("presentment_currency")?;
    let foreign =
        !presentment.is_nothing() && presentment.text()? != order.field("currency")?.text()?;
    name(&presentment, "foreign presentment currency", foreign, &mut found);
    let source = order.field("source_name")?;
    let pos = source.json() == Some(&Json::Text("pos".into()));
    name(&source, "point-of-sale origin", pos, &mut found);
    for line in order.field("shipping_lines")?.items()? {
        named(&line, SHIPPING, &mut found)?;
        let taxes = line.field("tax_lines")?;
        name(&taxes, "shipping tax", charged(&taxes)? > 0, &mut found);
    }
    for line in order.field("line_items")?.items()? {
        named(&line, LINE, &mut found)?;
        of_line(&line, &mut found)?;
    }
    Ok(found)
}

fn of_line(line: &Node<'_>, found: &mut Vec<Unmapped>) -> Result<(), Issue> {
    let variant = line.field("variant_id")?;
    name(&variant, "custom item", variant.is_nothing(), found);
    let current = line.field("current_quantity")?;
    let changed =
        !current.is_nothing() && current.decimal()? != line.field("quantity")?.decimal()?;
    name(&current, "changed quantity", changed, found);
    let taxes = line.field("tax_lines")?;
    name(&taxes, "second tax", charged(&taxes)? > 1, found);
    for tax in taxes.items()? {
        let liable = tax.field("channel_liable")?;
        name(&liable, "channel-liable tax", present(&liable), found);
    }
    Ok(())
}

/// How many taxes charge anything.
fn charged(taxes: &Node<'_>) -> Result<usize, Issue> {
    let mut count = 0_usize;
    for tax in taxes.items()? {
        if amount(&tax.field("price")?)? || amount(&tax.field("rate")?)? {
            count = count.saturating_add(1);
        }
    }
    Ok(count)
}

fn named(
    node: &Node<'_>,
    fields: &[(&str, Test, &'static str)],
    found: &mut Vec<Unmapped>,
) -> Result<(), Issue> {
    for (field, test, what) in fields {
        let field = node.field(field)?;
        let there = match test {
            Test::Present => present(&field),
            Test::Amount => amount(&field)?,
            Test::Bag => {
                let shop = field.field("shop_money")?;
                let presentment = field.field("presentment_money")?;
                amount(&shop.field("amount")?)? || amount(&presentment.field("amount")?)?
            }
        };
        name(&field, what, there, found);
    }
    Ok(())
}

fn name(node: &Node<'_>, what: &'static str, there: bool, found: &mut Vec<Unmapped>) {
    if there {
        found.push(Unmapped { what, path: node.path() });
    }
}

fn amount(node: &Node<'_>) -> Result<bool, Issue> {
    Ok(!node.is_nothing() && !node.decimal()?.is_zero())
}

fn present(node: &Node<'_>) -> bool {
    match node.json() {
        None | Some(Json::Null | Json::Flag(false)) => false,
        Some(Json::Text(text)) => !text.trim().is_empty(),
        Some(Json::List(list)) => !list.is_empty(),
        Some(Json::Object(fields)) => !fields.is_empty(),
        Some(Json::Flag(true) | Json::Number(_)) => true,
    }
}

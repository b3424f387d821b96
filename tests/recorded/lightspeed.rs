//! Sales that R-Series recorded: what is predicted must be what it computed.

use serde_json::Value;
use tillbridge::domain::currency::Currency;
use tillbridge::domain::ids::lightspeed::ItemId;
use tillbridge::domain::ids::shopify::LineItemId;
use tillbridge::domain::money::Money;
use tillbridge::domain::number;
use tillbridge::domain::quantity::Quantity;
use tillbridge::domain::sale::{LineTax, SaleLine, Source};
use tillbridge::lightspeed::{Dialect, RSeries};
use tillbridge::report::Log;
use tillbridge::rules::orders::predict;

use crate::fixture;
use crate::golden::exact::Exact;
use crate::golden::text;

/// What R-Series computed, by the file and by hand.
const SALES: &[(&str, &str, &str)] = &[
    // 19.99
    ("sale_one_line_one_payment", "19.99", "0"),
    // 19.99 + 19.99
    ("sale_many_lines_one_payment", "39.98", "0"),
    ("sale_many_lines_many_payments", "39.98", "0"),
    // 3 x 19.99
    ("sale_change_field_odd", "59.97", "0"),
    // 2 x 1.23
    ("sale_create_with_line_response", "2.46", "0"),
    // 3 x 0.11
    ("sale_create_with_itemcode_response", "0.33", "0"),
    // 2 x 1.23 at 9 %: 0.2214, so 0.22; 2 x 1.23 and 4 x 0.01 without.
    ("sale_update_add_line_response", "5.18", "0.22"),
];

fn decimal(value: &Value) -> rust_decimal::Decimal {
    number::parse(&text(value)).unwrap()
}

/// One object or a list of them: R-Series writes both.
fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

fn sale_line(place: usize, line: &Value, currency: Currency) -> SaleLine {
    let rates = ["tax1Rate", "tax2Rate"].map(|rate| decimal(&line[rate]));
    let taxed = line["tax"] == "true";
    let rates = rates.into_iter().filter(|rate| taxed && !rate.is_zero()).collect();
    SaleLine {
        source: Source::Line(LineItemId::parse(&(place + 1).to_string()).unwrap()),
        item: ItemId::parse(&text(&line["itemID"])).unwrap(),
        stocked: true,
        reserved: None,
        quantity: Quantity::new(decimal(&line["unitQuantity"])),
        unit_price: Money::new(decimal(&line["unitPrice"]), currency),
        discount: Money::new(decimal(&line["calcLineDiscount"]), currency),
        unit_tax: None,
        tax: LineTax { rates, ..LineTax::default() },
        note: String::new(),
    }
}

#[test]
fn every_recorded_sale_comes_to_what_is_predicted() {
    let currency = Currency::parse("USD").unwrap();
    for (name, total, tax) in SALES {
        let Some(file) = fixture(&format!("lightspeed/r-recorded/{name}.json")) else { return };
        let sale = &file["Sale"];
        let lines: Vec<SaleLine> = list(&sale["SaleLines"]["SaleLine"])
            .iter()
            .enumerate()
            .map(|(place, line)| sale_line(place, line, currency))
            .collect();
        let mut log = Log::default();
        let capabilities = RSeries.capabilities();
        let predicted = predict(&lines, currency, capabilities, name, &mut log).unwrap();
        let amount = |money: &Money| Exact::of(&money.text());
        assert_eq!(amount(&predicted.total), Exact::of(total), "{name}: by hand");
        assert_eq!(amount(&predicted.total), Exact::of(&text(&sale["calcTotal"])), "{name}");
        let recorded =
            Exact::of(&text(&sale["calcTax1"])).plus(Exact::of(&text(&sale["calcTax2"])));
        assert_eq!(amount(&predicted.tax), recorded, "{name}");
        assert_eq!(recorded, Exact::of(tax), "{name}: by hand");
    }
}

/// A sale without lines, with or without a payment, comes to nothing.
#[test]
fn a_sale_without_lines_comes_to_nothing() {
    let currency = Currency::parse("USD").unwrap();
    for name in ["sale_open_no_lines", "sale_payment_no_lines_open"] {
        let Some(file) = fixture(&format!("lightspeed/r-recorded/{name}.json")) else { return };
        assert!(list(&file["Sale"]["SaleLines"]["SaleLine"]).is_empty(), "{name}");
        let mut log = Log::default();
        let predicted = predict(&[], currency, RSeries.capabilities(), &name, &mut log).unwrap();
        assert_eq!(
            Exact::of(&predicted.total.text()),
            Exact::of(&text(&file["Sale"]["calcTotal"]))
        );
    }
}

//! The rules from order to sales, in the order of their precedence. Figures are computed by hand.

mod gate;
mod items;
mod lines;
mod money;
mod parts;
mod places;
mod shop_money;
mod taxes;
mod texts;
mod tie_out;

use rust_decimal::Decimal;

use super::{Decided, Known, Links, Skip, to_sales};
use crate::domain::capabilities::{Capabilities, Negative, TaxModel};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{CustomerId, ItemId};
use crate::domain::ids::shopify::{
    LineItemId, LocationId, OrderId, ShippingLineId, TransactionId, VariantId,
};
use crate::domain::money::Money;
use crate::domain::number::parse;
use crate::domain::order::{
    Amount, Both, DeliveryMethod, Financial, FulfilmentLine, FulfilmentOrder, LineKind, Order,
    OrderLine, Refunds, ShippingLine, Stated, TaxLine, Transaction, TransactionKind,
    TransactionStatus,
};
use crate::domain::sale::{Sale, SaleLine};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::policy::Policy;
use crate::report::log::Level;
use crate::report::{Log, read};

/// R-Series: Lightspeed computes the tax from the rates.
const R: Capabilities = Capabilities {
    tax: TaxModel::RatePerSale,
    total_digits: 2,
    negative: Negative::Price,
    reserves_lines: true,
    blackens_card_numbers: false,
};
/// X-Series: the tax is sent, per unit.
const X: Capabilities = Capabilities {
    tax: TaxModel::AmountPerUnit { digits: 5 },
    total_digits: 2,
    negative: Negative::Quantity,
    reserves_lines: false,
    blackens_card_numbers: true,
};

/// The tenant: outlets 1, 2 and 3, of which 2 is the default one; all helper items.
fn policy(currency: Currency) -> Policy {
    let text = r#"{"contract":1,"tenant":"t","shopify":{"shop":"t.myshopify.com"},
        "lightspeed":{"series":"R","account":"797","user":"3"},"currency":"USD",
        "time_zone":"UTC","zones":{"UTC":[{"from":"2020-01-01T00:00:00Z","offset":"+00:00"}]},
        "outlets":[{"id":"1","register":"11"},{"id":"2","register":"12"},{"id":"3","register":"13"}],
        "locations":[{"id":"51","outlets":["1","3"]},{"id":"52","outlets":["2"]},{"id":"53","outlets":["3"]}],
        "payment_types":[{"gateway":"shopify_payments","id":"9"},{"gateway":"gift_card","id":"10"},
        {"gateway":"cash","id":"11"},{"gateway":"manual","id":"12"}],
        "taxes":[{"rate":"0.2","id":"20"},{"rate":"0.05","id":"20","class":"5"},
        {"rate":"0.12","components":["0.05","0.07"],"id":"30"},{"rate":"0.05","id":"30","class":"6"},
        {"rate":"0.2","inclusive":true,"id":"21"},{"rate":"0.15","inclusive":true,"id":"15"},
        {"rate":"0","id":"4"}],
        "helper_items":{"gift_card":{"item":"901","non_inventory":true,"liability":true},
        "shipping":"902","tip":"903","duty":"904","fee":"905","refund":"906","rounding":"907",
        "placeholder":"908","channel_tax":"909"},
        "orders":{"default_outlet":"2","go_live":"2026-11-01T00:00:00Z"}}"#;
    let policy = Policy::parse(&read::document(text.as_bytes(), "$").unwrap()).unwrap();
    Policy { currency, ..policy }
}

fn number(text: &str) -> Decimal {
    parse(text).unwrap()
}

/// One order with what is known about it; every test changes what it is about.
struct Case {
    order: Order,
    transactions: Option<Vec<Transaction>>,
    fulfilment_orders: Vec<FulfilmentOrder>,
    links: Links,
    customer: Option<CustomerId>,
    policy: Policy,
}

impl Case {
    /// `money` is a currency, with ` included` where prices contain tax. `lines` are quantity,
    /// unit price, rate and tax of the line; the totals are `total` and `tax`.
    fn new(money: &str, lines: &[(i64, &str, &str, &str)], total: &str, tax: &str) -> Self {
        let (code, taxes_included) =
            money.split_once(' ').map_or((money, false), |(code, _)| (code, true));
        let currency = Currency::parse(code).unwrap();
        let amount = |text: &str| Money::new(number(text), currency);
        let both = |text: &str| Both { presentment: amount(text), shop: amount(text) };
        let mut links = Links::default();
        let line = |(place, (quantity, price, rate, tax)): (u64, &(i64, &str, &str, &str))| {
            let variant = VariantId::new(place.saturating_add(700)).unwrap();
            let id = place.saturating_add(600);
            links.variant(variant, ItemId::parse(&id.to_string()).unwrap());
            OrderLine {
                id: LineItemId::new(id).unwrap(),
                kind: LineKind::Variant(variant),
                sku: format!("SKU-{place}"),
                barcode: String::new(),
                title: format!("Thing {place}"),
                variant_title: String::new(),
                ordered: Decimal::from(*quantity),
                current: Some(Decimal::from(*quantity)),
                price: amount(price),
                shop_price: amount(price),
                discount: amount("0"),
                taxes: taxes(&[(rate, tax)], currency),
                requires_shipping: false,
                remarks: Vec::new(),
            }
        };
        let order = Order {
            id: OrderId::new(500).unwrap(),
            name: "#500".to_owned(),
            processed_at: Timestamp::parse("2026-11-20T09:00:00Z").unwrap(),
            sold_at: None,
            pos: false,
            test: false,
            updated_at: None,
            cancelled_at: None,
            fulfilled: false,
            shop_currency: currency,
            currency,
            taxes_included,
            financial: Financial::Paid,
            stated: Stated { total: both(total), tax: both(tax) },
            buyer: None,
            ship_to: None,
            lines: (1..).zip(lines).map(line).collect(),
            shipping: Vec::new(),
            tip: amount("0"),
            duties: amount("0"),
            duty_taxes: Vec::new(),
            fees: amount("0"),
            refunds: Refunds {
                lines: Vec::new(),
                shipping: Vec::new(),
                shipping_tax: amount("0"),
                unnamed_shipping: amount("0"),
                adjustment: both("0"),
            },
            cash_rounding: both("0"),
            remarks: Vec::new(),
            unmapped: Vec::new(),
        };
        Self {
            order,
            transactions: Some(vec![transaction(801, "sale", "shopify_payments", total)]),
            fulfilment_orders: Vec::new(),
            links,
            customer: None,
            policy: policy(currency),
        }
    }

    /// 2 x 22.50 plus 20 %: 45.00, tax 9.00, together 54.00.
    fn plain() -> Self {
        Self::new("USD", &[(2, "22.50", "0.2", "9.00")], "54.00", "9.00")
    }

    /// The same with another total, tax and payment.
    fn totals(mut self, total: &str, tax: &str) -> Self {
        self.order.stated = Stated { total: self.both(total, total), tax: self.both(tax, tax) };
        self.paid(total)
    }

    fn paid(mut self, amount: &str) -> Self {
        self.transactions = Some(vec![transaction(801, "sale", "shopify_payments", amount)]);
        self
    }

    fn amount(&self, text: &str) -> Money {
        Money::new(number(text), self.order.currency)
    }

    fn both(&self, presentment: &str, shop: &str) -> Both {
        Both {
            presentment: self.amount(presentment),
            shop: Money::new(number(shop), self.order.shop_currency),
        }
    }

    /// With a shipping line.
    fn shipping(&mut self, price: &str, discount: &str, rate: &str, tax: &str) {
        let currency = self.order.currency;
        self.order.shipping.push(ShippingLine {
            id: ShippingLineId::new(650).unwrap(),
            title: "Standard".to_owned(),
            removed: false,
            price: self.amount(price),
            discount: self.amount(discount),
            taxes: taxes(&[(rate, tax)], currency),
        });
    }

    /// With units of a line at a location.
    fn at(&mut self, location: u64, open: bool, line: u64, units: i64) {
        self.fulfilment_orders.push(FulfilmentOrder {
            location: Some(LocationId::new(location).unwrap()),
            open,
            method: DeliveryMethod::Ship,
            lines: vec![FulfilmentLine {
                line: LineItemId::new(line).unwrap(),
                units: Decimal::from(units),
                unsent: Decimal::from(if open { units } else { 0 }),
                inventory_item: None,
            }],
        });
    }

    fn run(&self, capabilities: Capabilities) -> (Option<Decided>, Log) {
        let mut log = Log::new(Level::Reasons);
        let known = Known {
            transactions: self.transactions.as_deref(),
            fulfilment_orders: &self.fulfilment_orders,
            links: &self.links,
            customer: self.customer.as_ref(),
            reserved: &Table::new(),
        };
        let decided = to_sales(&self.order, known, &self.policy, capabilities, &mut log);
        (decided, log)
    }

    fn sales(&self, capabilities: Capabilities) -> Vec<Sale> {
        match self.run(capabilities) {
            (Some(Decided::Sales(sales)), _) => sales,
            (decided, log) => panic!("{decided:?} {:#?}", log.exceptions),
        }
    }

    /// The only sale.
    fn sale(&self, capabilities: Capabilities) -> Sale {
        let sales = self.sales(capabilities);
        let [sale] = sales.as_slice() else { panic!("{sales:#?}") };
        sale.clone()
    }

    fn skipped(&self, capabilities: Capabilities) -> Skip {
        match self.run(capabilities) {
            (Some(Decided::Skipped(skip)), _) => skip,
            (decided, log) => panic!("{decided:?} {:#?}", log.exceptions),
        }
    }

    /// The codes of what keeps the order from being posted.
    fn refused(&self, capabilities: Capabilities) -> Vec<&'static str> {
        let (decided, log) = self.run(capabilities);
        assert_eq!(decided, None);
        log.exceptions.iter().map(|exception| exception.code.id()).collect()
    }

    /// The codes that stand beside the sales.
    fn beside(&self, capabilities: Capabilities) -> Vec<&'static str> {
        let (decided, log) = self.run(capabilities);
        assert!(decided.is_some(), "{:#?}", log.exceptions);
        log.exceptions.iter().map(|exception| exception.code.id()).collect()
    }
}

fn taxes(given: &[(&str, &str)], currency: Currency) -> Vec<TaxLine> {
    given
        .iter()
        .filter(|(rate, _)| *rate != "0")
        .map(|(rate, amount)| TaxLine {
            rate: number(rate),
            amount: Money::new(number(amount), currency),
            channel_liable: false,
        })
        .collect()
}

fn transaction(id: u64, kind: &str, gateway: &str, amount: &str) -> Transaction {
    Transaction {
        id: TransactionId::new(id).unwrap(),
        kind: match kind {
            "sale" => TransactionKind::Sale,
            "capture" => TransactionKind::Capture,
            "authorization" => TransactionKind::Authorization,
            "void" => TransactionKind::Void,
            "refund" => TransactionKind::Refund,
            "change" => TransactionKind::Change,
            other => TransactionKind::Other(other.to_owned()),
        },
        status: TransactionStatus::Success,
        parent: None,
        gateway: gateway.to_owned(),
        manual: false,
        amount: Amount { value: number(amount), currency: None },
        rounding: Decimal::ZERO,
        test: false,
    }
}

/// A line as `item quantity x price`, with `-discount`, `+tax a unit`.
fn words(line: &SaleLine) -> String {
    let mut words = format!("{} {} x {}", line.item, line.quantity, line.unit_price.text());
    if !line.discount.is_zero() {
        words.push_str(&format!(" -{}", line.discount.text()));
    }
    if let Some(tax) = line.unit_tax.filter(|tax| !tax.is_zero()) {
        words.push_str(&format!(" +{}", tax.text()));
    }
    words
}

fn lines(sale: &Sale) -> Vec<String> {
    sale.lines.iter().map(words).collect()
}

fn tenders(sale: &Sale) -> Vec<String> {
    sale.tenders
        .iter()
        .map(|tender| format!("{} {}", tender.payment_type, tender.amount.text()))
        .collect()
}

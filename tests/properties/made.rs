//! Orders made at random whose figures add up as Shopify's do: discounts, two taxes, refunds,
//! edits, shipping, tips, fees, goodwill, foreign money, several outlets and payments.

use proptest::prelude::*;
use serde_json::{Value, json};
use tillbridge::bridge::Bridge;

use crate::golden::exact::Exact;
use crate::golden::text;

/// A line, in minor units of what the buyer paid in.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) quantity: i128,
    price: i128,
    discount: i128,
    /// How many of the two taxes it has.
    taxes: usize,
    /// How many units are gone, and whether a refund says what they came to.
    gone: i128,
    refunded: bool,
    /// At which of two locations its units are; more of them at the first.
    at: usize,
}

/// An order.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) x: bool,
    pub(crate) included: bool,
    pub(crate) foreign: bool,
    liable: bool,
    located: bool,
    pub(crate) lines: Vec<Line>,
    /// Price, discount and number of taxes.
    shipping: Option<(i128, i128, usize)>,
    tip: i128,
    fee: i128,
    /// What a refund gave beyond the goods, below zero.
    goodwill: i128,
    /// How much of a thousand the first of two payments brings.
    first: i128,
}

/// The two taxes.
const RATES: [&str; 2] = ["0.05", "0.07"];

/// What an amount is in the shop's currency.
fn shop(amount: i128) -> i128 {
    (amount * 1087 * 2 + 1000).div_euclid(2000)
}

fn money(units: i128) -> String {
    let sign = if units < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", units.abs() / 100, units.abs() % 100)
}

fn line() -> impl Strategy<Value = Line> {
    let amounts = (1_i128..=9, 1_i128..=30_000, 0_i128..=1000, any::<[bool; 3]>());
    (amounts, 0_usize..=2, 0_usize..=2, 0_i128..=9).prop_map(
        |((quantity, price, off, [discounted, is_gone, refunded]), taxes, at, gone)| {
            let discount = if discounted { quantity * price * off / 1000 } else { 0 };
            let gone = if is_gone { gone.min(quantity) } else { 0 };
            Line { quantity, price, discount, taxes, gone, refunded, at }
        },
    )
}

/// Orders of which at least one unit is left.
pub(crate) fn made() -> impl Strategy<Value = Made> {
    let lines = prop::collection::vec(line(), 1..=8);
    let shipping = prop::option::of((0_i128..=2_000, 0_i128..=1000, 0_usize..=2));
    let extras = (0_i128..=900, 0_i128..=300, -500_i128..=500, 0_i128..=1000);
    (lines, shipping, extras, any::<[bool; 8]>()).prop_map(
        |(mut lines, shipping, (tip, fee, goodwill, first), flags)| {
            let [x, included, foreign, liable, located, tipped, charged, kind] = flags;
            lines[0].gone = lines[0].gone.min(lines[0].quantity - 1);
            let shipping = shipping.map(|(price, off, taxes)| (price, price * off / 1000, taxes));
            // A foreign tip without a line of its own is not mapped.
            let tip = if tipped && !foreign { tip } else { 0 };
            let fee = if charged { fee } else { 0 };
            let goodwill = if kind { goodwill } else { 0 };
            Made {
                x,
                included,
                foreign,
                liable,
                located,
                lines,
                shipping,
                tip,
                fee,
                goodwill,
                first,
            }
        },
    )
}

impl Line {
    fn full(&self) -> i128 {
        self.quantity * self.price - self.discount
    }

    pub(crate) fn left(&self) -> i128 {
        self.quantity - self.gone
    }

    /// What the units that are gone came to, of a whole.
    fn gone_of(&self, whole: i128) -> i128 {
        match self.refunded {
            true => whole * self.gone / self.quantity,
            // Shared by units, the cent to the larger remainder, of equal ones to what is left.
            false => whole - shared(whole, self.left(), self.gone),
        }
    }
}

/// The share of `own` of `own + other` parts, to whole units.
fn shared(whole: i128, own: i128, other: i128) -> i128 {
    let exact = Exact::whole(whole);
    exact.shares(&[Exact::whole(own), Exact::whole(other)], 0)[0].units()
}

impl Made {
    /// The taxes of an amount, each rounded half up.
    fn taxes(&self, amount: i128, count: usize) -> Vec<i128> {
        let rates: Vec<Exact> = RATES[..count].iter().map(|rate| Exact::of(rate)).collect();
        let over = if self.included { Exact::sum(rates.clone()) } else { Exact::whole(0) };
        let over = over.plus(Exact::whole(1));
        let tax = |rate: Exact| Exact::whole(amount).times(rate).over(over).rounded(0).units();
        rates.into_iter().map(tax).collect()
    }

    /// What is left of a line: its amount and its tax.
    pub(crate) fn now(&self, line: &Line) -> (i128, i128) {
        if line.left() == 0 {
            return (0, 0);
        }
        let full = line.full();
        let taxes = self.taxes(full, line.taxes);
        let tax: i128 = match line.refunded {
            true => taxes.iter().sum::<i128>() - line.gone_of(taxes.iter().sum()),
            false => taxes.iter().map(|tax| tax - line.gone_of(*tax)).sum(),
        };
        (full - line.gone_of(full), tax)
    }

    fn shipped(&self) -> (i128, i128) {
        let Some((price, off, count)) = self.shipping else { return (0, 0) };
        (price - off, self.taxes(price - off, count).iter().sum())
    }

    /// Total and tax of the order, as ordered or as it is now.
    fn figures(&self, now: bool) -> (i128, i128) {
        let (mut total, mut tax) = self.shipped();
        for line in &self.lines {
            let whole = (line.full(), self.taxes(line.full(), line.taxes).iter().sum());
            let (amount, own) = if now { self.now(line) } else { whole };
            (total, tax) = (total + amount, tax + own);
        }
        let added = if self.included { 0 } else { tax };
        (total + added + self.tip + self.fee, tax)
    }

    fn goodwill(&self) -> i128 {
        let (total, _) = self.figures(true);
        self.goodwill.max(-total)
    }

    /// What the sales must come to, in the shop's currency.
    pub(crate) fn due(&self) -> i128 {
        let (total, _) = self.figures(true);
        match self.foreign {
            true => shop(total) + shop(self.goodwill()),
            false => total + self.goodwill(),
        }
    }

    /// The tax that the merchant owes, where no share of shop money hides it.
    pub(crate) fn own_tax(&self) -> Option<i128> {
        (!self.foreign && !self.liable).then(|| self.figures(true).1)
    }

    pub(crate) fn has_discount(&self) -> bool {
        self.lines.iter().any(|line| line.discount > 0)
    }

    pub(crate) fn has_two_taxes(&self) -> bool {
        self.lines.iter().any(|line| line.taxes == 2 && line.left() > 0)
    }

    pub(crate) fn has_refund(&self) -> bool {
        self.lines.iter().any(|line| line.gone > 0 && line.refunded)
    }

    fn id(&self, number: u32) -> String {
        if self.x {
            format!("{number:08x}-0000-4000-8000-000000000000")
        } else {
            number.to_string()
        }
    }

    pub(crate) fn config(&self) -> Value {
        let id = |number: u32| self.id(number);
        let class = |class: &str| if self.x { Value::Null } else { json!(class) };
        let tax = |rate: &str, class: Value| json!({ "rate": rate, "inclusive": self.included, "class": class, "id": id(21) });
        let mut taxes = vec![tax(RATES[0], class("1")), tax("0.12", class("2"))];
        taxes[1]["components"] = json!(RATES);
        taxes[1]["id"] = json!(if self.x { id(22) } else { id(21) });
        taxes.push(json!({ "rate": "0", "id": id(23) }));
        let helpers: Vec<String> = (901..=909).map(id).collect();
        json!({ "contract": 1, "tenant": "t", "shopify": { "shop": "t.myshopify.com" },
            "lightspeed": { "series": if self.x { "X" } else { "R" }, "account": "797", "user": id(11) },
            "currency": "USD", "time_zone": "UTC",
            "zones": { "UTC": [{ "from": "2020-01-01T00:00:00Z", "offset": "+00:00" }] },
            "outlets": [{ "id": id(5), "register": id(6) }, { "id": id(1), "register": id(2) }],
            "locations": [{ "id": "71", "outlets": [id(5)] }, { "id": "72", "outlets": [id(1)] }],
            "payment_types": [{ "gateway": "bogus", "id": id(9) }, { "gateway": "gift_card", "id": id(10) }],
            "taxes": taxes,
            "helper_items": { "gift_card": { "item": helpers[4], "non_inventory": true, "liability": true },
                "shipping": helpers[0], "tip": helpers[1], "fee": helpers[3], "refund": helpers[5],
                "rounding": helpers[6], "channel_tax": helpers[8] } })
    }

    /// The order's currency.
    fn currency(&self) -> &'static str {
        if self.foreign { "EUR" } else { "USD" }
    }

    fn in_shop(&self, units: i128) -> String {
        money(if self.foreign { shop(units) } else { units })
    }

    fn bag(&self, units: i128) -> Value {
        json!({ "shop_money": { "amount": self.in_shop(units), "currency_code": "USD" },
            "presentment_money": { "amount": money(units), "currency_code": self.currency() } })
    }

    /// Puts an amount and its bag.
    fn put(&self, place: &mut Value, name: &str, units: i128) {
        place[name] = json!(self.in_shop(units));
        place[format!("{name}_set")] = self.bag(units);
    }

    fn tax_lines(&self, amount: i128, count: usize) -> Value {
        let taxes = self.taxes(amount, count);
        let each = taxes.iter().enumerate().map(|(place, tax)| {
            let rate: Value = serde_json::from_str(RATES[place]).unwrap();
            let liable = self.liable && place == 1;
            let mut line = json!({ "title": "Tax", "rate": rate, "channel_liable": liable });
            self.put(&mut line, "price", *tax);
            line
        });
        each.collect()
    }

    pub(crate) fn context(&self) -> Value {
        let (before, _) = self.figures(false);
        let (now, _) = self.figures(true);
        // A refund discrepancy in the merchant's favour stays with what was paid.
        let paid = before.max(now + self.goodwill());
        let first = paid * self.first / 1000;
        let mut back = paid - (now + self.goodwill());
        let mut payments = Vec::new();
        let payment = |id: u32, kind: &str, gateway: &str, amount: i128, parent: Value| {
            json!({ "id": id, "kind": kind, "status": "success", "gateway": gateway,
                "parent_id": parent, "amount": money(amount), "currency": self.currency() })
        };
        for (place, (gateway, amount)) in
            [("bogus", first), ("gift_card", paid - first)].into_iter().enumerate()
        {
            let id = 801 + u32::try_from(place).unwrap();
            payments.push(payment(id, "sale", gateway, amount, Value::Null));
            let refunded = back.min(amount);
            if refunded > 0 {
                payments.push(payment(id + 10, "refund", gateway, refunded, json!(id)));
            }
            back -= refunded;
        }
        let links: Vec<Value> = (0..self.lines.len())
            .map(|place| {
                let number = u32::try_from(place).unwrap();
                json!({ "variant": (701 + number).to_string(), "item": self.id(300 + number) })
            })
            .collect();
        let mut context = json!({ "links": links, "transactions": payments });
        if self.located {
            context["fulfillment_orders"] = self.fulfilment_orders();
        }
        context
    }

    fn fulfilment_orders(&self) -> Value {
        let of = |location: usize| {
            let mut lines = Vec::new();
            for (place, line) in self.lines.iter().enumerate() {
                let here = match line.at {
                    2 if location == 0 => line.left() - line.left() / 3,
                    2 => line.left() / 3,
                    at if at == location => line.left(),
                    _ => 0,
                };
                if here > 0 {
                    lines.push(json!({ "line_item_id": 601 + place, "quantity": here.to_string().parse::<u32>().unwrap() }));
                }
            }
            json!({ "id": 41 + location, "status": "open", "assigned_location_id": 71 + location, "line_items": lines })
        };
        json!([of(0), of(1)])
    }

    fn line(&self, place: usize, line: &Line) -> Value {
        let count = |units: i128| units.to_string().parse::<u32>().unwrap();
        let mut made = json!({ "id": 601 + place, "variant_id": 701 + place, "title": "Thing",
            "quantity": count(line.quantity), "current_quantity": count(line.left()),
            "requires_shipping": true, "gift_card": false, "properties": [],
            "tax_lines": self.tax_lines(line.full(), line.taxes) });
        self.put(&mut made, "price", line.price);
        let mut discount = json!({ "discount_application_index": 0 });
        self.put(&mut discount, "amount", line.discount);
        made["discount_allocations"] =
            if line.discount > 0 { json!([discount]) } else { json!([]) };
        made
    }

    fn refunds(&self) -> Value {
        let mut lines = Vec::new();
        for (place, line) in self.lines.iter().enumerate() {
            if line.gone > 0 && line.refunded {
                let tax: i128 = self.taxes(line.full(), line.taxes).iter().sum();
                let gone = line.gone.to_string().parse::<u32>().unwrap();
                let mut refunded = json!({ "line_item_id": 601 + place, "quantity": gone });
                self.put(&mut refunded, "subtotal", line.gone_of(line.full()));
                self.put(&mut refunded, "total_tax", line.gone_of(tax));
                lines.push(refunded);
            }
        }
        let mut adjustments = Vec::new();
        if self.goodwill() != 0 {
            let mut adjustment = json!({ "reason": "Refund discrepancy" });
            self.put(&mut adjustment, "amount", self.goodwill());
            self.put(&mut adjustment, "tax_amount", 0);
            adjustments.push(adjustment);
        }
        if lines.is_empty() && adjustments.is_empty() {
            return json!([]);
        }
        json!([{ "refund_line_items": lines, "order_adjustments": adjustments, "refund_shipping_lines": [] }])
    }

    pub(crate) fn order(&self) -> Value {
        let lines: Vec<Value> =
            self.lines.iter().enumerate().map(|(place, line)| self.line(place, line)).collect();
        let mut shipping = Vec::new();
        if let Some((price, off, count)) = self.shipping {
            let mut line = json!({ "id": 651, "title": "Parcel", "is_removed": false,
                "tax_lines": self.tax_lines(price - off, count), "discount_allocations": [] });
            self.put(&mut line, "price", price);
            self.put(&mut line, "discounted_price", price - off);
            shipping.push(line);
        }
        let mut order = json!({ "id": 501, "name": "#501", "currency": "USD",
            "presentment_currency": self.currency(), "taxes_included": self.included,
            "financial_status": if self.has_refund() { "partially_refunded" } else { "paid" },
            "created_at": "2026-11-20T09:00:00Z", "email": "ada@example.com",
            "total_tip_received": money(self.tip),
            "shipping_address": { "first_name": "Ada", "country_code": "US" },
            "current_total_additional_fees_set": self.bag(self.fee),
            "line_items": lines, "shipping_lines": shipping, "refunds": self.refunds() });
        for (total, tax, now) in [
            ("total_price", "total_tax", false),
            ("current_total_price", "current_total_tax", true),
        ] {
            let figures = self.figures(now);
            self.put(&mut order, total, figures.0);
            self.put(&mut order, tax, figures.1);
        }
        order
    }

    /// The answer about `order` beside `context`.
    pub(crate) fn decide(&self, order: &[u8], context: &Value) -> Vec<u8> {
        let bridge = Bridge::open(&bytes(&self.config())).unwrap_or_else(|e| panic!("{e:?}"));
        serde_json::to_vec(&bridge.decide("order.to_sale", &bytes(context), order)).unwrap()
    }
}

/// A document's bytes.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

/// The codes of an answer's exceptions.
pub(crate) fn codes(answer: &Value) -> Vec<String> {
    let exceptions = answer["exceptions"].as_array().into_iter().flatten();
    exceptions.map(|exception| text(&exception["code"])).collect()
}

//! The rules whose result is a number, or several.

use serde_json::Value;

use crate::golden::exact::Exact;
use crate::golden::text;

/// The inputs of a reason, by name.
struct Inputs<'i>(&'i Value);

impl Inputs<'_> {
    fn raw(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or_else(|| panic!("no input `{name}` in {}", self.0))
    }

    fn number(&self, name: &str) -> Exact {
        Exact::of(&text(self.raw(name)))
    }

    fn list(&self, name: &str) -> Vec<Exact> {
        self.raw(name).as_array().unwrap().iter().map(|entry| Exact::of(&text(entry))).collect()
    }

    fn digits(&self) -> u32 {
        text(self.raw("digits")).parse().unwrap()
    }
}

/// The rules whose result is one number.
pub(super) fn figure(rule: &str, inputs: &Value) -> Option<Exact> {
    let inputs = Inputs(inputs);
    let input = |name: &str| inputs.number(name);
    Some(match rule {
        "order.line.amount" => input("units").times(input("price")).minus(input("discount")),
        "order.line.after_refunds" => input("amount").minus(input("refunded")),
        "order.line.tax_after_refunds" => input("tax").minus(input("refunded")),
        "order.line.after_edit" => {
            let weights = [input("units"), input("gone")];
            Exact::shares(input("amount"), &weights, inputs.digits())[0]
        }
        "order.line.share" => {
            let at: usize = text(inputs.raw("at")).parse().unwrap();
            Exact::shares(input("amount"), &inputs.list("weights"), inputs.digits())[at]
        }
        "order.shipping.amount" => input("price").minus(input("discount")).minus(input("refunded")),
        "order.amount" => input("amount"),
        "order.line.unit_price" => {
            let contained = inputs.raw("contained").as_bool().unwrap();
            let tax = if contained { input("tax") } else { Exact::whole(0) };
            let net = input("amount").minus(tax);
            net.over(input("quantity")).rounded(inputs.digits())
        }
        "order.line.unit_tax" => input("tax").over(input("quantity")).rounded(inputs.digits()),
        "order.line.unit_discount" => {
            let net = input("discount").over(input("over"));
            net.over(input("quantity")).rounded(inputs.digits())
        }
        "order.line.unit_price_as_is" => input("price"),
        "order.line.unit_price_up" => input("amount").over(input("units")).up(inputs.digits()),
        "order.line.discount" => input("units").times(input("price")).minus(input("amount")),
        "order.tender.amount" => {
            assert!(input("left").is_at_most(input("captured")));
            input("left").smaller(input("open"))
        }
        "order.tax.predicted" => Exact::sum(inputs.list("taxes")).rounded(inputs.digits()),
        "order.tax.predicted_at_rates" => {
            let parts = inputs.list("bases").into_iter().zip(inputs.list("rates"));
            let parts = parts.zip(inputs.list("overs"));
            let taxes = parts.map(|((base, rate), over)| base.times(rate).over(over));
            Exact::sum(taxes).rounded(inputs.digits())
        }
        "order.total.predicted" => input("nets").plus(Exact::sum(inputs.list("taxes"))),
        "order.rounding" => input("due").minus(input("predicted")),
        _ => return None,
    })
}

/// The rules whose result is a list of shares.
pub(super) fn shares(rule: &str, inputs: &Value) -> Option<Vec<Exact>> {
    let inputs = Inputs(inputs);
    let is = rule == "order.shop_shares";
    is.then(|| Exact::shares(inputs.number("whole"), &inputs.list("weights"), inputs.digits()))
}

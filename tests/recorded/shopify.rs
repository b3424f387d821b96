//! Orders that Shopify published as samples, and those written after them.

use serde_json::{Value, json};

use crate::{Tenant, fixture, holds, paid};

const R: Tenant = Tenant { x: false, currency: "USD", included: false, rates: &[("0.06", &[])] };
const X: Tenant = Tenant { x: true, ..R };

fn orders(topic: &str) -> Option<Value> {
    fixture(&format!("shopify/webhooks-2026-07/orders__{topic}.json"))
}

/// Without the flags that make a sample no order at all.
fn real(order: &mut Value) {
    order["test"] = json!(false);
    order["cancelled_at"] = Value::Null;
}

fn of_rest(name: &str) -> Option<Value> {
    Some(fixture(&format!("shopify/rest-2026-07/order_{name}.json"))?["order"].take())
}

fn derived(name: &str) -> Option<Value> {
    fixture(&format!("shopify/derived-synthetic/order_{name}.json"))
}

#[test]
fn every_topic_of_an_order_is_the_same_test_order() {
    for topic in ["create", "updated", "paid", "cancelled", "fulfilled"] {
        let Some(order) = orders(topic) else { return };
        let story = "What: The official sample is a test order.\nBy hand: None of it is real.\n\
             Expected: skipped: test_order";
        holds(R, &order, &json!({}), story);
    }
}

#[test]
fn the_official_webhook_was_never_paid() {
    let Some(mut order) = orders("create") else { return };
    real(&mut order);
    let story = "What: Voided, and neither a test nor cancelled.\n\
         By hand: 89.99 + 19.99 + 24.99 + 159.99 + 119.99 = 414.95, shipping 10.00 made free.\n\
         Expected: exception: ORDER_NOT_PAID financial_status=voided";
    holds(R, &order, &json!({ "transactions": [] }), story);
}

#[test]
fn the_official_webhook_comes_to_its_current_total() {
    let Some(mut order) = orders("paid") else { return };
    real(&mut order);
    order["financial_status"] = json!("paid");
    let context = json!({ "transactions": [paid("bogus", "414.95", "USD")] });
    let unlinked = |line: &str, sku: &str, why: &str| {
        format!("exception: LINE_UNLINKED line={line}, sku={sku}, variant=none, why={why}")
    };
    let story = format!(
        "What: The same, paid; two of its lines have no product, three one whose variant is gone. \
         The ids have lost their last digits on the way through JavaScript, the gids have not.\n\
         By hand: 89.99 + 19.99 + 24.99 + 159.99 + 119.99 = 414.95; total_price says 404.95, \
         current_total_price 414.95; shipping 10.00 less 10.00.\n\
         Expected: mode: completed; total: 414.95 USD; tax: 0.00; key: sale/820982911946154508/5; \
         line: 1 x 89.99 untaxed; line: 1 x 19.99 untaxed; line: 1 x 24.99 untaxed; \
         line: 1 x 159.99 untaxed; line: 1 x 119.99 untaxed; items: 908, 908, 908, 908, 908; \
         tender: 414.95 to 9; dropped: shipping/271878346596884000; {}; {}; {}; {}; {}",
        unlinked("487817672276298554", "SKU2006-001", "product_deleted"),
        unlinked("789012345678901234", "LENS-PROTECT-2YR", "custom_item"),
        unlinked("890123456789012345", "CASE-LEATHER-PREM", "custom_item"),
        unlinked("976318377106520349", "SKU2006-020", "product_deleted"),
        unlinked("315789986012684393", "SKU2006-035", "product_deleted"),
    );
    holds(R, &order, &context, &story);
}

#[test]
fn the_webhook_of_2024_comes_to_its_current_total() {
    let Some(mut order) = fixture("shopify/webhooks-2024-04/orders__create.json") else { return };
    real(&mut order);
    order["financial_status"] = json!("paid");
    let context = json!({ "transactions": [paid("bogus", "398.00", "USD")],
        "links": [{ "variant": "808950810", "item": X.id(300) }] });
    let story = "What: The sample of an older version: total_price leaves the shipping out, \
         current_total_price does not, but its shipping line does.\n\
         By hand: 199.00 + 199.00 = 398.00, shipping 10.00: 408.00; stated 398.00.\n\
         Expected: exception: ORDER_TOTALS_DISAGREE figure=total, lines=408.00, order=398.00";
    holds(X, &order, &context, story);
}

#[test]
fn an_older_order_without_a_tax_total_is_refused() {
    let Some(mut order) = fixture("shopify/go_shopify/order_with_transaction.json") else { return };
    let mut order = order["order"].take();
    real(&mut order);
    let nothing = json!({ "transactions": [] });
    let story = "What: A sample of 2016 whose shipping line has no id.\n\
         By hand: There is nothing to compute: what is sent could not be named.\n\
         Expected: refusal: WRONG_TYPE at $.order.shipping_lines[0].id";
    holds(R, &order, &nothing, story);
    order["shipping_lines"] = json!([]);
    let story = "What: Without that line: it states no tax at all, not even zero.\n\
         By hand: There is nothing to compute: what is not stated cannot be proved.\n\
         Expected: refusal: WRONG_TYPE at $.order.total_tax";
    holds(R, &order, &nothing, story);
}

#[test]
fn custom_boots_in_euro() {
    let Some(order) = of_rest("custom_item_no_sku_no_variant_EUR") else { return };
    let context = json!({ "transactions": [paid("bogus", "238.47", "EUR")] });
    let story = "What: Three pairs of custom boots, R-Series.\n\
         By hand: 3 x 74.99 = 224.97, x 0.06 = 13.4982, so 13.50; 238.47.\n\
         Expected: mode: completed; total: 238.47 EUR; tax: 13.50; lightspeed tax: 13.50; \
         line: 3 x 74.99; items: 908; line note: Big Brown Bear Boots; tender: 238.47 to 9; \
         exception: LINE_UNLINKED line=1071823188, sku=, variant=none, why=custom_item";
    holds(Tenant { currency: "EUR", ..R }, &order, &context, story);
}

#[test]
fn two_taxes_of_custom_items_tie_on_both_series() {
    let Some(order) = of_rest("custom_items_two_taxes") else { return };
    let context = json!({ "transactions": [paid("bogus", "270.37", "USD")] });
    let rates: &[(&str, &[&str])] = &[("0.085", &["0.06", "0.025"])];
    let unlinked = |line: &str| {
        format!("exception: LINE_UNLINKED line={line}, sku=, variant=none, why=custom_item")
    };
    let unlinked = ["1071823173", "1071823174", "1071823175"].map(unlinked).join("; ");
    let story = format!(
        "What: State and county tax, a line without, R-Series.\n\
         By hand: 129.99 + 85.95 + 39.98 = 255.92; 7.81 + 3.26 + 2.39 + 0.99 = 14.45; 270.37. \
         Lightspeed: 169.97 x 0.06 = 10.1982, so 10.20; x 0.025 = 4.24925, so 4.25; 14.45.\n\
         Expected: mode: completed; total: 270.37 USD; tax: 14.45; lightspeed tax: 14.45; \
         bound: 0.03; line: 1 x 129.99; line: 1 x 85.95 untaxed; line: 2 x 19.99; \
         tender: 270.37 to 9; {unlinked}"
    );
    holds(Tenant { rates, ..R }, &order, &context, &story);
    let story = format!(
        "What: The same, X-Series.\n\
         By hand: 7.81 + 3.26 = 11.07; 2.39 + 0.99 = 3.38, 1.69 a unit.\n\
         Expected: mode: completed; total: 270.37 USD; tax: 14.45; bound: 0.03; \
         line: 1 x 129.99 + 11.07; line: 1 x 85.95 + 0 untaxed; line: 2 x 19.99 + 1.69; \
         tender: 270.37 to 00000009; {unlinked}"
    );
    holds(Tenant { rates, ..X }, &order, &context, &story);
}

#[test]
fn nine_percent_off_by_code() {
    let Some(order) = of_rest("discount_code_percentage") else { return };
    let context = json!({ "transactions": [paid("bogus", "181.09", "USD")],
        "links": [{ "variant": "447654529", "item": "300" }] });
    let story = "What: 9 % off by code; the code says percentage, the application manual.\n\
         By hand: 199.00 x 0.09 = 17.91; 199.00 - 17.91 = 181.09.\n\
         Expected: mode: completed; total: 181.09 USD; tax: 0.00; line: 1 x 199.00 - 17.91 untaxed; \
         items: 300; tender: 181.09 to 9";
    holds(R, &order, &context, story);
}

#[test]
fn an_import_that_is_fulfilled_is_closed() {
    let Some(order) = of_rest("fulfilled_import") else { return };
    let context = json!({ "transactions": [paid("bogus", "199.00", "USD")],
        "links": [{ "variant": "447654529", "item": X.id(300) }] });
    let story = "What: Created by an app as fulfilled, X-Series.\nBy hand: 1 x 199.00.\n\
         Expected: mode: completed; total: 199.00 USD; tax: 0.00; line: 1 x 199 + 0 untaxed; \
         fulfilled: yes; state: closed; tender: 199.00 to 00000009";
    holds(X, &order, &context, story);
}

/// The order whose transactions and fulfilment orders are published as well.
#[test]
fn what_is_left_of_order_450789469() {
    let Some(order) = of_rest("partially_refunded_discount_across") else { return };
    let Some(mut payments) = fixture("shopify/rest-2026-07/order_transactions.json") else {
        return;
    };
    let Some(mut places) =
        fixture("shopify/rest-2026-07/fulfillment_orders_financial_summaries.json")
    else {
        return;
    };
    let mut context = json!({ "transactions": payments["transactions"].take() });
    let story = "What: Two of three iPods went back; the published transactions are another story.\n\
         By hand: 199.00 - 3.33 = 195.67, + 3.98 = 199.65; taken 250.94 - 209.00 = 41.94.\n\
         Expected: exception: TENDER_DIFFERS captured=41.94, order=199.65";
    holds(R, &order, &context, story);
    context["transactions"] = json!([paid("bogus", "199.65", "USD")]);
    context["fulfillment_orders"] = places["fulfillment_orders"].take();
    context["links"] = json!([{ "inventory_item": "49148385", "item": "300" }]);
    let story = "What: The same with a payment that fits; the published fulfilment order names the \
         one that is left, its location and its inventory item.\n\
         By hand: 199.00 less 3.33 is 195.67; 3.98 of tax is what 199.00 would bear, Lightspeed \
         computes 195.67 x 0.06 = 11.7402, so 11.74: 7.76 apart, bound 1 / 2 + 1 = 1.5 cents.\n\
         Expected: exception: TOTAL_NOT_TIED bound=0.015, lightspeed=207.41, order=199.65; \
         exception: TAX_NOT_TIED bound=0.015, lightspeed=11.74, order=3.98";
    holds(R, &order, &context, story);
    context["links"] = json!([{ "inventory_item": "49148385", "item": X.id(300) }]);
    let story = "What: X-Series is sent the tax as it was charged.\n\
         By hand: 195.67 + 3.98 = 199.65; off 3.33.\n\
         Expected: mode: completed; total: 199.65 USD; tax: 3.98; line: 1 x 195.67 + 3.98 off 3.33; \
         items: 00000300; outlet: 00000001; tender: 199.65 to 00000009";
    holds(X, &order, &context, story);
}

#[test]
fn a_cancelled_order_whose_refunds_name_no_payment() {
    let Some(order) = of_rest("cancelled_gift_card_refund") else { return };
    let mut refunds = order["refunds"][0]["transactions"].clone();
    let story = "What: Cancelled; one of its refunds is a real order's test payment.\n\
         By hand: It is not guessed whether that moved money.\n\
         Expected: exception: TRANSACTION_UNKNOWN transaction=1068278487, what=test payment";
    holds(R, &order, &json!({ "transactions": refunds }), story);
    for refund in refunds.as_array_mut().unwrap() {
        refund["test"] = json!(false);
    }
    let story = "What: Both real: 110.00 went back, and what was paid is not among the transactions.\n\
         By hand: 10.00 to the card and 100.00 to a gift card, of nothing that was taken.\n\
         Expected: exception: REFUND_ELSEWHERE beyond=10.00, gateway=bogus, transaction=1068278487; \
         exception: REFUND_ELSEWHERE beyond=100.00, gateway=gift_card, transaction=1068278488";
    holds(R, &order, &json!({ "transactions": refunds }), story);
}

#[test]
fn a_chair_on_account() {
    let Some(order) = derived("b2b_net30_po_number") else { return };
    let context = json!({ "links": [{ "variant": "44201", "item": "300" }], "customer": "77" });
    let story = "What: 25 chairs on 30 days, R-Series.\nBy hand: 25 x 80.00 + 120.00 = 2,120.00, open.\n\
         Expected: mode: reserve; total: 2120.00 USD; tax: 0.00; line: 25 x 80.00 untaxed; \
         line: shipping 1 x 120.00 untaxed; requests: 1; paths: SaleLine.json; \
         note: PO PO-7781 | Terms: Net 30 | Company 408372001 / 408372501";
    holds(R, &order, &context, story);
}

#[test]
fn a_gift_card_sold_and_another_used() {
    let Some(order) = derived("gift_card_sold_and_redeemed") else { return };
    let rates: &[(&str, &[&str])] = &[("0.04", &[])];
    let payments =
        json!([paid("gift_card", "60.00", "USD"), paid("shopify_payments", "94.00", "USD")]);
    let context =
        json!({ "transactions": payments, "links": [{ "variant": "44402", "item": X.id(300) }] });
    let story = "What: A gift card of 50.00 is sold with a jacket, and 60.00 are paid with another.\n\
         By hand: 50.00 + 100.00 + 100.00 x 0.04 = 154.00 = 60.00 + 94.00.\n\
         Expected: mode: completed; total: 154.00 USD; tax: 4.00; line: 1 x 50 + 0 untaxed; \
         line: 1 x 100 + 4; items: 00000905, 00000300; tender: 60.00 to 00000011; \
         tender: 94.00 to 00000010";
    holds(Tenant { rates, ..X }, &order, &context, story);
}

#[test]
fn yen_from_a_draft() {
    let Some(order) = derived("jpy_zero_decimal_tax_included") else { return };
    let rates: &[(&str, &[&str])] = &[("0.1", &[])];
    let tenant = Tenant { currency: "JPY", included: true, rates, ..R };
    let context = json!({ "transactions": [paid("manual", "4040", "JPY")],
        "links": [{ "variant": "44101", "item": "300" }, { "variant": "44102", "item": "301" }] });
    let story = "What: A draft order of another outlet's location, in yen, R-Series.\n\
         By hand: 1,100 + 3 x 980 = 4,040; 100 + 267 = 367; Lightspeed 4,040 / 11 = 367.272727, \
         to two digits 367.27; bound 2 / 2 + 1 = 2 yen.\n\
         Expected: mode: completed; total: 4040 JPY; tax: 367; lightspeed tax: 367.27; bound: 2; \
         line: 1 x 1100; line: 3 x 980; outlet: 5; tender: 4040 to 13";
    holds(tenant, &order, &context, story);
}

#[test]
fn euro_in_a_dollar_shop() {
    let Some(order) = derived("multicurrency_shop_usd_presentment_eur_tax_included") else {
        return;
    };
    let rates: &[(&str, &[&str])] = &[("0.21", &[])];
    let context = json!({ "transactions": [paid("shopify_payments", "103.98", "EUR")],
        "links": [{ "variant": "44001", "item": X.id(300) }] });
    let story = "What: Paid in EUR; the shop's converted lines are a cent off its converted total.\n\
         By hand: 89.98 + 9.00 + 5.00 = 103.98 EUR with 15.62 + 1.56 + 0.87 = 18.05. Shop: 112.83 - \
         19.59 = 93.24 over 74.36, 7.44, 4.13 of 85.93: 80.6857, 8.0729, 4.4813, the cent to the \
         first: 80.69, 8.07, 4.48; 19.59 over 15.62, 1.56, 0.87: 16.9527, 1.6931, 0.9442, the cent \
         to the last: 16.95, 1.69, 0.95. A unit: 40.345 and 8.475; off before tax (108.48 - 97.64) / 1.21 / 2 = 4.47934, \
         (10.85 - 9.76) / 1.21 = 0.90083.\n\
         Expected: mode: completed; total: 112.83 USD; tax: 19.59; line: 2 x 40.345 + 8.475 off 4.47934; \
         line: 1 x 8.07 + 1.69 off 0.90083; line: shipping 1 x 4.48 + 0.95; \
         items: 00000300, 00000908, 00000901; tender: 112.83 to 00000010; \
         exception: LINE_UNLINKED line=7002, sku=, variant=none, why=custom_item";
    holds(Tenant { included: true, rates, ..X }, &order, &context, story);
}

#[test]
fn francs_rounded_at_the_till() {
    let Some(order) = derived("pos_cash_rounding_tip_no_customer") else { return };
    let rates: &[(&str, &[&str])] = &[("0.081", &[])];
    let tenant = Tenant { currency: "CHF", included: true, rates, ..R };
    let context = json!({ "transactions": [paid("cash", "10.00", "CHF")],
        "links": [{ "variant": "44301", "item": "300" }] });
    let story = "What: A mug and a tip at the till, cash rounded by two cents.\n\
         By hand: 8.02 + 2.00 - 0.02 = 10.00; 8.02 x 81 / 1081 = 0.60094, so 0.60.\n\
         Expected: mode: completed; total: 10.00 CHF; tax: 0.60; line: 1 x 8.02; \
         line: tip 1 x 2.00 untaxed; line: cash_rounding 1 x -0.02 untaxed; items: 300, 902, 907; \
         delivery: none; outlet: 5; tender: 10.00 to 12";
    holds(tenant, &order, &context, story);
}

/// Lines that a client library keeps as its own samples of odd shapes.
#[test]
fn properties_and_shipping_of_odd_shapes() {
    let Some(order) = of_rest("fulfilled_import") else { return };
    let context = json!({ "transactions": [paid("bogus", "199.00", "USD")],
        "links": [{ "variant": "447654529", "item": "300" }] });
    let expected = |note: &str| {
        format!(
            "What: Properties of odd shapes.\nBy hand: 1 x 199.00.\n\
             Expected: mode: completed; total: 199.00 USD; tax: 0.00; line: 1 x 199.00 untaxed; \
             tender: 199.00 to 9{note}"
        )
    };
    for (name, note) in [("empty_object", ""), ("object", "; line note: property 1: 3")] {
        let path = format!("shopify/go_shopify/orderlineitems__properties_{name}.json");
        let Some(sample) = fixture(&path) else { return };
        let mut order = order.clone();
        order["line_items"][0]["properties"] = sample["properties"].clone();
        holds(R, &order, &context, &expected(note));
    }
    let path = "shopify/go_shopify/shippinglines__requested_fulfillment_service_id_number.json";
    let Some(sample) = fixture(path) else { return };
    let mut order = order;
    order["shipping_lines"] = json!([sample]);
    let story = "What: A shipping line of 4.00 with 26.00 of tax is none of this order's.\n\
         By hand: 199.00 + 4.00 + 13.50 + 12.50 = 229.00 and 26.00 of tax; stated 199.00 and 0.00.\n\
         Expected: exception: ORDER_TOTALS_DISAGREE figure=total, lines=229.00, order=199.00; \
         exception: ORDER_TOTALS_DISAGREE figure=tax, lines=26.00, order=0.00";
    holds(R, &order, &context, story);
}

#[test]
fn the_official_transaction_is_a_promise() {
    let Some(payment) = fixture("shopify/webhooks-2026-07/order_transactions__create.json") else {
        return;
    };
    let Some(mut order) = orders("create") else { return };
    real(&mut order);
    order["financial_status"] = json!("authorized");
    // Its variants are gone or never were; the one line that is left shows the payment alone.
    order["line_items"] = json!([{ "id": 1, "variant_id": 44, "title": "Lamp", "quantity": 1,
        "price": "414.95", "tax_lines": [], "requires_shipping": true }]);
    let context =
        json!({ "transactions": [payment], "links": [{ "variant": "44", "item": "300" }] });
    let story = "What: The official transaction authorises 419.95: no money yet, and nobody to keep \
         stock for.\nBy hand: 414.95, nothing taken.\n\
         Expected: exception: ORDER_NO_CUSTOMER";
    holds(R, &order, &context, story);
}

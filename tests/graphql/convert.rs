//! From the order of a webhook to the same order as GraphQL has it, with all its fields.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::golden::text;

/// How tax rates are said: they are nullable, and then the percentage stands for them.
#[derive(Clone, Copy)]
pub(crate) enum Rates {
    Fractions,
    Percentages,
}

/// The order of a webhook.
pub(crate) struct Webhook<'a> {
    pub(crate) order: &'a Value,
    pub(crate) rates: Rates,
    /// The tip in what the buyer paid in, where the webhook cannot say it.
    pub(crate) tip: Option<&'a str>,
}

fn gid(kind: &str, value: &Value) -> Value {
    match text(value) {
        none if none.is_empty() => Value::Null,
        gid if gid.starts_with("gid:") => json!(gid),
        number => json!(format!("gid://shopify/{kind}/{number}")),
    }
}

fn own_gid(kind: &str, node: &Value) -> Value {
    let own = &node["admin_graphql_api_id"];
    gid(kind, if own.is_null() { &node["id"] } else { own })
}

/// As GraphQL writes amounts: `10.00` is `10.0`.
fn amount(value: &Value) -> Value {
    let plain: Decimal = text(value).parse().unwrap();
    let plain = plain.normalize();
    json!(if plain.scale() == 0 { format!("{plain}.0") } else { plain.to_string() })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn connection(nodes: Vec<Value>) -> Value {
    json!({ "pageInfo": { "hasNextPage": false, "endCursor": null }, "nodes": nodes })
}

fn upper(value: &Value) -> Value {
    value.as_str().map_or(Value::Null, |word| json!(word.to_uppercase()))
}

impl Webhook<'_> {
    fn code(&self, side: &str) -> Value {
        let order = self.order;
        let own = if side == "shop_money" { "currency" } else { "presentment_currency" };
        if order[own].is_null() { order["currency"].clone() } else { order[own].clone() }
    }

    /// A bag, from the webhook's bag or else from the amount beside it.
    fn bag(&self, node: &Value, alone: &str) -> Value {
        let set = &node[format!("{alone}_set")];
        let side = |name: &str| {
            let money = &set[name];
            let value = if money.is_null() { &node[alone] } else { &money["amount"] };
            json!({ "amount": amount(value), "currencyCode": self.code(name) })
        };
        if set.is_null() && node[alone].is_null() {
            return Value::Null;
        }
        json!({ "shopMoney": side("shop_money"), "presentmentMoney": side("presentment_money") })
    }

    /// A bag that GraphQL always has.
    fn bag_or(&self, node: &Value, alone: &str, other: &str) -> Value {
        let own = self.bag(node, alone);
        let own = if own.is_null() { self.bag(node, other) } else { own };
        if own.is_null() { self.bag(&json!({ "zero": "0" }), "zero") } else { own }
    }

    fn taxes(&self, node: &Value) -> Value {
        let one = |tax: &Value| {
            let rate: Decimal = text(&tax["rate"]).parse().unwrap();
            let (rate, percentage) = match self.rates {
                Rates::Fractions => (tax["rate"].clone(), Value::Null),
                Rates::Percentages => {
                    let percentage = (rate * Decimal::ONE_HUNDRED).normalize().to_string();
                    (Value::Null, serde_json::from_str(&percentage).unwrap())
                }
            };
            json!({
                "rate": rate,
                "ratePercentage": percentage,
                "channelLiable": tax["channel_liable"],
                "priceSet": self.bag(tax, "price"),
            })
        };
        list(&node["tax_lines"]).iter().map(one).collect()
    }

    fn allocations(&self, node: &Value) -> Value {
        let one = |given: &Value| json!({ "allocatedAmountSet": self.bag(given, "amount") });
        list(&node["discount_allocations"]).iter().map(one).collect()
    }

    /// What GraphQL has of the order, with these transactions and fulfilment orders.
    pub(crate) fn answer(&self, transactions: &Value, places: &Value) -> Value {
        let order = self.order;
        let status = match order["fulfillment_status"].as_str() {
            Some("fulfilled") => "FULFILLED",
            Some("partial") => "PARTIALLY_FULFILLED",
            None => "UNFULFILLED",
            Some(other) => panic!("`{other}`"),
        };
        let updated = &order["updated_at"];
        let lines = list(&order["line_items"]).iter().map(|line| self.line(line)).collect();
        let shipping =
            list(&order["shipping_lines"]).iter().map(|line| self.shipping(line)).collect();
        let refunds: Vec<_> =
            list(&order["refunds"]).iter().map(|refund| self.refund(refund)).collect();
        let made = &order["processed_at"];
        json!({ "order": {
            "id": own_gid("Order", order),
            "name": order["name"],
            "processedAt": if made.is_null() { &order["created_at"] } else { made },
            "updatedAt": updated,
            "cancelledAt": order["cancelled_at"],
            "sourceName": order["source_name"],
            "test": order["test"] == true,
            "currencyCode": self.code("shop_money"),
            "presentmentCurrencyCode": self.code("presentment_money"),
            "taxesIncluded": order["taxes_included"],
            "dutiesIncluded": order["duties_included"] == true,
            "estimatedTaxes": order["estimated_taxes"] == true,
            "displayFinancialStatus": upper(&order["financial_status"]),
            "displayFulfillmentStatus": status,
            "email": order["email"],
            "phone": order["phone"],
            "note": order["note"],
            "poNumber": order["po_number"],
            "retailLocation": resource("Location", &order["location_id"]),
            "merchantOfRecordApp": resource("App", &order["merchant_of_record_app_id"]),
            "customer": customer(&order["customer"]),
            "shippingAddress": address(&order["shipping_address"]),
            "customAttributes": attributes(&order["note_attributes"]),
            "paymentTerms": terms(&order["payment_terms"]),
            "purchasingEntity": entity(order),
            "currentTotalPriceSet": self.bag_or(order, "current_total_price", "total_price"),
            "currentTotalTaxSet": self.bag_or(order, "current_total_tax", "total_tax"),
            "totalTipReceivedSet": self.tip(),
            "currentTotalDutiesSet": self.bag(order, "current_total_duties"),
            "originalTotalDutiesSet": self.bag(order, "original_total_duties"),
            "currentTotalAdditionalFeesSet": self.bag(order, "current_total_additional_fees"),
            "originalTotalAdditionalFeesSet": self.bag(order, "original_total_additional_fees"),
            "totalCashRoundingAdjustment": {
                "paymentSet": self.bag_or(order, "total_cash_rounding_payment_adjustment", "none"),
                "refundSet": self.bag_or(order, "total_cash_rounding_refund_adjustment", "none"),
            },
            "lineItems": connection(lines),
            "shippingLines": connection(shipping),
            "refunds": refunds,
            "transactions": list(transactions).iter().map(transaction).collect::<Vec<_>>(),
            "fulfillmentOrders": connection(list(places).iter().map(place).collect()),
        }})
    }

    fn tip(&self) -> Value {
        let mut bag = self.bag_or(self.order, "total_tip_received", "none");
        if let Some(tip) = self.tip {
            bag["presentmentMoney"]["amount"] = json!(tip);
        }
        bag
    }

    fn line(&self, line: &Value) -> Value {
        let gone = line["product_exists"] == false;
        let variant = match &line["variant_id"] {
            none if none.is_null() || gone => Value::Null,
            id => json!({ "id": gid("ProductVariant", id), "barcode": line["barcode"] }),
        };
        let product = if gone { &Value::Null } else { &line["product_id"] };
        let group = text(&line["sales_line_item_group_id"]);
        let groups = list(&self.order["line_item_groups"]);
        let group = groups.iter().find(|own| !group.is_empty() && text(&own["id"]) == group);
        let duties: Vec<_> = list(&line["duties"])
            .iter()
            .map(|duty| json!({ "taxLines": self.taxes(duty) }))
            .collect();
        json!({
            "id": own_gid("LineItem", line),
            "title": line["title"],
            "variantTitle": line["variant_title"],
            "sku": line["sku"],
            "vendor": line["vendor"],
            "quantity": line["quantity"],
            "currentQuantity": self.current(line),
            "isGiftCard": line["gift_card"] == true,
            "requiresShipping": line["requires_shipping"] == true,
            "variant": variant,
            "product": resource("Product", product),
            "lineItemGroup": group.map(|group| json!({ "title": group["title"] })),
            "customAttributes": attributes(&line["properties"]),
            "originalUnitPriceSet": self.bag(line, "price"),
            "discountAllocations": self.allocations(line),
            "taxLines": self.taxes(line),
            "duties": duties,
        })
    }

    /// Webhooks of old versions do not say it: then less what was refunded.
    fn current(&self, line: &Value) -> Value {
        if !line["current_quantity"].is_null() {
            return line["current_quantity"].clone();
        }
        let refunds = list(&self.order["refunds"]).iter();
        let lines = refunds.flat_map(|refund| list(&refund["refund_line_items"]));
        let own = lines.filter(|refunded| refunded["line_item_id"] == line["id"]);
        let gone: i64 = own.map(|refunded| refunded["quantity"].as_i64().unwrap()).sum();
        json!(line["quantity"].as_i64().unwrap() - gone)
    }

    fn shipping(&self, line: &Value) -> Value {
        json!({
            "id": own_gid("ShippingLine", line),
            "title": line["title"],
            "isRemoved": line["is_removed"] == true,
            "originalPriceSet": self.bag(line, "price"),
            "discountedPriceSet": self.bag_or(line, "discounted_price", "price"),
            "discountAllocations": self.allocations(line),
            "taxLines": self.taxes(line),
        })
    }

    fn refund(&self, refund: &Value) -> Value {
        let is_shipping =
            |own: &&Value| own["kind"] == "shipping_refund" || own["reason"] == "Shipping refund";
        let (unnamed, other): (Vec<&Value>, Vec<&Value>) =
            list(&refund["order_adjustments"]).iter().partition(is_shipping);
        let line = |line: &Value| {
            json!({
                "quantity": line["quantity"],
                "restockType": line["restock_type"].as_str().unwrap_or("no_restock").to_uppercase(),
                "lineItem": { "id": gid("LineItem", &line["line_item_id"]) },
                "subtotalSet": self.bag(line, "subtotal"),
                "totalTaxSet": self.bag(line, "total_tax"),
            })
        };
        let adjustment = |own: &&Value| {
            json!({
                "amountSet": self.bag(own, "amount"),
                "taxAmountSet": self.bag_or(own, "tax_amount", "none"),
            })
        };
        let named = list(&refund["refund_shipping_lines"]);
        let mut shipping: Vec<_> = named
            .iter()
            .map(|line| {
                json!({
                    "shippingLine": { "id": gid("ShippingLine", &line["shipping_line_id"]) },
                    "subtotalAmountSet": self.bag(line, "subtotal_amount"),
                    "taxAmountSet": self.bag_or(line, "tax_amount", "none"),
                })
            })
            .collect();
        if named.is_empty() {
            // GraphQL always names the line; here there is one.
            for own in unnamed {
                shipping.push(json!({
                    "shippingLine": { "id": own_gid("ShippingLine", &self.order["shipping_lines"][0]) },
                    "subtotalAmountSet": negated(self.bag(own, "amount")),
                    "taxAmountSet": negated(self.bag(own, "tax_amount")),
                }));
            }
        }
        let lines = list(&refund["refund_line_items"]).iter().map(line).collect();
        json!({
            "refundLineItems": connection(lines),
            "refundShippingLines": connection(shipping),
            "orderAdjustments": connection(other.iter().map(adjustment).collect()),
        })
    }
}

fn negated(mut bag: Value) -> Value {
    for side in ["shopMoney", "presentmentMoney"] {
        let plain: Decimal = text(&bag[side]["amount"]).parse().unwrap();
        bag[side]["amount"] = amount(&json!((-plain).to_string()));
    }
    bag
}

fn resource(kind: &str, id: &Value) -> Value {
    if id.is_null() { Value::Null } else { json!({ "id": gid(kind, id) }) }
}

fn customer(customer: &Value) -> Value {
    let inner = |name: &str, value: &Value| {
        if value.is_null() { Value::Null } else { json!({ name: value }) }
    };
    if customer.is_null() {
        return Value::Null;
    }
    json!({
        "firstName": customer["first_name"],
        "lastName": customer["last_name"],
        "defaultEmailAddress": inner("emailAddress", &customer["email"]),
        "defaultPhoneNumber": inner("phoneNumber", &customer["phone"]),
    })
}

fn address(address: &Value) -> Value {
    if address.is_null() {
        return Value::Null;
    }
    json!({
        "firstName": address["first_name"],
        "lastName": address["last_name"],
        "company": address["company"],
        "address1": address["address1"],
        "address2": address["address2"],
        "city": address["city"],
        "zip": address["zip"],
        "provinceCode": address["province_code"],
        "countryCodeV2": address["country_code"],
    })
}

fn attributes(pairs: &Value) -> Value {
    let one = |name: &str, value: &Value| {
        let value = if value.is_null() { Value::Null } else { json!(text(value)) };
        json!({ "key": name, "value": value })
    };
    match pairs {
        Value::Object(pairs) => pairs.iter().map(|(name, value)| one(name, value)).collect(),
        list_of => {
            list(list_of).iter().map(|pair| one(&text(&pair["name"]), &pair["value"])).collect()
        }
    }
}

fn terms(terms: &Value) -> Value {
    if terms.is_null() {
        return Value::Null;
    }
    json!({ "paymentTermsName": terms["payment_terms_name"] })
}

fn entity(order: &Value) -> Value {
    let company = &order["company"];
    if company.is_null() {
        return if order["customer"].is_null() { Value::Null } else { json!({}) };
    }
    json!({
        "company": resource("Company", &company["id"]),
        "location": resource("CompanyLocation", &company["location_id"]),
    })
}

fn transaction(given: &Value) -> Value {
    let graphql = !given["amountSet"].is_null();
    let money = |value: &Value, code: &Value| json!({ "presentmentMoney": { "amount": amount(value), "currencyCode": code } });
    let rounding = &given["amount_rounding"];
    json!({
        "id": own_gid("OrderTransaction", given),
        "kind": upper(&given["kind"]),
        "status": upper(&given["status"]),
        "gateway": given["gateway"],
        "manualPaymentGateway":
            given["manual_payment_gateway"] == true || given["manualPaymentGateway"] == true,
        "test": given["test"] == true,
        "parentTransaction": if given["parentTransaction"].is_null() {
            resource("OrderTransaction", &given["parent_id"])
        } else {
            json!({ "id": given["parentTransaction"]["id"] })
        },
        "amountSet": if graphql {
            let set = &given["amountSet"];
            let own = set.get("presentmentMoney").unwrap_or(&set["shopMoney"]);
            money(&own["amount"], &own["currencyCode"])
        } else {
            money(&given["amount"], &given["currency"])
        },
        "amountRoundingSet": if rounding.is_null() {
            Value::Null
        } else {
            money(rounding, &given["currency"])
        },
    })
}

fn place(given: &Value) -> Value {
    if !given["lineItems"].is_null() {
        let mut given = given.clone();
        given["lineItems"] = connection(given["lineItems"]["nodes"].as_array().unwrap().clone());
        return given;
    }
    let location = &given["assigned_location_id"];
    let line = |line: &Value| {
        json!({
            "totalQuantity": line["quantity"],
            "remainingQuantity": line["fulfillable_quantity"],
            "inventoryItemId": gid("InventoryItem", &line["inventory_item_id"]),
            "lineItem": { "id": gid("LineItem", &line["line_item_id"]) },
        })
    };
    let method = &given["delivery_method"];
    json!({
        "id": own_gid("FulfillmentOrder", given),
        "status": upper(&given["status"]),
        "assignedLocation": { "location": resource("Location", location) },
        "deliveryMethod": if method.is_null() {
            Value::Null
        } else {
            json!({ "methodType": upper(&method["method_type"]) })
        },
        "lineItems": connection(list(&given["line_items"]).iter().map(line).collect()),
    })
}

//! `order.to_sale`: the order and what stands beside it in, sales and their requests out.

use super::Bridge;
use super::decide::{Answer, level, raw};
use crate::contract::decisions::{
    DeliveryView, Link, OrderSales, OrderToSale, SaleDecision, SaleLineView, SaleMode, SaleRequest,
    SaleView, Skipped, TenderView, TieOut,
};
use crate::domain::number::DecimalText;
use crate::domain::sale::{Delivery, Mode, Sale, SaleLine, Source, Tender};
use crate::report::{Issue, Json, Log, Node, RawJson, read};
use crate::rules::orders::{self, Decided, Skip};
use crate::shopify::{fulfillment_orders, order, transactions};

impl Bridge {
    pub(super) fn order_to_sale(&self, context: &[u8], payload: &[u8]) -> Answer {
        let context: OrderToSale = read::document(context, "$")?;
        let order = order::decode(payload, "$.order")?;
        let transactions =
            list(context.transactions.as_ref(), "$.transactions", transactions::decode)?;
        let fulfilment_orders = list(
            context.fulfillment_orders.as_ref(),
            "$.fulfillment_orders",
            fulfillment_orders::decode,
        )?;
        let links = links(context.links);
        let reserved =
            context.reserved.into_iter().map(|entry| (entry.line, entry.sale_line)).collect();
        let known = orders::Known {
            transactions: transactions.as_deref(),
            fulfilment_orders: fulfilment_orders.as_deref().unwrap_or_default(),
            links: &links,
            customer: context.customer.as_ref(),
            reserved: &reserved,
        };
        let mut log = Log::new(level(context.explain));
        let capabilities = self.dialect().capabilities();
        let decided = orders::to_sales(&order, known, &self.policy, capabilities, &mut log);
        let output = decided.map(|decided| self.output(&decided));
        Ok((output.as_ref().and_then(raw), log))
    }

    fn output(&self, decided: &Decided) -> OrderSales {
        match decided {
            Decided::Skipped(skip) => OrderSales {
                sales: Vec::new(),
                skipped: Some(match skip {
                    Skip::TestOrder => Skipped::TestOrder,
                    Skip::BeforeGoLive => Skipped::BeforeGoLive,
                    Skip::NothingLeft => Skipped::NothingLeft,
                }),
            },
            Decided::Sales(sales) => OrderSales {
                sales: sales.iter().map(|sale| self.decision(sale)).collect(),
                skipped: None,
            },
        }
    }

    fn decision(&self, sale: &Sale) -> SaleDecision {
        let requests = self.dialect().record_sale(self.account(), sale);
        SaleDecision {
            key: sale.key.to_string(),
            mode: match sale.mode {
                Mode::Completed => SaleMode::Completed,
                Mode::Reserve => SaleMode::Reserve,
            },
            sale: view(sale),
            requests: requests
                .into_iter()
                .map(|request| SaleRequest {
                    method: request.method,
                    path: request.path,
                    body: request.body.unwrap_or_default(),
                })
                .collect(),
            tie_out: TieOut {
                order_total: sale.total,
                sale_total: sale.total,
                order_tax: sale.order_tax,
                sale_tax: sale.tax_total,
                tax_bound: sale.tax_bound,
            },
        }
    }
}

/// A list in the vendor's own shape.
#[inline(never)]
pub(super) fn list<T>(
    given: Option<&RawJson>,
    path: &str,
    decode: fn(&Node<'_>) -> Result<Vec<T>, Issue>,
) -> Result<Option<Vec<T>>, Issue> {
    let Some(given) = given else { return Ok(None) };
    let json = Json::parse(given.as_bytes())?;
    decode(&Node::root(&json, path)).map(Some)
}

#[inline(never)]
pub(super) fn links(given: Vec<Link>) -> orders::Links {
    let mut links = orders::Links::default();
    for link in given {
        if let Some(variant) = link.variant {
            links.variant(variant, link.item.clone());
        }
        if let Some(inventory_item) = link.inventory_item {
            links.inventory_item(inventory_item, link.item.clone());
        }
        if let Some(sku) = &link.sku {
            links.sku(sku, link.item.clone());
        }
        if let Some(barcode) = &link.barcode {
            links.barcode(barcode, link.item);
        }
    }
    links
}

fn view(sale: &Sale) -> SaleView {
    let (delivery, fulfilled) = match &sale.delivery {
        Delivery::None => (DeliveryView::None, true),
        Delivery::Ship { done, .. } => (DeliveryView::Ship, *done),
        Delivery::PickUp { done } => (DeliveryView::Pickup, *done),
    };
    SaleView {
        order: sale.key.order,
        outlet: sale.key.outlet.clone(),
        register: sale.register.clone(),
        reference: sale.reference.clone(),
        at: sale.at,
        business_date: sale.business_day.map(|day| day.to_string()),
        customer: sale.customer.clone(),
        delivery,
        fulfilled,
        note: filled(&sale.note),
        tax: sale.category.clone(),
        lines: sale.lines.iter().map(|line| line_view(sale, line)).collect(),
        tenders: sale.tenders.iter().map(tender_view).collect(),
    }
}

fn line_view(sale: &Sale, line: &SaleLine) -> SaleLineView {
    // On R-Series the tax is the sale's category, or none.
    let own_tax = sale.category.is_none() && line.unit_tax.is_some();
    SaleLineView {
        source: words(line.source),
        item: line.item.clone(),
        quantity: DecimalText(line.quantity.value()),
        unit_price: line.unit_price.written(),
        discount: (!line.discount.is_zero()).then(|| line.discount.written()),
        unit_tax: line.unit_tax.map(|tax| tax.written()),
        taxed: !line.tax.rates.is_empty(),
        tax: line.tax.id.clone().filter(|_| own_tax),
        tax_class: line.tax.class.clone(),
        note: filled(&line.note),
    }
}

fn tender_view(tender: &Tender) -> TenderView {
    TenderView {
        payment_type: tender.payment_type.clone(),
        amount: tender.amount,
        transaction: tender.transaction,
    }
}

fn words(source: Source) -> String {
    let mut words = String::with_capacity(24);
    source.put(&mut words);
    words
}

/// A text, unless it is blank.
fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

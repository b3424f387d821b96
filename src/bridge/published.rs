//! What `stock.publish` decided, in the words of the contract, and what is to be sent.

use rust_decimal::Decimal;

use crate::contract::decisions::{
    ChangeKind, IgnoredRows, InFlightParts, KitStanding, LevelMark, PublishedQuantity,
    StockPublished, StockRequest,
};
use crate::contract::io::Request;
use crate::domain::level::Stamp;
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::policy::Policy;
use crate::rules::stock::publish::{Change, Line, Published};
use crate::shopify::stock_writes::{Cause, MOST_ROWS, Setting, activate, set};

pub(super) fn view(
    policy: &Policy,
    cause: &str,
    only_changes: bool,
    published: Published<'_>,
) -> StockPublished {
    let right = |line: &&Line<'_>| line.change == Change::None;
    let unchanged = count(published.lines.iter().filter(right).count());
    let requests = requests(policy, cause, &published.lines);
    let lines = published.lines.into_iter();
    let listed = lines.filter(|line| !(only_changes && line.change == Change::None));
    let ignored = published.ignored;
    let [sums, items, outlets, older, in_flight] =
        [ignored.sums, ignored.items, ignored.outlets, ignored.older, ignored.in_flight]
            .map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    // What does not say how new it is puts nothing in order for whoever decides next.
    let watermarks = published.watermarks.into_iter().filter_map(|mark| {
        let (at, version) = match mark.stamp? {
            Stamp::At(at) => (Some(at), None),
            Stamp::Version(version) => (None, Some(DecimalText(Decimal::from(version)))),
        };
        let (item, outlet, units) = (mark.item, mark.outlet, text(mark.units));
        Some(LevelMark { item, outlet, at, version, units })
    });
    StockPublished {
        quantities: listed.map(quantity).collect(),
        unchanged,
        requests,
        ignored: IgnoredRows { sums, items, outlets, older, in_flight },
        watermarks: watermarks.collect(),
    }
}

fn requests(policy: &Policy, cause: &str, lines: &[Line<'_>]) -> Vec<StockRequest> {
    let cause =
        Cause { shop: &policy.shop, api_version: &policy.shopify_version, cause, attempt: 1 };
    let setting = |line: &Line<'_>| {
        Some(Setting {
            inventory_item: line.inventory_item,
            location: line.location,
            quantity: line.write?,
            from: line.from,
        })
    };
    let new = lines.iter().filter(|line| line.activate).filter_map(setting);
    let mut requests: Vec<StockRequest> =
        new.map(|row| request("inventoryActivate", 1, activate(row, "", cause))).collect();
    let rest: Vec<Setting> =
        lines.iter().filter(|line| !line.activate).filter_map(setting).collect();
    requests.extend(
        rest.chunks(MOST_ROWS)
            .map(|rows| request("inventorySetQuantities", rows.len(), set(rows, "", cause))),
    );
    requests
}

fn request(operation: &'static str, rows: usize, request: Request) -> StockRequest {
    StockRequest {
        operation,
        rows: count(rows),
        method: request.method,
        path: request.path,
        body: request.body.unwrap_or_default(),
    }
}

fn quantity(line: Line<'_>) -> PublishedQuantity {
    let parts = line.parts;
    let flying = parts != Default::default() || !line.by_kits.is_zero();
    let kit = line.kit.into_iter().map(|own| KitStanding {
        item: own.item.clone(),
        need: text(own.need),
        available: text(own.available),
    });
    PublishedQuantity {
        inventory_item: line.inventory_item,
        location: line.location,
        item: line.item.cloned(),
        change: match line.change {
            Change::None => ChangeKind::None,
            Change::Fall => ChangeKind::Fall,
            Change::Rise => ChangeKind::Rise,
            Change::Confirm => ChangeKind::Confirm,
            Change::Sweep => ChangeKind::Sweep,
            Change::Hold => ChangeKind::Hold,
            Change::Skip => ChangeKind::Skip,
        },
        why: line.why,
        quantity: line.quantity.map(number),
        shopify: line.from.map(number),
        write: line.write.map(number),
        activate: line.activate,
        again: line.again,
        capped: line.capped,
        sellable: line.sellable.map(text),
        in_flight: flying.then(|| InFlightParts {
            gone: text(parts.gone),
            new: text(parts.new),
            elsewhere: text(parts.elsewhere),
            committed: text(parts.committed),
            in_lightspeed: text(parts.in_lightspeed),
            by_kits: text(line.by_kits),
        }),
        safety: (!line.safety.is_zero()).then(|| text(line.safety)),
        kit: kit.collect(),
    }
}

fn text(units: Quantity) -> DecimalText {
    DecimalText(units.value().normalize())
}

fn number(units: i64) -> DecimalText {
    DecimalText(Decimal::from(units))
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

//! Which sales at the till took what was sold once more. It is asked after all is written: no fall
//! waits for it, and whatever comes of it, the rest stands.

use super::super::Tenant;
use super::super::journal::Journal;
use super::kept::Kept;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::ids::shopify::LocationId;
use crate::domain::keyed::{KeyedSale, KeyedState};
use crate::domain::level::TillSale;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::policy::Series;
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::stock::publish::{Book, Recipes};

/// How far back sales are asked for: a unit that is sold once more is seen within minutes.
const LATELY_SECONDS: i64 = -7_200;

/// How many pages of them are read.
const PAGES: u32 = 2;

/// How many sales are named.
const NAMED: usize = 5;

/// The sales by item and location.
type Sold = Table<(ItemId, LocationId), Vec<String>>;

/// Names, in what says that something was sold twice, the sales at the till that took it: the newest
/// that together took what is short, or more. Those of before are named still where no newer ones are
/// found.
pub(super) async fn name(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    (book, recipes): (&Book<'_>, &Recipes),
    kept: &Kept,
    log: &mut Log,
) -> Sold {
    let mut sold = Sold::new();
    if !log.exceptions.iter().any(|exception| exception.code == Code::Oversold) {
        return sold;
    }
    let since = journal.now().checked_add_seconds(LATELY_SECONDS).unwrap_or(journal.now());
    let listed = list(journal, tenant, since).await;
    for exception in log.exceptions.iter_mut().filter(|own| own.code == Code::Oversold) {
        let Some((item, location)) = place(exception) else { continue };
        let Some(outlets) = tenant.policy.locations.get(&location) else { continue };
        let mut named: Vec<String> = match &listed {
            Ok(sales) => {
                // R-Series takes what is on hand of the kit itself: it was built before.
                let most = if tenant.policy.series == Series::X { usize::MAX } else { 1 };
                let takes = recipes.taking(&item, book).take(most);
                let takes: Vec<(&ItemId, Quantity)> = takes.collect();
                let took = took(sales, &takes, outlets, &item);
                newest(took, exception).iter().map(TillSale::words).collect()
            }
            Err(_) => Vec::new(),
        };
        if named.is_empty() {
            named = kept.till(&item, location);
        }
        let told = match &listed {
            _ if !named.is_empty() => Fact::List(named.iter().map(Fact::text).collect()),
            Ok(_) => Fact::text(format_args!("none since {since}")),
            Err(why) => Fact::text(format_args!("unknown: {why}")),
        };
        *exception = exception.clone().with("till_sales", told);
        sold.insert((item, location), named);
    }
    sold
}

/// What an exception about an item at a location is about.
fn place(exception: &Exception) -> Option<(ItemId, LocationId)> {
    let (item, location) = exception.subject.strip_prefix("stock/")?.rsplit_once('@')?;
    Some((ItemId::parse(item).ok()?, LocationId::parse(location).ok()?))
}

/// All sales since then, or why they are not known.
async fn list(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    since: Timestamp,
) -> Result<Vec<KeyedSale>, &'static str> {
    let dialect = tenant.dialect;
    let mut sales = Vec::new();
    let mut after: Option<String> = None;
    for page in 0..PAGES {
        let request = dialect.list_keyed(tenant.account, since, after.as_deref());
        let reply = journal.read(&format!("stock.tills.{page}"), request).await;
        let reply = reply.ok().filter(|reply| reply.is_success());
        let reply = reply.ok_or("Lightspeed did not list its sales")?;
        let currency = tenant.policy.currency;
        let read = dialect.read_keyed(reply.body, currency, since, after.as_deref());
        let read = read.map_err(|_| "Lightspeed's list of sales cannot be read")?;
        if read.ignored {
            return Err("Lightspeed did not list its sales in order");
        }
        sales.extend(read.sales);
        after = read.after;
        if after.is_none() {
            break;
        }
    }
    // The newest are what is looked for: a part that does not begin with them may lack them.
    let newest_first = sales.first().map(|sale| sale.at) > sales.last().map(|sale| sale.at);
    match after {
        Some(_) if !newest_first => Err("there are more sales than are read"),
        _ => Ok(sales),
    }
}

/// The sales that took the item, alone or as part of a kit, whoever else made them than this.
fn took(
    sales: &[KeyedSale],
    takes: &[(&ItemId, Quantity)],
    outlets: &[OutletId],
    item: &ItemId,
) -> Vec<TillSale> {
    let own = |sale: &&KeyedSale| {
        sale.state == KeyedState::Completed && !sale.ours && outlets.contains(&sale.outlet)
    };
    let units = |sale: &KeyedSale| {
        let parts = takes.iter().filter_map(|(own, need)| {
            let units = sale.units.get(*own)?;
            units.value().checked_mul(need.value())
        });
        let sum: rust_decimal::Decimal = parts.sum();
        Quantity::new(sum)
    };
    let mut took: Table<(Timestamp, &str), TillSale> = Table::new();
    for sale in sales.iter().filter(own) {
        let units = units(sale);
        if units > Quantity::ZERO {
            let (item, outlet) = (item.clone(), sale.outlet.clone());
            let own =
                TillSale { item, outlet, sale: sale.id.clone(), took: Some((units, sale.at)) };
            took.insert((sale.at, sale.id.as_str()), own);
        }
    }
    took.iter().map(|(_, own)| own.clone()).collect()
}

/// The newest of them that took as many units as are short.
fn newest(mut took: Vec<TillSale>, exception: &Exception) -> Vec<TillSale> {
    let short = exception.evidence.0.iter().find(|(name, _)| *name == "short");
    let mut left = match short {
        Some((_, Fact::Number(short, _))) => Quantity::new(*short),
        _ => Quantity::ZERO,
    };
    took.reverse();
    took.truncate(NAMED);
    let needed = took.iter().take_while(|own| {
        let wanted = left > Quantity::ZERO;
        let units = own.took.map_or(Quantity::ZERO, |(units, _)| units);
        left = left.checked_sub(&units).unwrap_or(Quantity::ZERO);
        wanted
    });
    let count = needed.count();
    took.truncate(count);
    took
}

//! Which sales at the till took what was sold once more. It is asked after all is written: no fall
//! waits for it, and whatever comes of it, the rest stands.

use rust_decimal::Decimal;

use super::super::Tenant;
use super::super::journal::{Journal, Reply};
use super::kept::Kept;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::ids::shopify::LocationId;
use crate::domain::keyed::{KeyedSale, KeyedState};
use crate::domain::quantity::Quantity;
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

/// The sales that are named of an item at a location.
pub(super) type Sold = (ItemId, LocationId, Vec<String>);

/// Names, in what says that something was sold twice, the sales at the till that took it: the newest
/// that together took what is short, or more. Those of before are named still where no newer ones are
/// found.
pub(super) async fn name(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    (book, recipes): (&Book<'_>, &Recipes),
    kept: &Kept,
    log: &mut Log,
) -> Vec<Sold> {
    let mut sold = Vec::new();
    if !log.exceptions.iter().any(|exception| exception.code == Code::Oversold) {
        return sold;
    }
    let since = journal.now().checked_add_seconds(LATELY_SECONDS).unwrap_or(journal.now());
    let listed = list(journal, tenant, since).await;
    for exception in log.exceptions.iter_mut().filter(|own| own.code == Code::Oversold) {
        let Some((item, location)) = place(exception) else { continue };
        let mut named = Vec::new();
        if let (Ok(sales), Some(outlets)) = (&listed, tenant.policy.locations.get(&location)) {
            // R-Series takes what is on hand of the kit itself: it was built before.
            let kits = (tenant.policy.series == Series::X).then_some((book, recipes));
            named = newest(sales, (&item, kits), outlets, exception);
        }
        if named.is_empty() {
            named = kept.till(&item, location);
        }
        let told = match listed {
            _ if !named.is_empty() => {
                Fact::List(named.iter().map(|own| own.as_str().into()).collect())
            }
            Ok(_) => Fact::text(format_args!("none since {since}")),
            Err(why) => why.into(),
        };
        exception.add("till_sales", told);
        sold.push((item, location, named));
    }
    sold
}

/// What an exception about an item at a location is about.
fn place(exception: &Exception) -> Option<(ItemId, LocationId)> {
    let (item, location) = exception.subject.strip_prefix("stock/")?.rsplit_once('@')?;
    Some((ItemId::parse(item).ok()?, LocationId::parse(location).ok()?))
}

/// All sales since then, the newest first, or why they are not known.
async fn list(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    since: Timestamp,
) -> Result<Vec<KeyedSale>, &'static str> {
    let (dialect, currency) = (tenant.dialect, tenant.policy.currency);
    let mut sales: Vec<KeyedSale> = Vec::new();
    let mut after: Option<String> = None;
    for page in 0..PAGES {
        let request = dialect.list_keyed(tenant.account, since, after.as_deref());
        let reply = journal.read(&format!("stock.tills.{page}"), request).await;
        let read = reply.ok().filter(Reply::is_success).and_then(|reply| {
            dialect.read_keyed(reply.body, currency, since, after.as_deref()).ok()
        });
        let Some(read) = read.filter(|read| !read.ignored) else {
            return Err("unknown: Lightspeed did not list its sales");
        };
        sales.extend(read.sales);
        after = read.after;
        if after.is_none() {
            break;
        }
    }
    if tenant.policy.series == Series::X {
        // The oldest come first: a part of them may lack those that are looked for.
        if after.is_some() {
            return Err("unknown: there are more sales than are read");
        }
        sales.reverse();
    }
    Ok(sales)
}

/// The newest sales, whoever else made them than this, that took as many units as are short.
#[inline(never)]
fn newest(
    sales: &[KeyedSale],
    (item, kits): (&ItemId, Option<(&Book<'_>, &Recipes)>),
    outlets: &[OutletId],
    exception: &Exception,
) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    let mut left = Decimal::ZERO;
    for (name, fact) in &exception.evidence.0 {
        if let ("short", Fact::Number(short, _)) = (*name, fact) {
            left = *short;
        }
    }
    for sale in sales {
        if left <= Decimal::ZERO || named.len() >= NAMED {
            break;
        }
        let theirs = sale.state == KeyedState::Completed && !sale.ours;
        if !theirs || !outlets.contains(&sale.outlet) {
            continue;
        }
        let mut units = sale.units.get(item).map_or(Decimal::ZERO, Quantity::value);
        if let Some((book, recipes)) = kits
            && let Some(number) = book.item(item.as_str())
        {
            for (kit, need) in recipes.with(number) {
                let sold = book.item_id(kit).and_then(|kit| sale.units.get(kit));
                let taken = sold.and_then(|sold| sold.value().checked_mul(need.value()));
                units = units.saturating_add(taken.unwrap_or_default());
            }
        }
        let words = format!("{}: {} at {}", sale.id, units.normalize(), sale.at);
        // One may be listed on two pages.
        if units > Decimal::ZERO && !named.contains(&words) {
            left = left.saturating_sub(units);
            named.push(words);
        }
    }
    named
}

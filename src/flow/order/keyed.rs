//! An order that staff keyed into Lightspeed by hand: its sale is adopted, and then stands as if it
//! had been posted; or a person is asked, and until then the order is not posted.

use super::look::{End, Look, standing};
use super::noted;
use super::post;
use super::rows::{OrderRow, SaleRow};
use crate::contract::in_flight::{SaleStanding, TakenUnits};
use crate::domain::ids::lightspeed::{ItemId, OutletId, SaleId};
use crate::domain::keyed::{KeyedSale, KeyedState};
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::order::LineKind;
use crate::domain::quantity::Quantity;
use crate::domain::sale::SaleKey;
use crate::domain::table::Table;
use crate::flow::adopt::said::{SaidRow, Wish};
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::{Branch, join_all};
use crate::flow::refusal;
use crate::flow::rows::VERSION;
use crate::lightspeed::Wanted;
use crate::report::{Code, Exception, Fact};

/// What is known not to be so of an order that nothing is to be said of.
pub(super) const CODES: &[Code] = &[Code::KeyedByHandMaybe, Code::KeyedByHandToo];

/// What becomes of the order because of what was said of it; nothing where it goes the usual way.
pub(super) async fn act(look: &Look<'_, '_>) -> Result<Option<End>, Stop> {
    let Some(said) = look.noted.said() else { return Ok(None) };
    let stand: Vec<&SaleId> = look.noted.adopted().filter_map(|row| row.sale.as_ref()).collect();
    // What Tillbridge made, or is keeping.
    let own =
        |row: &&SaleRow| matches!(row.state, SaleStanding::Completed | SaleStanding::Reserved);
    let posted = look.noted.sales().iter().any(|row| own(&row));
    match said.wish() {
        Wish::Post if stand.is_empty() => Ok(None),
        Wish::Post => Ok(Some(release(look))),
        Wish::Adopt(ids) if is_same(&ids, &stand) => Ok(None),
        Wish::Adopt(_) | Wish::Ask if posted => Ok(Some(too(look, said))),
        Wish::Ask if !stand.is_empty() => Ok(None),
        Wish::Ask => Ok(Some(ask(look, said, None))),
        Wish::Adopt(ids) => adopt(look, said, &ids).await.map(Some),
    }
}

/// Whether these sales stand, and no others.
fn is_same(ids: &[SaleId], stand: &[&SaleId]) -> bool {
    ids.len() == stand.len() && ids.iter().all(|id| stand.contains(&id))
}

/// A person is asked.
fn ask(look: &Look<'_, '_>, said: &SaidRow, why: Option<&str>) -> End {
    End::of(Finish::with(vec![asked(&look.subject(), said, why)], &look.subject(), &[]))
}

/// What a person is told about an order that may have been keyed by hand.
pub(super) fn asked(subject: &str, said: &SaidRow, why: Option<&str>) -> Exception {
    let exception = Exception::new(Code::KeyedByHandMaybe, subject);
    let exception = match why {
        Some(why) => exception.saying(why),
        None => exception,
    };
    exception
        .with("order", said.name.as_str())
        .with("total", Fact::Number(said.total.0, 2))
        .with("sales", said.evidence())
}

/// The order was posted as well.
fn too(look: &Look<'_, '_>, said: &SaidRow) -> End {
    let subject = look.subject();
    let changed = look.noted.posted().and_then(|posted| noted::changed(look.order, posted));
    let ids = look.noted.sales().iter().filter_map(|row| row.sale.as_ref()).map(Fact::text);
    let exception = Exception::new(Code::KeyedByHandToo, &subject)
        .with("order", said.name.as_str())
        .with("posted", Fact::List(ids.collect()))
        .with("sales", said.evidence());
    let exceptions = changed.into_iter().chain([exception]).collect();
    End::of(Finish::with(exceptions, &subject, &standing(false)))
}

/// The sales were taken for the order's, and are not: it is posted, in a task of its own.
fn release(look: &Look<'_, '_>) -> End {
    let mut end = End::of(Finish::with(Vec::new(), &look.subject(), &[]));
    for row in look.noted.adopted() {
        end.stands(released(row, look));
    }
    end.row = Some(OrderRow { posted: None, ..look.noted.known().clone() });
    end.finish.next.push(crate::flow::open_orders::one(look.order.id));
    end
}

fn released(row: &SaleRow, look: &Look<'_, '_>) -> SaleRow {
    let at = Some(look.journal.clock());
    SaleRow { state: SaleStanding::Released, confirmed_at: at, lines: Vec::new(), ..row.clone() }
}

/// The sales become the order's, if they still are what was said of them.
async fn adopt(look: &Look<'_, '_>, said: &SaidRow, ids: &[SaleId]) -> Result<End, Stop> {
    let outlets: Vec<OutletId> = look.noted.known().outlets.clone();
    let mut hold = look.claim(look.noted.known().clone(), &[]).await?;
    let reads = ids.iter().map(|id| -> Branch<'_, _> { Box::pin(read(look, id)) });
    let own = outlets.iter().map(|outlet| -> Branch<'_, _> { Box::pin(is_posted(look, outlet)) });
    let (reads, own) = crate::flow::join::join(
        join_all(reads.collect()),
        // A host that is gone may have been posting it.
        join_all(own.collect()),
    )
    .await;
    let sales: Vec<Option<KeyedSale>> = reads.into_iter().collect::<Result<_, _>>()?;
    let own: Vec<bool> = own.into_iter().collect::<Result<_, _>>()?;
    hold.own(look.journal, look.tenant.task).await?;
    if own.contains(&true) {
        return Ok(too(look, said));
    }
    let Some(sales) = sales.into_iter().collect::<Option<Vec<KeyedSale>>>() else {
        return Ok(ask(look, said, Some("A sale of the order is not to be found any more.")));
    };
    if let Some(why) = doubt(look, said, &sales) {
        return Ok(ask(look, said, Some(why)));
    }
    let mut end = End::of(Finish::with(Vec::new(), &look.subject(), &standing(false)));
    for row in look.noted.adopted() {
        end.stands(released(row, look));
    }
    let mut left = wanted(look);
    for sale in &sales {
        end.stands(SaleRow {
            v: VERSION,
            order: look.order.id,
            outlet: sale.outlet.clone(),
            sale: Some(sale.id.clone()),
            state: SaleStanding::ByHand,
            confirmed_at: Some(look.journal.clock()),
            lines: take(&mut left, sale),
            paid: Vec::new(),
            paid_back: false,
        });
    }
    let mut all = outlets;
    for sale in &sales {
        if !all.contains(&sale.outlet) {
            all.push(sale.outlet.clone());
        }
    }
    let row = look.noted.done(look.order, all);
    // Whoever takes it back, it is not Tillbridge.
    let changed = row.posted.as_ref().and_then(|posted| noted::changed(look.order, posted));
    end.finish.exceptions.extend(changed);
    end.row = Some(row);
    Ok(end)
}

/// The sale as it is now; nothing if there is none.
async fn read(look: &Look<'_, '_>, id: &SaleId) -> Result<Option<KeyedSale>, Stop> {
    let (journal, tenant) = (look.journal, look.tenant);
    let step = format!("sale.keyed:{id}");
    let reply = journal.read(&step, tenant.dialect.get_keyed(tenant.account, id)).await?;
    if reply.status == 404 {
        return Ok(None);
    }
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, &step, &reply));
    }
    let read = tenant.dialect.read_one_keyed(reply.body, look.order.shop_currency);
    let sale = read.map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
    // The vendor answered with another one.
    Ok(Some(sale).filter(|sale| sale.id == *id))
}

/// Whether a sale of ours stands at an outlet although it was never noted.
async fn is_posted(look: &Look<'_, '_>, outlet: &OutletId) -> Result<bool, Stop> {
    let key = SaleKey { order: look.order.id, outlet: outlet.clone() };
    let wanted = Wanted {
        key: &key,
        reference: &look.order.name,
        currency: look.order.shop_currency,
        reversal: false,
        since: look.order.processed_at,
    };
    match post::find(look.journal, look.tenant, wanted).await {
        Ok(found) => Ok(found.is_some()),
        // That is the one that staff keyed.
        Err(Stop::Exception(exception)) if exception.code == Code::SaleReferenceTaken => Ok(false),
        Err(stop) => Err(stop),
    }
}

/// Why the sales are not taken for the order's, as they and the order are now.
fn doubt(look: &Look<'_, '_>, said: &SaidRow, sales: &[KeyedSale]) -> Option<&'static str> {
    if sales.iter().any(|sale| sale.ours) {
        return Some("The sale is one that Tillbridge made.");
    }
    if sales.iter().any(|sale| sale.state != KeyedState::Completed || sale.takes_back) {
        return Some("The sale is not completed, was voided, or takes goods back.");
    }
    if said.by_person() {
        return None;
    }
    if sales.iter().any(|sale| sale.taken_back) {
        return Some("The sale was taken back.");
    }
    let sum = Money::sum(look.order.shop_currency, sales.iter().map(|sale| sale.total)).ok();
    let due = look.order.stated.total.shop;
    (sum != Some(due)).then_some("The order or its sale came to something else meanwhile.")
}

/// The units of each line that a sale may have taken, by item.
type Left = Vec<(TakenUnits, ItemId)>;

fn wanted(look: &Look<'_, '_>) -> Left {
    let lines = look.order.lines.iter().filter_map(|line| {
        let LineKind::Variant(variant) = line.kind else { return None };
        // One that may be several items is none.
        let [item] = look.links.variants.get(&variant)?.as_slice() else { return None };
        let units = line.current.unwrap_or(line.ordered);
        let taken = TakenUnits { line: line.id, units: DecimalText(units), asked: None };
        Some((taken, item.clone()))
    });
    lines.collect()
}

/// What a sale took of them: never more than the line has, nor than the sale sold.
fn take(left: &mut Left, sale: &KeyedSale) -> Vec<TakenUnits> {
    let mut sold: Table<ItemId, Quantity> =
        sale.units.iter().map(|(item, units)| (item.clone(), *units)).collect();
    let mut taken = Vec::new();
    for (open, item) in left {
        let Some(units) = sold.get_mut(item) else { continue };
        let now = units.value().min(open.units.0);
        if now <= rust_decimal::Decimal::ZERO {
            continue;
        }
        *units = Quantity::new(units.value().saturating_sub(now));
        open.units = DecimalText(open.units.0.saturating_sub(now));
        taken.push(TakenUnits { line: open.line, units: DecimalText(now), asked: None });
    }
    taken
}

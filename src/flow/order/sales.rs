//! The sales of an order: each found in Lightspeed, or recorded now.

use super::in_flight;
use super::kept;
use super::look::{CODES, End, Look, standing};
use super::post;
use super::rows::SaleRow;
use crate::contract::in_flight::SaleStanding;
use crate::domain::ids::lightspeed::{OutletId, SaleId};
use crate::domain::money::Money;
use crate::domain::sale::{Mode, Sale, SaleKey};
use crate::domain::time::Timestamp;
use crate::flow::customer;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::{Branch, join, join_all};
use crate::lightspeed::{Recorded, Wanted};
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::orders;

/// Lets all of them stand, each once.
pub(super) async fn post(
    look: &Look<'_, '_>,
    mut sales: Vec<Sale>,
    buyer: Option<customer::Known>,
    log: &Log,
) -> Result<End, Stop> {
    let find = async {
        match buyer {
            Some(buyer) => Ok(Some(buyer)),
            None => find_customer(look).await,
        }
    };
    let (buyer, strays) = join(find, claim_and_look(look, &sales)).await;
    if let Ok(Some(buyer)) = &buyer {
        for sale in &mut sales {
            sale.customer = Some(buyer.id.clone());
        }
        look.journal.decided(&sales);
    }
    let (buyer, strays) = match (buyer, strays) {
        (Ok(buyer), Ok(strays)) => (buyer, strays),
        // The rules have been examined, whatever a vendor then did.
        (Err(stop), _) | (_, Err(stop)) => return examined(look, stop),
    };
    let mut end = End::of(Finish::with(Vec::new(), &look.subject(), orders::CODES));
    end.finish.commit.extend(buyer.and_then(|buyer| buyer.row));
    if strays.is_empty() {
        if let Err(stop) = kept::sell(look, &mut sales, &mut end).await {
            let Finish { exceptions, again_at, .. } = stop.finish(&look.subject(), &[])?;
            end.finish.exceptions.extend(exceptions);
            end.finish.again_at = again_at;
            return Ok(end);
        }
        let records = sales.iter().map(|sale| -> Branch<'_, _> {
            Box::pin(post::record(look.journal, look.tenant, look.noted, sale, log))
        });
        let records = join_all(records.collect()).await;
        settle(look, &sales, records, end)
    } else {
        adopt(look, &sales, strays, end).await
    }
}

fn examined(look: &Look<'_, '_>, stop: Stop) -> Result<End, Stop> {
    match stop {
        Stop::Exception(_) => Ok(End::of(stop.finish(&look.subject(), orders::CODES)?)),
        stop => Err(stop),
    }
}

/// The customer with the buyer's e-mail address; an order without one goes to the guest.
pub(super) async fn find_customer(look: &Look<'_, '_>) -> Result<Option<customer::Known>, Stop> {
    let Some(email) = super::address(look.order) else { return Ok(None) };
    let buyer = look.order.buyer.clone().unwrap_or_default();
    customer::find_or_create(look.journal, look.tenant, &buyer, &email).await.map(Some)
}

/// Claims the order, notes where its sales are to be, and looks for them while the customer is
/// still being found: `record` finds the answers to its own look-ups there. Returns what stands
/// where no sale is asked for now: the configuration was another one when it was posted.
async fn claim_and_look(
    look: &Look<'_, '_>,
    sales: &[Sale],
) -> Result<Vec<(OutletId, Recorded)>, Stop> {
    let Some(first) = sales.first() else { return Ok(Vec::new()) };
    let (journal, tenant, noted) = (look.journal, look.tenant, look.noted);
    // What is noted stands, whether the vendor's search shows it yet or not.
    let open: Vec<&Sale> =
        sales.iter().filter(|sale| noted.sale(&sale.key.outlet).is_none()).collect();
    let sent: Vec<OutletId> = open.iter().map(|sale| sale.key.outlet.clone()).collect();
    let mut hold = look.claim(noted.with_outlets(sales), &sent).await?;
    let strays: Vec<SaleKey> = noted.strays(sales).into_iter().map(|at| first.key.at(at)).collect();
    let elsewhere = strays.iter().map(|key| Wanted { key, ..first.into() });
    let looks = open.iter().map(|sale| Wanted::from(*sale)).chain(elsewhere);
    let looks = looks.map(|sale| -> Branch<'_, _> { Box::pin(post::find(journal, tenant, sale)) });
    let looks: Result<Vec<_>, Stop> = join_all(looks.collect()).await.into_iter().collect();
    let looks = looks?;
    hold.own(journal, tenant.task).await?;
    let elsewhere = looks.into_iter().skip(open.len()).zip(strays);
    Ok(elsewhere.filter_map(|(found, key)| Some((key.outlet, found?))).collect())
}

/// What came of the sales, one by one: one that failed does not take the others' rows along.
fn settle(
    look: &Look<'_, '_>,
    sales: &[Sale],
    records: Vec<Result<Option<Recorded>, Stop>>,
    mut end: End,
) -> Result<End, Stop> {
    let subject = look.subject();
    let mut compared = true;
    let mut outlets = Vec::with_capacity(sales.len());
    for (sale, record) in sales.iter().zip(records) {
        let outlet = &sale.key.outlet;
        let stop = match record {
            Ok(recorded) => {
                compared &= recorded.as_ref().is_some_and(|recorded| recorded.total.is_some());
                end.finish.exceptions.extend(untied(&subject, sale, recorded.as_ref()));
                let row = row(look, sale, recorded)?;
                let sold = row.as_ref().is_none_or(|row| row.state == SaleStanding::Completed);
                row.into_iter().for_each(|row| end.stands(row));
                if sold {
                    outlets.push(outlet.clone());
                }
                continue;
            }
            Err(stop) => stop,
        };
        if !is_refusal(&stop) {
            end.sent.push(outlet.clone());
        }
        let Finish { exceptions, again_at, .. } = stop.finish(&subject, &[])?;
        end.finish.exceptions.extend(exceptions);
        end.finish.again_at = end.finish.again_at.max(again_at);
    }
    let reserves = sales.iter().any(|sale| sale.mode == Mode::Reserve);
    if outlets.len() == sales.len() && !reserves {
        end.row = Some(look.noted.done(look.order, outlets));
    }
    if end.sent.is_empty() && end.finish.exceptions.is_empty() {
        let codes = match look.journal.is_preview() {
            // All of it was decided now, and stands nowhere as it was decided before.
            true => orders::CODES.iter().chain(CODES).copied().collect(),
            false => standing(compared),
        };
        end.finish.checked = Finish::with(Vec::new(), &subject, &codes).checked;
    }
    Ok(end)
}

/// The row of a sale that stands, unless it is there; a preview knows no id for it.
fn row(
    look: &Look<'_, '_>,
    sale: &Sale,
    recorded: Option<Recorded>,
) -> Result<Option<SaleRow>, Stop> {
    if look.noted.sale(&sale.key.outlet).is_some() {
        return Ok(None);
    }
    let predicted = || {
        let id = SaleId::parse(customer::UNKNOWN)
            .map_err(|_| Exception::new(Code::VendorUnreadable, look.journal.subject()))?;
        Ok::<_, Stop>(Recorded { id, total: None, open: sale.mode == Mode::Reserve })
    };
    let recorded = recorded.map_or_else(predicted, Ok)?;
    Ok(Some(at(sale, &recorded, look.journal.clock())))
}

/// Whether it is certain that nothing was written.
fn is_refusal(stop: &Stop) -> bool {
    matches!(stop, Stop::Exception(exception) if exception.code == Code::VendorRefused)
}

/// Sales stand where none are asked for now. Together with those that are asked for they may be
/// all of the order; else nothing more is posted, and somebody must look.
async fn adopt(
    look: &Look<'_, '_>,
    sales: &[Sale],
    strays: Vec<(OutletId, Recorded)>,
    mut end: End,
) -> Result<End, Stop> {
    let Some(first) = sales.first() else { return Ok(end) };
    let mut stand = Vec::new();
    for (outlet, recorded) in strays {
        // What it took of which line only its own lines would tell.
        end.sales.push(SaleRow {
            outlet: outlet.clone(),
            lines: Vec::new(),
            paid: Vec::new(),
            ..at(first, &recorded, look.journal.clock())
        });
        stand.push((outlet, recorded));
    }
    for sale in sales {
        if let Some(recorded) = post::find(look.journal, look.tenant, sale.into()).await? {
            end.sales.push(at(sale, &recorded, look.journal.clock()));
            stand.push((sale.key.outlet.clone(), recorded));
        }
    }
    let zero = Money::zero(first.total.currency());
    let sum = |sum: Money, money: &Money| sum.checked_add(money).ok();
    let due = sales.iter().try_fold(zero, |total, sale| sum(total, &sale.total));
    let found =
        stand.iter().try_fold(zero, |total, (_, recorded)| sum(total, recorded.total.as_ref()?));
    if due.is_some() && due == found {
        let outlets = stand.into_iter().map(|(outlet, _)| outlet).collect();
        end.row = Some(look.noted.done(look.order, outlets));
        return Ok(end);
    }
    let ids = stand.iter().map(|(_, recorded)| Fact::text(&recorded.id)).collect();
    let amount = |money: Option<Money>| money.map_or(Fact::Nothing, |money| (&money).into());
    end.finish.exceptions.push(
        Exception::new(Code::OrderChanged, &look.subject())
            .saying("Sales of the order stand at other outlets than it is posted to now, and are not all of it.")
            .with("sales", Fact::List(ids))
            .with("posted", amount(found))
            .with("now", amount(due)),
    );
    Ok(end)
}

fn at(sale: &Sale, recorded: &Recorded, at: Timestamp) -> SaleRow {
    let state = if recorded.open { SaleStanding::Reserved } else { SaleStanding::Completed };
    in_flight::row(sale, Some(recorded.id.clone()), state, at)
}

/// A sale that came to something else than predicted stands, but somebody must look at it.
fn untied(subject: &str, sale: &Sale, recorded: Option<&Recorded>) -> Option<Exception> {
    let recorded = recorded?;
    let total = recorded.total.filter(|total| total.amount() != sale.total.amount())?;
    Some(
        Exception::new(Code::TotalNotTied, subject)
            .saying("Lightspeed computed another total than predicted; the sale stands.")
            .with("sale", Fact::text(&recorded.id))
            .with("predicted", &sale.total)
            .with("lightspeed", &total)
            .about("recorded"),
    )
}

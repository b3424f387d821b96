//! An order was cancelled before anything of it was sent: its sales are taken back.

use super::kept;
use super::look::{CODES, End, Look, standing};
use super::rows::{OrderRow, PostedRow, SaleRow, TakenBack};
use crate::contract::in_flight::SaleStanding;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::money::Money;
use crate::domain::sale::SaleKey;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::{Branch, join_all};
use crate::flow::journal::{LOOK_UP_SECONDS, Written};
use crate::flow::refusal;
use crate::lightspeed::undo::{Seen, Step, Undo, What};
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log};
use crate::rules::orders;

/// Whether something of the order has left, or may have.
pub(super) fn has_left(look: &Look<'_, '_>) -> bool {
    let sent = look.places.iter().flat_map(|place| &place.lines);
    look.order.pos || look.order.fulfilled || sent.into_iter().any(|line| line.unsent < line.units)
}

/// Takes back what stands. Where the buyer has the money back, it goes back in Lightspeed as well;
/// else the goods do, and the money is for a person.
pub(super) async fn take_back(look: &Look<'_, '_>, log: &mut Log) -> Result<End, Stop> {
    let Some(money) = orders::kept(look.order, look.transactions, log) else {
        return Ok(End::of(Finish::with(Vec::new(), &look.subject(), orders::CODES)));
    };
    let posted = look.noted.posted();
    let before = posted.and_then(|posted| posted.taken_back);
    let mut end = End::of(Finish::with(unsettled(look, before, &money), &look.subject(), &codes()));
    let open: Vec<&SaleRow> = look.noted.sales().iter().filter(|row| stands(row)).collect();
    if open.is_empty() {
        return kept::let_go(look, end).await;
    }
    let mut hold = look.claim(look.noted.known().clone(), &[]).await?;
    // Whatever another holder did is seen at Lightspeed, where each step begins with a look.
    hold.own(look.journal, look.tenant.task).await?;
    // On what was only kept no money is booked.
    let whole = |row: &SaleRow| money.is_zero() || row.state == SaleStanding::Reserved;
    let undone = open.iter().map(|row| -> Branch<'_, _> { Box::pin(sale(look, row, whole(row))) });
    let undone = join_all(undone.collect()).await;
    let mut all = true;
    for (row, undone) in open.into_iter().zip(undone) {
        match undone {
            Ok(()) => end.stands(SaleRow {
                state: SaleStanding::Released,
                confirmed_at: Some(look.journal.clock()),
                lines: Vec::new(),
                paid_back: whole(row) && row.state == SaleStanding::Completed,
                ..row.clone()
            }),
            Err(stop) => {
                all = false;
                let Finish { exceptions, again_at, .. } = stop.finish(&look.subject(), &[])?;
                end.finish.exceptions.extend(exceptions);
                end.finish.again_at = end.finish.again_at.max(again_at);
            }
        }
    }
    if let Some(posted) = posted.filter(|_| all) {
        let how = if money.is_zero() { TakenBack::Whole } else { TakenBack::Goods };
        let posted = PostedRow { taken_back: Some(before.unwrap_or(how)), ..posted.clone() };
        end.row = Some(OrderRow { posted: Some(posted), ..look.noted.known().clone() });
    }
    Ok(end)
}

fn codes() -> Vec<Code> {
    let also = [Code::CancelledNotRefunded, Code::OrderChanged];
    standing(false).into_iter().chain(also).chain(CODES.iter().copied()).collect()
}

/// Whether goods or money of the sale are still booked, or kept.
fn stands(row: &SaleRow) -> bool {
    row.sale.is_some() && matches!(row.state, SaleStanding::Completed | SaleStanding::Reserved)
}

/// What is left of the money for a person to see to.
fn unsettled(look: &Look<'_, '_>, before: Option<TakenBack>, money: &Money) -> Vec<Exception> {
    let subject = look.subject();
    if !money.is_zero() {
        return vec![
            Exception::new(Code::CancelledNotRefunded, &subject)
                .saying(
                    "The order was cancelled, and its goods are back in stock; its money was kept.",
                )
                .with("kept", money),
        ];
    }
    if before == Some(TakenBack::Goods) && money.is_zero() {
        return vec![
            Exception::new(Code::OrderChanged, &subject)
                .saying("The money was refunded after the goods were taken back: Lightspeed still has it booked.")
                .with("kept", money),
        ];
    }
    Vec::new()
}

/// Takes one sale back.
async fn sale(look: &Look<'_, '_>, row: &SaleRow, whole: bool) -> Result<(), Stop> {
    let (journal, tenant) = (look.journal, look.tenant);
    let key = SaleKey { order: row.order, outlet: row.outlet.clone() };
    let stuck = |why: &str| -> Stop {
        Exception::new(Code::OrderChanged, journal.subject())
            .saying(format!("The order was cancelled, and its sale cannot be taken back: {why}"))
            .with("sale", row.sale.as_ref().map_or(Fact::Nothing, Fact::text))
            .about(key.outlet.as_str())
            .into()
    };
    let Some(id) = &row.sale else { return Ok(()) };
    let Some(outlet) = tenant.policy.outlets.get(&row.outlet) else {
        return Err(stuck("its outlet is not configured any more."));
    };
    let helpers = helpers(tenant.policy);
    let what = match (&tenant.policy.helpers.refund, whole) {
        (_, true) => What::Whole,
        (Some(money), false) => What::Goods { money, helpers: &helpers },
        (None, false) => {
            return Err(Exception::new(Code::HelperItemMissing, journal.subject())
                .with("helper", "refund")
                .about("refund")
                .into());
        }
    };
    let undo = Undo {
        key: &key,
        sale: id,
        reference: &look.order.name,
        currency: look.order.shop_currency,
        register: &outlet.register,
        since: look.order.processed_at,
        at: look.order.cancelled_at.unwrap_or_else(|| journal.now()),
        what,
    };
    match steps(look, undo).await? {
        None => Ok(()),
        Some(why) => Err(stuck(why)),
    }
}

/// Goes from step to step. Gives the reason when it cannot go on.
async fn steps(look: &Look<'_, '_>, undo: Undo<'_>) -> Result<Option<&'static str>, Stop> {
    let (journal, tenant, key) = (look.journal, look.tenant, undo.key);
    let mut seen: Vec<Seen<'_>> = Vec::new();
    let mut read_at = journal.clock();
    loop {
        let next = tenant.dialect.undo(tenant.account, undo, &seen);
        let named = |step: &str| format!("{step}:{}", key.outlet);
        match next.map_err(|issue| refusal::unreadable(journal, &named("undo"), &issue))? {
            Step::Done => return Ok(None),
            Step::Stuck(why) => return Ok(Some(why)),
            Step::Read(step, request) => {
                let reply = journal.read(&named(step), request).await?;
                if !reply.is_success() && reply.status != 404 {
                    return Err(refusal::of(journal, tenant, &named(step), &reply));
                }
                read_at = reply.at;
                seen.push(Seen { step, status: reply.status, body: reply.body });
            }
            Step::Write(step, mut request) => {
                request.not_after = read_at.checked_add_seconds(LOOK_UP_SECONDS).ok();
                match journal.write(&named(step), request).await? {
                    Written::Answered(reply) if reply.is_success() => {
                        read_at = reply.at;
                        seen.push(Seen { step, status: reply.status, body: reply.body });
                    }
                    Written::Answered(reply) => {
                        return Err(refusal::of(journal, tenant, &named(step), &reply));
                    }
                    // What it would have made is not known.
                    Written::Predicted => return Ok(None),
                    // Nobody knows how far it is: all is looked at anew.
                    Written::Open => {
                        for answer in seen.drain(..) {
                            journal.again(&named(answer.step))?;
                        }
                    }
                }
            }
        }
    }
}

/// The items that stand for no goods.
fn helpers(policy: &Policy) -> Vec<&ItemId> {
    let helpers = &policy.helpers;
    let some = [
        &helpers.shipping,
        &helpers.tip,
        &helpers.duty,
        &helpers.fee,
        &helpers.refund,
        &helpers.rounding,
        &helpers.placeholder,
        &helpers.channel_tax,
    ];
    std::iter::once(&helpers.gift_card).chain(some.into_iter().flatten()).collect()
}

//! Stock that R-Series keeps line by line for the buyer of an order that is not paid: kept, sold
//! with the order's sale, or given back.

use super::in_flight;
use super::look::{End, Look, standing};
use super::rows::{OrderRow, SaleRow};
use crate::contract::in_flight::{SaleStanding, TakenUnits};
use crate::contract::io::Request;
use crate::domain::ids::lightspeed::{CustomerId, OutletId};
use crate::domain::number::DecimalText;
use crate::domain::sale::{Sale, SaleLine, Source};
use crate::domain::time::Timestamp;
use crate::flow::customer;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::{Branch, join_all};
use crate::flow::journal::{LOOK_UP_SECONDS, Written};
use crate::flow::refusal;
use crate::lightspeed::LineReservations;
use crate::lightspeed::line_reservations::ReservedLine;
use crate::report::{Code, Exception};

/// How many pages of a customer's lines are looked through.
const PAGES: usize = 10;

/// How the lines are asked for.
const FIND: &str = "kept.find";

/// A line that is to be kept, and whether it was refused as a whole.
struct Wanted<'s> {
    sale: &'s Sale,
    line: &'s SaleLine,
    short: bool,
}

impl Wanted<'_> {
    /// Whether this is the line: kept at its outlet for its customer, of its item, as many, at its
    /// price.
    fn is(&self, kept: &ReservedLine) -> bool {
        self.line.source == Source::Line(kept.line)
            && self.sale.customer.as_ref() == Some(&kept.customer)
            && self.sale.key.outlet == kept.outlet
            && self.line.item == kept.item
            && self.line.quantity == kept.asked
            && self.line.unit_price == kept.unit_price
            && self.line.discount == kept.discount
    }

    /// How its requests are called.
    fn step(&self) -> String {
        let what = if self.short { "kept.short" } else { "kept.line" };
        format!("{what}:{}:{}", self.sale.key.outlet, self.line.source)
    }
}

/// Keeps the stock of all lines, as far as there is any.
pub(super) async fn keep(
    look: &Look<'_, '_>,
    lines: &dyn LineReservations,
    sales: &[Sale],
    buyer: Option<customer::Known>,
) -> Result<End, Stop> {
    let Some(customer) = sales.first().and_then(|sale| sale.customer.clone()) else {
        return Ok(End::default());
    };
    // Another customer's lines may still stand, wherever the task ended that kept them.
    let mut customers = look.noted.known().reserved_for.clone();
    if !customers.contains(&customer) {
        customers.push(customer.clone());
    }
    let row = OrderRow { reserved_for: customers.clone(), ..look.noted.with_outlets(sales) };
    let sent: Vec<OutletId> = sales.iter().map(|sale| sale.key.outlet.clone()).collect();
    let mut end = End::of(Finish::with(Vec::new(), &look.subject(), &standing(true)));
    end.finish.commit.extend(buyer.and_then(|buyer| buyer.row));
    let mut hold = look.claim(row, &sent).await?;
    let mut wanted: Vec<Wanted<'_>> = sales.iter().flat_map(wanted_of).collect();
    let kept = async {
        let mut stand = find(look, lines, &customers).await?;
        hold.own(look.journal, look.tenant.task).await?;
        let stale = |kept: &&ReservedLine| wanted.iter().all(|wanted| !wanted.is(kept));
        let stale: Vec<ReservedLine> = stand.0.iter().filter(stale).cloned().collect();
        give_back(look, lines, stale).await?;
        let mut filled = false;
        while write(look, lines, &mut wanted, &stand, &mut filled).await? {
            look_again(look)?;
            stand = find(look, lines, &customers).await?;
        }
        Ok(stand.0)
    };
    match kept.await {
        Ok(stand) => {
            let at = look.journal.clock();
            let rows = sales.iter().map(|sale| SaleRow {
                lines: taken(sale, &wanted, &stand),
                ..in_flight::row(sale, None, SaleStanding::Reserved, at)
            });
            end.sales.extend(rows);
            let gone = look.noted.all_reserved().filter(|row| !sent.contains(&row.outlet));
            end.sales.extend(gone.map(released));
            let reserved_for = vec![customer];
            end.row = Some(OrderRow { reserved_for, ..look.noted.known().clone() });
            Ok(end)
        }
        Err(Stop::Refused(issue)) => Err(Stop::Refused(issue)),
        Err(stop) => doubtful(look, stop, end, sent),
    }
}

/// Something failed on the way: what is kept is looked at again before anything rests on it.
fn doubtful(
    look: &Look<'_, '_>,
    stop: Stop,
    mut end: End,
    sent: Vec<OutletId>,
) -> Result<End, Stop> {
    end.doubt(look.noted);
    end.sent = sent;
    let Finish { exceptions, again_at, checked, .. } = stop.finish(&look.subject(), &[])?;
    end.finish = Finish { exceptions, again_at, checked, ..end.finish };
    Ok(end)
}

fn wanted_of(sale: &Sale) -> impl Iterator<Item = Wanted<'_>> {
    let lines = sale.lines.iter().filter(|line| line.stocked);
    lines.map(move |line| Wanted { sale, line, short: false })
}

/// What was taken of each line of a sale; a line that was just kept as a whole is not looked at
/// again.
fn taken(sale: &Sale, wanted: &[Wanted<'_>], stand: &[ReservedLine]) -> Vec<TakenUnits> {
    let mut units = in_flight::units(sale);
    for own in wanted.iter().filter(|wanted| wanted.sale.key == sale.key) {
        let Some(kept) = stand.iter().find(|kept| own.is(kept)) else { continue };
        for line in units.iter_mut().filter(|line| line.line == kept.line) {
            let asked = line.units;
            line.units = DecimalText(kept.kept.value());
            line.asked = (line.units != asked).then_some(asked);
        }
    }
    units
}

/// Writes what does not stand yet. Returns whether it must be looked at again.
async fn write(
    look: &Look<'_, '_>,
    lines: &dyn LineReservations,
    wanted: &mut [Wanted<'_>],
    (stand, looked_at): &(Vec<ReservedLine>, Timestamp),
    filled: &mut bool,
) -> Result<bool, Stop> {
    let (account, order) = (look.tenant.account, look.order.id);
    // Each with the place of the line that is wanted, unless it stands.
    let mut requests: Vec<(Option<usize>, String, Request)> = Vec::new();
    for (place, wanted) in wanted.iter().enumerate() {
        match stand.iter().find(|kept| wanted.is(kept)) {
            None => {
                let request = lines.reserve(account, wanted.sale, wanted.line, !wanted.short);
                requests.push((Some(place), wanted.step(), request));
            }
            // Units may have come since less was kept than was asked for.
            Some(kept) if kept.kept < kept.asked && !*filled => {
                let request = lines.fill(account, order, kept);
                requests.push((None, format!("kept.fill:{}", kept.id), request));
            }
            Some(_) => {}
        }
    }
    *filled = true;
    let not_after = looked_at.checked_add_seconds(LOOK_UP_SECONDS).ok();
    let writes = requests.iter().map(|(_, step, request)| -> Branch<'_, _> {
        Box::pin(look.journal.write(step, Request { not_after, ..request.clone() }))
    });
    let written = join_all(writes.collect()).await;
    let mut again = false;
    for ((place, step, _), written) in requests.iter().zip(written) {
        let reply = match written? {
            Written::Predicted => continue,
            Written::Open => {
                again = true;
                continue;
            }
            Written::Answered(reply) => reply,
        };
        let line = place.and_then(|place| wanted.get_mut(place));
        match line {
            // How much is kept only a look tells.
            None if reply.is_success() => again = true,
            Some(line) if reply.is_success() => again |= line.short,
            Some(line) if is_short(reply.status) && !line.short => {
                line.short = true;
                again = true;
            }
            _ => return Err(refusal::of(look.journal, look.tenant, step, &reply)),
        }
    }
    Ok(again)
}

/// Whether a refusal may say that stock is short: which status that has is not documented.
fn is_short(status: u16) -> bool {
    matches!(status, 400 | 409 | 422)
}

/// The lines that are kept for the order, and when that was so.
async fn find(
    look: &Look<'_, '_>,
    lines: &dyn LineReservations,
    customers: &[CustomerId],
) -> Result<(Vec<ReservedLine>, Timestamp), Stop> {
    let known = |customer: &&CustomerId| {
        // A preview would have made this customer: nothing is kept for it yet.
        !(look.journal.is_preview() && customer.as_str() == customer::UNKNOWN)
    };
    let finds = customers
        .iter()
        .filter(known)
        .map(|customer| -> Branch<'_, _> { Box::pin(find_for(look, lines, customer)) });
    let mut found = (Vec::new(), look.journal.clock());
    for one in join_all(finds.collect()).await {
        let (lines, at) = one?;
        found.0.extend(lines);
        found.1 = found.1.min(at);
    }
    Ok(found)
}

async fn find_for(
    look: &Look<'_, '_>,
    lines: &dyn LineReservations,
    customer: &CustomerId,
) -> Result<(Vec<ReservedLine>, Timestamp), Stop> {
    let (journal, account) = (look.journal, look.tenant.account);
    let (mut found, mut after, mut looked_at) = (Vec::new(), None, None);
    for page in 0..PAGES {
        let step = format!("{FIND}.{page}");
        let reply = journal.read(&step, lines.find(account, customer, after.as_deref())).await?;
        if !reply.is_success() {
            return Err(refusal::of(journal, look.tenant, &step, &reply));
        }
        let at = *looked_at.get_or_insert(reply.at);
        let page = lines
            .read(reply.body, look.order.id, look.order.shop_currency)
            .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        found.extend(page.lines);
        match page.after {
            Some(next) => after = Some(next),
            None => return Ok((found, at)),
        }
    }
    Err(Exception::new(Code::VendorUnreadable, journal.subject())
        .saying("The customer has too many reserved lines to find the order's among them.")
        .with("step", FIND)
        .about(FIND)
        .into())
}

/// A page that was not asked for so far is counted as well: all pages are of one look.
fn look_again(look: &Look<'_, '_>) -> Result<(), Stop> {
    (0..PAGES).try_for_each(|page| look.journal.again(&format!("{FIND}.{page}")))
}

/// Gives lines back. One that is not there any more was given back before.
async fn give_back(
    look: &Look<'_, '_>,
    lines: &dyn LineReservations,
    stale: Vec<ReservedLine>,
) -> Result<(), Stop> {
    let releases =
        stale.iter().map(|line| -> Branch<'_, _> { Box::pin(release(look, lines, line)) });
    join_all(releases.collect()).await.into_iter().collect()
}

async fn release(
    look: &Look<'_, '_>,
    lines: &dyn LineReservations,
    line: &ReservedLine,
) -> Result<(), Stop> {
    let step = format!("kept.release:{}", line.id);
    loop {
        let request = lines.release(look.tenant.account, look.order.id, line);
        match look.journal.write(&step, request).await? {
            Written::Predicted => return Ok(()),
            Written::Answered(reply) if reply.is_success() || reply.status == 404 => return Ok(()),
            Written::Answered(reply) => {
                return Err(refusal::of(look.journal, look.tenant, &step, &reply));
            }
            // To delete a line twice is to delete it once.
            Written::Open => {}
        }
    }
}

/// Names the lines that are kept in the sales that are now made of them, and gives the others back:
/// those that the order has no longer, or at another price. Lightspeed sells a kept line only to the
/// customer it is kept for.
pub(super) async fn sell(
    look: &Look<'_, '_>,
    sales: &mut [Sale],
    end: &mut End,
) -> Result<(), Stop> {
    let Some(lines) = look.tenant.dialect.line_reservations() else { return Ok(()) };
    let customers = look.noted.known().reserved_for.clone();
    if customers.is_empty() {
        return Ok(());
    }
    end.doubt(look.noted);
    let (mut stand, _) = find(look, lines, &customers).await?;
    for sale in sales.iter_mut() {
        let own: Vec<Option<_>> = wanted_of(sale)
            .map(|wanted| {
                let place = stand.iter().position(|kept| wanted.is(kept))?;
                Some(stand.remove(place).id)
            })
            .collect();
        let stocked = sale.lines.iter_mut().filter(|line| line.stocked);
        for (line, kept) in stocked.zip(own) {
            line.reserved = kept;
        }
    }
    give_back(look, lines, stand).await?;
    let at = |row: &SaleRow| sales.iter().any(|sale| sale.key.outlet == row.outlet);
    for row in look.noted.all_reserved().filter(|row| !at(row)) {
        end.stands(released(row));
    }
    Ok(())
}

/// Gives back all that is kept for an order of which nothing is left.
pub(super) async fn let_go(look: &Look<'_, '_>, mut end: End) -> Result<End, Stop> {
    let Some(lines) = look.tenant.dialect.line_reservations() else { return Ok(end) };
    let customers = look.noted.known().reserved_for.clone();
    if customers.is_empty() {
        return Ok(end);
    }
    let mut hold = look.claim(look.noted.known().clone(), &[]).await?;
    let gone = async {
        let (stand, _) = find(look, lines, &customers).await?;
        hold.own(look.journal, look.tenant.task).await?;
        give_back(look, lines, stand).await
    };
    match gone.await {
        Ok(()) => {
            end.sales.extend(look.noted.all_reserved().map(released));
            end.row = Some(OrderRow { reserved_for: Vec::new(), ..look.noted.known().clone() });
            Ok(end)
        }
        Err(Stop::Refused(issue)) => Err(Stop::Refused(issue)),
        Err(stop) => doubtful(look, stop, end, Vec::new()),
    }
}

fn released(row: &SaleRow) -> SaleRow {
    SaleRow { state: SaleStanding::Released, lines: Vec::new(), ..row.clone() }
}

//! A payout's summary as Lightspeed records it: a sale on the clearing register that adds up to
//! nothing. Whether Lightspeed takes such a sale is not documented: it is tried without a payment,
//! then with one of nothing, then as a movement of the drawer; what it took is remembered.

use super::rows::{WAY, WayRow};
use super::{GATEWAY, kept};
use crate::contract::io::Request;
use crate::contract::store::Row;
use crate::domain::ids::lightspeed::{ItemId, OutletId, PaymentTypeId, RegisterId, SaleId};
use crate::domain::money::Money;
use crate::domain::payout::{Family, Payout, PayoutRecord, RecordLine};
use crate::domain::time::Timestamp;
use crate::flow::claim::Claim;
use crate::flow::finish::Stop;
use crate::flow::journal::{Journal, LOOK_UP_SECONDS, Reply, Written};
use crate::flow::rows::{PAYOUTS, VERSION};
use crate::flow::{Tenant, refusal};
use crate::lightspeed::recording::RecordLookup;
use crate::policy::Series;
use crate::report::{Code, Exception, Fact};
use crate::rules::payouts::{Concluded, by_family};

/// What was made.
pub(super) enum Made {
    /// The record of this id, or what stands for it.
    Stands(String),
    /// None: it is not wanted, not possible, or this is a preview.
    Nothing,
}

/// What came of it.
pub(super) struct Recorded {
    pub(super) made: Made,
    /// In which way Lightspeed took it, where that is news.
    pub(super) way: Option<Row>,
    pub(super) exceptions: Vec<Exception>,
}

/// In which way a summary is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A sale without a payment.
    Bare,
    /// A sale with a payment of nothing.
    ZeroPayment,
    /// A movement of the drawer: only what went to the bank.
    Withdraw,
    /// Not at all: the journal entry alone.
    Journal,
}

impl Way {
    const ALL: [Self; 4] = [Self::Bare, Self::ZeroPayment, Self::Withdraw, Self::Journal];

    fn word(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::ZeroPayment => "zero_payment",
            Self::Withdraw => "withdraw",
            Self::Journal => "journal",
        }
    }
}

/// Records what is to be posted of a payout.
///
/// # Errors
/// [`Stop`] when Lightspeed does not do its part.
pub(super) async fn record(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    payout: &Payout,
    concluded: &Concluded,
    times: u32,
) -> Result<Recorded, Stop> {
    let nothing = |exceptions| Recorded { made: Made::Nothing, way: None, exceptions };
    if !tenant.policy.payouts.record {
        return Ok(nothing(Vec::new()));
    }
    let families = by_family(payout.currency, &concluded.change)
        .map_err(|error| super::read::unfit(journal, &error))?;
    if families.is_empty() {
        return Ok(nothing(Vec::new()));
    }
    if payout.currency != tenant.policy.currency {
        let why = Exception::new(Code::PayoutJournalOnly, journal.subject())
            .with("currency", payout.currency.code())
            .with("lightspeed", tenant.policy.currency.code());
        return Ok(nothing(vec![why]));
    }
    let plan = match Plan::of(tenant, payout, concluded, &families, times) {
        Ok(plan) => plan,
        Err(missing) => {
            let why = Exception::new(Code::PayoutNotRecorded, journal.subject())
                .with("missing", Fact::List(missing.into_iter().map(Fact::Text).collect()));
            return Ok(nothing(vec![why]));
        }
    };
    plan.write(journal, tenant).await
}

/// What is to be recorded.
struct Plan {
    record: PayoutRecord,
    /// What left the drawer for the bank.
    net: Money,
    payment_type: Option<PaymentTypeId>,
}

impl Plan {
    /// The plan, or the fields of the configuration that are missing for it.
    fn of(
        tenant: Tenant<'_>,
        payout: &Payout,
        concluded: &Concluded,
        families: &[(Family, Money)],
        times: u32,
    ) -> Result<Self, Vec<String>> {
        let policy = tenant.policy;
        let mut missing = Vec::new();
        let register: Option<&RegisterId> = policy.payouts.register.as_ref();
        if register.is_none() {
            missing.push("payouts.register".to_owned());
        }
        let mut lines = Vec::new();
        for (family, amount) in families {
            let item: Option<&ItemId> = policy.payouts.items.get(family.word());
            match item {
                None => missing.push(format!("payouts.items.{}", family.word())),
                Some(item) => lines.push(RecordLine {
                    item: item.clone(),
                    amount: *amount,
                    what: family.title().to_owned(),
                }),
            }
        }
        let untaxed = policy.taxes.iter().find(|tax| tax.rate.is_zero());
        if policy.series == Series::X && untaxed.is_none() {
            missing.push("taxes (one of rate 0)".to_owned());
        }
        let (Some(register), Some(on), true) = (register, concluded.on, missing.is_empty()) else {
            return Err(missing);
        };
        let outlet = policy.outlets.iter().find(|(_, outlet)| outlet.register == *register);
        let outlet: OutletId =
            outlet.map_or_else(|| policy.default_outlet.clone(), |(id, _)| id.clone());
        // Noon: whatever the clocks do, that is the day.
        let noon = policy.zone.day_start(on).ok();
        let noon = noon.and_then(|start| start.checked_add_seconds(12 * 60 * 60).ok());
        let reference = match times {
            0 => format!("P{}", payout.id),
            times => format!("P{}-A{times}", payout.id),
        };
        let net = families.iter().find(|(family, _)| *family == Family::Net);
        let net = net.map_or(Money::zero(payout.currency), |(_, amount)| *amount);
        let net = net.checked_neg().unwrap_or(net);
        let note = format!(
            "Shopify payout {} of {on}: {} rows, {} to the bank.",
            payout.id, concluded.certificate.rows, concluded.certificate.sum
        );
        Ok(Self {
            record: PayoutRecord {
                reference,
                payout: payout.id,
                register: register.clone(),
                outlet,
                at: noon.unwrap_or(Timestamp::FIRST),
                note,
                lines,
                tax: untaxed.map(|tax| tax.id.clone()),
                payment: None,
            },
            net,
            payment_type: policy.payment_types.get(GATEWAY).cloned(),
        })
    }

    fn natural_key(&self) -> String {
        format!("payout-record/{}", self.record.reference)
    }

    /// The record as it stands, or as it is written now.
    async fn write(self, journal: &Journal<'_>, tenant: Tenant<'_>) -> Result<Recorded, Stop> {
        let remembered = kept::<WayRow>(journal, "way.row", WAY).await?;
        let remembered = remembered.map(|(row, _)| row.way);
        let way = Way::ALL.into_iter().find(|way| Some(way.word()) == remembered.as_deref());
        let first = way.unwrap_or(Way::Bare);
        if first == Way::Journal {
            let why = Exception::new(Code::PayoutJournalOnly, journal.subject());
            return Ok(Recorded { made: Made::Nothing, way: None, exceptions: vec![why] });
        }
        let mut claim = Claim::take(journal, tenant.task, &self.natural_key(), Vec::new()).await?;
        if let Some(id) = self.look(journal, tenant).await?.0 {
            claim.own(journal, tenant.task).await?;
            return Ok(stands(id.to_string(), None));
        }
        claim.own(journal, tenant.task).await?;
        let mut refused: Option<Stop> = None;
        let ways = Way::ALL.into_iter().skip_while(|way| *way != first);
        for way in ways {
            let news = (Some(way) != Some(first) || remembered.is_none()).then(|| {
                Row::put(PAYOUTS, WAY, &WayRow { v: VERSION, way: way.word().to_owned() })
            });
            match self.by(journal, tenant, way).await? {
                Tried::Stands(id) => return Ok(stands(id, news)),
                Tried::Predicted => {
                    return Ok(Recorded { made: Made::Nothing, way: None, exceptions: Vec::new() });
                }
                Tried::Refused(stop) => refused = refused.or(stop),
                Tried::Impossible => {}
            }
        }
        let mut why = Exception::new(Code::PayoutJournalOnly, journal.subject());
        if let Some(Stop::Exception(refusal)) = &refused {
            for (name, fact) in &refusal.evidence.0 {
                why.add(name, fact.clone());
            }
        }
        // What was refused in each way is not tried with every payout.
        let way = refused.map(|_| {
            let way = Way::Journal.word().to_owned();
            Row::put(PAYOUTS, WAY, &WayRow { v: VERSION, way })
        });
        Ok(Recorded { made: Made::Nothing, way, exceptions: vec![why] })
    }

    /// Tries one way: on the payout's day, then now, for its day may be in a closed period.
    async fn by(&self, journal: &Journal<'_>, tenant: Tenant<'_>, way: Way) -> Result<Tried, Stop> {
        match way {
            Way::Journal => return Ok(Tried::Impossible),
            Way::Withdraw => return self.withdraw(journal, tenant).await,
            Way::ZeroPayment if self.payment_type.is_none() => return Ok(Tried::Impossible),
            Way::Bare | Way::ZeroPayment => {}
        }
        let payment = self.payment_type.clone().filter(|_| way == Way::ZeroPayment);
        let now = journal.now();
        let day = self.record.at.min(now);
        let mut refused = None;
        for (name, at) in [("day", day), ("now", now)] {
            if name == "now" && at == day {
                continue;
            }
            let mut record = PayoutRecord { at, payment: payment.clone(), ..self.record.clone() };
            if name == "now" {
                record.note = format!("{} Its own day is closed.", record.note);
            }
            let step = format!("record.{}.{name}", way.word());
            match self.once(journal, tenant, &step, &record).await? {
                Tried::Refused(stop) => refused = refused.or(stop),
                tried => return Ok(tried),
            }
        }
        Ok(Tried::Refused(refused))
    }

    /// Writes a record once, whatever becomes of the answer.
    async fn once(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        step: &str,
        record: &PayoutRecord,
    ) -> Result<Tried, Stop> {
        let key = format!("{}/{step}", self.natural_key());
        loop {
            let (found, looked_at) = self.look(journal, tenant).await?;
            if let Some(id) = found {
                return Ok(Tried::Stands(id.to_string()));
            }
            let request = tenant.dialect.record_payout(tenant.account, record, &key);
            let not_after = looked_at.checked_add_seconds(LOOK_UP_SECONDS).ok();
            match journal.write(step, Request { not_after, ..request }).await? {
                Written::Answered(reply) if reply.is_success() => {
                    let id = tenant.dialect.read_recorded_payout(reply.body);
                    return id
                        .map(|id| Tried::Stands(id.to_string()))
                        .map_err(|issue| refusal::unreadable(journal, step, &issue));
                }
                Written::Answered(reply) if reply.status == 409 => {
                    journal.reopen(step, &key, reply.at)?;
                }
                Written::Answered(reply) => return refused(journal, tenant, step, &reply),
                Written::Predicted => return Ok(Tried::Predicted),
                Written::Open => {}
            }
            (0..MOST_PAGES).try_for_each(|page| journal.again(&format!("{LIST}.{page}")))?;
            journal.again(FIND)?;
        }
    }

    /// Whether the record stands, and when that was asked.
    async fn look(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
    ) -> Result<(Option<SaleId>, Timestamp), Stop> {
        let reference = self.record.reference.as_str();
        let query = tenant.dialect.find_record(tenant.account, reference);
        let reply = journal.read(FIND, query).await?;
        if !reply.is_success() && reply.status != 404 {
            return Err(refusal::of(journal, tenant, FIND, &reply));
        }
        let found = tenant
            .dialect
            .read_found_record(tenant.account, reply.status, reply.body, reference)
            .map_err(|issue| refusal::unreadable(journal, FIND, &issue))?;
        let found = match found {
            RecordLookup::FilterIgnored => self.listed(journal, tenant).await?,
            found => found,
        };
        let exception = match found {
            RecordLookup::Absent => return Ok((None, reply.at)),
            RecordLookup::Found(id) => return Ok((Some(id), reply.at)),
            RecordLookup::Voided(id) => {
                Exception::new(Code::SaleVoided, journal.subject()).with("sale", Fact::text(id))
            }
            RecordLookup::Taken(id) => Exception::new(Code::SaleReferenceTaken, journal.subject())
                .with("sale", Fact::text(id)),
            RecordLookup::FilterIgnored => Exception::new(Code::RFilterIgnored, journal.subject()),
        };
        Err(exception.with("reference", reference).into())
    }

    /// The vendor ignored the filter: its newest sales are gone through, back to the payout's day.
    async fn listed(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
    ) -> Result<RecordLookup, Stop> {
        let mut after: Option<String> = None;
        // It may have been recorded before noon.
        let since = self.record.at.checked_add_seconds(-DAY_SECONDS).unwrap_or(Timestamp::FIRST);
        for page in 0..MOST_PAGES {
            let Some(query) = tenant.dialect.list_sales(tenant.account, after.as_deref()) else {
                break;
            };
            let step = format!("{LIST}.{page}");
            let reply = journal.read(&step, query).await?;
            if !reply.is_success() {
                return Err(refusal::of(journal, tenant, &step, &reply));
            }
            let (found, next) = tenant
                .dialect
                .read_listed_record(tenant.account, reply.body, &self.record.reference, since)
                .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
            match (found, next) {
                (found @ (RecordLookup::Found(_) | RecordLookup::Voided(_)), _) => {
                    return Ok(found);
                }
                (found, None) => return Ok(found),
                (_, next) => after = next,
            }
        }
        Ok(RecordLookup::FilterIgnored)
    }

    /// The drawer's movement, where the series has such a thing: only what went to the bank.
    async fn withdraw(&self, journal: &Journal<'_>, tenant: Tenant<'_>) -> Result<Tried, Stop> {
        const STEP: &str = "record.withdraw";
        let Some(payment_type) = self.payment_type.as_ref().filter(|_| !self.net.is_zero()) else {
            return Ok(Tried::Impossible);
        };
        let key = format!("{}/{STEP}", self.natural_key());
        loop {
            let Some(looked_at) = self.no_withdraw(journal, tenant).await? else {
                return Ok(Tried::Stands("withdraw".to_owned()));
            };
            let request = tenant.dialect.withdraw(
                tenant.account,
                &self.record,
                &self.net,
                payment_type,
                &key,
            );
            let Some(request) = request else { return Ok(Tried::Impossible) };
            let not_after = looked_at.checked_add_seconds(LOOK_UP_SECONDS).ok();
            match journal.write(STEP, Request { not_after, ..request }).await? {
                Written::Answered(reply) if reply.is_success() => {
                    return Ok(Tried::Stands("withdraw".to_owned()));
                }
                Written::Answered(reply) => return refused(journal, tenant, STEP, &reply),
                Written::Predicted => return Ok(Tried::Predicted),
                Written::Open => {}
            }
            for page in 0..MOST_PAGES {
                journal.again(&format!("{FIND_WITHDRAW}.{page}"))?;
            }
        }
    }

    /// When it was asked and not found; nothing when it stands.
    async fn no_withdraw(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
    ) -> Result<Option<Timestamp>, Stop> {
        let mut after: Option<String> = None;
        let mut at = journal.clock();
        for page in 0..MOST_PAGES {
            let step = format!("{FIND_WITHDRAW}.{page}");
            let register = &self.record.register;
            let Some(query) =
                tenant.dialect.find_withdraws(tenant.account, register, after.as_deref())
            else {
                return Ok(Some(at));
            };
            let reply = journal.read(&step, query).await?;
            if !reply.is_success() {
                return Err(refusal::of(journal, tenant, &step, &reply));
            }
            let (found, next) = tenant
                .dialect
                .read_found_withdraw(reply.body, &self.record.reference)
                .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
            if found {
                return Ok(None);
            }
            at = reply.at;
            match next {
                Some(next) => after = Some(next),
                None => return Ok(Some(at)),
            }
        }
        Err(Exception::new(Code::RFilterIgnored, journal.subject())
            .with("reference", self.record.reference.as_str())
            .into())
    }
}

const DAY_SECONDS: i64 = 24 * 60 * 60;

const FIND: &str = "record.find";
const LIST: &str = "record.list";
const FIND_WITHDRAW: &str = "withdraw.find";

/// So many pages of a register's movements, or of the newest sales, are gone through.
const MOST_PAGES: usize = 5;

/// What became of one try.
enum Tried {
    Stands(String),
    /// Lightspeed does not take it like this.
    Refused(Option<Stop>),
    Impossible,
    Predicted,
}

fn stands(id: String, way: Option<Row>) -> Recorded {
    Recorded { made: Made::Stands(id), way, exceptions: Vec::new() }
}

/// What is wrong with the body is another matter than who may write, or how often.
fn refused(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    step: &str,
    reply: &Reply<'_>,
) -> Result<Tried, Stop> {
    let stop = refusal::of(journal, tenant, step, reply);
    if matches!(reply.status, 400 | 422) { Ok(Tried::Refused(Some(stop))) } else { Err(stop) }
}

//! Before the first level is written, and whenever what decides quantities is another, a person
//! accepts a tie-out. This is what they say, and what keeps publishing from writing until then.

use super::rows::{ACCEPTED, AcceptedRow, PLACES, accepted, counted};
use super::{DONE, SUBJECT};
use crate::contract::io::Event;
use crate::contract::outcome::Checked;
use crate::contract::store::Row;
use crate::flow::claim::Claim;
use crate::flow::finish::{Finish, Stop};
use crate::flow::journal::Journal;
use crate::flow::rows::{STOCK, VERSION};
use crate::flow::{Tenant, stock};
use crate::policy::Policy;
use crate::report::{Code, FromJson, Issue, Node};

/// How long a tie-out may be accepted: tomorrow's levels are others.
const LASTS_SECONDS: i64 = 86_400;

/// What a person says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The tie-out that they saw.
    pub run: String,
    /// Who they are.
    pub by: String,
}

impl FromJson for Accepted {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["run", "by"])?;
        let by = node.field("by")?;
        if by.text()?.trim().is_empty() || by.text()?.chars().count() > 200 {
            return Err(by.wrong("who accepts it"));
        }
        Ok(Self { run: node.get("run")?, by: node.get("by")? })
    }
}

/// Notes that a person accepts the last tie-out, and has all items published.
///
/// # Errors
/// [`Stop`] when it is not the last one, is not over, is of another configuration or of another day,
/// or compared nothing; or the store does not do its part.
pub async fn accept(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    said: &Accepted,
) -> Result<Finish, Stop> {
    let mut claim = Claim::take(journal, tenant.task, SUBJECT, Vec::new()).await?;
    claim.own(journal, tenant.task).await?;
    let (run, places) = counted(journal).await?;
    let now = journal.clock();
    let wrong = match &run {
        None => Some("there is no tie-out"),
        Some(run) if run.run != said.run => Some("it is not the last tie-out"),
        Some(run) if run.state != DONE => Some("the tie-out is not over"),
        Some(run) if run.digest != tenant.policy.stock.digest => {
            Some("locations, outlets or what is held back are others than in the tie-out")
        }
        Some(run) if now.seconds_since(&run.until) > LASTS_SECONDS => {
            Some("the tie-out is more than a day old")
        }
        Some(run) if run.linked == 0 => Some("the tie-out compared nothing: nothing is linked"),
        Some(_) => None,
    };
    if let Some(wrong) = wrong {
        let hint = "Run it again with `stock/opening`, and look at what it says.";
        return Err(Issue::new(Code::InvalidValue, "$.task.event.body.run", wrong)
            .with_hint(hint)
            .into());
    }
    let named = places
        .into_iter()
        .filter_map(|(key, row)| Some((key.strip_prefix(PLACES)?.to_owned(), row.sums)));
    let digest = tenant.policy.stock.digest.clone();
    let key = accepted(&digest);
    let row = AcceptedRow {
        v: VERSION,
        run: said.run.clone(),
        by: said.by.clone(),
        at: now,
        digest,
        places: named.collect(),
    };
    let mut end = Finish::with(Vec::new(), stock::SUBJECT, &[Code::StockNotOpened]);
    end.commit.extend([Row::put(STOCK, ACCEPTED, &row), Row::put(STOCK, key, &row)]);
    end.checked.push(Checked { subject: SUBJECT.to_owned(), codes: Vec::new() });
    // What differs is written now.
    if tenant.policy.stock.publish {
        end.next.push(Event::scheduled(stock::RECONCILE, None));
    }
    Ok(end)
}

/// Whether levels may be written.
#[derive(Clone, Copy, Debug)]
pub(in crate::flow::stock) struct Gate {
    /// A tie-out of what decides quantities now was accepted.
    pub(in crate::flow::stock) open: bool,
    /// Some tie-out was.
    pub(in crate::flow::stock) ever: bool,
}

impl Gate {
    /// The rows of table `stock` that tell.
    pub(in crate::flow::stock) fn keys(policy: &Policy) -> Vec<String> {
        vec![ACCEPTED.to_owned(), accepted(&policy.stock.digest)]
    }

    /// What they tell, found among others.
    pub(in crate::flow::stock) fn of<T>(policy: &Policy, rows: &[(String, T)]) -> Self {
        let [ever, open] = [ACCEPTED, &accepted(&policy.stock.digest)]
            .map(|key| rows.iter().any(|(own, _)| own == key));
        Self { open, ever }
    }
}

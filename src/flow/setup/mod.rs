//! Set-up: both systems are read, a configuration is proposed, what it needs is made once, and
//! its parts are remembered by name. And the check: whether a configuration still fits.
//!
//! `survey` reads, `make` makes, `rows` is what is remembered; what is chosen and what is wrong
//! is decided by `rules::setup`.

mod make;
mod rows;
mod survey;

use super::claim::Claim;
use super::finish::{Finish, Stop};
use super::join::join;
use super::journal::Journal;
use super::{Tenant, open_orders, store};
use crate::contract::setup::Setup;
use crate::contract::store::Row;
use crate::domain::account::Item;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::table::Table;
use crate::lightspeed::{Account, Dialect};
use crate::policy::{DraftConfig, Series};
use crate::report::{Code, Exception, Fact};
use crate::rules::setup::{self, Finding, Proposal, Seen, Topics};
use rows::{CONFIG, ConfigRow, NAMES, NamesRow};
use survey::{Surveyed, Wanted};

pub use rows::{BLOCKED, BlockedRow, blocks};

use super::rows::SETUP;

/// What it is about.
pub const SUBJECT: &str = setup::SUBJECT;

/// The topic of set-up.
pub const RUN: &str = "setup";

/// The topic of the check.
pub const CHECK: &str = "setup/check";

/// What is examined.
const CODES: &[Code] = &[
    Code::SetupRightMissing,
    Code::SetupRival,
    Code::SetupCurrency,
    Code::SetupGone,
    Code::SetupRenamed,
    Code::SetupUnfit,
    Code::SetupRegister,
    Code::SetupClosed,
    Code::SetupLocation,
    Code::SetupOutletTwice,
    Code::SetupWebhook,
    Code::SetupVersion,
    Code::SetupIncomplete,
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
];

/// What is examined where nothing but the rights could be seen.
const BLIND: &[Code] = &[
    Code::SetupRightMissing,
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
];

/// The two systems of a tenant, before it has a policy.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// How its Lightspeed series is spoken to.
    pub dialect: &'a dyn Dialect,
    /// Which series it is.
    pub series: Series,
    /// Its Lightspeed account.
    pub account: Account<'a>,
    /// Shopify's API version.
    pub shopify_version: &'a str,
    /// The task's id, which claims carry.
    pub task: &'a str,
}

/// What a person asks of set-up.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Everything that is named in the configuration has its right name now.
    pub accept_names: bool,
    /// The webhooks there are flows for.
    pub topics: Topics,
}

/// Fills in the configuration, makes what it needs and stores it.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part, or a right is missing without which
/// nothing can be proposed.
pub async fn run(
    journal: &Journal<'_>,
    site: Site<'_>,
    draft: &DraftConfig,
    asked: &Asked,
) -> Result<Finish, Stop> {
    // Two set-ups at once would make everything twice.
    let mut claim = Claim::take(journal, site.task, RUN, Vec::new()).await?;
    let mut draft = draft.clone();
    let wanted = Wanted::of(&draft);
    let (surveyed, known) = read(journal, site, &wanted).await?;
    if surveyed.blind {
        return Ok(Finish::with(surveyed.denied, SUBJECT, BLIND));
    }
    claim.own(journal, site.task).await?;
    let Surveyed { mut shop, recent, mut account, denied, .. } = surveyed;
    let seen = Seen { shop: &shop, recent: &recent, account: &account };
    let proposal = setup::propose(&mut draft, seen, &asked.topics);
    let Proposal { choices, questions, make } = proposal;
    let into = make::Into { draft: &mut draft, shop: &mut shop, account: &mut account };
    let (made, mut exceptions) = make::all(journal, site, into, make).await?;
    let seen = Seen { shop: &shop, recent: &recent, account: &account };
    let names = if asked.accept_names { Table::new() } else { known.names };
    let findings = setup::verify(&draft, seen, &names, &asked.topics, journal.now());
    let needed = questions.iter().filter(|question| question.needed).count();
    if needed > 0 {
        exceptions.push(
            Exception::new(Code::SetupIncomplete, SUBJECT).with("questions", Fact::text(needed)),
        );
    }
    exceptions.extend(denied);
    let mut end = ended(findings, exceptions, &known.blocked);
    end.commit.push(Row::put(SETUP, NAMES, &NamesRow::of(&draft, seen, &names)));
    end.commit.push(Row::put(SETUP, CONFIG, &ConfigRow::of(&draft)));
    end.setup = Some(Box::new(Setup {
        complete: needed == 0 && is_complete(&draft),
        config: draft,
        choices,
        questions,
        made,
    }));
    Ok(end)
}

/// Holds the tenant's configuration against both systems.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part.
pub async fn check(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    topics: &Topics,
) -> Result<Finish, Stop> {
    let draft = DraftConfig::from(&tenant.policy.config);
    let site = Site {
        dialect: tenant.dialect,
        series: tenant.policy.series,
        account: tenant.account,
        shopify_version: &tenant.policy.shopify_version,
        task: tenant.task,
    };
    let wanted = Wanted { skus: Vec::new(), ..Wanted::of(&draft) };
    let (surveyed, known) = read(journal, site, &wanted).await?;
    if surveyed.blind {
        return Ok(Finish::with(surveyed.denied, SUBJECT, BLIND));
    }
    let Surveyed { shop, recent, account, denied, .. } = surveyed;
    let seen = Seen { shop: &shop, recent: &recent, account: &account };
    let findings = setup::verify(&draft, seen, &known.names, topics, journal.now());
    Ok(ended(findings, denied, &known.blocked))
}

/// What was remembered of earlier runs.
struct Known {
    /// What things were called when they were chosen.
    names: Table<String, String>,
    /// What must not be used.
    blocked: BlockedRow,
}

async fn read(
    journal: &Journal<'_>,
    site: Site<'_>,
    wanted: &Wanted,
) -> Result<(Surveyed, Known), Stop> {
    let (surveyed, (names, blocked)) = join(
        survey::read(journal, site, wanted),
        join(
            store::get::<NamesRow>(journal, "setup.names", SETUP, NAMES),
            store::get::<BlockedRow>(journal, "setup.blocked", SETUP, BLOCKED),
        ),
    )
    .await;
    let names = names?.map(|row| row.names).unwrap_or_default();
    Ok((surveyed?, Known { names, blocked: blocked?.unwrap_or_default() }))
}

/// What was found, and what must not be used until it is mended. What was mended since `before`
/// may have held orders back: all that are open are looked at again.
fn ended(findings: Vec<Finding>, mut exceptions: Vec<Exception>, before: &BlockedRow) -> Finish {
    let row = BlockedRow::of(&findings);
    exceptions.extend(findings.into_iter().map(|finding| finding.exception));
    let mut end = Finish::with(exceptions, SUBJECT, CODES);
    if row.lets_go_of(before) {
        end.next.push(open_orders::from_the_first());
    }
    end.commit.push(Row::put(SETUP, BLOCKED, &row));
    end
}

/// Whether a tenant can run on it; its own rules say whether it is right.
fn is_complete(draft: &DraftConfig) -> bool {
    draft.currency.is_some()
        && draft.time_zone.is_some()
        && draft.lightspeed.user.is_some()
        && draft.helper_items.gift_card.is_some()
        && !draft.outlets.is_empty()
        && !draft.payment_types.is_empty()
        && !draft.taxes.is_empty()
}

/// An item that was just made, as a survey would show it.
fn new_item(id: &ItemId, sku: &str, name: &str) -> Item {
    let mut item = Item { sku: sku.to_owned(), taxed: Some(false), ..Item::default() };
    item.thing.id = id.to_string();
    item.thing.name = name.to_owned();
    item
}

//! Reads both systems: all at once, each list to its end.

use super::super::finish::Stop;
use super::super::join::{Branch, join, join_all};
use super::super::journal::Journal;
use super::super::refusal;
use super::make::Place;
use super::{SUBJECT, Site};
use crate::domain::account::{Account, Recent, Shop};
use crate::domain::ids::lightspeed::ItemId;
use crate::lightspeed::survey::{self, Part};
use crate::policy::DraftConfig;
use crate::report::{Code, Exception};
use crate::rules::setup;
use crate::shopify::survey::{self as shop_survey, Denied};

/// How many pages a list may have: far more than any account has of these.
const PAGES: u32 = 5;

/// Which items are looked for.
pub(super) struct Wanted {
    pub(super) skus: Vec<String>,
    pub(super) ids: Vec<ItemId>,
}

impl Wanted {
    /// Those that the configuration names, and those it lacks.
    pub(super) fn of(draft: &DraftConfig) -> Self {
        let named = setup::used(draft).into_iter().filter(|used| used.kind == "item");
        let mut ids: Vec<ItemId> = Vec::new();
        for id in named.filter_map(|used| ItemId::parse(&used.id).ok()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let lacking = setup::helpers().into_iter().filter(|helper| !helper.is_named(draft));
        Self { skus: lacking.map(|helper| helper.sku).collect(), ids }
    }
}

/// What was read.
pub(super) struct Surveyed {
    pub(super) shop: Shop,
    pub(super) recent: Recent,
    pub(super) account: Account,
    /// Rights that are missing.
    pub(super) denied: Vec<Exception>,
    /// So much could not be read that nothing can be said.
    pub(super) blind: bool,
}

/// Reads both systems.
pub(super) async fn read(
    journal: &Journal<'_>,
    site: Site<'_>,
    wanted: &Wanted,
) -> Result<Surveyed, Stop> {
    let ((shop, recent), lightspeed) = join(
        join(read_shop(journal, site), read_recent(journal, site)),
        read_account(journal, site, wanted),
    )
    .await;
    let ((shop, mut denied), (recent, more)) = (shop?, recent?);
    let (account, own, blind) = lightspeed?;
    let blind = blind || shop.domain.is_empty();
    denied.extend(more.into_iter().filter(|one| !denied.contains(one)).collect::<Vec<_>>());
    denied.extend(own);
    Ok(Surveyed { shop, recent, account, denied, blind })
}

async fn read_shop(journal: &Journal<'_>, site: Site<'_>) -> Result<(Shop, Vec<Exception>), Stop> {
    const STEP: &str = "survey.shop";
    let reply = journal.read(STEP, shop_survey::query(site.shopify_version)).await?;
    if !reply.is_success() {
        return Err(refusal::said(journal, site.dialect, STEP, &reply));
    }
    let (shop, denied) = shop_survey::decode(reply.body)
        .map_err(|issue| refusal::unreadable(journal, STEP, &issue))?;
    Ok((shop, denied.iter().map(shop_denied).collect()))
}

async fn read_recent(
    journal: &Journal<'_>,
    site: Site<'_>,
) -> Result<(Recent, Vec<Exception>), Stop> {
    const STEP: &str = "survey.orders";
    let reply = journal.read(STEP, shop_survey::recent(site.shopify_version)).await?;
    if !reply.is_success() {
        return Err(refusal::said(journal, site.dialect, STEP, &reply));
    }
    let (recent, denied) = shop_survey::decode_recent(reply.body)
        .map_err(|issue| refusal::unreadable(journal, STEP, &issue))?;
    Ok((recent, denied.iter().map(shop_denied).collect()))
}

fn shop_denied(denied: &Denied) -> Exception {
    Exception::new(Code::SetupRightMissing, SUBJECT)
        .with("system", "shopify")
        .with("right", denied.needs.as_str())
        .with("purpose", denied.field.as_str())
        .about(&denied.field)
}

type Read = Result<(Account, Vec<Exception>, bool), Stop>;

async fn read_account(journal: &Journal<'_>, site: Site<'_>, wanted: &Wanted) -> Read {
    let wanted = survey::Wanted { skus: &wanted.skus, ids: &wanted.ids };
    let lists = site.dialect.survey(site.account, wanted);
    let branches =
        lists.into_iter().map(|asked| -> Branch<'_, _> { Box::pin(list(journal, site, asked)) });
    let mut account = Account::default();
    let mut denied: Vec<Exception> = Vec::new();
    let mut blind = false;
    for pages in join_all(branches.collect()).await {
        match pages? {
            List::Pages(part, pages) => {
                for body in pages {
                    site.dialect
                        .read_survey(site.account, part, body, &mut account)
                        .map_err(|issue| refusal::unreadable(journal, "survey", &issue))?;
                }
            }
            // Many requests may lack one right: it is said once.
            List::Denied(part, exception) => {
                // What these two tell is of use, not of need.
                blind |= !matches!(part, Part::PriceLevels | Part::Rivals | Part::Webhooks);
                if !denied.contains(&exception) {
                    denied.push(exception);
                }
            }
        }
    }
    Ok((account, denied, blind))
}

/// A list as it was answered.
enum List<'a> {
    Pages(Part, Vec<&'a [u8]>),
    Denied(Part, Exception),
}

async fn list<'a>(
    journal: &Journal<'a>,
    site: Site<'_>,
    asked: survey::Asked,
) -> Result<List<'a>, Stop> {
    let mut pages = Vec::new();
    let mut request = asked.request.clone();
    for page in 0..PAGES {
        let step = if page == 0 { asked.step.clone() } else { format!("{}:{page}", asked.step) };
        let reply = journal.read(&step, request).await?;
        match reply.status {
            401 | 403 => {
                let exception = Exception::new(Code::SetupRightMissing, SUBJECT)
                    .with("system", "lightspeed")
                    .with("right", asked.right)
                    .with("purpose", asked.purpose)
                    .about(asked.right)
                    .about(asked.purpose);
                return Ok(List::Denied(asked.part, exception));
            }
            404 if asked.part == Part::Items => break,
            _ if !reply.is_success() => {
                return Err(refusal::said(journal, site.dialect, &step, &reply));
            }
            _ => {}
        }
        // It is read twice: here for where it goes on.
        let mut scratch = Account::default();
        let after = site
            .dialect
            .read_survey(site.account, asked.part, reply.body, &mut scratch)
            .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        pages.push(reply.body);
        let Some(after) = after else { return Ok(List::Pages(asked.part, pages)) };
        request = asked.request.clone().with_query("after", after);
    }
    Ok(List::Pages(asked.part, pages))
}

/// What is there now at one place: for looking whether something was made.
pub(super) async fn look(
    journal: &Journal<'_>,
    site: Site<'_>,
    place: Place<'_>,
    step: &str,
) -> Result<Account, Stop> {
    let skus: Vec<String> = place.sku.map(str::to_owned).into_iter().collect();
    let lists = site.dialect.survey(site.account, survey::Wanted { skus: &skus, ids: &[] });
    let mut account = Account::default();
    for asked in lists.into_iter().filter(|asked| asked.part == place.part) {
        let own = format!("{step}:{}", asked.step);
        // An equal read that was answered before it was made would say that it is not there: each
        // look is an attempt of its own, and asks for nothing but what it is about.
        journal.again(&own)?;
        let request = match place.sku {
            Some(_) => asked.request.clone(),
            None => asked.request.clone().with_query("name", place.name),
        };
        let asked = survey::Asked { step: own.clone(), request, ..asked };
        if let List::Pages(part, pages) = list(journal, site, asked).await? {
            for body in pages {
                site.dialect
                    .read_survey(site.account, part, body, &mut account)
                    .map_err(|issue| refusal::unreadable(journal, &own, &issue))?;
            }
        }
    }
    Ok(account)
}

//! Set-up: the door of a tenant whose configuration is not complete yet.

use super::step::{Keep, close, event_body, open, step};
use super::{check, limits, news};
use crate::contract::config::{DraftConfig, Series};
use crate::contract::io::{Event, Source};
use crate::contract::outcome::Outcome;
use crate::domain::digest;
use crate::domain::ids::lightspeed::UserId;
use crate::flow::{Journal, run, setup};
use crate::lightspeed::{Account, Dialect, RSeries, XSeries};
use crate::policy::Policy;
use crate::report::{Code, Issue, Json, Node, read, write};

/// A tenant that is being set up.
#[derive(Clone, Debug)]
pub struct Setup {
    draft: DraftConfig,
    lightspeed_version: String,
    /// Set-up records no sale: where nobody is named, it is nobody's.
    user: UserId,
    revision: String,
}

impl Setup {
    /// Set-up of the tenant whose draft is this JSON.
    ///
    /// # Errors
    /// Every issue of what is there; one only when it is not even of the right form.
    pub fn open(config: &[u8]) -> Result<Self, Vec<Issue>> {
        let draft: DraftConfig = limits::body(config, "$")
            .and_then(|()| read::document(config, "$"))
            .map_err(|issue| vec![issue])?;
        let lightspeed_version = Policy::parse_draft(&draft)?;
        let user = match &draft.lightspeed.user {
            Some(user) => user.clone(),
            None => UserId::parse("nobody").map_err(|error| {
                vec![Issue::new(Code::InvalidValue, "$.lightspeed.user", error.to_string())]
            })?,
        };
        let revision = digest::hex96([write::bytes(&draft).as_slice()]);
        Ok(Self { draft, lightspeed_version, user, revision })
    }

    /// Digest of the draft, which journals carry.
    #[must_use]
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// Runs set-up as far as the answers reach.
    #[must_use]
    pub fn step(&self, envelope: &[u8], bodies: &[&[u8]]) -> Outcome {
        step(&self.revision, |outcome| {
            let (task, answers) =
                open(outcome, &self.draft.tenant, envelope, bodies, |task| knows(&task.event))?;
            let asked = asked(event_body(&task.event, bodies)?)?;
            outcome.shadow = self.draft.shadow;
            let journal =
                Journal::new(&task, setup::SUBJECT, &answers, bodies).in_shadow(self.draft.shadow);
            let series = self.draft.lightspeed.series;
            let dialect: &dyn Dialect = match series {
                Series::R => &RSeries,
                Series::X => &XSeries,
            };
            let site = setup::Site {
                dialect,
                series,
                account: Account {
                    shop: &self.draft.shopify.shop,
                    account: &self.draft.lightspeed.account,
                    version: &self.lightspeed_version,
                    user: &self.user,
                },
                shopify_version: &self.draft.shopify.api_version,
                task: &task.id,
            };
            let flow = setup::run(&journal, site, &self.draft, &asked);
            let progress = run::run(&journal, Box::pin(flow));
            let keep = if journal.is_preview() { Keep::Nothing } else { Keep::All };
            close(outcome, keep, &task.event, &journal, progress)
        })
    }
}

/// Every issue of a draft; none means that set-up can begin.
#[must_use]
pub fn check_draft(config: &[u8]) -> Vec<Issue> {
    // What is complete already must be right as a whole: its zones are the host's to fill in.
    match check::parse(config) {
        Ok(_) => check::check(config),
        Err(_) => Setup::open(config).err().unwrap_or_default(),
    }
}

fn knows(event: &Event) -> Result<(), Issue> {
    if event.source == Source::Operator && event.topic == setup::RUN {
        return Ok(());
    }
    let message = "a tenant that is being set up knows the event `operator:setup` only";
    Err(Issue::new(Code::UnknownEvent, "$.task.event.topic", message))
}

/// What the event's body says, if it has one.
fn asked(body: Option<&[u8]>) -> Result<setup::Asked, Issue> {
    const PATH: &str = "$.task.event.body";
    let mut asked = setup::Asked { topics: news::topics(), ..setup::Asked::default() };
    if let Some(body) = body {
        let json = Json::parse(body).map_err(|issue| issue.below(PATH))?;
        let root = Node::root(&json, PATH);
        root.only(&["accept_names"])?;
        asked.accept_names = root.find("accept_names")?.unwrap_or_default();
    }
    Ok(asked)
}

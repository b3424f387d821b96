//! What is remembered of a set-up.

use serde::Serialize;

use super::super::rows::VERSION;
use crate::domain::ids::lightspeed::{TaxClassId, TaxId};
use crate::domain::sale::Sale;
use crate::domain::table::Table;
use crate::policy::DraftConfig;
use crate::report::Code;
use crate::report::{Exception, FromJson, Issue, Node, RawJson};
use crate::rules::setup::{self, Finding, Seen};

/// The key of the names that things had when they were chosen.
pub(super) const NAMES: &str = "names";
/// The key of the configuration as set-up left it.
pub(super) const CONFIG: &str = "config";
/// The key of what must not be used until it is mended.
pub const BLOCKED: &str = "blocked";

/// The row at [`NAMES`].
#[derive(Clone, Debug, Serialize)]
pub(super) struct NamesRow {
    v: u32,
    /// Names, by kind and id.
    pub(super) names: Table<String, String>,
}

impl NamesRow {
    /// Names that are known stay: a person accepts another one.
    pub(super) fn of(draft: &DraftConfig, seen: Seen<'_>, known: &Table<String, String>) -> Self {
        let mut names = Table::new();
        for used in setup::used(draft) {
            let key = used.key();
            let name = known.get(key.as_str()).map(String::as_str);
            if let Some(name) = name.or_else(|| setup::name_of(&used, seen)) {
                names.insert(key, name.to_owned());
            }
        }
        Self { v: VERSION, names }
    }
}

/// The row at [`CONFIG`].
#[derive(Clone, Debug, Serialize)]
pub(super) struct ConfigRow {
    v: u32,
    config: RawJson,
}

impl ConfigRow {
    pub(super) fn of(draft: &DraftConfig) -> Self {
        Self { v: VERSION, config: RawJson::of(draft) }
    }
}

/// The row at [`BLOCKED`].
#[derive(Clone, Debug, Default, Serialize)]
pub struct BlockedRow {
    v: u32,
    /// Nothing may be written, for this reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<String>,
    /// What must not be used, and why.
    ids: Table<String, String>,
}

impl BlockedRow {
    /// Whether something that was blocked `before` is not any more.
    pub(super) fn lets_go_of(&self, before: &Self) -> bool {
        let held = |id: &String| self.all.is_some() || self.ids.get(id.as_str()).is_some();
        let freed = before.ids.iter().any(|(id, _)| !held(id));
        freed || (before.all.is_some() && self.all.is_none())
    }

    pub(super) fn of(findings: &[Finding]) -> Self {
        let mut row = Self { v: VERSION, ..Self::default() };
        for finding in findings {
            let code = finding.exception.code.entry().id;
            if finding.blocks_all && row.all.is_none() {
                row.all = Some(code.to_owned());
            }
            if let Some(id) = &finding.blocks {
                row.ids.insert(id.clone(), code.to_owned());
            }
        }
        row
    }
}

impl FromJson for NamesRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, names: node.field("names")?.table()? })
    }
}

impl FromJson for BlockedRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, all: node.find("all")?, ids: node.field("ids")?.table()? })
    }
}

/// Why nothing may be written, or one of the sales cannot be recorded because something of it must
/// not be used.
#[must_use]
pub fn blocks(row: &BlockedRow, subject: &str, sales: &[Sale]) -> Option<Exception> {
    let of = |id: &str| row.ids.get(id).map(|code| (id.to_owned(), code));
    let (what, code) = match &row.all {
        Some(code) => ("everything".to_owned(), code),
        None => sales.iter().find_map(|sale| used(sale).find_map(of))?,
    };
    Some(
        Exception::new(Code::SetupBlocks, subject)
            .with("what", what.as_str())
            .with("because", code.as_str()),
    )
}

/// The ids that a sale uses.
fn used(sale: &Sale) -> impl Iterator<Item = &str> {
    let lines = sale.lines.iter().flat_map(|line| {
        let tax = line.tax.id.iter().map(TaxId::as_str);
        let class = line.tax.class.iter().map(TaxClassId::as_str);
        std::iter::once(line.item.as_str()).chain(tax).chain(class)
    });
    let tenders = sale.tenders.iter().map(|tender| tender.payment_type.as_str());
    let places = [sale.key.outlet.as_str(), sale.register.as_str()];
    places.into_iter().chain(lines).chain(tenders)
}

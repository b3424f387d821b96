//! Exceptions of one call: each said once, and many with one cause said together.

use crate::domain::ids::shopify::InventoryItemId;
use crate::domain::table::Table;
use crate::report::{Code, Exception, Fact, Log};

/// How many records may have one cause before they are said together.
const MOST: u64 = 20;
/// How many of them are named then.
const NAMED: usize = 5;

/// What is to be said.
#[derive(Default)]
pub(super) struct Raised {
    said: Vec<Exception>,
    keys: Table<String, ()>,
    counts: Table<Code, u64>,
}

impl Raised {
    /// Says it, unless it was said already.
    #[inline(never)]
    pub(super) fn raise(&mut self, exception: Exception) {
        if self.keys.insert(exception.dedupe_key.clone(), ()).is_some() {
            return;
        }
        let count = self.counts.get(&exception.code).copied().unwrap_or_default();
        self.counts.insert(exception.code, count.saturating_add(1));
        if is_alone(exception.code) || count <= MOST {
            self.said.push(exception);
        }
    }

    /// Puts all into the log. Many of one inventory item are said of it, else of all stock.
    pub(super) fn tell(self, only: &[InventoryItemId], log: &mut Log) {
        let subject = match only {
            [one] => format!("inventory_item/{one}"),
            _ => "stock".to_owned(),
        };
        let mut told: Vec<Code> = Vec::new();
        for exception in &self.said {
            let code = exception.code;
            let count = self.counts.get(&code).copied().unwrap_or_default();
            if is_alone(code) || count <= MOST {
                log.raise(exception.clone());
            } else if !told.contains(&code) {
                told.push(code);
                let same = self.said.iter().filter(|own| own.code == code);
                let named = same.take(NAMED).map(|own| own.subject.as_str().into()).collect();
                let many = Exception::new(code, &subject).with("count", Fact::number(count));
                log.raise(many.with("among_them", Fact::List(named)));
            }
        }
    }
}

/// Each of these names the orders that cannot be served.
fn is_alone(code: Code) -> bool {
    code == Code::Oversold
}

//! How many kits can be made of what is left of their components.

use super::facts::Facts;
use super::raise::Raised;
use super::recipes::Recipe;
use super::safety::safety;
use super::stand::{At, Place, Unknown, stand};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::number::NumberError;
use crate::domain::quantity::Quantity;
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log, rule};

/// One component of a kit, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component<'a> {
    /// The item.
    pub item: &'a ItemId,
    /// How many of it one kit takes.
    pub need: Quantity,
    /// What is left of it.
    pub available: Quantity,
}

/// How many kits can be made.
pub(super) enum Made<'a> {
    /// So many, of these components, and whether Shopify has taken units that no row tells of.
    Of { units: Quantity, components: Vec<Component<'a>>, unexplained: Quantity },
    /// None, for it is not known what they are made of.
    Broken(&'static str),
    /// Nothing that is counted is in them.
    Uncounted,
    /// A component's level is not known.
    Unknown(Unknown),
}

pub(super) fn made<'a>(
    facts: &Facts<'a>,
    policy: &Policy,
    (kit, recipe): (&'a ItemId, &Recipe),
    place: &Place<'_>,
    raised: &mut Raised,
    log: &mut Log,
) -> Result<Made<'a>, NumberError> {
    let broken = |why: &'static str, component: Option<&ItemId>, raised: &mut Raised| {
        let mut exception =
            Exception::new(Code::KitBroken, &format!("item/{kit}")).with("why", why);
        if let Some(component) = component {
            exception = exception.with("component", component.as_str());
        }
        raised.raise(exception);
        Made::Broken(why)
    };
    let recipe = match recipe {
        Recipe::Broken(fault) => return Ok(broken(fault.word(), None, raised)),
        Recipe::Made(recipe) => recipe,
    };
    if recipe.is_empty() {
        return Ok(Made::Uncounted);
    }
    let mut components = Vec::with_capacity(recipe.len());
    let mut least: Option<Quantity> = None;
    let mut unexplained = Quantity::ZERO;
    for (component, need) in recipe {
        let Some(item) = facts.book.item_id(*component) else { continue };
        if !facts.inputs.levels.has(*component) && facts.complete && !facts.marked(*component) {
            return Ok(broken("component_missing", Some(item), raised));
        }
        let stand = match stand(facts, policy, *component, place, raised, log)? {
            Ok(stand) => stand,
            Err(unknown) => return Ok(Made::Unknown(unknown)),
        };
        let candidates = policy.stock.candidates(item, place.location);
        let held = safety(candidates, false, stand.sellable, &At(item, place.location), log)?;
        let available = stand.left()?.checked_sub(&held)?;
        unexplained = unexplained.checked_add(&stand.unexplained)?;
        let makes = whole_times(available, *need)?;
        least = Some(least.map_or(makes, |least| least.min(makes)));
        components.push(Component { item, need: *need, available });
    }
    let units = least.unwrap_or_default();
    log.explain(rule::STOCK_KIT, &At(kit, place.location), || {
        let list =
            |of: &dyn Fn(&Component<'_>) -> Fact| Fact::List(components.iter().map(of).collect());
        let facts = vec![
            ("components", list(&|own| own.item.as_str().into())),
            ("available", list(&|own| Fact::from(&own.available))),
            ("needs", list(&|own| Fact::from(&own.need))),
        ];
        (facts, Fact::from(&units))
    });
    Ok(Made::Of { units, components, unexplained })
}

/// How often `need` is in `available`, rounded down.
fn whole_times(available: Quantity, need: Quantity) -> Result<Quantity, NumberError> {
    let out = NumberError::OutOfRange;
    let quotient = available.value().checked_div(need.value()).ok_or(out)?;
    let times = Quantity::new(quotient).floor();
    // A quotient with more digits than can be held may have been rounded up.
    let taken = times.value().checked_mul(need.value()).ok_or(out)?;
    if taken > available.value() { times.checked_sub(&Quantity::whole(1)) } else { Ok(times) }
}

//! Who is linked stays linked, whatever became of the codes: a SKU that was renamed or swapped
//! moves no link. A link ends when its item is gone.

use super::{By, Link, Sides, Skip, Standing, State, Taken};
use crate::domain::ids::lightspeed::ItemId;

pub(super) fn begin(sides: Sides<'_>) -> State {
    let archived = |archived| if archived { Taken::Archived } else { Taken::Open };
    let mut state = State {
        variants: vec![Standing::Open; sides.variants.len()],
        items: sides.items.iter().map(|item| archived(item.archived)).collect(),
    };
    let place_of = |item: &ItemId| sides.items.binary_search_by(|own| own.id.cmp(item)).ok();
    for (place, variant) in sides.variants.iter().enumerate() {
        let Some(standing) = state.variants.get_mut(place) else { continue };
        if variant.gift_card {
            *standing = Standing::Skipped(Skip::GiftCard);
            continue;
        }
        let known = sides.known.links.get(&variant.id);
        let item = known.and_then(|known| place_of(&known.item));
        if let (Some(known), Some(item)) = (known, item)
            && let Some(taken) = state.items.get_mut(item)
            && *taken == Taken::Open
        {
            *taken = Taken::By(place);
            let by = if known.by_hand { By::Hand } else { By::Stored };
            *standing = Standing::Linked(Link {
                variant: place,
                item,
                by,
                instead_of: None,
                renamed: false,
            });
        } else if variant.archived {
            *standing = Standing::Skipped(Skip::Archived);
        }
    }
    state
}

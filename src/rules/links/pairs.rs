//! Step by step, the most telling code first: a variant and an item that have the same code are
//! linked where neither has another such partner. Where one has several, or where the barcodes
//! say otherwise, all of them are left to a person, and no later step links them.

use super::keys::{self, ItemCode, VariantCode};
use super::{By, InsteadOf, Link, Reason, Sides, Standing, State, Taken, VariantField};
use crate::domain::catalogue::CodeField;
use crate::domain::code_form;
use crate::policy::LinkKey;

/// Which codes are compared at a step.
type Step = (VariantField, CodeField);

/// The steps of one entry of the tenant's order.
const fn steps(key: LinkKey) -> &'static [Step] {
    match key {
        LinkKey::Sku => {
            &[(VariantField::Sku, CodeField::Sku), (VariantField::Sku, CodeField::SystemSku)]
        }
        LinkKey::Barcode => &[
            (VariantField::Barcode, CodeField::Barcode),
            (VariantField::Barcode, CodeField::SystemSku),
            (VariantField::Sku, CodeField::Barcode),
        ],
        LinkKey::VendorCode => &[(VariantField::Sku, CodeField::VendorCode)],
    }
}

/// All steps in the tenant's order.
pub(super) fn all(order: &[LinkKey]) -> impl Iterator<Item = Step> + '_ {
    order.iter().flat_map(|key| steps(*key)).copied()
}

/// What a step finds out about a variant.
enum Verdict {
    Link(usize),
    Block(Reason, Vec<usize>),
}

pub(super) fn link(sides: Sides<'_>, state: &mut State) {
    let mut open: Vec<usize> = (0..sides.variants.len())
        .filter(|place| matches!(state.variants.get(*place), Some(Standing::Open)))
        .filter(|place| !sides.keys.is_bare(*place))
        .collect();
    for step in all(sides.order) {
        // All of a step is judged by how things stood before it.
        let judged =
            open.iter().filter_map(|place| Some((*place, judge(sides, state, step, *place)?)));
        let verdicts: Vec<(usize, Verdict)> = judged.collect();
        for (variant, verdict) in verdicts {
            apply(sides, state, step, variant, verdict);
        }
        open.retain(|place| matches!(state.variants.get(*place), Some(Standing::Open)));
    }
}

fn apply(sides: Sides<'_>, state: &mut State, step: Step, variant: usize, verdict: Verdict) {
    let standing = match verdict {
        Verdict::Link(item) => {
            if let Some(taken) = state.items.get_mut(item) {
                *taken = Taken::By(variant);
            }
            let instead_of = instead_of(sides, variant, item);
            let by = By::Code(step.0, step.1);
            Standing::Linked(Link { variant, item, by, instead_of, renamed: false })
        }
        Verdict::Block(reason, items) => {
            for item in items {
                if let Some(taken) = state.items.get_mut(item)
                    && *taken == Taken::Open
                {
                    *taken = Taken::Blocked;
                }
            }
            Standing::Blocked(reason)
        }
    };
    if let Some(own) = state.variants.get_mut(variant) {
        *own = standing;
    }
}

/// What the link takes over: the variant's former item, or the item's former variant, is gone.
pub(super) fn instead_of(sides: Sides<'_>, variant: usize, item: usize) -> Option<InsteadOf> {
    let variant = sides.variants.get(variant)?;
    if let Some(known) = sides.known.links.get(&variant.id) {
        return Some(InsteadOf::Item(known.item.clone()));
    }
    sides.former.get(item).copied().flatten().map(InsteadOf::Variant)
}

/// What the step makes of an open variant; nothing where no item has its code.
fn judge(sides: Sides<'_>, state: &State, step: Step, variant: usize) -> Option<Verdict> {
    let code = step.0.of(sides.variants.get(variant)?);
    let mut partners: Vec<usize> = Vec::new();
    let mut taken = false;
    for other in sides.keys.items(variant, step.0) {
        let fits = other.field == step.1
            && code_form::same(code, keys::text(sides.items, other))
            && !sides.refused(variant, other.item);
        if !fits {
            continue;
        }
        match state.items.get(other.item) {
            Some(Taken::Open) if !partners.contains(&other.item) => partners.push(other.item),
            Some(Taken::By(_) | Taken::Blocked) => taken = true,
            _ => {}
        }
    }
    match *partners.as_slice() {
        // Whose item went to another one is not given the next best.
        [] if taken => Some(Verdict::Block(Reason::ItemTaken, Vec::new())),
        [] => None,
        [_] if taken => Some(Verdict::Block(Reason::ItemTaken, partners)),
        [item] => Some(match rivals(sides, state, step, item) {
            0 | 1 if agree(sides, step, variant, item) => Verdict::Link(item),
            0 | 1 => Verdict::Block(Reason::CodesDisagree, partners),
            _ => Verdict::Block(Reason::DuplicateVariants, partners),
        }),
        _ => Some(Verdict::Block(Reason::DuplicateItems, partners)),
    }
}

/// How many open variants have a code of the item at this step.
fn rivals(sides: Sides<'_>, state: &State, step: Step, item: usize) -> usize {
    let mut rivals: Vec<usize> = Vec::new();
    for (code, other) in sides.keys.variants(item, step.1) {
        let Some(variant) = sides.variants.get(other.variant) else { continue };
        let fits = other.field == step.0
            && matches!(state.variants.get(other.variant), Some(Standing::Open))
            && code_form::same(step.0.of(variant), keys::text(sides.items, code))
            && !sides.refused(other.variant, item)
            && !rivals.contains(&other.variant);
        if fits {
            rivals.push(other.variant);
        }
    }
    rivals.len()
}

/// Whether the barcodes say nothing against it: where both have one, one must be equal, and the
/// variant's must not be another item's.
fn agree(sides: Sides<'_>, step: Step, variant: usize, item: usize) -> bool {
    if step.0 == VariantField::Barcode || step.1 == CodeField::Barcode {
        return true;
    }
    let Some(own) = sides.keys.code(variant, VariantField::Barcode) else { return true };
    // Labels that Lightspeed prints carry the system SKU as barcode.
    let is_barcode = |field: CodeField| matches!(field, CodeField::Barcode | CodeField::SystemSku);
    let codes = sides.keys.of_item(item);
    if codes.iter().any(|code| is_barcode(code.field) && is_same(sides, own, code)) {
        return true;
    }
    let another = sides.keys.items(variant, VariantField::Barcode).any(|code| {
        let archived = sides.items.get(code.item).is_none_or(|other| other.archived);
        is_barcode(code.field) && !archived && is_same(sides, own, code)
    });
    let row = sides.items.get(item);
    !another && !row.is_some_and(|row| row.codes.iter().any(|own| own.field == CodeField::Barcode))
}

/// Whether the variant has a code that one of the item's is the same as.
pub(super) fn any_same(sides: Sides<'_>, variant: usize, item: usize) -> bool {
    let own = sides.keys.of_variant(variant);
    let codes = sides.keys.of_item(item);
    codes.iter().any(|code| own.iter().any(|own| is_same(sides, own, code)))
}

/// Whether two codes are the same: those with unlike digests are not.
pub(super) fn is_same(sides: Sides<'_>, own: &VariantCode, code: &ItemCode) -> bool {
    let variant = sides.variants.get(own.variant);
    own.form.exact == code.form.exact
        && variant.is_some_and(|variant| {
            code_form::same(own.field.of(variant), keys::text(sides.items, code))
        })
}

//! `stock.publish`: levels of both systems, what is in flight and links in; quantities and what is
//! to be sent to Shopify out.

use super::Bridge;
use super::decide::{Answer, level, raw};
use super::lists::Lists;
use super::published::view;
use crate::contract::decisions::{GoodsKind, LevelMark, StockPublish, StockedLink};
use crate::domain::catalogue::Kit;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::level::{
    EarlierRead, Goods, LevelRead, ShopLevel, Stamp, StockLink, TillSale, Watermark, Written,
};
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::sorting::sorted;
use crate::domain::stock::Row;
use crate::lightspeed::{RSeries, XSeries};
use crate::policy::Series;
use crate::report::{Code, Issue, Log, Node, Shape, read};
use crate::rules::stock::publish::{Book, Inputs, Levels, Recipes, publish};
use crate::shopify::levels;

const R_LEVELS: &Shape = &Shape::of(&[("shopify", levels::LEVEL), ("lightspeed", RSeries::LEVEL)]);
const X_LEVELS: &Shape = &Shape::of(&[("shopify", levels::LEVEL), ("lightspeed", XSeries::LEVEL)]);

impl Bridge {
    pub(super) fn stock_publish(&self, context: &[u8], payload: &[u8]) -> Answer {
        let given: StockPublish = read::document(context, "$")?;
        if given.cause.trim().is_empty() {
            // Without one the same quantities would be one write for a whole day.
            return Err(Issue::new(Code::InvalidValue, "$.cause", "the cause is blank"));
        }
        let mut log = Log::new(level(given.explain));
        let known = Known::of(&given)?;
        let book = Book::of(&known.links, &self.policy);
        let mut levels = Levels::new(&book);
        let mut shop_levels: Vec<ShopLevel> = Vec::new();
        let shape = match self.policy.series {
            Series::R => R_LEVELS,
            Series::X => X_LEVELS,
        };
        let dialect = self.dialect();
        Lists { root: "$.levels", shape, fields: ["shopify", "lightspeed"] }.each(
            payload,
            |name, node: &Node<'_>| match name {
                "shopify" => levels::decode(node).map(|level| shop_levels.push(level)),
                _ => dialect.read_level(node).map(|row| levels.put(row)),
            },
        )?;
        let recipes = Recipes::of(&book, &known.links, &given.untracked, &self.policy);
        let inputs = Inputs {
            now: given.now,
            read_began_at: given.read_began_at,
            reads: &known.reads,
            lightspeed_complete: given.complete.lightspeed,
            shopify_complete: given.complete.shopify,
            links: &known.links,
            untracked: &given.untracked,
            levels: &levels,
            recipes: &recipes,
            shop_levels: &shop_levels,
            rows: &known.rows,
            watermarks: known.watermarks.as_deref(),
            earlier: &known.earlier,
            written: &known.written,
            till_sales: &known.till_sales,
            orders_read: given.orders_read,
            inactive: &given.inactive_locations,
            only_items: &given.inventory_items,
            only_locations: &given.locations,
        };
        let published = publish(&inputs, &self.policy, &mut log)
            .map_err(|error| Issue::new(Code::InvalidValue, "$", error.to_string()))?;
        let output = view(&self.policy, &given.cause, given.only_changes, published);
        Ok((raw(&output), log))
    }
}

/// What stands beside the levels, in neutral words.
struct Known {
    links: Vec<StockLink>,
    reads: Vec<LevelRead>,
    rows: Vec<Row>,
    watermarks: Option<Vec<Watermark>>,
    earlier: Vec<EarlierRead>,
    written: Vec<Written>,
    till_sales: Vec<TillSale>,
}

impl Known {
    fn of(given: &StockPublish) -> Result<Self, Issue> {
        once(&given.reads, "$.reads", |own| (&own.item, &own.outlet))?;
        once(&given.earlier, "$.earlier", |own| (own.inventory_item, own.location))?;
        once(&given.written, "$.written", |own| (own.inventory_item, own.location))?;
        let marks = given.watermarks.as_deref();
        once(marks.unwrap_or_default(), "$.watermarks", |own| (&own.item, &own.outlet))?;
        let watermarks = match marks {
            None => None,
            Some(marks) => Some(placed(marks, "$.watermarks", watermark)?),
        };
        let reads = given.reads.iter().map(|own| LevelRead {
            item: own.item.clone(),
            outlet: own.outlet.clone(),
            began_at: own.began_at,
        });
        let till_sales = given.till_sales.iter().map(|own| TillSale {
            item: own.item.clone(),
            outlet: own.outlet.clone(),
            sale: own.sale.clone(),
        });
        Ok(Self {
            links: placed(&given.links, "$.links", link)?,
            reads: reads.collect(),
            rows: placed(&given.rows, "$.rows", |own, path| {
                let (units, open) = (own.quantity.0, own.open.0);
                let wrong = |field: &str, message: &str| {
                    Err(Issue::new(Code::InvalidValue, format!("{path}.{field}"), message))
                };
                if units <= rust_decimal::Decimal::ZERO {
                    return wrong("quantity", "a row has units");
                }
                if open < rust_decimal::Decimal::ZERO || open > units {
                    return wrong("open", "no more units can be open than the row has");
                }
                Ok(Row::from(own))
            })?,
            watermarks,
            earlier: placed(&given.earlier, "$.earlier", |own, path| {
                Ok(EarlierRead {
                    inventory_item: own.inventory_item,
                    location: own.location,
                    quantity: whole(own.quantity, path, "quantity")?,
                    began_at: own.read_began_at,
                })
            })?,
            written: placed(&given.written, "$.written", |own, path| {
                Ok(Written {
                    inventory_item: own.inventory_item,
                    location: own.location,
                    quantity: whole(own.quantity, path, "quantity")?,
                    committed: whole(own.committed, path, "committed")?,
                    at: None,
                })
            })?,
            till_sales: till_sales.collect(),
        })
    }
}

/// What `read` makes of each entry; its path is made only where something is wrong.
fn placed<T, R>(
    given: &[T],
    root: &str,
    read: impl Fn(&T, &str) -> Result<R, Issue>,
) -> Result<Vec<R>, Issue> {
    let each = given.iter().enumerate();
    each.map(|(place, own)| {
        read(own, "$").map_err(|issue| issue.below(&format!("{root}[{place}]")))
    })
    .collect()
}

/// Two entries about one thing would leave it open which one is meant.
fn once<'g, T, K: Ord>(given: &'g [T], root: &str, key: impl Fn(&'g T) -> K) -> Result<(), Issue> {
    let order = sorted(given.iter().enumerate().collect(), |one: &(usize, &T), other| {
        key(one.1).cmp(&key(other.1))
    });
    for pair in order.windows(2) {
        if let [(_, one), (place, other)] = pair
            && key(one) == key(other)
        {
            return Err(Issue::new(
                Code::InvalidValue,
                format!("{root}[{place}]"),
                "there is another entry about the same",
            ));
        }
    }
    Ok(())
}

fn link(own: &StockedLink, path: &str) -> Result<StockLink, Issue> {
    let kit = match (own.kit.as_slice(), own.kit_untold) {
        ([], false) => None,
        (_, true) => Some(Kit::Untold),
        (components, false) => {
            let mut recipe: Vec<(ItemId, Quantity)> = Vec::with_capacity(components.len());
            for (place, component) in components.iter().enumerate() {
                if component.quantity.0 <= rust_decimal::Decimal::ZERO {
                    let path = format!("{path}.kit[{place}].quantity");
                    let message = "a kit takes more than that of a component";
                    return Err(Issue::new(Code::InvalidValue, path, message));
                }
                recipe.push((component.item.clone(), Quantity::new(component.quantity.0)));
            }
            Some(Kit::Recipe(recipe))
        }
    };
    Ok(StockLink {
        inventory_item: own.inventory_item,
        variant: own.variant,
        item: own.item.clone(),
        goods: match own.goods {
            GoodsKind::Counted => Goods::Counted,
            GoodsKind::Untracked => Goods::Untracked,
            GoodsKind::GiftCard => Goods::GiftCard,
            GoodsKind::Service => Goods::Service,
            GoodsKind::Archived => Goods::Archived,
        },
        kit,
    })
}

fn watermark(own: &LevelMark, path: &str) -> Result<Watermark, Issue> {
    let stamp = match (own.at, own.version) {
        (Some(at), None) => Stamp::At(at),
        (None, Some(version)) => {
            let number = whole(version, path, "version")?;
            let number = u64::try_from(number).map_err(|_| {
                Issue::new(Code::InvalidValue, format!("{path}.version"), "not a version")
            })?;
            Stamp::Version(number)
        }
        _ => {
            let message = "either `at` or `version` says how new it was";
            return Err(Issue::new(Code::InvalidValue, path, message));
        }
    };
    let (item, outlet) = (own.item.clone(), own.outlet.clone());
    Ok(Watermark { item, outlet, stamp: Some(stamp), units: Quantity::new(own.units.0) })
}

fn whole(given: DecimalText, path: &str, field: &str) -> Result<i64, Issue> {
    Quantity::new(given.0).as_i64().ok_or_else(|| {
        Issue::new(Code::InvalidValue, format!("{path}.{field}"), "not a whole number")
    })
}

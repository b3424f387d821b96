//! Two catalogues of one assortment, as two systems have it after some years.

use std::collections::BTreeMap;

use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Series {
    R,
    X,
}

/// What is wrong with a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mess {
    /// Nothing.
    None,
    /// Another variant or another item has its SKU.
    DuplicateSku,
    /// The SKU is spelled with other case, spaces or dashes.
    Spelling,
    /// The dash or a zero in front is missing on one side.
    Near,
    /// One side has no SKU; both have the barcode.
    NoSku,
    /// The variant has neither SKU nor barcode; its words are those of the item.
    NoCode,
    /// The variant was made anew: the link names the old one.
    Recreated,
    /// The SKU was changed on one side; the link stands.
    Renamed,
    /// The item lost its SKU, and another item has it now; both have barcodes.
    SkuReused,
}

impl Mess {
    pub(crate) const ALL: [Self; 8] = [
        Self::DuplicateSku,
        Self::Spelling,
        Self::Near,
        Self::NoSku,
        Self::NoCode,
        Self::Recreated,
        Self::Renamed,
        Self::SkuReused,
    ];

    /// Whether a careful person would link it without asking anybody.
    pub(crate) fn is_linkable(self) -> bool {
        !matches!(self, Self::DuplicateSku | Self::Near | Self::SkuReused)
    }
}

/// What a variant is.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    pub(crate) item: String,
    pub(crate) mess: Mess,
}

pub(crate) struct Catalogues {
    pub(crate) variants: Vec<Value>,
    pub(crate) items: Vec<Value>,
    pub(crate) known: Value,
    pub(crate) truth: BTreeMap<String, Truth>,
}

/// A row of either side, before it is put into the words of its system.
struct Row {
    number: u64,
    sku: String,
    barcode: String,
    title: String,
    options: [&'static str; 2],
    family: u64,
    price: u64,
}

const MATERIALS: [&str; 12] = [
    "Linen", "Cotton", "Wool", "Silk", "Denim", "Leather", "Canvas", "Fleece", "Cashmere",
    "Corduroy", "Velvet", "Jersey",
];
const THINGS: [&str; 12] = [
    "Shirt", "Jacket", "Trousers", "Dress", "Skirt", "Coat", "Scarf", "Belt", "Bag", "Cap", "Vest",
    "Jumper",
];
const COLOURS: [&str; 6] = ["Red", "Blue", "Green", "Black", "White", "Sand"];
const SIZES: [&str; 6] = ["XS", "S", "M", "L", "XL", "XXL"];

/// A generator of its own: the same seed is the same catalogue everywhere.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % bound
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }
}

impl Catalogues {
    /// About `count` pairs, in families of one to eight.
    pub(crate) fn make(series: Series, seed: u64, count: u64) -> Self {
        let mut made =
            Self { variants: vec![], items: vec![], known: json!([]), truth: BTreeMap::new() };
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed << 32 | count));
        let mut number = 1_000 + seed * 1_000_000;
        let last = number + count;
        let mut family = 0;
        while number < last {
            family += 1;
            let title = format!("{} {} {}", dice.of(&MATERIALS), dice.of(&THINGS), family);
            let colour = dice.of(&COLOURS);
            let size = dice.of(&[1, 2, 4, 6, 6, 8]);
            let price = 500 + dice.below(20_000);
            for place in 0..size {
                number += 1;
                let options = [COLOURS[place / 6].max(colour), SIZES[place % 6]];
                let row = Row {
                    number,
                    sku: format!(
                        "{}-{family:05}-{place}",
                        title.chars().take(2).collect::<String>().to_uppercase()
                    ),
                    barcode: barcode(number),
                    title: title.clone(),
                    options,
                    family,
                    price,
                };
                made.pair(series, &row, &mut dice);
            }
        }
        made
    }

    fn pair(&mut self, series: Series, row: &Row, dice: &mut Dice) {
        let roll = dice.below(100);
        let mess = match roll {
            0..=39 => Mess::ALL[usize::try_from(roll / 5).unwrap()],
            40..=44 => return self.alone(series, row, dice),
            _ => Mess::None,
        };
        let (variant, item) = self.spoil(series, row, mess, dice);
        self.variants.push(variant);
        self.items.push(item);
        self.truth.insert(row.gid(), Truth { item: row.item_id(series), mess });
    }

    /// The pair after what happened to it.
    fn spoil(&mut self, series: Series, row: &Row, mess: Mess, dice: &mut Dice) -> (Value, Value) {
        let (mut variant, mut item) = (row.variant(), row.item(series));
        let sku = if series == Series::R { "customSku" } else { "sku" };
        let coin = dice.below(2) == 0;
        match mess {
            Mess::None => {}
            // A card of the same goods, given up half-way.
            Mess::DuplicateSku if coin => self.items.push(row.twin("Old stock", "").item(series)),
            Mess::DuplicateSku => {
                let twin = row.twin("Copy", "");
                self.variants.push(twin.variant());
                self.truth.insert(twin.gid(), Truth { item: row.item_id(series), mess });
            }
            Mess::Spelling => {
                variant["sku"] = json!(row.spelled(dice.below(4)));
                variant["barcode"] = json!("");
            }
            Mess::Near => {
                let zeros = format!("00{}", row.sku);
                variant["sku"] = json!(if coin { row.sku.replace('-', "") } else { zeros });
                variant["barcode"] = Value::Null;
            }
            Mess::NoSku if coin => variant["sku"] = json!(""),
            Mess::NoSku => item[sku] = json!(""),
            Mess::NoCode => {
                variant["sku"] = Value::Null;
                variant["barcode"] = json!("");
            }
            Mess::Recreated => {
                let old = format!("gid://shopify/ProductVariant/{}", row.number + 700_000);
                self.know(&old, &row.item_id(series));
            }
            Mess::SkuReused => {
                item[sku] = json!("");
                let code = if coin { String::new() } else { barcode(row.number + 500_000) };
                let other = row.twin("Another thing", &code);
                self.items.push(other.item(series));
            }
            Mess::Renamed => {
                variant["sku"] = json!(format!("NEW-{}", row.number));
                variant["barcode"] = json!(barcode(row.number + 300_000));
                self.know(&row.gid(), &row.item_id(series));
            }
        }
        (variant, item)
    }

    /// Codes of unlike kinds that are equal by accident: short numbers, as SKU here and as vendor
    /// code or barcode there.
    pub(crate) fn tangle(&mut self, series: Series) {
        for (place, item) in self.items.iter_mut().enumerate().filter(|(place, _)| place % 7 == 0) {
            let other = json!((place % 90).to_string());
            match (series, place % 3) {
                (Series::R, 0) => item["manufacturerSku"] = other,
                (Series::R, 1) => item["customSku"] = other,
                (Series::R, _) => item["upc"] = other,
                (Series::X, 0) => item["supplier_code"] = other,
                (Series::X, _) => item["sku"] = other,
            }
        }
        for (place, variant) in
            self.variants.iter_mut().enumerate().filter(|(place, _)| place % 11 == 0)
        {
            variant[if place % 2 == 0 { "sku" } else { "barcode" }] =
                json!((place % 90).to_string());
        }
    }

    /// One side only has it.
    fn alone(&mut self, series: Series, row: &Row, dice: &mut Dice) {
        if dice.below(2) == 0 {
            self.variants.push(row.variant());
        } else {
            self.items.push(row.item(series));
        }
    }

    fn know(&mut self, variant: &str, item: &str) {
        self.known.as_array_mut().unwrap().push(json!({"variant": variant, "item": item}));
    }
}

impl Row {
    /// Another one with its SKU.
    fn twin(&self, title: &str, barcode: &str) -> Self {
        Self {
            number: self.number + 500_000,
            sku: self.sku.clone(),
            barcode: barcode.to_owned(),
            title: title.to_owned(),
            ..*self
        }
    }

    /// Its SKU as somebody else would write it.
    fn spelled(&self, way: u64) -> String {
        match way {
            0 => format!(" {}", self.sku.to_lowercase()),
            1 => self.sku.replace('-', "\u{2011}"),
            2 => format!("{}\u{a0}", self.sku),
            _ => self.sku.chars().map(wide).collect(),
        }
    }

    fn gid(&self) -> String {
        format!("gid://shopify/ProductVariant/{}", self.number)
    }

    fn item_id(&self, series: Series) -> String {
        match series {
            Series::R => self.number.to_string(),
            Series::X => format!("06bf537b-c77f-11e6-ff13-{:012x}", self.number),
        }
    }

    fn price(&self) -> String {
        format!("{}.{:02}", self.price / 100, self.price % 100)
    }

    fn variant(&self) -> Value {
        json!({
            "id": self.gid(),
            "sku": self.sku,
            "barcode": self.barcode,
            "title": format!("{} / {}", self.options[0], self.options[1]),
            "displayName": format!("{} - {} / {}", self.title, self.options[0], self.options[1]),
            "price": self.price(),
            "inventoryQuantity": self.number % 40,
            "updatedAt": "2026-11-20T09:15:02Z",
            "selectedOptions": [
                {"name": "Colour", "value": self.options[0]},
                {"name": "Size", "value": self.options[1]},
            ],
            "inventoryItem": {
                "id": format!("gid://shopify/InventoryItem/{}", self.number + 9_000_000),
                "tracked": true,
                "unitCost": null,
            },
            "product": {
                "id": format!("gid://shopify/Product/{}", 7_000_000 + self.family),
                "title": self.title,
                "handle": self.title.to_lowercase().replace(' ', "-"),
                "isGiftCard": false,
                "status": "ACTIVE",
                "vendor": "Acme",
                "productType": "Apparel",
            },
        })
    }

    fn item(&self, series: Series) -> Value {
        let description = format!("{} {} {}", self.title, self.options[0], self.options[1]);
        match series {
            Series::R => self.r_item(&description),
            Series::X => self.x_product(),
        }
    }

    fn r_item(&self, description: &str) -> Value {
        let id = self.number.to_string();
        let stamp = "2026-02-11T12:04:00+00:00";
        let shop = |shop: u64| {
            json!({"itemShopID": (self.number * 2 + shop).to_string(), "qoh": (self.number % 30).to_string(),
                "sellable": (self.number % 30).to_string(), "backorder": "0", "componentQoh": "0",
                "componentBackorder": "0", "reorderPoint": "0", "reorderLevel": "0", "timeStamp": stamp,
                "itemID": id, "shopID": shop.to_string()})
        };
        json!({
            "itemID": id, "systemSku": (210_000_000_000 + self.number).to_string(), "defaultCost": "4.5", "avgCost": "0",
            "discountable": "true", "tax": "true", "archived": "false", "itemType": "default", "serialized": "false",
            "description": description, "modelYear": "0", "upc": "", "ean": self.barcode, "customSku": self.sku,
            "manufacturerSku": "", "createTime": stamp, "timeStamp": stamp, "publishToEcom": "false",
            "categoryID": "12", "taxClassID": "1", "departmentID": "0", "itemMatrixID": (8_000 + self.family).to_string(),
            "manufacturerID": "3", "seasonID": "0", "defaultVendorID": "2",
            "ItemAttributes": {"attribute1": self.options[0], "attribute2": self.options[1], "attribute3": "",
                "itemAttributeSetID": "1"},
            "ItemShops": {"ItemShop": [shop(1), shop(0)]},
            "Prices": {"ItemPrice": [
                {"amount": self.price(), "useTypeID": "1", "useType": "Default"},
                {"amount": "0", "useTypeID": "2", "useType": "MSRP"},
            ]},
        })
    }

    fn x_product(&self) -> Value {
        let codes = if self.barcode.is_empty() {
            json!([])
        } else {
            json!([{"type": "EAN", "code": self.barcode}])
        };
        let amount: Value = serde_json::from_str(&self.price()).unwrap();
        json!({
            "id": self.item_id(Series::X), "name": self.title,
            "variant_name": format!("{} / {} / {}", self.title, self.options[0], self.options[1]),
            "handle": format!("family{}", self.family), "sku": self.sku, "active": true, "is_active": true,
            "has_inventory": true, "is_composite": false, "has_variants": false, "button_order": 0,
            "image_url": "https://example.com/images/placeholder/product/no-image-white-standard.png",
            "image_thumbnail_url": "https://example.com/images/placeholder/product/no-image-white-thumb.png",
            "created_at": "2025-01-08T20:41:50+00:00", "updated_at": "2026-08-18T23:28:00+00:00", "source": "USER",
            "supply_price": 4.5, "version": 59_780_745_u64 + self.number, "type": {}, "supplier": {}, "brand": {},
            "variant_options": [{"id": "1", "name": "Colour", "value": self.options[0]}, {"id": "2", "name": "Size", "value": self.options[1]}],
            "categories": [], "images": [], "tag_ids": [], "attributes": [], "product_codes": codes,
            "price_including_tax": amount, "price_excluding_tax": amount,
        })
    }
}

/// Thirteen digits with the right check digit.
fn barcode(number: u64) -> String {
    let digits = format!("{:012}", 400_638_100_000 + number);
    let sum: u64 = digits
        .bytes()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn wide(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_graphic()).unwrap_or(c)
}

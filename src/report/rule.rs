//! The rules that explain values: an id and a sentence each.

/// A rule that values come from. From its inputs alone its result can be computed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id.
    pub id: &'static str,
    /// The sentence: `{name}` is replaced by that input, `{result}` by the result.
    pub sentence: &'static str,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident $id:literal $sentence:literal)*) => {
        $($(#[$doc])* pub const $name: Rule = Rule { id: $id, sentence: $sentence };)*

        /// Every rule.
        pub const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    /// Why a test order is no sale.
    SKIPPED_TEST "order.skipped.test"
        "The order is a test ({test}), so it is not posted: {result}."
    /// Why an old order is no sale.
    SKIPPED_BEFORE_GO_LIVE "order.skipped.before_go_live"
        "The order was placed at {at}, before {go_live}, so it is not posted: {result}."
    /// Why an order of which nothing is left is no sale.
    SKIPPED_NOTHING_LEFT "order.skipped.nothing_left"
        "Nothing of the order is left (cancelled: {cancelled}) and {kept} was kept, so it is not posted: {result}."
    /// Whether the sale is done or only reserves.
    MODE "order.mode"
        "{captured} was taken and {due} is due, so the sale is {result}."
    /// Which outlet an order is posted to.
    ORDER_OUTLET "order.outlet"
        "No location decides where this order ships from, so it is posted to outlet {result}."
    /// Which outlet serves a location.
    LOCATION_OUTLET "order.outlet.location"
        "Sales of location {location} are posted to outlet {result}."
    /// Where units go that no fulfilment order names.
    LINE_REST "order.line.rest"
        "No fulfilment order names {units} of the line's units; they are posted to outlet {result}."
    /// Which register a sale is recorded on.
    REGISTER "sale.register"
        "Web sales of outlet {outlet} are recorded on register {result}."
    /// What people find the sale by.
    REFERENCE "sale.reference"
        "The sale carries the order's name, {name}: {result}."
    /// When the sale was made.
    AT "sale.at"
        "The order was placed at {processed_at}: {result}."
    /// Whose sale it is.
    CUSTOMER "sale.customer"
        "The order's own customer is known: {given}; the sale is that of customer {result}."
    /// How the goods reach the buyer.
    DELIVERY "sale.delivery"
        "Sold at the till: {till}; goods to be sent: {goods}; told by fulfilment orders: {told} (picked up: {pick_up}, sent: {shipped}); so the delivery is {result}."
    /// A line of which no unit is left.
    LINE_DROPPED "order.line.dropped"
        "Of {ordered} units {now} are left, so no sale line stands for it: {result}."
    /// What a line comes to.
    LINE_AMOUNT "order.line.amount"
        "{units} x {price} less {discount} of discounts is {result}."
    /// What a line comes to after refunds.
    LINE_AFTER_REFUNDS "order.line.after_refunds"
        "{amount} less {refunded} that was refunded is {result}."
    /// Its tax after refunds.
    LINE_TAX_AFTER_REFUNDS "order.line.tax_after_refunds"
        "{tax} of tax less {refunded} that was refunded is {result}."
    /// What a line comes to after an edit that nothing tells the amount of.
    LINE_AFTER_EDIT "order.line.after_edit"
        "{units} units are left and {gone} are gone: of {amount} that is {result}."
    /// The part of a line that falls to one outlet.
    LINE_SHARE "order.line.share"
        "{amount} shared by units ({weights}), to {digits} digits: share {at} is {result}."
    /// What a shipping line comes to.
    SHIPPING_AMOUNT "order.shipping.amount"
        "{price} less {discount} of discounts and {refunded} refunded is {result}."
    /// A shipping line that costs nothing.
    SHIPPING_FREE "order.shipping.free"
        "The shipping line comes to {price} (taken off the order: {removed}), so no sale line stands for it: {result}."
    /// An amount of the order that is no line.
    LUMP "order.amount"
        "Shopify states {what} of {amount}: {result}."
    /// Amounts in the shop's currency.
    SHOP_SHARES "order.shop_shares"
        "{what}: {whole} in the shop's currency, shared by {weights} to {digits} digits, is {result}."
    /// Which item a line sells.
    LINE_ITEM "order.line.item"
        "The {by} {key} is linked to item {result}."
    /// Which item stands for what is no product.
    HELPER_ITEM "order.helper_item"
        "The helper item for {for} is {result}."
    /// Which tax a line carries.
    LINE_TAX "order.line.tax"
        "The rates {rates}, contained in the price: {contained}, are Lightspeed tax {result}."
    /// Which tax class a line carries.
    LINE_TAX_CLASS "order.line.tax_class"
        "Tax {tax} charges {rate} on class {result}."
    /// The price of one unit as the sale line states it.
    UNIT_PRICE "order.line.unit_price"
        "{amount} (tax {tax} contained: {contained}) over {quantity} units, to {digits} digits, is {result} a unit before tax."
    /// The tax of one unit as the sale line states it.
    UNIT_TAX "order.line.unit_tax"
        "{tax} tax over {quantity} units, to {digits} digits, is {result} a unit."
    /// The discount of one unit as the sale line states it.
    UNIT_DISCOUNT "order.line.unit_discount"
        "{discount} off, over {over} for the tax in it and {quantity} units, to {digits} digits, is {result} a unit."
    /// The price of one unit, unchanged.
    UNIT_PRICE_AS_IS "order.line.unit_price_as_is"
        "The unit price is Shopify's own, {price}: {result}."
    /// The price of one unit, rounded up.
    UNIT_PRICE_UP "order.line.unit_price_up"
        "{amount} over {units} units, rounded up to {digits} digits, is {result} a unit."
    /// What is taken off a line.
    LINE_DISCOUNT "order.line.discount"
        "{units} x {price} less {amount} leaves {result} as the line's discount."
    /// Which payment type takes a payment.
    TENDER_TYPE "order.tender.type"
        "Gateway {gateway} (booked by hand: {manual}) is payment type {result}."
    /// How much a payment brings.
    TENDER_AMOUNT "order.tender.amount"
        "Transaction {transaction} brings {captured}; {left} of it is left and {open} of the sale is open: {result} is the tender."
    /// A text that was cut.
    TEXT_CUT "text.cut"
        "The text has {length} characters and is cut to {longest}: {result}."
    /// Digits that were taken out of a text.
    TEXT_CARD_NUMBERS "text.card_numbers"
        "{numbers} numbers that look like card numbers were replaced, for Lightspeed would blacken them: {result}."
    /// What Lightspeed will compute as the total.
    PREDICTED_TOTAL "order.total.predicted"
        "Lightspeed adds {nets} and the taxes {taxes} up to {result}."
    /// What Lightspeed will compute as the tax.
    PREDICTED_TAX "order.tax.predicted"
        "Lightspeed rounds the sum of {taxes} once, to {digits} digits: {result}."
    /// What Lightspeed will compute as one tax when it knows the rates only.
    PREDICTED_TAX_AT_RATES "order.tax.predicted_at_rates"
        "Lightspeed takes {rates} of {bases}, over {overs}, and rounds the sum once, to {digits} digits: {result}."
    /// What rounding leaves.
    ROUNDING "order.rounding"
        "{due} is due and Lightspeed would compute {predicted}: {result} goes on the rounding line."
    /// How many units of a line need stock.
    STOCK_LINE "stock.in_flight.line"
        "The line has {now} units, {out} more left and did not come back, and {counted} left before go-live: {result} units are to be found in stock."
    /// Units of a line at one location.
    STOCK_UNITS "stock.in_flight.units"
        "At location {location} {open} units are still to be sent and {gone} have left: {result}."
    /// Which outlet units without a location are taken from.
    STOCK_REST "stock.in_flight.rest"
        "No fulfilment order places the units; the order's sales stand at {used}, else at {default}: they are taken from outlet {result}."
    /// Units that no row stands for.
    STOCK_NO_ROW "stock.in_flight.no_row"
        "The units (location: {location}) take no stock of ours ({why}): {result}."
    /// Units that Lightspeed has.
    STOCK_TAKEN "stock.in_flight.taken"
        "Of {gone} units that left Lightspeed has {held_gone} to give, of {open} still to be sent {held_open}: {result} are in Lightspeed."
    /// How many of them are still to be sent.
    STOCK_TAKEN_OPEN "stock.in_flight.taken_open"
        "{open} units are still to be sent and {held} are left to be given: {result} of the row are open."
    /// When Lightspeed was known to have them.
    STOCK_CONFIRMED "stock.in_flight.confirmed"
        "Sale {sale} ({how}) was known to stand at {result}."
    /// Units that Lightspeed does not have.
    STOCK_MISSING "stock.in_flight.missing"
        "Of {units} units {taken} are in Lightspeed, so {result} are not."
    /// Why it does not have them.
    STOCK_REASON "stock.in_flight.reason"
        "Never posted: {never}; a write under way: {sent}; missing from a reservation: {short}; a sale stands at the outlet: {stands}; so the reason is {result}."
    /// What state they are in.
    STOCK_STATE "stock.in_flight.state"
        "The units have left: {left}; Lightspeed does not have them ({reason}); so they are {result}."
    /// Units that no level can miss any more.
    STOCK_SETTLED "stock.in_flight.settled"
        "{units} units left and are in Lightspeed since {confirmed_at}, before any level that is still used was read ({levels_since}): {result}."
    /// What Lightspeed has beyond the order's need.
    STOCK_EXCESS "stock.in_flight.excess"
        "Outlet {outlet} holds {held} units and {used} are needed: {result} are too many."
    /// An order that was known in a newer version.
    STOCK_STALE "stock.in_flight.stale"
        "The order as of {updated_at} is older than what was decided from ({as_of}), so the earlier rows count: {result}."
    /// An order that Shopify no longer has.
    STOCK_DELETED "stock.in_flight.deleted"
        "Shopify no longer has the order ({deleted}): {result}."
    /// What the outlets of a location can sell together.
    STOCK_SELLABLE "stock.publish.sellable"
        "Outlets {outlets} can sell {levels}: together {result}."
    /// Whether a row in flight counts against the level.
    STOCK_COUNTS "stock.publish.counts"
        "Row {row} is {state}, known since {confirmed_at}, and the level's read began at {read}: it counts: {result}."
    /// How many units of an item are in flight.
    STOCK_FLIGHT "stock.publish.in_flight"
        "{gone} units left, {new} are still to be sent ({elsewhere} elsewhere), and of {committed} that Shopify has committed {in_lightspeed} are in Lightspeed: {result} are in flight."
    /// How many units of an item kits in flight take.
    STOCK_KIT_FLIGHT "stock.publish.kit_in_flight"
        "Kit {kit} takes {need}: {gone} kits left, {new} are still to be sent ({elsewhere} elsewhere), and of {committed} that Shopify has committed {in_lightspeed} are in Lightspeed: {result} units are in flight."
    /// What is held back.
    STOCK_SAFETY "stock.publish.safety"
        "To be held back: {item_location} of this item here, {item} of this item, {location} here, {tenant} of all (a kit: {kit}); of {sellable} that is {result}."
    /// What can be sold.
    STOCK_AVAILABLE "stock.publish.available"
        "{sellable} less {in_flight} in flight and {safety} held back, in whole units, is {result}."
    /// How many kits can be made.
    STOCK_KIT "stock.publish.kit"
        "Of {components} there are {available}, and a kit takes {needs}: {result} can be made."
    /// What one of several variants gets.
    STOCK_SHARE "stock.publish.share"
        "{units} units are shared by {variants} variants; the one at place {at} gets {result}."
    /// What must not be sold at all.
    STOCK_NOTHING "stock.publish.nothing"
        "It is not to be sold ({why}): {result}."
    /// What no quantity is decided of.
    STOCK_NOT_DECIDED "stock.publish.not_decided"
        "No quantity is decided ({why}): {result}."
    /// What is done about a quantity.
    STOCK_CHANGE "stock.publish.change"
        "Shopify has {shopify} and {units} (at most {limit}) can be sold; orders not explained: {unexplained}; an earlier read, {waited} seconds before (at least {confirm_after}), said {earlier}: {result}."
    /// What is written.
    STOCK_WRITE "stock.publish.write"
        "{units} can be sold, at most {limit}, and an earlier read said {earlier}: {result} is written."
    /// Why a variant is an item.
    LINK_CODE "link.code"
        "The variant's {field}, {code}, is the {item_field} of item {item} ({codes}), and nobody else has it: {result}."
    /// Why a variant without any code is an item.
    LINK_WORDS "link.words"
        "The words {title}, {options} are those of {item_title}, {attributes}, of family {family}, to which siblings of the variant are linked, and item {item} alone has them: {result}."
    /// An e-mail address in its normal form.
    EMAIL_NORMAL "customer.email.normal"
        "The e-mail address at {email} was {steps}; it stands at {result}."
    /// A phone number in E.164.
    PHONE_NORMAL "customer.phone.normal"
        "The phone number at {phone} was {steps}; it stands at {result}."
    /// What the rows of a family leave.
    PAYOUT_FAMILY "payout.family"
        "{rows} rows come to {gross}, cost {fee}, and leave {beyond} beyond that: {result} reaches the bank."
    /// What a payout says beyond what its rows leave.
    PAYOUT_RESIDUE "payout.residue"
        "The payout says {stated} and its rows leave {nets}: the difference is {result}."
}

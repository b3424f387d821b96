//! The one table of codes. A code is stable and never reused; `docs/exceptions.md` is made
//! from this table.

use serde::Serialize;

/// What a code is raised as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The input of a call cannot be worked with.
    Input,
    /// The tenant's configuration is not usable.
    Config,
    /// One record needs a person.
    Record,
    /// The flow itself could not go on.
    Flow,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing is wrong yet; somebody should know.
    Notice,
    /// One record was not carried over.
    Error,
    /// Money or stock may be wrong until somebody acts.
    Critical,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The ecommerce lead.
    Ecommerce,
    /// Retail operations.
    RetailOps,
    /// Finance.
    Finance,
    /// Whoever runs the integration.
    Integration,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The code's text.
    pub id: &'static str,
    /// What it is raised as.
    pub kind: Kind,
    /// How bad it is.
    pub severity: Severity,
    /// Who acts.
    pub owner: Owner,
    /// What it means, in plain words.
    pub meaning: &'static str,
    /// What to do next.
    pub next_step: &'static str,
}

macro_rules! codes {
    ($($name:ident $id:literal $kind:ident $severity:ident $owner:ident $meaning:literal $next:literal)*) => {
        /// A registered code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code {
            $(
                #[doc = $meaning]
                #[serde(rename = $id)]
                $name,
            )*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The code's row.
            #[must_use]
            #[inline(never)]
            pub fn entry(self) -> Entry {
                match self {
                    $(Code::$name => Entry {
                        id: $id,
                        kind: Kind::$kind,
                        severity: Severity::$severity,
                        owner: Owner::$owner,
                        meaning: $meaning,
                        next_step: $next,
                    },)*
                }
            }
        }
    };
}

codes! {
    InvalidJson "INVALID_JSON" Input Error Integration
        "The document is not JSON: it is cut off, empty, not UTF-8 or misspelled."
        "Send the body exactly as it was received, without parsing and printing it again."
    WrongType "WRONG_TYPE" Input Error Integration
        "A value is of another type than the contract asks for."
        "Look at the path and at the schema of the contract."
    MissingField "MISSING_FIELD" Input Error Integration
        "A field that is required is not there."
        "Add the field named by the path."
    UnknownField "UNKNOWN_FIELD" Input Error Integration
        "A field is not part of the contract; it may be misspelled."
        "Correct or remove the field named by the path."
    DuplicateField "DUPLICATE_FIELD" Input Error Integration
        "A field stands twice in one object, so it is not clear which one is meant."
        "Remove one of them."
    InvalidValue "INVALID_VALUE" Input Error Integration
        "A value has the right type but not a possible content."
        "Look at the path and the message."
    UnsafeNumber "UNSAFE_NUMBER" Input Critical Integration
        "A number has passed through JavaScript and may have lost digits: an id beyond 2^53, or more than 15 significant digits."
        "Hand over the raw body as bytes or text instead of a parsed object."
    UnreadableInput "UNREADABLE_INPUT" Input Error Integration
        "An object cannot be read: it refers to itself, or one of its properties throws."
        "Hand over plain data, best of all the raw body."
    TooLarge "TOO_LARGE" Input Error Integration
        "The input is larger than the module accepts."
        "Split it, or page it."
    TooDeep "TOO_DEEP" Input Error Integration
        "The input is nested more deeply than the module accepts."
        "Send the document as the vendor sent it."
    MissingBody "MISSING_BODY" Input Error Integration
        "A body was announced but not handed over."
        "Pass as many bodies as the envelope refers to."
    WrongContract "WRONG_CONTRACT" Input Error Integration
        "The document was written for another version of the contract."
        "Use the facade that came with this module."
    WrongTenant "WRONG_TENANT" Input Critical Integration
        "The task or its event belongs to another tenant than this Bridge."
        "Look up the Bridge by the shop's domain before stepping."
    UnknownDecision "UNKNOWN_DECISION" Input Error Integration
        "There is no decision of this name."
        "`describe` lists the decisions."
    UnknownEvent "UNKNOWN_EVENT" Input Error Integration
        "There is no flow for this event."
        "`describe` lists the events; unsubscribe from the others."
    Trapped "TRAPPED" Input Critical Integration
        "The module failed in a way it should not be able to. It was reset; nothing was answered."
        "Report it with the input. The next call is served by a fresh instance."

    ConfigInvalid "CONFIG_INVALID" Config Error Integration
        "A value of the configuration is not possible."
        "Correct the value named by the path."
    ConfigUnknownCurrency "CONFIG_UNKNOWN_CURRENCY" Config Error Integration
        "The currency is not an active ISO 4217 code."
        "Use the shop's currency as Shopify shows it, such as `USD`."
    ConfigEmpty "CONFIG_EMPTY" Config Error Integration
        "A list that needs at least one entry is empty."
        "Add an entry."
    ConfigDuplicate "CONFIG_DUPLICATE" Config Error Integration
        "The same thing is configured twice."
        "Remove one of the two."
    ConfigUnknownOutlet "CONFIG_UNKNOWN_OUTLET" Config Error Integration
        "An outlet is named that is not in `outlets`."
        "Add the outlet with its register, or correct the id."
    ConfigNoZone "CONFIG_NO_ZONE" Config Error Integration
        "A time zone is named whose offsets are not in `zones`."
        "Use an IANA name; the facade fills in `zones` from the host's Intl."
    ConfigSeriesField "CONFIG_SERIES_FIELD" Config Error Integration
        "A field belongs to the other Lightspeed series, or an id is not one of this series."
        "R-Series ids are numbers, X-Series ids are UUIDs."

    ConfigGiftCard "CONFIG_GIFT_CARD" Config Error Integration
        "The item that gift cards are sold as is not declared to be a non-inventory item mapped to a liability."
        "Create a non-inventory item whose account is a liability, and declare both in `helper_items.gift_card`."

    OrderNotMapped "ORDER_NOT_MAPPED" Record Error Integration
        "The order has something that is not carried over yet; nothing of it was posted."
        "Enter the order by hand, and keep the exception until the version that maps it is installed."
    OrderNotPaid "ORDER_NOT_PAID" Record Notice Ecommerce
        "The order is not fully paid and captured, so it is not posted yet."
        "Capture the payment in Shopify; the order is looked at again when Shopify reports it."
    FinancialStatusUnknown "FINANCIAL_STATUS_UNKNOWN" Record Error Integration
        "Shopify gives the order's money a status that is not known here; it is not guessed what it means."
        "Look at the order's payments in Shopify, and report the status."
    OrderNoCustomer "ORDER_NO_CUSTOMER" Record Error Ecommerce
        "Stock can be kept only for a customer, and the order has none with an e-mail address."
        "Configure a guest customer in `customers.guest`, or add an e-mail address to the order in Shopify; then replay it."
    CancelledNotRefunded "CANCELLED_NOT_REFUNDED" Record Critical Finance
        "The order was cancelled, and money that was taken for it was kept."
        "Refund it in Shopify, or book the amount by hand if it is to be kept."
    OrderTotalsDisagree "ORDER_TOTALS_DISAGREE" Record Critical Finance
        "The order's own figures do not add up to its total."
        "Compare the order in Shopify with the evidence; do not post it by hand before the difference is understood."
    CurrencyDiffers "CURRENCY_DIFFERS" Record Critical Finance
        "An amount is in another currency than the tenant's."
        "Check the currency of the shop and of the payment."
    LineUnlinked "LINE_UNLINKED" Record Error RetailOps
        "An order line is linked to no Lightspeed item. If the order is posted, the placeholder item stands for it, with its text."
        "Link the variant to an item, and correct the stock of the item that was sold."
    LinkAmbiguous "LINK_AMBIGUOUS" Record Error RetailOps
        "An order line is linked to several Lightspeed items. If the order is posted, the placeholder item stands for it, with its text."
        "Remove all links but the right one, and correct the stock of the item that was sold."
    HelperItemMissing "HELPER_ITEM_MISSING" Record Error Finance
        "The order needs a helper item that is not configured."
        "Create the non-inventory item and name it in `helper_items`, then replay the order."
    LocationUnmapped "LOCATION_UNMAPPED" Record Error RetailOps
        "Units ship from a location that no outlet serves; they stand on the placeholder item, and no stock was touched."
        "Add the location to `locations`, or correct the stock where the units are taken from."
    FulfilmentOrdersDisagree "FULFILMENT_ORDERS_DISAGREE" Record Error RetailOps
        "The fulfilment orders name more units of a line than the order has, at several outlets."
        "Look at the order's fulfilments in Shopify, then replay the order."
    RefundLineUnknown "REFUND_LINE_UNKNOWN" Record Critical Finance
        "A refund names an order line that the order does not have."
        "Pass the whole order; compare its refunds in Shopify."
    RefundPending "REFUND_PENDING" Record Notice Finance
        "A refund is not settled yet, so what the order comes to is not known."
        "Nothing: the order is looked at again when Shopify reports the refund."
    RefundElsewhere "REFUND_ELSEWHERE" Record Critical Finance
        "More was refunded through a gateway than it took."
        "Compare the order's payments and refunds in Shopify, and book the difference by hand."
    TransactionUnknown "TRANSACTION_UNKNOWN" Record Error Finance
        "A transaction has a kind or status that is not known here, or is only a test; it is not guessed whether it moved money."
        "Look at the transaction in Shopify, and report its kind and status."
    TaxUnmapped "TAX_UNMAPPED" Record Error Finance
        "No Lightspeed tax is configured for a rate that the order charges."
        "Add the rate to `taxes` in the configuration, then replay the order."
    GatewayUnmapped "GATEWAY_UNMAPPED" Record Error Finance
        "No payment type is configured for a gateway that took money."
        "Add the gateway to `payment_types` in the configuration, then replay the order."
    TransactionsMissing "TRANSACTIONS_MISSING" Record Critical Finance
        "Shopify says that money moved, but the order's transactions were not given."
        "Pass the order's transactions; a tender is never guessed."
    TenderDiffers "TENDER_DIFFERS" Record Critical Finance
        "What was captured is not what the order comes to."
        "Compare the order's transactions with its total in Shopify."
    TotalNotTied "TOTAL_NOT_TIED" Record Critical Finance
        "Lightspeed would compute another total than Shopify charged."
        "Check the rate and inclusive setting of the tax in Lightspeed; enter the order by hand if the difference is a rounding cent."
    TaxNotTied "TAX_NOT_TIED" Record Critical Finance
        "Lightspeed would compute another tax than Shopify charged, by more than rounding explains."
        "Check the rate of the tax in Lightspeed."

    PayoutResidue "PAYOUT_RESIDUE" Record Critical Finance
        "A payout's balance transactions do not add up to what it pays: nothing is posted for it."
        "Hand over all rows of the payout; if they are all there, ask Shopify with the payout's number and the difference."
    PayoutRowUnknown "PAYOUT_ROW_UNKNOWN" Record Critical Finance
        "A balance transaction has a type that is not known here: it stands in suspense, and its payout is held unless `payouts.unknown` says otherwise."
        "See in Shopify what the row is, and post it by hand; report the type so that it gets a family."
    PayoutRowSign "PAYOUT_ROW_SIGN" Record Critical Finance
        "A balance transaction has the wrong sign for its type, such as a charge below zero: it stands in suspense, and its payout is held unless `payouts.unknown` says otherwise."
        "See in Shopify what the row is, and post it by hand."
    PayoutRowNet "PAYOUT_ROW_NET" Record Critical Finance
        "What a balance transaction leaves is not its amount less its fee. The bank gets what it leaves; the difference stands in suspense, and the payout is held unless `payouts.unknown` says otherwise."
        "Ask Shopify which of the three figures is right."
    PayoutRowTwice "PAYOUT_ROW_TWICE" Record Critical Finance
        "Two balance transactions have one id and differ, or are word for word the same without an id: only the first counts, and the payout is held."
        "Export the payout again; if it is the same, compare the rows with Shopify's payout page."
    PayoutRowElsewhere "PAYOUT_ROW_ELSEWHERE" Record Error Finance
        "A balance transaction belongs to a payout that was not handed over: it is added to nothing."
        "Hand over its payout as well, or leave the row out."
    PayoutRowCurrency "PAYOUT_ROW_CURRENCY" Record Critical Finance
        "A balance transaction has another currency than its payout: it is added to nothing, and the payout is held."
        "Export the payout again; report it to Shopify if it is the same."
    PayoutRowTest "PAYOUT_ROW_TEST" Record Notice Finance
        "A balance transaction is a test: no money moved, and it is added to nothing."
        "Nothing, unless tests should be over: then turn off test mode in Shopify Payments."
    PayoutStatusUnknown "PAYOUT_STATUS_UNKNOWN" Record Error Integration
        "A payout has a status that is not known here, or does not say when it was issued: nothing is posted for it."
        "Look the payout up in Shopify, and report the status."
    PayoutSummaryWrong "PAYOUT_SUMMARY_WRONG" Record Notice Finance
        "Shopify's own summary of a payout is not what its balance transactions come to. The rows are what reaches the bank, and count."
        "Nothing, if the rows add up to the payout; keep the figures for a question to Shopify."
    PayoutSaleMissing "PAYOUT_SALE_MISSING" Record Error Finance
        "A payment that was paid out is on no sale in Lightspeed: the clearing account is short by it."
        "Replay the order, or enter its sale by hand. With `paid_before` another row holds its payment: ask Shopify."
    PayoutAmountDiffers "PAYOUT_AMOUNT_DIFFERS" Record Error Finance
        "A payment was paid out with another amount than Lightspeed's sale was paid with."
        "Compare the order's transactions with the sale; the reason says where to look first."
    PayoutRefundPending "PAYOUT_REFUND_PENDING" Record Notice Finance
        "A refund was taken off a payout, and Lightspeed has the sale but not its refund yet."
        "Enter the refund in Lightspeed, if it does not come by itself within a few days. With `paid_before` another row holds it: ask Shopify."
    PayoutRefundFailed "PAYOUT_REFUND_FAILED" Record Error Finance
        "A refund did not reach the buyer: the money came back with a payout and is still owed. It stands in suspense."
        "Pay the buyer in another way."
    PayoutUnplaced "PAYOUT_UNPLACED" Record Error Finance
        "A payment or refund names no order, or one that is older than the integration or no longer there: it stands in suspense."
        "Find what it is in Shopify, and move it from suspense to its account."
    PayoutCameBack "PAYOUT_CAME_BACK" Record Critical Finance
        "A payout failed or was cancelled: what it paid is on the account of returned payouts until Shopify pays it again."
        "Correct the bank account in Shopify, and see that the next payout holds the amount."
    PayoutAmended "PAYOUT_AMENDED" Record Notice Finance
        "Rows of a payout changed after it was posted: an entry of its own carries the difference."
        "Nothing. The first entry stays as it is."
    PayoutBooksClosed "PAYOUT_BOOKS_CLOSED" Record Notice Finance
        "An entry belongs into a period whose books are closed: it stands on the first open day and names its own."
        "Nothing, or open the period and post it there by hand."
    PayoutNoAccount "PAYOUT_NO_ACCOUNT" Record Notice Finance
        "The shop does not use Shopify Payments, or the app may not read its payouts: there is nothing to summarise."
        "Nothing, if the shop is paid in other ways; else grant `read_shopify_payments_payouts`."
    PayoutJournalOnly "PAYOUT_JOURNAL_ONLY" Record Notice Finance
        "A payout is in another currency than Lightspeed's books, or Lightspeed takes no summary of it: its journal entry is kept, and nothing is recorded in Lightspeed."
        "Post the journal entry in your books."
    PayoutNotRecorded "PAYOUT_NOT_RECORDED" Record Error Integration
        "A payout cannot be recorded in Lightspeed, for the configuration names no register, item or tax for it. Its journal entry is kept."
        "Run `tillbridge setup`, or name what is missing in `payouts`; then have the payout read again."
    ClearingUnexplained "CLEARING_UNEXPLAINED" Record Error Finance
        "What the clearing account of Shopify Payments stands at is not what its open items come to: a payment was recorded in Lightspeed by hand, or changed there."
        "Look through the month's payments of that type in Lightspeed for what no order of the web shop stands for."
    TurnoverDiffers "TURNOVER_DIFFERS" Record Error Finance
        "What Shopify says was sold on a day and what Lightspeed has for it differ, and neither another day nor a buyer who has not paid explains it."
        "Look at the differences that the row `turnover/<day>` names, order by order; then have the day tied out again."
    PayoutBankMissing "PAYOUT_BANK_MISSING" Record Error Finance
        "The bank account shows no movement for a payout that was paid."
        "Ask the bank for it with the trace id; it may take a few days."
    PayoutBankSeveral "PAYOUT_BANK_SEVERAL" Record Error Finance
        "Several movements on the bank account may be a payout, and nothing tells which."
        "Choose the movement; the candidates are in the evidence."
    PayoutBankDiffers "PAYOUT_BANK_DIFFERS" Record Error Finance
        "The bank moved another amount than the payout says, under its trace id."
        "See whether the bank took a fee, and post it."
    PayoutReportDiffers "PAYOUT_REPORT_DIFFERS" Record Error Finance
        "A figure of Shopify's finance report is not what the balance transactions of the month come to."
        "Compare the report's rows of the first and last day of the month: the report may count them in another month."

    FulfilledNotPosted "FULFILLED_NOT_POSTED" Record Critical RetailOps
        "Units of the order left, and no Lightspeed sale took them off its stock; they are kept out of what Shopify may sell."
        "Replay the order if it is to be posted; else take the units off Lightspeed's stock by hand, and say so for the order (`by_hand`)."
    Oversold "OVERSOLD" Record Critical RetailOps
        "More was sold than there is: orders of the web shop, or the till, took the last units at one time."
        "Find or order the missing units, or cancel the orders named in the evidence in Shopify."
    StockNegative "STOCK_NEGATIVE" Record Error RetailOps
        "Lightspeed's level is below zero, and no order of the web shop explains it; nothing of it can be sold."
        "Count the item in Lightspeed, and correct its level."
    StockNotOpened "STOCK_NOT_OPENED" Record Error RetailOps
        "Nobody has accepted yet what publishing stock would change, for the locations, outlets and rules of this configuration: everything is computed, and nothing is written."
        "Look at it with `tillbridge stock opening run`, and accept it with `tillbridge stock opening accept`."
    StockDuplicate "STOCK_DUPLICATE" Record Error Ecommerce
        "Several variants are one item, or a variant is several items: nothing is written for them, for the same units would be sold twice."
        "Remove all links but the right one, or decide in `stock.duplicates` that variants mirror or split the stock of their item."
    StockUnlinked "STOCK_UNLINKED" Record Error Ecommerce
        "Shopify can sell stock of a variant that is linked to no item: nobody counts it."
        "Link the variant to its item, or stop counting its stock in Shopify."
    StockUnplaced "STOCK_UNPLACED" Record Error RetailOps
        "Shopify has stock at a location that no outlet serves, or that is not in use any more: nobody counts it."
        "Add the location to `locations` with its outlets, or move its stock away in Shopify."
    StockForeignChange "STOCK_FOREIGN_CHANGE" Record Notice Ecommerce
        "Shopify has more than was written to it, and no order explains it: somebody or another app raised it, or returned goods were put back. It is set to what Lightspeed has."
        "Correct stock in Lightspeed only, and find out which app or person writes stock in Shopify."
    StockArchived "STOCK_ARCHIVED" Record Error RetailOps
        "An item that Lightspeed no longer sells has stock, or can be sold in Shopify: it is set to zero."
        "Restore the item in Lightspeed, or take its variant out of sale in Shopify."
    StockOverLimit "STOCK_OVER_LIMIT" Record Error RetailOps
        "There are more units than Shopify takes for one item; as many as it takes are written."
        "Correct the item's level in Lightspeed: it is hardly right."
    KitBroken "KIT_BROKEN" Record Error RetailOps
        "It cannot be told how many of a kit can be made: it contains itself, a component has no level, or nobody says what it is made of. It is set to zero."
        "Correct what the kit is made of in Lightspeed or in `links.kits`."
    LevelsIncomplete "LEVELS_INCOMPLETE" Record Error Integration
        "Levels were read in part only, or came empty: what is missing is not known to be zero, and its quantity stays as it is."
        "Read the levels again; check that the account and its access rights are the right ones."
    LevelMissing "LEVEL_MISSING" Record Error RetailOps
        "Lightspeed has no level of the item at any outlet, although it has one for each item that it counts; its quantity stays as it is."
        "See whether the item still exists in Lightspeed, and whether its stock is counted."
    LevelsDisagree "LEVELS_DISAGREE" Record Error Integration
        "Two rows of one level differ, and it cannot be told which is newer; the quantity stays as it is."
        "Nothing at first: the level is read again. If it lasts, report it with the evidence."
    LevelBackwards "LEVEL_BACKWARDS" Record Error Integration
        "A level is older than the one that was decided from before; the quantity stays as it is."
        "Nothing at first: the level is read again. If it lasts, the account was restored from an older state: forget its watermarks."
    ClockAhead "CLOCK_AHEAD" Record Notice Integration
        "Lightspeed says of a level that it changed in the future. The level counts, but nothing is put in order by it."
        "Set the host's clock; if it is right, report it to Lightspeed."
    LinksToReview "LINKS_TO_REVIEW" Record Error Ecommerce
        "Variants are linked to no item, and it is not certain which one each is: their orders are posted without their item, and their stock is not published."
        "List them with `tillbridge links list`, decide them in the file that `tillbridge links export` writes, and hand it in with `tillbridge links decide`."
    LinkBroken "LINK_BROKEN" Record Error Ecommerce
        "The item that a variant was linked to is archived, deleted or not in the catalogue any more; the link was taken away."
        "Restore the item in Lightspeed, link the variant to the item that took its place, or stop selling it in Shopify."
    LinkRenewed "LINK_RENEWED" Record Notice Ecommerce
        "A variant or an item was deleted and made anew with the same code: the link was taken over."
        "Check that it is the same goods; if it is not, unlink the variant."
    LinkTaken "LINK_TAKEN" Record Error Ecommerce
        "A person linked a variant to an item that is another variant's: an item has one variant, so nothing was changed."
        "Unlink the other variant first, or choose another item."
    CatalogueIncomplete "CATALOGUE_INCOMPLETE" Record Error Integration
        "A catalogue came empty, or much smaller than it was, while links stand: nothing was changed, for links would break that are right."
        "Check that the account and its access rights are the right ones, and read the catalogues again."
    SetupRightMissing "SETUP_RIGHT_MISSING" Record Error Integration
        "The credentials lack a right: what it is for cannot be read or done."
        "Grant the right that is named to the app or the employee whose token it is, and run set-up or the check again."
    SetupRival "SETUP_RIVAL" Record Error Integration
        "Another integration writes to the same account: sales and stock would be counted twice."
        "Disconnect it, or turn off its orders, stock and products; where only old records show it, delete or keep them and run the check again."
    SetupCurrency "SETUP_CURRENCY" Record Critical Finance
        "The two systems do not have the currency that is configured: no sale can be posted."
        "Correct `currency`, or connect the account that sells in it."
    SetupGone "SETUP_GONE" Record Error Integration
        "Something that the configuration names is archived, deleted or locked: what depends on it is held back."
        "Restore it, or name another one at the path that is given, and run set-up or the check again."
    SetupRenamed "SETUP_RENAMED" Record Error Integration
        "Something that the configuration names has another name than when it was chosen, and may mean another thing now: what depends on it is held back."
        "Name it as it was, choose another one at the path that is given, or run `tillbridge setup --accept-names` when it still is the right one."
    SetupUnfit "SETUP_UNFIT" Record Error Integration
        "An item that stands for what is no product keeps stock, or is taxed by Lightspeed: sales with it would not tie out and are held back."
        "Make it a non-inventory item without tax in Lightspeed, or name another one, and run the check again."
    SetupRegister "SETUP_REGISTER" Record Error Integration
        "A register stands at another outlet than the configuration says: its sales are held back."
        "Name a register of that outlet at the path that is given."
    SetupClosed "SETUP_CLOSED" Record Notice RetailOps
        "The register that web sales are recorded on is closed."
        "Open it in Lightspeed, and leave it open: web sales come at any time."
    SetupLocation "SETUP_LOCATION" Record Error RetailOps
        "An active Shopify location is served by no outlet: its orders become exceptions, and its stock is not published."
        "Add it to `locations` with its outlets, or deactivate it in Shopify."
    SetupOutletTwice "SETUP_OUTLET_TWICE" Record Error RetailOps
        "An outlet serves several Shopify locations: orders may be posted to it from all of them, but its stock can only be published at one."
        "Leave the outlet to one of the locations, or deactivate the others in Shopify."
    SetupWebhook "SETUP_WEBHOOK" Record Error Integration
        "Webhook subscriptions are missing, switched off or filtered: what they tell of is only met by the schedule, and late."
        "Run `tillbridge setup --apply`, which makes those that are missing; switch on, or remove the filter of, those that are there."
    SetupVersion "SETUP_VERSION" Record Notice Integration
        "An API version retires soon, is retired, or is not the one that is configured."
        "Name a newer version that this release supports in the configuration, and set the app's webhooks to it."
    SetupBlocks "SETUP_BLOCKS" Record Error Integration
        "The last check found something broken that this record needs: it is held back, so that nothing is written twice or to the wrong place."
        "Mend what the exception about set-up names, run `tillbridge check --live`, and replay the record."
    SetupIncomplete "SETUP_INCOMPLETE" Record Notice Integration
        "Set-up has questions that only a person can answer; until then the tenant cannot run."
        "Answer them in the configuration at the paths that are given, and run set-up again."
    KeyedByHandMaybe "KEYED_BY_HAND_MAYBE" Record Error RetailOps
        "Staff may have keyed the order into Lightspeed by hand, and it is not certain: it is not posted until a person decides, for its sale would be there twice."
        "Compare the sales in the evidence with the order, and say which one it is, or none, with `tillbridge adopt decide`."
    KeyedByHandToo "KEYED_BY_HAND_TOO" Record Critical RetailOps
        "The order was posted, and staff may have keyed it into Lightspeed by hand as well: money and stock may be booked twice."
        "Compare the sales in the evidence with the order. Void or refund the one that is too many in Lightspeed; say that it is none of the order's with `tillbridge adopt decide`."
    KeyedSaleTaken "KEYED_SALE_TAKEN" Record Error RetailOps
        "A person chose a Lightspeed sale for an order that is another order's: a sale is one order's, so nothing was changed."
        "Decide about the other order first, or choose another sale."
    KeyedSalesIncomplete "KEYED_SALES_INCOMPLETE" Record Error Integration
        "Lightspeed's sales came empty or fewer than before, or not in the order that was asked for: no order was decided, for one that was keyed by hand would be posted again."
        "Check that the account and its access rights are the right ones, and run `tillbridge adopt run` again."
    ReservedShort "RESERVED_SHORT" Record Error RetailOps
        "Lightspeed had fewer units than the order needs; the missing ones are kept out of what Shopify may sell."
        "Find, transfer or order the missing units, or cancel them in Shopify; then replay the order."

    CustomerAmbiguous "CUSTOMER_AMBIGUOUS" Record Error RetailOps
        "Several Lightspeed customers have this e-mail address."
        "Merge them in Lightspeed, then replay the order."
    OrderChanged "ORDER_CHANGED" Record Error RetailOps
        "The order was changed after it was posted, or stands in Lightspeed in another way than it is now."
        "Compare the difference named in the evidence with the sale, and correct the sale in Lightspeed."
    SaleReferenceTaken "SALE_REFERENCE_TAKEN" Record Critical RetailOps
        "Lightspeed has a sale with this order's reference that the integration did not write."
        "See whether the order was keyed in by hand. If so, adopt the sale with `tillbridge adopt decide`; if not, change its reference and replay the order."
    SaleVoided "SALE_VOIDED" Record Critical RetailOps
        "The order's sale was voided in Lightspeed, although the order stands in Shopify. Its stock and money are in no sale."
        "Cancel and refund the order in Shopify, or make the sale anew by hand and note its number on the order."
    RFilterIgnored "R_FILTER_IGNORED" Flow Error Integration
        "Lightspeed R ignored a filter, so that its answer does not show whether the record exists."
        "Report it; nothing was written."
    ShadowDiffers "SHADOW_DIFFERS" Record Notice RetailOps
        "The tenant is in shadow, and what would have been done about a day's orders differs from what staff did."
        "Read the day with `tillbridge shadow report`: mend what is wrong in the configuration or the links, and correct what was keyed wrongly."
    ShadowIncomplete "SHADOW_INCOMPLETE" Flow Error Integration
        "Lightspeed did not list its sales in the order that was asked for, so that a day in shadow cannot be compared."
        "Report it with the evidence; the report is tried again by itself."
    ClaimHeld "CLAIM_HELD" Flow Notice Integration
        "Another task is working on the same record and has not finished."
        "Nothing: the task is tried again."
    VendorRefused "VENDOR_REFUSED" Flow Error Integration
        "The vendor refused a request."
        "Read the vendor's message in the evidence."
    VendorUnreadable "VENDOR_UNREADABLE" Flow Error Integration
        "The vendor's answer is not what its documentation says."
        "Report it with the evidence."
    VendorUnreachable "VENDOR_UNREACHABLE" Flow Error Integration
        "A request was tried as often as allowed and never answered."
        "See whether the vendor is down; the task can be replayed."
    StoreFailed "STORE_FAILED" Flow Critical Integration
        "The host's store did not do what it was asked."
        "Look at the host's log."
    DuplicateWriteKey "DUPLICATE_WRITE_KEY" Flow Critical Integration
        "A flow tried to make the same thing twice; the second write was not made."
        "Report it: this is a fault of the module."
    TooManyRounds "TOO_MANY_ROUNDS" Flow Error Integration
        "A task took more rounds of requests than it may."
        "Report it with the task."
    TooMuchData "TOO_MUCH_DATA" Flow Error Integration
        "A task's answers grew larger than the module accepts."
        "Report it with the task."
}

impl Code {
    /// The code's text.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.entry().id
    }
}

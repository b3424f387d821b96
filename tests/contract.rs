//! The contract: its schemas and code table as committed, its readers against these schemas,
//! and what the doors answer to bad input.
//!
//! `BLESS=1 cargo test --features schema --test contract` writes `pkg/schema/` anew; nothing
//! else is ever blessed here.

#[cfg(test)]
#[path = "contract/bad_text.rs"]
mod bad_text;
#[cfg(test)]
#[path = "contract/codes.rs"]
mod codes;
#[cfg(test)]
#[path = "contract/committed.rs"]
mod committed;
#[cfg(test)]
#[path = "contract/doors.rs"]
mod doors;
#[cfg(test)]
#[path = "contract/drift.rs"]
mod drift;
#[cfg(test)]
#[path = "contract/refusals.rs"]
mod refusals;
#[cfg(test)]
#[cfg(feature = "schema")]
#[path = "contract/schemas.rs"]
mod schemas;
#[cfg(test)]
#[path = "contract/shapes.rs"]
mod shapes;

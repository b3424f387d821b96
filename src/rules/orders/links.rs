//! What is which item: said in the vocabulary, which other rules share.

pub use crate::domain::links::Links;

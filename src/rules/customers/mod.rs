//! Who is who.

pub mod keys;

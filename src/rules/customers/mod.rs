//! Who is who.

pub mod keys;

#[cfg(test)]
mod tests;

//! Reading payouts: what is read from where, and what is refused at which path.

mod csv;
mod list;
mod payout;
mod requests;
mod transaction;
mod types;

use crate::report::{Code, Issue};

/// The code and the path.
fn at<T: std::fmt::Debug>(read: Result<T, Issue>) -> (Code, String) {
    let issue = read.unwrap_err();
    (issue.code, issue.path.clone())
}

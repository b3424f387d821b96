//! Linking page by page: two catalogues through `links/read`, task after task, on the host that the
//! tests have. What all steps of all tasks take together is one figure.

use std::cell::RefCell;

use serde_json::Value;

use crate::catalogue::{self, Catalogues};
use crate::host::bytes;
use crate::inputs::{self, Series};
use crate::linking_host::{Core, Host};
use crate::module::{Compiled, Cost, Tenant};

/// The module with all that its steps took.
struct Metered(RefCell<(Tenant, Cost)>);

impl Core for Metered {
    fn step(&self, envelope: &[u8], bodies: &[&[u8]]) -> Value {
        let mut metered = self.0.borrow_mut();
        let (outcome, cost) = metered.0.step(envelope, bodies);
        let sum = &mut metered.1;
        sum.instructions += cost.instructions;
        sum.bytes_in += cost.bytes_in;
        sum.bytes_out += cost.bytes_out;
        sum.pages = cost.pages;
        serde_json::from_slice(&outcome).unwrap()
    }
}

/// What two catalogues of about so many take, and how many rows they have together.
pub fn paged(compiled: &Compiled, series: Series, count: u64) -> (Cost, u64) {
    let config = inputs::config(series);
    let (tenant, _) = compiled.open(&bytes(&config));
    let none = Cost { instructions: 0, bytes_in: 0, bytes_out: 0, pages: 0 };
    let metered = Metered(RefCell::new((tenant, none)));
    let made = Catalogues::make(own(series), 1, count);
    let rows = (made.variants.len() + made.items.len()) as u64;
    let mut host = Host::new(&metered, own(series), made);
    host.tenant = config["tenant"].as_str().unwrap().to_owned();
    host.run();
    let run = &host.store[&("links".to_owned(), "run".to_owned())];
    assert_eq!(run["state"], "done", "{run}");
    assert!(run["linked"].as_u64().unwrap() > count / 2, "{run}");
    (metered.0.into_inner().1, rows)
}

/// The series as the catalogues have it.
pub fn own(series: Series) -> catalogue::Series {
    match series {
        Series::R => catalogue::Series::R,
        Series::X => catalogue::Series::X,
    }
}

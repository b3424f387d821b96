//! The corpus of the structure-aware fuzz targets and the crashers they found, replayed on the
//! stable toolchain.
//!
//! `cargo test --test fuzz_drive -- --ignored` writes the seeds anew from the goldens.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]
#![expect(clippy::disallowed_methods, reason = "the inputs are files")]

#[cfg(test)]
#[path = "../fuzz/src/drive/mod.rs"]
mod drive;

#[cfg(test)]
mod golden;

#[cfg(test)]
mod replay {
    use std::fs;
    use std::path::{Path, PathBuf};

    use serde_json::{Value, json};

    use crate::drive;
    use crate::drive::parts::join;
    use crate::golden;

    const MOST_FILES: usize = 50;
    const MOST_BYTES: u64 = 160_000;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
    }

    fn inputs(folder: &str, target: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(root().join(folder).join(target)).into_iter().flatten();
        let mut inputs: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        inputs.retain(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.'));
        inputs.sort();
        inputs
    }

    fn replay(target: &str, drive: fn(&[u8])) {
        let corpus = inputs("corpus", target);
        let crashers = inputs("crashers", target);
        println!("{target}: {} inputs, {} former crashers", corpus.len(), crashers.len());
        assert!(!corpus.is_empty(), "there is nothing to replay for {target}");
        for path in corpus.iter().chain(&crashers) {
            // Where a law is broken, the last line names the input.
            println!("{}", path.display());
            drive(&fs::read(path).unwrap());
        }
    }

    #[test]
    fn decide_keeps_the_laws() {
        replay("decide_json", drive::decide);
    }

    #[test]
    fn step_keeps_the_laws() {
        replay("step_hosted", drive::step);
    }

    /// Fails when the host has become one that no flow gets to its end with: then the targets
    /// would look busy and reach little.
    #[test]
    fn the_usual_host_has_a_sale_recorded() {
        for seed in ["seed-r-us-one-line", "seed-x-us-one-line"] {
            let path = root().join("corpus/step_hosted").join(seed);
            let (envelope, _) = drive::last_call(&fs::read(path).unwrap());
            let envelope: Value = serde_json::from_slice(&envelope).unwrap();
            let answers = envelope["journal"]["answers"].as_array().unwrap();
            let ids: Vec<&str> =
                answers.iter().map(|answer| answer["id"].as_str().unwrap()).collect();
            for step in ["customer.create", "sale.record"] {
                let there = ids.iter().any(|id| id.starts_with(step));
                assert!(there, "{seed}: {step} is not among {ids:?}");
            }
        }
    }

    #[test]
    fn the_corpus_is_small() {
        let all =
            ["decide_json", "step_hosted"].into_iter().flat_map(|target| inputs("corpus", target));
        let sizes: Vec<u64> = all.map(|path| fs::metadata(path).unwrap().len()).collect();
        let bytes: u64 = sizes.iter().sum();
        println!("{} files, {bytes} bytes", sizes.len());
        assert!(sizes.len() < MOST_FILES && bytes < MOST_BYTES);
    }

    /// Without spaces, and without fields that say nothing.
    fn dense(bytes: &[u8]) -> Vec<u8> {
        let json = serde_json::from_slice::<Value>(bytes);
        json.map_or_else(|_| bytes.to_vec(), |json| serde_json::to_vec(&told(json)).unwrap())
    }

    fn told(json: Value) -> Value {
        match json {
            Value::Object(fields) => {
                let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
                fields.map(|(name, value)| (name, told(value))).collect()
            }
            Value::Array(items) => items.into_iter().map(told).collect(),
            other => other,
        }
    }

    fn tenant(name: &str) -> u8 {
        let countries = ["us", "uk", "jp", "kw"];
        let slug = name.rsplit('/').next().unwrap();
        let country = countries
            .iter()
            .position(|country| slug.split('-').nth(1).is_some_and(|own| own == *country));
        2 * u8::try_from(country.unwrap_or_default()).unwrap() + u8::from(slug.starts_with("x-"))
    }

    fn save(target: &str, name: &str, data: &[u8]) {
        let folder = root().join("corpus").join(target);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("seed-{name}")), data).unwrap();
    }

    #[test]
    #[ignore = "writes the seeds"]
    fn seeds() {
        let decided = [
            "r-jp-no-decimals",
            "r-kw-three-decimals",
            "r-uk-emoji-and-right-to-left",
            "r-us-authorised-then-captured",
            "r-us-graphql-transactions",
            "r-us-misspelled-context",
            "r-us-refund",
            "r-us-several-rates",
            "r-us-unsafe-number",
            "x-nz-five-digit-units",
            "x-us-discount-code",
            "x-us-gift-card-and-custom-item",
            "x-us-one-line",
            "x-us-two-taxes",
        ];
        let stepped =
            ["r-us-one-line", "x-us-one-line", "r-uk-three-of-a-line", "x-jp-no-decimals"];
        let goldens = golden::all();
        for golden in &goldens {
            let slug = golden.name.rsplit('/').next().unwrap();
            let parts = [dense(&golden.context), dense(&golden.payload)];
            let choice = u8::from(golden.decision == "customer.keys");
            if choice == 1 || decided.contains(&slug) {
                save("decide_json", slug, &join([tenant(slug), choice], &parts));
            }
            if stepped.contains(&slug) {
                let transactions = golden.context_json()["transactions"].clone();
                let answer = json!({"data": {"order": {
                    "id": "gid://shopify/Order/1",
                    "updatedAt": "2020-01-01T00:00:00Z",
                    "cancelledAt": null,
                    "transactions": transactions,
                    "fulfillmentOrders": {"pageInfo": {"hasNextPage": false}, "nodes": []},
                }}});
                let answer = serde_json::to_vec(&answer).unwrap();
                step_seeds(slug, &dense(&golden.payload), &answer);
            }
        }
        save("decide_json", "no-such-name", &join([0, 9], &["order.to_sail", "{}", "{}"]));
        let orders = ["us-1001-one-line"];
        for order in orders {
            let file = root().join(format!("../js-host/orders/{order}.json"));
            let body = dense(&fs::read(file).unwrap());
            let slug = format!("x-{order}");
            let none: [&[u8]; 2] = [&body, &[]];
            save("step_hosted", &slug, &join([tenant(&slug), drive::ASSEMBLED], &none));
        }
    }

    /// A task that goes well, one with each kind of trouble, a preview, and a journal as it lies
    /// before the last step.
    fn step_seeds(slug: &str, order: &[u8], transactions: &[u8]) {
        let tenant = tenant(slug);
        let seed = |how: u8, plan: &[u8]| join([tenant, how], &[order, plan, transactions]);
        save("step_hosted", slug, &seed(drive::ASSEMBLED, &[]));
        if !slug.ends_with("us-one-line") {
            return;
        }
        // One line: the order's rows, the key, what Shopify has now and the link are asked first
        // (4 answers), then the customer's row and the claim of the order.
        let facts = [0; 16];
        let then = |rest: &[u8]| [&facts[..], rest].concat();
        save("step_hosted", &format!("{slug}-preview"), &seed(drive::ASSEMBLED | 2, &[]));
        save(
            "step_hosted",
            &format!("{slug}-lost"),
            &seed(drive::ASSEMBLED, &[128, 0, 0, 0].repeat(8)),
        );
        save("step_hosted", &format!("{slug}-throttled"), &seed(drive::ASSEMBLED, &[15, 0, 0, 1]));
        let held = then(&[0, 0, 0, 0, 12, 3, 0, 0, 0, 0, 0, 0, 12, 3, 0, 0]);
        save("step_hosted", &format!("{slug}-held"), &seed(drive::ASSEMBLED, &held));
        let known = then(&[0, 7, 0, 0]);
        save("step_hosted", &format!("{slug}-known"), &seed(drive::ASSEMBLED, &known));
        let (envelope, bodies) = drive::last_call(&seed(drive::ASSEMBLED, &[]));
        let mut parts = vec![envelope];
        parts.extend(bodies);
        save("step_hosted", &format!("{slug}-journal"), &join([tenant, 0], &parts));
    }
}

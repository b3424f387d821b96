//! The goldens under `tests/scenarios/<decision>/<slug>/`, as tests read them.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod exact;
pub(crate) mod recompute;
pub(crate) mod seen;
pub(crate) mod story;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tillbridge::bridge::Bridge;

pub(crate) use story::Story;

/// One golden.
pub(crate) struct Golden {
    /// `<decision>/<slug>`.
    pub(crate) name: String,
    /// The decision's name.
    pub(crate) decision: String,
    /// Where its files are.
    pub(crate) folder: PathBuf,
    /// What it tells.
    pub(crate) story: Story,
    /// The tenant's configuration.
    pub(crate) config: Vec<u8>,
    /// What stands beside the payload.
    pub(crate) context: Vec<u8>,
    /// The payload.
    pub(crate) payload: Vec<u8>,
}

/// Every golden, in the order of their names.
pub(crate) fn all() -> Vec<Golden> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut goldens = Vec::new();
    for decision in folders(&root) {
        for folder in folders(&decision) {
            goldens.push(Golden::read(&decision, folder));
        }
    }
    assert!(!goldens.is_empty(), "there are no goldens in {}", root.display());
    goldens
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

impl Golden {
    fn read(decision: &Path, folder: PathBuf) -> Self {
        let last = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let decision = last(decision);
        let name = format!("{decision}/{}", last(&folder));
        let file = |file: &str| {
            fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{name}/{file}: {e}"))
        };
        Self {
            story: Story::parse(&name, &file("story.md")),
            config: file("config.json").into_bytes(),
            context: file("context.json").into_bytes(),
            payload: file("payload.json").into_bytes(),
            decision,
            folder,
            name,
        }
    }

    /// The same golden with other documents; its story no longer holds.
    pub(crate) fn with(&self, config: Vec<u8>, context: Vec<u8>, payload: Vec<u8>) -> Self {
        let (name, decision) = (self.name.clone(), self.decision.clone());
        let (folder, story) = (self.folder.clone(), self.story.clone());
        Self { name, decision, folder, story, config, context, payload }
    }

    /// The tenant's door.
    pub(crate) fn bridge(&self) -> Bridge {
        Bridge::open(&self.config).unwrap_or_else(|issues| panic!("{}: {issues:?}", self.name))
    }

    /// The answer's bytes, with `context` beside the payload.
    pub(crate) fn decide(&self, context: &[u8]) -> Vec<u8> {
        serde_json::to_vec(&self.bridge().decide(&self.decision, context, &self.payload)).unwrap()
    }

    /// The answer as JSON.
    pub(crate) fn answer(&self) -> Value {
        serde_json::from_slice(&self.decide(&self.context)).unwrap()
    }

    /// The configuration as JSON.
    pub(crate) fn config_json(&self) -> Value {
        serde_json::from_slice(&self.config).unwrap()
    }

    /// The context as JSON.
    pub(crate) fn context_json(&self) -> Value {
        serde_json::from_slice(&self.context).unwrap()
    }

    /// The payload as JSON.
    pub(crate) fn payload_json(&self) -> Value {
        serde_json::from_slice(&self.payload).unwrap()
    }

    /// Whether the tenant is on X-Series.
    pub(crate) fn is_x(&self) -> bool {
        self.config_json()["lightspeed"]["series"] == "X"
    }

    /// The sales that were decided, with their requests.
    pub(crate) fn sales(&self) -> Vec<Value> {
        self.answer()["output"]["sales"].as_array().cloned().unwrap_or_default()
    }
}

/// A file that lies beside the repository, or nothing: then the caller must say that it skips.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("TILLBRIDGE_SHARED").map_or(beside, PathBuf::from);
    Some(root.join(path)).filter(|path| path.exists())
}

/// A number or a text as text.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

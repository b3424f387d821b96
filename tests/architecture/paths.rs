//! Every path a source file names: in `use` trees, expressions, types, patterns, attributes and
//! macros; and where it leads.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Lit, Meta, UseTree};

use super::tokens::Seen;

/// A path as it is written, and in which module.
pub(crate) struct Written {
    pub(crate) module: Vec<String>,
    pub(crate) parts: Vec<String>,
    pub(crate) line: usize,
    pub(crate) glob: bool,
    pub(crate) imported: bool,
}

/// What a file names outside its tests.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) written: Vec<Written>,
    pub(crate) idents: Vec<(String, usize)>,
    /// What would hide paths from this reading.
    pub(crate) hidden: Vec<(usize, &'static str)>,
    module: Vec<String>,
    aliases: BTreeMap<(Vec<String>, String), Vec<String>>,
    children: BTreeSet<Vec<String>>,
}

impl Names {
    /// What `file` names, which is the module `module` of the crate.
    pub(crate) fn of(file: &syn::File, module: Vec<String>) -> Self {
        let mut names = Self { module, ..Self::default() };
        names.visit_file(file);
        names
    }

    /// Where a path leads below the crate; nothing when it leads out of it.
    pub(crate) fn resolve(&self, module: &[String], parts: &[String]) -> Option<Vec<String>> {
        self.follow(module, parts, 0)
    }

    /// What the first part of a path was imported as, if it was.
    pub(crate) fn alias(&self, module: &[String], parts: &[String]) -> Option<Vec<String>> {
        let target = self.aliases.get(&(module.to_vec(), parts.first()?.clone()))?;
        self.follow(module, target, 0)
    }

    fn follow(&self, module: &[String], parts: &[String], depth: u32) -> Option<Vec<String>> {
        let (first, rest) = parts.split_first()?;
        let mut base = match first.as_str() {
            "crate" | "tillbridge" => Vec::new(),
            "self" => module.to_vec(),
            "super" => module.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default(),
            _ if depth > 8 => return None,
            _ => self.named(module, first, depth)?,
        };
        for part in rest {
            match part.as_str() {
                "super" => drop(base.pop()),
                "self" => {}
                _ => base.push(part.clone()),
            }
        }
        Some(base)
    }

    fn named(&self, module: &[String], name: &str, depth: u32) -> Option<Vec<String>> {
        if let Some(target) = self.aliases.get(&(module.to_vec(), name.to_owned())) {
            // `use json::{Json, json}`: a name that stands for itself is a child, or foreign.
            if target.first().is_none_or(|first| first != name) {
                return self.follow(module, target, depth.saturating_add(1));
            }
        }
        let mut child = module.to_vec();
        child.push(name.to_owned());
        self.children.contains(&child).then_some(child)
    }

    fn path(&mut self, parts: Vec<String>, line: usize, glob: bool, imported: bool) {
        let module = self.module.clone();
        self.written.push(Written { module, parts, line, glob, imported });
    }

    fn tree(&mut self, prefix: &[String], tree: &UseTree) {
        let with = |name: &syn::Ident| {
            let mut parts = prefix.to_vec();
            // `a::{self}` is `a`.
            if prefix.is_empty() || name != "self" {
                parts.push(name.to_string());
            }
            parts
        };
        let (parts, name, line) = match tree {
            UseTree::Path(path) => return self.tree(&with(&path.ident), &path.tree),
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.tree(prefix, tree));
            }
            UseTree::Glob(glob) => {
                let line = glob.star_token.spans[0].start().line;
                return self.path(prefix.to_vec(), line, true, true);
            }
            UseTree::Name(name) => {
                let parts = with(&name.ident);
                let own = parts.last().cloned().unwrap_or_default();
                (parts, own, name.ident.span().start().line)
            }
            UseTree::Rename(name) => {
                let line = name.ident.span().start().line;
                (with(&name.ident), name.rename.to_string(), line)
            }
        };
        self.aliases.insert((self.module.clone(), name), parts.clone());
        self.path(parts, line, false, true);
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut seen = Seen::default();
        seen.scan(tokens);
        for (parts, line, glob) in seen.paths {
            self.path(parts, line, glob, false);
        }
        self.idents.extend(seen.idents);
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).iter().any(is_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let tested = matches!(item, ImplItem::Fn(function) if function.attrs.iter().any(is_test));
        if !tested {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let line = item.ident.span().start().line;
        if item.attrs.iter().any(|attribute| attribute.path().is_ident("path")) {
            self.hidden.push((line, "`#[path]` puts a file into another room"));
        }
        if item.ident == "tests" {
            self.hidden.push((line, "`mod tests` without `#[cfg(test)]`"));
        }
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        self.module.push(item.ident.to_string());
        self.children.insert(self.module.clone());
        for item in item.content.iter().flat_map(|(_, items)| items) {
            self.visit_item(item);
        }
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
        visit::visit_item_use(self, item);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        if item.ident == "self" {
            let line = item.ident.span().start().line;
            self.hidden.push((line, "`extern crate self` gives the crate a second name"));
        }
        visit::visit_item_extern_crate(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let Some(first) = path.segments.first() {
            self.path(parts, first.ident.span().start().line, false, false);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("include") {
            let line = call.path.segments[0].ident.span().start().line;
            self.hidden.push((line, "`include!` puts a file into another room"));
        }
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        if let Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
            self.tokens(code_in_texts(list.tokens.clone()));
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_ident(&mut self, ident: &'ast proc_macro2::Ident) {
        self.idents.push((ident.to_string(), ident.span().start().line));
    }

    fn visit_lit_float(&mut self, number: &'ast syn::LitFloat) {
        self.idents.push(("f64".to_owned(), number.span().start().line));
    }
}

/// `#[serde(with = "a::b")]` names a path in a text.
fn code_in_texts(tokens: TokenStream) -> TokenStream {
    let texts = tokens.into_iter().filter_map(|token| match token {
        proc_macro2::TokenTree::Literal(literal) => match Lit::new(literal) {
            Lit::Str(text) => text.parse::<TokenStream>().ok(),
            _ => None,
        },
        proc_macro2::TokenTree::Group(group) => Some(code_in_texts(group.stream())),
        _ => None,
    });
    texts.collect()
}

/// Whether the attribute keeps what it stands on out of every build but the tests'.
pub(crate) fn is_test(attribute: &Attribute) -> bool {
    fn needs_test(meta: &Meta) -> bool {
        match meta {
            Meta::Path(path) => path.is_ident("test"),
            Meta::List(list) if list.path.is_ident("all") || list.path.is_ident("cfg") => list
                .parse_args_with(
                    syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated,
                )
                .is_ok_and(|parts| parts.iter().any(needs_test)),
            _ => false,
        }
    }
    attribute.path().is_ident("cfg") && needs_test(&attribute.meta)
}

/// The attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

//! Paths in token streams: what macros are given is no syntax tree, so it is read as it stands.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What a token stream names.
#[derive(Default)]
pub(crate) struct Seen {
    /// Paths of at least two parts, with their line and whether they end in `*`.
    pub(crate) paths: Vec<(Vec<String>, usize, bool)>,
    /// Every identifier with its line.
    pub(crate) idents: Vec<(String, usize)>,
}

impl Seen {
    /// Adds what `tokens` name, groups and texts that hold code included.
    pub(crate) fn scan(&mut self, tokens: TokenStream) {
        self.idents_of(tokens.clone());
        self.walk(&tokens.into_iter().collect::<Vec<_>>());
    }

    fn idents_of(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    self.idents.push((ident.to_string(), ident.span().start().line));
                }
                TokenTree::Group(group) => self.idents_of(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn walk(&mut self, tokens: &[TokenTree]) {
        let mut rest = tokens;
        while let [token, tail @ ..] = rest {
            rest = match token {
                TokenTree::Ident(_) => self.path(Vec::new(), rest),
                TokenTree::Group(group) => {
                    self.walk(&group.stream().into_iter().collect::<Vec<_>>());
                    tail
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => tail,
            };
        }
    }

    /// Reads a path from its first identifier on; returns what follows it.
    fn path<'a>(&mut self, mut parts: Vec<String>, tokens: &'a [TokenTree]) -> &'a [TokenTree] {
        let [TokenTree::Ident(first), tail @ ..] = tokens else { return tokens };
        let mut rest = tail;
        let line = first.span().start().line;
        parts.push(first.to_string());
        loop {
            match rest {
                [a, b, TokenTree::Ident(next), tail @ ..] if colons(a, b) => {
                    parts.push(next.to_string());
                    rest = tail;
                }
                [a, b, TokenTree::Group(group), tail @ ..] if colons(a, b) && braced(group) => {
                    self.tree(&parts, group);
                    return tail;
                }
                [a, b, TokenTree::Punct(star), tail @ ..]
                    if colons(a, b) && star.as_char() == '*' =>
                {
                    self.paths.push((parts, line, true));
                    return tail;
                }
                _ => break,
            }
        }
        if parts.len() > 1 {
            self.paths.push((parts, line, false));
        }
        rest
    }

    /// `prefix::{a, b::c, d as e}`
    fn tree(&mut self, prefix: &[String], group: &Group) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
        for branch in tokens.split(comma) {
            match branch {
                [TokenTree::Punct(star), ..] if star.as_char() == '*' => {
                    self.paths.push((prefix.to_vec(), star.span().start().line, true));
                }
                _ => drop(self.path(prefix.to_vec(), branch)),
            }
        }
    }
}

fn colons(a: &TokenTree, b: &TokenTree) -> bool {
    let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ':');
    colon(a) && colon(b)
}

fn braced(group: &Group) -> bool {
    group.delimiter() == Delimiter::Brace
}

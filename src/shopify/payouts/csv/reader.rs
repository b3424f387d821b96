//! Comma-separated values as RFC 4180 has them: cells in quotation marks may hold commas, line ends
//! and doubled marks. Lines end with either or both of CR and LF.

use std::borrow::Cow;

/// The rest of a file, record by record.
pub(super) struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

/// Why a record is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quotation mark is never closed.
    Open,
    /// Something stands behind a closing one.
    Behind,
    /// One stands in a cell that does not begin with one.
    Inside,
}

/// What follows a cell.
enum Next {
    Cell,
    Line,
    End,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1 }
    }

    /// Puts the cells of the next record into `cells`, and says at which line it begins; nothing at
    /// the end. A blank line is a record of one blank cell.
    pub(super) fn next(
        &mut self,
        cells: &mut Vec<Cow<'a, str>>,
    ) -> Result<Option<usize>, (usize, Fault)> {
        cells.clear();
        if self.rest.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        loop {
            let (cell, next) = self.cell().map_err(|fault| (line, fault))?;
            cells.push(cell);
            if !matches!(next, Next::Cell) {
                return Ok(Some(line));
            }
        }
    }

    fn cell(&mut self) -> Result<(Cow<'a, str>, Next), Fault> {
        if let Some(rest) = self.rest.strip_prefix('"') {
            let cell = self.quoted(rest)?;
            return Ok((cell, self.end()?));
        }
        let end = self.rest.find([',', '"', '\r', '\n']).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        if rest.starts_with('"') {
            return Err(Fault::Inside);
        }
        Ok((Cow::Borrowed(cell), self.end()?))
    }

    /// What stands up to the closing mark; `rest` is behind the opening one.
    fn quoted(&mut self, mut rest: &'a str) -> Result<Cow<'a, str>, Fault> {
        let mut cell = Cow::Borrowed("");
        loop {
            let (part, behind) = rest.split_once('"').ok_or(Fault::Open)?;
            self.line = self.line.saturating_add(ends(part));
            if cell.is_empty() {
                cell = Cow::Borrowed(part);
            } else {
                cell.to_mut().push_str(part);
            }
            let Some(doubled) = behind.strip_prefix('"') else {
                self.rest = behind;
                return Ok(cell);
            };
            cell.to_mut().push('"');
            rest = doubled;
        }
    }

    /// Steps behind what ends a cell.
    fn end(&mut self) -> Result<Next, Fault> {
        if let Some(rest) = self.rest.strip_prefix(',') {
            self.rest = rest;
            return Ok(Next::Cell);
        }
        if self.rest.is_empty() {
            return Ok(Next::End);
        }
        for end in ["\r\n", "\n", "\r"] {
            if let Some(rest) = self.rest.strip_prefix(end) {
                self.rest = rest;
                self.line = self.line.saturating_add(1);
                return Ok(Next::Line);
            }
        }
        Err(Fault::Behind)
    }
}

/// How many lines end in a text.
fn ends(text: &str) -> usize {
    let both = text.matches("\r\n").count();
    text.matches(['\r', '\n']).count().saturating_sub(both)
}

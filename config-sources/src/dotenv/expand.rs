//! A template to its text.

use zeroize::Zeroizing;

use super::error::{Capped, ExpandError, ExpandErrorKind};
use super::template::{Operator, Part, Template, Variable};

/// A budget for all the values of one load: as long as the longest file. Without one, forty lines that each
/// repeat the line above twice would fill any memory.
pub(crate) const EXPANSION_BUDGET: usize = 16 * 1024 * 1024;

/// The longest message of `${B:?message}` that is shown, in characters.
const LONGEST_MESSAGE: usize = 200;

/// Fills in `template` with what `lookup` says of each name. What it says is taken as it is, and never scanned
/// for variables again.
///
/// What variables stand for takes its length from `budget`.
///
/// # Errors
///
/// Every variable that has neither a value nor a default; words that are not used are not looked at.
pub(crate) fn expand<'a>(
    template: &Template<'_>,
    lookup: &dyn Fn(&str) -> Option<&'a str>,
    budget: &mut usize,
) -> Result<Zeroizing<String>, Capped<ExpandError>> {
    let parts = match template {
        Template::Literal(text) => return Ok(Zeroizing::new(String::from(&**text))),
        Template::Parts(parts) => parts,
    };
    // The pieces first, so that the text goes into a buffer that never grows.
    let mut expansion = Expansion { lookup, pieces: Vec::new(), length: 0, left: *budget, errors: Capped::new() };
    expansion.parts(parts);
    if !expansion.errors.is_empty() {
        return Err(expansion.errors);
    }
    let mut text = Zeroizing::new(String::with_capacity(expansion.length));
    for piece in expansion.pieces {
        text.push_str(piece);
    }
    *budget = expansion.left;
    Ok(text)
}

struct Expansion<'t, 'l, 'a> {
    lookup: &'l dyn Fn(&str) -> Option<&'a str>,
    pieces: Vec<&'t str>,
    /// The length of the pieces together.
    length: usize,
    /// What is left of the budget.
    left: usize,
    errors: Capped<ExpandError>,
}

impl<'t, 'a: 't> Expansion<'t, '_, 'a> {
    fn parts(&mut self, parts: &'t [Part<'t>]) {
        for part in parts {
            match part {
                Part::Literal(text) => self.piece(text),
                Part::Variable(variable) => self.variable(variable),
            }
        }
    }

    fn variable(&mut self, variable: &'t Variable<'t>) {
        let found = (self.lookup)(&variable.name);
        let empty = found.is_some_and(str::is_empty);
        let value = match variable.operator {
            Operator::Plain => found,
            Operator::Default { empty_too }
            | Operator::Alternative { empty_too }
            | Operator::Required { empty_too } => found.filter(|_| !(empty && empty_too)),
        };
        match (variable.operator, value) {
            (Operator::Alternative { .. }, None) => {}
            (Operator::Alternative { .. }, Some(_)) | (Operator::Default { .. }, None) => {
                self.word(&variable.word);
            }
            (_, Some(value)) => self.value(variable, value),
            (Operator::Plain, None) => self.report(variable, || ExpandErrorKind::Unset),
            (Operator::Required { .. }, None) => self.report(variable, || {
                let message = message(&variable.word);
                ExpandErrorKind::Required { empty, message }
            }),
        }
    }

    fn word(&mut self, word: &'t Template<'t>) {
        match word {
            Template::Literal(text) => self.piece(text),
            Template::Parts(parts) => self.parts(parts),
        }
    }

    fn value(&mut self, variable: &'t Variable<'t>, value: &'t str) {
        match self.left.checked_sub(value.len()) {
            Some(left) => {
                self.left = left;
                self.piece(value);
            }
            None => self.report(variable, || ExpandErrorKind::Budget),
        }
    }

    fn piece(&mut self, text: &'t str) {
        if !text.is_empty() {
            self.length += text.len();
            self.pieces.push(text);
        }
    }

    fn report(&mut self, variable: &Variable<'_>, kind: impl FnOnce() -> ExpandErrorKind) {
        let &Variable { line, column, .. } = variable;
        self.errors.push(|| ExpandError { line, column, name: String::from(&*variable.name), kind: kind() });
    }
}

/// The message of a required name, fit to be shown: text of the file's author alone, never anything expanded.
fn message(word: &Template<'_>) -> Option<String> {
    let Template::Literal(text) = word else {
        return None;
    };
    let shown = |character: char| {
        if character.is_control() { ' ' } else { character }
    };
    let message: String = text.trim().chars().map(shown).take(LONGEST_MESSAGE).collect();
    (!message.is_empty()).then_some(message)
}

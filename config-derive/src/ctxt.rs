//! Collects every mistake of one struct, so that one compile tells them all.

use std::cell::RefCell;
use std::fmt::Display;

use quote::ToTokens;
use syn::Error;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Ctxt {
    errors: RefCell<Option<Error>>,
}

impl Ctxt {
    /// A mistake in these tokens.
    pub(crate) fn error(&self, tokens: impl ToTokens, message: impl Display) {
        let error = Error::new_spanned(tokens, message);
        let mut errors = self.errors.borrow_mut();
        match errors.as_mut() {
            Some(first) => first.combine(error),
            None => *errors = Some(error),
        }
    }

    /// All mistakes as one error, where there is any.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.errors.into_inner().map_or(Ok(()), Err)
    }
}

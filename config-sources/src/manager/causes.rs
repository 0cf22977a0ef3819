//! What an error came from, for stores that look at the errors of their HTTP clients and pass none of them on.

use std::error::Error;
use std::io;

/// An error and all that it came from, those inside of an [`io::Error`] too.
pub(crate) fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'e (dyn Error + 'static) = *error;
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

/// Whether something answered, and it was no HTTP: asking again will not change that.
pub(crate) fn speaks_no_http(error: &(dyn Error + 'static)) -> bool {
    // Only looked at, never shown: hyper's own type is not ours to name.
    causes(error).any(|cause| cause.to_string().starts_with("invalid HTTP"))
}

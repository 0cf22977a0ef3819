//! What the tests of all clients share.

use crate::error::{UrlError, UrlPart};

/// The password of the tests: nothing that is printed may hold it.
pub(super) const CANARY: &str = "c4n4ry-p@ss/w:rd";

/// The same as it stands in a URL.
pub(super) const ENCODED: &str = "c4n4ry-p%40ss%2Fw%3Ard";

/// The URL; `~` stands for the user and the password.
#[track_caller]
pub(super) fn own<U: std::str::FromStr<Err = UrlError>>(url: &str) -> U {
    let text = url.replace('~', &format!("shop:{ENCODED}"));
    text.parse().unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// What a conversion gives for the URL.
#[track_caller]
pub(super) fn convert<U, T>(url: &str) -> Result<T, UrlError>
where
    U: std::str::FromStr<Err = UrlError>,
    T: for<'u> TryFrom<&'u U, Error = UrlError>,
{
    T::try_from(&own(url))
}

/// A URL that the client cannot express: which part, and a word of the error.
#[track_caller]
pub(super) fn refused<U, T>(url: &str, part: UrlPart, word: &str)
where
    U: std::str::FromStr<Err = UrlError>,
    T: for<'u> TryFrom<&'u U, Error = UrlError>,
{
    let Err(error) = convert::<U, T>(url) else { panic!("{url} is not refused") };
    let shown = format!("{error} {error:?}");
    assert_eq!(error.part(), part, "{url}: {shown}");
    assert!(shown.contains(word), "{url}: {shown}");
    for secret in [CANARY, ENCODED, "c4n4ry"] {
        assert!(!shown.contains(secret), "{url}: {shown}");
    }
}

//! What every value is checked for without being asked: placeholders, keys of test modes, secrets that lie open, shapes
//! that tell of an accident on the way.
//!
//! All are pure functions of the text. Their messages say the kind of finding and never which text was found.

mod placeholder;
mod suspect;
mod words;

pub(crate) use placeholder::placeholder;
pub(crate) use suspect::{Suspect, suspect};

/// A private key is longer.
const PEM_BEGIN: usize = "-----BEGIN PRIVATE KEY".len();

/// Whether a text that is no secret is beyond doubt, as nearly every text of every load is: no URL, no key in it.
#[inline]
pub(crate) fn is_plain(text: &str) -> bool {
    let may_hold_key = text.len() > PEM_BEGIN && may_hold::<5>(text, b"-");
    !(may_hold_key || may_hold::<3>(text, b":/") || test_mode_key(text))
}

/// Whether one of every `RUN` bytes is among `marks`: so many marks in a row cannot be passed over.
#[inline]
fn may_hold<const RUN: usize>(text: &str, marks: &[u8]) -> bool {
    text.as_bytes().chunks_exact(RUN).any(|chunk| marks.contains(&chunk[RUN - 1]))
}

/// Whether the text holds `://`.
pub(crate) fn is_url_like(text: &str) -> bool {
    text.len() >= "a://b".len() && text.contains("://")
}

/// Whether a text is the name of a secret in a store, as the store or another tool writes it: `valueFrom` of ECS, a resource of
/// Google, a reference of App Service.
pub(crate) fn names_a_secret(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let begins = |prefix: &str| text.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix));
    match text.as_bytes().first() {
        Some(b'a' | b'A') => begins("arn:aws") && (text.contains(":secretsmanager:") || text.contains(":ssm:")),
        Some(b'p') => begins("projects/") && text.contains("/secrets/"),
        Some(b's') => begins("sm://"),
        Some(b'o') => begins("op://"),
        Some(b'@') => begins("@Microsoft.KeyVault("),
        Some(b'h') => begins("https://") && text.contains(".vault.azure.net/secrets/"),
        _ => false,
    }
}

/// Whether a text was meant to be a reference and is none, for its case, its quotes, a slash too few, or another tool's
/// way to write it. `ref+scheme://..` as a whole never comes here.
pub(crate) fn is_nearly_a_reference(text: &str) -> bool {
    const SCHEMES: [&str; 5] = ["vault", "awssecrets", "awsssm", "gcpsecrets", "azurekeyvault"];
    const LONGEST: usize = "secretref+".len() + 24;
    // Nearly all secrets have no colon so early.
    if !text.as_bytes()[..text.len().min(2 * LONGEST)].contains(&b':') {
        return false;
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).as_bytes();
    // Nothing is copied: a copy of a secret would have to be wiped.
    let Some(end) = text.iter().take(LONGEST).position(|b| *b == b':') else { return false };
    let (scheme, rest) = (&text[..end], &text[end + 1..]);
    let after = |prefix: &str| {
        let (begin, rest) = scheme.split_at_checked(prefix.len())?;
        begin.eq_ignore_ascii_case(prefix.as_bytes()).then_some(rest)
    };
    match after("secretref+").or_else(|| after("ref+")) {
        Some(scheme) => {
            !scheme.is_empty() && scheme.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        }
        None => rest.starts_with(b"//") && SCHEMES.iter().any(|own| scheme.eq_ignore_ascii_case(own.as_bytes())),
    }
}

/// Whether the text is a key of a payment provider's test mode.
#[inline]
pub(crate) fn test_mode_key(text: &str) -> bool {
    matches!(text.as_bytes(), [b's' | b'p' | b'r', b'k', b'_', b't', b'e', b's', b't', b'_', ..])
}

/// Whether the text holds a private key in PEM, of any kind (RFC 7468, section 10; `OpenSSH`; `OpenPGP`).
pub(crate) fn pem_private_key(text: &str) -> bool {
    text.len() > PEM_BEGIN
        && text.split("-----BEGIN ").skip(1).any(|after| {
            let label = after.split("-----").next().unwrap_or_default();
            label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK")
        })
}

/// Whether the text holds a URL with a password: `scheme://user:password@`.
///
/// Stricter than what is hidden when a text is printed: this makes a problem, and a path such as `host:80/@scope` must
/// not.
pub(crate) fn credentials_in_url(text: &str) -> bool {
    text.split("://").skip(1).any(|after| {
        let url = after.split(char::is_whitespace).next().unwrap_or_default();
        let authority = url.split(['/', '?', '#']).next().unwrap_or_default();
        if let Some((user, _)) = authority.rsplit_once('@') {
            return user.split_once(':').is_some_and(|(_, password)| !password.is_empty());
        }
        // A raw `/`, `?` or `#` in the password ends the authority early; what stands before it is then no port.
        let port = authority.split_once(':').map(|(_, port)| port).unwrap_or_default();
        !authority.starts_with('[') && url.contains('@') && port.bytes().any(|byte| !byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_modes() {
        for (text, expected) in [
            ("sk_test_4eC39HqLyjWDarjtT1zdp7dc", true),
            ("pk_test_TYooMQauvdEDq54NiTphI7jx", true),
            ("rk_test_x", true),
            ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", false),
            ("my_sk_test_", false),
            ("", false),
        ] {
            assert_eq!(test_mode_key(text), expected, "{text}");
        }
    }

    #[test]
    fn private_keys() {
        for (text, expected) in [
            ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n", true),
            ("-----BEGIN RSA PRIVATE KEY-----\\nMIIE", true),
            ("-----BEGIN EC PRIVATE KEY-----", true),
            ("-----BEGIN OPENSSH PRIVATE KEY-----", true),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----", true),
            ("-----BEGIN PGP PRIVATE KEY BLOCK-----", true),
            ("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----", true),
            ("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----\n", false),
            ("-----BEGIN PUBLIC KEY-----", false),
            ("PRIVATE KEY", false),
        ] {
            assert_eq!(pem_private_key(text), expected, "{text}");
        }
    }

    #[test]
    fn passwords_in_urls() {
        for (text, expected) in [
            ("postgres://shop:pw@db/shop", true),
            ("redis://:pw@cache", true),
            ("https://u:p/w@host", true),
            ("https://u:p?w@host", true),
            ("proxy is http://u:p@proxy:3128 today", true),
            ("a://b, c://d:e@f", true),
            ("postgres://shop@db/shop", false),
            ("postgres://shop:@db/shop", false),
            ("https://example.com:8080/@scope/name", false),
            ("https://example.com/?mail=a:b@example.com", false),
            ("http://[::1]:80/@x", false),
            ("shop@example.com", false),
            ("a:b@c", false),
            ("://", false),
        ] {
            assert_eq!(credentials_in_url(text), expected, "{text}");
            assert!(is_url_like(text) || !expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_mark_is_passed_over(before in "[a:/-]{0,12}", after in "[a:/-]{0,12}") {
            for (text, expected) in [
                (format!("{before}{after}"), (before.clone() + &after).contains("://")),
                (format!("{before}://{after}"), true),
            ] {
                proptest::prop_assert_eq!(is_url_like(&text), expected && text.len() > 4);
                proptest::prop_assert!(!is_plain(&text) || !is_url_like(&text));
            }
            for key in [format!("{before}-----BEGIN PRIVATE KEY-----{after}"), format!("sk_test_{before}")] {
                proptest::prop_assert!(!is_plain(&key));
            }
        }
    }
}

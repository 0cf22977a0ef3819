//! Texts that stand where a secret should.

use super::words::{self, BEGINNINGS, ENDS, KNOWN};
use crate::cast::trim;

/// Says that a text is a known placeholder, in a clause that does not name it: which one it is would be the value.
pub(crate) fn placeholder(text: &str) -> Option<&'static str> {
    let text = trim(text);
    if is_template(text) {
        return Some("is a template that was never filled in");
    }
    let is_one = has_known_form(text) || is_monotonous(text) || is_known(text);
    is_one.then_some("is a known placeholder, which anybody can guess")
}

/// What a text is compared by: its letters and digits, small, so that `Change-Me!` is `changeme`. Only the first are
/// looked at, in place: a copy would have to be wiped.
fn letters(text: &str) -> impl DoubleEndedIterator<Item = u8> + '_ {
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}

/// Looked up for every secret of every load, and nearly none is in a list: a few letters are asked before a word.
fn is_known(text: &str) -> bool {
    (words::FIRST.may_have(words::key(letters(text))) && is_or_begins(text)) || has_end(text)
}

#[inline(never)]
fn is_or_begins(text: &str) -> bool {
    let begins = |known: &&str| letters(text).take(known.len()).eq(known.bytes());
    KNOWN.iter().any(|known| known.bytes().eq(letters(text))) || BEGINNINGS.iter().any(begins)
}

fn has_end(text: &str) -> bool {
    let backwards = || letters(text).rev();
    let ends = |known: &&str| backwards().take(known.len()).eq(known.bytes().rev());
    // The last letter of each of them.
    matches!(backwards().next(), Some(b'e' | b'x')) && ENDS.iter().any(ends)
}

/// Forms that letters alone do not tell.
fn has_known_form(text: &str) -> bool {
    // The keys in the manuals of AWS: AKIAIOSFODNN7EXAMPLE, wJalr..EXAMPLEKEY.
    text.ends_with("EXAMPLE") || text.ends_with("EXAMPLEKEY")
}

fn is_template(text: &str) -> bool {
    matches!(text.as_bytes(), [b'<' | b'$' | b'{' | b'#' | b'%' | b'_', ..]) && has_template_form(text)
}

/// `<your key>`, `${KEY}`, `{{ key }}`, `$(key)`, `#{KEY}#`, `%KEY%`, `__KEY__`, `$DB_KEY`: the whole text and nothing
/// else. Text that merely holds such a thing is a value as good as any.
#[cold]
fn has_template_form(text: &str) -> bool {
    const FORMS: [(&str, &str, &str); 8] = [
        ("<", ">", "<>"),
        ("${", "}", "{}"),
        ("{{", "}}", "{}"),
        ("$(", ")", "()"),
        ("#{", "}#", "{}"),
        ("#{", "}", "{}"),
        ("%", "%", "%"),
        ("__", "__", ""),
    ];
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let form = |&(start, end, own): &(&str, &str, &str)| {
        let inner = text.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).unwrap_or_default();
        // Bare marks may enclose a random text by chance; then what they enclose has to look like a name.
        !inner.is_empty()
            && !inner.contains(|c| own.contains(c))
            && (own.len() == 2 || is_name(inner))
            && inner.len() <= 80
    };
    let variable = text.strip_prefix('$').filter(|name| name.contains('_') && is_name(name));
    FORMS.iter().any(form) || variable.is_some()
}

/// One character over and over, one short piece over and over, or characters in their order: `xxxx`, `deadbeefdeadbeef`,
/// `123456`.
fn is_monotonous(text: &str) -> bool {
    const SHORTEST: usize = 3;
    const LONGEST_PIECE: usize = 16;
    let bytes = text.as_bytes();
    let repeats = |piece: usize| bytes[0] == bytes[piece] && bytes[piece..] == bytes[..bytes.len() - piece];
    let one_character = bytes.len() >= SHORTEST && repeats(1);
    let one_piece = || {
        bytes.len() >= 12
            && bytes[2..=LONGEST_PIECE.min(bytes.len() / 2)]
                .iter()
                .zip(2..)
                .any(|(byte, piece)| *byte == bytes[0] && repeats(piece))
    };
    // `9` is followed by `0` and, in hexadecimal, by `a`.
    let follows =
        |(one, next): (&u8, &u8)| *next == one.wrapping_add(1) || (*one == b'9' && matches!(next, b'0' | b'a' | b'A'));
    let in_order = || bytes.len() >= 6 && bytes.iter().zip(&bytes[1..]).all(follows) && bytes.is_ascii();
    one_character || one_piece() || in_order()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        for text in [
            "changeme",
            "CHANGE_ME",
            "Change-Me!",
            "change me in production",
            "please-change-me",
            "password",
            "P@$$w0rd",
            "your-secret-key",
            "your_api_key_here",
            "YOUR-TOKEN",
            "insert-your-token-here",
            "replace-with-a-real-key",
            "django-insecure-4r@9x0)u^2!kq",
            "<secret>",
            "<your key here>",
            "${SECRET_KEY}",
            "{{ secret_key }}",
            "$(SECRET)",
            "#{SecretKey}#",
            "#{secret}",
            "%SECRET_KEY%",
            "__SECRET_KEY__",
            "$SECRET_KEY",
            "xxx",
            "xxxxxxxxxxxxxxxx",
            "XXXX-XXXX-XXXX",
            "sk_live_xxxxxxxx",
            "********",
            "...",
            "00000000",
            "123456",
            "1234567890",
            "abcdefgh",
            "0123456789abcdef",
            "0123456789ABCDEF0123456789ABCDEF",
            "deadbeefdeadbeef",
            "example",
            "secret",
            "s3cr3t",
            "Secret Key",
            "TODO",
            "  changeme\n",
            "keyboard cat",
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "not-for-production",
            "null",
        ] {
            let said = placeholder(text).unwrap_or_else(|| panic!("{text}"));
            assert!(!said.contains(text), "the message does not repeat the value");
        }
    }

    #[test]
    fn real_secrets() {
        for text in [
            "",
            "pa$$w${x}",
            "hunter3",
            "my voice is my passport",
            "sk_live_51H8pQzKx2mT9vLrW",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "AKIA2E0A8F3B244C9986",
            "9f86d081884c7d659a2feaa0c55ad015",
            "K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            "$2b$12$KIXQ4P6z1YlQXcN0kq0gkO9Lr7mVd1r2Qe7oW8y3f5T1uJ6sYq4bG",
            "b9c3c1a2-7d1e-4c1b-9a46-3f1d2c5b7e90",
            "<RSAKeyValue><Modulus>x</Modulus></RSAKeyValue>",
            "{\"password\": \"x\"}",
            "%7Bx%7D%",
            "__a1b2__",
            "$ABC",
            "1212",
            "90210",
            "secretariat-1973",
            "yourself-and-4-others",
            "testify 88 bells",
            "correct horse battery stapler",
            "exampleless",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }

    /// Keys as generators make them, from a linear congruential sequence (Knuth's constants for MMIX).
    #[test]
    fn random_keys() {
        const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 40).unwrap_or_default() % below
        };
        for number in 0..20_000 {
            let length = [16, 20, 32, 43, 64][number % 5];
            let alphabet: &[u8] = if number % 2 == 0 { BASE64 } else { HEX };
            let key: String = (0..length).map(|_| char::from(alphabet[next(alphabet.len())])).collect();
            assert_eq!(placeholder(&key), None, "{key}");
        }
    }

    /// What lets a text through before a list is searched lets none through that is in one.
    #[test]
    fn the_sieve_holds_no_word_back() {
        for known in KNOWN.iter().chain(BEGINNINGS).chain(ENDS) {
            assert!(letters(known).eq(known.bytes()), "{known} would never match");
            for text in [(*known).to_owned(), known.to_uppercase(), format!("-{}", known.replace("", "."))] {
                assert!(is_known(&text), "{text}");
            }
        }
        for (word, more) in BEGINNINGS.iter().zip(ENDS.iter().cycle()) {
            assert!(is_known(&format!("{word}!now")) && is_known(&format!("now!{more}")));
            assert!(word.len() >= 7, "{word} could begin a random key");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_sieve_agrees_with_the_lists(start in "[a-zA-Z0-9 _<-]{0,6}", word in 0..KNOWN.len(), end in "[a-z ]{0,3}") {
            for text in [format!("{}{end}", KNOWN[word]), format!("{start}{end}"), format!("{start}{}", KNOWN[word])] {
                let ends = ENDS.iter().any(|known| {
                    letters(&text).rev().take(known.len()).eq(known.bytes().rev())
                });
                proptest::prop_assert_eq!(is_known(&text), is_or_begins(&text) || ends);
            }
        }

        #[test]
        fn repetition_is_found(piece in "[ab1é]{1,9}", times in 1..9_usize, more in "[ab]{0,2}") {
            let text = piece.repeat(times) + &more;
            let bytes = text.as_bytes();
            let has_period = |period: usize| bytes[period..] == bytes[..bytes.len() - period];
            let expected = (bytes.len() >= 3 && has_period(1))
                || (bytes.len() >= 12 && (2..=16.min(bytes.len() / 2)).any(has_period));
            proptest::prop_assert_eq!(is_monotonous(&text), expected);
        }
    }
}

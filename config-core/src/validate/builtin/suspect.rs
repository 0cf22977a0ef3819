//! Shapes of a value that tell what happened to it on its way.

/// A shape that tells of an accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suspect {
    LineBreak,
    BlankAtEnd,
    BlankAtStart,
    Quotes,
    Document,
}

impl Suspect {
    /// The shape, as a clause that follows the value.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::LineBreak => "ends in a line break",
            Self::BlankAtEnd => "ends with white space",
            Self::BlankAtStart => "begins with white space",
            Self::Quotes => "is enclosed in quotes, which are part of the value",
            Self::Document => "is a whole JSON object where one text is wanted",
        }
    }

    /// How that comes about, and what to do; of a secret manager, that is where the value was written.
    pub(crate) const fn help(self, is_of_manager: bool) -> &'static str {
        match self {
            Self::LineBreak if is_of_manager => "stored from a file that ends in one? write it with `printf %s`",
            Self::Quotes if is_of_manager => "remove them where it is stored",
            Self::Document if is_of_manager => {
                "one member of it? a reference then ends in #/KEY, and a secret for one key holds its value alone"
            }
            Self::LineBreak => "`echo` without `-n`? write it with `printf %s`",
            Self::BlankAtEnd | Self::BlankAtStart => "copied with a blank too many? remove it",
            Self::Quotes => "`docker run --env-file` keeps quotes: remove them",
            Self::Document => "an ECS `valueFrom` without a key gives the whole secret: end it in `:the_key::`",
        }
    }
}

/// The first shape that fits; each is looked for on what the ones before leave alone.
pub(crate) fn suspect(text: &str) -> Option<Suspect> {
    // Nearly all text: nothing at its ends that could be one.
    if let [first, .., last] = text.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
        && !matches!(first, b'"' | b'\'' | b'{')
    {
        return None;
    }
    shape(text)
}

fn shape(text: &str) -> Option<Suspect> {
    let inner = text.trim();
    if inner.is_empty() {
        // Blanks alone are told as such; no text at all is not told here.
        return (!text.is_empty()).then_some(if text.ends_with('\n') {
            Suspect::LineBreak
        } else {
            Suspect::BlankAtEnd
        });
    }
    // PEM ends in a line break by its grammar, and is no worse for a second one.
    let armoured = inner.starts_with("-----BEGIN ");
    match text.chars().next_back() {
        Some('\n' | '\r') if !armoured => return Some(Suspect::LineBreak),
        Some(c) if c.is_whitespace() && !armoured => return Some(Suspect::BlankAtEnd),
        _ if text.starts_with(char::is_whitespace) => return Some(Suspect::BlankAtStart),
        _ => {}
    }
    let enclosed = |quote: char| inner.len() > 1 && inner.starts_with(quote) && inner.ends_with(quote);
    if enclosed('"') || enclosed('\'') {
        return Some(Suspect::Quotes);
    }
    is_object(inner).then_some(Suspect::Document)
}

/// `{"..` to `}`, or `{}`: enough to tell an object from a text that begins with a brace.
fn is_object(text: &str) -> bool {
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).map(str::trim);
    inner.is_some_and(|inner| inner.is_empty() || (inner.starts_with('"') && inner.contains(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (text, expected) in [
            ("hunter3", None),
            ("two words", None),
            ("", None),
            (" ", Some(Suspect::BlankAtEnd)),
            ("\n", Some(Suspect::LineBreak)),
            ("CANARY\n", Some(Suspect::LineBreak)),
            ("CANARY\r\n", Some(Suspect::LineBreak)),
            ("CANARY ", Some(Suspect::BlankAtEnd)),
            ("CANARY\t", Some(Suspect::BlankAtEnd)),
            ("\u{a0}CANARY", Some(Suspect::BlankAtStart)),
            ("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n", None),
            ("\n-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n", Some(Suspect::BlankAtStart)),
            ("\"CANARY\"", Some(Suspect::Quotes)),
            ("'CANARY'", Some(Suspect::Quotes)),
            ("'CANARY\"", None),
            ("\"", None),
            ("it's", None),
            ("{\"user\": \"shop\", \"password\": \"CANARY\"}", Some(Suspect::Document)),
            ("{ \"a\":1 }", Some(Suspect::Document)),
            ("{}", Some(Suspect::Document)),
            ("{CANARY}", None),
            ("{\"CANARY", None),
        ] {
            let found = suspect(text);
            assert_eq!(found, expected, "{text:?}");
            let said = found.map_or("", Suspect::message).to_owned() + found.map_or("", |suspect| suspect.help(false));
            assert!(!said.contains("CANARY"));
        }
    }

    proptest::proptest! {
        #[test]
        fn the_quick_look_agrees(text in "[ \n\u{a0}\"'{}a:é-]{0,6}") {
            proptest::prop_assert_eq!(suspect(&text), shape(&text));
        }
    }
}

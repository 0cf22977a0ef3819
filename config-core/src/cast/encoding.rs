//! Text that encodes a value: base64, hexadecimal, backslash escapes.
//!
//! Decoded into a buffer of its final size, which is wiped; an error names the place and never what stands there.

use zeroize::Zeroizing;

use super::fault::Fault;
use crate::schema::Encoding;

/// The bytes that the text stands for. The buffer's capacity is its length.
pub(super) fn decode(text: &str, encoding: Encoding) -> Result<Zeroizing<Vec<u8>>, Fault> {
    match encoding {
        Encoding::Base64 => base64(text, &STANDARD),
        Encoding::Base64Url => base64(text, &URL),
        Encoding::Hex => hex(text),
        Encoding::Escaped => escaped(text),
    }
}

/// The bytes of a text in base64; `None` where it is none.
pub(super) fn from_base64(text: &str) -> Option<crate::secret::RawBytes> {
    let mut bytes = base64(text, &STANDARD).ok()?;
    Some(crate::secret::RawBytes::new(std::mem::take(&mut *bytes)))
}

/// The text that the text stands for.
pub(super) fn decode_text(text: &str, encoding: Encoding) -> Result<Zeroizing<String>, Fault> {
    let mut bytes = decode(text, encoding)?;
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(Fault::new("stands for bytes that are not UTF-8 text"))
        }
    }
}

/// How many bytes the text stands for, where it is sound; never less.
pub(super) const fn capacity(text: &str, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Base64 | Encoding::Base64Url => text.len() / 4 * 3 + 3,
        Encoding::Hex => text.len() / 2,
        Encoding::Escaped => text.len(),
    }
}

fn buffer(capacity: usize) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(capacity))
}

/// A base64 alphabet: what differs between the two.
struct Alphabet {
    name: &'static str,
    last: [u8; 2],
    other: Option<(&'static str, [u8; 2])>,
}

const STANDARD: Alphabet =
    Alphabet { name: "base64", last: *b"+/", other: Some(("use encoding = \"base64url\"", *b"-_")) };
const URL: Alphabet = Alphabet { name: "base64url", last: *b"-_", other: Some(("use encoding = \"base64\"", *b"+/")) };

impl Alphabet {
    const fn value(&self, byte: u8) -> Option<u8> {
        match byte {
            b'A'..=b'Z' => Some(byte - b'A'),
            b'a'..=b'z' => Some(byte - b'a' + 26),
            b'0'..=b'9' => Some(byte - b'0' + 52),
            _ if byte == self.last[0] => Some(62),
            _ if byte == self.last[1] => Some(63),
            _ => None,
        }
    }

    #[cold]
    fn foreign(&self, index: usize, byte: u8) -> Fault {
        let fault = foreign(self.name, index);
        match self.other {
            Some((help, letters)) if letters.contains(&byte) => fault.help(help),
            _ if matches!(byte, b'\n' | b'\r') => fault.help("write it on one line (`base64 -w0`)"),
            _ => fault,
        }
    }
}

fn base64(text: &str, alphabet: &Alphabet) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let start = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let padded = text.trim_matches(['\r', '\n']).as_bytes();
    let digits = match padded {
        [digits @ .., b'=', b'='] | [digits @ .., b'='] if padded.len().is_multiple_of(4) => digits,
        _ => padded,
    };
    let mut bytes = buffer(digits.len() / 4 * 3 + (digits.len() % 4).saturating_sub(1));
    for (group, four) in digits.chunks(4).enumerate() {
        let mut bits = 0_u32;
        for (index, &byte) in four.iter().enumerate() {
            let value = alphabet.value(byte).ok_or_else(|| alphabet.foreign(start + group * 4 + index, byte))?;
            bits |= u32::from(value) << (18 - 6 * index);
        }
        let [_, decoded @ ..] = bits.to_be_bytes();
        let (whole, rest) = decoded.split_at(four.len() - 1);
        bytes.extend_from_slice(whole);
        // A sound writer leaves the bits that belong to no byte at zero; a lone digit belongs to no byte at all.
        if four.len() == 1 || rest.iter().any(|byte| *byte != 0) {
            return Err(Fault::new(format!("is not sound {}: something is missing at its end", alphabet.name)));
        }
    }
    Ok(bytes)
}

fn hex(text: &str) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let start = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let digits = text.trim_matches(['\r', '\n']).as_bytes();
    let mut bytes = buffer(digits.len() / 2);
    for (pair, two) in digits.chunks(2).enumerate() {
        let mut value = 0;
        for (index, &byte) in two.iter().enumerate() {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                _ => return Err(foreign("hexadecimal", start + pair * 2 + index)),
            };
            value = value << 4 | digit;
        }
        if two.len() == 1 {
            return Err(Fault::new("is not sound hexadecimal: two digits make a byte, and the last one stands alone"));
        }
        bytes.push(value);
    }
    Ok(bytes)
}

fn escaped(text: &str) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let escapes = Escapes { bytes: text.as_bytes(), index: 0 };
    let mut bytes = buffer(Escapes { ..escapes }.count());
    for byte in escapes {
        let unknown = |index| foreign("escaped text", index).help("write \\n, \\r, \\t or \\\\");
        bytes.push(byte.map_err(unknown)?);
    }
    Ok(bytes)
}

/// The bytes that escaped text stands for, or where a backslash begins nothing that is known.
struct Escapes<'a> {
    bytes: &'a [u8],
    index: usize,
}

impl Iterator for Escapes<'_> {
    type Item = Result<u8, usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.index;
        let byte = *self.bytes.get(start)?;
        self.index += 1;
        if byte != b'\\' {
            return Some(Ok(byte));
        }
        self.index += 1;
        Some(match self.bytes.get(start + 1) {
            Some(b'n') => Ok(b'\n'),
            Some(b'r') => Ok(b'\r'),
            Some(b't') => Ok(b'\t'),
            Some(b'\\') => Ok(b'\\'),
            _ => Err(start),
        })
    }
}

#[cold]
fn foreign(name: &str, index: usize) -> Fault {
    Fault::new(format!("is not {name}: byte {} is none of it", index + 1))
}

//! What single values answer: text, bytes, numbers, times.

use std::time::Duration;

use zeroize::Zeroizing;

use super::duration::NotDuration;
use super::error::Fix;
use super::fault::Fault;
use super::number::{Float, Whole};
use super::timestamp::NotTime;
use super::value::{Asked, Input, Scratch, Value};
use super::{duration, encoding, number, rules, timestamp, words};
use crate::raw::Raw;

impl<'a> Value<'a> {
    /// The text of a field that holds text, or that its type makes something of.
    #[inline]
    pub(super) fn text<'b>(self, asked: Asked, scratch: &'b mut Scratch) -> Result<&'b str, Fault>
    where
        'a: 'b,
    {
        match self.as_is() {
            Some(text) if !rules::is_secret(self.rules) => Ok(text),
            _ => self.read_text(asked, scratch),
        }
    }

    fn read_text<'b>(self, asked: Asked, scratch: &'b mut Scratch) -> Result<&'b str, Fault>
    where
        'a: 'b,
    {
        let text = self.settle(asked)?.scalar(words::TEXT, scratch)?;
        if rules::is_secret(self.rules) {
            self.check_secret(text)?;
        }
        Ok(text)
    }

    /// Refuses a secret that is empty, or a key whose line breaks were lost on the way.
    fn check_secret(self, text: &str) -> Result<(), Fault> {
        if text.is_empty() && !self.rules.allow_empty {
            return Err(Fault::new("is empty"));
        }
        if text.starts_with("-----BEGIN ") && text.contains("\\n") && !text.contains('\n') {
            return Err(Fault::new("is a PEM text whose line breaks are written as the two characters \\n")
                .help("write real line breaks, or give the field encoding = \"escaped\""));
        }
        Ok(())
    }

    pub(super) fn boolean(self) -> Result<bool, Fault> {
        let value = self.settle(Asked::Other)?;
        match value.input {
            Input::Other(Raw::Bool(value)) => Ok(*value),
            Input::Other(Raw::Number(_)) => {
                Err(Fault::mismatch(value.kind(), words::BOOLEAN).help("write true or false"))
            }
            _ => number::boolean(value.scalar(words::BOOLEAN, &mut None)?),
        }
    }

    pub(super) fn whole_number<N: Whole>(self) -> Result<N, Fault> {
        let value = self.settle(Asked::Other)?;
        match value.input {
            Input::Number(number) => number::narrow(number),
            _ => number::whole(value.scalar(N::WORDS, &mut None)?),
        }
    }

    /// A small number, or one of the bytes that encoded text stands for.
    pub(super) fn byte(self) -> Result<u8, Fault> {
        self.settle(Asked::Byte)?.whole_number()
    }

    pub(super) fn float<N: Float>(self) -> Result<N, Fault> {
        let value = self.settle(Asked::Other)?;
        let typed = matches!(value.input, Input::Other(_));
        number::float(value.scalar(words::NUMBER, &mut None)?, typed)
    }

    pub(super) fn character(self) -> Result<char, Fault> {
        let mut scratch = None;
        let text = self.settle(Asked::Text)?.scalar(words::CHARACTER, &mut scratch)?;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(character),
            _ => Err(Fault::refused(text, words::CHARACTER)),
        }
    }

    /// Bytes as they are, or as text encodes them.
    pub(super) fn bytes<'b>(self, scratch: &'b mut Option<Zeroizing<Vec<u8>>>) -> Result<&'b [u8], Fault>
    where
        'a: 'b,
    {
        let value = self.settle(Asked::Other)?;
        match (value.input, value.rules.encoding) {
            (Input::Text(text), Some(encoding)) => Ok(scratch.insert(encoding::decode(text, encoding)?)),
            (Input::Other(Raw::Bytes(_)), Some(_)) => Err(Fault::new("is not UTF-8 text, and so not encoded")),
            (Input::Other(Raw::Bytes(bytes)), None) => Ok(bytes.expose()),
            (Input::Text(text), None) => Ok(text.as_bytes()),
            (Input::Other(Raw::Number(text) | Raw::Time(text)), _) => Ok(text.expose().as_bytes()),
            _ => Err(Fault::mismatch(value.kind(), words::BYTES)),
        }
    }

    /// Refuses whatever says something.
    pub(super) fn nothing(self) -> Result<(), Fault> {
        match self.settle(Asked::Other)?.input {
            Input::Text("") | Input::Other(Raw::Null) => Ok(()),
            Input::Text(text) => Err(Fault::refused(text, words::NOTHING)),
            _ => Err(Fault::mismatch(self.kind(), words::NOTHING)),
        }
    }

    pub(super) fn duration(self) -> Result<Duration, Fault> {
        const WANTED: &str = "a duration such as `30s` or `1h 30m`";
        let value = self.settle(Asked::Other)?;
        let mut scratch = None;
        let text = value.scalar(WANTED, &mut scratch)?;
        duration::parse(text, value.rules.unit).map_err(|error| match error {
            NotDuration::Other => Fault::refused(text, WANTED),
            NotDuration::Bare => Fault::new("is a number without a unit").fix(value.with_unit(text)),
            NotDuration::Calendar => Fault::new("is a duration with years or months, which differ in length")
                .help("write weeks, days or hours"),
            NotDuration::Negative => Fault::new("is a duration below zero"),
            NotDuration::TooLong => Fault::new("is longer than a duration can be"),
            NotDuration::TooFine => Fault::new("is finer than a nanosecond"),
        })
    }

    /// What to write for a number that lacks its unit. The whole assignment, where this value is the whole one.
    #[cold]
    fn with_unit(self, text: &str) -> Fix {
        const UNIT: &str = "s";
        if self.depth > 0 {
            return Fix::Say("add a unit: `30s`".into());
        }
        let mut whole = Zeroizing::new(String::with_capacity(text.len() + UNIT.len()));
        whole.push_str(text);
        whole.push_str(UNIT);
        Fix::Write("add a unit", whole)
    }

    /// The time since 1970 began.
    pub(super) fn timestamp(self) -> Result<Duration, Fault> {
        const WANTED: &str = "a time such as `2026-01-31T12:00:00Z`";
        let value = self.settle(Asked::Other)?;
        let mut scratch = None;
        let text = value.scalar(WANTED, &mut scratch)?;
        if value.rules.unit.is_some() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return value.duration();
        }
        timestamp::parse(text).map_err(|error| match error {
            NotTime::Other => Fault::refused(text, WANTED),
            NotTime::NoOffset => {
                Fault::new("is a time without an offset").help("end it with Z for UTC, or with +02:00")
            }
            NotTime::NoSuchTime => Fault::new("is a time that no calendar or clock has"),
            NotTime::Outside => Fault::new("is a time that its type cannot hold: it begins with 1970"),
        })
    }
}

/// Refuses text that is no path.
pub(super) fn check_path(text: &str) -> Result<(), Fault> {
    const PATH: &str = "a path";
    if text.is_empty() {
        return Err(Fault::refused(text, PATH));
    }
    if text.contains(char::is_control) {
        return Err(Fault::new("is not a path: it holds a control character"));
    }
    Ok(())
}

//! The TOML file, from the events of `toml_parser`: no tree, every value with its line and column.

use std::borrow::Cow;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, ParseError, Source, Span};

use super::text::{Text, Wiped};
use super::{Layer, Loader, Origin, Slot};

/// Where a key has led.
#[derive(Clone, Copy)]
enum Place {
    Root,
    Group(u16),
    Field(usize),
    Unknown,
}

struct Receiver<'l, 'a> {
    loader: &'l mut Loader<'a>,
    source: Source<'a>,
    line: u32,
    line_start: usize,
    /// The table that keys are of, and those around it where it is an inline one.
    table: Place,
    outer: Vec<Place>,
    /// Where the key being read has led so far, and where it began.
    place: Place,
    key: Origin,
    in_key: bool,
    seen_groups: Vec<bool>,
    list: Option<(Origin, Vec<Text<'a>>)>,
}

impl<'a> Loader<'a> {
    pub fn settings(&mut self, contents: &'a super::Contents) {
        let text = self.text_of(contents);
        let source = Source::new(text);
        let tokens = source.lex().into_vec();
        let mut errors: Vec<ParseError> = Vec::new();
        let mut receiver = Receiver {
            source,
            line: 1,
            line_start: 0,
            table: Place::Root,
            outer: Vec::new(),
            place: Place::Root,
            key: Origin::UNSET,
            in_key: false,
            seen_groups: vec![false; self.names.groups.len()],
            list: None,
            loader: self,
        };
        parse_document(&tokens, &mut receiver, &mut errors);
        for error in errors {
            let at = error.unexpected().or(error.context()).map_or(0, |span| span.start());
            self.problem_at(origin_of(text, at), error.description().to_owned());
        }
    }
}

impl<'a> Receiver<'_, 'a> {
    fn origin(&self, span: Span) -> Origin {
        // A file of at most 16 MiB.
        Layer::Settings.at(self.line, (span.start() - self.line_start) as u32 + 1)
    }

    /// One step of a key: from the place it has led to, by a name.
    fn step(&mut self, name: &str) {
        let names = self.loader.names;
        self.place = match self.place {
            Place::Root => names.by_group(name.as_bytes()).map_or(Place::Unknown, Place::Group),
            Place::Group(group) => names.by_key(group, name.as_bytes()).map_or(Place::Unknown, Place::Field),
            Place::Field(_) | Place::Unknown => Place::Unknown,
        };
    }

    /// A value of the field that the key led to.
    fn value(&mut self, text: Text<'a>, origin: Origin) {
        match self.place {
            Place::Field(number) => {
                let slot = &mut self.loader.slots[number];
                if slot.settings_line != 0 {
                    self.loader.problem(number, origin, "is given twice");
                } else if slot.origin.layer == Layer::Unset {
                    *slot = Slot { text, origin, settings_line: origin.line };
                } else {
                    slot.settings_line = origin.line;
                }
            }
            Place::Root | Place::Group(_) => self.loader.problem_at(origin, "is a value, where a table is wanted"),
            Place::Unknown => self.loader.problem_at(self.key, "is an unknown key"),
        }
    }

    /// The lines of a value that has several, which are no events.
    #[cold]
    fn count_lines(&mut self, span: Span) {
        let raw = self.source.input().get(span.start()..span.end()).unwrap_or_default();
        if let Some(last) = raw.rfind('\n') {
            self.line += raw.matches('\n').count() as u32;
            self.line_start = span.start() + last + 1;
        }
    }

    fn decode(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) -> Text<'a> {
        let raw = self.source.input().get(span.start()..span.end()).unwrap_or_default();
        let raw = toml_parser::Raw::new_unchecked(raw, encoding, span);
        // A text without escapes stays where it is; another is written into a buffer of its full size.
        let mut text = Builder { borrowed: "", owned: None, capacity: raw.len() };
        match raw.decode_scalar(&mut text, error) {
            ScalarKind::Boolean(flag) => Text::Flag(flag),
            ScalarKind::String => match text.owned {
                Some(owned) => Text::Owned(owned),
                None => Text::Borrowed(text.borrowed),
            },
            _ => Text::Bare(raw.as_str()),
        }
    }
}

impl EventReceiver for Receiver<'_, '_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.in_key = true;
        self.place = Place::Root;
        self.key = self.origin(span);
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.in_key = false;
        self.table = self.place;
        match self.place {
            Place::Group(group) => {
                if std::mem::replace(&mut self.seen_groups[usize::from(group)], true) {
                    self.loader.problem_at(self.origin(span), "is a table given twice");
                }
            }
            Place::Unknown => self.loader.problem_at(self.key, "is an unknown table"),
            Place::Root | Place::Field(_) => {}
        }
    }

    fn array_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.std_table_open(span, error);
        self.loader.problem_at(self.key, "is a list of tables, where a table is wanted");
    }

    fn array_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.in_key = false;
        self.table = Place::Unknown;
    }

    fn inline_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) -> bool {
        self.outer.push(self.table);
        self.table = self.place;
        // Nothing of ours nests deeper.
        self.outer.len() <= 2
    }

    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.table = self.outer.pop().unwrap_or(Place::Root);
        self.place = self.table;
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if !self.in_key {
            self.in_key = true;
            self.key = self.origin(span);
            self.place = self.table;
        }
        let raw = self.source.input().get(span.start()..span.end()).unwrap_or_default();
        if encoding.is_none() {
            self.step(raw);
        } else {
            let mut name = Cow::Borrowed("");
            toml_parser::Raw::new_unchecked(raw, encoding, span).decode_key(&mut name, error);
            self.step(&name);
        }
    }

    fn key_val_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.in_key = false;
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        if self.list.is_some() {
            self.loader.problem_at(self.origin(span), "is a list in a list");
            return false;
        }
        self.list = Some((self.origin(span), Vec::with_capacity(4)));
        true
    }

    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if let Some((origin, items)) = self.list.take() {
            self.value(Text::List(items), origin);
        }
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let text = self.decode(span, encoding, error);
        match &mut self.list {
            Some((_, items)) => items.push(text),
            None => self.value(text, self.origin(span)),
        }
        if matches!(encoding, Some(Encoding::MlBasicString | Encoding::MlLiteralString)) {
            self.count_lines(span);
        }
    }

    fn comment(&mut self, span: Span, error: &mut dyn ErrorSink) {
        if let Some(raw) = self.source.get(span) {
            raw.decode_comment(error);
        }
    }

    fn newline(&mut self, span: Span, error: &mut dyn ErrorSink) {
        if let Some(raw) = self.source.get(span) {
            raw.decode_newline(error);
        }
        self.line += 1;
        self.line_start = span.end();
    }
}

/// Takes a decoded text: as it stands in the file, or into a buffer that never grows.
struct Builder<'a> {
    borrowed: &'a str,
    owned: Option<Wiped>,
    capacity: usize,
}

impl Builder<'_> {
    fn owned(&mut self) -> &mut Wiped {
        let (borrowed, capacity) = (self.borrowed, self.capacity);
        self.owned.get_or_insert_with(|| {
            let mut text = Wiped::with_capacity(capacity);
            text.push_str(borrowed);
            text
        })
    }
}

impl<'a> toml_parser::decoder::StringBuilder<'a> for Builder<'a> {
    fn clear(&mut self) {
        (self.borrowed, self.owned) = ("", None);
    }

    fn push_str(&mut self, append: &'a str) -> bool {
        if self.owned.is_none() && self.borrowed.is_empty() {
            self.borrowed = append;
        } else {
            self.owned().push_str(append);
        }
        true
    }

    fn push_char(&mut self, append: char) -> bool {
        self.owned().push(append);
        true
    }
}

/// The line and column of a place in the file, for errors of the grammar.
#[cold]
fn origin_of(text: &str, at: usize) -> Origin {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Layer::Settings.at(1 + before.matches('\n').count() as u32, (before.len() - line_start) as u32 + 1)
}

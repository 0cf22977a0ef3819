//! Who hears all that a load says, at any level.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, OnceLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::shows_a_secret;

/// Everything that anybody says, at any level.
#[derive(Clone, Default)]
pub(crate) struct Listener(Arc<Mutex<String>>);

impl Listener {
    /// All that was said, with what `work` gives. Fails where a secret stands in it.
    #[track_caller]
    pub(crate) fn hear<T>(work: impl FnOnce() -> T) -> (T, String) {
        let listener = Self::default();
        let outcome = tracing::subscriber::with_default(listener.clone(), work);
        let heard = std::mem::take(&mut *listener.0.lock().unwrap());
        let line = heard.lines().find(|line| shows_a_secret(line));
        assert_eq!(line, None);
        (outcome, heard)
    }
}

struct Writer<'a>(&'a mut String);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Writer(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Writer(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = self.0.lock().unwrap();
        write!(text, "\n{}:", event.metadata().target()).unwrap();
        event.record(&mut Writer(&mut text));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Who hears what libraries say by `log`, in the whole process: it keeps what has a secret in it.
pub(crate) struct Log {
    lines: Mutex<usize>,
    secrets: Mutex<Vec<String>>,
}

impl Log {
    /// From now on it listens.
    pub(crate) fn listen() -> &'static Self {
        static LOG: OnceLock<&'static Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log: &'static Self = Box::leak(Box::new(Self { lines: Mutex::default(), secrets: Mutex::default() }));
            log::set_logger(log).unwrap();
            log::set_max_level(log::LevelFilter::Trace);
            log
        })
    }

    /// How many lines it has heard. Fails if there was a secret in one of them.
    #[track_caller]
    pub(crate) fn is_quiet(&self) -> usize {
        assert_eq!(*self.secrets.lock().unwrap(), [""; 0]);
        *self.lines.lock().unwrap()
    }
}

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{}: {}", record.target(), record.args());
        *self.lines.lock().unwrap() += 1;
        if shows_a_secret(&line) {
            self.secrets.lock().unwrap().push(line);
        }
    }

    fn flush(&self) {}
}

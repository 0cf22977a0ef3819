//! A load, prepared: which sources, which world, which profile.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::marker::PhantomData;
use std::process;
#[cfg(feature = "managers")]
use std::time::Duration;

use tactful_core::Profile;
use tactful_core::bind::Bind;
use tactful_core::context::{Context, Environment};
use tactful_core::loader::Gathered;
use tactful_core::local::{Answers, Local};
use tactful_core::report::{Explanation, LoadError, Report, ReportFormat, Style};
use tactful_core::source::Source;
#[cfg(feature = "managers")]
use tactful_sources::manager::{complete, complete_blocking};
use tactful_sources::process as surroundings;

use crate::Stack;
use crate::stack::STANDARD;

/// A load of `T`, to change before it runs; it can be run again and again.
///
/// ```
/// use tactful::{Context, Loader, Overrides, Settings};
///
/// #[derive(Debug, Settings)]
/// struct Shop {
///     #[settings(default = 8080)]
///     port: u16,
/// }
///
/// let shop = Shop::loader()
///     .context(Context::from_pairs([("PORT", "9090")]))
///     .push(Overrides::pairs([("port", "7070")]))
///     .load()?;
/// assert_eq!(shop.port, 7070);
/// # Ok::<(), tactful::LoadError>(())
/// ```
pub struct Loader<T> {
    /// The standard one unless told.
    stack: Option<Stack>,
    context: Context,
    profile: Option<String>,
    #[cfg(feature = "managers")]
    deadline: Duration,
    /// For fingerprints: random, and the same for every run of this loader, so that two generations can be told apart.
    fingerprint_key: RandomState,
    settings: PhantomData<fn() -> T>,
}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        Self {
            stack: self.stack.clone(),
            context: self.context.clone(),
            profile: self.profile.clone(),
            #[cfg(feature = "managers")]
            deadline: self.deadline,
            fingerprint_key: self.fingerprint_key.clone(),
            settings: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Loader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader")
            .field("stack", &self.stack)
            .field("context", &self.context)
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

impl<T: Bind> Loader<T> {
    pub(crate) fn new() -> Self {
        Self {
            stack: None,
            context: Context::process(),
            profile: None,
            #[cfg(feature = "managers")]
            deadline: Duration::from_secs(15),
            fingerprint_key: RandomState::new(),
            settings: PhantomData,
        }
    }

    /// Names the profile in code: no variable and no guess.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Replaces the sources.
    #[must_use]
    pub fn stack(mut self, stack: Stack) -> Self {
        self.stack = Some(stack);
        self
    }

    /// Adds a source on top of all but overrides.
    #[must_use]
    pub fn push(mut self, source: impl Source) -> Self {
        self.stack = Some(self.stack.unwrap_or_else(Stack::standard).push(source));
        self
    }

    /// Replaces the world that the load sees: a closed one for tests.
    #[must_use]
    pub fn context(mut self, context: Context) -> Self {
        self.context = context;
        self
    }

    /// How long all secret managers of a load together may take: 15 s unless told. Every request has a limit of its own.
    #[cfg(feature = "managers")]
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Loads. Secret managers are asked on a thread and a runtime of their own, which end with the load, so that it may
    /// be called anywhere: outside of tokio and inside any of its runtimes, which it blocks.
    ///
    /// Warnings go to `tracing` when it has a subscriber; else they are dropped, so that a program that starts
    /// its logger from its settings wants [`load_with_report`](Self::load_with_report).
    ///
    /// # Errors
    /// Every problem of every layer, at once.
    pub fn load(&self) -> Result<T, LoadError> {
        let (settings, report) = self.gather(false).bind()?;
        report.emit();
        Ok(settings)
    }

    /// Loads on the caller's runtime, which must be one of tokio where there are secret managers, with time and I/O enabled:
    /// without, tokio panics at the first request. Dropping the future cancels the load.
    ///
    /// # Errors
    /// Every problem of every layer, at once.
    #[cfg_attr(
        not(feature = "managers"),
        allow(clippy::unused_async, reason = "only secret managers have to be waited for")
    )]
    pub async fn load_async(&self) -> Result<T, LoadError> {
        #[cfg(feature = "managers")]
        let gathered = self.gather_async().await;
        #[cfg(not(feature = "managers"))]
        let gathered = self.gather(false);
        let (settings, report) = gathered.bind()?;
        report.emit();
        Ok(settings)
    }

    /// Loads, and keeps the report: warnings and the origin of every value. Emits nothing.
    ///
    /// # Errors
    /// Every problem of every layer, at once.
    pub fn load_with_report(&self) -> Result<Loaded<T>, LoadError> {
        let (settings, report) = self.gather(false).bind()?;
        Ok(Loaded { settings, report })
    }

    /// Loads, or writes the report to stderr and ends the process with status 78 or 75.
    #[must_use]
    pub fn load_or_exit(&self) -> T {
        let gathered = self.gather(false);
        let chosen = gathered.controls().report();
        match gathered.bind() {
            Ok((settings, report)) => {
                if !report.emit() && !report.warnings().is_empty() {
                    write_report(&report, chosen);
                }
                settings
            }
            Err(error) => {
                write_report(error.report(), chosen);
                process::exit(error.exit_code().into());
            }
        }
    }

    /// Explains every key: the winner, its origin and what it overrode; never a secret.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        self.gather(false).explain()
    }

    /// Checks names and presence in the local layers: no network, no casts, no struct.
    #[must_use]
    pub fn check(&self) -> Report {
        self.gather(true).check()
    }

    /// Asks all sources, and waits for those that make it wait; `alone` is without the latter.
    pub(crate) fn gather(&self, alone: bool) -> Gathered {
        let local = self.local(alone);
        if alone {
            #[cfg(feature = "managers")]
            return tactful_sources::manager::unasked(local, &self.sources());
            #[cfg(not(feature = "managers"))]
            return local.unasked(Answers::default());
        }
        #[cfg(feature = "managers")]
        if !local.is_complete() {
            return complete_blocking(local, &self.sources(), self.deadline).unwrap_or_else(|problem| {
                let mut local = self.local(false);
                local.problem(*problem);
                local.unasked(Answers::default())
            });
        }
        local.without_managers()
    }

    #[cfg(feature = "managers")]
    async fn gather_async(&self) -> Gathered {
        let local = self.local(false);
        if local.is_complete() {
            return local.without_managers();
        }
        complete(local, &self.sources(), self.deadline).await
    }

    /// The local layers, and what has to be waited for.
    fn local(&self, alone: bool) -> Local<'_> {
        let closed = self.context.closed();
        let environment = closed.map_or_else(surroundings::environment, Environment::clone);
        let (profile, mut problems) = Profile::find(T::SCHEMA, &environment, closed.is_some(), self.profile.as_deref());
        let (mut world, more) = surroundings::world(T::SCHEMA, &self.context, environment, &profile);
        problems.extend(more);
        world.fingerprint_key = self.fingerprint_key.clone();
        let mut local = match &self.stack {
            Some(stack) => Local::read::<T>(world, profile, &mut stack.sources(), alone),
            None => Local::read::<T>(world, profile, &mut STANDARD.into_iter(), alone),
        };
        for problem in problems {
            local.problem(problem);
        }
        local
    }

    #[cfg(feature = "managers")]
    fn sources(&self) -> Vec<&dyn Source> {
        match &self.stack {
            Some(stack) => stack.sources().collect(),
            None => STANDARD.to_vec(),
        }
    }
}

/// Settings and the report of their load.
#[derive(Debug)]
pub struct Loaded<T> {
    settings: T,
    report: Report,
}

impl<T> Loaded<T> {
    /// The settings.
    pub const fn settings(&self) -> &T {
        &self.settings
    }

    /// Warnings, and the origin of every value.
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Both.
    pub fn into_parts(self) -> (T, Report) {
        (self.settings, self.report)
    }
}

/// Writes a report to stderr: for people on a terminal, a line per problem for log collectors elsewhere.
fn write_report(report: &Report, chosen: Option<ReportFormat>) {
    let stderr = io::stderr();
    let terminal = stderr.is_terminal();
    let format = chosen.unwrap_or(if terminal { ReportFormat::Text } else { ReportFormat::Lines });
    let style = if terminal {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        Style::new(columns.unwrap_or(100), std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()))
    } else {
        Style::default()
    };
    // Whoever closed stderr does not want the report; the exit status still tells.
    let _ = writeln!(stderr.lock(), "{}", report.render(format, style).trim_end());
}

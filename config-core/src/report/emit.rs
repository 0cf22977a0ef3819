//! Reports as events, for programs whose logger is `tracing`.

use super::Report;

impl Report {
    /// Sends the profile, every warning and every problem to the `tracing` subscriber in force, under the target
    /// `tactful`, and says whether there is one. Without the feature `tracing` there is none.
    ///
    /// Safe to call once the logger stands: `load_with_report()` gives the settings to start it from, and the report.
    pub fn emit(&self) -> bool {
        #[cfg(feature = "tracing")]
        {
            events::emit(self)
        }
        #[cfg(not(feature = "tracing"))]
        {
            false
        }
    }
}

#[cfg(feature = "tracing")]
mod events {
    use tracing::Dispatch;
    use tracing::subscriber::NoSubscriber;

    use crate::report::{Problem, Report, words};

    pub(super) fn emit(report: &Report) -> bool {
        if tracing::dispatcher::get_default(Dispatch::is::<NoSubscriber>) {
            return false;
        }
        let profile = words::profile(report.profile(), report.profile_from());
        tracing::info!(target: "tactful", settings = report.settings(), "profile {profile}");
        for problem in report.problems() {
            let (code, name, key) = fields(problem);
            tracing::error!(target: "tactful", code, name, key, "{problem}");
        }
        for warning in report.warnings() {
            let (code, name, key) = fields(warning);
            tracing::warn!(target: "tactful", code, name, key, "{warning}");
        }
        true
    }

    fn fields(problem: &Problem) -> (String, String, Option<&str>) {
        (words::label(problem), words::name(problem), problem.key())
    }

    #[cfg(test)]
    mod tests {
        use std::fmt::Write as _;
        use std::sync::{Arc, Mutex};

        use tracing::field::{Field, Visit};
        use tracing::span::{Attributes, Id, Record};
        use tracing::{Event, Metadata, Subscriber};

        use crate::report::{Code, Problem, Report};

        /// Keeps what it is told.
        #[derive(Clone, Default)]
        struct Told(Arc<Mutex<String>>);

        struct Line<'a>(&'a mut String);

        impl Visit for Line<'_> {
            fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
                let _ = write!(self.0, " {field}={value:?}");
            }
        }

        impl Subscriber for Told {
            fn enabled(&self, _: &Metadata<'_>) -> bool {
                true
            }
            fn new_span(&self, _: &Attributes<'_>) -> Id {
                Id::from_u64(1)
            }
            fn record(&self, _: &Id, _: &Record<'_>) {}
            fn record_follows_from(&self, _: &Id, _: &Id) {}
            fn event(&self, event: &Event<'_>) {
                let Ok(mut told) = self.0.lock() else { return };
                let _ = write!(told, "{}", event.metadata().level());
                event.record(&mut Line(&mut told));
                told.push('\n');
            }
            fn enter(&self, _: &Id) {}
            fn exit(&self, _: &Id) {}
        }

        #[test]
        fn warnings_become_events() {
            let mut report = Report::new("shop", "AppSettings", "production", "SETTINGS_PROFILE");
            report.push(Problem::new(Code::Deprecated, "SHOP_OLD", "is on its way out").help("rename it").warning());
            assert!(!report.emit(), "nobody listens");
            let told = Told::default();
            assert!(tracing::subscriber::with_default(told.clone(), || report.emit()));
            let told = told.0.lock().map(|told| told.clone()).unwrap_or_default();
            assert_eq!(
                told,
                "INFO message=profile production, from SETTINGS_PROFILE settings=\"AppSettings\"\n\
                 WARN message=deprecated SHOP_OLD: is on its way out; fix: rename it code=\"deprecated\" name=\"SHOP_OLD\"\n"
            );
        }
    }
}

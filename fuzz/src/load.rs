//! One load, and everything that can be seen of it.

use std::fmt::Write as _;

use tactful::{Loader, ReportFormat, Settings, Stack, Style};

use crate::silence::assert_silent;

/// What is looked at beside the load itself. Each look costs as much as the load: one input in some pays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Load,
    Everything,
}

impl Look {
    /// By the input alone, so that a finding is one whenever it is replayed.
    pub(crate) fn at(input: &[u8]) -> Self {
        let sum: usize = input.iter().map(|byte| usize::from(*byte)).sum();
        if sum.is_multiple_of(4) { Self::Everything } else { Self::Load }
    }
}

/// A loader of these sources alone: no file, no variable but those of the context.
pub(crate) fn loader<T: Settings>(stack: Stack) -> Loader<T> {
    T::loader().stack(stack).context(tactful::Context::from_pairs::<_, &str, &str>([]))
}

/// Loads. Gives the settings, where they are sound, and everything shown.
pub(crate) fn load<T: Settings>(loader: &Loader<T>, look: Look) -> (Option<T>, String) {
    let mut shown = String::new();
    let settings = match loader.load_with_report() {
        Ok(sound) => {
            let (settings, report) = sound.into_parts();
            let _ = write!(shown, "{report}\n{report:#}\n");
            shown.push_str(&report.to_json());
            Some(settings)
        }
        Err(error) => {
            let _ = write!(shown, "{error}\n{error:#}\n");
            if look == Look::Everything {
                let _ = write!(shown, "{error:?}\n{}\n", error.report().to_json());
                shown.push_str(&error.report().render(ReportFormat::Lines, Style::new(40, true)));
            }
            None
        }
    };
    if look == Look::Everything {
        let explanation = loader.explain();
        let _ = write!(shown, "{explanation}\n{}\n{}\n{loader:?}", explanation.to_json(), loader.check());
    }
    (settings, shown)
}

/// Loads, and finds nothing of the canary.
pub(crate) fn load_silently<T: Settings>(loader: &Loader<T>, look: Look) -> Option<T> {
    let (settings, shown) = load(loader, look);
    assert_silent(&shown);
    settings
}

#[cfg(test)]
mod tests {
    use tactful::Overrides;

    use super::*;
    use crate::settings::{Kept, Plain};
    use crate::silence::{CANARY, holds_canary};

    /// The proof can fail: the same value is shown where it is no secret.
    #[test]
    fn what_is_plain_is_seen() {
        let stack = || Stack::new().push(Overrides::pairs([("small", CANARY), ("port", CANARY)]));
        let (settings, shown) = load::<Plain>(&loader(stack()), Look::Everything);
        assert!(settings.is_none() && holds_canary(&shown), "{shown}");
        let (settings, shown) = load::<Kept>(&loader(stack()), Look::Everything);
        assert!(settings.is_none() && shown.contains("FUZZ_PORT") && !holds_canary(&shown), "{shown}");
    }
}

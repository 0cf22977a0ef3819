//! What the files of a project are called.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::paths::join;

/// The names of the cascade, lowest first.
pub(crate) fn cascade_names(profile: &str) -> Vec<String> {
    suffixes(profile).map(|[profile, local]| [".env", dot(profile), profile, local].concat()).collect()
}

/// The same without `.env`: the profile, where the name has one, and `.local` or nothing.
fn suffixes(profile: &str) -> impl Iterator<Item = [&str; 2]> {
    let all = [["", ""], [profile, ""], ["", ".local"], [profile, ".local"]];
    all.into_iter().filter(move |suffix| profile != "test" || *suffix != ["", ".local"])
}

const fn dot(profile: &str) -> &'static str {
    if profile.is_empty() { "" } else { "." }
}

/// The paths of the cascade, each in one buffer.
pub(super) fn cascade_paths(root: &Path, profile: &str) -> Vec<PathBuf> {
    let first = join(root, ".env").into_os_string();
    let path = |[profile, local]: [&str; 2]| {
        let mut path = OsString::with_capacity(first.len() + 1 + profile.len() + local.len());
        for part in [first.as_os_str(), dot(profile).as_ref(), profile.as_ref(), local.as_ref()] {
            path.push(part);
        }
        path.into()
    };
    suffixes(profile).map(path).collect()
}

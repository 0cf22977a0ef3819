//! What a plan refuses: names that nothing fills in, tables that nobody has, and how it says so.

use tactful_core::local::Wanted;
use tactful_core::origin::Origin;
use tactful_core::report::{Code, Problem, did_you_mean};

use crate::manager::SecretRequest;
use crate::manager::reference::Misread;

/// A `{word}` that nothing fills in would be asked for as it stands. Other braces are text: `{"a": 1}`, `{print $1}`.
/// Where a shell may read it, so is `${HOME}`.
pub(super) fn misplaced(template: &SecretRequest, takes_name: bool, has_variables: bool) -> Option<Misread> {
    let mut found = None;
    let mut has_name = false;
    template.map(|text| {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let length = after.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
            let (word, more) = after.split_at(length);
            rest = more;
            match word {
                "" => {}
                _ if !more.starts_with('}') => {}
                "name" if takes_name => has_name = true,
                _ if has_variables && before.ends_with('$') => {}
                word => found = Some(word.to_owned()),
            }
        }
        String::new()
    });
    let known = if takes_name { "{profile} and {name} are filled in" } else { "{profile} is filled in" };
    if let Some(word) = found {
        return Some(Misread::new(format!("has {{{word}}} in it, which nothing fills in")).help(known));
    }
    let lacks = takes_name && !has_name;
    lacks.then(|| {
        Misread::new("asks for one secret per key, and has no {name} in it")
            .help("add {name} where the name of the key belongs")
    })
}

/// A table of options that no store has: misspelt, its options would silently not count.
pub(super) fn unknown_section((name, origin): (&str, Origin)) -> Option<Problem> {
    const KNOWN: [&str; 6] = ["managers", "aws", "azure", "gcp", "http", "vault"];
    if KNOWN.contains(&name) {
        return None;
    }
    let problem = Problem::new(Code::Unknown, format!("settings.{name}"), "is no table of options").from(origin);
    let help = match did_you_mean(name, KNOWN) {
        Some(near) => format!("did you mean settings.{near}?"),
        None => format!("tables below settings: {}", KNOWN.join(", ")),
    };
    Some(problem.help(help).warning())
}

/// Two keys that a store with fewer letters for names would have to give one secret.
pub(super) fn same_name(title: &str, name: &str, other: &str, wanted: &Wanted) -> Problem {
    let message = format!("is the name of both {other} and {} in {title}", wanted.name);
    Problem::new(Code::Conflict, name, message).help("give one of them another name: env = \"..\"")
}

/// Whether a profile may stand in a path. A bad one is a problem of its own, and nothing is asked for under it.
pub(super) fn is_name(profile: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    profile.bytes().next().is_some_and(plain) && profile.bytes().all(|b| plain(b) || matches!(b, b'_' | b'-'))
}

pub(super) fn told(problem: Problem, misread: Misread) -> Problem {
    match misread.help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

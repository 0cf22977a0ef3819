//! What the text forms say, each fact in one place. Everything here has passed [`clean`].

use super::clean::clean;
use super::problem::{Code, Problem, Severity};
use super::{Header, Note, Report};

/// Names, keys and paths longer than this are cut: a report is read, not stored.
const NAME: usize = 200;
/// The same for messages, help and origins.
const TEXT: usize = 600;
/// The closing line in bytes: log collectors keep the end of what a program said, in chunks not much larger.
const CLOSING: usize = 1_000;

/// `4 problems, 1 warning`; a sound report says `no problems`.
pub(super) fn counts(report: &Report) -> String {
    let mut out = count(report.problems.len(), "problem");
    if !report.warnings.is_empty() {
        out.push_str(", ");
        out.push_str(&warnings(report));
    }
    out
}

/// `2 warnings (1 of them let through)`.
pub(super) fn warnings(report: &Report) -> String {
    let all = report.warnings.len();
    match report.warnings().iter().filter(|warning| warning.severity == Severity::LetThrough).count() {
        0 => count(all, "warning"),
        let_through if let_through == all => format!("{} (let through)", count(all, "warning")),
        let_through => format!("{} ({let_through} of them let through)", count(all, "warning")),
    }
}

fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        more => format!("{more} {noun}s"),
    }
}

/// `shop cannot start: 4 problems in AppSettings`.
pub(super) fn heading(report: &Report) -> String {
    let verdict = if report.is_ok() { ":" } else { " cannot start:" };
    format!("{}{verdict} {}", application(&report.header), subject(report))
}

/// `4 problems in AppSettings`.
pub(super) fn subject(report: &Report) -> String {
    format!("{} in {}", counts(report), clean(&report.header.settings, NAME))
}

/// `shop: settings: `, the beginning of every line that has to stand by itself.
pub(super) fn prefix(header: &Header) -> String {
    format!("{}: settings: ", application(header))
}

fn application(header: &Header) -> String {
    if header.application.is_empty() { "the program".to_owned() } else { clean(&header.application, 60) }
}

/// `production, from SETTINGS_PROFILE`.
pub(super) fn profile(name: &str, from: &str) -> String {
    let name = profile_name(name);
    if from.is_empty() { name } else { format!("{name}, from {}", clean(from, NAME)) }
}

fn profile_name(name: &str) -> String {
    if name.is_empty() { "unknown".to_owned() } else { clean(name, 60) }
}

/// The project root, where there is one.
pub(super) fn project_root(header: &Header) -> Option<String> {
    header.root.as_ref().map(|root| clean(&root.to_string_lossy(), TEXT))
}

/// `missing`, `source.denied`.
pub(super) fn label(problem: &Problem) -> String {
    match problem.detail {
        Some(detail) => format!("{}.{detail}", problem.code),
        None => problem.code.to_string(),
    }
}

/// The name at fault.
pub(super) fn name(problem: &Problem) -> String {
    clean(&problem.name, NAME)
}

/// The name at fault and, where that says more, its origin: `SHOP_PIN` from `env`, whose name is that of the variable;
/// `/app/settings.toml:3:1`, which holds the name.
pub(super) fn place(problem: &Problem) -> (String, Option<String>) {
    let name = name(problem);
    let Some(origin) = &problem.origin else { return (name, None) };
    let text = origin.to_string();
    match text.strip_prefix(&problem.name) {
        Some("") => return (name, None),
        Some(rest) if rest.starts_with(':') => return (clean(&text, TEXT), None),
        _ => {}
    }
    // A file is "named by env PIN_FILE": there the name ends the sentence. What follows it elsewhere, a version, stays.
    let said = origin.name() == Some(&problem.name) && origin.file().is_none();
    let from = if said { text.replacen(&format!(" {}", problem.name), "", 1) } else { text };
    (name, Some(clean(&from, TEXT)))
}

/// The field in the words of its author: `secret_key: SecretString, signing key of the sessions`.
pub(super) fn about(problem: &Problem) -> Option<String> {
    let key = problem.key.as_deref()?;
    if key == problem.name && problem.type_name.is_none() && problem.doc.is_none() {
        return None;
    }
    let mut out = clean(key, NAME);
    if let Some(type_name) = problem.type_name {
        out.push_str(": ");
        out.push_str(&clean(type_name, NAME));
    }
    if let Some(doc) = problem.doc.map(first_sentence).filter(|doc| !doc.is_empty()) {
        out.push_str(", ");
        out.push_str(&clean(&doc, NAME));
    }
    Some(out)
}

/// What is wrong, where the code does not say it all; it follows the value, or the name.
pub(super) fn message(problem: &Problem) -> Option<String> {
    let gist = match problem.code {
        Code::Missing => "has no value in any layer",
        Code::Unknown => "is no key of these settings",
        _ => "",
    };
    let message = Some(problem.message.as_str()).filter(|message| !message.is_empty() && *message != gist)?;
    Some(clean(message, TEXT))
}

/// The value and what is wrong with it: `"30" is not a duration`.
pub(super) fn value(problem: &Problem) -> Option<String> {
    let value = problem.value.as_ref()?;
    Some(message(problem).map_or_else(|| value.to_string(), |message| format!("{value} {message}")))
}

/// The places that were asked, and what was there; past a limit, how many more there are.
pub(super) fn tried(problem: &Problem) -> (Vec<(String, String)>, Option<String>) {
    const PLACES: usize = 20;
    let places = problem.tried().take(PLACES).map(|(place, found)| (clean(place, NAME), clean(found, TEXT)));
    let more = problem.tried.len().saturating_sub(PLACES);
    (places.collect(), (more > 0).then(|| format!("and {more} more")))
}

/// The keys that have no value because of a problem: `SHOP_PIN, SHOP_SECRET_KEY without a value`.
pub(super) fn leaves(problem: &Problem) -> Option<String> {
    const NAMES: usize = 100;
    if problem.leaves.is_empty() {
        return None;
    }
    let mut names: Vec<String> = problem.leaves.iter().take(NAMES).map(|name| clean(name, NAME)).collect();
    names.extend(problem.leaves.len().checked_sub(NAMES + 1).map(|more| format!("and {} more", more + 1)));
    Some(format!("{} without a value", names.join(", ")))
}

/// What to type.
pub(super) fn fix(problem: &Problem) -> Option<String> {
    problem.help.as_deref().map(|help| clean(help, TEXT))
}

/// What else is to be known: that waiting may help, and of a problem that does not count in this run who decided so.
pub(super) fn remarks(problem: &Problem, header: &Header) -> impl Iterator<Item = String> {
    let temporary = problem.temporary.then(|| "may pass by itself: try again".to_owned());
    let let_through = (problem.severity == Severity::LetThrough).then(|| {
        let variable = format!("{}_WARN_ONLY", header.control_prefix);
        format!("a problem in profile {}, let through by {variable}", profile_name(&header.profile))
    });
    temporary.into_iter().chain(let_through)
}

/// One line: the name, what is wrong with it, and what to type. Without the places that were tried.
pub(super) fn sentence(problem: &Problem) -> String {
    let (name, from) = place(problem);
    let mut out = format!("{} {name}", label(problem));
    for (separator, part) in [
        (", from ", from),
        (" (", about(problem).map(|about| about + ")")),
        (": ", value(problem).or_else(|| message(problem))),
        ("; fix: ", fix(problem)),
    ] {
        if let Some(part) = part {
            out.push_str(separator);
            out.push_str(&part);
        }
    }
    out
}

/// What was read, or not read and why: `/run/secrets (3 files)`.
pub(super) fn notes(notes: &[Note]) -> Option<String> {
    const NOTES: usize = 50;
    if notes.is_empty() {
        return None;
    }
    let mut items: Vec<String> = notes.iter().take(NOTES).map(|note| clean(&note.to_string(), TEXT)).collect();
    if notes.len() > NOTES {
        items.push(format!("and {} more", notes.len() - NOTES));
    }
    Some(items.join("; "))
}

/// The line that stands by itself: counts, profile, and the names under their codes. Where they are too many, each code
/// has its share of the line, so that a thousand missing keys do not hide the one file that could not be read.
pub(super) fn closing(report: &Report) -> String {
    let listed = if report.is_ok() { &report.warnings } else { &report.problems };
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for problem in listed {
        let label = label(problem);
        match groups.iter_mut().find(|(of, _)| *of == label) {
            Some((_, names)) => names.push(name(problem)),
            None => groups.push((label, vec![name(problem)])),
        }
    }
    let mut out =
        format!("{}{}, profile {}", prefix(&report.header), counts(report), profile_name(&report.header.profile));
    for (number, (label, names)) in groups.iter().enumerate() {
        let room = CLOSING.saturating_sub(out.len()) / (groups.len() - number);
        let item = group(label, names, room.saturating_sub("; ".len()));
        if out.len() + "; ".len() + item.len() > CLOSING {
            break;
        }
        out.push_str(if number == 0 { ": " } else { "; " });
        out.push_str(&item);
    }
    out
}

/// `missing A, B, and 12 more` in so many bytes, or at least `14 missing`.
fn group(label: &str, names: &[String], room: usize) -> String {
    let mut out = label.to_owned();
    for (number, name) in names.iter().enumerate() {
        let separator = if number == 0 { " " } else { ", " };
        let more = match names.len() - number - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        if out.len() + separator.len() + name.len() + more.len() > room {
            return match number {
                0 => format!("{} {label}", names.len()),
                _ => format!("{out}, and {} more", names.len() - number),
            };
        }
        out.push_str(separator);
        out.push_str(name);
    }
    out
}

/// The first sentence of a doc text, as it can go on after a comma: no full stop, small initial unless the first word
/// is a name (`URL`, `PostgreSQL`).
pub(super) fn first_sentence(doc: &str) -> String {
    let paragraph = doc.trim_start().split("\n\n").next().unwrap_or_default();
    let mut words = Vec::new();
    for word in paragraph.split_whitespace() {
        words.push(word);
        // `e.g.` and `i.e.` end no sentence.
        if word.ends_with(['.', '!', '?']) && word.matches('.').count() < 2 {
            break;
        }
    }
    let sentence = words.join(" ");
    let sentence = sentence.strip_suffix('.').unwrap_or(&sentence);
    let mut initial = sentence.chars();
    let first_word = sentence.split(' ').next().unwrap_or_default();
    match initial.next() {
        Some(first) if !first_word.chars().skip(1).any(char::is_uppercase) => {
            first.to_lowercase().chain(initial).collect()
        }
        _ => sentence.to_owned(),
    }
}

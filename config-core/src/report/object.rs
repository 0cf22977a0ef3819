//! The report for programs: every datum under a name of its own.

use super::json::{Object, object};
use super::{Problem, Report, Shown, words};
use crate::origin::Origin;

/// The shape of the object. Members may be added under the same number.
pub(super) const FORMAT: u64 = 1;

pub(super) fn report(report: &Report) -> String {
    object(|root| {
        root.maybe_number("format", Some(FORMAT));
        root.text("application", report.application());
        root.text("settings", report.settings());
        profile(root, report.profile(), report.profile_from());
        let path = report.header.root.as_ref().map(|path| path.to_string_lossy());
        root.maybe_text("root", path.as_deref());
        root.flag("ok", report.is_ok());
        root.maybe_number("exit_code", Some(report.exit_code().into()));
        root.objects("problems", report.problems(), problem);
        root.objects("warnings", report.warnings(), problem);
        root.texts("read", report.read());
        root.objects("not_read", report.not_read(), |object, (what, why)| {
            object.text("what", what);
            object.text("why", why);
        });
        root.text("summary", &words::closing(report));
    })
}

/// The profile and where it came from.
pub(super) fn profile(root: &mut Object<'_>, name: &str, from: &str) {
    root.maybe_object("profile", Some((name, from)), |profile, (name, from)| {
        profile.text("name", name);
        profile.text("from", from);
    });
}

fn problem(object: &mut Object<'_>, problem: &Problem) {
    object.text("code", problem.code.as_str());
    object.maybe_text("detail", problem.detail);
    object.text("severity", problem.severity.as_str());
    object.text("name", &problem.name);
    object.maybe_text("key", problem.key.as_deref());
    object.maybe_text("type", problem.type_name);
    object.maybe_text("doc", problem.doc);
    object.maybe_object("origin", problem.origin.as_ref(), origin);
    value(object, problem.value.as_ref());
    object.text("message", &problem.message);
    object.objects("tried", problem.tried(), |object, (place, found)| {
        object.text("place", place);
        object.text("found", found);
    });
    object.texts("leaves", &problem.leaves);
    object.maybe_text("fix", problem.help.as_deref());
    object.flag("temporary", problem.temporary);
}

/// `null` where there is no value, else its text, or that it is not shown.
pub(super) fn value(object: &mut Object<'_>, value: Option<&Shown>) {
    object.maybe_object("value", value, |object, value| {
        object.flag("redacted", matches!(value, Shown::Redacted));
        object.maybe_text("text", value.text().as_deref());
    });
}

/// Where a value came from, in parts and as reports say it.
pub(super) fn origin(object: &mut Object<'_>, origin: &Origin) {
    let path = |path: Option<&std::path::Path>| path.map(|path| path.to_string_lossy().into_owned());
    object.text("text", &origin.to_string());
    object.text("layer", origin.layer().as_str());
    object.maybe_text("name", origin.name());
    object.maybe_text("document", path(origin.document()).as_deref());
    object.maybe_number("line", origin.position().map(|at| at.line().into()));
    object.maybe_number("column", origin.position().map(|at| at.column().into()));
    object.maybe_text("file", path(origin.file()).as_deref());
    object.maybe_text("reference", origin.reference());
    object.maybe_text("version", origin.version());
}

//! What sound values are screened for: placeholders, secrets in the wrong place, shapes that tell of an accident.

use super::Load;
use super::problems::redacts;
use crate::index::NodeId;
use crate::merge::Candidate;
use crate::merge::referral::is_referred;
use crate::origin::LayerName;
use crate::raw::{Node, Raw};
use crate::report::Code;
use crate::schema::{DefaultValue, Field, Literal, Secrecy};
use crate::validate::builtin::{self, Suspect};

impl Load {
    /// Screens each entry of a map of leaves.
    pub(super) fn screen_entries(&mut self, id: NodeId, field: &Field) {
        for entry in self.merged.index.entries(id).to_vec() {
            self.screen(entry, field);
        }
    }

    /// Screens the value that counts for a key.
    pub(super) fn screen(&mut self, id: NodeId, field: &Field) {
        let Some(candidate) = self.merged.winner(id) else { return };
        if is_harmless(candidate, field) {
            return;
        }
        let secret = is_secret(field);
        let seen = match &candidate.value {
            Raw::Text(text) => Seen::of(text.expose(), field, secret, || self.is_accident(candidate)),
            tree => Seen::in_tree(tree, field, secret),
        };
        let lies_open = self.lies_open(candidate) && (secret || holds_secret(candidate, field));
        if seen.is_something() || lies_open {
            self.tell(id, lies_open, &seen);
        }
    }

    /// Reports what was seen of a value.
    #[cold]
    fn tell(&mut self, id: NodeId, lies_open: bool, seen: &Seen) {
        if let Some((message, help)) = seen.finding {
            let problem = self.of_value(Code::Insecure, id, message.to_owned()).help(help);
            self.report_dagger(problem);
        }
        if seen.test_mode {
            self.screen_test_mode(id);
        }
        if let Some(suspect) = seen.suspect {
            let is_of_manager = self.merged.winner(id).is_some_and(|winner| self.is_of_manager(winner));
            let problem = self.of_value(Code::Suspect, id, suspect.message().to_owned());
            let problem = problem.help(suspect.help(is_of_manager));
            self.report(problem.warning());
        }
        if lies_open {
            self.screen_place(id);
        }
    }

    /// Whether a value lies where others may read or write it.
    fn lies_open(&self, candidate: &Candidate) -> bool {
        // A file that says where a secret is does not hold it.
        if is_referred(&candidate.place) {
            return false;
        }
        let layer = &self.merged.layers[candidate.layer as usize];
        !layer.secrets_allowed || layer.writable_by_others
    }

    /// Whether a shape tells of an accident: it depends on the way that the value came.
    pub(super) fn is_accident(&self, candidate: &Candidate) -> bool {
        self.is_carried(candidate) || self.is_of_manager(candidate)
    }

    /// Whether a secret manager gave a value, in a layer of its own or for a reference.
    pub(crate) fn is_of_manager(&self, candidate: &Candidate) -> bool {
        self.merged.layers[candidate.layer as usize].managed.is_some() || is_referred(&candidate.place)
    }

    /// Whether a value came by hand or by machine from outside: environment, file, directory.
    fn is_carried(&self, candidate: &Candidate) -> bool {
        let layer = &self.merged.layers[candidate.layer as usize].name;
        [LayerName::ENV, LayerName::SECRETS_DIR].contains(layer)
            || candidate.place.rare.as_ref().is_some_and(|rare| rare.file.is_some())
    }

    /// A test key belongs into development; deployed it is doubtful, and in production wrong.
    fn screen_test_mode(&mut self, id: NodeId) {
        if self.profile.is_relaxed() {
            return;
        }
        let problem = self.of_value(Code::Insecure, id, "is a key of a test mode".to_owned());
        let live = matches!(self.profile.name(), "production" | "prod");
        let problem = problem.help("use the live key, or name the profile for what it is (staging, ...)");
        if live { self.report_dagger(problem) } else { self.report(problem.warning()) }
    }

    /// A secret where others may read or write it.
    fn screen_place(&mut self, id: NodeId) {
        let Some(candidate) = self.merged.winner(id) else { return };
        let layer = &self.merged.layers[candidate.layer as usize];
        let (message, help) = if layer.secrets_allowed {
            let path = layer.title();
            (format!("is a secret from {path}, which others may write"), format!("chmod go-w {path}"))
        } else {
            let name = self.merged.index.env_name(id);
            let help = format!("set {name} or {name}_FILE instead, or allow it with ConfigFile::with_secrets()");
            ("is a secret in a config file, which is read by many and committed".to_owned(), help)
        };
        let problem = self.of_value(Code::Insecure, id, message).help(help);
        self.report_dagger(problem);
    }
}

/// Whether a value needs no closer look: it is no secret and has nothing of one.
#[inline]
pub(super) fn is_harmless(candidate: &Candidate, field: &Field) -> bool {
    match &candidate.value {
        _ if is_secret(field) || redacts(field) => false,
        Raw::Text(text) => builtin::is_plain(text.expose()),
        tree => is_plain_tree(tree),
    }
}

/// A type that withholds a part of what it shows has a secret there.
fn holds_secret(candidate: &Candidate, field: &Field) -> bool {
    let shown = field.as_leaf().and_then(|leaf| leaf.redacted(&candidate.value));
    shown.is_some_and(|shown| shown.contains("[REDACTED]"))
}

fn is_secret(field: &Field) -> bool {
    field.as_leaf().is_some_and(|leaf| leaf.secrecy == Secrecy::Secret)
}

/// What is to be said of a value.
#[derive(Default)]
struct Seen {
    finding: Finding,
    test_mode: bool,
    suspect: Option<Suspect>,
}

impl Seen {
    #[inline]
    fn of(text: &str, field: &Field, secret: bool, is_accident: impl FnOnce() -> bool) -> Self {
        let url_like = !secret && builtin::is_url_like(text);
        let finding = match secret {
            true => secret_findings(text, field),
            false if redacts(field) => None,
            false => text_findings(text, url_like),
        };
        let suspect = if secret || url_like { builtin::suspect(text).filter(|_| is_accident()) } else { None };
        // A whole JSON object is an accident where one text is wanted, and what a secret struct is written as.
        let suspect = suspect.filter(|&suspect| suspect != Suspect::Document || takes_any_text(field));
        Self { finding, test_mode: builtin::test_mode_key(text), suspect }
    }

    fn is_something(&self) -> bool {
        self.finding.is_some() || self.test_mode || self.suspect.is_some()
    }

    /// The first finding in the texts of a list or table of a document.
    fn in_tree(tree: &Raw, field: &Field, secret: bool) -> Self {
        let of = |node: &Node| match &node.value {
            Raw::Text(text) => Self::of(text.expose(), field, secret, || false),
            tree => Self::in_tree(tree, field, secret),
        };
        let telling = |node: &Node| Some(of(node)).filter(|seen| seen.finding.is_some() || seen.test_mode);
        let first = match tree {
            Raw::List(items) => items.iter().find_map(telling),
            Raw::Map(members) => members.iter().find_map(|(_, node)| telling(node)),
            _ => None,
        };
        first.unwrap_or_default()
    }
}

/// Whether nothing in a value of a document has to be looked into, unless it is secret.
#[inline(never)]
fn is_plain_tree(tree: &Raw) -> bool {
    let is_plain = |node: &Node| match &node.value {
        Raw::Text(text) => builtin::is_plain(text.expose()),
        tree => is_plain_tree(tree),
    };
    match tree {
        Raw::List(items) => items.iter().all(is_plain),
        Raw::Map(members) => members.iter().all(|(_, node)| is_plain(node)),
        _ => true,
    }
}

/// Whether the type of a leaf is text: only then does it take a word that means nothing.
pub(super) fn takes_any_text(field: &Field) -> bool {
    field.as_leaf().is_some_and(|leaf| (leaf.check)(&Raw::text("x"), field).is_ok())
}

type Finding = Option<(&'static str, &'static str)>;

fn secret_findings(text: &str, field: &Field) -> Finding {
    if let Some(what) = builtin::placeholder(text) {
        return Some((what, "write the real secret"));
    }
    let is_kept = field.as_leaf().is_some_and(|leaf| leaf.no_reference);
    if builtin::names_a_secret(text) && !is_kept {
        let help = "a reference reads it: ref+awssecrets://NAME, ref+awsssm:///NAME, ref+gcpsecrets://PROJECT/NAME, \
                    ref+azurekeyvault://VAULT/NAME; one that is meant so is kept with #[settings(no_reference)]";
        return Some(("is the name of a secret in a store, and not the secret", help));
    }
    if builtin::is_nearly_a_reference(text) && !is_kept {
        let help = "write ref+SCHEME://PATH#/KEY (ref+vault://secret/shop#/KEY), in small letters, without quotes and blanks; one \
                    that is meant so is kept with #[settings(no_reference)]";
        return Some(("looks like a reference to a secret, which is not followed", help));
    }
    if field.example == Some(text) {
        return Some(("is the example of its documentation", "write the real secret"));
    }
    is_own_default(text, field).then_some(("is the default for development", "write the real secret"))
}

fn is_own_default(text: &str, field: &Field) -> bool {
    let same = |default: DefaultValue| matches!(default, DefaultValue::Literal(Literal::Text(own)) if own == text);
    match field.default {
        DefaultValue::PerProfile(arms) => arms.iter().any(|arm| same(arm.default)),
        other => same(other),
    }
}

fn text_findings(text: &str, url_like: bool) -> Finding {
    if url_like && builtin::credentials_in_url(text) {
        return Some((
            "is a URL with a password in it, in a field that is not typed as a secret",
            "take the password out, or type the field as DatabaseUrl, ServiceUrl or SecretString",
        ));
    }
    builtin::pem_private_key(text)
        .then_some(("is a private key, in a field that is not typed as a secret", "type the field as SecretString"))
}

//! Names: keys, environment names and profiles, each by itself and against its neighbours.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::LitStr;

use crate::attr::AliasName as Alias;
use crate::case;
use crate::ctxt::Ctxt;
use crate::item::Attr;
use crate::model::{self, Names};
use crate::suggest;

/// The profiles that are relaxed unless the struct says otherwise.
pub(crate) const RELAXED: [&str; 4] = ["development", "dev", "local", "test"];

/// Groups of profiles, which no profile may be named after.
const GROUPS: [&str; 2] = ["relaxed", "hardened"];

/// An environment name that every shell can set.
pub(crate) fn check_env(ctxt: &Ctxt, name: &Attr<String>) {
    if let Some(complaint) = env_complaint(&name.value) {
        name.error(ctxt, complaint);
    }
}

fn env_complaint(name: &str) -> Option<String> {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if begins && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    Some(format!(
        "{name:?} is no environment name: letters, digits and `_`, not beginning with a digit, such as {:?}",
        repaired(name)
    ))
}

/// A prefix, which a `_` is put behind.
pub(crate) fn check_prefix(ctxt: &Ctxt, word: &str, prefix: &Attr<String>) {
    let text = prefix.value.as_str();
    if text.is_empty() {
        let instead = match word {
            "nested, prefix" => "for a group whose names have none, write `flatten`",
            _ => "for names without one, leave it out",
        };
        return prefix.error(ctxt, format_args!("an empty prefix: {instead}"));
    }
    if let Some(complaint) = env_complaint(text) {
        return prefix.error(ctxt, complaint);
    }
    let bare = text.trim_end_matches('_');
    if bare != text && !bare.is_empty() {
        let bare = bare.to_ascii_uppercase();
        return prefix.error(ctxt, format_args!("the `_` behind a prefix is put there for you: write {bare:?}"));
    }
    let capitals = text.to_ascii_uppercase();
    if capitals != text {
        prefix.error(ctxt, format_args!("environment names are written in capitals: write {capitals:?}"));
    }
}

fn repaired(name: &str) -> String {
    let repaired = case::env_part(name);
    let plain: String = repaired.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    match plain.chars().next() {
        None => "NAME".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{plain}"),
        Some(_) => plain,
    }
}

/// A key, which is one step of a dotted path.
pub(crate) fn check_key(ctxt: &Ctxt, word: &str, key: &Attr<String>) {
    let text = key.value.as_str();
    if text.is_empty() {
        key.error(ctxt, format_args!("`{word}` is empty"));
    } else if text.contains('.') {
        key.error(ctxt, "a key holds no dot, which separates a group from its keys: for a group, nest a struct");
    } else if !text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') {
        key.error(ctxt, format_args!("{text:?} is no key: letters, digits, `_` and `-`"));
    }
}

/// The name of a profile; `arm` where groups of profiles may stand too.
pub(crate) fn profile_complaint(name: &str, arm: bool) -> Option<String> {
    if GROUPS.contains(&name) || name == "_" {
        return (!arm).then(|| format!("`{name}` is no profile but a group of them, for `default(..)` alone"));
    }
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let goes_on = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if begins && name.chars().all(goes_on) {
        return None;
    }
    Some(format!("{name:?} is no name of a profile: small letters, digits, `_` and `-`, such as {:?}", small(name)))
}

fn small(name: &str) -> String {
    let small = name.to_lowercase().replace(' ', "-");
    let small: String = small.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let small = small.trim_start_matches(['-', '_']).to_owned();
    if small.is_empty() { "production".to_owned() } else { small }
}

/// A list of profiles: each one valid, none twice.
pub(crate) fn check_profiles(ctxt: &Ctxt, list: &Attr<Vec<LitStr>>) -> Vec<String> {
    if list.value.is_empty() {
        list.error(ctxt, "an empty list of profiles");
    }
    let mut names = Vec::new();
    for profile in &list.value {
        let name = profile.value();
        if let Some(complaint) = profile_complaint(&name, false) {
            ctxt.error(profile, complaint);
        } else if names.contains(&name) {
            ctxt.error(profile, format_args!("profile `{name}` is listed twice"));
        } else {
            names.push(name);
        }
    }
    names
}

/// A profile that `profiles = [..]` does not list.
pub(crate) fn check_listed(ctxt: &Ctxt, at: &dyn ToTokens, name: &str, profiles: &[String]) {
    if profiles.is_empty() || GROUPS.contains(&name) || name == "_" || profiles.iter().any(|known| known == name) {
        return;
    }
    let mut tokens = TokenStream::new();
    at.to_tokens(&mut tokens);
    match suggest::nearest(name, profiles.iter().map(String::as_str)) {
        Some(near) => ctxt.error(tokens, format_args!("profile `{name}` is not in `profiles`: did you mean `{near}`?")),
        None => ctxt.error(tokens, format_args!("profile `{name}` is not in `profiles` of this struct: add it there")),
    }
}

/// What the fields of one struct, or of one variant and its tag, are called.
#[derive(Default)]
pub(crate) struct Taken {
    keys: HashMap<String, String>,
    parts: HashMap<String, String>,
    names: HashMap<String, String>,
}

impl Taken {
    /// Takes the names of a field. What is called alike is told of the field that comes later.
    pub(crate) fn take(&mut self, ctxt: &Ctxt, at: &dyn ToTokens, field: &str, names: &Names) {
        let mut tokens = TokenStream::new();
        at.to_tokens(&mut tokens);
        let clash = |taken: &mut HashMap<String, String>, name: &str, what: &str| {
            let other = taken.entry(name.to_owned()).or_insert_with(|| field.to_owned());
            let clashes = other != field;
            if clashes {
                ctxt.error(&tokens, format_args!("`{other}` and `{field}` have the same {what} `{name}`"));
            }
            clashes
        };
        // Of one key follows one environment name, which need not be told too.
        let known = clash(&mut self.keys, &names.key, "key");
        match &names.env {
            Some(name) => _ = clash(&mut self.names, name, "environment name"),
            None if known => {}
            None => _ = clash(&mut self.parts, &names.env_part, "environment name"),
        }
        for alias in &names.aliases {
            match &alias.name {
                model::AliasName::Key { key, env_part } => {
                    _ = clash(&mut self.keys, key, "key") || clash(&mut self.parts, env_part, "environment name");
                }
                model::AliasName::Env(name) => _ = clash(&mut self.names, name, "environment name"),
            }
        }
    }
}

/// Aliases: each one valid, none that says again what the field is called anyway.
pub(crate) fn aliases(ctxt: &Ctxt, attrs: Vec<Attr<crate::attr::AliasAttr>>, own: &Names) -> Vec<model::Alias> {
    let mut aliases: Vec<model::Alias> = Vec::new();
    for attr in attrs {
        let word = if attr.value.deprecated { "deprecated_alias" } else { "alias" };
        let name = match &attr.value.name {
            Alias::Key(key) => {
                check_key(ctxt, word, &Attr { value: key.clone(), tokens: attr.tokens.clone() });
                if *key == own.key {
                    attr.error(ctxt, format_args!("`{key}` is the key of the field itself"));
                }
                model::AliasName::Key { key: key.clone(), env_part: case::env_part(key) }
            }
            Alias::Env(name) => {
                check_env(ctxt, &Attr { value: name.clone(), tokens: attr.tokens.clone() });
                if own.env.as_ref() == Some(name) {
                    attr.error(ctxt, format_args!("`{name}` is the environment name of the field itself"));
                }
                model::AliasName::Env(name.clone())
            }
        };
        let again = aliases.iter().any(|known| match (&known.name, &name) {
            (model::AliasName::Key { key: left, .. }, model::AliasName::Key { key: right, .. })
            | (model::AliasName::Env(left), model::AliasName::Env(right)) => left == right,
            _ => false,
        });
        if again {
            attr.error(ctxt, "this alias is given twice");
        }
        aliases.push(model::Alias { name, deprecated: attr.value.deprecated });
    }
    aliases
}

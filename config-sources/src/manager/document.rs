//! A payload as a document, and its members.

use tactful_core::raw::{Node, Raw};
use tactful_core::report::did_you_mean;

/// Why a payload is no document.
#[derive(Clone, Debug)]
pub(crate) enum Unread {
    NotText,
    NotJson(String),
}

impl Unread {
    /// A clause that may follow the secret.
    pub(crate) fn clause(&self) -> String {
        match self {
            Self::NotText => "is not text".to_owned(),
            Self::NotJson(why) => format!("is not JSON: {why}"),
        }
    }
}

pub(crate) fn parse(payload: &[u8]) -> Result<Node, Unread> {
    let text = std::str::from_utf8(payload).map_err(|_| Unread::NotText)?;
    if text.trim_start().starts_with('<') {
        return Err(Unread::NotJson("it begins as a page of HTML does, of a login or a proxy perhaps".to_owned()));
    }
    tactful_core::json::parse(text.trim()).map_err(|error| {
        let at = error.position();
        Unread::NotJson(format!("{} at {}:{} of its text", error.message(), at.line(), at.column()))
    })
}

/// A member of a document by its path; else what is wrong, and what to do.
pub(crate) fn member<'n>(document: &'n Node, path: &[String]) -> Result<&'n Raw, (String, String)> {
    const NAMED: usize = 20;
    let mut at = &document.value;
    for (depth, key) in path.iter().enumerate() {
        let next = match at {
            Raw::Map(members) => members.iter().find(|(own, _)| own == key).map(|(_, node)| node),
            Raw::List(items) => key.parse::<usize>().ok().and_then(|number| items.get(number)),
            _ => None,
        };
        let Some(node) = next else {
            let above = path[..depth].join("/");
            let place = if above.is_empty() { "which".to_owned() } else { format!("whose member {above}") };
            return Err(match at {
                Raw::Map(members) => {
                    let names: Vec<&str> = members.iter().map(|(own, _)| own.as_str()).collect();
                    let help = match did_you_mean(key, names.iter().copied()) {
                        Some(near) => format!("did you mean {near}?"),
                        None => {
                            let listed = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
                            format!("it has {listed}{}", if names.len() > NAMED { ", ..." } else { "" })
                        }
                    };
                    (format!("{place} has no member {key}"), help)
                }
                Raw::List(items) => (
                    format!("{place} is a list of {}, and has no item {key}", items.len()),
                    "items are numbered from 0".to_owned(),
                ),
                other => (
                    format!("{place} is {}, and has no member {key}", other.kind()),
                    "shorten the path after #".to_owned(),
                ),
            });
        };
        at = &node.value;
    }
    Ok(at)
}

/// A value that may be written as base64.
pub(crate) fn decoded(value: Raw, is_base64: bool) -> Option<Raw> {
    if !is_base64 {
        return Some(value);
    }
    let text = value.as_written()?;
    Some(Raw::from_bytes(tactful_core::cast::from_base64(text.trim())?))
}

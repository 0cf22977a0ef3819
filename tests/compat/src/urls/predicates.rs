//! Properties of URLs that rules ask for by name.

use crate::rules::Predicate;

pub(crate) fn predicate(name: &str) -> Option<Predicate> {
    Some(match name {
        "an @ after a raw / or ?" => |url| after_authority(url).contains('@'),
        "a + after the host" => |url| after_authority(url).contains('+'),
        "a comma in the userinfo" => |url| userinfo(url).contains(','),
        "more hosts than one" => |url| host(url).contains(','),
        "an upper-case letter in the host" => |url| host(url).contains(|c: char| c.is_ascii_uppercase()),
        "a blank at an end" => |url| url.trim() != url,
        "a blank value" => |url| query(url).split('&').any(|pair| pair.ends_with('=') || !pair.contains('=')),
        "no path" => |url| !after_authority(url).starts_with('/'),
        "a # in the userinfo" => |url| userinfo(url).contains('#'),
        "a # after the host" => |url| after_authority(url).contains('#'),
        _ => return None,
    })
}

/// All that follows `//`.
fn rest(url: &str) -> &str {
    url.split_once("://").map_or("", |(_, rest)| rest)
}

fn authority(url: &str) -> &str {
    let rest = rest(url);
    rest.find(['/', '?']).map_or(rest, |end| &rest[..end])
}

fn after_authority(url: &str) -> &str {
    &rest(url)[authority(url).len()..]
}

fn userinfo(url: &str) -> &str {
    authority(url).rsplit_once('@').map_or("", |(userinfo, _)| userinfo)
}

fn host(url: &str) -> &str {
    authority(url).rsplit_once('@').map_or(authority(url), |(_, host)| host)
}

fn query(url: &str) -> &str {
    rest(url).split_once('?').map_or("&", |(_, query)| query)
}

//! `ref+vault://secret/shop?version=3#/KEY`, taken apart. The syntax is that of vals, so that values written for
//! helmfile mean the same here: <https://github.com/helmfile/vals#suported-backends>.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

/// What begins a value that says where the secret is.
pub(crate) const PREFIX: &str = "ref+";

/// The address of a secret, or of a manager: `scheme://path?option=value#/member`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Reference {
    scheme: String,
    path: String,
    options: Vec<(String, String)>,
    members: Vec<String>,
}

/// Why an address cannot be read: a clause that may follow it, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misread {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Misread {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Reference {
    /// Reads the text after `ref+`, or the address of a manager.
    pub(crate) fn parse(text: &str) -> Result<Self, Misread> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(Misread::new("is no address").help("write scheme://path, as in vault://secret/shop"));
        };
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(
                Misread::new("has a blank or a control character in it").help("percent-encode it, or remove it")
            );
        }
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, fragment)| (rest, Some(fragment)));
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        let authority = path.split('/').next().unwrap_or_default();
        if authority.split_once('@').is_some_and(|(before, _)| before.contains(':')) {
            let help = "credentials are options of the manager: VAULT_TOKEN, AWS_ACCESS_KEY_ID, ..";
            return Err(Misread::new("has credentials in it").help(help));
        }
        let mut options = Vec::new();
        for pair in query.into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            if options.iter().any(|(own, _)| *own == name) {
                return Err(Misread::new(format!("has the option {name} twice")).help("remove one"));
            }
            options.push((name, value));
        }
        let members = fragment.map(|fragment| fragment.strip_prefix('/').unwrap_or(fragment));
        let members = members.filter(|members| !members.is_empty());
        if members.is_some_and(|members| members.contains('?')) && query.is_none() {
            let help = "write scheme://path?version=3#/KEY; a ? that belongs to a member is written %3F";
            return Err(Misread::new("has its options behind the #, where members stand").help(help));
        }
        let members =
            members.into_iter().flat_map(|members| members.split('/')).map(decoded).collect::<Result<_, _>>()?;
        Ok(Self { scheme: scheme.to_owned(), path: decoded(path)?, options, members })
    }

    /// The scheme: `vault`.
    pub(crate) fn scheme(&self) -> &str {
        &self.scheme
    }

    /// What stands between `://` and the options, percent-decoded: `secret/shop`, `/shop/db` of `awsssm:///shop/db`.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The value of an option. One that is there and empty is `Some("")`.
    pub(crate) fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// All options: names and values.
    pub(crate) fn options(&self) -> impl Iterator<Item = (&str, &str)> {
        self.options.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The way into a JSON document: `["db", "password"]` of `#/db/password`. Empty stands for all of it.
    pub(crate) fn members(&self) -> &[String] {
        &self.members
    }

    /// Refuses options that nobody reads: a misspelt `verison=3` would silently give another secret.
    pub(crate) fn only_options(&self, known: &[&str]) -> Result<(), Misread> {
        let strange = self.options.iter().find(|(name, _)| name != "decode" && !known.contains(&name.as_str()));
        match strange {
            None => Ok(()),
            Some((name, _)) => {
                let known = known.iter().copied().chain(["decode"]).collect::<Vec<_>>().join(", ");
                Err(Misread::new(format!("has the unknown option {name:?}")).help(format!("options: {known}")))
            }
        }
    }

    /// How the payload is encoded: `?decode=base64`, as vals has it.
    pub(crate) fn is_base64(&self) -> Result<bool, Misread> {
        match self.option("decode") {
            None => Ok(false),
            Some("base64") => Ok(true),
            Some(_) => Err(Misread::new("has an option decode that is not base64").help("write decode=base64")),
        }
    }
}

fn decoded(text: &str) -> Result<String, Misread> {
    let bad = text.match_indices('%').any(|(at, _)| {
        let digits = text.as_bytes().get(at + 1..at + 3);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    let decoded = percent_decode_str(text).decode_utf8();
    match decoded {
        Ok(text) if !bad && !text.chars().any(char::is_control) => Ok(Cow::into_owned(text)),
        _ => Err(Misread::new("has a % that begins no character of UTF-8").help("write %25 for a percent sign")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, options: &[(&str, &str)], members: &[&str]) {
        let read = Reference::parse(text).unwrap();
        assert_eq!(read.path(), path, "{text}");
        let own: Vec<_> = read.options.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(own, options, "{text}");
        assert_eq!(read.members(), members, "{text}");
    }

    #[test]
    fn references_are_taken_apart() {
        check("vault://secret/shop#/KEY", "secret/shop", &[], &["KEY"]);
        check("vault://secret/shop#KEY", "secret/shop", &[], &["KEY"]);
        check("vault://secret/shop?version=3#/a/b", "secret/shop", &[("version", "3")], &["a", "b"]);
        check("vault://secret/shop", "secret/shop", &[], &[]);
        check("vault://secret/shop#", "secret/shop", &[], &[]);
        check("vault://secret/shop#/", "secret/shop", &[], &[]);
        check("vault://secret/a%23b?x=%26#/c%2Fd", "secret/a#b", &[("x", "&")], &["c/d"]);
        check("awsssm:///shop/db", "/shop/db", &[], &[]);
        check(
            "awssecrets://arn:aws:secretsmanager:eu-west-1:1:secret:a-B",
            "arn:aws:secretsmanager:eu-west-1:1:secret:a-B",
            &[],
            &[],
        );
        check("azurekeyvault://v/s/0123", "v/s/0123", &[], &[]);
        check("gcpsecrets://p/s?version=7&decode=base64#/k", "p/s", &[("version", "7"), ("decode", "base64")], &["k"]);
        check("exec://?", "", &[], &[]);
        check("file:///run/x?a=#/k", "/run/x", &[("a", "")], &["k"]);
    }

    #[test]
    fn what_is_no_reference_is_told_without_it() {
        for (text, message) in [
            ("vault", "is no address"),
            ("vault://a b", "has a blank or a control character in it"),
            ("vault://a%zz", "has a % that begins no character of UTF-8"),
            ("vault://a%ff", "has a % that begins no character of UTF-8"),
            ("vault://a%0Ab", "has a % that begins no character of UTF-8"),
            ("vault://a?x=1&x=2", "has the option x twice"),
            ("vault://user:c4n4ry@host/secret", "has credentials in it"),
            ("vault://a#/k?version=3", "has its options behind the #, where members stand"),
        ] {
            assert_eq!(Reference::parse(text).unwrap_err().message, message, "{text}");
        }
        let reference = Reference::parse("vault://a?verison=3").unwrap();
        assert_eq!(reference.only_options(&["version"]).unwrap_err().message, "has the unknown option \"verison\"");
        assert!(Reference::parse("vault://a?decode=hex").unwrap().is_base64().is_err());
    }
}

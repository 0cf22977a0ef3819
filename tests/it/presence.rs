//! Unset, empty, optional, required.

use std::collections::HashMap;
use std::path::PathBuf;

use tactful::{ExposeSecret as _, SecretSlice, SecretString, Settings};

use crate::support::{load_in, loader_in, problems, project, write};

type Maybe<T> = Option<T>;

#[derive(Debug, Settings)]
struct Empties {
    #[settings(default = "d")]
    text: String,
    optional: Option<String>,
    #[settings(allow_empty)]
    kept: Maybe<String>,
    number: Maybe<u16>,
    list: Option<Vec<String>>,
    #[settings(default = ["d"])]
    required_list: Vec<String>,
    #[settings(default = "a=1")]
    map: HashMap<String, u8>,
}

#[test]
fn empty_text_is_none_or_a_value_or_a_problem() {
    let all = ["TEXT", "OPTIONAL", "KEPT", "NUMBER", "LIST", "REQUIRED_LIST", "MAP"];
    let empties = Empties::from_pairs(all.map(|name| (name, ""))).unwrap();
    assert_eq!(empties.text, "");
    assert_eq!(empties.optional, None);
    assert_eq!(empties.kept.as_deref(), Some(""));
    assert_eq!(empties.number, None);
    assert_eq!(empties.list, None);
    assert!(empties.required_list.is_empty());
    assert!(empties.map.is_empty());
    let unset = Empties::from_pairs::<_, &str, &str>([]).unwrap();
    assert_eq!((unset.text.as_str(), unset.kept, unset.required_list.len(), unset.map["a"]), ("d", None, 1, 1));
}

#[derive(Debug, Settings)]
struct Required {
    key: SecretString,
    port: u16,
    path: PathBuf,
}

#[test]
fn empty_text_is_a_problem_for_secrets_and_numbers() {
    let error = Required::from_pairs([("KEY", ""), ("PORT", ""), ("PATH", "/x")]).unwrap_err();
    assert_eq!(problems(&error), ["invalid KEY", "invalid PORT"]);
}

#[test]
fn empty_text_still_hides_lower_layers() {
    let folder = project(&[(".env", "OPTIONAL=lower")]);
    assert_eq!(load_in::<Empties>(folder.path(), &[]).unwrap().optional.as_deref(), Some("lower"));
    assert_eq!(load_in::<Empties>(folder.path(), &[("OPTIONAL", "")]).unwrap().optional, None);
    let text = loader_in::<Empties>(folder.path(), &[("OPTIONAL", "")]).explain().to_string();
    assert!(text.contains("set to nothing"), "{text}");
}

#[derive(Debug, Settings)]
struct Root {
    #[settings(nested)]
    mail: Option<Mail>,
    #[settings(required_in = ["production"])]
    sentry: Option<String>,
}

#[derive(Debug, Settings)]
struct Mail {
    host: String,
    #[settings(default = 25)]
    port: u16,
    user: Option<String>,
}

#[test]
fn an_optional_group_is_none_or_complete() {
    let load = |pairs: &[(&str, &str)]| Root::from_pairs(pairs.iter().copied());
    assert!(load(&[]).unwrap().mail.is_none());
    assert!(load(&[("MAIL_USER", "")]).unwrap().mail.is_none());
    assert_eq!(load(&[("MAIL_HOST", "h")]).unwrap().mail.unwrap().port, 25);
    assert_eq!(problems(&load(&[("MAIL_PORT", "1")]).unwrap_err()), ["missing MAIL_HOST"]);
}

#[test]
fn required_in_a_profile() {
    let loader = Root::loader().context(tactful::Context::from_pairs::<_, &str, &str>([]));
    assert!(loader.clone().profile("staging").load().is_ok());
    assert_eq!(problems(&loader.profile("production").load().unwrap_err()), ["missing SENTRY"]);
}

#[derive(Debug, Settings)]
struct Bytes {
    key: SecretSlice<u8>,
    #[settings(encoding = "base64")]
    salt: Option<SecretSlice<u8>>,
    text: Option<SecretString>,
}

#[test]
fn byte_types_get_the_bytes_of_a_file_and_text_types_no_trailing_line_break() {
    let folder = project(&[("t", "two lines\n\n")]);
    write(folder.path(), "k", b"\x00\xff\n");
    let pairs = [("KEY_FILE", "k"), ("SALT", "AP8="), ("TEXT_FILE", "t")];
    let bytes: Bytes = load_in(folder.path(), &pairs).unwrap();
    assert_eq!(bytes.key.expose_secret(), b"\x00\xff\n");
    assert_eq!(bytes.salt.unwrap().expose_secret(), b"\x00\xff");
    assert_eq!(bytes.text.unwrap().expose_secret(), "two lines\n");
    let not_text = load_in::<Bytes>(folder.path(), &[("KEY", "k"), ("TEXT_FILE", "k")]).unwrap_err();
    assert_eq!(problems(&not_text), ["source TEXT_FILE"]);
}

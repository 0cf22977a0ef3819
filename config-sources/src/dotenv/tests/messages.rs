//! Every error as people read it.

use super::*;

/// What is said of the first error of `file`: where, key, what, help.
fn told(file: &[u8]) -> String {
    let (_, syntax, unset) = expand_all(file);
    if let Some(error) = syntax.first() {
        let SyntaxError { line, column, key, .. } = error;
        let key = key.as_deref().unwrap_or("-");
        return format!("{line}:{column} {key}: {error} | {}", error.help());
    }
    let error = unset.first().expect("an error");
    let ExpandError { line, column, name, .. } = error;
    format!("{line}:{column} {name}: {error} | {}", error.help())
}

#[track_caller]
fn check(file: impl AsRef<[u8]>, expected: &str) {
    assert_eq!(told(file.as_ref()), expected);
}

const NAMES: &str = "a name is made of A to Z, a to z, 0 to 9 and `_`, and does not begin with a digit";

#[test]
fn of_lines() {
    check(
        "A",
        "1:1 -: no `=` between a name and a value \
         | write NAME=value; a value of more than one line needs quotes around it",
    );
    check("A: b", "1:2 -: `:` where `=` belongs | write NAME=value");
    check("=b", "1:1 -: no name before `=` | write NAME=value");
    check("A?=b", &format!("1:2 -: a character that names do not have | {NAMES}"));
    check("Z=1\0", "1:4 -: a NUL character | remove it; binary data is written in base64 or hex");
    check(b"Z=\xff", "1:3 -: a byte that is not UTF-8 | save the file as UTF-8");
    check(b"\xff\xfe", "1:1 -: the file is UTF-16 | save the file as UTF-8");
    check(
        "Z=1\r2",
        "1:4 -: a carriage return without a line feed \
         | end lines with LF or CRLF; in a value write \\r between double quotes",
    );
}

#[test]
fn of_names_that_nearly_do() {
    for (line, name) in
        [("MY-KEY=b", "MY_KEY"), ("my-key = b", "my_key"), ("my.key.of=b", "my_key_of"), ("export MY-KEY=b", "MY_KEY")]
    {
        let told = told(line.as_bytes());
        assert!(told.ends_with(&format!("{NAMES}: write {name}")), "{told}");
    }
    // Nothing that may be a piece of a value, as of a key that was pasted without quotes.
    for line in ["My-Key=b", "MY KEY=b", "MY/KEY=b", "1-KEY=b", "-KEY=b", "A\nMY-KEY=b", "A='\nMY-KEY=b"] {
        let (_, errors, _) = expand_all(line.as_bytes());
        let error = errors.last().expect("an error");
        assert_eq!(error.help(), NAMES, "{line}");
    }
    let long = format!("{}-B=c", "A".repeat(64));
    assert!(told(long.as_bytes()).ends_with(NAMES));
}

#[test]
fn of_quotes() {
    check("A='b", "1:3 A: a quote without its closing one | write a ' at the end of the value");
    check("A=\"b", "1:3 A: a quote without its closing one | write a \" at the end of the value");
    check(
        "A=\"b\nB=\"c\"",
        "1:3 A: a quote without its closing one \
         | the next \" begins another value, on line 2: write one at the end of this value",
    );
    check(
        "A='b'c",
        "1:6 A: text after the closing quote | end the line after the closing quote, or write a blank and `#` \
         before a comment; a ' inside a value needs double quotes around it",
    );
    check(
        "A=\"b\n\"c",
        "2:2 A: text after the closing quote | end the line after the closing quote, or write a blank and `#` \
         before a comment; a \" inside a value is written \\\"; the quote was opened on line 1",
    );
    check(
        r#"A="\q""#,
        "1:4 A: a backslash before a character that has no escape \
         | between double quotes write one of \\n \\r \\t \\\\ \\\" \\$; between single quotes a backslash stands \
         for itself",
    );
}

#[test]
fn of_variables() {
    check("A=${B", "1:3 A: `${` without its `}` | write `}` at its end, or \\${ for the text itself");
    check("A=${}", "1:3 A: `${` without a name | write ${NAME}, or \\${ for the text itself");
    check(
        "A=${B!}",
        "1:6 A: a name in `${..}` with something after it that is no operator \
         | write ${NAME}, or one of :- - :+ + :? ? after the name, or \\${ for the text itself",
    );
    check(
        "A=${B:-{}}",
        "1:8 A: a brace inside the text of a `${..}` \
         | give the text a name of its own, between single quotes on a line above, and refer to it: \
         ${NAME:-${OTHER}}",
    );
    check(
        "A=${B:-'c'}",
        "1:8 A: a quote at the beginning of the text of a `${..}` | leave the quotes out: blanks need none here",
    );
    check(
        format!("A={}", "${B:-".repeat(65)),
        "1:323 A: `${..}` nested too deep | give the inner part a name of its own on a line above",
    );
    check(
        "A=${B}",
        "1:3 B: B is not set | set B in the environment or above this line, or write ${B:-} for empty text",
    );
    check("A=${B?}", "1:3 B: B is not set | set B in the environment or above this line");
    check("A=${EMPTY:?}", "1:3 EMPTY: EMPTY is empty | set EMPTY in the environment or above this line");
}

#[test]
fn of_required_names() {
    let said = |file: &str| expand_all(file.as_bytes()).2.first().expect("an error").to_string();
    assert_eq!(said("A=${B:?ask the team}"), "B is not set: ask the team");
    assert_eq!(said("A=${EMPTY:?ask the team}"), "EMPTY is empty: ask the team");
    assert_eq!(said("A=\"${B:? \\n two\nlines\u{1b}[1m }\""), "B is not set: two lines [1m");
    assert_eq!(said("A=${B:? }"), "B is not set");
    // What another name stands for is a value.
    assert_eq!(said("A=${B:?see ${E}}"), "B is not set");
    assert_eq!(said(&format!("A=${{B:?{}}}", "ä".repeat(300))), format!("B is not set: {}", "ä".repeat(200)));
}

#[test]
fn keys_are_named_where_they_are_surely_keys() {
    let keys = |file: &str| expand_all(file.as_bytes()).1.into_iter().map(|error| error.key).collect::<Vec<_>>();
    let named = |key: &str| Some(key.to_owned());
    assert_eq!(keys("A=${\nB=\"\\q\""), [named("A"), named("B")]);
    assert_eq!(keys("A\nB=${\nC=${"), [None, None, named("C")], "the line after one that is none");
    assert_eq!(keys("A='\nB=${\nC=${"), [named("A"), None, None], "all lines after an open quote");

    let duplicates = |file: &str| parse(file.as_bytes()).duplicates.len();
    assert_eq!(duplicates("A=1\nA=2"), 1);
    assert_eq!(duplicates("A=1\nA\nA=2"), 0);
    assert_eq!(duplicates("B='\nA=1\nA=2"), 0);
}

//! No error holds a value or a piece of one.

use super::*;

/// A secret whose pieces stand in no message: upper case pairs with digits.
const CANARY: &str = "Q7Zx9Jq2Xk8Vw4Zj6Qy3";

/// The shortest piece that gives the canary away.
const PIECE: usize = 4;

/// All that a reader of errors could see of `file`, with errors of every kind that `Debug` can show.
fn seen(file: &[u8]) -> String {
    let parsed = parse(file);
    let mut text = format!("{parsed:?}");
    for error in &parsed.errors.listed {
        let _ = write!(text, "{error}{error:#?}{}{:?}", error.help(), error.key);
    }
    let (_, _, unset) = expand_all(file);
    for error in &unset {
        let _ = write!(text, "{error}{error:#?}{}", error.help());
    }
    text
}

#[track_caller]
fn check(file: &[u8]) {
    let seen = seen(file);
    for piece in CANARY.as_bytes().windows(PIECE) {
        let piece = std::str::from_utf8(piece).expect("ASCII");
        assert!(!seen.contains(piece), "{piece} of {} in {seen}", file.escape_ascii());
    }
}

#[test]
fn of_one_line() {
    for line in [
        "A=@",
        "A='@'",
        "A=\"@\"",
        "A='@",
        "A=\"@",
        "A='@'@",
        "A='b'@",
        "A=\"b\"@",
        "A=\"\\@\"",
        "A=\"@\\@@\"",
        "A=\"\\q@",
        "A=@${",
        "A=${@",
        "A=${@!",
        "A=${B:-@",
        "A=${B!@}",
        "A=${B:@}",
        "A=${B:-{@}}",
        "A=${B:-'@'}",
        "A=${ @ }",
        "A=${-@}",
        "A=@${B}@",
        "A=${B:?${C:-@}}",
        "A=${B:?@${C}}",
        "A=@${B:?m}@",
        "A: @",
        "A @",
        "@",
        "=@",
        "A b=@",
        "A:=@",
        "A+=@",
        "A-B=@",
        "-----BEGIN @-----",
        "@+/@==",
        "@-@=",
        "@/=@",
        "@ = @ = @",
        "A=@\0",
        "A=@\r@",
        "\0@",
        "A=#@\nA=@",
        "A=@ #@",
        "# @\0",
        "A=\"@\n@\\q@\n@\" @",
        "A='@\nB='@'",
        "A=@\nA='@'",
    ] {
        check(line.replace('@', CANARY).as_bytes());
        check(line.replace('@', &CANARY.to_lowercase()).as_bytes());
        let mut broken = line.replace('@', CANARY).into_bytes();
        broken.push(0xff);
        check(&broken);
    }
}

#[test]
fn of_a_value_that_was_pasted_without_quotes() {
    let pem =
        format!("KEY=-----BEGIN PRIVATE KEY-----\n{CANARY}\n{CANARY}=\n{CANARY}-x==\n-----END PRIVATE KEY-----\n");
    check(&pem.as_bytes()[..pem.len() - 60]);
    check(format!("A\n{CANARY}=${{}}\nA\n{CANARY}=1\nA\n{CANARY}=2\n").as_bytes());
    check(format!("A\n{}-a=1", CANARY.to_lowercase()).as_bytes());
}

#[test]
fn of_a_value_whose_quote_is_not_closed() {
    let lines =
        format!("{CANARY}=1\n{CANARY}=2\n{0}-{0}=3\n{CANARY}=\"\\q\"\n{CANARY}\n\n{CANARY}: 4", CANARY.to_lowercase());
    check(format!("A='\n{lines}").as_bytes());
    check(format!("A='b\nB='c\n{lines}").as_bytes());
}

#[test]
fn of_templates() {
    let parsed = parse(format!("A=${{B:-{CANARY}}}{CANARY}\nC='{CANARY}'").as_bytes());
    assert_eq!(parsed.assignments.len(), 2);
    assert!(!format!("{parsed:#?}").contains(&CANARY[..PIECE]));
}

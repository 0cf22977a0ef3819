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
    for canary in [CANARY.to_owned(), CANARY.to_lowercase()] {
        for piece in canary.as_bytes().windows(PIECE).filter_map(|piece| str::from_utf8(piece).ok()) {
            assert!(!seen.contains(piece), "{piece} of {} in {seen}", file.escape_ascii());
        }
    }
}

/// Checks each line with `@` for the canary, alone and on the same line as bytes that do not belong.
#[track_caller]
fn check_lines(lines: &str, canary: &str) {
    for line in lines.split_whitespace() {
        let line = line.replace('@', canary).replace('_', " ").replace('|', "\n");
        check(line.as_bytes());
        for broken in ["\0", "\r", "\r@"] {
            check(format!("{line}{broken}").as_bytes());
        }
        check(&[line.as_bytes(), b"\xff"].concat());
    }
}

#[test]
fn of_values() {
    let lines = r#"
        A=@  A='@'  A="@"  A='@  A="@  A='@'@  A='b'@  A="b"@  A="b"_@  A="\@"  A="@\@@"  A="\q@  A="@\
        A=@${  A=${@  A=${@!  A=${B:-@  A=${B!@}  A=${B:@}  A=${B:-{@}}  A=${B:-\}@}  A=${B:-'@'}  A=${_@_}
        A=${-@}  A=@${B}@  A=${B:?${C:-@}}  A=${B:?@${C}}  A=@${B:?m}@  A="${B:-"@"}"  A="${@"  A="@${"
        A:_@  A_@  =@  A:=@  A+=@  A_b=@  A-B=@  A#=@  A=#@|A=@  A=@_#@  #_@  A=@|A='@'|A="@"
        A="@|@\q@|@"_@  A='@|B='@'  A='@|@|B='c'  A="@|B=@|C=@  A='@|@-@=@|@:_@|@=@|@=${@}|@=@
    "#;
    check_lines(lines, CANARY);
    check_lines(lines, &CANARY.to_lowercase());
}

#[test]
fn of_pieces_of_values_where_names_belong() {
    check_lines("@  @_@  @:  @:_@  -----BEGIN_@-----  @+/@==  @-@=@  @/=@  @_=_@_=_@  1@=@  =@  @.@=", CANARY);
    // In one case, as in hex, it is a name; but not below a line that is none or a quote that is open.
    check_lines("A|@-b=c  A:b|@-b=c  =b|@-b=c  A-b=c|@-b=c  A='|@-b=c  A='||@-b=c", &CANARY.to_lowercase());
}

#[test]
fn of_values_that_were_pasted_without_quotes() {
    check_lines("A=-----BEGIN_KEY-----|@|@|@=|-----END_KEY-----  A=@|@|@=|@-x==  A|@=${}|A|@=1|A|@=2", CANARY);
}

#[test]
fn of_templates() {
    let parsed = parse(b"A=${B:-Q7Zx}Q7Zx\nC='Q7Zx'\nQ7Zx=\nA=${Q7Zx}");
    assert_eq!(parsed.assignments.len(), 4);
    assert!(!format!("{parsed:#?}").contains("Q7Zx"));
}

//! The grammar, row for row.

use super::outcome;

#[track_caller]
fn check(input: impl AsRef<[u8]>, expected: &str) {
    let input = input.as_ref();
    assert_eq!(outcome(input), expected, "of {:?}", input.escape_ascii().to_string());
}

fn check_all(cases: &[(&str, &str)]) {
    for (input, expected) in cases {
        check(input, expected);
    }
}

#[test]
fn assignments() {
    check_all(&[
        ("A=b", r#"A="b""#),
        ("A=b\n", r#"A="b""#),
        ("A = b", r#"A="b""#),
        ("  A=b", r#"A="b""#),
        ("\tA\t=\tb\t", r#"A="b""#),
        ("export A=b", r#"A="b""#),
        ("export   A=b", r#"A="b""#),
        ("export\tA = b", r#"A="b""#),
        ("  export A=b", r#"A="b""#),
        ("export=b", r#"export="b""#),
        ("export = b", r#"export="b""#),
        ("exported=b", r#"exported="b""#),
        ("export export=b", r#"export="b""#),
        ("export EXPORT=b", r#"EXPORT="b""#),
        ("_=b", r#"_="b""#),
        ("_a1_B=b", r#"_a1_B="b""#),
        ("a=b", r#"a="b""#),
        ("A=", r#"A="""#),
        ("A=\n", r#"A="""#),
        ("A=   ", r#"A="""#),
        (r#"A="""#, r#"A="""#),
        ("A=''", r#"A="""#),
        ("A==", r#"A="=""#),
        ("A=b=c", r#"A="b=c""#),
        ("A=1\nB=2\n\n  \n# c\n  # c\nC=3", r#"A="1"; B="2"; C="3""#),
        ("A=1\nA=2", r#"A="1"; A="2""#),
        ("", ""),
        ("\n\n", ""),
        ("#", ""),
        ("# A=b", ""),
        ("#A=\"", ""),
    ]);
}

#[test]
fn unquoted() {
    check_all(&[
        ("A=b c", r#"A="b c""#),
        ("A=  b  c  ", r#"A="b  c""#),
        ("A=a#b", r#"A="a#b""#),
        ("A=a #b", r#"A="a""#),
        ("A=a\t# b", r#"A="a""#),
        ("A=a#b #c", r#"A="a#b""#),
        ("A=a#b#c d", r#"A="a#b#c d""#),
        ("A=#x", r##"A="#x""##),
        ("A= #x", r#"A="""#),
        ("A =#x", r##"A="#x""##),
        ("A = #x", r#"A="""#),
        ("A=##", r###"A="##""###),
        ("A=it's", r#"A="it's""#),
        (r#"A=b"c""#, r#"A="b\"c\"""#),
        (r#"A=["a","b"]"#, r#"A="[\"a\",\"b\"]""#),
        (r#"A={"a": {"b": 1}}"#, r#"A="{\"a\": {\"b\": 1}}""#),
        ("A=\u{201c}b\u{201d}", "A=\"\u{201c}b\u{201d}\""),
        ("A=\u{a0}b", r#"A="\u{a0}b""#),
        ("A=ä ö", r#"A="ä ö""#),
        (r"A=C:\new\table", r#"A="C:\\new\\table""#),
        (r"A=\", r#"A="\\""#),
        (r"A=\\", r#"A="\\\\""#),
        (r"A=b\ #c", r#"A="b\\""#),
        (r"A=b\#c", r#"A="b\\#c""#),
        (r#"A=\"b\""#, r#"A="\\\"b\\\"""#),
        ("A=\u{b}\u{1b}", r#"A="\u{b}\u{1b}""#),
        ("A=https://u:p@h/p?q=1&r#f", r#"A="https://u:p@h/p?q=1&r#f""#),
    ]);
}

#[test]
fn single_quotes() {
    check_all(&[
        ("A='b c'", r#"A="b c""#),
        ("A='  b  '", r#"A="  b  ""#),
        ("A= 'b' ", r#"A="b""#),
        ("A='b #c'", r#"A="b #c""#),
        (r"A='\n\q\\'", r#"A="\\n\\q\\\\""#),
        (r"A='\'", r#"A="\\""#),
        ("A='${E} $E'", r#"A="${E} $E""#),
        ("A='b\nc'", r#"A="b\nc""#),
        ("A='b\n#c\n\nB=d'\nC=e", r#"A="b\n#c\n\nB=d"; C="e""#),
        ("A='b' # c", r#"A="b""#),
        ("A='b'\t#c", r#"A="b""#),
        ("A='b'   ", r#"A="b""#),
        (r#"A='"'"#, r#"A="\"""#),
        ("A='b'c", "! 1:6 AfterQuote"),
        ("A='b' c", "! 1:7 AfterQuote"),
        ("A='b'#c", "! 1:6 AfterQuote"),
        ("A='b''c'", "! 1:6 AfterQuote"),
        (r"A='it'\''s'", "! 1:7 AfterQuote"),
        ("A='ä'b", "! 1:6 AfterQuote"),
        ("A='b\nä' c\nB=d", r#"B="d"; ! 2:4 AfterQuote"#),
    ]);
}

#[test]
fn double_quotes() {
    check_all(&[
        (r#"A="b c""#, r#"A="b c""#),
        (r#"A="  b  ""#, r#"A="  b  ""#),
        (r#"A="b #c""#, r#"A="b #c""#),
        (r#"A="b" #c"#, r#"A="b""#),
        (r#"A="\n\r\t\\\"\$""#, r#"A="\n\r\t\\\"$""#),
        (r#"A="\\n""#, r#"A="\\n""#),
        (r#"A="\${E}""#, r#"A="${E}""#),
        (r#"A="\\${E}""#, r#"A="\\env""#),
        (r#"A="\\""#, r#"A="\\""#),
        (r#"A="it's""#, r#"A="it's""#),
        ("A=\"b\nc\"", r#"A="b\nc""#),
        ("A=\"b\n\n#c\n\"\nB=d", r#"A="b\n\n#c\n"; B="d""#),
        ("A=\"-----BEGIN\nMII=\n-----END\n\"", r#"A="-----BEGIN\nMII=\n-----END\n""#),
        (r#"A="\q""#, "! 1:4 Escape"),
        (r#"A="b\'c""#, "! 1:5 Escape"),
        (r#"A="\a\b\n\c""#, "! 1:4 Escape; ! 1:6 Escape; ! 1:10 Escape"),
        (r#"A="\ä""#, "! 1:4 Escape"),
        (r#"A="ä\x""#, "! 1:5 Escape"),
        ("A=\"b\\\nc\"", "! 1:5 Escape"),
        ("A=\"b\nc\\q\"\nB=d", r#"B="d"; ! 2:2 Escape"#),
        (r#"A="b"c"#, "! 1:6 AfterQuote"),
        (r#"A="b" c"#, "! 1:7 AfterQuote"),
        (r##"A="b"#c"##, "! 1:6 AfterQuote"),
        (r#"A=""b""#, "! 1:5 AfterQuote"),
        (r#"A="\q"c"#, "! 1:4 Escape; ! 1:7 AfterQuote"),
    ]);
}

#[test]
fn open_quotes() {
    check_all(&[
        ("A='b", "! 1:3 OpenQuote"),
        ("A=\"b", "! 1:3 OpenQuote"),
        ("A=\"", "! 1:3 OpenQuote"),
        (r#"A="\""#, "! 1:3 OpenQuote"),
        (r#"A="b\"#, "! 1:3 OpenQuote"),
        ("  A = 'b", "! 1:7 OpenQuote"),
        ("A='b\nB=c\n", r#"B="c"; ! 1:3 OpenQuote"#),
        ("Z=1\nA=\"b\nB=c\nC=\"d", r#"Z="1"; B="c"; ! 2:3 OpenQuote; ! 4:3 OpenQuote"#),
        // The quote of the next value closes this one, which leaves text after it.
        ("A=\"b\nB=\"c\"\nC=d", r#"B="c"; C="d"; ! 1:3 OpenQuote"#),
        ("A='b\n  export B = 'c'\nC=d", r#"B="c"; C="d"; ! 1:3 OpenQuote"#),
        ("A='b\nB='c\nC='d'", r#"C="d"; ! 1:3 OpenQuote; ! 2:3 OpenQuote"#),
        ("A='b\nB=c'd", "! 2:5 AfterQuote"),
    ]);
}

#[test]
fn variables() {
    check_all(&[
        ("A=${E}", r#"A="env""#),
        (r#"A="${E}""#, r#"A="env""#),
        ("A=a${E}b", r#"A="aenvb""#),
        ("A=${E}${E}", r#"A="envenv""#),
        ("A= ${E}  #c", r#"A="env""#),
        ("A=${E}#c", r#"A="env#c""#),
        ("A=${E} b ${E} ", r#"A="env b env""#),
        ("A=${EMPTY}", r#"A="""#),
        ("B=b\nA=${B}", r#"B="b"; A="b""#),
        ("B=1\nB=2\nA=${B}", r#"B="1"; B="2"; A="2""#),
        ("WINS=b\nA=${WINS}", r#"WINS="b"; A="outer""#),
        ("A=${DOLLAR}", r#"A="${E}$E`x`""#),
        ("B='${E}'\nA=${B}", r#"B="${E}"; A="${E}""#),
        ("A=$E", r#"A="$E""#),
        ("A=$", r#"A="$""#),
        (r#"A="$""#, r#"A="$""#),
        ("A=a$$b", r#"A="a$$b""#),
        ("A=$${E}", r#"A="$${E}""#),
        ("A=$$${E}", r#"A="$$env""#),
        (r#"A="$${E}""#, r#"A="$${E}""#),
        ("A=$(id)", r#"A="$(id)""#),
        ("A=`id`", r#"A="`id`""#),
        ("A=$((1+1))", r#"A="$((1+1))""#),
        ("A=$'a'", r#"A="$'a'""#),
        (r"A=\$", r#"A="$""#),
        (r"A=\$E", r#"A="$E""#),
        (r"A=\${E}", r#"A="${E}""#),
        (r"A=\\${E}", r#"A="\\${E}""#),
        (r"A=a\b\$c\d", r#"A="a\\b$c\\d""#),
        ("A=}{", r#"A="}{""#),
        ("A=${E}}", r#"A="env}""#),
        ("A=a ${E} # ${", r#"A="a env""#),
        ("A=ä${NO}", "! 1:4 Unset"),
        ("A=\"a\n ${NO}\"", "! 2:2 Unset"),
        ("A=${NO}${NO2}", "! 1:3 Unset; ! 1:8 Unset"),
        ("A=${A}", "! 1:3 Unset"),
    ]);
}

#[test]
fn operators() {
    check_all(&[
        ("A=${NO:-d}", r#"A="d""#),
        ("A=${NO-d}", r#"A="d""#),
        ("A=${NO:-}", r#"A="""#),
        ("A=${NO-}", r#"A="""#),
        ("A=${E:-d}", r#"A="env""#),
        ("A=${E-d}", r#"A="env""#),
        ("A=${EMPTY:-d}", r#"A="d""#),
        ("A=${EMPTY-d}", r#"A="""#),
        ("A=${NO:+d}", r#"A="""#),
        ("A=${NO+d}", r#"A="""#),
        ("A=${E:+d}", r#"A="d""#),
        ("A=${E+d}", r#"A="d""#),
        ("A=${EMPTY:+d}", r#"A="""#),
        ("A=${EMPTY+d}", r#"A="d""#),
        ("A=${E:?m}", r#"A="env""#),
        ("A=${E?m}", r#"A="env""#),
        ("A=${EMPTY?m}", r#"A="""#),
        ("A=${EMPTY:?m}", "! 1:3 Required"),
        ("A=${NO:?m}", "! 1:3 Required"),
        ("A=${NO?}", "! 1:3 Required"),
        ("A=${NO:-a b #c}", r#"A="a b #c""#),
        ("A=${NO:- a }", r#"A=" a ""#),
        ("A=${NO:-a}  ", r#"A="a""#),
        ("A=${NO:--}", r#"A="-""#),
        ("A=${NO:-:-}", r#"A=":-""#),
        ("A=${NO:-$E}", r#"A="$E""#),
        ("A=${NO:-$$}", r#"A="$$""#),
        (r"A=${NO:-\$\n}", r#"A="$\\n""#),
        (r#"A="${NO:-\$\n}""#, r#"A="$\n""#),
        (r#"A=${NO:-["a"]}"#, r#"A="[\"a\"]""#),
        (r#"A="${NO:-'a'}""#, r#"A="'a'""#),
        ("A=\"${NO:-a\nb}\"", r#"A="a\nb""#),
        ("A=${NO:-${E}}", r#"A="env""#),
        ("A=${NO:-${NO2:-x}}", r#"A="x""#),
        ("A=${NO:-a${NO2:-b${E}c}d}e", r#"A="abenvcde""#),
        (r#"A="${NO:-a${NO2:-b${E}c}d}e""#, r#"A="abenvcde""#),
        ("A=${E:-${NO}}", r#"A="env""#),
        ("A=${NO:+${NO}}", r#"A="""#),
        ("A=${NO:-${NO2}}", "! 1:9 Unset"),
    ]);
}

#[test]
fn faulty_variables() {
    check_all(&[
        ("A=${", "! 1:3 OpenBrace"),
        ("A=${E", "! 1:3 OpenBrace"),
        ("A=${E\nB=c", r#"B="c"; ! 1:3 OpenBrace"#),
        ("A=${E:-b\nB=c}", r#"B="c}"; ! 1:3 OpenBrace"#),
        ("A=a${E:-${E:-b}", "! 1:4 OpenBrace"),
        ("A=${E:-${E", "! 1:3 OpenBrace"),
        ("A=${E} ${E", "! 1:8 OpenBrace"),
        ("A=\"${E\"", "! 1:4 OpenBrace"),
        ("A=\"${E:-b\"\nB=c", r#"B="c"; ! 1:4 OpenBrace"#),
        (r#"A="${NO:-"x"}""#, "! 1:4 OpenBrace; ! 1:11 AfterQuote"),
        ("A=${}", "! 1:3 VariableName"),
        ("A=${1}", "! 1:3 VariableName"),
        ("A=${ E }", "! 1:3 VariableName"),
        ("A=${-x}", "! 1:3 VariableName"),
        ("A=${#E}", "! 1:3 VariableName"),
        ("A=${!E}", "! 1:3 VariableName"),
        ("A=${E }", "! 1:6 VariableOperator"),
        ("A=${E:}", "! 1:6 VariableOperator"),
        ("A=${E:x}", "! 1:6 VariableOperator"),
        ("A=${E:=x}", "! 1:6 VariableOperator"),
        ("A=${E=x}", "! 1:6 VariableOperator"),
        ("A=${E%x}", "! 1:6 VariableOperator"),
        ("A=${E.x}", "! 1:6 VariableOperator"),
        ("A=${E-", "! 1:3 OpenBrace"),
        ("A=${E:", "! 1:6 VariableOperator"),
        ("A=${} ${1} ${E!}", "! 1:3 VariableName; ! 1:7 VariableName; ! 1:15 VariableOperator"),
        ("A=${NO:-{}}", "! 1:9 BraceInWord"),
        (r"A=${NO:-a\}b}", "! 1:10 BraceInWord"),
        (r#"A="${NO:-a\}b}""#, "! 1:11 Escape"),
        (r#"A=${NO:-"a b"}"#, "! 1:9 QuoteInWord"),
        ("A=${NO:-'a b'}", "! 1:9 QuoteInWord"),
        ("A=${ä}", "! 1:3 VariableName"),
        ("A=ä${E!}", "! 1:7 VariableOperator"),
    ]);
}

#[test]
fn lines_that_are_no_assignments() {
    check_all(&[
        ("A", "! 1:1 MissingEquals"),
        ("  A", "! 1:3 MissingEquals"),
        ("A\nB=c", r#"B="c"; ! 1:1 MissingEquals"#),
        ("A # B=c", "! 1:1 MissingEquals"),
        ("export", "! 1:1 MissingEquals"),
        ("export A", "! 1:1 MissingEquals"),
        ("A b", "! 1:1 MissingEquals"),
        ("'A'", "! 1:1 MissingEquals"),
        ("A: b", "! 1:2 Colon"),
        ("A : b", "! 1:3 Colon"),
        ("A:b=c", "! 1:2 Colon"),
        ("export A: b", "! 1:9 Colon"),
        ("=b", "! 1:1 MissingName"),
        ("  = b", "! 1:3 MissingName"),
        ("MY-KEY=b", "! 1:3 NameCharacter"),
        ("export MY-KEY=b", "! 1:10 NameCharacter"),
        ("MY KEY=b", "! 1:3 NameCharacter"),
        ("A b = c", "! 1:2 NameCharacter"),
        ("A+=b", "! 1:2 NameCharacter"),
        ("A[0]=b", "! 1:2 NameCharacter"),
        ("1A=b", "! 1:1 NameCharacter"),
        ("'A'=b", "! 1:1 NameCharacter"),
        ("ÄB=c", "! 1:1 NameCharacter"),
        ("AÄ-B=c", "! 1:2 NameCharacter"),
        ("export export A=b", "! 1:14 NameCharacter"),
        ("A\u{a0}=b", "! 1:2 NameCharacter"),
        ("\u{feff}\u{feff}A=b", "! 1:1 NameCharacter"),
        (
            "A\nB: c\n=d\nE-F=g\nH=i",
            "H=\"i\"; ! 1:1 MissingEquals; ! 2:2 Colon; ! 3:1 MissingName; ! 4:2 NameCharacter",
        ),
    ]);
}

#[test]
fn line_breaks_and_marks() {
    check_all(&[
        ("\u{feff}A=b", r#"A="b""#),
        ("\u{feff}", ""),
        ("A=b\r\nC=d\r\n", r#"A="b"; C="d""#),
        ("A=b  \r\n\r\n#c\r\nC= #\r\n", r#"A="b"; C="""#),
        ("A=b #c\r\nC=d", r#"A="b"; C="d""#),
        ("A=\r\nB=${E}\r\nC=\\\r\n", r#"A=""; B="env"; C="\\""#),
        ("A='b\r\nc'\r\nB=d", r#"A="b\nc"; B="d""#),
        ("A=\"b\r\n${E}\r\n\"\r\n", r#"A="b\nenv\n""#),
        ("A=\"b\\r\\n\"\r\n", r#"A="b\r\n""#),
        ("A=\"${NO:-b\r\nc}\"", r#"A="b\nc""#),
        ("A='b'\r\nB='c' #\r\n", r#"A="b"; B="c""#),
        ("A=${E\r\nB=c", r#"B="c"; ! 1:3 OpenBrace"#),
        ("A=\"b\r\nc\\q\"", "! 2:2 Escape"),
        ("A\r\nexport\r\n", "! 1:1 MissingEquals; ! 2:1 MissingEquals"),
        ("\u{feff}A", "! 1:1 MissingEquals"),
    ]);
}

#[test]
fn bytes_that_do_not_belong() {
    check("A=b\0c\nB=d", r#"B="d"; ! 1:4 Nul"#);
    check("A=\"b\0c\"", "! 1:5 Nul");
    check("A='b\nc\0'\nB=d", r#"B="d"; ! 2:2 Nul"#);
    check("# c\0\nA=b", r#"A="b"; ! 1:4 Nul"#);
    check("A\0B=c", "! 1:2 Nul");
    check("A=b\0c\0\nB=\0", "! 1:4 Nul; ! 2:3 Nul");
    check("A=b\rB=c", "! 1:4 LoneReturn");
    check("A=b\r", "! 1:4 LoneReturn");
    check("A=b\r\r\nB=c", r#"B="c"; ! 1:4 LoneReturn"#);
    check("A='b\rc'", "! 1:5 LoneReturn");
    check(b"A=b\xffc\nB=d", r#"B="d"; ! 1:4 InvalidUtf8"#);
    check(b"A=\xc3\xa4\xe4", "! 1:4 InvalidUtf8");
    check(b"A=\xe2\x82", "! 1:3 InvalidUtf8");
    check(b"A=\xed\xa0\x80\nB=c", r#"B="c"; ! 1:3 InvalidUtf8"#);
    check(b"#\xff\nA='\xff\nb'\n", "! 1:2 InvalidUtf8; ! 2:4 InvalidUtf8");
    // Nothing else is said of such a line: its fault may be the cause.
    check(b"A\xff: b\nB: c", "! 1:2 InvalidUtf8; ! 2:2 Colon");
    check(b"A=\"\xff\nB=c\n", r#"B="c"; ! 1:4 InvalidUtf8"#);
    check(b"\xff\xfeA\0=\0b\0", "! 1:1 Utf16");
    check(b"\xfe\xff\0A\0=\0b", "! 1:1 Utf16");
}

//! Credentials in text that is shown.

use crate::redact::redact_url_text;

#[test]
fn credentials_of_urls() {
    let cases = [
        ("postgres://user:pw@host/db", "postgres://user:[REDACTED]@host/db"),
        ("postgres://user:p@w@host/db", "postgres://user:[REDACTED]@host/db"),
        ("postgres://user:p/w@host/db", "postgres://user:[REDACTED]@host/db"),
        ("postgres://user:p?w#x@host/db", "postgres://user:[REDACTED]@host/db"),
        ("postgres://user:p:w@host", "postgres://user:[REDACTED]@host"),
        ("postgres://user:p,w@host", "postgres://user:[REDACTED]@host"),
        ("postgres://user:p\"w@host/db", "postgres://user:[REDACTED]@host/db"),
        ("postgres://user:p w@host/db", "postgres://user:[REDACTED]@host/db"),
        ("postgres://user:1234/x@host", "postgres://user:[REDACTED]@host"),
        ("postgres://user:a://b@host", "postgres://user:[REDACTED]@host"),
        ("postgres://user:%40%2F@h1,h2:5432/db", "postgres://user:[REDACTED]@h1,h2:5432/db"),
        ("redis://:pw@host", "redis://:[REDACTED]@host"),
        ("redis://:pw@h1:1,redis://:pw2@h2:2", "redis://:[REDACTED]@h1:1,redis://:[REDACTED]@h2:2"),
        ("amqp://u:p@[::1]:5672/v", "amqp://u:[REDACTED]@[::1]:5672/v"),
        ("jdbc:postgresql://u:p@h/db", "jdbc:postgresql://u:[REDACTED]@h/db"),
        ("postgresql+psycopg://u:p@h/db", "postgresql+psycopg://u:[REDACTED]@h/db"),
        ("ref+vault://u:p@h", "ref+vault://u:[REDACTED]@h"),
        ("://u:p@h", "://u:[REDACTED]@h"),
        ("postgres://user:=a://@host", "postgres://user:[REDACTED]@host"),
        ("redis://u:pw,redis://v:q@h", "redis://u:[REDACTED]@h"),
        ("redis://u:pw,redis://v:q", "redis://u:[REDACTED],redis://v:[REDACTED]"),
        // Without a colon there is no telling a user from a token.
        ("https://publickey@sentry.example/1", "https://[REDACTED]@sentry.example/1"),
        ("https://ghp_x@github.com/a", "https://[REDACTED]@github.com/a"),
        ("https://abc/def@host", "https://[REDACTED]@host"),
        // The user is the token.
        ("https://sk_live_1:@api.example", "https://[REDACTED]@api.example"),
        ("https://token:x-oauth-basic@github.com", "https://[REDACTED]@github.com"),
        ("https://ghp_0123456789abcdefghij:y@github.com", "https://[REDACTED]@github.com"),
        // No `@` at all: cut off, or mistyped.
        ("postgres://user:pw", "postgres://user:[REDACTED]"),
        ("postgres://user:pw/db", "postgres://user:[REDACTED]"),
        // What may be a port may be the beginning of a password with a blank in it.
        ("see https://host:80/ and a@b.example", "see https://host:[REDACTED]@b.example"),
        ("postgres://host:123456/db", "postgres://host:[REDACTED]"),
    ];
    for (text, expected) in cases {
        assert_eq!(redact_url_text(text), expected, "{text}");
    }
}

#[test]
fn urls_in_other_text() {
    let cases = [
        ("see https://u:p@h/x, then go on", "see https://u:[REDACTED]@h/x, then go on"),
        ("a (https://u:p@h) b", "a (https://u:[REDACTED]@h) b"),
        ("{\"url\":\"https://u:p@h/x\",\"n\":1}", "{\"url\":\"https://u:[REDACTED]@h/x\",\"n\":1}"),
        ("[\"https://u:p@h\", \"https://v:q@i\"]", "[\"https://u:[REDACTED]@h\", \"https://v:[REDACTED]@i\"]"),
        ("'https://u:p@h' or \"https://v:q@i\"", "'https://u:[REDACTED]@h' or \"https://v:[REDACTED]@i\""),
        ("https://h/?next=https://u:p@i/", "https://h/?next=https://u:[REDACTED]@i/"),
        ("a=https://u:p@h;b=https://v:q@i", "a=https://u:[REDACTED]@h;b=https://v:[REDACTED]@i"),
        ("https://u:p@h\nhttps://v:q@i", "https://u:[REDACTED]@h\nhttps://v:[REDACTED]@i"),
        ("vault a: https://h.example:8200: 503, it is sealed", "vault a: https://h.example:8200: 503, it is sealed"),
        ("at http://[::1]:8200: reset", "at http://[::1]:8200: reset"),
        ("at https://u:p1: reset", "at https://u:[REDACTED] reset"),
        ("relative URL without a base: \"x://u:p@h\"", "relative URL without a base: \"x://u:[REDACTED]@h\""),
    ];
    for (text, expected) in cases {
        assert_eq!(redact_url_text(text), expected, "{text}");
    }
}

#[test]
fn query_values() {
    let cases = [
        ("https://h/?token=x", "https://h/?token=[REDACTED]"),
        ("https://h/?a=1&password=x&b=2", "https://h/?a=1&password=[REDACTED]&b=2"),
        ("https://h/?api_key=x#top=1", "https://h/?api_key=[REDACTED]#top=1"),
        ("https://h/?a=1;Secret=x;b=2", "https://h/?a=1;Secret=[REDACTED];b=2"),
        ("https://h/?sig=x%2By&sv=1", "https://h/?sig=[REDACTED]&sv=1"),
        ("https://h/#access_token=x&a=1", "https://h/#access_token=[REDACTED]&a=1"),
        (
            "https://h/?X-Amz-Signature=x&X-Amz-Credential=y&X-Amz-Date=z",
            "https://h/?X-Amz-Signature=[REDACTED]&X-Amz-Credential=[REDACTED]&X-Amz-Date=z",
        ),
        ("https://h/?password=a;b&c=1", "https://h/?password=[REDACTED]&c=1"),
        ("https://h/?password=a?b=c", "https://h/?password=[REDACTED]"),
        ("https://h/?password=", "https://h/?password="),
        (
            "jdbc:sqlserver://h:1433;user=sa;password=x;encrypt=true",
            "jdbc:sqlserver://h:1433;user=sa;password=[REDACTED];encrypt=true",
        ),
        (
            "postgres://u:p@h/db?sslpassword=x&sslmode=require",
            "postgres://u:[REDACTED]@h/db?sslpassword=[REDACTED]&sslmode=require",
        ),
        ("https://h/?key=x y=1", "https://h/?key=[REDACTED] y=1"),
        ("https://h/?pass%77ord=x", "https://h/?pass%77ord=[REDACTED]"),
        ("https://h/?page=1&monkeys=2&tokens=3", "https://h/?page=1&monkeys=2&tokens=[REDACTED]"),
    ];
    for (text, expected) in cases {
        assert_eq!(redact_url_text(text), expected, "{text}");
    }
}

#[test]
fn text_that_may_be_shown() {
    for text in [
        "",
        "plain",
        "user:password",
        "a@b.example",
        "https://host",
        "https://host:8080/a/b?c=d#e",
        "http://[::1]:80/",
        "console://",
        "file:///var/x",
        "sqlite:///rel.db",
        "s3://bucket/key",
        "redis://h1:1,h2:2/0",
        "https://cdn.example/pkg@1.2/x.js",
        "a://b",
        "kafka://b1:9092,b2:9092",
        "//host/path",
        "mailto:a@b.example",
        "https://h.example/?email=a@b.example",
        "C://x",
        "http://h:/",
    ] {
        assert_eq!(redact_url_text(text), text);
        assert!(matches!(redact_url_text(text), std::borrow::Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn private_keys() {
    let key = "before -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----";
    assert_eq!(redact_url_text(key), "[REDACTED]");
    let certificate = "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----";
    assert_eq!(redact_url_text(certificate), certificate);
}

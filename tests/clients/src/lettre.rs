//! Mail by lettre.

use std::error::Error;
use std::fs;

use lettre::transport::smtp::SmtpTransportBuilder;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport as _, FileTransport, Message, SmtpTransport, Tokio1Executor,
    Transport as _,
};

use crate::servers::offered;
use crate::support::{by_address, dead, email, run, silent, trusts, unique, wrong};

fn mail(subject: &str) -> Message {
    let mail = Message::builder().from("shop@example.org".parse().unwrap()).to("guest@example.org".parse().unwrap());
    mail.subject(subject).body("hello\n".to_owned()).unwrap()
}

/// The one mail among those of the server that has this subject.
#[track_caller]
fn received(subject: &str) -> String {
    let folder = offered("TEST_SMTP_MAILS").unwrap();
    let mails = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let mut found = mails.filter(|mail| mail.contains(&format!("Subject: {subject}")));
    let mail = found.next().unwrap_or_else(|| panic!("no mail has the subject {subject}"));
    assert!(found.next().is_none(), "two mails have the subject {subject}");
    mail
}

/// Sends a mail, and one more without waiting: both arrive by this way.
#[track_caller]
fn goes(url: &str, way: &str, encrypted: bool, user: Option<&str>) {
    let url = email(url);
    let (one, other) = (unique(way), unique(way));
    SmtpTransport::try_from(&url).unwrap().send(&mail(&one)).unwrap();
    run(AsyncSmtpTransport::<Tokio1Executor>::try_from(&url).unwrap().send(mail(&other))).unwrap();
    for subject in [one, other] {
        let mail = received(&subject);
        assert!(mail.contains(&format!("X-Received-By: {way}\n")), "{mail}");
        let shown = mail.lines().find(|line| line.starts_with("X-Encrypted:")).unwrap();
        assert_eq!(!shown.ends_with("no") && !shown.ends_with("False"), encrypted, "{mail}");
        assert_eq!(user.map(|user| mail.contains(&format!("X-Logged-In: {user}"))), user.map(|_| true), "{mail}");
    }
}

#[track_caller]
fn fails(url: &str, says: &str) {
    let url = email(url);
    let password = offered("TEST_SMTP_PASSWORD").unwrap();
    let one = SmtpTransport::try_from(&url).unwrap().send(&mail("never"));
    let other = run(AsyncSmtpTransport::<Tokio1Executor>::try_from(&url).unwrap().send(mail("never")));
    for outcome in [one, other] {
        let Err(error) = outcome else { panic!("it goes, and should not: {says}") };
        silent(&error as &(dyn Error + 'static), says, &password);
    }
}

#[test]
fn plain() {
    let Some(url) = offered("TEST_SMTP_URL") else { return };
    goes(&url, "open", false, None);
    goes(&format!("{url}?timeout=5&use_tls=false"), "open", false, None);
}

#[test]
fn login() {
    let Some(url) = offered("TEST_SMTP_LOGIN_URL") else { return };
    let user = offered("TEST_SMTP_USER").unwrap();
    goes(&url, "login", false, Some(&user));
    fails(&wrong(&url), "535");
    fails(&dead(&url), "refused");
    // The server has to be asked in the way that it wants.
    fails(&url.replace("smtp:", "smtp+starttls:"), "STARTTLS");
}

/// As converted, with nothing said about authorities: those of the machine.
#[test]
fn tls() {
    let Some(authority) = offered("TEST_CA_FILE") else { return };
    let (Some(starttls), Some(implicit)) = (offered("TEST_SMTP_STARTTLS_URL"), offered("TEST_SMTP_TLS_URL")) else {
        return;
    };
    for url in [&starttls, &implicit] {
        fails(&by_address(url), "ertificate");
    }
    if !trusts(&authority) {
        for url in [&starttls, &implicit] {
            fails(url, "ertificate");
        }
        return;
    }
    let user = offered("TEST_SMTP_USER").unwrap();
    goes(&starttls, "starttls", true, Some(&user));
    goes(&format!("{}?use_tls=true", starttls.replace("smtp+starttls:", "smtp:")), "starttls", true, Some(&user));
    goes(&implicit, "tls", true, Some(&user));
    goes(&implicit.replace("smtps:", "smtp+ssl:"), "tls", true, Some(&user));
    for url in [&starttls, &implicit] {
        fails(&wrong(url), "535");
    }
}

#[test]
fn tls_with_an_authority_of_its_own() {
    let Some(url) = offered("TEST_SMTP_STARTTLS_URL") else { return };
    let send = |variable: &str, subject: &str| {
        let authority = Certificate::from_pem(&fs::read(offered(variable).unwrap()).unwrap()).unwrap();
        let tls = TlsParameters::builder("localhost".to_owned()).add_root_certificate(authority).build().unwrap();
        let builder = SmtpTransportBuilder::try_from(&email(&url)).unwrap();
        builder.tls(Tls::Required(tls)).build().send(&mail(subject))
    };
    let subject = unique("authority");
    send("TEST_CA_FILE", &subject).unwrap();
    received(&subject);
    silent(&send("TEST_OTHER_CA_FILE", "never").unwrap_err(), "ertificate", &offered("TEST_SMTP_PASSWORD").unwrap());
}

#[test]
fn files() {
    let folder = tempfile::tempdir().unwrap();
    let url = email(&format!("file://{}", folder.path().display()));
    let names = [
        FileTransport::try_from(&url).unwrap().send(&mail("one")).unwrap(),
        run(AsyncFileTransport::<Tokio1Executor>::try_from(&url).unwrap().send(mail("other"))).unwrap(),
    ];
    for (name, subject) in names.iter().zip(["one", "other"]) {
        let text = fs::read_to_string(folder.path().join(format!("{name}.eml"))).unwrap();
        assert!(text.contains(&format!("Subject: {subject}")), "{text}");
    }
}

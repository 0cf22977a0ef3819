//! Why the server gave nothing: by status, and by what it complains of, in words of our own.

use std::borrow::Cow;

use reqwest::Url;

use super::answer::{complaints, metadata};
use super::options::Method;
use super::target::{Basis, Shape, Target};
use crate::manager::client::Reply;
use crate::manager::{ManagerError, ManagerErrorKind as Kind};

/// What any request may be refused with; `None` where it depends on what was asked.
pub(super) fn of_server(reply: &Reply, base: &Url) -> Option<ManagerError> {
    let complaints = complaints(reply);
    let status = reply.status;
    // Complaints may name the path that was asked for, which may hold any word; none of them ends in it.
    let ends = |clause: &str| complaints.lines().any(|line| line.ends_with(clause));
    let error = match status {
        301..=399 => return Some(redirected(reply, base)),
        412 => unavailable("412, it has not caught up with its cluster yet", "nothing: it was asked again"),
        429 => ManagerError::new(Kind::Throttled, "429, too many requests")
            .help("raise its quota: vault list sys/quotas/rate-limit"),
        472 => unavailable(
            "472, it is a standby of a disaster recovery cluster",
            "put the address of the primary cluster into VAULT_ADDR",
        ),
        473 => unavailable("473, it is a performance standby", "put the address of the active node into VAULT_ADDR"),
        400 if is_tls(reply) => {
            let error = ManagerError::new(Kind::Protocol, "it speaks TLS, and is asked without");
            return Some(error.help("write https:// in VAULT_ADDR"));
        }
        400 if complaints.contains("upgrading from non-versioned to versioned") => unavailable(
            "400, the engine is being upgraded to KV 2",
            "wait a moment: it takes seconds, or minutes for large mounts",
        ),
        _ if status >= 400 && ends("is sealed") => {
            unavailable(format!("{status}, it is sealed"), "vault operator unseal, on each of its nodes")
        }
        _ if status >= 400 && (ends("not initialized") || ends("not yet initialized")) => {
            unavailable(format!("{status}, it is not initialized"), "vault operator init")
        }
        _ if complaints.contains("local node not active") => unavailable(
            format!("{status}, its cluster has no active node"),
            "vault operator members; vault status on each node",
        ),
        408 | 502 | 503 | 504 => unavailable(
            format!("{status}, it cannot serve now"),
            "vault status; then its log, and that of what stands before it",
        ),
        401..=499 if !super::answer::is_of_vault(reply) => return Some(of_somebody(reply, base)),
        500..=599 => {
            unavailable(format!("{status}, an internal error"), "look at its log: the request is there by its path")
        }
        _ => return None,
    };
    Some(match reply.retry_after() {
        Some(wait) if error.is_temporary() => error.retry_after(wait),
        _ => error,
    })
}

/// What a proxy or a login page says in place of Vault.
fn of_somebody(reply: &Reply, base: &Url) -> ManagerError {
    let message = format!("{}, and it is no answer of Vault", reply.status);
    let help = match base.path().trim_end_matches('/') {
        "" => "is VAULT_ADDR the address of Vault itself? whatever stands before it answers instead".to_owned(),
        path => format!("VAULT_ADDR has the path {path}: is it {}?", crate::manager::client::origin(base)),
    };
    ManagerError::new(Kind::Protocol, message).help(help)
}

/// What a server in Go says to somebody who does not speak TLS to it.
fn is_tls(reply: &Reply) -> bool {
    reply.body.expose().starts_with(b"Client sent an HTTP request to an HTTPS server")
}

/// A standby says where the active node is. Nothing is followed: the token would go along.
fn redirected(reply: &Reply, base: &Url) -> ManagerError {
    let status = reply.status;
    let help = match reply.leads_to(base) {
        Some(other) => format!("a token would go along; if {other} is your Vault: VAULT_ADDR={other}"),
        None => "put the address of the active node into VAULT_ADDR".to_owned(),
    };
    // What moved for good is something else that stands there, and will not change by waiting.
    if status == 307 {
        unavailable("307, it is a standby that points to another node", help)
    } else {
        ManagerError::new(Kind::Protocol, format!("{status}, a redirect, which is not followed")).help(help)
    }
}

/// A way to log in that was refused.
pub(super) fn of_login(reply: &Reply, method: Method, mount: &str) -> ManagerError {
    let status = reply.status;
    let (name, help): (_, Cow<'static, str>) = match method {
        Method::Token => ("token", "make a new one: vault token create -policy=NAME".into()),
        Method::AppRole => {
            let help = format!(
                "is the secret id used up or expired? make a new one: vault write -f auth/{mount}/role/NAME/secret-id"
            );
            ("AppRole", help.into())
        }
        Method::Userpass => ("user and password", "check VAULT_USERNAME and VAULT_PASSWORD".into()),
        Method::Jwt => {
            ("JWT", format!("is the token expired, and bound as vault read auth/{mount}/role/NAME has it?").into())
        }
        Method::Kubernetes => {
            let help = format!("is this service account bound to the role? vault read auth/{mount}/role/NAME");
            ("Kubernetes", help.into())
        }
    };
    let complaints = complaints(reply);
    if status == 404 || complaints.contains("no handler for route") || complaints.contains("unsupported path") {
        let message = format!("{status}, nothing to log in with is mounted at auth/{mount}");
        let help = "vault auth list shows what is; say where by VAULT_AUTH_MOUNT";
        return ManagerError::new(Kind::Unauthenticated, message).help(help);
    }
    // A mount that is not there is 403 to whoever has no token yet.
    let help = if status == 403 { format!("{help}; is it mounted there? vault auth list").into() } else { help };
    let message = format!("{status}, the login by {name} at auth/{mount} was refused");
    ManagerError::new(Kind::Unauthenticated, message).help(help)
}

/// A secret id that its wrapping token does not give. `is_second` is whether this load showed the token before, and heard no
/// answer.
pub(super) fn of_unwrapping(reply: &Reply, is_second: bool) -> ManagerError {
    if is_second {
        let message =
            format!("{}, the wrapping token is used up, maybe by this load: an answer was lost", reply.status);
        return ManagerError::new(Kind::Unauthenticated, message).help(
            "make a new one: vault write -wrap-ttl=60s -f auth/approle/role/NAME/secret-id; the audit log tells by \
             sys/wrapping/unwrap whether it was this load",
        );
    }
    let message = format!(
        "{}, the wrapping token is not valid: it is expired, or its secret id was taken out before",
        reply.status
    );
    ManagerError::new(Kind::Unauthenticated, message).help(
        "if this program did not start twice with it, nor ask two stores with it, somebody else may have the secret id: revoke \
         it, look into the audit log for sys/wrapping/unwrap, and make a new one by vault write -wrap-ttl=60s -f \
         auth/approle/role/NAME/secret-id",
    )
}

/// The token itself is not accepted.
pub(super) fn of_token(is_certain: bool, is_own: bool) -> ManagerError {
    let message = if is_certain {
        "403, the token is not valid: it is expired, revoked, or of another server"
    } else {
        "403, permission denied, to the token's own entry too: it is expired, revoked, or without the policy default"
    };
    let help = if is_own {
        "load again: that logs in anew"
    } else {
        "is it VAULT_TOKEN that you mean? vault token lookup shows what it is; vault token create -policy=NAME makes a new one"
    };
    ManagerError::new(Kind::Unauthenticated, message).help(help)
}

/// A secret that may be of KV 1, and then another one than was asked for.
pub(super) fn of_guess(target: &Target) -> ManagerError {
    let message =
        format!("what is mounted at {} cannot be looked up, and its answer is not surely of KV 2", target.mount);
    ManagerError::new(Kind::Protocol, message)
        .help("say what it is: engine=kv1, or Vault::kv2(mount, path) in the program")
}

/// A policy does not let the token read this.
pub(super) fn of_policy(target: &Target) -> ManagerError {
    if let Some(within) = target.within.strip_prefix("data/").filter(|_| target.shape == Shape::Kv2) {
        let help = format!("leave data/ out of the path, it is added: {}/{within}", target.mount);
        return ManagerError::new(Kind::Denied, "403, permission denied").help(help);
    }
    let stanza = format!("path \"{}\" {{ capabilities = [\"read\"] }}", target.path);
    let help = if target.basis == Basis::Guessed {
        let mount = &target.mount;
        format!("add to its policy: {stanza} (if KV 2 is mounted at {mount}; whether it is, this token may not see)")
    } else {
        format!("add to its policy: {stanza}; or nothing is mounted at {}, which is 403 to it, too", target.mount)
    };
    ManagerError::new(Kind::Denied, "403, permission denied").help(help)
}

/// A version that was there once; `None` where the answer does not say so.
pub(super) fn of_version(reply: &Reply, target: &Target) -> Option<ManagerError> {
    if target.shape != Shape::Kv2 {
        return None;
    }
    let metadata = metadata(reply)?;
    let version = metadata.version;
    let Target { mount, within, .. } = target;
    let (message, help) = if metadata.destroyed {
        let help =
            format!("its data is gone for good: vault kv put -mount={mount} {within} ..., or ask for another version");
        (format!("version {version} is destroyed"), help)
    } else {
        let on = metadata.deleted_on().map(|day| format!(" on {day}")).unwrap_or_default();
        let help = format!("vault kv undelete -mount={mount} -versions={version} {within}");
        (format!("version {version} was deleted{on}"), help)
    };
    Some(ManagerError::new(Kind::Disabled, message).help(help))
}

/// There is nothing at the path. `current` is the version that there is, where another one was asked for.
pub(super) fn of_absence(reply: &Reply, target: &Target, current: Option<&str>) -> ManagerError {
    let missing = |message: Cow<'static, str>, help: String| ManagerError::new(Kind::NotFound, message).help(help);
    let Target { mount, within, path, .. } = target;
    let complaints = complaints(reply);
    if complaints.contains("no handler for route") || complaints.contains("unsupported path") {
        let mount = if mount.is_empty() { path } else { mount };
        return missing(
            format!("nothing is mounted at {mount}").into(),
            "vault secrets list; is VAULT_NAMESPACE right?".to_owned(),
        );
    }
    if let (Some(version), Some(current)) = (&target.version, current) {
        return missing(format!("no version {version}").into(), format!("its current version is {current}"));
    }
    let help = match target.shape {
        Shape::Kv2 if within.starts_with("data/") => {
            format!("leave data/ out of the path, it is added: {mount}/{}", within.trim_start_matches("data/"))
        }
        Shape::Kv2 if target.basis == Basis::Guessed => {
            format!(
                "is VAULT_NAMESPACE right? KV 2 at {mount} is a guess, for this token may not look up mounts: where it is \
                 none, say engine=kv1"
            )
        }
        Shape::Kv2 => {
            let or = if target.basis == Basis::Told {
                "; where the mount is of version 1: Vault::kv1, or engine=kv1"
            } else {
                ""
            };
            let folder = within.rfind('/').map(|end| format!(" {}", &within[..=end])).unwrap_or_default();
            format!("vault kv list -mount={mount}{folder}{or}")
        }
        Shape::Kv1 if complaints.contains("versioned k/v") => {
            "the mount is of version 2: Vault::kv2, or no engine=kv1".to_owned()
        }
        Shape::Kv1 => format!("vault kv list {}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
        Shape::Logical => format!("vault read {path}"),
    };
    missing("no such secret".into(), help)
}

/// Anything else that is no secret.
pub(super) fn of_request(reply: &Reply, target: &Target) -> ManagerError {
    let status = reply.status;
    let complaints = complaints(reply);
    if complaints.contains("unknown role") {
        let folder = target.path.rsplit_once("/creds/").map_or("database", |(mount, _)| mount);
        return ManagerError::new(Kind::NotFound, "no such role").help(format!("vault list {folder}/roles"));
    }
    if complaints.contains("missing client token") {
        return ManagerError::new(Kind::Unauthenticated, format!("{status}, the token did not arrive"))
            .help("does a proxy before it remove the header X-Vault-Token?");
    }
    let help = format!("vault read {} says why", target.path);
    match status {
        401 => ManagerError::new(Kind::Unauthenticated, "401, whatever stands before Vault wants to know who asks")
            .help("Vault itself never says this: ask who keeps the proxy or the gateway in front of it"),
        405 => ManagerError::new(Kind::Protocol, "405, this path cannot be read").help(help),
        _ => ManagerError::new(Kind::Protocol, format!("{status}, the request was refused")).help(help),
    }
}

fn unavailable(message: impl Into<Cow<'static, str>>, help: impl Into<Cow<'static, str>>) -> ManagerError {
    ManagerError::new(Kind::Unavailable, message).help(help)
}

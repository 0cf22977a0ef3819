//! Managers that no code names: their addresses in `SETTINGS_MANAGERS` and in `[[settings.managers]]` of a config file.

use tactful_core::raw::{Node, Raw};
use tactful_core::report::did_you_mean;

use super::managed::Managed;
use super::reference::{Misread, PREFIX, Reference};
use super::registry;

/// The manager that an address stands for.
pub(crate) fn of_address(address: &str) -> Result<Managed, Misread> {
    if address.contains(',') && address.matches("://").count() > 1 {
        return Err(Misread::new("holds several addresses").help("separate them by blanks, not by commas"));
    }
    if address.eq_ignore_ascii_case("none") {
        return Err(
            Misread::new("is no address").help("to ask no manager at all, write none, alone and in small letters")
        );
    }
    let reference = Reference::parse(address.strip_prefix(PREFIX).unwrap_or(address))?;
    let Some(kind) = registry::kind(reference.scheme()) else {
        let known = registry::schemes();
        let misread =
            Misread::new(format!("has the scheme {:?}, which this program does not know", reference.scheme()));
        return Err(match did_you_mean(reference.scheme(), known.iter().copied()) {
            Some(near) => misread.help(format!("did you mean {near}?")),
            None => misread.help(format!("schemes of this build: {}", known.join(", "))),
        });
    };
    if !reference.members().is_empty() {
        let help = "the whole secret becomes a layer; a reference takes one member of it";
        return Err(Misread::new("has a member of a document in it").help(help));
    }
    let asked = kind.place(&reference)?;
    let managed = Managed::of(kind, asked.what);
    Ok(asked.given.into_iter().fold(managed, |managed, (key, text)| managed.give(key, text)))
}

/// The managers of `[[settings.managers]]`: tables of `url` and `optional`.
pub(crate) fn of_file(list: &Node) -> Result<Vec<Managed>, Misread> {
    let help = "write [[settings.managers]] and below it url = \"vault://secret/shop\"";
    let Raw::List(items) = &list.value else {
        return Err(Misread::new("is no list of tables").help(help));
    };
    let mut managers = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let Raw::Map(members) = &item.value else {
            return Err(Misread::new("is no list of tables").help(help));
        };
        let (mut url, mut optional) = (None, false);
        for (key, member) in members {
            match (key.as_str(), &member.value) {
                ("url", Raw::Text(text)) => url = Some(text.expose()),
                ("optional", Raw::Bool(flag)) => optional = *flag,
                (key, _) => {
                    let message = format!(
                        "item {} has {key:?}, which is not `url` (a text) nor `optional` (a boolean)",
                        number + 1
                    );
                    return Err(Misread::new(message).help(help));
                }
            }
        }
        let Some(url) = url else {
            return Err(Misread::new(format!("item {} has no `url`", number + 1)).help(help));
        };
        let managed = of_address(url).map_err(|misread| Misread {
            message: format!("item {} {}", number + 1, misread.message),
            help: misread.help,
        })?;
        managers.push(if optional { managed.optional() } else { managed });
    }
    Ok(managers)
}

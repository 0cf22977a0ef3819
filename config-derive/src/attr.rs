//! What the attributes say, each of its own type; only what one attribute shows by itself is checked here.

use proc_macro2::TokenStream;
use syn::{Attribute, LitStr, Path};

use crate::case::{self, Case};
use crate::ctxt::Ctxt;
use crate::item::{self, Attr, Item};
use crate::literal::{self, Value};
use crate::symbol::{self, Place};

/// The attributes of a struct or enum.
#[derive(Default)]
pub(crate) struct ContainerAttrs {
    pub(crate) prefix: Option<Attr<String>>,
    pub(crate) rename_all: Option<Attr<Case>>,
    pub(crate) deny_unknown: Option<Attr<()>>,
    pub(crate) ignore: Option<Attr<Vec<LitStr>>>,
    pub(crate) profile_env: Option<Attr<String>>,
    pub(crate) profiles: Option<Attr<Vec<LitStr>>>,
    pub(crate) relaxed: Option<Attr<Vec<LitStr>>>,
    pub(crate) file: Option<Attr<String>>,
    pub(crate) control_prefix: Option<Attr<String>>,
    pub(crate) validate: Vec<Attr<TokenStream>>,
    pub(crate) krate: Option<Attr<Path>>,
    pub(crate) tag: Option<Attr<String>>,
}

/// The attributes of a variant.
#[derive(Default)]
pub(crate) struct VariantAttrs {
    pub(crate) rename: Option<Attr<String>>,
    pub(crate) rename_all: Option<Attr<Case>>,
    pub(crate) default: Option<Attr<()>>,
}

/// The attributes of a field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) default: Option<Attr<DefaultAttr>>,
    pub(crate) env: Option<Attr<String>>,
    pub(crate) aliases: Vec<Attr<AliasAttr>>,
    pub(crate) rename: Option<Attr<String>>,
    pub(crate) nested: Option<Attr<()>>,
    pub(crate) prefix: Option<Attr<String>>,
    pub(crate) flatten: Option<Attr<()>>,
    pub(crate) skip: Option<Attr<()>>,
    pub(crate) secret: Option<Attr<()>>,
    pub(crate) public: Option<Attr<()>>,
    pub(crate) no_reference: Option<Attr<()>>,
    pub(crate) separator: Option<Attr<String>>,
    pub(crate) encoding: Option<Attr<&'static str>>,
    pub(crate) unit: Option<Attr<String>>,
    pub(crate) with: Option<Attr<TokenStream>>,
    pub(crate) from_str: Option<Attr<()>>,
    pub(crate) validate: Vec<Attr<TokenStream>>,
    pub(crate) required_in: Option<Attr<Vec<LitStr>>>,
    pub(crate) example: Option<Attr<String>>,
    pub(crate) allow_empty: Option<Attr<()>>,
}

/// `default`, `default = EXPR` or `default(test = EXPR, _ = EXPR)`.
pub(crate) enum DefaultAttr {
    One(Value),
    PerProfile(Vec<Attr<ArmAttr>>),
}

pub(crate) struct ArmAttr {
    pub(crate) profile: String,
    pub(crate) value: Value,
}

pub(crate) struct AliasAttr {
    pub(crate) name: AliasName,
    pub(crate) deprecated: bool,
}

pub(crate) enum AliasName {
    Key(String),
    Env(String),
}

const ENCODINGS: [(&str, &str); 4] =
    [("base64", "Base64"), ("base64url", "Base64Url"), ("hex", "Hex"), ("escaped", "Escaped")];

const UNITS: [&str; 7] = ["ns", "us", "ms", "s", "m", "h", "d"];

/// Keeps a value, unless there is one.
fn set<T>(ctxt: &Ctxt, word: &str, slot: &mut Option<Attr<T>>, value: Option<Attr<T>>) {
    let Some(value) = value else { return };
    if slot.is_some() {
        value.error(ctxt, format_args!("`{word}` is given twice"));
    } else {
        *slot = Some(value);
    }
}

impl ContainerAttrs {
    pub(crate) fn parse(ctxt: &Ctxt, attrs: &[Attribute], place: Place) -> Self {
        let mut this = Self::default();
        for item in item::all(ctxt, attrs) {
            if is_misplaced(ctxt, &item, place) {
                continue;
            }
            let word = item.word.clone();
            match word.as_str() {
                "prefix" => set(ctxt, &word, &mut this.prefix, item.text(ctxt, "\"SHOP\"")),
                "rename_all" => set(ctxt, &word, &mut this.rename_all, rename_all(ctxt, item)),
                "deny_unknown" => set(ctxt, &word, &mut this.deny_unknown, item.flag(ctxt)),
                "ignore" => set(ctxt, &word, &mut this.ignore, item.texts(ctxt, "[\"worker\"]")),
                "profile_env" => set(ctxt, &word, &mut this.profile_env, item.text(ctxt, "\"APP_ENV\"")),
                "profiles" => {
                    set(ctxt, &word, &mut this.profiles, item.texts(ctxt, "[\"development\", \"production\"]"));
                }
                "relaxed" => set(ctxt, &word, &mut this.relaxed, item.texts(ctxt, "[\"development\"]")),
                "file" => set(ctxt, &word, &mut this.file, item.text(ctxt, "\"settings.toml\"")),
                "control_prefix" => {
                    set(ctxt, &word, &mut this.control_prefix, item.text(ctxt, "\"SHOP_SETTINGS\""));
                }
                "validate" => this.validate.extend(item.expr(ctxt, "path::to::rule")),
                "crate" => set(ctxt, &word, &mut this.krate, krate(ctxt, item)),
                "tag" => set(ctxt, &word, &mut this.tag, item.text(ctxt, "\"kind\"")),
                _ => {}
            }
        }
        this
    }
}

impl VariantAttrs {
    pub(crate) fn parse(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut this = Self::default();
        for item in item::all(ctxt, attrs) {
            if is_misplaced(ctxt, &item, Place::Variant) {
                continue;
            }
            let word = item.word.clone();
            match word.as_str() {
                "rename" => set(ctxt, &word, &mut this.rename, item.text(ctxt, "\"s3\"")),
                "rename_all" => set(ctxt, &word, &mut this.rename_all, rename_all(ctxt, item)),
                "default" => set(ctxt, &word, &mut this.default, item.flag(ctxt)),
                _ => {}
            }
        }
        this
    }
}

impl FieldAttrs {
    pub(crate) fn parse(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut this = Self::default();
        for item in item::all(ctxt, attrs) {
            if !is_misplaced(ctxt, &item, Place::Field) {
                this.take(ctxt, item);
            }
        }
        this
    }

    fn take(&mut self, ctxt: &Ctxt, item: Item) {
        let word = item.word.clone();
        match word.as_str() {
            "default" => set(ctxt, &word, &mut self.default, default(ctxt, item)),
            "env" => set(ctxt, &word, &mut self.env, item.text(ctxt, "\"DATABASE_URL\"")),
            "alias" => self.aliases.extend(alias(ctxt, item, false)),
            "deprecated_alias" => self.aliases.extend(alias(ctxt, item, true)),
            "rename" => set(ctxt, &word, &mut self.rename, item.text(ctxt, "\"key\"")),
            "nested" => set(ctxt, &word, &mut self.nested, item.flag(ctxt)),
            "prefix" => set(ctxt, &word, &mut self.prefix, item.text(ctxt, "\"PAY\"")),
            "flatten" => set(ctxt, &word, &mut self.flatten, item.flag(ctxt)),
            "skip" => set(ctxt, &word, &mut self.skip, item.flag(ctxt)),
            "secret" => set(ctxt, &word, &mut self.secret, item.flag(ctxt)),
            "public" => set(ctxt, &word, &mut self.public, item.flag(ctxt)),
            "no_reference" => set(ctxt, &word, &mut self.no_reference, item.flag(ctxt)),
            "separator" => set(ctxt, &word, &mut self.separator, item.text(ctxt, "\";\"")),
            "encoding" => set(ctxt, &word, &mut self.encoding, encoding(ctxt, item)),
            "unit" => set(ctxt, &word, &mut self.unit, unit(ctxt, item)),
            "with" => set(ctxt, &word, &mut self.with, item.expr(ctxt, "path::to::function")),
            "from_str" => set(ctxt, &word, &mut self.from_str, item.flag(ctxt)),
            "validate" => self.validate.extend(item.expr(ctxt, "range(1..=5)")),
            "required_in" => set(ctxt, &word, &mut self.required_in, item.texts(ctxt, "[\"production\"]")),
            "example" => set(ctxt, &word, &mut self.example, item.text(ctxt, "\"..\"")),
            "allow_empty" => set(ctxt, &word, &mut self.allow_empty, item.flag(ctxt)),
            _ => {}
        }
    }
}

fn is_misplaced(ctxt: &Ctxt, item: &Item, place: Place) -> bool {
    if item.quoted {
        item.error(ctxt, "expected the name of an attribute");
        return true;
    }
    let complaint = symbol::complaint(&item.word, place);
    if let Some(complaint) = &complaint {
        item.error(ctxt, complaint);
    }
    complaint.is_some()
}

fn rename_all(ctxt: &Ctxt, item: Item) -> Option<Attr<Case>> {
    let rule = item.text(ctxt, "\"kebab-case\"")?;
    let case = Case::from_name(&rule.value);
    if case.is_none() {
        let rules = case::RULES.map(|(name, _)| format!("`{name}`")).join(", ");
        rule.error(ctxt, format_args!("unknown case `{}`; there are {rules}", rule.value));
    }
    case.map(|case| rule.map(|_| case))
}

fn krate(ctxt: &Ctxt, item: Item) -> Option<Attr<Path>> {
    let run = item.expr(ctxt, "path::to::tactful")?;
    let path = syn::parse2::<Path>(run.value.clone()).ok();
    if path.is_none() {
        run.error(ctxt, "expected a path without quotes: `crate = path::to::tactful`");
    }
    path.map(|path| run.map(|_| path))
}

fn encoding(ctxt: &Ctxt, item: Item) -> Option<Attr<&'static str>> {
    let name = item.text(ctxt, "\"base64\"")?;
    let found = ENCODINGS.iter().find(|(known, _)| *known == name.value);
    if found.is_none() {
        let names = ENCODINGS.map(|(known, _)| format!("`{known}`")).join(", ");
        name.error(ctxt, format_args!("unknown encoding `{}`; there are {names}", name.value));
    }
    found.map(|(_, variant)| name.map(|_| *variant))
}

fn unit(ctxt: &Ctxt, item: Item) -> Option<Attr<String>> {
    let unit = item.text(ctxt, "\"s\"")?;
    if UNITS.contains(&unit.value.as_str()) {
        return Some(unit);
    }
    let units = UNITS.map(|unit| format!("`{unit}`")).join(", ");
    unit.error(ctxt, format_args!("unknown unit `{}`; there are {units}", unit.value));
    None
}

fn default(ctxt: &Ctxt, item: Item) -> Option<Attr<DefaultAttr>> {
    if item.is_bare() {
        return item.flag(ctxt).map(|attr| attr.map(|()| DefaultAttr::One(Value::Trait)));
    }
    if item.is_assigned() {
        let run = item.expr(ctxt, "..")?;
        return Some(run.map(|run| DefaultAttr::One(literal::value(run))));
    }
    let arms = item.list(ctxt, "(relaxed = .., production = ..)")?;
    Some(arms.map(|arms| {
        let arms = arms.into_iter().filter_map(|arm| {
            let profile = arm.word.clone();
            let run = arm.expr(ctxt, "..")?;
            Some(run.map(|run| ArmAttr { profile, value: literal::value(run) }))
        });
        DefaultAttr::PerProfile(arms.collect())
    }))
}

fn alias(ctxt: &Ctxt, item: Item, deprecated: bool) -> Option<Attr<AliasAttr>> {
    if item.is_assigned() {
        let key = item.text(ctxt, "\"old_key\"")?;
        return Some(key.map(|key| AliasAttr { name: AliasName::Key(key), deprecated }));
    }
    let word = item.word.clone();
    let example = "(env = \"OLD_NAME\")";
    if item.is_bare() {
        item.error(ctxt, format_args!("expected `{word} = \"old_key\"` or `{word}{example}`"));
        return None;
    }
    let mut list = item.list(ctxt, example)?;
    let only = match list.value.pop() {
        Some(only) if list.value.is_empty() && only.word == "env" && !only.quoted => only,
        _ => {
            list.error(ctxt, format_args!("expected `{word}{example}`"));
            return None;
        }
    };
    let name = only.text(ctxt, "\"OLD_NAME\"")?;
    Some(list.map(|_| AliasAttr { name: AliasName::Env(name.value), deprecated }))
}

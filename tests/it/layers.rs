//! The order of the layers, and what each of them reads.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tactful::{
    ConfigFile, Context, Dotenv, Env, ExposeSecret as _, LayerName, Map, Overrides, SecretString, SecretsDir, Settings,
    Stack,
};

use crate::support::{load_in, loader_in, problems, project, write};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", file = "settings.toml")]
struct Shop {
    #[settings(default = "default")]
    origin: String,
    #[settings(nested)]
    stripe: Stripe,
}

#[derive(Debug, Settings)]
struct Stripe {
    #[settings(default = "30s")]
    timeout: Duration,
    secret_key: Option<SecretString>,
}

const TOML: (&str, &str) = ("settings.toml", "origin = 'file'\n[stripe]\ntimeout = '10s'\n");

#[test]
fn each_layer_beats_the_one_below() {
    let check = |files: &[(&str, &str)], pairs: &[(&str, &str)], expected: &str| {
        let folder = project(files);
        assert_eq!(load_in::<Shop>(folder.path(), pairs).unwrap().origin, expected);
    };
    let all = [
        TOML,
        ("settings.test.toml", "origin = 'sibling'"),
        (".env", "SHOP_ORIGIN=dotenv"),
        (".env.test", "SHOP_ORIGIN=dotenv.test"),
        (".env.local", "SHOP_ORIGIN=never read in tests"),
        (".env.test.local", "SHOP_ORIGIN=dotenv.test.local"),
    ];
    check(&all[..1], &[], "file");
    check(&all[..2], &[], "sibling");
    check(&all[..3], &[], "dotenv");
    check(&all[..4], &[], "dotenv.test");
    check(&all[..5], &[], "dotenv.test");
    check(&all[..6], &[], "dotenv.test.local");
    check(&all, &[("SHOP_ORIGIN", "env")], "env");
}

#[test]
fn secrets_directories_stand_between_dotenv_and_the_environment() {
    let folder = project(&[TOML, (".env", "SHOP_ORIGIN=dotenv"), ("secrets/shop_origin", "secret file\n")]);
    let dirs = folder.path().join("secrets");
    let named = [("SETTINGS_SECRETS_DIRS", dirs.to_str().unwrap())];
    assert_eq!(load_in::<Shop>(folder.path(), &named).unwrap().origin, "secret file");
    let both = [named[0], ("SHOP_ORIGIN", "env")];
    assert_eq!(load_in::<Shop>(folder.path(), &both).unwrap().origin, "env");
}

#[test]
fn overrides_beat_everything_whenever_they_are_pushed() {
    let folder = project(&[TOML]);
    let shop = loader_in::<Shop>(folder.path(), &[("SHOP_ORIGIN", "env")])
        .push(Overrides::pairs([("origin", "override")]))
        .push(Map::new("later", [("SHOP_ORIGIN", "map")]))
        .load()
        .unwrap();
    assert_eq!(shop.origin, "override");
}

#[test]
fn a_stack_of_ones_own_order() {
    let context = Context::from_pairs([("SHOP_ORIGIN", "env")]);
    let below = Stack::standard().push_below(LayerName::ENV, Map::new("m", [("SHOP_ORIGIN", "map")]));
    assert_eq!(Shop::loader().context(context.clone()).stack(below).load().unwrap().origin, "env");
    let none = Stack::new().push(Env::new()).push(Map::new("m", [("origin", "map")]));
    assert_eq!(Shop::loader().context(context.clone()).stack(none).load().unwrap().origin, "map");
    let without = Stack::new().push(Env::new()).without(LayerName::ENV);
    assert_eq!(Shop::loader().context(context).stack(without).load().unwrap().origin, "default");
}

#[test]
fn files_of_every_format_say_the_same() {
    let documents = [
        ("a.toml", "origin = 'file'\nstripe.timeout = '10s'"),
        ("a.json", r#"{"origin": "file", "stripe": {"timeout": "10s"}}"#),
        ("a.yaml", "origin: file\nstripe:\n  timeout: 10s\n"),
        ("b.json", r#"{"origin": "file", "stripe.timeout": "10s"}"#),
        ("c.json", r#"{"SHOP_ORIGIN": "file", "SHOP_STRIPE_TIMEOUT": "10s"}"#),
    ];
    for (name, content) in documents {
        if name.ends_with("yaml") && !cfg!(feature = "yaml") || name.ends_with("json") && !cfg!(feature = "json") {
            continue;
        }
        let folder = project(&[(name, content)]);
        let stack = Stack::new().push(ConfigFile::new(name));
        let shop = loader_in::<Shop>(folder.path(), &[]).stack(stack).load().unwrap();
        assert_eq!((shop.origin.as_str(), shop.stripe.timeout), ("file", Duration::from_secs(10)), "{name}");
    }
}

#[test]
fn a_file_names_the_line_of_each_value() {
    let folder = project(&[("settings.toml", "origin = 'x'\n\n[stripe]\ntimeout = 'soon'\n")]);
    let error = load_in::<Shop>(folder.path(), &[]).unwrap_err();
    let origin = error.report().problems()[0].origin().unwrap().to_string();
    assert!(origin.ends_with("settings.toml:4:1"), "{origin}");
}

#[test]
fn an_absent_file_is_a_problem_unless_optional() {
    let folder = project(&[]);
    assert_eq!(problems(&load_in::<Shop>(folder.path(), &[]).unwrap_err()).len(), 1);
    let stack = Stack::new().push(ConfigFile::optional("settings.toml"));
    assert!(loader_in::<Shop>(folder.path(), &[]).stack(stack).load().is_ok());
}

#[test]
fn name_file_is_a_way_of_writing_the_name() {
    let folder = project(&[TOML, ("pin", "from a file\n"), (".env", "SHOP_STRIPE_SECRET_KEY_FILE=pin")]);
    let secret = |pairs: &[(&str, &str)]| {
        let shop: Shop = load_in(folder.path(), pairs).unwrap();
        shop.stripe.secret_key.unwrap().expose_secret().to_owned()
    };
    assert_eq!(secret(&[]), "from a file");
    assert_eq!(secret(&[("SHOP_STRIPE_SECRET_KEY", "operator")]), "operator", "the environment beats dotenv's file");
    let absolute = write(folder.path(), "other", "absolute\r\n");
    assert_eq!(secret(&[("SHOP_STRIPE_SECRET_KEY_FILE", absolute.to_str().unwrap())]), "absolute");
    assert_eq!(secret(&[("SHOP_STRIPE_SECRET_KEY_FILE", "")]), "from a file", "empty is unset");
}

#[test]
fn without_files_the_environment_reads_none() {
    let stack = Stack::new().push(Env::new().without_files());
    let context = Context::from_pairs([("SHOP_STRIPE_SECRET_KEY_FILE", "/nonexistent")]);
    let shop = Shop::loader().context(context).stack(stack).load().unwrap();
    assert!(shop.stripe.secret_key.is_none());
}

#[test]
fn a_kubernetes_volume_is_read_through_its_data_link() {
    let folder = project(&[("..2026/SHOP_ORIGIN", "generation 1\n"), ("..2027/SHOP_ORIGIN", "generation 2")]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("..2026", folder.path().join("..data")).unwrap();
        symlink("..data/SHOP_ORIGIN", folder.path().join("SHOP_ORIGIN")).unwrap();
        let load = || {
            let stack = Stack::new().push(SecretsDir::new(folder.path()));
            Shop::loader().context(Context::from_pairs::<_, &str, &str>([])).stack(stack).load().unwrap().origin
        };
        assert_eq!(load(), "generation 1");
        std::fs::remove_file(folder.path().join("..data")).unwrap();
        symlink("..2027", folder.path().join("..data")).unwrap();
        assert_eq!(load(), "generation 2");
    }
}

#[derive(Debug, Settings)]
struct Collections {
    #[settings(nested)]
    workers: Vec<Worker>,
    #[settings(nested)]
    databases: BTreeMap<String, Database>,
    #[settings(default)]
    limits: HashMap<String, u32>,
}

#[derive(Debug, PartialEq, Settings)]
struct Worker {
    name: String,
    #[settings(default = 1)]
    threads: u8,
}

#[derive(Debug, PartialEq, Settings)]
struct Database {
    url: String,
    #[settings(default = 10)]
    pool_size: u32,
}

fn collections(pairs: &[(&str, &str)]) -> Collections {
    Collections::from_pairs(pairs.iter().copied()).unwrap()
}

#[test]
fn lists_and_maps_come_by_index_by_key_and_as_json() {
    let by_index = collections(&[("WORKERS__1__NAME", "b"), ("WORKERS__0__NAME", "a"), ("WORKERS__0__THREADS", "4")]);
    let expected = [Worker { name: "a".into(), threads: 4 }, Worker { name: "b".into(), threads: 1 }];
    assert_eq!(by_index.workers, expected);
    let by_json = collections(&[("WORKERS", r#"[{"name": "a", "threads": 4}, {"name": "b"}]"#)]);
    assert_eq!(by_json.workers, expected);
    let maps = collections(&[
        ("DATABASES__REPLICA__URL", "r"),
        ("DATABASES__REPLICA__POOL_SIZE", "5"),
        ("DATABASES__MAIN", r#"{"url": "m"}"#),
        ("LIMITS__FOO", "3"),
    ]);
    assert_eq!(maps.databases["replica"], Database { url: "r".into(), pool_size: 5 });
    assert_eq!(maps.databases["main"], Database { url: "m".into(), pool_size: 10 });
    assert_eq!(maps.limits["foo"], 3);
    assert_eq!(collections(&[("LIMITS", "a=1,b=2")]).limits["b"], 2);
    assert_eq!(collections(&[("LIMITS", r#"{"a": 1}"#), ("LIMITS__B", "2")]).limits.len(), 2);
}

#[test]
fn maps_merge_and_lists_replace() {
    let folder = project(&[(
        "settings.toml",
        "[[workers]]\nname = 'x'\n[[workers]]\nname = 'y'\n[databases.eu-west]\nurl = 'file'\npool_size = 3\n[limits]\na = 1\n",
    )]);
    let load = |pairs: &[(&str, &str)]| {
        let stack = Stack::new().push(ConfigFile::new("settings.toml")).push(Env::new());
        loader_in::<Collections>(folder.path(), pairs).stack(stack).load().unwrap()
    };
    assert_eq!(load(&[]).workers.len(), 2);
    let merged = load(&[
        ("WORKERS__0__NAME", "only"),
        ("DATABASES__EU_WEST__URL", "env"),
        ("DATABASES__NEW__URL", "n"),
        ("LIMITS__B", "2"),
    ]);
    assert_eq!(merged.workers.len(), 1);
    assert_eq!(merged.databases["eu-west"], Database { url: "env".into(), pool_size: 3 });
    assert_eq!(merged.databases.len(), 2);
    assert_eq!(merged.limits, HashMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
}

#[test]
fn a_gap_in_a_list_is_a_problem() {
    let error = Collections::from_pairs([("WORKERS__0__NAME", "a"), ("WORKERS__2__NAME", "c")]).unwrap_err();
    assert_eq!(problems(&error), ["invalid WORKERS"]);
}

#[derive(Debug, PartialEq, Settings)]
#[settings(tag = "kind")]
enum Storage {
    S3 { bucket: String, region: String },
    File { path: std::path::PathBuf },
    Memory,
}

#[derive(Debug, Settings)]
struct WithStorage {
    #[settings(nested)]
    storage: Storage,
}

#[test]
fn a_tag_chooses_a_variant_and_requires_its_fields_alone() {
    let load = |pairs: &[(&str, &str)]| WithStorage::from_pairs(pairs.iter().copied());
    assert_eq!(load(&[("STORAGE_KIND", "memory")]).unwrap().storage, Storage::Memory);
    let file = load(&[("STORAGE_KIND", "File"), ("STORAGE_PATH", "/x")]).unwrap();
    assert_eq!(file.storage, Storage::File { path: "/x".into() });
    let error = load(&[("STORAGE_KIND", "s3"), ("STORAGE_PATH", "/x")]).unwrap_err();
    assert_eq!(problems(&error), ["missing STORAGE_BUCKET", "missing STORAGE_REGION"]);
    let whole = load(&[("STORAGE", r#"{"kind": "s3", "bucket": "b", "region": "r"}"#)]).unwrap();
    assert_eq!(whole.storage, Storage::S3 { bucket: "b".into(), region: "r".into() });
    assert_eq!(problems(&load(&[("STORAGE_KIND", "s4")]).unwrap_err()), ["invalid STORAGE_KIND"]);
    assert_eq!(problems(&load(&[]).unwrap_err()), ["missing STORAGE_KIND"]);
}

#[test]
fn dotenv_is_for_development() {
    let folder = project(&[TOML, (".env", "SHOP_ORIGIN=dotenv")]);
    let load = |dotenv: Dotenv| {
        let stack = Stack::new().push(dotenv);
        loader_in::<Shop>(folder.path(), &[]).profile("production").stack(stack).load().unwrap().origin
    };
    assert_eq!(load(Dotenv::cascade()), "default");
    assert_eq!(load(Dotenv::cascade().also_in_hardened()), "dotenv");
    assert_eq!(load(Dotenv::file(".env").also_in_hardened()), "dotenv");
}

#[test]
fn dotenv_refers_to_the_environment_earlier_lines_and_lower_files() {
    let folder = project(&[
        TOML,
        (".env", "HOST=h\nSHOP_ORIGIN=${HOST}"),
        (".env.test", "SHOP_ORIGIN=\"${HOST}:${PORT:-80}/${FROM_ENV}\""),
    ]);
    assert_eq!(load_in::<Shop>(folder.path(), &[("FROM_ENV", "e")]).unwrap().origin, "h:80/e");
}

#[derive(Debug, PartialEq, Settings)]
#[settings(tag = "kind")]
enum Backup {
    Disk(Disk),
    Off,
}

#[derive(Debug, PartialEq, Settings)]
struct Disk {
    host: String,
}

#[derive(Debug, Settings)]
struct Backups {
    #[settings(nested)]
    backups: BTreeMap<String, Backup>,
}

#[test]
fn a_variant_in_an_entry_of_a_map() {
    let pairs = [("BACKUPS__A__KIND", "disk"), ("BACKUPS__A__HOST", "h"), ("BACKUPS__B__KIND", "off")];
    let backups = Backups::from_pairs(pairs).unwrap().backups;
    assert_eq!(backups["a"], Backup::Disk(Disk { host: "h".into() }));
    assert_eq!(backups["b"], Backup::Off);
}

#[derive(Debug, Settings)]
#[settings(file = "settings.toml")]
struct Mixed {
    #[settings(default = "a=1,b=2")]
    limits: BTreeMap<String, u32>,
    keys: Option<BTreeMap<String, SecretString>>,
    #[settings(nested)]
    workers: Vec<Worker>,
    #[settings(nested)]
    stores: BTreeMap<String, Storage>,
    required: BTreeMap<String, u32>,
}

#[test]
fn maps_over_their_default_and_set_to_nothing() {
    let folder = project(&[("settings.toml", "required.x = 1\nlimits.b = 3\n[[workers]]\nname = 'w'\n")]);
    let load = |pairs: &[(&str, &str)]| load_in::<Mixed>(folder.path(), pairs).unwrap();
    let map = |pairs: &[(&str, u32)]| pairs.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    let limits = |pairs: &[(&str, &str)]| -> BTreeMap<String, u32> { load(pairs).limits };
    assert_eq!(limits(&[]), map(&[("a", 1), ("b", 3)]));
    assert_eq!(limits(&[("LIMITS__C", "4")]), map(&[("a", 1), ("b", 3), ("c", 4)]));
    assert_eq!(limits(&[("LIMITS", "")]), map(&[]));
    assert_eq!(limits(&[("LIMITS", ""), ("LIMITS__C", "4")]), map(&[("c", 4)]));
    assert_eq!(limits(&[("LIMITS__C", "4"), ("LIMITS", "")]), map(&[("c", 4)]));
    assert!(load(&[("REQUIRED", "")]).required.is_empty());
    assert!(load(&[("WORKERS", "")]).workers.is_empty());
    let empty = project(&[("settings.toml", "[required]\n")]);
    assert!(load_in::<Mixed>(empty.path(), &[]).unwrap().required.is_empty());
    let missing = project(&[("settings.toml", "")]);
    assert_eq!(problems(&load_in::<Mixed>(missing.path(), &[]).unwrap_err()), ["missing REQUIRED"]);
    let checked = loader_in::<Mixed>(missing.path(), &[]).check();
    assert_eq!(checked.problems().len(), 1);
}

#[test]
fn a_reference_in_an_entry_of_a_map_is_no_secret() {
    for value in [("KEYS__A", "ref+nobody://s/x#/y"), ("KEYS", r#"{"a": "ref+nobody://s/x#/y"}"#)] {
        let error = Mixed::from_pairs([value, ("REQUIRED", "")]).unwrap_err();
        assert_eq!(problems(&error), ["reference KEYS__A"], "{value:?}");
    }
}

#[test]
fn variants_in_entries_by_every_name() {
    let s3 = Storage::S3 { bucket: "b".into(), region: "r".into() };
    let document = "required = {}\nSTORES__E__KIND = 's3'\nSTORES__E__BUCKET = 'b'\n'stores.e.region' = 'r'\n";
    let folder = project(&[("settings.toml", document)]);
    assert_eq!(load_in::<Mixed>(folder.path(), &[]).unwrap().stores["e"], s3);
    let files =
        [("stores.e.kind", "s3"), ("stores.e.bucket", "b"), ("STORES__E__REGION", "r"), ("keys.a", "8d969eef6e")];
    let folder = project(&[]);
    for (name, value) in files {
        write(folder.path(), &format!("mounted/{name}"), value);
    }
    let stack = Stack::new().push(SecretsDir::new("mounted")).push(Map::new("m", [("required", "")]));
    let loaded = loader_in::<Mixed>(folder.path(), &[]).stack(stack).load().unwrap();
    assert_eq!(loaded.stores["e"], s3);
    assert_eq!(loaded.keys.unwrap()["a"].expose_secret(), "8d969eef6e");
}

#[test]
fn an_unknown_member_of_a_json_text_is_told() {
    let pairs = [("REQUIRED", ""), ("STORES__E", r#"{"kind": "file", "path": "/x", "pth": "/y"}"#)];
    let loaded = Mixed::loader().context(Context::from_pairs(pairs)).load_with_report().unwrap();
    assert_eq!(crate::support::warnings(loaded.report()), ["unknown stores.e.pth"]);
}

#[test]
fn keys_of_maps_ignore_case_in_the_environment() {
    let folder = project(&[("settings.toml", "required = {}\n[stores.eu-west]\nkind = 'file'\npath = '/x'\n")]);
    for name in ["STORES__eu-west__PATH", "STORES__EU_WEST__PATH", "STORES__Eu_West__PATH"] {
        let loaded: Mixed = load_in(folder.path(), &[(name, "/y")]).unwrap();
        assert_eq!(loaded.stores["eu-west"], Storage::File { path: "/y".into() }, "{name}");
        assert_eq!(loaded.stores.len(), 1);
    }
}

#[test]
fn a_folder_called_dotenv_is_no_dotenv_file() {
    let folder = project(&[(".env/bin/python", ""), ("settings.toml", "required = {}\n")]);
    assert!(load_in::<Mixed>(folder.path(), &[]).is_ok());
}

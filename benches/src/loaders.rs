//! Who is measured.

use crate::Scenario::{self, A, B};

/// One row of the tables.
#[derive(Debug)]
pub struct Loader {
    /// The row, and the folder and package of its programs.
    pub name: &'static str,
    /// Source of the programs.
    pub template: &'static str,
    /// Words of the template and what they become in this row.
    pub replace: &'static [(&'static str, &'static str)],
    /// Files that its programs are made of too, by path in `src/`.
    pub modules: &'static [(&'static str, &'static str)],
    /// Lines of `[dependencies]`.
    pub dependencies: &'static str,
    pub scenarios: &'static [Scenario],
    /// What the row stands for in the tables: of rows of one group the best is shown.
    pub group: &'static str,
    pub kind: Kind,
    /// Whether compile cost and size are measured: not if they are those of another loader.
    pub weighed: bool,
    /// What a reader of the tables has to know.
    pub note: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Tactful,
    ByHand,
    Peer,
}

impl Loader {
    /// The scenario whose program stands for the loader in compile cost and size: the fullest it has.
    #[must_use]
    pub fn fullest(&self) -> Scenario {
        self.scenarios.last().copied().unwrap_or(A)
    }
}

/// The loader of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Loader> {
    LOADERS.iter().find(|loader| loader.name == name)
}

/// The loaders shown in one row of a table.
pub fn of_group(group: &str) -> impl Iterator<Item = &'static Loader> {
    LOADERS.iter().filter(move |loader| loader.group == group)
}

/// Every row of the tables, in order.
#[must_use]
pub fn groups() -> Vec<&'static str> {
    let mut groups: Vec<&str> = LOADERS.iter().map(|loader| loader.group).collect();
    groups.dedup();
    groups
}

macro_rules! template {
    ($path:literal) => {
        include_str!(concat!("../templates/", $path))
    };
}

const LIST: (&str, &str) = ("list.rs", template!("list.rs"));
const DEFAULTS: (&str, &str) = ("defaults.rs", template!("defaults.rs"));
const WRITABLE: (&str, &str) = ("writable.rs", template!("writable.rs"));
const NAMES: (&str, &str) = ("names.rs", template!("names.rs"));

const HAND_SAFE: &[(&str, &str)] = &[
    NAMES,
    ("hand/mod.rs", template!("hand_safe/mod.rs")),
    ("hand/cast.rs", template!("hand_safe/cast.rs")),
    ("hand/dotenv.rs", template!("hand_safe/dotenv.rs")),
    ("hand/environment.rs", template!("hand_safe/environment.rs")),
    ("hand/error.rs", template!("hand_safe/error.rs")),
    ("hand/file.rs", template!("hand_safe/file.rs")),
    ("hand/text.rs", template!("hand_safe/text.rs")),
    ("hand/toml.rs", template!("hand_safe/toml.rs")),
];

const HAND_SAFE_DEPENDENCIES: &str = r#"humantime = "2.4.0"
secrecy = "0.10.3"
toml_parser = { version = "1.1.5", features = ["simd"] }
zeroize = "1.9.2"
"#;

pub static LOADERS: &[Loader] = &[
    Loader {
        name: "tactful",
        template: template!("tactful.rs"),
        replace: &[("LOAD_A", "AppSettings::loader().stack(Stack::new().push(Env::new())).load()")],
        modules: &[],
        // The path is put in when the program is written.
        dependencies: "tactful = { path = \"ROOT\" }\n",
        scenarios: &[A, B],
        group: "tactful",
        kind: Kind::Tactful,
        weighed: true,
        note: "A with `Env` as its only source; B with the standard stack",
    },
    Loader {
        name: "tactful_stack",
        template: template!("tactful.rs"),
        replace: &[("LOAD_A", "AppSettings::load()")],
        modules: &[],
        dependencies: "tactful = { path = \"ROOT\" }\n",
        scenarios: &[A],
        group: "tactful, standard stack",
        kind: Kind::Tactful,
        weighed: false,
        note: "`AppSettings::load()`, which looks for dotenv files and secrets directories too",
    },
    Loader {
        name: "hand_safe_by_name",
        template: template!("hand_safe.rs"),
        replace: &[("ENVIRONMENT", "environment_by_name")],
        modules: HAND_SAFE,
        dependencies: HAND_SAFE_DEPENDENCIES,
        scenarios: &[A, B],
        group: "hand_safe",
        kind: Kind::ByHand,
        weighed: false,
        note: "safe Rust with Tactful's duties; the better of `var_os` per name and one pass of `vars_os`",
    },
    Loader {
        name: "hand_safe_in_one_pass",
        template: template!("hand_safe.rs"),
        replace: &[("ENVIRONMENT", "environment_in_one_pass")],
        modules: HAND_SAFE,
        dependencies: HAND_SAFE_DEPENDENCIES,
        scenarios: &[A, B],
        group: "hand_safe",
        kind: Kind::ByHand,
        weighed: true,
        note: "",
    },
    Loader {
        name: "hand_fast",
        template: template!("hand_fast.rs"),
        replace: &[],
        modules: &[NAMES, ("scan.rs", template!("scan.rs"))],
        dependencies: "secrecy = \"0.10.3\"\n",
        scenarios: &[A, B],
        group: "hand_fast",
        kind: Kind::ByHand,
        weighed: true,
        note: "no duties: walks the raw environment with `unsafe`, trusts its input",
    },
    Loader {
        name: "confique",
        template: template!("confique.rs"),
        replace: &[],
        modules: &[],
        dependencies: r#"confique = { version = "0.4.0", features = ["toml"] }
dotenvy = "0.15.7"
humantime-serde = "1.1.1"
secrecy = { version = "0.10.3", features = ["serde"] }
"#,
        scenarios: &[A, B],
        group: "confique",
        kind: Kind::Peer,
        weighed: true,
        note: "B: dotenv by dotenvy",
    },
    Loader {
        name: "figment",
        template: template!("figment.rs"),
        replace: &[],
        modules: &[DEFAULTS, LIST],
        dependencies: r#"dotenvy = "0.15.7"
figment = { version = "0.10.19", features = ["env", "toml"] }
humantime-serde = "1.1.1"
secrecy = { version = "0.10.3", features = ["serde"] }
serde = { version = "1.0.229", features = ["derive"] }
"#,
        scenarios: &[A, B],
        group: "figment",
        kind: Kind::Peer,
        weighed: true,
        note: "B: dotenv by dotenvy; lists of the environment by a function of the program",
    },
    Loader {
        name: "config",
        template: template!("config.rs"),
        replace: &[],
        modules: &[DEFAULTS, LIST],
        dependencies: r#"config = { version = "0.15.27", default-features = false, features = ["toml"] }
dotenvy = "0.15.7"
humantime-serde = "1.1.1"
secrecy = { version = "0.10.3", features = ["serde"] }
serde = { version = "1.0.229", features = ["derive"] }
"#,
        scenarios: &[A, B],
        group: "config",
        kind: Kind::Peer,
        weighed: true,
        note: "B: dotenv by dotenvy; lists of the environment by a function of the program",
    },
    Loader {
        name: "conf",
        template: template!("conf.rs"),
        replace: &[],
        modules: &[],
        dependencies: r#"conf = "0.4.5"
dotenvy = "0.15.7"
humantime = "2.4.0"
secrecy = { version = "0.10.3", features = ["serde"] }
toml = "1.1.2"
"#,
        scenarios: &[A, B],
        group: "conf",
        kind: Kind::Peer,
        weighed: true,
        note: "B: dotenv by dotenvy, TOML by toml; a command line is parsed too, an empty one",
    },
    Loader {
        name: "schematic",
        template: template!("schematic.rs"),
        replace: &[],
        modules: &[WRITABLE],
        dependencies: r#"dotenvy = "0.15.7"
humantime = "2.4.0"
humantime-serde = "1.1.1"
schematic = { version = "0.20.12", default-features = false, features = ["config", "env", "toml"] }
secrecy = { version = "0.10.3", features = ["serde"] }
serde = { version = "1.0.229", features = ["derive"] }
"#,
        scenarios: &[A, B],
        group: "schematic",
        kind: Kind::Peer,
        weighed: true,
        note: "B: dotenv by dotenvy; secrets and durations in types of the program, since layers must be \
               written as well as read",
    },
    Loader {
        name: "confik",
        template: template!("confik.rs"),
        replace: &[],
        modules: &[DEFAULTS, LIST],
        dependencies: r#"confik = { version = "0.15.13", features = ["secrecy"] }
dotenvy = "0.15.7"
humantime-serde = "1.1.1"
secrecy = { version = "0.10.3", features = ["serde"] }
serde = { version = "1.0.229", features = ["derive"] }
"#,
        scenarios: &[A, B],
        group: "confik",
        kind: Kind::Peer,
        weighed: true,
        note: "B: dotenv by dotenvy; lists of the environment by a type of the program",
    },
    Loader {
        name: "envy",
        template: template!("envy.rs"),
        replace: &[],
        modules: &[DEFAULTS],
        dependencies: r#"envy = "0.4.2"
humantime-serde = "1.1.1"
secrecy = { version = "0.10.3", features = ["serde"] }
serde = { version = "1.0.229", features = ["derive"] }
"#,
        scenarios: &[A],
        group: "envy",
        kind: Kind::Peer,
        weighed: true,
        note: "the environment alone; one flat struct, as it cannot nest",
    },
    Loader {
        name: "twelf",
        template: template!("twelf.rs"),
        replace: &[],
        modules: &[WRITABLE],
        dependencies: r#"humantime = "2.4.0"
humantime-serde = "1.1.1"
secrecy = { version = "0.10.3", features = ["serde"] }
serde = { version = "1.0.229", features = ["derive"] }
twelf = { version = "0.15.0", default-features = false, features = ["env"] }
"#,
        scenarios: &[A],
        group: "twelf",
        kind: Kind::Peer,
        weighed: true,
        note: "the environment alone here; one flat struct, as it cannot nest there; secrets pass through \
               plain JSON values",
    },
];

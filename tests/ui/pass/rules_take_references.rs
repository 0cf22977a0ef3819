//! A rule is called as any function is: `&String` is taken for `&str`, `&Vec<T>` for `&[T]`.

use std::fmt;
use std::path::{Path, PathBuf};

use tactful::{ExposeSecret, SecretString, Settings};

#[derive(Settings)]
struct Shop {
    #[settings(validate = not_blank)]
    host: String,
    #[settings(validate = not_blank)]
    other: Option<String>,
    #[settings(validate = sorted)]
    ports: Vec<u16>,
    #[settings(validate = absolute)]
    folder: PathBuf,
    #[settings(validate = long)]
    secret_key: SecretString,
    #[settings(validate = Even(2).check())]
    workers: u16,
}

fn not_blank(text: &str) -> Result<(), &'static str> {
    if text.trim().is_empty() { Err("is blank") } else { Ok(()) }
}

fn sorted(ports: &[u16]) -> Result<(), Unsorted> {
    ports.windows(2).all(|pair| pair[0] <= pair[1]).then_some(()).ok_or(Unsorted)
}

struct Unsorted;

impl fmt::Display for Unsorted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not sorted")
    }
}

fn absolute(path: &Path) -> Result<(), String> {
    if path.is_absolute() { Ok(()) } else { Err(format!("{} is not absolute", path.display())) }
}

fn long(secret: &SecretString) -> Result<(), &'static str> {
    if secret.expose_secret().len() < 3 { Err("is short") } else { Ok(()) }
}

struct Even(u16);

impl Even {
    fn check(self) -> impl Fn(&u16) -> Result<(), &'static str> {
        move |number| if number % self.0 == 0 { Ok(()) } else { Err("is odd") }
    }
}

fn main() {
    let pairs = [
        ("HOST", " "),
        ("OTHER", "  "),
        ("PORTS", "2,1"),
        ("FOLDER", "a/b"),
        ("SECRET_KEY", "ab"),
        ("WORKERS", "3"),
    ];
    let text = format!("{}", Shop::from_pairs(pairs).err().expect("nothing is right"));
    for (words, count) in
        [("is blank", 2), ("is not sorted", 1), ("a/b is not absolute", 1), ("is short", 1), ("is odd", 1)]
    {
        assert!(text.matches(words).count() >= count, "{words}: {text}");
    }
}

//! Instructions of parsing one URL and of dropping what came of it, beside `url` and the parsers of the clients.
//!
//! `tactful-bench-urls` runs itself under callgrind, once for each parser of each URL, and prints a table in Markdown.

use std::env;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::str::FromStr;

use redis::IntoConnectionInfo as _;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tactful_urls::{CacheUrl, DatabaseUrl};
use url::Url;

/// Gives whether the text was taken.
type Parser = fn(&str) -> bool;

struct Row {
    url: &'static str,
    parsers: &'static [(&'static str, Parser)],
}

fn parse<T: FromStr>(text: &str) -> bool {
    black_box(T::from_str(black_box(text))).is_ok()
}

fn redis(text: &str) -> bool {
    black_box(black_box(text).into_connection_info()).is_ok()
}

const POSTGRES: &[(&str, Parser)] = &[
    ("tactful-urls", parse::<DatabaseUrl>),
    ("url", parse::<Url>),
    ("sqlx", parse::<PgConnectOptions>),
    ("tokio-postgres", parse::<tokio_postgres::Config>),
];

const ROWS: &[Row] = &[
    Row { url: "postgres://shop:s3cret@db.example.com:5432/orders", parsers: POSTGRES },
    Row {
        url: "postgres://shop:p%40ss%2Fword@db.example.com/orders?sslmode=require&application_name=shop",
        parsers: POSTGRES,
    },
    Row {
        url: "postgres://shop:s3cret@db1.example.com:5432,db2.example.com:5433/orders?target_session_attrs=read-write",
        parsers: &[("tactful-urls", parse::<DatabaseUrl>), ("tokio-postgres", parse::<tokio_postgres::Config>)],
    },
    Row {
        url: "mysql://shop:s3cret@db.example.com:3306/orders",
        parsers: &[
            ("tactful-urls", parse::<DatabaseUrl>),
            ("url", parse::<Url>),
            ("sqlx", parse::<MySqlConnectOptions>),
        ],
    },
    Row {
        url: "redis://shop:s3cret@cache.example.com:6379/2",
        parsers: &[("tactful-urls", parse::<CacheUrl>), ("url", parse::<Url>), ("redis", redis)],
    },
];

const COLUMNS: &[&str] = &["tactful-urls", "url", "sqlx", "tokio-postgres", "redis"];

/// What callgrind counts between the entry of this function and its return.
#[inline(never)]
fn measured(parser: Parser, url: &str) -> bool {
    parser(url)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    let done = match arguments.as_slice() {
        [_] => table(),
        [_, row, parser] => once(row, parser),
        _ => Err("usage: tactful-bench-urls".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Under callgrind: one parser, one URL. The call before the measured one leaves nothing to be set up in it.
fn once(row: &str, parser: &str) -> Result<(), String> {
    let row = row.parse().ok().and_then(|row: usize| ROWS.get(row)).ok_or("no such row")?;
    let (_, parser) = row.parsers.iter().find(|(name, _)| *name == parser).ok_or("no such parser")?;
    if parser(row.url) && measured(*parser, row.url) { Ok(()) } else { Err(format!("refused: {}", row.url)) }
}

fn table() -> Result<(), String> {
    println!("| | {} |", COLUMNS.join(" | "));
    println!("|---|{}", "--:|".repeat(COLUMNS.len()));
    for (number, row) in ROWS.iter().enumerate() {
        let mut cells = Vec::new();
        for column in COLUMNS {
            cells.push(match row.parsers.iter().find(|(name, _)| name == column) {
                Some((name, _)) => count(number, name)?.to_string(),
                None => "-".to_owned(),
            });
        }
        println!("| `{}` | {} |", row.url, cells.join(" | "));
    }
    Ok(())
}

fn count(row: usize, parser: &str) -> Result<u64, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*::measured"]);
    let output = valgrind.arg(program).arg(row.to_string()).arg(parser).output();
    let output = output.map_err(|error| format!("valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{parser}: {said}"));
    }
    let counted = said.lines().find_map(|line| line.split_once("Collected :"));
    let counted = counted.and_then(|(_, number)| number.trim().parse().ok());
    counted.ok_or_else(|| format!("no count in what valgrind says: {said}"))
}

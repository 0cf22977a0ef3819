//! Writes the measured programs without building any, to look at them.

use std::process::ExitCode;

fn main() -> ExitCode {
    match tactful_bench::generate::all() {
        Ok(()) => {
            println!("{}", tactful_bench::workspace::generated().display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

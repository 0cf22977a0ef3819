//! Programs that say what others make of the inputs: JSON lines in, as many JSON lines out.

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::{Value, json};

use crate::cases::{self, Case};

/// A variable that dotenv files may refer to, here and there.
pub(crate) const WORLD: (&str, &str) = ("WORLD", "of the environment");

/// What a program of `python/` answers, case by case.
#[track_caller]
pub(crate) fn ask_python(python: &str, program: &str, cases: &[Case]) -> Vec<Value> {
    let path = cases::path("python").join(program);
    ask(Command::new(python).args([OsStr::new("-B"), OsStr::new("-X"), OsStr::new("utf8"), path.as_os_str()]), cases)
}

/// What a program answers, case by case. It sees no variable but `WORLD`, and those that it was given.
#[track_caller]
pub(crate) fn ask(program: &mut Command, cases: &[Case]) -> Vec<Value> {
    let questions: Vec<String> = cases.iter().map(|case| question(case).to_string()).collect();
    let questions = questions.join("\n");
    let program = program.env_clear().env(WORLD.0, WORLD.1);
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Both pipes are finite: whoever only writes may wait for ever.
    let writer = thread::spawn(move || stdin.write_all(questions.as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program:?} ended with {}", output.status);
    writer.join().unwrap().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), cases.len(), "{program:?}: answers and questions");
    answers
}

/// Bytes go as hexadecimal digits, because JSON has none.
fn question(case: &Case) -> Value {
    let hex: Vec<String> = case.input.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({ "of": case.of, "hex": hex.concat() })
}

//! Programs that say what others make of the inputs: JSON lines in, as many JSON lines out.

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
    let program = cases::path("python").join(program);
    ask(alone(python).args(["-B", "-X", "utf8"]).arg(program), cases)
}

/// What a program of `node/` answers, case by case.
#[track_caller]
pub(crate) fn ask_node(node: &str, modules: &str, program: &str, cases: &[Case]) -> Vec<Value> {
    ask(alone(node).env("NODE_PATH", modules).arg(cases::path("node").join(program)), cases)
}

/// A program that sees no variable but `WORLD`, and those that it is given.
fn alone(program: &str) -> Command {
    let mut program = Command::new(program);
    program.env_clear().env(WORLD.0, WORLD.1);
    program
}

#[track_caller]
fn ask(program: &mut Command, cases: &[Case]) -> Vec<Value> {
    let questions: Vec<String> = cases.iter().map(|case| question(case).to_string()).collect();
    let questions = questions.join("\n");
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

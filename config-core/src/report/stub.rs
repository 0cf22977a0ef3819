#![allow(missing_docs, unused)]
use super::*;
use crate::origin::Origin;
#[derive(Debug, Default)]
pub struct Report { problems: Vec<Problem> }
impl Report {
 pub fn new(_: &'static str, _: &'static str, _: &str, _: &str) -> Self { Self::default() }
 pub fn root(&mut self, _: std::path::PathBuf) {}
 pub fn note_read(&mut self, _: &str) {}
 pub fn note_not_read(&mut self, _: &str, _: &str) {}
 pub fn push(&mut self, p: Problem) { self.problems.push(p) }
 pub fn finish(&mut self) {}
 pub fn is_ok(&self) -> bool { self.problems.iter().all(|p| p.severity != Severity::Problem) }
}
#[derive(Debug)]
pub struct ExplainEntry;
impl ExplainEntry { pub fn new(_: String, _: Option<Shown>, _: Option<String>, _: Option<Origin>, _: Vec<(Origin, Option<String>)>) -> Self { Self } }
#[derive(Debug)]
pub struct Explanation;
impl Explanation { pub fn new(_: &str, _: &str, _: Vec<String>) -> Self { Self } pub fn push(&mut self, _: ExplainEntry) {} }
pub fn did_you_mean<'a, I: IntoIterator<Item=&'a str>>(_: &str, _: I) -> Option<&'a str> { None }

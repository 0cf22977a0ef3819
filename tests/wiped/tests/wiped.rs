//! Promise 5: raw text of every layer is wiped, and no freed block holds a part of a secret.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// 48 bytes that stand nowhere else. The parent may hold copies; the child gets it by file.
const CANARY: &str = "mQ4tXb9LkP2vRz7JcW5nHy8DgF3sAe6KuT1oBi0ZxCwVqEjN";

fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Runs one case on one file; the child tells of itself by its exit status.
fn run(case: &str, name: &str, content: &str) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    let turned: Vec<u8> = CANARY.bytes().map(|byte| !byte).collect();
    fs::write(folder.path().join("canary"), turned).unwrap();
    write(folder.path(), name, &content.replace("CANARY", CANARY));
    Command::new(env!("CARGO_BIN_EXE_wiped")).arg(case).arg(folder.path()).output().unwrap()
}

#[track_caller]
fn check(case: &str, name: &str, content: &str) {
    let output = run(case, name, content);
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{case} of {content:?}: {told}{errors}");
}

#[test]
fn a_careless_program_is_caught() {
    let output = run("careless", "token", "CANARY\n");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success());
    assert!(told.starts_with("careless: 2 freed blocks with a part of it, 1 copies while alive"), "{told}");
}

#[test]
fn dotenv() {
    for value in
        ["CANARY", "'CANARY'", "\"CANARY\"", "\"a\\tCANARY\\n\"", "\"a\nCANARY\"", "a${B:-CANARY}", "${PART}CANARY"]
    {
        check("sound-dotenv", ".env", &format!("PART=x\nTOKEN={value}\n"));
    }
    check("sound-dotenv", ".env", "A=CANARY\nB=${A}\nTOKEN=${B}\nA=\nB=");
    check("lists-dotenv", ".env", "TOKEN=a,CANARY,b");
    check("lists-dotenv", ".env", "TOKEN='[\"a\", \"CANARY\"]'");
    check("encoded-dotenv", ".env", "TOKEN='a\\nCANARY'");
    check("grouped-dotenv", ".env", "TOKEN='{\"key\": \"CANARY\"}'");
    check("grouped-dotenv", ".env", "TOKEN='{\"key\": \"\\tCANARY\"}'");
    check("failed-dotenv", ".env", "TOKEN=CANARY");
    check("failed-dotenv", ".env", "TOKEN=\"CANARY\" CANARY\nCANARY\nB=\"\\qCANARY");
}

#[test]
fn toml() {
    for value in ["'CANARY'", "\"CANARY\"", "\"\\tCANARY\\u00e9\"", "'''\nCANARY'''", "\"\"\"\na\\\n  CANARY\\n\"\"\""]
    {
        check("sound-toml", "settings.toml", &format!("token = {value}\n"));
    }
    check("lists-toml", "settings.toml", "token = ['a', \"\\tCANARY\"]\n");
    check("grouped-toml", "settings.toml", "[token]\nkey = 'CANARY'\n");
    check("failed-toml", "settings.toml", "token = \"CANARY\"\n");
    check("failed-toml", "settings.toml", "token = \"\\tCANARY\"\nother = \"CANARY\\q\"\n= CANARY\n");
}

#[test]
fn yaml() {
    for value in ["CANARY", "'CANARY'", "\"\\tCANARY\"", "|\n  a\n  CANARY\n", ">\n  a\n  CANARY\n", "&a CANARY"] {
        check("sound-yaml", "settings.yaml", &format!("token: {value}\n"));
    }
    check("lists-yaml", "settings.yaml", "token: [a, 'it''s CANARY']\n");
    check("grouped-yaml", "settings.yaml", "token: {key: CANARY}\n");
    check("failed-yaml", "settings.yaml", "token: CANARY\n");
    check("failed-yaml", "settings.yaml", "token: \"\\tCANARY\"\nother: [CANARY\n");
}

#[test]
fn json() {
    for value in ["\"CANARY\"", "\"\\tCANARY\\u00e9\""] {
        check("sound-json", "settings.json", &format!("{{\"token\": {value}}}"));
    }
    check("lists-json", "settings.json", "{\"token\": [\"CANARY\"]}");
    check("lists-json", "settings.json", "{\"token\": [], \"map\": {\"a\": \"\\tCANARY\"}}");
    check("grouped-json", "settings.json", "{\"token\": {\"key\": \"CANARY\"}}");
    check("failed-json", "settings.json", "{\"token\": \"CANARY\"}");
    check("failed-json", "settings.json", "{\"token\": \"\\tCANARY\", \"other\": \"\\qCANARY\"}");
}

#[test]
fn urls() {
    let parts = "{\"engine\": \"postgres\", \"host\": \"db\", \"user\": \"u\", \"password\": \"%CANARY\"}";
    for value in ["postgres://u:CANARY@db/shop", "postgres://u:%40CANARY@h1,h2:5433/shop?sslmode=require", parts] {
        check("url-file", "token", value);
        check("url-dotenv", ".env", &format!("TOKEN='{value}'\n"));
        check(
            "url-json",
            "settings.json",
            &format!("{{\"token\": {}}}", if value == parts { value.to_owned() } else { format!("\"{value}\"") }),
        );
        check("url-toml", "settings.toml", &format!("token = '{value}'\n"));
    }
    let table = "[token]\nengine = 'mysql'\nhost = 'db'\nuser = 'u'\npassword = \"\\u0040CANARY\"\n";
    check("url-toml", "settings.toml", table);
    for value in [
        "postgres://u:CANARY@db:port/shop",
        "postgres://u:CANARY/x@db",
        "CANARY",
        "pg://CANARY",
        "{\"engine\": \"CANARY\"}",
    ] {
        check("failed_url-file", "token", value);
        check("failed_url-toml", "settings.toml", &format!("token = '{value}'\n"));
    }
}

#[test]
fn files_and_directories() {
    for content in ["CANARY", "CANARY\n", "two\nlines CANARY\r\n"] {
        check("sound-file", "token", content);
        check("sound-dir", "mounted/TOKEN", content);
        check("sound-dir", "mounted/token", content);
    }
    check("lists-file", "token", "CANARY,b\n");
    check("failed-file", "token", "CANARY");
    check("failed-dir", "mounted/token", "CANARY");
}

#[test]
fn managers() {
    for document in [
        "{\"token\": \"CANARY\"}",
        "{\"token\": \"\\tCANARY\\n\"}",
        "{\"other\": {\"a\": [\"x\", 5]}, \"TOKEN\": \"CANARY\"}",
    ] {
        check("sound-document", "token", document);
    }
    check("grouped-document", "token", "{\"token\": {\"key\": \"CANARY\"}}");
    check("lists-document", "token", "{\"token\": [\"CANARY\"]}");
    check("failed-document", "token", "{\"token\": \"CANARY\"}");
    check("failed-document", "token", "{\"token\": \"CANARY\", \"CANARY\"");
    check("sound-each", "TOKEN", "CANARY");
    check("failed-each", "TOKEN", "CANARY");
    check("sound-reference", "token", "CANARY\n");
    check("sound-member", "token", "{\"a\": {\"b\": \"CANARY\"}}");
    check("failed-member", "token", "{\"a\": \"CANARY\"}");
    check("failed-base64", "token", "CANARY!");
}

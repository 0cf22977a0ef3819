use std::borrow::Cow;

use tactful::Settings;

#[derive(Settings)]
struct Shop<'a> {
    password: Cow<'a, str>,
}

fn main() {}

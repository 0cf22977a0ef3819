use tactful::Settings;

#[derive(Settings)]
#[settings(tag = "kind")]
enum Storage {
    Local(String),
    None,
}

fn main() {}

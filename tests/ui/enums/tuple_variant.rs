use tactful::Settings;

#[derive(Settings)]
#[settings(tag = "kind")]
enum Storage {
    S3(String, String),
    None(),
}

fn main() {}

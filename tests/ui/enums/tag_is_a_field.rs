use tactful::Settings;

#[derive(Settings)]
#[settings(tag = "kind")]
enum Storage {
    S3 { kind: String },
    None,
}

fn main() {}

use tactful::Settings;

#[derive(Settings)]
enum Storage {
    S3 { bucket: String },
    Local(String),
    None,
}

fn main() {}

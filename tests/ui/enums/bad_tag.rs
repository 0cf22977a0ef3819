use tactful::Settings;

#[derive(Settings)]
#[settings(tag = "the.kind")]
enum Storage {
    S3 { bucket: String },
}

fn main() {}

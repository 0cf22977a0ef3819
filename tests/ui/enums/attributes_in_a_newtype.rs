use tactful::Settings;

#[derive(Settings)]
struct S3 {
    bucket: String,
}

#[derive(Settings)]
#[settings(tag = "kind")]
enum Storage {
    S3(#[settings(rename = "s3", env = "S3")] S3),
    None,
}

fn main() {}

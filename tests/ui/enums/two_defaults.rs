use tactful::Settings;

#[derive(Settings)]
#[settings(tag = "kind")]
enum Storage {
    #[settings(default)]
    S3 { bucket: String },
    #[settings(default)]
    None,
}

fn main() {}

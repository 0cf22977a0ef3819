use tactful::Settings;

#[derive(Settings)]
#[settings(tag = "kind", prefix = "SHOP", profiles = ["production"])]
enum Storage {
    S3 { bucket: String },
}

fn main() {}

use tactful::Settings;

#[derive(Settings)]
#[settings(tag = "kind")]
enum Storage {
    S3 { bucket: String },
    Local { path: String },
}

#[derive(Settings)]
struct Shop {
    #[settings(nested)]
    storage: Storage,
    #[settings(env = "STORAGE_PATH")]
    folder: String,
}

fn main() {}

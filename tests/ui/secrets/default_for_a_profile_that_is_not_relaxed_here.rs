use tactful::{SecretString, Settings};

#[derive(Settings)]
#[settings(relaxed = ["sandbox"])]
struct Shop {
    #[settings(default(sandbox = "a", development = "b"))]
    secret_key: SecretString,
}

fn main() {}

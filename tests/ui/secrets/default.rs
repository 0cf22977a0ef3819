use tactful::{SecretBox, SecretString, Settings};

#[derive(Settings)]
struct Shop {
    #[settings(default = "changeme")]
    secret_key: SecretString,
    #[settings(default)]
    token: Option<SecretString>,
    #[settings(default(relaxed = "a", production = "b"))]
    signing_key: SecretString,
    #[settings(default(_ = 1234))]
    pin: SecretBox<u32>,
}

fn main() {}

use tactful::{SecretString, Settings};

#[derive(Settings)]
struct Stripe {
    #[settings(default(development = "sk"))]
    secret_key: SecretString,
}

#[derive(Settings)]
#[settings(relaxed = ["sandbox"])]
struct Shop {
    #[settings(nested)]
    stripe: Stripe,
}

fn main() {}

use tactful::Settings;

#[derive(Settings)]
struct Store {
    path: String,
}

#[derive(Settings)]
struct Shop {
    #[settings(nested, env = "STORE")]
    a: Store,
    #[settings(nested, default)]
    b: Store,
    #[settings(nested, separator = ";", unit = "s", encoding = "hex")]
    c: Store,
    #[settings(nested, secret, allow_empty)]
    d: Store,
    #[settings(nested, from_str)]
    e: Store,
    #[settings(nested, validate = check)]
    f: Store,
}

fn check(_: &Store) -> Result<(), String> {
    Ok(())
}

fn main() {}

use tactful::Settings;

#[derive(Settings)]
#[settings(validate = check)]
struct Shop {
    port: u16,
}

struct Store;

fn check(_: &Store) -> Result<(), String> {
    Ok(())
}

fn main() {}

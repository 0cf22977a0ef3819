use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(validate = short)]
    port: u16,
}

fn short(_: &str) -> Result<(), &'static str> {
    Ok(())
}

fn main() {}

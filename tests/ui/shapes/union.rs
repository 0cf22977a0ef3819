use tactful::Settings;

#[derive(Settings)]
union Shop {
    port: u16,
    code: u32,
}

fn main() {}

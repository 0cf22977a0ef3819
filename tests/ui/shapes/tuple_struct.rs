use tactful::Settings;

#[derive(Settings)]
struct Shop(u16, String);

fn main() {}

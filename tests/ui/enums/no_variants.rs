use tactful::Settings;

#[derive(Settings)]
enum Storage {}

fn main() {}

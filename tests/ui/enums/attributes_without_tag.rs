use tactful::Settings;

#[derive(Settings)]
#[settings(deny_unknown, validate = check)]
enum Level {
    #[settings(default)]
    Low,
    #[settings(rename_all = "kebab-case")]
    High,
}

fn check(_: &Level) -> Result<(), String> {
    Ok(())
}

fn main() {}

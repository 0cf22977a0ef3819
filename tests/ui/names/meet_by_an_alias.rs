use tactful::Settings;

#[derive(Settings)]
struct Stripe {
    #[settings(deprecated_alias = "patience")]
    timeout: u16,
}

#[derive(Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    #[settings(nested, prefix = "PAY")]
    stripe: Stripe,
    #[settings(alias(env = "SHOP_PAY_PATIENCE"))]
    patience: u16,
}

fn main() {}

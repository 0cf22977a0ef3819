use super::*;

#[test]
fn plurals() {
    for (word, expected) in [("tokens", "token"), ("access", "access"), ("policies", "policy"), ("prefixes", "prefix"), ("s", "s"), ("ids", "id")] {
        assert_eq!(singular(word), expected);
    }
}

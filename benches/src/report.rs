use crate::store::Store;
pub fn tables(_: &Store) -> String { String::new() }

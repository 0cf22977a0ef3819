//! Words that both sides are put into.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What Django calls what we call so: the backend's path, and the variant in lower case.
const BACKENDS: &[(&str, &str)] = &[
    ("django.db.backends.postgresql", "postgres"),
    ("django.contrib.gis.db.backends.postgis", "postgres"),
    ("django_prometheus.db.backends.postgresql", "postgres"),
    ("django_prometheus.db.backends.postgis", "postgres"),
    ("django_cockroachdb", "cockroach"),
    ("django_redshift_backend", "redshift"),
    ("django.db.backends.mysql", "mysql"),
    ("django.contrib.gis.db.backends.mysql", "mysql"),
    ("django_prometheus.db.backends.mysql", "mysql"),
    ("mysql.connector.django", "mysql"),
    ("django.db.backends.sqlite3", "sqlite"),
    ("django.contrib.gis.db.backends.spatialite", "sqlite"),
    ("django_prometheus.db.backends.sqlite3", "sqlite"),
    ("django_prometheus.db.backends.spatialite", "sqlite"),
    ("django.db.backends.oracle", "oracle"),
    ("mssql", "sqlserver"),
    ("sql_server.pyodbc", "sqlserver"),
    ("ldapdb.backends.ldap", "ldap"),
    ("redis_cache.RedisCache", "redis"),
    ("django.core.cache.backends.memcached.MemcachedCache", "memcached"),
    ("django.core.cache.backends.memcached.PyLibMCCache", "memcached"),
    ("django.core.cache.backends.db.DatabaseCache", "database"),
    ("django.core.cache.backends.filebased.FileBasedCache", "file"),
    ("django.core.cache.backends.locmem.LocMemCache", "memory"),
    ("django.core.cache.backends.dummy.DummyCache", "dummy"),
    ("django.core.mail.backends.smtp.EmailBackend", "smtp"),
    ("django.core.mail.backends.console.EmailBackend", "console"),
    ("django.core.mail.backends.filebased.EmailBackend", "file"),
    ("django.core.mail.backends.locmem.EmailBackend", "memory"),
    ("django.core.mail.backends.dummy.EmailBackend", "dummy"),
    ("haystack.backends.elasticsearch_backend.ElasticsearchSearchEngine", "elasticsearch"),
    ("haystack.backends.elasticsearch2_backend.Elasticsearch2SearchEngine", "elasticsearch 2"),
    ("haystack.backends.elasticsearch5_backend.Elasticsearch5SearchEngine", "elasticsearch 5"),
    ("haystack.backends.elasticsearch7_backend.Elasticsearch7SearchEngine", "elasticsearch 7"),
    ("haystack.backends.solr_backend.SolrEngine", "solr"),
    ("haystack.backends.whoosh_backend.WhooshEngine", "whoosh"),
    ("haystack.backends.xapian_backend.XapianEngine", "xapian"),
    ("haystack.backends.simple_backend.SimpleEngine", "simple"),
    ("channels.layers.InMemoryChannelLayer", "inmemory"),
    ("channels_redis.core.RedisChannelLayer", "redis"),
    ("channels_redis.pubsub.RedisPubSubChannelLayer", "redispubsub"),
];

/// Our word for a backend of Django; one that is not known stays as it is.
pub(super) fn backend(path: &str) -> &str {
    BACKENDS.iter().find(|(theirs, _)| *theirs == path).map_or(path, |(_, ours)| ours)
}

/// A host as it goes into facts.
pub(super) fn host(name: &str, port: impl Into<Value>) -> Value {
    json!([name, port.into()])
}

/// Options by name in lower case, without those that are facts of their own.
pub(super) fn options(options: BTreeMap<String, Value>, facts: &[&str]) -> Value {
    let options = options.into_iter().map(|(name, value)| (name.to_lowercase(), value));
    options.filter(|(name, _)| !facts.contains(&name.as_str())).collect()
}

/// What settings of Django hold, as the text that it came from: an integer there is a text here.
pub(super) fn as_text(value: &Value) -> Value {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) => number.to_string().into(),
        other => other.clone(),
    }
}

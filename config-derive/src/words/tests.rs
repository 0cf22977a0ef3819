use super::*;

#[test]
fn secret_names() {
    let cases = [
        ("password", "password"),
        ("db_passwd", "passwd"),
        ("passphrases", "passphrase"),
        ("PASSCODE", "passcode"),
        ("client_secret", "secret"),
        ("clientSecret", "secret"),
        ("secrets", "secret"),
        ("secret_id", "secret"),
        ("vault_secret_ids", "secret"),
        ("session_tokens", "token"),
        ("token_v2", "token"),
        ("aws_credentials", "credential"),
        ("bearer", "bearer"),
        ("jwt", "jwt"),
        ("pepper", "pepper"),
        ("sentry_dsn", "dsn"),
        ("api_key", "api_key"),
        ("apiKey", "api_key"),
        ("apikey", "apikey"),
        ("stripe_api_keys", "api_key"),
        ("private-key", "private_key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("storage_access_key", "access_key"),
        ("signing_key_pem", "signing_key"),
        ("connection_string", "connection_string"),
        ("webhook_url", "webhook_url"),
        ("slack_webhook_urls", "webhook_url"),
    ];
    for (name, expected) in cases {
        assert_eq!(secret_words(name).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn names_about_secrets() {
    let names = [
        "access_key_id",
        "secret_name",
        "token_path",
        "password_file",
        "token_header",
        "token_url",
        "token_urls",
        "token_endpoint",
        "jwt_issuer",
        "jwt_audience",
        "jwt_algorithm",
        "token_type",
        "credential_kind",
        "password_policy",
        "password_policies",
        "password_template",
        "secret_region",
        "token_prefix",
        "token_prefixes",
        "token_method",
        "credentials_provider",
        "token_count",
        "token_limit",
        "password_length",
        "token_format",
        "password_hint",
        "password_label",
        "token_enabled",
        "token_ttl",
        "password_reset_timeout",
        "webhook_url_header",
    ];
    for name in names {
        assert_eq!(secret_words(name), None, "{name}");
    }
}

#[test]
fn plain_names() {
    let names = [
        "",
        "_",
        "base_url",
        "port",
        "key",
        "public_key",
        "publishable_key",
        "access",
        "author",
        "compass",
        "bypass",
        "tokenizer",
        "secretary",
        "passport",
        "private_keyring",
        "accessible_key",
        "key_api",
        "string_connection",
        "webhooks",
        "monkey_url",
    ];
    for name in names {
        assert_eq!(secret_words(name), None, "{name}");
    }
}

#[test]
fn plurals() {
    let cases = [
        ("tokens", "token"),
        ("access", "access"),
        ("policies", "policy"),
        ("prefixes", "prefix"),
        ("ids", "id"),
        ("s", "s"),
        ("is", "is"),
    ];
    for (word, expected) in cases {
        assert_eq!(singular(word), expected);
    }
}

/// The names of a list that say secret.
fn flagged(list: &str) -> Vec<&str> {
    list.split_whitespace().filter(|name| secret_words(name).is_some()).collect()
}

/// Settings of Django 5.2, with the keys of `DATABASES`, `CACHES`, `STORAGES` and `TEMPLATES`.
const DJANGO: &str = "
    ABSOLUTE_URL_OVERRIDES ADMINS ALLOWED_HOSTS APPEND_SLASH CACHES BACKEND KEY_FUNCTION KEY_PREFIX LOCATION OPTIONS
    TIMEOUT VERSION CACHE_MIDDLEWARE_ALIAS CACHE_MIDDLEWARE_KEY_PREFIX CACHE_MIDDLEWARE_SECONDS CSRF_COOKIE_AGE
    CSRF_COOKIE_DOMAIN CSRF_COOKIE_HTTPONLY CSRF_COOKIE_NAME CSRF_COOKIE_PATH CSRF_COOKIE_SAMESITE CSRF_COOKIE_SECURE
    CSRF_USE_SESSIONS CSRF_FAILURE_VIEW CSRF_HEADER_NAME CSRF_TRUSTED_ORIGINS DATABASES ATOMIC_REQUESTS AUTOCOMMIT
    ENGINE HOST NAME CONN_MAX_AGE CONN_HEALTH_CHECKS PASSWORD PORT TIME_ZONE DISABLE_SERVER_SIDE_CURSORS USER TEST
    CHARSET COLLATION DEPENDENCIES MIGRATE MIRROR CREATE_DB CREATE_USER TBLSPACE DATAFILE DATAFILE_SIZE
    DATA_UPLOAD_MAX_MEMORY_SIZE DATA_UPLOAD_MAX_NUMBER_FIELDS DATA_UPLOAD_MAX_NUMBER_FILES DATABASE_ROUTERS
    DATE_FORMAT DATE_INPUT_FORMATS DATETIME_FORMAT DATETIME_INPUT_FORMATS DEBUG DEBUG_PROPAGATE_EXCEPTIONS
    DECIMAL_SEPARATOR DEFAULT_AUTO_FIELD DEFAULT_CHARSET DEFAULT_EXCEPTION_REPORTER DEFAULT_EXCEPTION_REPORTER_FILTER
    DEFAULT_FROM_EMAIL DEFAULT_INDEX_TABLESPACE DEFAULT_TABLESPACE DISALLOWED_USER_AGENTS EMAIL_BACKEND
    EMAIL_FILE_PATH EMAIL_HOST EMAIL_HOST_PASSWORD EMAIL_HOST_USER EMAIL_PORT EMAIL_SUBJECT_PREFIX
    EMAIL_USE_LOCALTIME EMAIL_USE_TLS EMAIL_USE_SSL EMAIL_SSL_CERTFILE EMAIL_SSL_KEYFILE EMAIL_TIMEOUT
    FILE_UPLOAD_HANDLERS FILE_UPLOAD_MAX_MEMORY_SIZE FILE_UPLOAD_DIRECTORY_PERMISSIONS FILE_UPLOAD_PERMISSIONS
    FILE_UPLOAD_TEMP_DIR FIRST_DAY_OF_WEEK FIXTURE_DIRS FORCE_SCRIPT_NAME FORM_RENDERER FORMAT_MODULE_PATH
    IGNORABLE_404_URLS INSTALLED_APPS INTERNAL_IPS LANGUAGE_CODE LANGUAGE_COOKIE_AGE LANGUAGE_COOKIE_DOMAIN
    LANGUAGE_COOKIE_NAME LANGUAGE_COOKIE_PATH LANGUAGES LANGUAGES_BIDI LOCALE_PATHS LOGGING LOGGING_CONFIG MANAGERS
    MEDIA_ROOT MEDIA_URL MIDDLEWARE MIGRATION_MODULES MONTH_DAY_FORMAT NUMBER_GROUPING PREPEND_WWW ROOT_URLCONF
    SECRET_KEY SECRET_KEY_FALLBACKS SECURE_CONTENT_TYPE_NOSNIFF SECURE_CROSS_ORIGIN_OPENER_POLICY
    SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD SECURE_HSTS_SECONDS SECURE_PROXY_SSL_HEADER
    SECURE_REDIRECT_EXEMPT SECURE_REFERRER_POLICY SECURE_SSL_HOST SECURE_SSL_REDIRECT SERIALIZATION_MODULES
    SERVER_EMAIL SHORT_DATE_FORMAT SHORT_DATETIME_FORMAT SIGNING_BACKEND SILENCED_SYSTEM_CHECKS STORAGES TEMPLATES
    DIRS APP_DIRS TEST_RUNNER TEST_NON_SERIALIZED_APPS THOUSAND_SEPARATOR TIME_FORMAT TIME_INPUT_FORMATS TIME_ZONE
    USE_I18N USE_THOUSAND_SEPARATOR USE_TZ USE_X_FORWARDED_HOST USE_X_FORWARDED_PORT WSGI_APPLICATION
    YEAR_MONTH_FORMAT X_FRAME_OPTIONS AUTHENTICATION_BACKENDS AUTH_USER_MODEL LOGIN_REDIRECT_URL LOGIN_URL
    LOGOUT_REDIRECT_URL PASSWORD_RESET_TIMEOUT PASSWORD_HASHERS AUTH_PASSWORD_VALIDATORS MESSAGE_LEVEL
    MESSAGE_STORAGE MESSAGE_TAGS SESSION_CACHE_ALIAS SESSION_COOKIE_AGE SESSION_COOKIE_DOMAIN SESSION_COOKIE_HTTPONLY
    SESSION_COOKIE_NAME SESSION_COOKIE_PATH SESSION_COOKIE_SAMESITE SESSION_COOKIE_SECURE SESSION_ENGINE
    SESSION_EXPIRE_AT_BROWSER_CLOSE SESSION_FILE_PATH SESSION_SAVE_EVERY_REQUEST SESSION_SERIALIZER SITE_ID STATIC_ROOT
    STATIC_URL STATICFILES_DIRS STATICFILES_FINDERS
";

#[test]
fn settings_of_django() {
    let secrets = ["PASSWORD", "EMAIL_HOST_PASSWORD", "SECRET_KEY", "SECRET_KEY_FALLBACKS"];
    // Lists of class names, which a Rust program does not have; it would write `public`.
    let false_alarms = ["PASSWORD_HASHERS", "AUTH_PASSWORD_VALIDATORS"];
    assert_eq!(flagged(DJANGO), [&secrets[..], &false_alarms[..]].concat());
}

/// Settings of Rails 8, of its mail, storage and database services, and of Devise.
const RAILS: &str = "
    add_autoload_paths_to_load_path after_initialize allow_concurrency asset_host autoload_lib autoload_paths
    cache_classes cache_store colorize_logging consider_all_requests_local console content_security_policy
    content_security_policy_nonce_directives content_security_policy_nonce_generator content_security_policy_report_only
    credentials.content_path credentials.key_path debug_exception_response_format disable_sandbox
    dom_testing_default_html_version eager_load enable_reloading encoding exceptions_app file_watcher
    filter_parameters filter_redirect force_ssl helpers_paths host_authorization hosts javascript_path log_file_size
    log_formatter log_level log_tags logger middleware public_file_server.enabled public_file_server.headers
    public_file_server.index_name railties_order rake_eager_load relative_url_root reload_classes_only_on_change
    require_master_key sandbox_by_default secret_key_base server_timing session_options session_store ssl_options
    time_zone x yjit assets.compile assets.css_compressor assets.digest assets.prefix assets.version generators.orm
    generators.test_framework i18n.default_locale i18n.fallbacks i18n.load_path active_record.lock_optimistically
    active_record.encryption.add_to_filter_parameters active_record.encryption.deterministic_key
    active_record.encryption.key_derivation_salt active_record.encryption.primary_key
    active_record.encryption.store_key_references active_record.generate_secure_token_on
    active_record.schema_migrations_table_name action_controller.allow_forgery_protection
    action_controller.csrf_token_storage_strategy action_controller.default_protect_from_forgery
    action_controller.forgery_protection_origin_check action_controller.per_form_csrf_tokens
    action_controller.perform_caching action_controller.urlsafe_csrf_tokens action_dispatch.cookies_rotations
    action_dispatch.cookies_same_site_protection action_dispatch.cookies_serializer
    action_dispatch.authenticated_encrypted_cookie_salt action_dispatch.default_headers
    action_dispatch.encrypted_cookie_cipher action_dispatch.encrypted_cookie_salt
    action_dispatch.encrypted_signed_cookie_salt action_dispatch.http_auth_salt action_dispatch.signed_cookie_digest
    action_dispatch.signed_cookie_salt action_dispatch.use_authenticated_cookie_encryption
    action_mailer.default_url_options action_mailer.delivery_method action_mailer.perform_deliveries
    action_mailer.raise_delivery_errors smtp_settings.address smtp_settings.authentication smtp_settings.domain
    smtp_settings.enable_starttls smtp_settings.open_timeout smtp_settings.password smtp_settings.port
    smtp_settings.user_name action_mailbox.incinerate_after action_mailbox.ingress action_mailbox.mailgun_signing_key
    action_mailbox.ingress_password action_cable.allowed_request_origins action_cable.mount_path action_cable.url
    active_storage.service active_storage.urls_expire_in active_storage.web_image_content_types s3.access_key_id
    s3.secret_access_key s3.region s3.bucket s3.endpoint gcs.project gcs.credentials gcs.bucket gcs.iam
    gcs.gsa_email azure.storage_account_name azure.storage_access_key azure.container disk.root database.adapter
    database.database database.host database.password database.pool database.port database.sslcert
    database.sslkey database.sslmode database.url database.username redis.url active_job.queue_adapter
    active_job.queue_name_prefix active_support.key_generator_hash_digest_class
    active_support.message_serializer devise.secret_key devise.pepper devise.mailer_sender
    devise.authentication_keys devise.case_insensitive_keys devise.confirm_within devise.email_regexp
    devise.password_length devise.reset_password_within devise.reset_password_keys devise.stretches
    devise.send_password_change_notification devise.sign_in_after_reset_password devise.timeout_in
    devise.unlock_strategy devise.jwt.secret devise.jwt.expiration_time
";

#[test]
fn settings_of_rails() {
    let expected = [
        "secret_key_base",
        "active_record.generate_secure_token_on",
        "action_controller.csrf_token_storage_strategy",
        "action_controller.per_form_csrf_tokens",
        "action_controller.urlsafe_csrf_tokens",
        "smtp_settings.password",
        "action_mailbox.mailgun_signing_key",
        "action_mailbox.ingress_password",
        "s3.secret_access_key",
        "gcs.credentials",
        "azure.storage_access_key",
        "database.password",
        "devise.secret_key",
        "devise.pepper",
        "devise.reset_password_within",
        "devise.reset_password_keys",
        "devise.send_password_change_notification",
        "devise.sign_in_after_reset_password",
        "devise.jwt.secret",
        "devise.jwt.expiration_time",
    ];
    assert_eq!(flagged(RAILS), expected);
    // The flags, durations and class names among these hold no text; a Rust program would not be asked.
    // What no list of words can know: keys and salts by other names.
    for missed in
        ["active_record.encryption.primary_key", "active_record.encryption.deterministic_key", "database.sslkey"]
    {
        assert!(!flagged(RAILS).contains(&missed), "{missed}");
    }
}

/// Settings of Spring Boot 3, the last part of each: what a field would be called.
const SPRING: &str = "
    application.name banner.location profiles.active config.import main.lazy-initialization main.web-application-type
    datasource.url datasource.username datasource.password datasource.driver-class-name datasource.jndi-name
    datasource.embedded-database-connection datasource.generate-unique-name datasource.name datasource.type
    datasource.hikari.connection-timeout datasource.hikari.maximum-pool-size datasource.xa.data-source-class-name
    r2dbc.url r2dbc.username r2dbc.password r2dbc.pool.max-size jpa.database-platform jpa.hibernate.ddl-auto
    jpa.open-in-view jpa.show-sql flyway.user flyway.password flyway.url flyway.locations flyway.oracle.wallet-location
    flyway.vault.token flyway.vault.url flyway.vault.secrets flyway.conjur.token flyway.dapr.secrets
    flyway.google-secret-manager.project liquibase.user liquibase.password liquibase.change-log
    data.mongodb.uri data.mongodb.host data.mongodb.password data.mongodb.authentication-database
    data.mongodb.username data.redis.host data.redis.password data.redis.port data.redis.timeout data.redis.url
    data.redis.sentinel.master data.redis.sentinel.password data.redis.sentinel.nodes data.cassandra.username
    data.cassandra.password data.cassandra.contact-points data.couchbase.bucket-name couchbase.connection-string
    couchbase.password couchbase.username neo4j.authentication.password neo4j.authentication.kerberos-ticket
    neo4j.uri elasticsearch.password elasticsearch.uris elasticsearch.username elasticsearch.path-prefix
    ldap.password ldap.base ldap.urls ldap.username ldap.embedded.credential.password
    mail.host mail.password mail.port mail.username mail.protocol mail.properties mail.jndi-name
    rabbitmq.host rabbitmq.password rabbitmq.username rabbitmq.addresses rabbitmq.virtual-host
    rabbitmq.ssl.key-store rabbitmq.ssl.key-store-password rabbitmq.ssl.key-store-type
    rabbitmq.ssl.trust-store-password rabbitmq.stream.password activemq.broker-url activemq.password
    artemis.password artemis.broker-url kafka.bootstrap-servers kafka.client-id kafka.ssl.key-password
    kafka.ssl.key-store-certificate-chain kafka.ssl.key-store-key kafka.ssl.key-store-location
    kafka.ssl.key-store-password kafka.ssl.key-store-type kafka.ssl.trust-store-password kafka.jaas.login-module
    pulsar.client.authentication.param pulsar.client.authentication.plugin-class-name
    security.user.name security.user.password security.user.roles
    security.oauth2.client.registration.client-id security.oauth2.client.registration.client-secret
    security.oauth2.client.registration.client-authentication-method
    security.oauth2.client.registration.redirect-uri security.oauth2.client.registration.scope
    security.oauth2.client.provider.token-uri security.oauth2.client.provider.issuer-uri
    security.oauth2.client.provider.jwk-set-uri security.oauth2.client.provider.user-info-uri
    security.oauth2.resourceserver.jwt.issuer-uri security.oauth2.resourceserver.jwt.audiences
    security.oauth2.resourceserver.jwt.public-key-location security.oauth2.resourceserver.opaquetoken.client-id
    security.oauth2.resourceserver.opaquetoken.client-secret
    security.oauth2.resourceserver.opaquetoken.introspection-uri
    security.saml2.relyingparty.registration.entity-id security.saml2.relyingparty.private-key-location
    server.address server.port server.ssl.key-alias server.ssl.key-password server.ssl.key-store
    server.ssl.key-store-password server.ssl.key-store-provider server.ssl.key-store-type server.ssl.certificate
    server.ssl.certificate-private-key server.ssl.trust-store-password server.ssl.trust-certificate
    server.servlet.session.cookie.name server.servlet.session.timeout server.max-http-request-header-size
    ssl.bundle.jks.key.password ssl.bundle.jks.keystore.password ssl.bundle.jks.keystore.location
    ssl.bundle.pem.keystore.private-key ssl.bundle.pem.keystore.private-key-password
    ssl.bundle.pem.keystore.certificate management.datadog.metrics.export.api-key
    management.datadog.metrics.export.application-key management.dynatrace.metrics.export.api-token
    management.dynatrace.metrics.export.uri management.influx.metrics.export.token
    management.influx.metrics.export.password management.influx.metrics.export.user-name
    management.newrelic.metrics.export.api-key management.newrelic.metrics.export.account-id
    management.humio.metrics.export.api-token management.appoptics.metrics.export.api-token
    management.signalfx.metrics.export.access-token management.wavefront.api-token
    management.wavefront.api-token-type management.elastic.metrics.export.api-key-credentials
    management.elastic.metrics.export.password management.prometheus.metrics.export.pushgateway.password
    management.endpoints.web.base-path management.server.port devtools.remote.secret
    devtools.remote.secret-header-name devtools.remote.proxy.host h2.console.settings.web-admin-password
    h2.console.path session.redis.namespace batch.job.name quartz.properties thymeleaf.prefix
    cloud.vault.token cloud.vault.app-role.role-id cloud.vault.app-role.secret-id cloud.vault.uri
    cloud.azure.storage.connection-string cloud.aws.credentials.access-key cloud.aws.credentials.secret-key
    cloud.aws.region.static
";

#[test]
fn settings_of_spring() {
    let leaf = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let found: Vec<&str> = SPRING
        .split_whitespace()
        .filter(|name| secret_words(&leaf(name)).is_some())
        // Nobody doubts these.
        .filter(|name| !name.ends_with("password") && !name.ends_with("token"))
        .collect();
    let expected = [
        "flyway.vault.secrets",
        "flyway.dapr.secrets",
        "couchbase.connection-string",
        "security.oauth2.client.registration.client-secret",
        "security.oauth2.resourceserver.opaquetoken.client-secret",
        "security.saml2.relyingparty.private-key-location",
        "server.ssl.certificate-private-key",
        "ssl.bundle.pem.keystore.private-key",
        "management.datadog.metrics.export.api-key",
        "management.newrelic.metrics.export.api-key",
        "management.elastic.metrics.export.api-key-credentials",
        "devtools.remote.secret",
        "cloud.vault.app-role.secret-id",
        "cloud.azure.storage.connection-string",
        "cloud.aws.credentials.access-key",
        "cloud.aws.credentials.secret-key",
    ];
    assert_eq!(found, expected);
    let passwords = SPRING.split_whitespace().filter(|name| name.ends_with("password")).count();
    let told =
        SPRING.split_whitespace().filter(|name| name.ends_with("password") && secret_words(&leaf(name)).is_some());
    assert_eq!(told.count(), passwords);
}

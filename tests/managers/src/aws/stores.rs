//! The stores against two servers. Where these differ from each other, the tests say so.

use tactful::{AwsParameters, AwsSecrets, ExposeSecret, LoadError, SecretSlice, SecretString, Settings};

use super::{Cloud, One, Shop, clouds, counted, load, problem, refer};
use crate::servers;
use crate::support::CANARY;

/// Keys enough for several calls, each with a reference to a secret of its own.
macro_rules! many {
    ($($name:ident)*) => {
        #[derive(Debug, Settings)]
        #[settings(crate = tactful)]
        struct Many {
            $($name: SecretString,)*
        }

        impl Many {
            const NAMES: &[&str] = &[$(stringify!($name)),*];

            fn values(&self) -> Vec<&str> {
                vec![$(self.$name.expose_secret()),*]
            }
        }
    };
}

many! {
    k000 k001 k002 k003 k004 k005 k006 k007 k008 k009 k010 k011 k012 k013 k014 k015 k016 k017 k018 k019 k020 k021 k022
    k023 k024 k025 k026 k027 k028 k029 k030 k031 k032 k033 k034 k035 k036 k037 k038 k039 k040 k041 k042 k043 k044
}

impl Many {
    fn load(mut variables: Vec<(String, String)>, prefix: &str) -> Result<Self, LoadError> {
        variables.extend(Self::NAMES.iter().map(|name| (name.to_uppercase(), format!("{prefix}{}", &name[1..]))));
        load(variables, [] as [tactful::Map; 0])
    }

    #[track_caller]
    fn is_right(&self) {
        for (number, value) in self.values().into_iter().enumerate() {
            assert_eq!(value, format!("canary-c4n4ry-{number:03}"));
        }
    }
}

#[test]
fn a_secret_is_a_document() {
    for cloud in clouds() {
        let shop: Shop = load(cloud.variables(), [AwsSecrets::document("shop/{profile}")]).unwrap();
        shop.is("production");
        let (proxy, variables) = counted(&cloud);
        let arn = cloud.arn("shop/staging");
        let shop: Shop = load(variables, [AwsSecrets::document(arn)]).unwrap();
        shop.is("staging");
        assert_eq!(proxy.requests().len(), 1, "{}", cloud.name);
    }
}

#[test]
fn parameters_below_a_path_are_a_document() {
    for cloud in clouds() {
        for path in ["/shop/{profile}", "/shop/{profile}/"] {
            let shop: Shop = load(cloud.variables(), [AwsParameters::by_path(path)]).unwrap();
            shop.is("production");
        }
        // Pages of 10; moto ends with an empty one.
        let (proxy, variables) = counted(&cloud);
        let value = refer(variables, "ref+awsssm:///many#/042").unwrap();
        assert_eq!(value, "canary-c4n4ry-042");
        let pages = proxy.requests().len();
        assert!((10..=11).contains(&pages), "{}: {pages}", cloud.name);
    }
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Keys {
    secret_key: SecretString,
    #[settings(default = 10)]
    max_connections: u32,
}

#[test]
fn a_secret_for_each_key() {
    for cloud in clouds() {
        let (proxy, variables) = counted(&cloud);
        let keys: Keys = load(variables.clone(), [AwsSecrets::each("each/{profile}/{name}")]).unwrap();
        assert_eq!((keys.secret_key.expose_secret(), keys.max_connections), ("c4n4ry-production", 10));
        assert_eq!(proxy.requests().len(), 1, "{}: two keys are one batch", cloud.name);
        let keys: Keys = load(variables, [AwsParameters::each("/shop/{profile}/{name}")]).unwrap();
        assert_eq!((keys.secret_key.expose_secret(), keys.max_connections), ("c4n4ry-production", 10));
        assert_eq!(proxy.requests().len(), 2, "{}: two keys are one batch", cloud.name);
    }
}

#[test]
fn many_secrets_cost_few_calls() {
    for cloud in clouds() {
        for (prefix, calls) in [("ref+awssecrets://many/", 3), ("ref+awsssm:///many/", 5)] {
            let (proxy, variables) = counted(&cloud);
            Many::load(variables, prefix).unwrap().is_right();
            assert_eq!(proxy.requests().len(), calls, "{}: {prefix}", cloud.name);
        }
    }
}

#[test]
fn one_that_is_bad_fails_alone() {
    for cloud in clouds() {
        for (last, detail) in [("gone/deleted", "disabled"), ("shop/missing", "missing")] {
            let mut variables = cloud.variables();
            let references = [
                ("SECRET_KEY", "shop/plain"),
                ("STRIPE_SECRET_KEY", last),
                ("MAX_CONNECTIONS", "each/production/max_connections"),
            ];
            variables.extend(references.map(|(name, path)| (name.to_owned(), format!("ref+awssecrets://{path}"))));
            let (problem, text) = problem(load::<Shop>(variables, [] as [tactful::Map; 0]));
            assert_eq!(
                (problem.name(), problem.detail()),
                ("STRIPE_SECRET_KEY", Some(detail)),
                "{}: {text}",
                cloud.name
            );
        }
    }
}

#[test]
fn references_lead_to_the_version_that_they_name() {
    for cloud in clouds() {
        let offered = |name| servers::offered(name).unwrap();
        let (previous, current) = (offered("TEST_AWS_STAGED_PREVIOUS_ID"), offered("TEST_AWS_STAGED_CURRENT_ID"));
        let arn = cloud.arn("shop/plain");
        let short = arn.rsplit_once('-').unwrap().0;
        for (reference, value) in [
            ("awssecrets://shop/plain".to_owned(), "c4n4ry-plain"),
            (format!("awssecrets://{arn}"), "c4n4ry-plain"),
            (format!("awssecrets://{short}"), "c4n4ry-plain"),
            ("awssecrets://shop/plain?region=eu-west-1".to_owned(), "c4n4ry-plain"),
            ("awssecrets://shop/production#/SECRET_KEY".to_owned(), "c4n4ry-production"),
            ("awssecrets://shop/production#/stripe/secret_key".to_owned(), "c4n4ry-stripe-production"),
            ("awssecrets://shop/staged".to_owned(), "c4n4ry-current"),
            ("awssecrets://shop/staged?version_stage=AWSCURRENT".to_owned(), "c4n4ry-current"),
            ("awssecrets://shop/staged?version_stage=AWSPREVIOUS".to_owned(), "c4n4ry-previous"),
            (format!("awssecrets://shop/staged?version_id={previous}"), "c4n4ry-previous"),
            (format!("awssecrets://shop/staged?version_id={current}"), "c4n4ry-current"),
            ("awsssm:///shop/production/SECRET_KEY".to_owned(), "c4n4ry-production"),
            ("awsssm://shop/production/SECRET_KEY".to_owned(), "c4n4ry-production"),
            ("awsssm:///shop/production#/stripe/secret_key".to_owned(), "c4n4ry-stripe-production"),
            ("awsssm:///shop/versions".to_owned(), "c4n4ry-version-3"),
            ("awsssm:///shop/versions:1".to_owned(), "c4n4ry-version-1"),
            ("awsssm:///shop/versions:release".to_owned(), "c4n4ry-version-2"),
            ("awsssm:///shop/versions?version=1".to_owned(), "c4n4ry-version-1"),
            ("awsssm:///shop/versions?version=release".to_owned(), "c4n4ry-version-2"),
            ("awsssm:///shop/versions?region=eu-west-1".to_owned(), "c4n4ry-version-3"),
        ] {
            let found = refer(cloud.variables(), &format!("ref+{reference}"));
            assert_eq!(
                found.unwrap_or_else(|error| panic!("{}: {reference}: {error}", cloud.name)),
                value,
                "{reference}"
            );
        }
    }
}

#[test]
fn builders_ask_for_versions_too() {
    for cloud in clouds() {
        // One document per version: the value of the shop's key is not JSON, and the layer says so of the version asked for.
        for secrets in [
            AwsSecrets::document("shop/staged").version_stage("AWSPREVIOUS"),
            AwsSecrets::document("shop/staged").version_id(servers::offered("TEST_AWS_STAGED_PREVIOUS_ID").unwrap()),
        ] {
            let error = load::<One>(cloud.variables(), [secrets]).unwrap_err();
            assert!(error.to_string().contains("is not JSON"), "{}: {error}", cloud.name);
        }
        let parameters = AwsParameters::document("/shop/versions").version("release");
        let error = load::<One>(cloud.variables(), [parameters]).unwrap_err();
        assert!(error.to_string().contains("is not JSON"), "{}: {error}", cloud.name);
    }
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Bytes {
    value: SecretSlice<u8>,
}

#[test]
fn bytes_stay_bytes() {
    for cloud in clouds() {
        let mut variables = cloud.variables();
        variables.push(("VALUE".to_owned(), "ref+awssecrets://shop/binary".to_owned()));
        let bytes: Bytes = load(variables, [] as [tactful::Map; 0]).unwrap();
        assert_eq!(bytes.value.expose_secret(), b"\xff\x00\xfec4n4ry-binary\x80", "{}", cloud.name);
    }
}

#[test]
fn refusals_say_what_to_do() {
    for cloud in clouds() {
        for (reference, detail, needles) in [
            ("awssecrets://shop/missing", "missing", ["no such secret in region eu-west-1", "another region"]),
            ("awssecrets://shop/staged?version_stage=AWSPENDING", "missing", ["no such version", "another region"]),
            ("awssecrets://shop/plain?region=us-east-1", "missing", ["in region us-east-1", "--region us-east-1"]),
            (
                "awssecrets://gone/deleted",
                "disabled",
                ["marked for deletion", "restore-secret --secret-id gone/deleted"],
            ),
            ("awsssm:///shop/missing", "missing", ["no such parameter in region eu-west-1", "another region"]),
            ("awsssm:///shop/versions:9", "missing", ["no such version of the parameter", "ssm get-parameter"]),
            // moto says that there is no such parameter, ministack that there is no such version.
            ("awsssm:///shop/versions:nolabel", "missing", ["no such", "eu-west-1"]),
            ("awsssm:///nothing#/there", "missing", ["no parameter lies below it", "get-parameters-by-path"]),
        ] {
            let (problem, text) = problem(refer(cloud.variables(), &format!("ref+{reference}")));
            assert_eq!(problem.detail(), Some(detail), "{}: {reference}: {text}", cloud.name);
            // Lines may be folded anywhere between two words.
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for needle in needles {
                assert!(text.contains(needle), "{}: {reference}: {text}", cloud.name);
            }
        }
    }
}

#[test]
fn the_operator_names_managers() {
    for cloud in clouds() {
        for managers in [
            "awssecrets://shop/production?region=eu-west-1 awsssm:///shop/production",
            "awsssm:///shop/{profile} awssecrets://shop/{profile}",
            "awssecrets://shop/{profile}",
            "awsssm://shop/{profile}",
        ] {
            let mut variables = cloud.variables();
            variables.push(("SETTINGS_MANAGERS".to_owned(), managers.to_owned()));
            load::<Shop>(variables, [] as [tactful::Map; 0]).unwrap().is("production");
        }
    }
}

#[test]
fn reports_name_the_store_and_no_secret() {
    for cloud in clouds() {
        let loader = Shop::loader()
            .context(tactful::Context::from_pairs(cloud.variables()))
            .profile("production")
            .push(AwsParameters::by_path("/shop/{profile}"))
            .push(AwsSecrets::document("shop/{profile}"));
        let (shop, report) = loader.load_with_report().unwrap().into_parts();
        shop.is("production");
        let text = format!("{report}\n{}\n{}\n{shop:?}", report.to_json(), loader.explain());
        assert!(!text.contains(CANARY), "{text}");
        for needle in ["aws secrets shop/production", "aws parameters /shop/production"] {
            assert!(text.contains(needle), "{text}");
        }
    }
}

/// A secret that is rotated: whoever asks for it gets the version that is current now.
#[test]
fn the_current_version_is_the_one_that_was_made_current() {
    for cloud in clouds() {
        let name = format!("rotated/{}", std::process::id());
        let call =
            |operation: &str, body: String| cloud.call("secretsmanager", &format!("secretsmanager.{operation}"), &body);
        let version = |number: u32| format!("00000000-0000-4000-8000-00000000000{number}");
        call("CreateSecret", format!(r#"{{"Name": "{name}", "SecretString": "c4n4ry-first"}}"#));
        call(
            "PutSecretValue",
            format!(
                r#"{{"SecretId": "{name}", "SecretString": "c4n4ry-old", "ClientRequestToken": "{}"}}"#,
                version(1)
            ),
        );
        let put = r#""SecretString": "c4n4ry-new", "VersionStages": ["AWSPENDING"]"#;
        call("PutSecretValue", format!(r#"{{"SecretId": "{name}", {put}, "ClientRequestToken": "{}"}}"#, version(2)));
        let reference = format!("ref+awssecrets://{name}");
        assert_eq!(refer(cloud.variables(), &reference).unwrap(), "c4n4ry-old", "{}", cloud.name);
        let moved = format!(r#""MoveToVersionId": "{}", "RemoveFromVersionId": "{}""#, version(2), version(1));
        call("UpdateSecretVersionStage", format!(r#"{{"SecretId": "{name}", "VersionStage": "AWSCURRENT", {moved}}}"#));
        assert_eq!(refer(cloud.variables(), &reference).unwrap(), "c4n4ry-new", "{}", cloud.name);
        remove(&cloud, &name);
    }
}

fn remove(cloud: &Cloud, name: &str) {
    let body = format!(r#"{{"SecretId": "{name}", "ForceDeleteWithoutRecovery": true}}"#);
    cloud.call("secretsmanager", "secretsmanager.DeleteSecret", &body);
}

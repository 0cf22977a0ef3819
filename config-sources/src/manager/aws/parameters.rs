//! AWS Systems Manager Parameter Store.

use std::sync::Arc;
use std::time::SystemTime;

use aws_sdk_ssm::Client;
use aws_sdk_ssm::operation::get_parameters::GetParametersOutput;
use aws_sdk_ssm::types::Parameter;
use zeroize::Zeroizing;

use super::access::{Access, Found, client_config};
use super::batch::{self, Answered, Call};
use super::fault::{self, Question};
use super::listing::Folder;
use super::options::AwsOptions;
use crate::manager::reference::{Misread, Reference};
use crate::manager::store::{Asked, Limits, Opened, Placement, Store};
use crate::manager::{BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest};

/// How many parameters AWS gives in one call, by their names or by a path.
const MOST: usize = 10;

/// The option of a request for all that lies below a path.
pub(super) const BELOW: &str = "below";

/// AWS Systems Manager Parameter Store.
#[derive(Debug)]
pub(crate) struct ParameterStore;

impl Store for ParameterStore {
    type Options = AwsOptions;
    const SCHEME: &'static str = "awsssm";
    const NAME: &'static str = "aws parameters";
    const SECTION: &'static str = "aws";

    /// With a member, all parameters below the path are read, and the member is one of them, as vals has it;
    /// `mode=singleparam` makes it a member of a JSON document in one parameter.
    fn read(reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        reference.only_options(&["region", "profile", "version", "mode"])?;
        let version = reference.option("version");
        let is_single = match reference.option("mode") {
            None => false,
            Some("singleparam") => true,
            Some(_) => {
                return Err(
                    Misread::new("has a mode that is not singleparam").help("remove it, or write mode=singleparam")
                );
            }
        };
        let mut request = SecretRequest::new(name_of(reference)?);
        if let Some(version) = version {
            request = request.version(version);
        }
        if !reference.members().is_empty() && !is_single {
            if version.is_some() {
                let help = "for a member of one JSON parameter, add mode=singleparam";
                return Err(Misread::new("has a version for all that lies below a path").help(help));
            }
            request = request.option(BELOW, "");
        }
        Ok(super::given(Asked::new(request), reference))
    }

    fn place(address: &Reference) -> Result<Asked<Placement>, Misread> {
        address.only_options(&["region", "profile"])?;
        let request = SecretRequest::new(name_of(address)?);
        let placement = if request.path().contains("{name}") {
            Placement::Each(request)
        } else {
            Placement::Document(request.option(BELOW, ""))
        };
        Ok(super::given(Asked::new(placement), address))
    }

    fn open(options: AwsOptions, limits: Limits) -> BoxFuture<'static, Opened> {
        Box::pin(super::unheard(async move {
            let endpoint = options.endpoint_url_ssm.clone();
            let access = options.settle(endpoint, Self::SCHEME, limits).await?;
            Ok(Arc::new(Parameters { access, found: Found::default() }) as Arc<dyn SecretManager>)
        }))
    }
}

/// A name in an address begins with a slash whether or not one is written, as vals has it.
fn name_of(reference: &Reference) -> Result<String, Misread> {
    match reference.path() {
        "" => Err(Misread::new("names no parameter").help("write three slashes: awsssm:///shop/production")),
        name if name.starts_with('/') || name.starts_with("arn:") => Ok(name.to_owned()),
        name => Ok(format!("/{name}")),
    }
}

#[derive(Debug)]
struct Parameters {
    access: Access,
    found: Found,
}

impl SecretManager for Parameters {
    fn identity(&self) -> &Identity {
        &self.access.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        Box::pin(super::unheard(async move {
            if requests.is_empty() {
                return Vec::new();
            }
            match self.client().await {
                Ok(client) => self.ask(&client, requests).await,
                Err(error) => batch::all_failed(requests, &error),
            }
        }))
    }
}

impl Parameters {
    async fn client(&self) -> Result<Client, ManagerError> {
        let credentials = self.access.credentials(&self.found).await?;
        let Access { http, region, endpoint, fips, dual_stack, .. } = &self.access;
        let config = client_config!(aws_sdk_ssm::Config::builder(), http, region, endpoint);
        let config = config.use_fips(*fips).use_dual_stack(*dual_stack).credentials_provider(credentials);
        Ok(Client::from_conf(config.build()))
    }

    async fn ask(&self, client: &Client, requests: &[SecretRequest]) -> Vec<Result<Fetched, ManagerError>> {
        let call = |call| self.call(client, requests, call);
        batch::ask(requests, is_plain, MOST, self.access.limits.in_flight, call).await
    }

    async fn call(&self, client: &Client, requests: &[SecretRequest], call: Call) -> Answered {
        match call {
            Call::One(number) if requests[number].get(BELOW).is_some() => {
                vec![(number, self.below(client, &requests[number]).await)]
            }
            Call::One(number) => vec![(number, self.one(client, &requests[number]).await)],
            Call::Several(numbers) => self.several(client, requests, &numbers).await,
        }
    }

    async fn one(&self, client: &Client, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        let name = match request.wanted_version() {
            Some(version) => format!("{}:{version}", request.path()),
            None => request.path().to_owned(),
        };
        let answer = client.get_parameter().name(name).with_decryption(true).send().await;
        let answer = answer.map_err(|error| fault::of_call(&error, &self.question(request, "ssm:GetParameter")))?;
        answer.parameter.map_or_else(|| Err(nothing()), fetched)
    }

    /// What one call says of several parameters. Those it says nothing of are left out.
    async fn several(&self, client: &Client, requests: &[SecretRequest], numbers: &[usize]) -> Answered {
        use ManagerErrorKind::{Denied, Disabled, NotFound};
        let mut names: Vec<&str> = numbers.iter().map(|number| requests[*number].path()).collect();
        names.sort_unstable();
        names.dedup();
        let names = names.into_iter().map(str::to_owned).collect();
        let question = |number: usize| self.question(&requests[number], "ssm:GetParameters");
        match client.get_parameters().set_names(Some(names)).with_decryption(true).send().await {
            Ok(answer) => told(answer, requests, numbers, question),
            Err(error) => {
                let all: Answered =
                    numbers.iter().map(|&number| (number, Err(fault::of_call(&error, &question(number))))).collect();
                let is_of_one = |answer: &Result<Fetched, ManagerError>| {
                    answer.as_ref().is_err_and(|error| matches!(error.kind(), NotFound | Denied | Disabled))
                };
                // One by one they say which of them it is.
                if all.iter().any(|(_, answer)| is_of_one(answer)) { Vec::new() } else { all }
            }
        }
    }

    /// All parameters below a path, as one JSON object.
    async fn below(&self, client: &Client, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        let path = match request.path().trim_end_matches('/') {
            "" => "/",
            path => path,
        };
        let start = format!("{}/", path.trim_end_matches('/'));
        let mut folder = Folder::default();
        let (mut token, mut size): (Option<String>, usize) = (None, 0);
        loop {
            let page = client.get_parameters_by_path().path(path).recursive(true).with_decryption(true);
            let page = page.max_results(10).set_next_token(token.clone()).send().await;
            let page =
                page.map_err(|error| fault::of_call(&error, &self.question(request, "ssm:GetParametersByPath")))?;
            for parameter in page.parameters.unwrap_or_default() {
                let (Some(name), Some(value)) = (parameter.name, parameter.value.map(Zeroizing::new)) else {
                    return Err(nothing());
                };
                let Some(rest) = name.strip_prefix(&start) else {
                    return Err(fault::unreadable("the answer has parameters of another path"));
                };
                size += name.len() + value.len();
                if size > self.access.limits.answer {
                    return Err(fault::unreadable("the parameters below it are larger than a document may be"));
                }
                folder.put(rest, value)?;
            }
            match page.next_token.filter(|next| !next.is_empty()) {
                Some(next) if token.as_ref() == Some(&next) => {
                    return Err(fault::unreadable("the same page comes again and again"));
                }
                Some(next) => token = Some(next),
                None => break,
            }
        }
        if folder.is_empty() {
            let region = self.access.region.as_ref();
            let help = format!(
                "is it another region, or another account? `aws ssm get-parameters-by-path --recursive --path {path} --region {region}` \
                 lists what is there"
            );
            let message = format!("no parameter lies below it in region {region}");
            return Err(ManagerError::new(ManagerErrorKind::NotFound, message).help(help));
        }
        Ok(Fetched::new(folder.to_json()))
    }

    fn question<'a>(&'a self, request: &'a SecretRequest, action: &'static str) -> Question<'a> {
        Question {
            action,
            thing: "parameter",
            look: "ssm get-parameter --name",
            path: request.path(),
            region: self.access.region.as_ref(),
            has_version: request.wanted_version().is_some() || has_selector(request.path()),
        }
    }
}

/// Whether a request may share a call: the answer says of which name it is, and not always of which version.
fn is_plain(request: &SecretRequest) -> bool {
    request.get(BELOW).is_none() && request.wanted_version().is_none() && !has_selector(request.path())
}

/// Whether a name says a version or label: `/shop/pin:3`. An ARN has five colons of its own.
fn has_selector(path: &str) -> bool {
    path.matches(':').count() > if path.starts_with("arn:") { 5 } else { 0 }
}

/// What a call for several names says of each request.
fn told<'q>(
    answer: GetParametersOutput,
    requests: &[SecretRequest],
    numbers: &[usize],
    question: impl Fn(usize) -> Question<'q>,
) -> Answered {
    let mut told = Vec::with_capacity(numbers.len());
    for name in answer.invalid_parameters.unwrap_or_default() {
        for number in numbers.iter().copied().filter(|number| requests[*number].path() == name) {
            told.push((number, Err(fault::of_code(Some("ParameterNotFound"), None, 0, &question(number)))));
        }
    }
    for parameter in answer.parameters.unwrap_or_default() {
        let is_asked = |number: &usize| {
            let path = Some(requests[*number].path());
            path == parameter.name() || path == parameter.arn()
        };
        let mut asked = numbers.iter().copied().filter(is_asked);
        let Some(first) = asked.next() else { continue };
        let others: Vec<usize> = asked.collect();
        let value = fetched(parameter);
        told.extend(others.into_iter().map(|number| (number, value.clone())));
        told.push((first, value));
    }
    told
}

fn nothing() -> ManagerError {
    fault::unreadable("the answer has a parameter without a name or value")
}

fn fetched(parameter: Parameter) -> Result<Fetched, ManagerError> {
    let mut fetched = Fetched::new(parameter.value.ok_or_else(nothing)?.into_bytes());
    if parameter.version > 0 {
        fetched = fetched.version(parameter.version.to_string());
    }
    if let Some(created) = parameter.last_modified_date.and_then(|at| SystemTime::try_from(at).ok()) {
        fetched = fetched.created(created);
    }
    Ok(fetched)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn references_are_one_parameter_or_all_below_a_path() {
        let read = |text: &str| ParameterStore::read(&Reference::parse(text).unwrap());
        let plain = |path: &str| SecretRequest::new(path);
        for (text, request) in [
            ("awsssm:///shop/db/password", plain("/shop/db/password")),
            ("awsssm://shop/db/password", plain("/shop/db/password")),
            ("awsssm:///shop/pin?version=3", plain("/shop/pin").version("3")),
            ("awsssm:///shop/pin?version=release", plain("/shop/pin").version("release")),
            ("awsssm:///shop#/db/password", plain("/shop").option(BELOW, "")),
            ("awsssm:///shop?mode=singleparam#/db", plain("/shop")),
            ("awsssm:///shop?mode=singleparam&version=2#/db", plain("/shop").version("2")),
            ("awsssm://arn:aws:ssm:eu-west-1:1:parameter/shop", plain("arn:aws:ssm:eu-west-1:1:parameter/shop")),
        ] {
            assert_eq!(read(text).unwrap().what, request, "{text}");
        }
        for text in ["awsssm://", "awsssm:///a?version=3#/b", "awsssm:///a?mode=x", "awsssm:///a?stage=x"] {
            assert!(read(text).is_err(), "{text}");
        }
        let asked = read("awsssm:///a?region=eu-west-1&profile=shop").unwrap();
        assert_eq!(asked.given, [("region", "eu-west-1".to_owned()), ("profile", "shop".to_owned())]);
    }

    #[test]
    fn addresses_are_all_below_a_path_unless_they_have_a_name() {
        let place = |text: &str| ParameterStore::place(&Reference::parse(text).unwrap()).unwrap().what;
        let below = SecretRequest::new("/shop/{profile}").option(BELOW, "");
        assert_eq!(place("awsssm:///shop/{profile}"), Placement::Document(below));
        assert_eq!(place("awsssm:///shop/{name}"), Placement::Each(SecretRequest::new("/shop/{name}")));
    }

    #[test]
    fn names_with_a_version_share_no_call() {
        for (path, is_it) in [
            ("/shop/pin", true),
            ("/shop/pin:3", false),
            ("pin:release", false),
            ("arn:aws:ssm:eu-west-1:1:parameter/shop", true),
            ("arn:aws:ssm:eu-west-1:1:parameter/shop:3", false),
        ] {
            assert_eq!(is_plain(&SecretRequest::new(path)), is_it, "{path}");
        }
        assert!(!is_plain(&SecretRequest::new("/shop").option(BELOW, "")));
        assert!(!is_plain(&SecretRequest::new("/shop").version("3")));
    }
}

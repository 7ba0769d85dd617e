//! Listing the resources of a stack, page by page, by names and tags.
//!
//! AWS's tagging API is not an inventory: it reports only what has ever had a tag, with a delay, and not for every service
//! (<https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/overview.html>). So each kind is listed by its
//! own service. If a list does not include the tags, they take one more call for each resource, and only resources with a name
//! of the stack are asked for them.

use super::adapter::Listing;
use super::error::api_error;
use super::tags::{Tag, pairs};
use crate::provider::{ApiError, Owned};
use crate::resource::KindInfo;
use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Map;

/// The required prefix of the names of log groups that WAF logs to:
/// <https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html>.
pub(crate) const WAF_LOGS: &str = "aws-waf-logs-";

/// The maximum number of unnamed resources that are asked for their tags, with one call each. If a region has more, only those
/// that the stack's known resources use are asked.
pub(crate) const FEW: usize = 100;

/// Collects something from every item of a list, page by page.
pub(crate) async fn gather<T, P, E>(
    call: &'static str,
    mut pages: PaginationStream<Result<T, SdkError<E, HttpResponse>>>,
    mut pick: impl FnMut(T) -> P,
) -> Result<Vec<P::Item>, ApiError>
where
    P: IntoIterator,
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let mut picked = Vec::new();
    while let Some(one) = pages.next().await {
        picked.extend(pick(one.map_err(api_error(call))?));
    }
    Ok(picked)
}

/// Returns a resource without tags that the stack owns because of the resource that it belongs to. Its address is
/// derived from its id.
pub(crate) fn belonging(section: &str, id: &str) -> Owned {
    Owned {
        id: id.into(),
        address: format!("{section}.{id}"),
        spec_hash: String::new(),
        deployment: String::new(),
        name: String::new(),
        fields: Map::new(),
    }
}

/// An item of a list without tags.
pub(crate) struct Listed {
    /// Its id.
    id: String,
    /// The key to ask for its tags: its ARN, or the id itself.
    key: String,
}

impl From<String> for Listed {
    fn from(id: String) -> Self {
        Self { key: id.clone(), id }
    }
}

impl From<(String, String)> for Listed {
    fn from((id, key): (String, String)) -> Self {
        Self { id, key }
    }
}

/// Returns the region at the beginning of a part of a name, such as in `ap-southeast-1-task`.
fn region(part: &str) -> Option<&str> {
    let digit = part.find(|letter: char| letter.is_ascii_digit())?;
    let (words, rest) = part.split_at(digit);
    let mut words = words.strip_suffix('-')?.split('-');
    let first = words.next()?;
    let is_region = (first.len() == 2 || first.len() == 4)
        && words.clone().count() > 0
        && words.all(|word| word.len() > 1 && word.bytes().all(|letter| letter.is_ascii_lowercase()))
        && rest.get(1..)?.starts_with(['-', '/']);
    is_region.then(|| &part[..=digit])
}

impl Listing<'_> {
    /// Returns the prefix of the names of the stack's resources, except paths and the log groups of WAF.
    pub(crate) fn prefix(&self) -> String {
        format!("{}-", self.scope.stack)
    }

    /// Returns whether something has a name of the stack, such as `campus-alb`, `campus/web` or `aws-waf-logs-campus-web-acl`.
    /// It may be another stack's, such as that of `campus-2`: only the tags decide.
    pub(crate) fn is_named_for_stack(&self, name: &str) -> bool {
        self.part(name).is_some() && !self.is_elsewhere(name)
    }

    /// Returns a resource as owned, if its tags show that the stack owns it.
    pub(crate) fn owned<'t>(&self, id: &str, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Option<Owned> {
        let owned = self.scope.owned(id, tags)?;
        (!self.is_elsewhere(&owned.name)).then_some(owned)
    }

    /// Returns the owned items of a list without tags, by asking for the tags of each.
    pub(crate) async fn owned_by_tags<T>(
        &self,
        listed: impl IntoIterator<Item = impl Into<Listed>>,
        tags: impl AsyncFn(&str) -> Result<Vec<T>, ApiError>,
    ) -> Result<Vec<Owned>, ApiError>
    where
        for<'t> &'t T: Tag<'t>,
    {
        let mut owned = Vec::new();
        for one in listed {
            let Listed { id, key } = one.into();
            owned.extend(self.owned(&id, pairs(&tags(&key).await?)));
        }
        Ok(owned)
    }

    /// Returns the ARNs among the outputs of the stack's known resources of a kind, in the region that is listed. `mark`, such as
    /// `:loadbalancer/`, distinguishes them from other outputs and other ARNs.
    pub(crate) fn known_here(&self, kind: &'static KindInfo, mark: &str) -> impl Iterator<Item = &str> {
        let region = self.scope.region;
        let known = self.scope.known_of(kind);
        known.filter(move |known| known.contains(mark) && known.split(':').nth(3) == Some(region))
    }

    fn part<'n>(&self, name: &'n str) -> Option<&'n str> {
        let name = name.strip_prefix(WAF_LOGS).unwrap_or(name);
        name.strip_prefix(self.scope.stack)?.strip_prefix(['-', '/'])
    }

    /// Returns whether a name belongs to the stack of the same name in another region.
    fn is_elsewhere(&self, name: &str) -> bool {
        let region = self.part(name).and_then(region);
        region.is_some_and(|region| region != self.scope.home)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn region_at_the_beginning_of_a_name_is_distinguished_from_words_and_numbers() {
        assert_eq!(region("ap-southeast-1-task"), Some("ap-southeast-1"));
        assert_eq!(region("eusc-de-east-1/cloudfront"), Some("eusc-de-east-1"));
        assert_eq!(region("us-gov-west-1-web-acl"), Some("us-gov-west-1"));
        for part in [
            "alb",
            "scale-cpu-3ab12",
            "database-reader-1-ab12c",
            "111122223333-trail",
            "ap-1-x",
            "ap-southeast-1",
        ] {
            assert_eq!(region(part), None, "{part}");
        }
    }
}

//! What happens, told while it happens.

use super::short;
use crate::execute::{Doing, Event, What};
use std::time::Duration;

/// Tells an event in one line, as `[ 1m45s] network.nat-a (NAT gateway): created in 1m45s`; nothing for an event that
/// says little, unless all is to be told.
pub(crate) fn line(event: &Event, verbose: bool) -> Option<String> {
    let told = match &event.what {
        What::Started(_) if !verbose => return None,
        What::Started(doing) => present(*doing).into(),
        What::Waiting(what) => format!("waiting: {what}"),
        What::Said(text) => format!("| {text}"),
        What::Retrying(error, pause) => format!("trying again in {}: {error}", wait(*pause)),
        What::Done(doing @ (Doing::Keeping | Doing::Leaving), _) => past(*doing).into(),
        What::Done(Doing::Adopting, after) => format!("was there already, taken up in {}", short(*after)),
        What::Done(doing, after) => format!("{} in {}", past(*doing), short(*after)),
        What::Failed => "failed".into(),
        What::Interrupted => "interrupted".into(),
    };
    Some(format!(
        "[{:>6}] {} ({}): {told}",
        short(event.at),
        event.address,
        event.kind.noun
    ))
}

/// Tells what a resource in flight waits for; nothing once it is in flight no more.
pub(crate) fn in_flight(event: &Event) -> Option<String> {
    Some(match &event.what {
        What::Started(doing) => present(*doing).into(),
        What::Waiting(what) => format!("waiting: {what}"),
        What::Said(text) => text.clone(),
        What::Retrying(error, _) => format!("trying again after {}", error.code),
        What::Done(..) | What::Failed | What::Interrupted => return None,
    })
}

/// Rounds up: "in 0s" would be no pause.
fn wait(pause: Duration) -> String {
    short(Duration::from_secs(
        pause.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX),
    ))
}

fn present(doing: Doing) -> &'static str {
    match doing {
        Doing::Creating => "creating",
        Doing::Adopting => "taking up",
        Doing::Updating => "updating",
        Doing::Deleting => "deleting",
        Doing::Keeping => "keeping",
        Doing::Leaving => "leaving it to itself",
    }
}

fn past(doing: Doing) -> &'static str {
    match doing {
        Doing::Creating => "created",
        Doing::Adopting => "taken up",
        Doing::Updating => "updated",
        Doing::Deleting => "deleted",
        Doing::Keeping => "kept",
        Doing::Leaving => "left to itself",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::info;
    use crate::provider::{ApiError, ApiErrorKind};

    fn told(what: What, verbose: bool) -> Option<String> {
        let kind = info("AWS::EC2::NatGateway").unwrap();
        line(
            &Event {
                at: Duration::from_secs(192),
                address: "network.nat-a".into(),
                kind,
                what,
            },
            verbose,
        )
    }

    #[test]
    fn a_line_says_when_which_and_what() {
        assert_eq!(
            told(What::Waiting("pending".into()), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): waiting: pending")
        );
        assert_eq!(
            told(What::Done(Doing::Creating, Duration::from_secs(105)), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): created in 1m45s")
        );
        let error = ApiError::new(
            ApiErrorKind::Throttled,
            "ec2:CreateNatGateway",
            "Throttling",
            "Rate exceeded",
        );
        assert_eq!(
            told(What::Retrying(error, Duration::from_millis(1500)), false).as_deref(),
            Some(
                "[ 3m12s] network.nat-a (NAT gateway): trying again in 2s: \
                 ec2:CreateNatGateway answered Throttling: Rate exceeded"
            )
        );
    }

    #[test]
    fn what_cannot_be_deleted_is_not_called_deleted() {
        assert_eq!(
            told(What::Done(Doing::Leaving, Duration::from_secs(2)), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): left to itself")
        );
    }

    #[test]
    fn that_work_began_is_only_told_to_those_who_want_all() {
        assert_eq!(told(What::Started(Doing::Creating), false), None);
        assert_eq!(
            told(What::Started(Doing::Creating), true).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): creating")
        );
    }
}

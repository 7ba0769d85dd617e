//! What happens, told while it happens.

use super::short;
use crate::execute::{Event, EventKind};
use crate::plan::Action;
use std::time::Duration;

/// Tells an event in one line, as `[ 1m45s] network.nat-a (NAT gateway): created in 1m45s`; nothing for an event that
/// says little, unless all is to be told.
pub(crate) fn line(event: &Event, verbose: bool) -> Option<String> {
    let told = match &event.what {
        EventKind::Started(_) if !verbose => return None,
        EventKind::Started(action) => present(*action).into(),
        EventKind::Waiting(what) => format!("waiting: {what}"),
        EventKind::Said(text) => format!("| {text}"),
        EventKind::Retrying(error, pause) => format!("trying again in {}: {error}", wait(*pause)),
        EventKind::Done(action @ (Action::Retain | Action::Leave), _) => past(*action).into(),
        EventKind::Done(Action::Adopt | Action::Reuse, after) => {
            format!("was there already, taken up in {}", short(*after))
        }
        EventKind::Done(action, after) => format!("{} in {}", past(*action), short(*after)),
        EventKind::Failed => "failed".into(),
        EventKind::Interrupted => "interrupted".into(),
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
        EventKind::Started(action) => present(*action).into(),
        EventKind::Waiting(what) => format!("waiting: {what}"),
        EventKind::Said(text) => text.clone(),
        EventKind::Retrying(error, _) => format!("trying again after {}", error.code),
        EventKind::Done(..) | EventKind::Failed | EventKind::Interrupted => return None,
    })
}

/// Rounds up: "in 0s" would be no pause.
fn wait(pause: Duration) -> String {
    short(Duration::from_secs(
        pause.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX),
    ))
}

fn present(action: Action) -> &'static str {
    match action {
        Action::NoOp => "unchanged",
        Action::Create => "creating",
        Action::Adopt | Action::Reuse => "taking up",
        Action::Finish | Action::Update => "updating",
        Action::Replace => "replacing",
        Action::Delete => "deleting",
        Action::Retain => "keeping",
        Action::Leave => "leaving it to itself",
    }
}

fn past(action: Action) -> &'static str {
    match action {
        Action::NoOp => "unchanged",
        Action::Create => "created",
        Action::Adopt | Action::Reuse => "taken up",
        Action::Finish | Action::Update => "updated",
        Action::Replace => "replaced",
        Action::Delete => "deleted",
        Action::Retain => "kept",
        Action::Leave => "left to itself",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::info;
    use crate::provider::{ApiError, ApiErrorKind};

    fn told(what: EventKind, verbose: bool) -> Option<String> {
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
            told(EventKind::Waiting("pending".into()), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): waiting: pending")
        );
        assert_eq!(
            told(EventKind::Done(Action::Create, Duration::from_secs(105)), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): created in 1m45s")
        );
        let error = ApiError::new(
            ApiErrorKind::Throttled,
            "ec2:CreateNatGateway",
            "Throttling",
            "Rate exceeded",
        );
        assert_eq!(
            told(EventKind::Retrying(error, Duration::from_millis(1500)), false).as_deref(),
            Some(
                "[ 3m12s] network.nat-a (NAT gateway): trying again in 2s: \
                 ec2:CreateNatGateway answered Throttling: Rate exceeded"
            )
        );
    }

    #[test]
    fn what_cannot_be_deleted_is_not_called_deleted() {
        assert_eq!(
            told(EventKind::Done(Action::Leave, Duration::from_secs(2)), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): left to itself")
        );
    }

    #[test]
    fn that_work_began_is_only_told_to_those_who_want_all() {
        assert_eq!(told(EventKind::Started(Action::Create), false), None);
        assert_eq!(
            told(EventKind::Started(Action::Create), true).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): creating")
        );
    }
}

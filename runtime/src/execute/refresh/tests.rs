//! Tests of what a refresh reads, in virtual time.

use super::*;
use crate::journal::Age;
use crate::provider::{ApiErrorKind, Deletion, Owned, Scope};
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use std::cell::RefCell;

/// An account that shows a resource from some time on, and records when it is asked.
struct Account {
    clock: Clock,
    shows: Option<Duration>,
    /// From when on it shows the resource's tags.
    shows_tags: Duration,
    /// Until when it shows the resource as it was before its last change.
    shows_before: Duration,
    asked: RefCell<Vec<(String, u64)>>,
    refuses: Option<ApiErrorKind>,
}

impl Account {
    fn new(shows: Option<u64>) -> Self {
        Self {
            clock: Clock::start(1.0),
            shows: shows.map(Duration::from_secs),
            shows_tags: Duration::ZERO,
            shows_before: Duration::ZERO,
            asked: RefCell::default(),
            refuses: None,
        }
    }

    async fn refresh(&self, journal: &Journal) -> Result<ObservedState, (String, StepError)> {
        refresh(self, &self.clock, journal).await
    }

    /// When it was asked, in seconds.
    fn asked(&self) -> Vec<u64> {
        self.asked.borrow().iter().map(|(_, at)| *at).collect()
    }
}

impl Provider for Account {
    async fn find(&self, _: &Target, _: &Value) -> Result<Option<String>, ApiError> {
        panic!("nothing is looked for")
    }

    async fn create(&self, _: &Target, _: &Value) -> Result<String, ApiError> {
        panic!("nothing is created")
    }

    async fn configure(&self, _: &Target, _: &str, _: &Value, _: &[String]) -> Result<(), ApiError> {
        panic!("nothing is changed")
    }

    async fn read(&self, _: &Target, id: &str, _: &Value) -> Result<Option<Live>, ApiError> {
        let now = self.clock.elapsed();
        self.asked.borrow_mut().push((id.to_owned(), now.as_secs()));
        match self.refuses {
            Some(kind) => Err(ApiError::new(kind, "ec2:DescribeVpcs", "Code", "no")),
            None => Ok(self.shows.filter(|shows| now >= *shows).map(|_| Live {
                is_not_owned: now < self.shows_tags,
                fields: (now < self.shows_before)
                    .then(|| ("cidr".to_owned(), Value::from("10.9.0.0/16")))
                    .into_iter()
                    .collect(),
                ..Live::default()
            })),
        }
    }

    async fn delete(&self, _: &Target, _: &str, _: &Value) -> Result<Deletion, ApiError> {
        panic!("nothing is deleted")
    }

    async fn list(&self, _: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        panic!("nothing is listed")
    }

    async fn preflight(&self, _: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        panic!("nothing is asked")
    }
}

/// A journal with one resource that has an id, in a state.
fn journal(phase: Phase) -> Journal {
    let text = include_bytes!("../../journal/format/version_1.json");
    let mut journal = Journal::read(text, "campus.json").unwrap();
    journal.resources.retain(|address, _| address == "network.vpc");
    journal.resources.get_mut("network.vpc").unwrap().phase = phase;
    journal.deposed.clear();
    journal
}

#[tokio::test(start_paused = true)]
async fn retired_resource_is_asked_for_too() {
    let account = Account::new(Some(0));
    let mut journal = journal(Phase::Ready);
    let mut old = journal.resources["network.vpc"].clone();
    (old.token, old.id) = ("old".into(), Some("vpc-old".into()));
    journal.deposed.push(old);
    let observed = account.refresh(&journal).await.unwrap();
    assert_eq!(
        observed.deposed.into_iter().collect::<Vec<_>>(),
        [("old".to_owned(), Some(Live::default()))]
    );
    assert_eq!(observed.resources.len(), 1);
    assert_eq!(account.asked(), [0, 0]);
}

#[tokio::test(start_paused = true)]
async fn resource_that_was_ready_and_is_not_shown_is_missing_at_once() {
    for phase in [Phase::Ready, Phase::Updating, Phase::Deleting] {
        let account = Account::new(None);
        let observed = account.refresh(&journal(phase)).await.unwrap();
        assert_eq!(
            (observed.resources["network.vpc"].clone(), account.asked()),
            (None, vec![0]),
            "{phase:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn resource_that_was_just_created_has_the_lag_of_its_kind_to_be_shown() {
    let never = Account::new(None);
    let observed = never.refresh(&journal(Phase::Configuring)).await.unwrap();
    assert_eq!(observed.resources["network.vpc"], None);
    let every_three: Vec<u64> = (0..=60).map(|look| 3 * look).collect();
    assert_eq!(never.asked(), every_three);
    let late = Account::new(Some(10));
    let observed = late.refresh(&journal(Phase::Configuring)).await.unwrap();
    assert_eq!(observed.resources["network.vpc"], Some(Live::default()));
    assert_eq!(late.asked(), [0, 3, 6, 9, 12]);
}

#[tokio::test(start_paused = true)]
async fn read_of_a_new_resource_that_finds_nothing_is_an_error_only_after_its_lag() {
    let account = Account {
        refuses: Some(ApiErrorKind::NotFound),
        ..Account::new(None)
    };
    let (address, _) = account.refresh(&journal(Phase::Configuring)).await.unwrap_err();
    assert_eq!((&*address, account.asked().last()), ("network.vpc", Some(&180)));
    let account = Account {
        refuses: Some(ApiErrorKind::NotFound),
        ..Account::new(None)
    };
    account.refresh(&journal(Phase::Ready)).await.unwrap_err();
    assert_eq!(account.asked(), [0]);
}

/// A run that was killed may have made a resource ready a moment before.
#[tokio::test(start_paused = true)]
async fn ready_resource_of_a_journal_that_was_just_written_has_the_rest_of_the_lag_to_be_shown() {
    let aged = |phase, age| Journal {
        age: Age(Some(Duration::from_secs(age))),
        ..journal(phase)
    };
    for phase in [Phase::Ready, Phase::Updating] {
        let never = Account::new(None);
        let observed = never.refresh(&aged(phase, 60)).await.unwrap();
        assert_eq!(
            (observed.resources["network.vpc"].clone(), never.asked().last()),
            (None, Some(&120))
        );
        let late = Account::new(Some(10));
        let observed = late.refresh(&aged(phase, 60)).await.unwrap();
        assert_eq!(observed.resources["network.vpc"], Some(Live::default()));
    }
    // AWS has shown it before, and accepted its deletion.
    let account = Account::new(None);
    account.refresh(&aged(Phase::Deleting, 0)).await.unwrap();
    assert_eq!(account.asked(), [0]);
}

#[tokio::test(start_paused = true)]
async fn waits_for_resources_that_are_not_shown_do_not_add_up() {
    let account = Account::new(None);
    let mut journal = journal(Phase::Configuring);
    for n in 0..40 {
        let mut entry = journal.resources["network.vpc"].clone();
        entry.token = format!("{n}");
        journal.deposed.push(entry);
    }
    account.refresh(&journal).await.unwrap();
    assert_eq!(account.asked().last(), Some(&180));
}

#[tokio::test(start_paused = true)]
async fn new_resource_without_its_tags_is_not_taken_for_a_foreign_one() {
    let account = Account {
        shows_tags: Duration::from_secs(20),
        ..Account::new(Some(0))
    };
    let observed = account.refresh(&journal(Phase::Configuring)).await.unwrap();
    assert_eq!(observed.resources["network.vpc"], Some(Live::default()));
    let foreign = Account {
        shows_tags: Duration::MAX,
        ..Account::new(Some(0))
    };
    let observed = foreign.refresh(&journal(Phase::Ready)).await.unwrap();
    assert!(observed.resources["network.vpc"].as_ref().unwrap().is_not_owned);
    assert_eq!(foreign.asked(), [0]);
}

#[tokio::test(start_paused = true)]
async fn change_of_a_moment_ago_that_aws_does_not_report_yet_is_no_drift() {
    let late = Account {
        shows_before: Duration::from_secs(5),
        ..Account::new(Some(0))
    };
    let mut journal = journal(Phase::Ready);
    journal.age = Age(Some(Duration::from_secs(2)));
    let observed = late.refresh(&journal).await.unwrap();
    assert_eq!(observed.resources["network.vpc"], Some(Live::default()));
    let drifted = || Account {
        shows_before: Duration::MAX,
        ..Account::new(Some(0))
    };
    let account = drifted();
    let observed = account.refresh(&journal).await.unwrap();
    assert!(!observed.resources["network.vpc"].as_ref().unwrap().fields.is_empty());
    assert_eq!(account.asked().last(), Some(&9));
    journal.age = Age(Some(Duration::from_mins(1)));
    let account = drifted();
    account.refresh(&journal).await.unwrap();
    assert_eq!(account.asked(), [0]);
}

#[tokio::test(start_paused = true)]
async fn resource_without_an_id_is_not_asked_for() {
    let account = Account::new(Some(0));
    let mut journal = journal(Phase::Ready);
    journal.resources.get_mut("network.vpc").unwrap().id = None;
    assert_eq!(account.refresh(&journal).await.unwrap(), ObservedState::default());
    assert_eq!(account.asked(), [0; 0]);
}

#[tokio::test(start_paused = true)]
async fn refused_read_is_an_error_that_names_the_address() {
    let account = Account {
        refuses: Some(ApiErrorKind::Denied),
        ..Account::new(None)
    };
    let (address, error) = account.refresh(&journal(Phase::Ready)).await.unwrap_err();
    assert_eq!(address, "network.vpc");
    assert!(matches!(error, StepError::Api(error) if error.kind == ApiErrorKind::Denied));
    assert_eq!(account.asked(), [0]);
}

#[tokio::test(start_paused = true)]
async fn faster_clock_measures_and_waits_in_its_own_time() {
    let (real, fast) = (Clock::start(1.0), Clock::start(60.0));
    fast.sleep(Duration::from_mins(10)).await;
    assert_eq!(real.elapsed(), Duration::from_secs(10));
    assert_eq!(fast.elapsed(), Duration::from_mins(10));
}

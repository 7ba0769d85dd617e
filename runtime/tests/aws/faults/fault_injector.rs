//! A layer between the SDK and its HTTP client that injects faults.

use super::call::Call;
use super::error_response::{ErrorResponse, MESSAGE};
use super::habits::Habits;
use aws_smithy_http_client::{Builder, tls};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::retry::ErrorKind as Retry;
use moodle_stack::provider::ApiErrorKind;
use std::collections::BTreeSet;
use std::future::pending;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Error, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// The fault of a call, the first time that it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// AWS answers that access is denied.
    Denied,
    /// AWS throttles the call.
    Throttled,
    /// AWS answers with a 5xx.
    ServerError,
    /// AWS executes the call, but the response is lost.
    ResponseLost,
    /// The deployer is killed before AWS receives the call.
    KilledBefore,
    /// The deployer is killed before it receives the response.
    KilledAfter,
    /// Nothing happens.
    None,
}

impl Fault {
    /// Returns the kind of the error that the executor receives, if it receives one.
    pub const fn expected_kind(self) -> Option<ApiErrorKind> {
        match self {
            Self::Denied => Some(ApiErrorKind::Denied),
            Self::Throttled => Some(ApiErrorKind::Throttled),
            Self::ServerError => Some(ApiErrorKind::Unavailable),
            Self::ResponseLost => Some(ApiErrorKind::OutcomeUnknown),
            Self::KilledBefore | Self::KilledAfter | Self::None => None,
        }
    }
}

/// Injects a fault into every call once. Clones share their state.
#[derive(Clone, Debug)]
pub struct FaultInjector {
    pub fault: Fault,
    /// One in so many calls has a fault.
    every: u64,
    seed: u64,
    state: Arc<Mutex<State>>,
    sdk: SharedHttpClient,
    /// What emulators do not do, and AWS does.
    habits: Option<Habits>,
}

#[derive(Debug, Default)]
struct State {
    /// The identities of the calls that were made.
    seen: BTreeSet<String>,
    /// How many of them had a fault.
    injected: usize,
    /// Whether no faults are injected for now.
    paused: bool,
    /// How many calls AWS has not answered yet.
    in_flight: usize,
    /// How many calls are held until the deployer is killed.
    held: usize,
    /// How many calls were started.
    started: usize,
}

/// How long no call must have been started or be in flight before the deployer is killed, so that parallel steps reach a fault of
/// their own. A
/// longer time only puts more faults into one run.
const QUIET_TIME: Duration = Duration::from_millis(15);

impl FaultInjector {
    /// Injects a fault into every call, or into one in `every`, chosen by a seed.
    pub fn new(fault: Fault, every: u64, seed: u64) -> Self {
        let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
        Self {
            fault,
            every,
            seed,
            state: Arc::default(),
            sdk: Builder::new().tls_provider(provider).build_https(),
            habits: None,
        }
    }

    /// Adds AWS's habits.
    pub fn with_habits(self, habits: Habits) -> Self {
        Self {
            habits: Some(habits),
            ..self
        }
    }

    /// Returns AWS's habits, if there are any.
    pub fn habits(&self) -> Option<&Habits> {
        self.habits.as_ref()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread has panicked")
    }

    /// Returns how many calls were made, and how many of them had a fault.
    pub fn counts(&self) -> (usize, usize) {
        let state = self.state();
        (state.seen.len(), state.injected)
    }

    /// Pauses or resumes the injection.
    pub fn pause(&self, paused: bool) {
        self.state().paused = paused;
    }

    /// Waits until the deployer must be killed.
    pub async fn killed(&self) {
        let mut last = 0;
        loop {
            tokio::time::sleep(QUIET_TIME).await;
            let state = self.state();
            if state.held > 0 && state.in_flight == 0 && state.started == last {
                return;
            }
            last = state.started;
        }
    }

    /// Waits until AWS has answered all calls that were sent before the deployer was killed.
    pub async fn drained(&self) {
        while self.state().in_flight > 0 {
            tokio::time::sleep(QUIET_TIME).await;
        }
    }

    /// Returns the fault of a call. A call that was made before has none.
    fn next_fault(&self, call: &Call) -> Option<Fault> {
        let mut state = self.state();
        state.started += 1;
        if state.paused || !state.seen.insert(call.identity.clone()) || self.fault == Fault::None {
            return None;
        }
        if !self.draw(&call.identity).is_multiple_of(self.every) {
            return None;
        }
        state.injected += 1;
        Some(self.fault)
    }

    /// Returns a random number for a text, which is the same for the same seed.
    pub fn draw(&self, what: &str) -> u64 {
        let mut hash = DefaultHasher::new();
        (self.seed, self.fault, what).hash(&mut hash);
        hash.finish()
    }

    /// Counts a call for as long as the guard lives.
    fn count(&self, which: fn(&mut State) -> &mut usize) -> Counted {
        *which(&mut self.state()) += 1;
        Counted {
            state: Arc::clone(&self.state),
            which,
        }
    }

    /// Sends a call. It is completed even if the caller no longer waits for the response.
    async fn forward(self, sdk: SharedHttpConnector, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let in_flight = self.count(|state| &mut state.in_flight);
        let habits = self.habits.clone().filter(|_| !self.state().paused);
        let answer = tokio::spawn(async move {
            let answer = match habits {
                Some(habits) => habits.call(&sdk, request).await,
                None => sdk.call(request).await,
            };
            drop(in_flight);
            answer
        });
        answer.await.expect("the SDK's client does not panic")
    }

    async fn hold(self) -> ! {
        let _held = self.count(|state| &mut state.held);
        pending().await
    }

    async fn inject(self, sdk: SharedHttpConnector, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let call = Call::of(&request);
        let fault = self.next_fault(&call);
        let draw = self.draw(&call.identity) / self.every;
        if let Some(fault) = fault {
            println!("{fault:?} {}", call.name);
        }
        match fault {
            None | Some(Fault::None) => self.forward(sdk, request).await,
            Some(Fault::Denied) => Ok(ErrorResponse::Denied.response(&call)),
            Some(Fault::Throttled) => Ok(ErrorResponse::Throttled.response(&call)),
            Some(Fault::ServerError) if draw.is_multiple_of(2) => Ok(ErrorResponse::InternalError.response(&call)),
            Some(Fault::ServerError) => Ok(ErrorResponse::Unavailable.response(&call)),
            Some(Fault::ResponseLost) => {
                self.forward(sdk, request).await?;
                Err(lost(draw))
            }
            Some(Fault::KilledBefore) => self.hold().await,
            Some(Fault::KilledAfter) => {
                let _lost = self.clone().forward(sdk, request).await;
                self.hold().await
            }
        }
    }
}

/// Returns one of the errors that the SDK's client has for a connection that ends without a response.
fn lost(draw: u64) -> ConnectorError {
    match draw % 3 {
        0 => ConnectorError::io(Error::new(ErrorKind::ConnectionReset, MESSAGE).into()),
        1 => ConnectorError::timeout(Error::new(ErrorKind::TimedOut, MESSAGE).into()),
        _ => ConnectorError::other(MESSAGE.into(), Some(Retry::TransientError)),
    }
}

/// Counts a call until it is dropped.
struct Counted {
    state: Arc<Mutex<State>>,
    which: fn(&mut State) -> &mut usize,
}

impl Drop for Counted {
    fn drop(&mut self) {
        *(self.which)(&mut self.state.lock().expect("no thread has panicked")) -= 1;
    }
}

/// The SDK's connector, with faults.
#[derive(Debug)]
struct InjectingConnector {
    faults: FaultInjector,
    sdk: SharedHttpConnector,
}

impl HttpConnector for InjectingConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.faults.clone().inject(self.sdk.clone(), request))
    }
}

impl HttpClient for FaultInjector {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(InjectingConnector {
            faults: self.clone(),
            sdk: self.sdk.http_connector(settings, components),
        })
    }
}

//! The layer of faults between the SDK and its HTTP client.

use super::answer::{MESSAGE, Refusal};
use super::call::Call;
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

/// What befalls a call, the first time that it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// AWS says that the credentials do not allow it.
    Refused,
    /// AWS says that there are too many.
    Throttled,
    /// AWS has trouble.
    Broken,
    /// AWS does it, and the answer is lost.
    Lost,
    /// The deployer is killed before AWS hears of it.
    KilledBefore,
    /// The deployer is killed before it hears the answer.
    KilledAfter,
}

impl Fault {
    /// Returns what the executor is to take it for, where it hears of it.
    pub const fn taken_for(self) -> Option<ApiErrorKind> {
        match self {
            Self::Refused => Some(ApiErrorKind::Denied),
            Self::Throttled => Some(ApiErrorKind::Throttled),
            Self::Broken => Some(ApiErrorKind::Unavailable),
            Self::Lost => Some(ApiErrorKind::OutcomeUnknown),
            Self::KilledBefore | Self::KilledAfter => None,
        }
    }
}

/// A layer that lets a fault befall every call once. Clones are the same layer.
#[derive(Clone, Debug)]
pub struct Faults {
    /// Which.
    pub fault: Fault,
    /// Every so many calls one fault.
    every: u64,
    seed: u64,
    state: Arc<Mutex<State>>,
    sdk: SharedHttpClient,
}

#[derive(Debug, Default)]
struct State {
    /// The calls that have been made, each by what tells it from the others.
    met: BTreeSet<String>,
    /// How many of them a fault has befallen.
    befallen: usize,
    /// Whether nothing befalls a call now.
    resting: bool,
    /// How many calls AWS is answering.
    in_flight: usize,
    /// How many calls are held back, until the deployer is killed at them.
    held: usize,
    /// How many calls have been begun.
    begun: usize,
}

/// For how long nothing else must have happened before the deployer is killed at the calls that are held back: what runs
/// beside them comes to its own. A longer calm puts more deaths into one run; it decides nothing else.
const CALM: Duration = Duration::from_millis(15);

impl Faults {
    /// Lets a fault befall every call, or, chosen by a seed, every so many.
    pub fn new(fault: Fault, every: u64, seed: u64) -> Self {
        let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
        Self {
            fault,
            every,
            seed,
            state: Arc::default(),
            sdk: Builder::new().tls_provider(provider).build_https(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread has panicked")
    }

    /// Says how many calls were made, and how many of them a fault has befallen.
    pub fn counts(&self) -> (usize, usize) {
        let state = self.state();
        (state.met.len(), state.befallen)
    }

    /// Lets calls pass, or not any more.
    pub fn rest(&self, resting: bool) {
        self.state().resting = resting;
    }

    /// Waits until the deployer is to be killed.
    pub async fn death(&self) {
        let mut last = 0;
        loop {
            tokio::time::sleep(CALM).await;
            let state = self.state();
            if state.held > 0 && state.in_flight == 0 && state.begun == last {
                return;
            }
            last = state.begun;
        }
    }

    /// Waits until AWS has done all that it was asked to before the deployer was killed.
    pub async fn settled(&self) {
        while self.state().in_flight > 0 {
            tokio::time::sleep(CALM).await;
        }
    }

    /// Tells what befalls a call: nothing, if it was made before.
    fn judge(&self, call: &Call) -> Option<Fault> {
        let mut state = self.state();
        state.begun += 1;
        if state.resting || !state.met.insert(call.identity.clone()) {
            return None;
        }
        if !self.draw(&call.identity).is_multiple_of(self.every) {
            return None;
        }
        state.befallen += 1;
        Some(self.fault)
    }

    /// Draws a number for a call, or for something else: the same for the same seed.
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

    /// Has AWS answer. What was sent is sent, also when nobody waits for the answer any more.
    async fn forward(self, sdk: SharedHttpConnector, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let in_flight = self.count(|state| &mut state.in_flight);
        let answer = tokio::spawn(async move {
            let answer = sdk.call(request).await;
            drop(in_flight);
            answer
        });
        answer.await.expect("the SDK's client does not panic")
    }

    async fn hold(self) -> ! {
        let _held = self.count(|state| &mut state.held);
        pending().await
    }

    async fn meddle(self, sdk: SharedHttpConnector, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let call = Call::of(&request);
        let befalls = self.judge(&call);
        let draw = self.draw(&call.identity) / self.every;
        if let Some(fault) = befalls {
            println!("{fault:?} {}", call.name);
        }
        match befalls {
            None => self.forward(sdk, request).await,
            Some(Fault::Refused) => Ok(Refusal::Denied.answer(&call)),
            Some(Fault::Throttled) => Ok(Refusal::Throttled.answer(&call)),
            Some(Fault::Broken) if draw.is_multiple_of(2) => Ok(Refusal::Broken.answer(&call)),
            Some(Fault::Broken) => Ok(Refusal::Unavailable.answer(&call)),
            Some(Fault::Lost) => {
                self.forward(sdk, request).await?;
                Err(lost(draw))
            }
            Some(Fault::KilledBefore) => self.hold().await,
            Some(Fault::KilledAfter) => {
                let _heard_of_by_nobody = self.clone().forward(sdk, request).await;
                self.hold().await
            }
        }
    }
}

/// Returns one of the errors that the SDK's client has for a connection that ends without an answer.
fn lost(draw: u64) -> ConnectorError {
    match draw % 3 {
        0 => ConnectorError::io(Error::new(ErrorKind::ConnectionReset, MESSAGE).into()),
        1 => ConnectorError::timeout(Error::new(ErrorKind::TimedOut, MESSAGE).into()),
        _ => ConnectorError::other(MESSAGE.into(), Some(Retry::TransientError)),
    }
}

/// A call that counts.
struct Counted {
    state: Arc<Mutex<State>>,
    which: fn(&mut State) -> &mut usize,
}

impl Drop for Counted {
    fn drop(&mut self) {
        *(self.which)(&mut self.state.lock().expect("no thread has panicked")) -= 1;
    }
}

/// The SDK's connector, behind the layer.
#[derive(Debug)]
struct Meddler {
    faults: Faults,
    sdk: SharedHttpConnector,
}

impl HttpConnector for Meddler {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.faults.clone().meddle(self.sdk.clone(), request))
    }
}

impl HttpClient for Faults {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Meddler {
            faults: self.clone(),
            sdk: self.sdk.http_connector(settings, components),
        })
    }
}

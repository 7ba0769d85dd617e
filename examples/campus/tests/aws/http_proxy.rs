//! An HTTP proxy in front of an emulator: a test decides for each call whether it is forwarded, and how it is answered.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// An HTTP request.
pub(super) struct Request {
    head: String,
    body: Vec<u8>,
}

/// What the proxy does with a call.
pub(super) enum Action {
    /// Forward the call and the response.
    Forward,
    /// Forward the call, and replace the body of the response.
    ReplaceBody(String),
    /// Forward the call, and return half of the response's body with a matching content length.
    TruncateBody,
    /// Return an error without forwarding the call.
    Reject(ServiceError),
    /// Forward the call, and never respond.
    NoResponse,
}

/// An error response of an AWS service.
pub(super) struct ServiceError {
    pub(super) is_json: bool,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// A proxy, which runs until the test program ends.
pub(super) struct Proxy {
    /// The address, such as `127.0.0.1:40000`.
    pub(super) host: String,
}

type Decide = dyn Fn(&Request) -> Action + Send + Sync;

impl Proxy {
    /// Starts a proxy in front of an endpoint, such as `http://127.0.0.1:5000`.
    pub(super) fn start(endpoint: &str, decide: impl Fn(&Request) -> Action + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let upstream: Arc<str> = endpoint.strip_prefix("http://").unwrap().trim_end_matches('/').into();
        let decide: Arc<Decide> = Arc::new(decide);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (upstream, decide) = (Arc::clone(&upstream), Arc::clone(&decide));
                // Errors are ignored, because some tests are about clients that disconnect.
                thread::spawn(move || serve(stream, &upstream, &*decide));
            }
        });
        Self { host }
    }

    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.host)
    }
}

impl Request {
    /// Reads a request. Returns nothing if the client has closed the connection.
    fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Self>> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head)? == 0 {
                return Ok(None);
            }
        }
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_length = name.eq_ignore_ascii_case("content-length");
            is_length.then(|| value.trim().parse().unwrap())
        });
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body)?;
        Ok(Some(Self { head, body }))
    }

    /// Returns whether the head or the body contains a text.
    pub(super) fn has(&self, text: &str) -> bool {
        self.head.contains(text) || self.body().contains(text)
    }

    /// Returns the request line and the headers.
    pub(super) fn head(&self) -> &str {
        &self.head
    }

    pub(super) fn body(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Forwards the request, and returns the response.
    fn forward(&self, upstream: &str) -> io::Result<Vec<u8>> {
        let mut server = TcpStream::connect(upstream)?;
        let lines = self.head.trim_end().lines();
        let kept = lines.filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
        for line in kept {
            write!(server, "{line}\r\n")?;
        }
        write!(server, "connection: close\r\n\r\n")?;
        server.write_all(&self.body)?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer)?;
        Ok(answer)
    }
}

fn serve(stream: TcpStream, upstream: &str, decide: &Decide) -> io::Result<()> {
    let mut client = BufReader::new(stream);
    let Some(request) = Request::read(&mut client)? else {
        return Ok(());
    };
    let answer = match decide(&request) {
        Action::Forward => request.forward(upstream)?,
        Action::ReplaceBody(body) => with_body(&request.forward(upstream)?, body.as_bytes()),
        Action::TruncateBody => {
            let answer = request.forward(upstream)?;
            let body = &answer[body_of(&answer)..];
            with_body(&answer, &body[..body.len() / 2])
        }
        Action::Reject(error) => error.to_string().into_bytes(),
        Action::NoResponse => {
            request.forward(upstream)?;
            // Until the client closes the connection.
            io::copy(&mut client, &mut io::sink())?;
            return Ok(());
        }
    };
    client.get_mut().write_all(&answer)
}

/// Returns the start of a response's body.
fn body_of(answer: &[u8]) -> usize {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    end.expect("the response has a head") + 4
}

/// Replaces the body of a response.
fn with_body(answer: &[u8], body: &[u8]) -> Vec<u8> {
    let head = String::from_utf8_lossy(&answer[..body_of(answer)]).into_owned();
    let is_about_body = |line: &str| {
        let line = line.to_ascii_lowercase();
        line.starts_with("content-length:") || line.starts_with("transfer-encoding:")
    };
    let lines = head.trim_end().lines().filter(|line| !is_about_body(line));
    let mut changed: Vec<u8> = lines.flat_map(|line| [line, "\r\n"]).collect::<String>().into();
    changed.extend(format!("content-length: {}\r\n\r\n", body.len()).bytes());
    changed.extend(body);
    changed
}

impl std::fmt::Display for ServiceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { is_json, code, message } = self;
        let (kind, body) = if *is_json {
            let body = serde_json::json!({ "__type": code, "message": message });
            ("application/x-amz-json-1.1", body.to_string())
        } else {
            let message = message.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let error = format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>");
            (
                "text/xml",
                format!("<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>"),
            )
        };
        let length = body.len();
        write!(
            f,
            "HTTP/1.1 400 Bad Request\r\ncontent-type: {kind}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    }
}

//! A proxy in front of an emulator: a test says of each call whether it goes through, and what comes back.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A call, as it stands on the wire.
pub(super) struct Request {
    head: String,
    body: Vec<u8>,
}

/// What becomes of a call.
pub(super) enum Fate {
    /// It goes through, and so does the answer.
    Passes,
    /// It goes through, and another body comes back.
    Changed(String),
    /// It goes through, and half of the answer's body comes back, as if that were all.
    Halved,
    /// It does not go through, and this comes back.
    Refused(Refusal),
    /// It goes through, and nothing ever comes back.
    Unanswered,
}

/// An error, as a service of AWS words it.
pub(super) struct Refusal {
    pub(super) is_json: bool,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// A proxy, which lives as long as the test program.
pub(super) struct Proxy {
    /// Where it listens, as `127.0.0.1:40000`.
    pub(super) host: String,
}

type Judge = dyn Fn(&Request) -> Fate + Send + Sync;

impl Proxy {
    /// Starts one in front of an endpoint, as `http://127.0.0.1:5000`.
    pub(super) fn start(endpoint: &str, judge: impl Fn(&Request) -> Fate + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let upstream: Arc<str> = endpoint.strip_prefix("http://").unwrap().trim_end_matches('/').into();
        let judge: Arc<Judge> = Arc::new(judge);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (upstream, judge) = (Arc::clone(&upstream), Arc::clone(&judge));
                // A client that goes away in the middle is what some tests are about.
                thread::spawn(move || serve(stream, &upstream, &*judge));
            }
        });
        Self { host }
    }

    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.host)
    }
}

impl Request {
    /// Reads one; nothing where the client has closed the connection.
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

    /// Tells whether something stands anywhere in it.
    pub(super) fn has(&self, text: &str) -> bool {
        self.head.contains(text) || self.body().contains(text)
    }

    /// Returns the first line and the headers.
    pub(super) fn head(&self) -> &str {
        &self.head
    }

    pub(super) fn body(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Has an emulator answer it.
    fn pass(&self, upstream: &str) -> io::Result<Vec<u8>> {
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

/// Serves one client.
fn serve(stream: TcpStream, upstream: &str, judge: &Judge) -> io::Result<()> {
    let mut client = BufReader::new(stream);
    let Some(request) = Request::read(&mut client)? else {
        return Ok(());
    };
    let answer = match judge(&request) {
        Fate::Passes => request.pass(upstream)?,
        Fate::Changed(body) => with_body(&request.pass(upstream)?, body.as_bytes()),
        Fate::Halved => {
            let answer = request.pass(upstream)?;
            let body = &answer[body_of(&answer)..];
            with_body(&answer, &body[..body.len() / 2])
        }
        Fate::Refused(refusal) => refusal.to_string().into_bytes(),
        Fate::Unanswered => {
            request.pass(upstream)?;
            // Until the client has had enough.
            io::copy(&mut client, &mut io::sink())?;
            return Ok(());
        }
    };
    client.get_mut().write_all(&answer)
}

/// Finds where the body of an answer begins.
fn body_of(answer: &[u8]) -> usize {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    end.expect("the emulator's answer has a head") + 4
}

/// Puts another body in the place of an answer's.
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

impl std::fmt::Display for Refusal {
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

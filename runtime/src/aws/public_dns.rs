//! Public DNS, as this machine sees it: whether a record exists, and which name servers are asked for a domain.
//!
//! Only to explain a certificate that AWS does not issue, so a resolver that does not answer is not an error.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::Duration;

/// For how long to wait for the resolver's answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// The ID of every query: only one is ever on its way from a socket.
const ID: [u8; 2] = [0x6d, 0x73];

/// The types of records that are asked for: <https://www.rfc-editor.org/rfc/rfc1035#section-3.2.2>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordType {
    /// The name servers of a zone.
    Ns = 2,
    /// The name that another name is an alias of.
    Cname = 5,
}

/// Returns the values of a record in public DNS, in lower case and without the last dot. `None` if this machine's resolver does
/// not answer.
pub(crate) async fn look_up(name: &str, kind: RecordType) -> Option<Vec<String>> {
    let (name, servers) = (name.to_owned(), resolvers());
    let asked = tokio::task::spawn_blocking(move || {
        let mut servers = servers.into_iter();
        servers.find_map(|server| ask(server, &name, kind))
    });
    asked.await.ok()?
}

/// Returns the nearest zone that a name is in, and the name servers that public DNS asks for it.
pub(crate) async fn name_servers(name: &str) -> Option<(String, Vec<String>)> {
    let mut zone = name.trim_end_matches('.');
    while let Some((_, parent)) = zone.split_once('.') {
        // A domain has at least two labels.
        if !parent.contains('.') && zone != name {
            break;
        }
        let servers = look_up(zone, RecordType::Ns).await?;
        if !servers.is_empty() {
            return Some((zone.to_owned(), servers));
        }
        zone = parent;
    }
    None
}

/// Returns the resolvers of this machine.
fn resolvers() -> Vec<SocketAddr> {
    let file = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let lines = file.lines().filter_map(|line| line.trim().strip_prefix("nameserver"));
    let addresses = lines.filter_map(|address| address.trim().parse::<IpAddr>().ok());
    addresses.map(|address| SocketAddr::new(address, 53)).collect()
}

fn ask(server: SocketAddr, name: &str, kind: RecordType) -> Option<Vec<String>> {
    let here = if server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(here).ok()?;
    socket.set_read_timeout(Some(PATIENCE)).ok()?;
    socket.connect(server).ok()?;
    socket.send(&query(name, kind)?).ok()?;
    let mut answer = [0; 4096];
    let length = socket.recv(&mut answer).ok()?;
    values(&answer[..length], kind)
}

/// Returns the message that asks for a record: <https://www.rfc-editor.org/rfc/rfc1035#section-4>
fn query(name: &str, kind: RecordType) -> Option<Vec<u8>> {
    let mut message = Vec::from(ID);
    // Recursion is desired; there is one question.
    message.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.trim_end_matches('.').split('.') {
        let length = u8::try_from(label.len())
            .ok()
            .filter(|length| (1..64).contains(length))?;
        message.push(length);
        message.extend(label.bytes());
    }
    message.extend([0, 0, kind as u8, 0, 1]);
    Some(message)
}

/// Reads the values of the records of a type from an answer. `None` if the answer is about something else, or is an error other
/// than that the name does not exist.
fn values(answer: &[u8], kind: RecordType) -> Option<Vec<String>> {
    const NO_SUCH_NAME: u8 = 3;
    let code = answer.get(3)? & 0x0f;
    if answer.get(..2)? != ID || !(code == 0 || code == NO_SUCH_NAME) {
        return None;
    }
    let number = |at: usize| Some(u16::from_be_bytes([*answer.get(at)?, *answer.get(at + 1)?]));
    let (questions, answers) = (number(4)?, number(6)?);
    let mut at = 12;
    for _ in 0..questions {
        at = read_name(answer, at)?.1 + 4;
    }
    let mut found = Vec::new();
    for _ in 0..answers {
        let start = read_name(answer, at)?.1;
        let (of, length) = (number(start)?, usize::from(number(start + 8)?));
        if of == kind as u16 {
            found.push(read_name(answer, start + 10)?.0);
        }
        at = start + 10 + length;
    }
    found.sort();
    Some(found)
}

/// Reads a name, and returns it with the position behind it. A name may end with a pointer to an earlier one.
fn read_name(answer: &[u8], start: usize) -> Option<(String, usize)> {
    let mut name = String::new();
    let (mut at, mut end) = (start, None);
    // Each pointer leads to an earlier position, so a name cannot go on for ever.
    let mut limit = start;
    loop {
        let length = usize::from(*answer.get(at)?);
        if length == 0 {
            return Some((name.to_lowercase(), end.unwrap_or(at + 1)));
        }
        if length >= 0xc0 {
            let to = (length & 0x3f) << 8 | usize::from(*answer.get(at + 1)?);
            end = end.or(Some(at + 2));
            if to >= limit {
                return None;
            }
            (at, limit) = (to, to);
            continue;
        }
        let label = std::str::from_utf8(answer.get(at + 1..at + 1 + length)?).ok()?;
        let dot = if name.is_empty() { "" } else { "." };
        write!(name, "{dot}{label}").ok()?;
        at += 1 + length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer to a question about `example.edu`, with one record whose value ends with a pointer to that name.
    fn answer(kind: RecordType, code: u8) -> Vec<u8> {
        let mut message = query("example.edu", kind).unwrap();
        message[3] = 0x80 | code;
        message[7] = 1;
        let value = [3, b'n', b's', b'1', 0xc0, 12];
        message.extend([0xc0, 12, 0, kind as u8, 0, 1, 0, 0, 0, 60, 0, 6]);
        message.extend(value);
        message
    }

    #[test]
    fn query_has_the_name_in_labels_and_the_type() {
        let message = query("learn.example.edu.", RecordType::Ns).unwrap();
        assert_eq!(&message[12..18], b"\x05learn");
        assert_eq!(&message[message.len() - 5..], [0, 0, 2, 0, 1]);
        assert_eq!(query("a..b", RecordType::Ns), None);
    }

    #[test]
    fn values_are_read_with_their_pointers() {
        let found = |kind, code, of| values(&answer(kind, code), of);
        assert_eq!(
            found(RecordType::Ns, 0, RecordType::Ns),
            Some(vec!["ns1.example.edu".into()])
        );
        // A resolver may add records of other types.
        assert_eq!(found(RecordType::Cname, 0, RecordType::Ns), Some(Vec::new()));
        // The resolver failed.
        assert_eq!(found(RecordType::Ns, 2, RecordType::Ns), None);
        let mut none = query("example.edu", RecordType::Ns).unwrap();
        none[3] = 0x83;
        assert_eq!(values(&none, RecordType::Ns), Some(Vec::new()));
    }

    #[test]
    fn broken_answer_is_no_answer() {
        let whole = answer(RecordType::Ns, 0);
        for length in 0..whole.len() {
            assert_eq!(values(&whole[..length], RecordType::Ns), None, "{length}");
        }
        let mut circle = whole.clone();
        let last = circle.len() - 1;
        circle[last] = u8::try_from(last - 1).unwrap();
        assert_eq!(values(&circle, RecordType::Ns), None);
    }
}

//! Why AWS does not accept credentials: the clock of the machine, a region that is not enabled, or the credentials.

use super::{PROFILE, run};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

/// A server in place of a service.
struct Service {
    status: &'static str,
    /// The header with the time of its clock, or nothing.
    date: &'static str,
    body: &'static str,
}

impl Service {
    /// Starts it. It gives every request the same answer. Returns its endpoint.
    fn start(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = BufReader::new(stream.unwrap());
                let (mut line, mut length) = (String::new(), 0);
                while stream.read_line(&mut line).unwrap() > 2 {
                    if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    line.clear();
                }
                stream.read_exact(&mut vec![0; length]).unwrap();
                let Self { status, date, body } = self;
                let head = format!("HTTP/1.1 {status}\r\nContent-Type: text/xml\r\n{date}Connection: close");
                let stream = stream.get_mut();
                write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
            }
        });
        format!("http://{address}")
    }
}

const REFUSED: &str = "403 Forbidden";
const INVALID: Service = Service {
    status: REFUSED,
    date: "",
    body: "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The security token included in the request is \
           invalid.</Message></Error></ErrorResponse>",
};

/// Returns what `doctor` prints if STS and EC2 answer like this.
fn doctor(sts: Service, ec2: Service) -> String {
    let (sts, ec2) = (sts.start(), ec2.start());
    let folder = tempfile::tempdir().unwrap();
    let settings = [("AWS_ENDPOINT_URL_STS", &*sts), ("AWS_ENDPOINT_URL_EC2", &*ec2)];
    let output = run("doctor --target aws", folder.path(), PROFILE, &settings);
    output
        .replace(&sts, "http://127.0.0.1:[STS]")
        .replace(&ec2, "http://127.0.0.1:[EC2]")
}

#[test]
fn wrong_clock_is_named_and_compared_with_that_of_aws() {
    const BODY: &str = "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>Signature expired: 20261129T050000Z is \
                        now earlier than 20261129T052000Z</Message></Error></ErrorResponse>";
    let clock = |date| Service {
        status: REFUSED,
        date,
        body: BODY,
    };
    insta::assert_snapshot!("clock", doctor(clock(""), INVALID));
    let output = doctor(clock("Date: Thu, 01 Jan 2099 00:00:00 GMT\r\n"), INVALID);
    assert!(
        output.contains("(the clock of this machine is ") && output.contains(" days slow)"),
        "{output}"
    );
    assert_eq!(
        output.matches("the credentials are not the cause").count(),
        1,
        "{output}"
    );
}

#[test]
fn region_that_is_not_enabled_is_told_from_invalid_credentials() {
    let regions = |status: &'static str| Service {
        status: "200 OK",
        date: "",
        body: match status {
            "not-opted-in" => {
                "<DescribeRegionsResponse><regionInfo><item><regionName>ap-southeast-1</regionName>\
                 <optInStatus>not-opted-in</optInStatus></item></regionInfo></DescribeRegionsResponse>"
            }
            _ => {
                "<DescribeRegionsResponse><regionInfo><item><regionName>ap-southeast-1</regionName>\
                 <optInStatus>opted-in</optInStatus></item></regionInfo></DescribeRegionsResponse>"
            }
        },
    };
    insta::assert_snapshot!("region_not_enabled", doctor(INVALID, regions("not-opted-in")));
    insta::assert_snapshot!("token_of_the_global_endpoint", doctor(INVALID, regions("opted-in")));
    let denied = Service {
        status: REFUSED,
        date: "",
        body: "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>",
    };
    insta::assert_snapshot!("region_perhaps_not_enabled", doctor(INVALID, denied));
    // EC2 does not accept them either.
    let invalid = Service {
        status: "401 Unauthorized",
        date: "",
        body: "<Response><Errors><Error><Code>AuthFailure</Code><Message>AWS was not able to validate the provided access \
               credentials</Message></Error></Errors></Response>",
    };
    insta::assert_snapshot!("invalid_credentials", doctor(INVALID, invalid));
}

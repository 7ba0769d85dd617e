"""A stand-in for AWS that answers every operation of every service, out of AWS's models, and keeps nothing.

It exists for the requests: of each variant of a stack, and of each change, also those that no emulator can run. It does not
answer as AWS does. The header `x-stand-in` of a request says what the answer is about, as JSON: id, name and tags; the state that
is answered; and the code of the error that is answered to a deletion in EC2.

    stand_in.py FOLDER        prints its address, and records requests in the folder
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

import cbor2
from answers import TIME, Answer
from parse import Call, Request, Unreadable, parse
from recorder import Recorder


class Refused(Exception):
    """A call that the test wants to fail. Its text is the code of the error."""


def xml(call: Call, member: dict, name: str, value: object, flattened: bool = False) -> str:
    """Writes an element."""
    shape = call.model.shape(member)
    match shape["type"]:
        case "structure":
            return f"<{name}>{members(call, shape, value)}</{name}>"
        case "list":
            flat = flattened or shape.get("flattened") or member.get("flattened")
            item = shape["member"].get("locationName", "member")
            if flat:
                at = item if item != "member" and "locationName" not in member else name
                return "".join(xml(call, shape["member"], at, one) for one in value)
            return f"<{name}>" + "".join(xml(call, shape["member"], item, one) for one in value) + f"</{name}>"
        case "map":
            key, of = shape["key"].get("locationName", "key"), shape["value"].get("locationName", "value")
            entries = "".join(f"<entry><{key}>{escape(k)}</{key}><{of}>{escape(str(v))}</{of}></entry>" for k, v in value.items())
            return f"<{name}>{entries}</{name}>"
        case "timestamp":
            return f"<{name}>{TIME:%Y-%m-%dT%H:%M:%SZ}</{name}>"
        case "boolean":
            return f"<{name}>{str(value).lower()}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def members(call: Call, shape: dict, value: dict) -> str:
    """Writes the members of a structure that are in the body."""
    parts = []
    for name, one in value.items():
        member = shape["members"][name]
        if "location" not in member:
            parts.append(xml(call, member, member.get("locationName", name), one))
    return "".join(parts)


# The elements that S3 answers with, where they are not named after the output.
ELEMENTS = {
    "GetBucketLifecycleConfiguration": "LifecycleConfiguration",
    "GetBucketTagging": "Tagging",
    "GetBucketVersioning": "VersioningConfiguration",
    "DeleteObjects": "DeleteResult",
    "ListBuckets": "ListAllMyBucketsResult",
    "ListObjectVersions": "ListVersionsResult",
    "ListObjectsV2": "ListBucketResult",
}


def plain(call: Call, member: dict, value: object, is_cbor: bool = False) -> object:
    """Returns a value as JSON or CBOR has it, with the names that are sent."""
    shape = call.model.shape(member)
    match shape["type"]:
        case "structure":
            named = {name: one for name, one in value.items() if "location" not in shape["members"][name]}
            return {shape["members"][name].get("locationName", name): plain(call, shape["members"][name], one, is_cbor) for name, one in named.items()}
        case "list":
            return [plain(call, shape["member"], one, is_cbor) for one in value]
        case "timestamp" if is_cbor:
            return cbor2.CBORTag(1, TIME.timestamp())
        case "timestamp":
            iso = member.get("timestampFormat", shape.get("timestampFormat")) == "iso8601"
            return f"{TIME:%Y-%m-%dT%H:%M:%SZ}" if iso else TIME.timestamp()
    return value


def body_of(call: Call, value: dict, is_cbor: bool) -> tuple[str, bytes]:
    """Writes an answer by the protocol of its service. Returns its type and its body."""
    operation = call.model.operations[call.operation]
    output = operation.get("output")
    shape = call.model.shape(output) if output else {"members": {}}
    if is_cbor:
        return "application/cbor", cbor2.dumps(plain(call, output, value, is_cbor) if output else {})
    protocol = call.model.protocol
    if protocol in ("json", "rest-json"):
        if "payload" in shape:
            member = shape["members"][shape["payload"]]
            value, output = value.get(shape["payload"], ""), member
            if call.model.shape(member)["type"] in ("string", "blob"):
                return "application/json", str(value).encode()
        kind = f"application/x-amz-json-{call.model.json_version}" if protocol == "json" else "application/json"
        return kind, json.dumps(plain(call, output, value) if output else {}).encode()
    if protocol == "rest-xml":
        if "payload" in shape:
            member = shape["members"][shape["payload"]]
            inner = value.get(shape["payload"], "")
            if call.model.shape(member)["type"] in ("string", "blob"):
                return "text/plain", str(inner).encode()
            name = member.get("locationName", member["shape"])
            return "text/xml", xml(call, member, name, inner).encode() if inner else b""
        name = ELEMENTS.get(call.operation) or (output or {"shape": "None"})["shape"]
        return "text/xml", f"<{name}>{members(call, shape, value)}</{name}>".encode()
    content = members(call, shape, value)
    wrapper = (output or {}).get("resultWrapper")
    if wrapper:
        content = f"<{wrapper}>{content}</{wrapper}>"
    name = f"{call.operation}Response"
    return "text/xml", f"<{name}>{content}<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{name}>".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    # An answer is one packet. In two, the second waits for an acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    recorder: Recorder

    def log_message(self, *_):
        """Is silent."""

    def answer(self):
        """Records and answers a request."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        about = json.loads(headers.pop("x-stand-in", "{}"))
        scope = self.recorder.record(self.command, self.path, headers.items(), body)
        status, kind, more, told = 400, "text/plain", {}, b""
        try:
            call = parse(Request(self.command, self.path, headers, body, scope or ""))
            if "refuse" in about and call.model.protocol == "ec2" and call.operation.startswith("Delete"):
                raise Refused(about["refuse"])
            value = Answer(call, about).value()
            kind, told = body_of(call, value, "/operation/" in self.path)
            status, more = 200, self.headers_of(call, value)
        except Refused as error:
            told = f"<Response><Errors><Error><Code>{error}</Code><Message>no</Message></Error></Errors></Response>".encode()
        except (Unreadable, ValueError, KeyError) as error:
            told = str(error).encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(told)), "x-amzn-requestid": "1", **more}.items():
            self.send_header(name, value)
        if "/operation/" in self.path:
            self.send_header("smithy-protocol", "rpc-v2-cbor")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(told)

    def headers_of(self, call: Call, value: dict) -> dict[str, str]:
        """Returns the members of an answer that are headers."""
        output = call.model.operations[call.operation].get("output")
        found = {}
        for name, member in call.model.shape(output)["members"].items() if output else ():
            of = call.model.shape(member)["type"]
            if member.get("location") == "header" and of == "string" and name in value:
                found[member["locationName"]] = value[name]
        return found

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_PATCH = answer


def main(folder: str) -> None:
    """Serves until it is stopped."""
    Handler.recorder = Recorder(folder, "stand-in")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])

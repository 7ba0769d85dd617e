"""Reads the operation and the parameters out of an HTTP request, by the protocol of its service.

The protocols are described in https://smithy.io/2.0/aws/protocols/index.html.
"""

import base64
import json
import urllib.parse
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

import cbor2
from model import Model, model


class Unreadable(Exception):
    """A request that no model describes."""


@dataclass
class Request:
    """An HTTP request, as a server receives it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    # What the request is signed for: the region and the service.
    scope: str

    @classmethod
    def of_record(cls, record: dict) -> "Request":
        """Reads what `recorder.py` wrote."""
        return cls(record["method"], record["path"], record["headers"], base64.b64decode(record["body"]), record["scope"])


@dataclass
class Call:
    """An operation and its parameters."""

    model: Model
    operation: str
    region: str
    parameters: dict = field(default_factory=dict)
    # What the request has and no shape of the model, by its path.
    unknown: list[str] = field(default_factory=list)


def parse(request: Request) -> Call:
    """Returns the call of a request."""
    region, _, service = request.scope.partition("/")
    described = model(service) if service else None
    if described is None:
        raise Unreadable(f"signed for `{request.scope}`: no such service")
    call = Call(described, "", region)
    path = request.path.partition("?")[0]
    if path.startswith("/service/") and "/operation/" in path:
        call.operation = path.rpartition("/")[2]
        value = cbor2.loads(request.body) if request.body else {}
        read_value(call, value)
    elif "x-amz-target" in request.headers:
        call.operation = request.headers["x-amz-target"].rpartition(".")[2]
        read_value(call, json.loads(request.body or b"{}"))
    elif described.protocol in ("query", "ec2"):
        read_form(call, request.body.decode())
    else:
        read_rest(call, request)
    return call


def input_of(call: Call) -> dict | None:
    """Returns the reference to the shape of a call's parameters; `None` if it has none."""
    if call.operation not in call.model.operations:
        raise Unreadable(f"`{call.operation}` is no operation of {call.model.name}")
    return call.model.operations[call.operation].get("input")


def read_value(call: Call, value: dict) -> None:
    """Reads parameters out of JSON or CBOR."""
    shape = input_of(call)
    if shape is not None:
        call.parameters = of_value(call, shape, value, "")
    elif value:
        call.unknown.extend(value)


def read_form(call: Call, body: str) -> None:
    """Reads parameters out of a form, as the protocols `query` and `ec2` have them."""
    tree: dict = {}
    for key, value in urllib.parse.parse_qsl(body, keep_blank_values=True):
        node = tree
        for part in key.split("."):
            node = node.setdefault(part, {})
        node[""] = value
    call.operation = tree.pop("Action", {}).get("", "")
    tree.pop("Version", None)
    shape = input_of(call)
    if shape is not None:
        call.parameters = of_form(call, shape, tree, "")
    else:
        call.unknown.extend(tree)


def read_rest(call: Call, request: Request) -> None:
    """Reads parameters out of the path, the query, the headers and the body."""
    path, _, query = request.path.partition("?")
    given: dict[str, list[str]] = {}
    for key, value in urllib.parse.parse_qsl(query, keep_blank_values=True):
        given.setdefault(key, []).append(value)
    said = given.pop("x-id", [None])[0]
    fitting = []
    for _, method, pattern, demanded, name in call.model.routes:
        match = pattern.fullmatch(path)
        fits = match and all(given.get(key) == [value] for key, value in demanded.items())
        if method == request.method and fits and demands_no_header(call.model, name, request.headers, given):
            fitting.append((name, match, demanded))
    # Some services tell two operations of the same path apart by a parameter of the query with this name.
    fitting = [one for one in fitting if one[0] == said] or fitting
    if not fitting:
        raise Unreadable(f"`{request.method} {path}` is no operation of {call.model.name}")
    call.operation, match, demanded = fitting[0]
    shape = input_of(call)
    used = set(demanded)
    if shape is not None:
        structure = call.model.shape(shape)
        for name, member in structure["members"].items():
            at, of = member.get("locationName", name), call.model.shape(member)
            match member.get("location"):
                case "uri" if at in match.groupdict():
                    call.parameters[name] = scalar(urllib.parse.unquote(match.group(at)), of)
                case "querystring" if of["type"] == "map":
                    call.parameters[name] = {key: value[0] for key, value in given.items() if key not in used}
                    used.update(given)
                case "querystring" if at in given:
                    used.add(at)
                    values = [scalar(value, call.model.shape(of["member"]) if "member" in of else of) for value in given[at]]
                    call.parameters[name] = values if of["type"] == "list" else values[0]
                case "header" if at.lower() in request.headers:
                    call.parameters[name] = scalar(request.headers[at.lower()], of)
        read_body(call, shape, request.body)
    call.unknown.extend(f"?{key}" for key in given if key not in used)


def demands_no_header(described: Model, operation: str, headers: dict[str, str], given: dict) -> bool:
    """Returns whether a request has every header and parameter without which it cannot be this operation."""
    shape = described.operations[operation].get("input")
    if shape is None:
        return True
    structure = described.shape(shape)
    for name in structure.get("required", []):
        member = structure["members"][name]
        at = member.get("locationName", name)
        if member.get("location") == "header" and at.lower() not in headers:
            return False
        if member.get("location") == "querystring" and at not in given:
            return False
    return True


def read_body(call: Call, shape: dict, body: bytes) -> None:
    """Reads the parameters that are in the body."""
    structure = call.model.shape(shape)
    payload = structure.get("payload")
    is_xml = call.model.protocol == "rest-xml"
    if payload is not None:
        member = structure["members"][payload]
        if call.model.shape(member)["type"] in ("blob", "string"):
            if body:
                call.parameters[payload] = body.decode("utf-8", "replace")
        elif body and is_xml:
            call.parameters[payload] = of_xml(call, member, ElementTree.fromstring(body), payload)
        elif body:
            call.parameters[payload] = of_value(call, member, json.loads(body), payload)
    elif body:
        if is_xml:
            call.parameters |= of_xml(call, shape, ElementTree.fromstring(body), "")
        else:
            call.parameters |= of_value(call, shape, json.loads(body), "")


def scalar(text: str | None, shape: dict) -> object:
    """Converts a text to the type of its shape. A text that is not of the type stays a text, and is a violation."""
    text = text or ""
    try:
        match shape["type"]:
            case "boolean":
                return {"true": True, "false": False}.get(text, text)
            case "integer" | "long":
                return int(text)
            case "float" | "double":
                return float(text)
    except ValueError:
        pass
    return text


def under(path: str, name: str) -> str:
    """Returns the path of a member."""
    return f"{path}.{name}" if path else name


def of_value(call: Call, member: dict, value: object, path: str) -> object:
    """Converts JSON or CBOR: names of members as they are sent to names of the model."""
    shape = call.model.shape(member)
    if isinstance(value, dict) and shape["type"] == "structure" and not shape.get("document"):
        names = {one.get("locationName", name): name for name, one in shape["members"].items() if "location" not in one}
        found = {}
        for key, one in value.items():
            if key in names:
                found[names[key]] = of_value(call, shape["members"][names[key]], one, under(path, names[key]))
            else:
                call.unknown.append(under(path, key))
        return found
    if isinstance(value, list) and shape["type"] == "list":
        return [of_value(call, shape["member"], one, f"{path}[]") for one in value]
    if isinstance(value, dict) and shape["type"] == "map":
        return {key: of_value(call, shape["value"], one, f"{path}{{}}") for key, one in value.items()}
    return value


def of_form(call: Call, member: dict, tree: dict, path: str) -> object:
    """Converts one node of a form."""
    shape = call.model.shape(member)
    ec2 = call.model.protocol == "ec2"
    if shape["type"] == "structure":
        found, used = {}, {""}
        for name, one in shape["members"].items():
            at = form_name(call.model, name, one)
            if at in tree:
                used.add(at)
                found[name] = of_form(call, one, tree[at], under(path, name))
        call.unknown.extend(under(path, key) for key in tree if key not in used)
        return found
    if shape["type"] == "list":
        flat = ec2 or shape.get("flattened") or member.get("flattened")
        items = tree if flat else tree.get(shape["member"].get("locationName", "member"), {})
        if not flat:
            known = shape["member"].get("locationName", "member")
            call.unknown.extend(under(path, key) for key in tree if key not in ("", known))
        numbers = sorted((key for key in items if key.isdigit()), key=int)
        call.unknown.extend(under(path, key) for key in items if key and not key.isdigit())
        return [of_form(call, shape["member"], items[number], f"{path}[]") for number in numbers]
    if shape["type"] == "map":
        flat = shape.get("flattened") or member.get("flattened")
        entries = tree if flat else tree.get("entry", {})
        key, value = shape["key"].get("locationName", "key"), shape["value"].get("locationName", "value")
        return {
            entry[key][""]: of_form(call, shape["value"], entry.get(value, {}), f"{path}{{}}")
            for number, entry in entries.items()
            if number
        }
    return scalar(tree.get(""), shape)


def form_name(described: Model, name: str, member: dict) -> str:
    """Returns the name of a member in a form."""
    if described.protocol == "ec2":
        at = member.get("locationName", name)
        return member.get("queryName") or at[0].upper() + at[1:]
    shape = described.shape(member)
    if shape["type"] == "list" and (shape.get("flattened") or member.get("flattened")):
        return shape["member"].get("locationName") or member.get("locationName", name)
    return member.get("locationName", name)


def local_name(element: ElementTree.Element) -> str:
    """Returns the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def of_xml(call: Call, member: dict, element: ElementTree.Element, path: str) -> object:
    """Converts an element."""
    shape = call.model.shape(member)
    if shape["type"] == "structure":
        found, used = {}, set()
        for name, one in shape["members"].items():
            if "location" in one or one.get("xmlAttribute"):
                continue
            of, at = call.model.shape(one), one.get("locationName", name)
            if of["type"] == "list" and (of.get("flattened") or one.get("flattened")):
                at = one.get("locationName") or of["member"].get("locationName", name)
                items = [child for child in element if local_name(child) == at]
                if items:
                    found[name] = [of_xml(call, of["member"], child, f"{under(path, name)}[]") for child in items]
            else:
                child = next((child for child in element if local_name(child) == at), None)
                if child is not None:
                    found[name] = of_xml(call, one, child, under(path, name))
            used.add(at)
        call.unknown.extend(under(path, local_name(child)) for child in element if local_name(child) not in used)
        return found
    if shape["type"] == "list":
        at = shape["member"].get("locationName", "member")
        call.unknown.extend(under(path, local_name(child)) for child in element if local_name(child) != at)
        return [of_xml(call, shape["member"], child, f"{path}[]") for child in element if local_name(child) == at]
    if shape["type"] == "map":
        return {child[0].text: child[1].text for child in element}
    return scalar(element.text, shape)

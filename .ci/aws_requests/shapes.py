"""Checks parameters against the shapes of a model: types, enumerations, lengths, ranges, patterns, required members."""

import datetime
import functools
from collections.abc import Iterator

import regex
from model import Model
from parse import under

# How the models write what Python's patterns write otherwise: blocks by name, and pairs of surrogates.
WRITTEN_OTHERWISE = {
    r"\uD800\uDC00-\uDBFF\uDFFF": r"\U00010000-\U0010FFFF",
    r"\ud800\udc00-\udbff\udfff": r"\U00010000-\U0010FFFF",
    r"\p{InBasicLatin}": r"\x00-\x7f",
    r"\p{Graph}": r"\x21-\x7e",
    r"\p{ASCII}": r"\x00-\x7f",
}


@functools.cache
def compiled(pattern: str) -> regex.Pattern:
    """Compiles a pattern of a model."""
    for there, here in WRITTEN_OTHERWISE.items():
        pattern = pattern.replace(there, here)
    return regex.compile(pattern)


def fits(pattern: str, text: str) -> bool:
    """Returns whether a text has a pattern. The services compare the whole text, also where a pattern has no anchors."""
    anchored = pattern.startswith("^") or pattern.endswith("$")
    found = compiled(pattern).search(text) if anchored else compiled(pattern).fullmatch(text)
    return found is not None


def shown(value: object) -> str:
    """Returns a value for a message."""
    text = repr(value)
    return text if len(text) <= 90 else text[:87] + "…'"


def violations(model: Model, member: dict, value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yields the path of each value that its shape does not allow, and why."""
    shape = model.shape(member)
    match shape["type"]:
        case "structure":
            yield from of_structure(model, shape, value, path)
        case "list":
            if not isinstance(value, list):
                yield path, f"{shown(value)} is no list"
                return
            yield from in_range(shape, len(value), path, "items")
            for one in value:
                yield from violations(model, shape["member"], one, f"{path}[]")
        case "map":
            if not isinstance(value, dict):
                yield path, f"{shown(value)} is no map"
                return
            yield from in_range(shape, len(value), path, "entries")
            for key, one in value.items():
                yield from violations(model, shape["key"], key, f"{path}<key>")
                yield from violations(model, shape["value"], one, f"{path}{{}}")
        case "string":
            yield from of_text(shape, value, path)
        case "integer" | "long" | "float" | "double":
            if isinstance(value, bool) or not isinstance(value, int | float):
                yield path, f"{shown(value)} is no number"
            else:
                yield from in_range(shape, value, path, "")
        case "boolean":
            if not isinstance(value, bool):
                yield path, f"{shown(value)} is neither true nor false"
        case "blob":
            if not isinstance(value, str | bytes):
                yield path, f"{shown(value)} is no blob"
        case "timestamp":
            if not isinstance(value, str | int | float | datetime.datetime):
                yield path, f"{shown(value)} is no time"


def of_structure(model: Model, shape: dict, value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with a structure."""
    if shape.get("document"):
        return
    if not isinstance(value, dict):
        yield path, f"{shown(value)} is no structure"
        return
    for name in shape.get("required", []):
        if value.get(name) is None:
            yield under(path, name), "is required and missing"
    if shape.get("union") and len(value) != 1:
        yield path, f"has {len(value)} members of which it needs exactly one"
    for name, one in value.items():
        if one is not None:
            yield from violations(model, shape["members"][name], one, under(path, name))


def of_text(shape: dict, value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with a text."""
    if not isinstance(value, str):
        yield path, f"{shown(value)} is no text"
        return
    if "enum" in shape and value not in shape["enum"]:
        yield path, f"{shown(value)} is none of {', '.join(shape['enum'][:8])}{'…' if len(shape['enum']) > 8 else ''}"
    yield from in_range(shape, len(value), path, "characters")
    if "pattern" in shape and not fits(shape["pattern"], value):
        yield path, f"{shown(value)} does not have the pattern {shape['pattern']}"


def in_range(shape: dict, number: float, path: str, of: str) -> Iterator[tuple[str, str]]:
    """Yields a number that is outside of the range of its shape."""
    low, high = shape.get("min"), shape.get("max")
    if low is not None and number < low or high is not None and number > high:
        yield path, f"{number} {of}".rstrip() + f" is outside of {'' if low is None else low}..{'' if high is None else high}"

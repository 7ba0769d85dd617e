"""Checks tags, whichever way a service has them.

https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
"""

from collections.abc import Iterator

import regex
from parse import Call, under
from shapes import shown

ALLOWED = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*"
OF_TAGS = r"(?i).*tags|taglist|tagset"
MOST = 50


def pairs(value: object) -> list[tuple[str, str]] | None:
    """Returns the keys and values of a list or map of tags; `None` if it is neither."""
    if isinstance(value, dict):
        named = value.get("Items")
        if isinstance(named, list):
            return pairs(named)
        texts = all(isinstance(one, str) for one in value.values())
        return [(key, one) for key, one in value.items()] if texts else None
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        lower = [{key.lower(): text for key, text in one.items()} for one in value]
        if all("key" in one for one in lower):
            return [(one["key"], one.get("value", "")) for one in lower]
    return None


def broken_tags(call: Call) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with the tags of a call."""
    yield from within(call.parameters, "")


def within(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with the tags of a value."""
    if isinstance(value, list):
        for one in value:
            yield from within(one, f"{path}[]")
    if not isinstance(value, dict):
        return
    for name, one in value.items():
        here = under(path, name)
        found = pairs(one) if regex.fullmatch(OF_TAGS, name) else None
        if found is None:
            yield from within(one, here)
            continue
        keys = [key for key, _ in found]
        if len(found) > MOST:
            yield here, f"{len(found)} tags are more than {MOST}"
        if len(set(keys)) < len(keys):
            yield here, "two tags have the same key"
        for key, text in found:
            if not 1 <= len(key) <= 128 or not regex.fullmatch(ALLOWED, key) or key.lower().startswith("aws:"):
                yield here, f"{shown(key)} is no key of a tag"
            if len(text) > 256 or not regex.fullmatch(ALLOWED, text):
                yield here, f"{shown(text)} is no value of a tag"

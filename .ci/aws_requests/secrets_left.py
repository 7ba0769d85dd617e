"""Finds secrets that the recorder has written down, by the members of the models, and so in another way than the recorder."""

from collections.abc import Iterator

import regex
from parse import Call
from rules import leaves

# The ends of the paths of secrets.
SECRET = r"(.*\.)?(SecretString|SecretBinary|(MasterUser)?Password|Passwords\[\]|AuthToken|HeaderValue|HttpHeaderConfig\.Values\[\])"


def secrets_left(call: Call) -> Iterator[tuple[str, str]]:
    """Yields the path of each secret that has letters or digits. The secret itself is not shown."""
    for path, value in leaves(call.parameters):
        if isinstance(value, str) and regex.fullmatch(SECRET, path) and regex.search("[A-Za-wyz0-9]", value):
            yield path, "is a secret, and the recorder did not hide it"

"""Canonical JSON and its SHA-256: the same facts give the same bytes on any machine.

Format: UTF-8, object keys sorted by code point, no white space, no floats (they are refused, since their
text differs between programs), non-ASCII characters written as themselves.
"""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> str:
    """`value` (dicts with string keys, lists, strings, integers, booleans, None) as canonical JSON.

    Raises TypeError on a float or any other type.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`, in lower-case hexadecimal."""
    return text_digest(canonical_json(value))


def text_digest(text: str) -> str:
    """SHA-256 of `text` in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("canonical JSON holds no floats; use integers or text")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"canonical JSON keys are text, not {key!r}")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)

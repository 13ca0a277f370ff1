"""What part of the pipeline somebody asked for: read from an address and written into one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

MINE, EVERYBODY, ME = "mine", "all", "me"
LONGEST = 100  # characters of a search


@dataclass(frozen=True)
class BoardFilter:
    """All can be combined; an empty one does not filter. Text that makes no sense counts as empty.

    `rubric` and `job` are uuids, `recruiter` a uuid, "mine" or "all" ("" leaves it to the page), `waiting`
    "me" or part of a name or an e-mail address, `q` part of a candidate's.
    """

    rubric: str = ""
    job: str = ""
    recruiter: str = ""
    waiting: str = ""
    late: bool = False
    q: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "BoardFilter":
        recruiter = params.get("recruiter", "")
        return cls(
            rubric=_uuid(params.get("rubric", "")),
            job=_uuid(params.get("job", "")),
            recruiter=recruiter if recruiter in (MINE, EVERYBODY) else _uuid(recruiter),
            waiting=params.get("waiting", "").strip()[:LONGEST],
            late=bool(params.get("late", "")),
            q=params.get("q", "").strip()[:LONGEST],
        )

    def query(self, **changes: Any) -> str:
        """The filter as a query string, with `changes`; empty ones are left out."""
        changed = replace(self, **changes)
        values = {field.name: getattr(changed, field.name) for field in fields(changed)}
        return urlencode({name: "1" if value is True else value for name, value in values.items() if value})

    @property
    def narrows(self) -> bool:
        """Whether anything but the rubric and the recruiter is asked for."""
        return bool(self.job or self.waiting or self.late or self.q)


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""

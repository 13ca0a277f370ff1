"""Every address of the project, and the objects a visit to it needs."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.visibility.world import World

NOWHERE = UUID(int=0)  # the uuid of what does not exist

# allauth's own pages are about nobody but oneself; tests/hiring/test_account_pages.py has them.
NOT_OURS = ("account_", "mfa_", "socialaccount_", "openid_connect_")

# These are asked with POST: they only change something.
POSTED = frozenset(
    {
        "accounts:inbox_open",
        "accounts:inbox_read",
        "accounts:invitation_resend",
        "accounts:person_reactivate",
        "accounts:preferences",
        "accounts:work_reassign",
        "calibration:compute",
        "candidates:application_new",
        "candidates:candidate_cv_remove",
        "candidates:candidate_cv_upload",
        "candidates:candidate_similar",
        "candidates:confirm_stop",
        "candidates:job_close",
        "candidates:job_reopen",
        "candidates:pipeline_nudge",
        "candidates:recusal_over",
        "committee:clarification_withdraw",
        "committee:decision",
        "committee:member_add",
        "committee:member_leave",
        "committee:member_levels",
        "committee:top_performer",
        "committee:verdict_draft",
        "integrations:import_confirm",
        "interviewers:add",
        "interviewers:cancel",
        "interviewers:release",
        "interviewers:schedule",
        "interviewers:scorecard_draft",
        "rubrics:rubric_publish",
    }
)

# These show something of one application, so they are tried in each of its states.
OF_APPLICATION = (
    "candidates:candidate",
    "candidates:candidate_cv",
    "candidates:candidate_edit",
    "candidates:confirm_stop",
    "candidates:application_step",
    "candidates:pipeline_nudge",
    "candidates:recusal_new",
    "candidates:recusal_list",
    "committee:",
    "interviewers:panel",
    "interviewers:schedule",
    "interviewers:move",
    "interviewers:cancel",
    "interviewers:add",
    "interviewers:release",
    "interviewers:reassign",
    "interviewers:decline",
    "interviewers:scorecard",
)


def names() -> list[str]:
    """The name of every address but allauth's, each once."""
    found = dict.fromkeys(_names(get_resolver().url_patterns, ""))
    return [name for name in found if not name.startswith(NOT_OURS)]


def is_of_application(name: str) -> bool:
    """Whether the answer may depend on the state of the application."""
    return name.startswith(OF_APPLICATION)


def needs_interview(name: str) -> bool:
    """Whether the address is of an interview or assignment, of which a fresh application has none."""
    parts = _parameters(name)
    return bool({"interview_uuid", "assignment_uuid"} & set(parts))


def address(name: str, world: World) -> str:
    """The address with the objects of `world` in it."""
    values = {part: _value(name, part, world) for part in _parameters(name)}
    return reverse(name, kwargs=values) + _query(name, world)


def absent_address(name: str) -> str | None:
    """The same address about what does not exist, or None when it is about nothing in particular."""
    parts = _parameters(name)
    if not any(part.endswith("uuid") for part in parts):
        return None
    values = {part: NOWHERE if part.endswith("uuid") else _OTHER[part] for part in parts}
    return reverse(name, kwargs=values)


_OTHER: dict[str, Any] = {"step": "hold", "slug": "recruiter-screen", "token": "no-token", "version": 1}


def _names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        elif pattern.name:
            yield space + pattern.name


def _parameters(name: str) -> list[str]:
    app, _, short = name.rpartition(":")
    resolver: Any = get_resolver()
    if app:
        resolver = resolver.namespace_dict[app][1]
    return list(resolver.reverse_dict.getlist(short)[0][0][0][1])


def _query(name: str, world: World) -> str:
    if name == "candidates:pipeline_version":
        return f"?rubric={world.job.rubric.uuid}"
    return "?scope=final" if name in ("calibration:compute", "calibration:progress") else ""


def _value(name: str, part: str, world: World) -> Any:
    if part in _OTHER:
        return _OTHER[part]
    if part == "visit_uuid" or name == "candidates:pipeline_nudge":
        return world.visit.uuid
    if part == "member_uuid":
        return world.extras["member"]
    if part == "interview_uuid":
        return world.interview.uuid if world.interview else NOWHERE
    if part == "assignment_uuid":
        owner = "scored" if name == "interviewers:scorecard_correction" else "blind"
        assignment = world.assignments.get(owner) or world.assignments.get("scored")
        return assignment.uuid if assignment else NOWHERE
    return _object(name, world)


def _object(name: str, world: World) -> Any:
    """The object whose `uuid` is the address's only one; the longest beginning that fits says which."""
    objects = {
        "accounts:": world.people["stranger"].uuid,
        "accounts:inbox": world.extras.get("inbox"),
        "calibration:": world.people["scored"].uuid,
        "candidates:": world.application.uuid,
        "candidates:application_new": world.application.candidate.uuid,
        "candidates:candidate": world.application.candidate.uuid,
        "candidates:cycle": world.extras.get("cycle"),
        "candidates:job": world.job.uuid,
        "candidates:recusal_over": world.extras.get("recusal"),
        "candidates:team": world.job.team.uuid,
        "committee:": world.application.uuid,
        "committee:clarification": world.extras.get("clarification", NOWHERE),
        "committee:clarification_ask": world.application.uuid,
        "committee:member": world.job.team.uuid,
        "committee:team": world.job.team.uuid,
        "committee:top": world.job.team.uuid,
        "integrations:": NOWHERE,
        "rubrics:": world.job.rubric.uuid,
    }
    return objects[max((start for start in objects if name.startswith(start)), key=len)]

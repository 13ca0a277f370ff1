"""Whose the lines of a sheet of answers are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from calibration.demographics_sheet import Report, SheetAnswer
from candidates.models import Application

CHUNK = 500


def applications_of(answers: Iterable[SheetAnswer], report: Report) -> dict[int, SheetAnswer]:
    """The answers by the application's key; lines that are nobody's, or not one's alone, go to `report`."""
    listed = list(answers)
    by_uuid = _by_uuid([answer.application for answer in listed if answer.application])
    by_name = _by_name({answer.candidate for answer in listed if answer.application is None})
    found: dict[int, SheetAnswer] = {}
    for answer in listed:
        keys = (
            by_name.get((answer.candidate, answer.job), [])
            if answer.application is None
            else by_uuid.get(answer.application, [])
        )
        if len(keys) != 1:
            report(answer.line, _not_one(answer, len(keys)))
        elif keys[0] in found:
            report(answer.line, f"this application is on line {found[keys[0]].line} too")
        else:
            found[keys[0]] = answer
    return found


def _by_uuid(uuids: Collection[UUID]) -> dict[UUID, list[int]]:
    listed = list(uuids)
    found: dict[UUID, list[int]] = {}
    for start in range(0, len(listed), CHUNK):
        rows = Application.objects.filter(uuid__in=listed[start : start + CHUNK])
        found.update({uuid: [key] for uuid, key in rows.values_list("uuid", "pk")})
    return found


def _by_name(names: Collection[str]) -> dict[tuple[str, str], list[int]]:
    """The applications of everybody called so, by name and job."""
    listed = sorted(names)
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for start in range(0, len(listed), CHUNK):
        rows = Application.objects.filter(candidate__name__in=listed[start : start + CHUNK])
        for name, job, key in rows.values_list("candidate__name", "job__slug", "pk"):
            found[name, job].append(key)
    return found


def _not_one(answer: SheetAnswer, number: int) -> str:
    if answer.application is not None:
        return "there is no such application"
    if not number:
        return "there is no application of such a candidate to such a job"
    return f"{number} applications fit this candidate and job; name the application by its uuid"

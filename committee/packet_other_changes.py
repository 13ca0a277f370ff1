"""What differs between two versions of a packet besides what its scorecards say: the team's bar, and what
the application is. None of it is evidence. Pure.
"""

from collections.abc import Iterator

from committee.snapshot import Change, ChangeKind, Exact, JobPart, Snapshot
from rubrics.gate import shown
from rubrics.wording import inline_name, number_word

NOT_SET = "not set"


def bar_changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """The profile of the team's top performer, and the average that the team has without the candidate."""
    return [*_top(before, after), *_average(before, after)]


def detail_changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """The candidate's name, the job, the days taken, the rubric, and the packet's own form."""
    changes = []
    if before["candidate"] != after["candidate"]:
        name = after["candidate"] or "erased"
        changes.append(detail("The candidate's name is now", before["candidate"], name))
    if before["job"] != after["job"]:
        changes.append(detail("The job is now", _job(before["job"]), _job(after["job"])))
    if before["days"] != after["days"]:
        old, new = (f"{each['days']['taken']} of {each['days']['expected']}" for each in (before, after))
        changes.append(detail("The days taken are now", old, new))
    if _rubric(before) != _rubric(after):
        old, new = (
            f"{each['rubric']['name']}, version {each['rubric']['version']}" for each in (before, after)
        )
        changes.append(detail("The rubric is now", old, new))
    if _form(before) != _form(after):
        changes.append(detail("The packet is written in another form"))
    return changes


def detail(sentence: str, before: str = "", after: str = "") -> Change:
    """A difference in what is known of the application."""
    return _change("details", sentence, before, after)


def _top(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old, new = before["bar"]["top"], after["bar"]["top"]
    if old is not None and new is not None:
        yield from _levels(after, old, new, "The level of the team's top performer")
    elif new is not None:
        yield _change("profile", "The team has a top performer now")
    elif old is not None:
        yield _change("profile", "The team has no top performer any more")


def _average(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old, new = before["bar"], after["bar"]
    if old["headcount"] != new["headcount"]:
        numbers = [number_word(each["headcount"]) for each in (old, new)]
        yield _change("profile", "The number of profiles that the team's average rests on is now", *numbers)
    yield from _levels(after, old["before"], new["before"], "The team's average")


def _levels(
    snapshot: Snapshot, before: dict[str, Exact | None], after: dict[str, Exact | None], what: str
) -> Iterator[Change]:
    names = {each["slug"]: each["name"] for each in snapshot["competencies"]}
    for slug in dict.fromkeys([*before, *after]):
        old, new = before.get(slug), after.get(slug)
        if old != new:
            told = f"{what} in {inline_name(names, slug)} is now"
            yield _change("profile", told, _shown(old), _shown(new), slug)


def _shown(level: Exact | None) -> str:
    return NOT_SET if level is None else shown((level[0], level[1]))


def _job(job: JobPart) -> str:
    return ", ".join(part for part in (job["title"], job["level"], job["team"]) if part)


def _rubric(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot["rubric"], snapshot["policy"], snapshot["competencies"]


def _form(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot["format"], snapshot["question"], snapshot["comparison"]


def _change(kind: ChangeKind, sentence: str, before: str = "", after: str = "", slug: str = "") -> Change:
    """`sentence`, what is there now, and what was there before."""
    told = f"{sentence} {after}" if after else sentence
    return Change(
        kind=kind,
        stage="",
        competency=slug,
        interviewer="",
        before=before,
        after=after,
        sentence=f"{told}; before, {before}" if before else told,
        evidence=False,
    )

"""The pages of a question: what it is asked about, and what its author answers beside."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from accounts.models import User
from candidates.models import Application
from committee.models import Clarification
from committee.packet_view_names import CardName, Names, Shaded, names_of
from committee.permissions.packets import packets_for
from committee.quoting import Quoted, quoted_scores
from committee.snapshot import CardPart, Snapshot
from interviewers.content import (
    Problem,
    ScorecardContent,
    checked_content,
    read_content,
    signals_rating_low,
    tidied,
    written_fields,
)
from interviewers.queries.scorecard_pages import (
    OwnAssignment,
    StoredScorecard,
    filled_sheet,
    own_assignment,
    stored_scorecard,
)
from interviewers.sheet import CompetencySheet, ScorecardSheet

PARTS = ("value", "why_not", "evidence", "why_high")


@dataclass(frozen=True, slots=True)
class SaidValue:
    """What the scorecard says of one competency."""

    competency: str
    value: Shaded
    evidence: str
    why: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """What is asked about, as the asker reads it in that version of the packet. `about` is the competency's
    name, "" for the whole scorecard; `others` are the names of everybody else who scored.
    """

    scorecard: UUID
    version: int
    competency: str
    card: CardName
    about: str
    said: tuple[SaidValue, ...]
    summary: str
    names: Names
    others: tuple[str, ...]
    own_values: frozenset[int]

    def quoted(self, question: str) -> list[Quoted]:
        """The passages of the question that tell its reader what others scored."""
        return quoted_scores(question, policy=self.names.policy, names=self.others, own=self.own_values)


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A question as the author of the scorecard reads it: with their own scorecard and nobody else's."""

    asked: Clarification
    own: OwnAssignment
    stored: StoredScorecard
    sheet: ScorecardSheet
    competencies: tuple[CompetencySheet, ...]  # those asked about
    revision: int


def ask_page(
    reader: User, application: Application, *, card: str, competency: str, version: int | None = None
) -> AskPage | None:
    """The card with that key in that version, or in the newest; None when the reader can read no such card,
    or it does not have that competency.
    """
    packets = packets_for(reader, application).select_related("content").defer("content__pdf")
    packet = (packets.filter(version=version) if version else packets).last()
    if packet is None or not packet.content.snapshot or card not in packet.references:
        return None
    snapshot: Snapshot = json.loads(packet.content.snapshot)
    cards = [part for stage in snapshot["stages"] for part in stage["cards"]]
    part = next(found for found in cards if found["key"] == card)
    if competency and competency not in part["values"]:
        return None
    names = names_of(snapshot)
    asked_about = {competency} if competency else part["values"].keys()
    everybody = {found["interviewer"] for found in cards}
    return AskPage(
        scorecard=UUID(packet.references[card]),
        version=packet.version,
        competency=competency,
        card=names.cards[card],
        about=names.competencies[competency] if competency else "",
        said=tuple(_said(part, slug, names) for slug in names.competencies if slug in asked_about),
        summary="" if competency else part["summary"],
        names=names,
        others=tuple(sorted(everybody - {part["interviewer"], reader.name})),
        own_values=frozenset(value for value in part["values"].values() if value is not None),
    )


def answer_page(
    author: User,
    asked: Clarification,
    fields: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
) -> AnswerPage:
    """The page with the scores as they are stored, or with `fields` as they were typed."""
    own = own_assignment(author, asked.scorecard.assignment.uuid)
    stored = stored_scorecard(author, own)
    latest = stored.revisions[-1].revision
    sheet = filled_sheet(own, fields if fields is not None else written_fields(latest.content), problems)
    slugs = _slugs(asked, own)
    content = latest.content
    return AnswerPage(
        asked=asked,
        own=own,
        stored=stored,
        sheet=sheet,
        competencies=tuple(
            replace(row, lowered_by=tuple(signals_rating_low(row.slug, content.signals, own.stage)))
            for row in sheet.competencies
            if row.slug in slugs
        ),
        revision=latest.number,
    )


@dataclass(frozen=True, slots=True)
class TypedScores:
    """What an author typed of the scores asked about, put into their stored scorecard. `corrected` is None
    when nothing of it differs.
    """

    fields: Mapping[str, str]
    corrected: ScorecardContent | None
    problems: Sequence[Problem]


def typed_scores(page: AnswerPage, posted: Mapping[str, str]) -> TypedScores:
    """The scores that were sent; a field that was not sent stays as it is stored."""
    stored = written_fields(page.stored.revisions[-1].revision.content)
    wanted = [f"{part}.{slug}" for slug in _slugs(page.asked, page.own) for part in PARTS]
    typed = stored | {name: tidied(posted[name]) for name in wanted if name in posted}
    before, _ = read_content(stored, page.own.stage)
    content, problems = checked_content(typed, page.own.stage, page.own.rubric.policy)
    changed = bool(problems) or content != before
    return TypedScores(typed, content if changed else None, problems if changed else ())


def _slugs(asked: Clarification, own: OwnAssignment) -> tuple[str, ...]:
    return (asked.competency.slug,) if asked.competency else own.stage.competencies


def _said(part: CardPart, slug: str, names: Names) -> SaidValue:
    why = part["why_not"].get(slug, "") or part["why_high"].get(slug, "")
    return SaidValue(
        names.competencies[slug], names.value(part["values"][slug]), part["evidence"].get(slug, ""), why
    )

"""Verdicts, the evidence they rest on, and what has come since; for the rules about them."""

from candidates.models import Application, StageVisit
from committee.models import Clarification, Packet, Verdict
from rubrics.queries import stored_rubric
from rubrics.wording import inline_name


def latest_verdict(application: Application) -> Verdict | None:
    """The one that counts: of the latest attempt at the bar raiser's stage that has any, the last."""
    rows = Verdict.objects.filter(application=application).select_related("packet")
    return rows.order_by("-visit__attempt", "-number").first()


def newest_evidence(application: Application) -> int:
    """The version of the packet that last brought something new said of the candidate; 0 while none did."""
    news = Packet.objects.filter(application=application, new_evidence=True).order_by("-version")
    return news.values_list("version", flat=True).first() or 0


def is_on_newest(verdict: Verdict, newest: int) -> bool:
    """Whether the bar raiser knew the evidence of that version when they gave it."""
    return (verdict.packet.version if verdict.packet else 0) >= newest


def open_questions(visit: StageVisit) -> list[str]:
    """The questions asked in the visit that nobody has answered, in words: "to Ines Interviewer about
    judgment", the oldest first.
    """
    rows = Clarification.objects.open().filter(visit=visit).order_by("asked_at", "pk")
    return [_question(row) for row in rows.select_related("scorecard__interviewer", "competency")]


def critique_prompt(visit: StageVisit) -> str:
    """What the rubric has the bar raiser ask about a past decision, "" where it asks for no critique."""
    stage = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id)
    return next((prompt.text for prompt in stage.prompts if prompt.critique), "")


def _question(row: Clarification) -> str:
    about = row.competency
    subject = f" about {inline_name({about.slug: about.name}, about.slug)}" if about else ""
    return f"to {row.scorecard.interviewer}{subject}"

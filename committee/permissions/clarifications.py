"""Who asks, answers and takes back questions about scorecards, and who sees them.

`visible_*` and `can_*` agree, by test.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from candidates.models import Application, Participation, ParticipationCapacity, Recusal, StageVisit
from candidates.permissions import WITHHOLDING, sight_of
from candidates.sight import Reach, Sight
from committee.models import Clarification, ClarificationState
from hiring.access import ALLOWED, Access, refused
from interviewers.queries.people import is_bar_raiser_stage, judges
from rubrics.models import StageKindChoice

ONLY_THE_BAR_RAISER = "Only the bar raiser of this loop asks about scorecards."
NOT_YOURS = "You have no part in this question."
NO_LONGER_OPEN = {
    ClarificationState.ANSWERED: "This question has been answered.",
    ClarificationState.WITHDRAWN: "This question needs no answer any more.",
}


def can_ask(user: User, application: Application, seen: Sight | None = None) -> Access:
    """Whether the person may ask an author about a scorecard: the bar raiser of the open bar-raiser visit,
    while the application is open, before and after their own scorecard. `seen` is their sight where the
    caller has it.
    """
    if visit_to_ask_from(user, application, seen) is None:
        return refused(ONLY_THE_BAR_RAISER)
    if not application.is_open:
        return refused("This application is not open any more, so there is nothing left to clear up.")
    return ALLOWED


def visit_to_ask_from(user: User, application: Application, seen: Sight | None = None) -> StageVisit | None:
    """The open bar-raiser visit at which the person answers for the bar, or None."""
    visit = StageVisit.objects.open().filter(application=application).first()
    if visit is None or not is_bar_raiser_stage(visit) or not _judges(user, visit):
        return None
    return visit if (seen or sight_of(user, application)).cards is Reach.ALL else None


def can_answer(user: User, clarification: Clarification) -> Access:
    """Whether the person may answer it: the author of the scorecard, unless recused, while it is open."""
    return was_asked(user, clarification) and still_open(clarification)


def can_withdraw(user: User, clarification: Clarification) -> Access:
    """Whether the person may take it back: who is the bar raiser of its visit by now, while it is open."""
    return may_take_back(user, clarification) and still_open(clarification)


def was_asked(user: User, clarification: Clarification) -> Access:
    """Whether it is for the person to answer, open or not."""
    if clarification.scorecard.interviewer_id != user.pk or _is_recused(user, clarification):
        return refused(NOT_YOURS)
    return ALLOWED


def may_take_back(user: User, clarification: Clarification) -> Access:
    """Whether it is for the person to take back, open or not."""
    if _judges(user, clarification.visit) and can_see_clarification(user, clarification):
        return ALLOWED
    return refused("Only the bar raiser takes a question back.")


def still_open(clarification: Clarification) -> Access:
    """Whether it waits for its answer, and what became of it when it does not."""
    if clarification.state == ClarificationState.OPEN:
        return ALLOWED
    return refused(NO_LONGER_OPEN[ClarificationState(clarification.state)])


def visible_clarifications(user: User) -> QuerySet[Clarification]:
    """The questions that the person may read: those asked of them, and those of packets they may read."""
    recused = Recusal.objects.standing().filter(application=OuterRef("application"), user=user)
    rows = Clarification.objects.exclude(Exists(recused))
    return rows.filter(Q(scorecard__interviewer=user) | _of_readable_packets(user))


def can_see_clarification(user: User, clarification: Clarification) -> Access:
    """Whether the person may read the question and its answer."""
    if visible_clarifications(user).filter(pk=clarification.pk).exists():
        return ALLOWED
    return refused(NOT_YOURS)


def _of_readable_packets(user: User) -> Q:
    """Of applications whose packet the person may read: the set-wise half of that permission, by test.

    A bar raiser who has still to score reads nothing about the scorecards beside theirs.
    """
    here = Participation.objects.filter(application=OuterRef("application"), user=user)
    judging = here.filter(capacity=ParticipationCapacity.BAR_RAISER, ended_at=None)
    unfinished = StageVisit.objects.filter(application=OuterRef("application"), submitted__gt=0, final=False)
    sees_cards = Exists(here.filter(submitted_cards__gt=0)) | ~Exists(unfinished)
    debriefed = Q(application__debrief_opened_at__isnull=False) | Q(application__decided_at__isnull=False)
    readers = Q(Exists(judging)) | (Q(application__job__hiring_manager=user) & debriefed & sees_cards)
    if user.is_chair:
        readers |= Q(sees_cards)
    beside_theirs = Q(Exists(judging.filter(open_cards__gt=0))) & Q(
        scorecard__visit__stage__kind=StageKindChoice.BAR_RAISER
    )
    opened = Q(application__bar_raiser_opened_at__isnull=False)
    return readers & opened & ~Exists(here.filter(WITHHOLDING)) & ~beside_theirs


def _judges(user: User, visit: StageVisit) -> bool:
    return judges(visit).filter(interviewer=user).exists()


def _is_recused(user: User, clarification: Clarification) -> bool:
    return Recusal.objects.standing().filter(application=clarification.application_id, user=user).exists()

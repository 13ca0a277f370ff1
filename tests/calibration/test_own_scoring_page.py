"""An interviewer's own scoring: from decided applications alone, with nobody else's name."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from calibration.models import Scope
from calibration.permissions.hidden import hidden_applications
from candidates.models import Application, Job, Participation
from candidates.services.recusal import recusal_declare
from rubrics.models import Rubric
from tests.calibration.kept import kept, of_people
from tests.calibration.periods import Cycle, computed
from tests.calibration.simulated_evidence import Committee, simulated_evidence
from tests.candidates.pages import FORBIDDEN, FOUND, queries, signed_in, text
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/calibration/mine/"
STRICT = Committee([0.9, 0.0, 0.0, 0.0, 0.0, 0.0], candidates=60)


@pytest.fixture
def cycle(job: Job, recruiter: User, people: list[User]) -> Cycle:
    return Cycle(job, recruiter, people)


def findings(client: Client) -> str:
    """What the page says below the line on how old it is, as words."""
    page = text(client, PAGE).split("From your scorecards of decided applications", 1)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def decided(cycle: Cycle) -> list[Application]:
    """Three decided applications, in which the first interviewer gave four blind scores each."""
    stages = [([4], [4, 4, 3]), ([4], [3, 3, 4]), ([5], [5, 4, 4])]
    return [cycle.candidate(*values, state="no_offer") for values in stages]


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("interviewer", FOUND),
        ("bar_raiser", FOUND),
        ("chair", FORBIDDEN),
        ("auditor", FORBIDDEN),
        ("recruiter", FORBIDDEN),
        ("administrator", FORBIDDEN),
        ("hiring_manager", FORBIDDEN),
    ],
)
def test_who_has_a_scoring_of_their_own(
    request: pytest.FixtureRequest, rubric: Rubric, persona: str, status: int
) -> None:
    client = signed_in(request.getfixturevalue(persona))
    assert client.get(PAGE).status_code == status
    assert ("Your scoring" in client.get("/account/", follow=True).content.decode()) == (status == FOUND)


def test_the_reader_is_told_of_themselves_and_nobody_else(rubric: Rubric, interviewer: User) -> None:
    colleagues = [UserFactory(name=f"Colleague {at}", is_interviewer=True) for at in range(5)]
    kept(of_people(simulated_evidence(STRICT), [interviewer, *colleagues]), scope=Scope.DECIDED)
    client = signed_in(interviewer)
    assert re.search(r"You give 0\.\d\d points less than the average interviewer", findings(client))
    for answer in (
        text(client, PAGE),
        text(client, f"{PAGE}?csv=severity"),
        text(client, f"{PAGE}?csv=values"),
    ):
        assert "Colleague" not in answer
        assert not [person for person in colleagues if str(person.uuid) in answer]


def test_a_colleagues_or_an_own_undecided_application_changes_nothing(
    cycle: Cycle, interviewer: User
) -> None:
    decided(cycle)
    before = computed(scope=Scope.DECIDED)
    client = signed_in(interviewer)
    said = findings(client)
    assert "12 scores of 3 candidates" in said
    cycle.candidate([5], [1, 5, 5])
    replace(cycle, people=cycle.people[1:]).candidate([5], [1, 5])
    after = computed(scope=Scope.DECIDED)
    assert (after.inputs_digest, after.scores) == (before.inputs_digest, before.scores)
    assert findings(client) == said


def test_what_the_reader_is_recused_from_is_in_no_number(cycle: Cycle, interviewer: User) -> None:
    related, *_ = decided(cycle)
    computed(scope=Scope.DECIDED)
    recusal_declare(actor=interviewer, at=MONDAY, application=related, reason="")
    client = signed_in(interviewer)
    assert "Not computed yet" in text(client, PAGE)
    hidden = hidden_applications(interviewer, Scope.DECIDED)
    assert hidden == (str(related.uuid),)
    run = computed(scope=Scope.DECIDED, hidden=hidden)
    assert (run.applications, run.scores) == (2, 32)
    assert "8 scores of 2 candidates" in findings(client)


def test_who_still_has_to_score_somewhere_reads_the_numbers_that_everybody_reads(
    cycle: Cycle, interviewer: User, application: Application
) -> None:
    decided(cycle)
    computed(scope=Scope.DECIDED)
    Participation.objects.create(
        application=application, user=interviewer, capacity="interviewer", open_cards=1
    )
    assert hidden_applications(interviewer) == (str(application.uuid),)
    assert hidden_applications(interviewer, Scope.DECIDED) == ()
    assert "12 scores of 3 candidates" in findings(signed_in(interviewer))


def test_an_imported_history_is_not_hidden_from_the_bar_raiser_who_scored_in_it(
    cycle: Cycle, bar_raiser: User
) -> None:
    past, ahead = decided(cycle)[:2]
    as_bar_raiser = {"user": bar_raiser, "capacity": "bar_raiser"}
    Participation.objects.create(application=past, submitted_cards=1, **as_bar_raiser)
    assert hidden_applications(bar_raiser, Scope.DECIDED) == hidden_applications(bar_raiser) == ()
    Participation.objects.create(application=ahead, **as_bar_raiser)
    assert hidden_applications(bar_raiser) == (str(ahead.uuid),)
    Participation.objects.create(application=past, user=bar_raiser, capacity="interviewer", open_cards=1)
    assert len(hidden_applications(bar_raiser)) == 2


def test_scores_that_are_all_the_same_are_said_to_tell_nothing(cycle: Cycle, interviewer: User) -> None:
    cycle.candidate([4], [4, 4, 4], state="offer")
    computed(scope=Scope.DECIDED)
    said = findings(signed_in(interviewer))
    assert "Severity All scores are the same, so nothing tells anyone apart." in said
    assert "From 4 to 4 in 4 scores." in said


def test_before_the_first_run_it_can_be_computed_from_the_page(cycle: Cycle, interviewer: User) -> None:
    decided(cycle)
    client = signed_in(interviewer)
    page = text(client, PAGE)
    assert "Not computed yet" in page
    assert re.search(r'action="/calibration/compute/\?[^"]*scope=decided"', page)
    assert 'href="/calibration/?' not in page


def test_who_has_no_decided_application_is_told_when_there_will_be_numbers(
    cycle: Cycle, interviewer: User
) -> None:
    cycle.candidate([4])
    computed(scope=Scope.DECIDED)
    assert "No decided applications of yours in this period" in findings(signed_in(interviewer))


@pytest.mark.parametrize(("size", "told"), [(2, False), (3, True)])
def test_the_reader_is_not_told_how_one_single_colleague_scores(
    rubric: Rubric, interviewer: User, size: int, told: bool
) -> None:
    made = Committee(STRICT.severity[:size], candidates=60, cycles=2)
    people = [interviewer, *(UserFactory() for _ in range(size - 1))]
    kept(of_people(simulated_evidence(made), people), scope=Scope.DECIDED)
    client = signed_in(interviewer)
    said = findings(client)
    assert ("than the average interviewer" in said) == told
    assert ("Compared with one colleague alone" in said) != told
    assert ("over all interviewers" in said) == told
    assert ("Severity from cycle to cycle" in said) == told
    assert len(text(client, f"{PAGE}?csv=severity").splitlines()) == 1 + told


def test_three_interviewers_take_as_many_queries_as_one(rubric: Rubric, interviewer: User) -> None:
    client, counts = signed_in(interviewer), []
    people = [interviewer, *(UserFactory() for _ in range(2))]
    for size in (1, 3):
        made = replace(STRICT, severity=STRICT.severity[:size])
        kept(of_people(simulated_evidence(made), people[:size]), scope=Scope.DECIDED)
        client.get(PAGE)
        counts.append(queries(client, PAGE))
    assert counts[0] == counts[1] <= 12

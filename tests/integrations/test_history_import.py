"""What an import stores, and that it stores all of it, once, or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from accounts.models import AuditEntry, User
from candidates.models import Application, Candidate, HiringCycle, Job, Recusal, StageVisit
from candidates.queries.history import past_candidates_known
from committee.ledger import Head, verify
from committee.models import Decision, GateOutcome
from committee.queries.ledger import stored_chains
from hiring.canonical import text_digest
from integrations.history.plan import Summary
from integrations.history.services import HistoryRefused, PreviewOutdated, history_import
from interviewers.models import Assignment, Scorecard, ScorecardText
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from rubrics.services import rubric_publish, rubric_store
from tests.factories import MONDAY, CandidateFactory, UserFactory
from tests.integrations.sheets import Row, card, file_history, imported, read, stored_scores

NOTHING_NEW = Summary(0, 0, 0, 0, 1, [], [], [], [])


def refusals(rubric: Rubric, *sheets: Sequence[Row], actor: User | None = None) -> list[str]:
    with pytest.raises(HistoryRefused) as refused:
        imported(rubric, *sheets, actor=actor)
    return [str(problem) for problem in refused.value.problems]


def test_an_import_makes_what_is_missing_and_says_how_much(rubric: Rubric) -> None:
    result = imported(
        rubric, card(job="pm-p6", team="growth", cycle="spring", decision="offer"), card(stage="leadership")
    )
    names = ["imported", "pm-p6"]
    assert result.added == Summary(
        1, 2, 2, 1, 0, names, ["growth", "imported"], ["spring"], ["ines@example.com"]
    )
    assert [str(job) for job in result.jobs] == ["Imported", "Pm p6"]
    assert stored_scores() == {
        ("Dalia Fontaine", stage, "ines@example.com", competency, value)
        for stage in ("recruiter-screen", "leadership")
        for competency, value in zip(
            ("judgment", "communication", "impact", "curiosity"), (400, 300, 400, 400), strict=True
        )
    }


def test_imported_applications_are_history_that_nothing_moves(rubric: Rubric) -> None:
    imported(rubric, card(scores="1111"), card("Ben Okafor", decision="offer", scores="5555"))
    assert set(Application.objects.values_list("origin", "state")) == {
        ("imported", "closed"),
        ("imported", "offer"),
    }
    assert StageVisit.objects.open().count() == 0
    assert set(GateOutcome.objects.values_list("advisory", "result")) == {(True, "stop"), (True, "advance")}


def test_the_same_sheets_again_change_nothing(rubric: Rubric) -> None:
    imported(rubric, card(decision="offer", cycle="spring", team="growth"))
    before = stored_scores(), GateOutcome.objects.count(), AuditEntry.objects.count()
    again = imported(
        rubric, card(decision="offer", cycle="spring", team="growth"), at=MONDAY + timedelta(days=9)
    )
    assert (again.added, again.jobs) == (NOTHING_NEW, [])
    assert (stored_scores(), GateOutcome.objects.count(), AuditEntry.objects.count()) == before


def test_another_value_for_a_stored_score_is_an_error_that_names_both(rubric: Rubric) -> None:
    imported(rubric, card(scores="4344"))
    where = "a.csv, line 3: ines@example.com gave Dalia Fontaine 5 for communication at recruiter-screen"
    assert refusals(rubric, card(scores="4544")) == [f"{where}, but 3 in what is stored already"]


def test_a_contradiction_keeps_everything_else_out_too(rubric: Rubric) -> None:
    imported(rubric, card())
    refusals(rubric, card("Ben Okafor"), card(scores="5555"))
    assert (Candidate.objects.count(), Scorecard.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("column", "first", "second", "words"),
    [
        ("decision", "offer", "no_offer", "the decision on Dalia Fontaine is no_offer, but offer"),
        ("cycle", "spring", "autumn", "the cycle of Dalia Fontaine is autumn, but spring"),
        ("team", "growth", "studio", "the team of imported is studio, but growth"),
    ],
)
def test_what_is_stored_otherwise_is_named(
    column: str, first: str, second: str, words: str, rubric: Rubric
) -> None:
    imported(rubric, card(**{column: first}))
    problems = refusals(rubric, card(**{column: second}))
    assert problems == [f"a.csv, line 2: {words} in what is stored already"]


def test_an_error_half_way_leaves_nothing(rubric: Rubric, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(done: float, what: str) -> None:
        if done >= 1:
            raise IntegrityError("the disk is full")

    history, _ = read(stored_rubric(rubric.pk).plan, card())
    with pytest.raises(IntegrityError):
        history_import(actor=None, at=MONDAY, rubric=rubric, history=history, progress=stop)
    assert (Application.objects.count(), Job.objects.count(), Scorecard.objects.count()) == (0, 0, 0)


def test_an_import_that_is_no_longer_what_was_previewed_writes_nothing(rubric: Rubric) -> None:
    imported(rubric, card())
    history, _ = read(stored_rubric(rubric.pk).plan, card(), card("Ben Okafor"))
    with pytest.raises(PreviewOutdated):
        history_import(actor=None, at=MONDAY, rubric=rubric, history=history, previewed=NOTHING_NEW)
    assert Application.objects.count() == 1


def test_a_further_scorecard_of_a_stored_visit_appends_an_outcome(rubric: Rubric) -> None:
    imported(rubric, card(scores="4444"))
    imported(rubric, card(interviewer="omar@example.com", scores="2444"))
    outcomes = GateOutcome.objects.order_by("number").values_list("number", "trigger", "result", "reason")
    assert list(outcomes) == [(1, "import", "advance", "cleared"), (2, "import", "stop", "threshold")]
    visit = StageVisit.objects.get()
    assert (visit.expected, visit.submitted, visit.result) == (2, 2, "stop")


def test_the_ledger_verifies_after_imports(rubric: Rubric) -> None:
    imported(rubric, card(scores="4444"), card("Ben Okafor", stage="leadership"))
    imported(rubric, card(interviewer="omar@example.com", scores="2444"))
    head = Head()
    assert (verify(stored_chains(), head), head.applications, head.outcomes) == (None, 2, 3)


def test_times_are_those_of_the_sheets(rubric: Rubric) -> None:
    early = card(interviewed_at="2025-05-05T09:00Z", submitted_at="2025-05-06T10:00Z", cycle="spring")
    late = card(stage="leadership", interviewed_at="2025-05-20T09:00Z", decision="offer")
    imported(rubric, late)
    imported(rubric, early)
    application = Application.objects.get()
    first, last = datetime(2025, 5, 5, 9, tzinfo=UTC), datetime(2025, 5, 20, 10, tzinfo=UTC)
    assert (application.applied_at, application.state_since, application.decided_at) == (first, last, last)
    card_ = Scorecard.objects.get(visit__stage__slug="recruiter-screen")
    assert (card_.submitted_at, card_.is_late) == (datetime(2025, 5, 6, 10, tzinfo=UTC), True)


def test_a_new_cycle_lasts_from_its_first_interview_to_its_last_scorecard(rubric: Rubric) -> None:
    first = card(interviewed_at="2025-05-05T09:00Z", cycle="spring")
    imported(rubric, first, card("Ben Okafor", submitted_at="2025-07-01", cycle="spring"))
    cycle = HiringCycle.objects.get()
    assert (cycle.starts_on.isoformat(), cycle.ends_on.isoformat()) == ("2025-05-05", "2025-07-01")


def test_a_decision_that_comes_later_is_noted_once(rubric: Rubric) -> None:
    imported(rubric, card(submitted_at="2025-05-06T10:00Z"))
    added = imported(rubric, card(submitted_at="2025-05-06T10:00Z", decision="no_offer")).added
    assert (added.applications, added.scorecards, added.decisions) == (0, 0, 1)
    assert Decision.objects.get().decided_at == datetime(2025, 5, 6, 10, tzinfo=UTC)
    assert Application.objects.get().state == "no_offer"


def test_unknown_interviewers_are_made_inactive_and_known_ones_are_kept(rubric: Rubric) -> None:
    known = UserFactory(email="ines@example.com", name="Ines Interviewer", is_interviewer=True)
    imported(rubric, card(interviewer="Ines@Example.com"), card(stage="leadership", interviewer="R. Moreau"))
    made = User.objects.get(name="R. Moreau")
    assert set(Assignment.objects.values_list("interviewer", flat=True)) == {known.pk, made.pk}
    address = f"{text_digest('R. Moreau')[:40]}@imported.invalid"
    assert (made.email, made.is_active, made.has_usable_password()) == (address, False, False)


def test_a_name_like_a_formula_is_kept_as_it_is(rubric: Rubric) -> None:
    imported(rubric, card("=1+1", interviewer="=cmd|' /C calc'!A0"))
    assert Candidate.objects.get().name == "=1+1"
    assert User.objects.get(is_active=False).name == "=cmd|' /C calc'!A0"


def test_evidence_is_kept_with_its_score(rubric: Rubric) -> None:
    imported(rubric, card(scores="4", evidence="Stopped a launch, on “retention”."))
    text = ScorecardText.objects.get()
    assert (text.kind, str(text.competency), text.text) == (
        "evidence",
        "Judgment",
        "Stopped a launch, on “retention”.",
    )


def test_a_candidate_with_the_same_e_mail_is_the_same_person(rubric: Rubric) -> None:
    here = CandidateFactory(name="Dalia Fontaine", email="d@example.org")
    imported(rubric, card(email="D@example.org"))
    assert Application.objects.get().candidate == here


def test_somebody_who_only_shares_a_name_is_another_person(rubric: Rubric) -> None:
    CandidateFactory(name="Dalia Fontaine", email="", email_normalised="")
    assert past_candidates_known([("Dalia Fontaine", "")]) == {}
    assert imported(rubric, card()).added.candidates == 1


def test_an_e_mail_that_comes_later_is_noted_on_the_candidate(rubric: Rubric) -> None:
    imported(rubric, card())
    added = imported(rubric, card(), card(stage="leadership", email="d@example.org")).added
    assert (added.candidates, added.applications, added.scorecards) == (0, 0, 1)
    assert Candidate.objects.get().email_normalised == "d@example.org"


def test_two_candidates_of_one_name_are_told_apart_by_e_mail(rubric: Rubric) -> None:
    imported(rubric, card(email="a@example.org"), card(email="b@example.org", scores="2222"))
    assert Application.objects.count() == 2
    words = "the email is empty, and 2 candidates of this name are stored"
    assert refusals(rubric, card(stage="leadership")) == [f"a.csv, line 2: {words}"]


def test_a_recused_person_learns_nothing_of_what_is_stored(rubric: Rubric, recruiter: User) -> None:
    imported(rubric, card(scores="4444"))
    Recusal.objects.create(
        application=Application.objects.get(), user=recruiter, declared_at=MONDAY, declared_by=recruiter
    )
    words = "you have a conflict with Dalia Fontaine; somebody else has to import their rows"
    assert refusals(rubric, card(scores="5555"), actor=recruiter) == [f"a.csv, line 2: {words}"]


def test_another_rubric_for_a_stored_application_is_named(rubric: Rubric) -> None:
    imported(rubric, card())
    later = replace(shipped_rubric("reference"), version=2)
    other = rubric_publish(actor=None, at=MONDAY, rubric=rubric_store(actor=None, at=MONDAY, plan=later))
    words = f"Dalia Fontaine is stored already with another rubric, {rubric}"
    assert refusals(other, card(stage="leadership")) == [f"a.csv, line 2: {words}"]


def test_the_audit_trail_says_which_jobs_somebody_imported(rubric: Rubric, recruiter: User) -> None:
    imported(rubric, card(job="pm-p6"), actor=recruiter)
    actions = AuditEntry.objects.filter(actor=recruiter).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["team.create", "job.create", "history.import"]


def test_the_untidy_sheet_comes_in_with_half_points_and_names_in_every_script(db: None) -> None:
    plan = shipped_rubric("reference")
    plan = replace(plan, policy=replace(plan.policy, step=50))
    rubric = rubric_publish(actor=None, at=MONDAY, rubric=rubric_store(actor=None, at=MONDAY, plan=plan))
    history, problems = file_history(plan, "untidy.csv")
    assert problems == []
    history_import(actor=None, at=MONDAY, rubric=rubric, history=history)
    stored = {row for row in stored_scores() if row[4] is not None}
    assert ("นภา ศรีสุข (0109)", "product-sense", "interviewer-22@example.com", "curiosity", 300) in stored
    assert (
        'Zoë "Zed" O\'Neil (0046)',
        "product-sense",
        "interviewer-06@example.com",
        "curiosity",
        350,
    ) in stored
    assert len(stored) == sum(
        value is not None for found in history.cards.values() for value in found.values.values()
    )

"""Teams, hiring cycles and jobs."""

import dataclasses
import datetime
import uuid

import pytest

from accounts.models import AuditEntry, User
from accounts.open_work import OpenWorkProvider
from candidates.models import HiringCycle, Job, JobRecruiter, Team
from candidates.open_work import JobsHiredFor, JobsRecruitedFor, WorkGone
from candidates.services.organisation import (
    DatesReversed,
    JobContent,
    JobStateUnchanged,
    NameTaken,
    RecruiterMissing,
    RubricNotPublished,
    cycle_create,
    cycle_update,
    job_close,
    job_content,
    job_create,
    job_reopen,
    job_update,
    team_create,
    team_update,
)
from hiring.access import AccessRefused
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.services import rubric_store
from tests.factories import MONDAY, HiringCycleFactory, TeamFactory, UserFactory

JANUARY, JUNE = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)
TUESDAY = MONDAY + datetime.timedelta(days=1)


@pytest.fixture
def content(rubric: Rubric, recruiter: User, hiring_manager: User) -> JobContent:
    return JobContent(
        title="Senior product manager",
        team=TeamFactory(),
        level="P6",
        hiring_manager=hiring_manager,
        recruiters=(recruiter,),
        rubric=rubric,
        cycle=HiringCycleFactory(),
    )


def test_a_team_has_a_slug_made_of_its_name(recruiter: User, hiring_manager: User) -> None:
    team = team_create(actor=recruiter, at=MONDAY, name=" Member growth ", lead=hiring_manager)
    assert (team.name, team.slug, team.lead) == ("Member growth", "member-growth", hiring_manager)
    entry = AuditEntry.objects.get(action="team.create")
    assert entry.changes == {"name": "Member growth", "lead": str(hiring_manager.uuid)}


def test_a_slug_that_is_taken_gets_a_number(recruiter: User) -> None:
    team_create(actor=recruiter, at=MONDAY, name="Studio tools", lead=None)
    team = team_create(actor=recruiter, at=MONDAY, name="Studio-tools", lead=None)
    assert team.slug == "studio-tools-2"


def test_a_name_without_any_letter_for_a_slug_gets_one_all_the_same(recruiter: User) -> None:
    assert team_create(actor=recruiter, at=MONDAY, name="探索", lead=None).slug == "team"


def test_two_teams_cannot_have_one_name_whatever_its_case(recruiter: User) -> None:
    team_create(actor=recruiter, at=MONDAY, name="Discovery", lead=None)
    with pytest.raises(NameTaken, match="already one named discovery"):
        team_create(actor=recruiter, at=MONDAY, name="discovery", lead=None)
    assert Team.objects.count() == 1


def test_a_team_keeps_its_slug_when_renamed(recruiter: User) -> None:
    team = team_create(actor=recruiter, at=MONDAY, name="Discovery", lead=None)
    renamed = team_update(actor=recruiter, at=TUESDAY, team=team, name="Search", lead=None)
    assert (renamed.name, renamed.slug) == ("Search", "discovery")
    assert AuditEntry.objects.get(action="team.update").changes == {"name": ["Discovery", "Search"]}


def test_saving_a_team_unchanged_leaves_no_trace(recruiter: User) -> None:
    team = team_create(actor=recruiter, at=MONDAY, name="Discovery", lead=None)
    team_update(actor=recruiter, at=TUESDAY, team=team, name="Discovery", lead=None)
    assert AuditEntry.objects.filter(action="team.update").count() == 0


def test_a_cycle_may_be_one_day(recruiter: User) -> None:
    cycle = cycle_create(actor=recruiter, at=MONDAY, name="A day", starts_on=JUNE, ends_on=JUNE)
    assert (cycle.starts_on, cycle.ends_on, cycle.slug) == (JUNE, JUNE, "a-day")


def test_a_cycle_does_not_end_before_it_starts(recruiter: User) -> None:
    with pytest.raises(DatesReversed):
        cycle_create(actor=recruiter, at=MONDAY, name="Backwards", starts_on=JUNE, ends_on=JANUARY)
    assert HiringCycle.objects.count() == 0


def test_an_edited_cycle_notes_both_days(recruiter: User) -> None:
    cycle = cycle_create(actor=recruiter, at=MONDAY, name="Half", starts_on=JANUARY, ends_on=JUNE)
    cycle_update(actor=recruiter, at=MONDAY, cycle=cycle, name="Half", starts_on=JANUARY, ends_on=JANUARY)
    changes = AuditEntry.objects.get(action="cycle.update").changes
    assert changes == {"ends_on": ["2026-06-30", "2026-01-01"]}


def test_a_job_keeps_all_that_was_said(recruiter: User, content: JobContent) -> None:
    job = job_create(actor=recruiter, at=MONDAY, content=content, key=uuid.uuid4())
    assert job_content(job) == content
    assert (job.slug, job.opened_at, job.closed_at) == ("senior-product-manager-p6", MONDAY, None)


def test_the_same_key_again_makes_no_second_job(recruiter: User, content: JobContent) -> None:
    key = uuid.uuid4()
    first = job_create(actor=recruiter, at=MONDAY, content=content, key=key)
    assert job_create(actor=recruiter, at=MONDAY, content=content, key=key) == first
    assert Job.objects.count() == 1


def test_a_job_names_a_published_rubric(recruiter: User, content: JobContent) -> None:
    draft = rubric_store(actor=None, at=MONDAY, plan=shipped_rubric("small"))
    with pytest.raises(RubricNotPublished, match="is a draft"):
        job_create(
            actor=recruiter,
            at=MONDAY,
            content=dataclasses.replace(content, rubric=draft),
            key=uuid.uuid4(),
        )


def test_a_job_has_a_recruiter(recruiter: User, content: JobContent) -> None:
    with pytest.raises(RecruiterMissing, match="at least one"):
        job_create(
            actor=recruiter,
            at=MONDAY,
            content=dataclasses.replace(content, recruiters=()),
            key=uuid.uuid4(),
        )


def test_whoever_recruits_for_a_job_has_the_role(
    recruiter: User, content: JobContent, interviewer: User
) -> None:
    with pytest.raises(RecruiterMissing, match="Not a recruiter: Ines Interviewer"):
        job_create(
            actor=recruiter,
            at=MONDAY,
            content=dataclasses.replace(content, recruiters=(recruiter, interviewer)),
            key=uuid.uuid4(),
        )


def test_an_edited_job_notes_what_changed(recruiter: User, content: JobContent) -> None:
    job = job_create(actor=recruiter, at=MONDAY, content=content, key=uuid.uuid4())
    other = UserFactory(is_recruiter=True)
    job_update(
        actor=recruiter,
        at=TUESDAY,
        job=job,
        content=dataclasses.replace(content, level="P7", recruiters=(other,)),
    )
    assert AuditEntry.objects.get(action="job.update").changes == {
        "level": ["P6", "P7"],
        "recruiters": [[str(recruiter.uuid)], [str(other.uuid)]],
    }


def test_a_recruiter_of_another_job_does_not_edit_this_one(recruiter: User, content: JobContent) -> None:
    job = job_create(actor=recruiter, at=MONDAY, content=content, key=uuid.uuid4())
    with pytest.raises(AccessRefused, match="not a recruiter of this job"):
        job_update(actor=UserFactory(is_recruiter=True), at=TUESDAY, job=job, content=content)


def test_an_administrator_edits_every_job(administrator: User, recruiter: User, content: JobContent) -> None:
    job = job_create(actor=recruiter, at=MONDAY, content=content, key=uuid.uuid4())
    changed = dataclasses.replace(content, title="Product manager")
    assert job_update(actor=administrator, at=TUESDAY, job=job, content=changed).title == "Product manager"


@pytest.mark.parametrize("persona", ["interviewer", "chair", "auditor", "hiring_manager", "bar_raiser"])
def test_nobody_else_changes_the_organisation(
    persona: str, content: JobContent, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(persona)
    with pytest.raises(AccessRefused):
        team_create(actor=actor, at=MONDAY, name="Discovery", lead=None)
    with pytest.raises(AccessRefused):
        cycle_create(actor=actor, at=MONDAY, name="Half", starts_on=JANUARY, ends_on=JUNE)
    with pytest.raises(AccessRefused):
        job_create(actor=actor, at=MONDAY, content=content, key=uuid.uuid4())


def test_a_job_is_closed_and_opened_again(recruiter: User, job: Job) -> None:
    assert job_close(actor=recruiter, at=TUESDAY, job=job).closed_at == TUESDAY
    assert job_reopen(actor=recruiter, at=TUESDAY, job=job).closed_at is None
    actions = AuditEntry.objects.filter(object_uuid=job.uuid).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["job.close", "job.reopen"]


def test_a_job_is_not_closed_twice(recruiter: User, job: Job) -> None:
    job_close(actor=recruiter, at=TUESDAY, job=job)
    with pytest.raises(JobStateUnchanged, match="closed already"):
        job_close(actor=recruiter, at=TUESDAY, job=job)


def test_the_open_jobs_of_a_hiring_manager_are_handed_on(
    administrator: User, job: Job, hiring_manager: User
) -> None:
    provider: OpenWorkProvider = JobsHiredFor()
    [work] = provider.list_open(hiring_manager)
    successor = UserFactory()
    provider.reassign(actor=administrator, at=TUESDAY, work=work.uuid, to=successor, reason="Has left")
    job.refresh_from_db()
    assert (work.label, job.hiring_manager, list(provider.list_open(hiring_manager))) == (
        str(job),
        successor,
        [],
    )
    assert AuditEntry.objects.get(action="job.update").changes == {
        "hiring_manager": [str(hiring_manager.uuid), str(successor.uuid)],
        "reason": "Has left",
    }


def test_the_open_jobs_of_a_recruiter_are_handed_to_another(
    administrator: User, job: Job, recruiter: User
) -> None:
    provider: OpenWorkProvider = JobsRecruitedFor()
    [work] = provider.list_open(recruiter)
    successor = UserFactory(is_recruiter=True)
    provider.reassign(actor=administrator, at=TUESDAY, work=work.uuid, to=successor, reason="Has left")
    assert [row.user for row in JobRecruiter.objects.filter(job=job)] == [successor]


def test_a_place_as_recruiter_is_handed_to_recruiters_only(
    administrator: User, job: Job, recruiter: User, interviewer: User
) -> None:
    provider = JobsRecruitedFor()
    [work] = provider.list_open(recruiter)
    with pytest.raises(RecruiterMissing):
        provider.reassign(actor=administrator, at=TUESDAY, work=work.uuid, to=interviewer, reason="Left")


def test_closed_jobs_are_no_open_work(job: Job, recruiter: User, hiring_manager: User) -> None:
    job_close(actor=recruiter, at=TUESDAY, job=job)
    assert [*JobsHiredFor().list_open(hiring_manager), *JobsRecruitedFor().list_open(recruiter)] == []


@pytest.mark.parametrize("provider", [JobsHiredFor(), JobsRecruitedFor()], ids=["hired", "recruited"])
def test_work_that_has_gone_is_said_to_have_gone(
    provider: OpenWorkProvider, administrator: User, recruiter: User
) -> None:
    with pytest.raises(WorkGone):
        provider.reassign(actor=administrator, at=TUESDAY, work=uuid.uuid4(), to=recruiter, reason="Left")

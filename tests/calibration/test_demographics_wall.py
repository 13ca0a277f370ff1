"""The wall around what candidates said about themselves: who may read it is named here."""

import re

from tests.project.sources import ROOT, modules, templates

TABLES = re.compile(
    r"DemographicAnswer|DemographicInvitation|models\.demographics|demographic_?(answer|invitation)s?\b", re.I
)

MAY_READ = {
    "calibration/models/demographics.py",
    "calibration/migrations/0002_demographic_answers.py",
    "calibration/migrations/0003_runs_of_settled_applications.py",  # names the one before it
    "calibration/services/demographics.py",
    "calibration/queries/fairness.py",
}
# Of those, who may write an answer or tell that one may be given; none of them reads one back.
MAY_USE_THE_SERVICE = {
    "calibration/management/commands/import_demographics.py",
    "calibration/tasks.py",
    "calibration/views/about_you.py",
    "integrations/demo/demographics.py",
}
MAY_ASK_FOR_COUNTS = {
    "calibration/queries/runs.py",  # whether they are others than those of the last run
    "calibration/queries/what_if.py",
    "calibration/services/run_groups.py",
}
MAY_READ_WHAT_A_RUN_FOUND = {"calibration/services/run_groups.py", "calibration/views/fairness.py"}


def users_of(pattern: re.Pattern[str]) -> set[str]:
    return {
        str(file.relative_to(ROOT))
        for file in [*(file for _, file in modules()), *templates()]
        if pattern.search(file.read_text())
    }


def test_nobody_but_the_named_reads_the_walled_tables() -> None:
    assert users_of(TABLES) == MAY_READ


def test_nobody_but_the_named_uses_the_service() -> None:
    assert users_of(re.compile(r"services\.demographics|services import demographics")) == MAY_USE_THE_SERVICE


def test_no_template_names_an_answer() -> None:
    assert [file.name for file in templates() if re.search(r"race_ethnicity|\.sex\b", file.read_text())] == []


def test_counts_by_group_are_asked_for_by_the_named_alone() -> None:
    assert users_of(re.compile(r"queries\.fairness|queries import fairness")) == MAY_ASK_FOR_COUNTS


def test_what_a_run_found_of_groups_is_read_by_the_page_for_auditors_alone() -> None:
    assert users_of(re.compile(r"fairness\.period import.*\bSECTION\b")) == MAY_READ_WHAT_A_RUN_FOUND

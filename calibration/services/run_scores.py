"""What a run finds in scores: every subject of calibration but groups of candidates."""

from calibration.evidence import evidence_digest
from calibration.models import CalibrationRun, Scope
from calibration.periods import Period
from calibration.queries.evidence import evidence_read, scores_to_read
from calibration.replay_arrays import replay_parts
from calibration.results.sections import SECTIONS, Section
from calibration.services.found import Found
from calibration.services.progress import RunProgress


def scores_found(run: CalibrationRun, period: Period) -> Found:
    """The sections of a period's scores. A step of progress is the time that reading one score takes."""
    scope = Scope(run.scope)
    scores = scores_to_read(period, scope, run.hidden)
    progress = RunProgress(run, scores + sum(_steps(section, scores) for section in SECTIONS))
    progress.begin("Reading scores")
    evidence = evidence_read(period, scope, run.hidden, progress.finish)
    contents = {}
    for section in SECTIONS:
        progress.begin(section.doing)
        contents[section.name] = section.compute(evidence)
        progress.finish(_steps(section, scores))
    progress.begin("Keeping the results")
    return Found(
        contents=contents,
        replay_parts=replay_parts(evidence),
        inputs_digest=evidence_digest(evidence),
        applications=len(evidence.applications.uuids),
        scorecards=len(evidence.cards.visit),
        scores=int(evidence.scores.first.sum()),
    )


def _steps(section: Section, scores: int) -> int:
    return int(scores * section.cost)

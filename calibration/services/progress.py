"""How far a run is: in scores read, and in subjects computed at what each costs."""

from collections.abc import Sequence

from calibration.models import CalibrationRun
from calibration.results.sections import Section


class RunProgress:
    """Writes the progress of `run` where pages read it. A step is the time that reading one score takes."""

    def __init__(self, run: CalibrationRun, scores: int, sections: Sequence[Section]) -> None:
        self._run, self._scores, self._left = run, scores, scores
        run.steps = scores + sum(self._steps(section) for section in sections)

    def begin(self, doing: str) -> None:
        """Says what is done from now on."""
        self._run.doing = doing
        self._write()

    def read(self, scores: int) -> None:
        """Counts scores that were read; no more than were announced."""
        counted = min(scores, self._left)
        self._left -= counted
        self._run.steps_done += counted
        self._write()

    def finish(self, section: Section) -> None:
        """Counts a subject as computed."""
        self._run.steps_done += self._steps(section)
        self._write()

    def _steps(self, section: Section) -> int:
        return int(self._scores * section.cost)

    def _write(self) -> None:
        row = self._run
        CalibrationRun.objects.filter(pk=row.pk).update(
            steps=row.steps, steps_done=row.steps_done, doing=row.doing
        )

"""How far a run is, where pages read it."""

from calibration.models import CalibrationRun


class RunProgress:
    """Writes the progress of `run`, in steps that all take about as long."""

    def __init__(self, run: CalibrationRun, steps: int) -> None:
        self._run = run
        run.steps = steps

    def begin(self, doing: str) -> None:
        """Says what is done from now on."""
        self._run.doing = doing
        self._write()

    def finish(self, steps: int) -> None:
        """Counts steps as done, never more than there are: scores are submitted while others are read."""
        self._run.steps_done = min(self._run.steps_done + steps, self._run.steps)
        self._write()

    def _write(self) -> None:
        row = self._run
        CalibrationRun.objects.filter(pk=row.pk).update(
            steps=row.steps, steps_done=row.steps_done, doing=row.doing
        )

"""What is stored to be replayed: the whole history as the gate read it, and back again the same."""

import io
from threading import Barrier, Thread
from uuid import uuid4

import numpy as np
import pytest

from accounts.models import User
from calibration.evidence import Decided, Evidence, Ruled
from calibration.replay_arrays import KeptHistories, replay_history, replay_parts
from calibration.whatif.history import Block, History
from candidates.models import Job
from interviewers.models import Scorecard
from rubrics.gate import Card, Reason, Result, decide
from rubrics.replay import OUTCOMES, replay
from rubrics.replay_mixed import Ruling
from tests.calibration.periods import Cycle, read
from tests.calibration.simulated_evidence import Committee, simulated_evidence
from tests.committee.loops import correct, plan_panel, standing, submit

RULED = {
    (Result.PENDING, Reason.AWAITING_SCORECARDS): {Ruled.NOT_YET, Ruled.PENDING},
    (Result.PENDING, Reason.UNASSESSED): {Ruled.PENDING},
    (Result.STOP, Reason.FLOOR): {Ruled.STOP_FLOOR},
    (Result.STOP, Reason.THRESHOLD): {Ruled.STOP_THRESHOLD},
    (Result.ADVANCE, Reason.CLEARED): {Ruled.ADVANCE},
}


def stored(evidence: Evidence) -> History:
    return replay_history(replay_parts(evidence))


def outcomes(block: Block) -> list[list[tuple[Result, Reason] | None]]:
    """What the replay says, application by application, stage by stage."""
    rulings = replay(block.policy, block.stages).rulings
    return [[OUTCOMES[Ruling(ruling)] for ruling in row] for row in rulings.T]


def test_a_stored_history_is_ruled_as_its_scorecards_are() -> None:
    evidence = simulated_evidence(Committee(severity=(0, 0.5, -0.5), candidates=60))
    (block,) = stored(evidence).blocks
    names = [label.key for label in evidence.competencies]
    for application, said in enumerate(outcomes(block)):
        for stage, outcome in enumerate(said):
            cards = cards_of(evidence, application, stage)
            expected = decide(block.policy, names, cards, len(cards))
            assert outcome == (expected.result, expected.reason)
    assert block.keys.tolist() == evidence.applications.keys.tolist()


def cards_of(evidence: Evidence, application: int, stage: int) -> list[Card]:
    visits, scores = evidence.visits, evidence.scores
    (visit,) = np.flatnonzero((visits.application == application) & (visits.stage == stage))
    names = [label.key for label in evidence.competencies]
    return [
        Card(
            str(card),
            {
                names[scores.competency[at]]: int(scores.value[at])
                for at in np.flatnonzero(scores.card == card)
            },
        )
        for card in np.flatnonzero(evidence.cards.visit == visit)
    ]


def test_a_history_comes_back_with_its_shape_and_its_types() -> None:
    evidence = simulated_evidence(Committee(severity=(0, 0), candidates=40))
    history = stored(evidence)
    assert (history.lowest, history.highest, history.step) == (100, 500, 100)
    assert history.stages == evidence.stages
    assert history.competencies == evidence.competencies
    (block,) = history.blocks
    assert block.policy == evidence.policies[0]
    assert {stage.totals.dtype for stage in block.stages} == {np.dtype(np.int16)}
    assert {stage.counts.dtype for stage in block.stages} == {np.dtype(np.uint8)}


def test_parts_that_are_no_history_are_refused() -> None:
    archive = io.BytesIO()
    np.savez(archive, plan=np.array([{}], object), allow_pickle=True)
    for parts in ([], [archive.getvalue()]):
        with pytest.raises((ValueError, KeyError)):
            replay_history(parts)


@pytest.fixture
def cycle(job: Job, recruiter: User, people: list[User]) -> Cycle:
    return Cycle(job, recruiter, people)


@pytest.mark.django_db
def test_the_replay_says_what_every_outcome_on_record_says(
    cycle: Cycle, recruiter: User, people: list[User]
) -> None:
    for values in ([4, 4, 4], [4, 3, 4], [5, 5, 2], [3, 4, 5], [2, 5, 5], [4, 4, 5]):
        cycle.candidate([4], values)
    cycle.candidate([3])
    cycle.candidate([{"judgment": 2}])
    cycle.candidate([{"impact": None}])
    waiting = cycle.candidate([5])
    first, *_ = plan_panel(standing(waiting), recruiter, people)
    submit(first, 3)
    evidence = read()
    (block,) = stored(evidence).blocks
    said = outcomes(block)
    for at, stage, ruled in zip(
        evidence.visits.application, evidence.visits.stage, evidence.visits.ruled, strict=True
    ):
        outcome = said[at][stage]
        assert outcome is not None
        assert Ruled(ruled) in RULED[outcome]
    assert sum(len([each for each in row if each]) for row in said) == len(evidence.visits.stage)


@pytest.mark.django_db
def test_what_counts_is_replayed_not_what_was_first_given(cycle: Cycle) -> None:
    application = cycle.candidate([3])
    correct(Scorecard.objects.get(application=application), 5)
    (block,) = stored(read()).blocks
    assert block.stages[0].totals.tolist() == [[500]] * 4


@pytest.mark.django_db
def test_decisions_come_with_the_applications(cycle: Cycle) -> None:
    cycle.candidate([4], state="offer")
    cycle.candidate([4], state="stopped")
    (block,) = stored(read()).blocks
    assert sorted(block.decided.tolist()) == [Decided.NOT_YET, Decided.OFFER]


@pytest.mark.django_db
def test_an_empty_period_is_a_history_of_nobody(cycle: Cycle) -> None:
    history = stored(read(cycle.period))
    assert (history.blocks, len(history.stages), history.nbytes) == ((), 4, 0)


def small(blocks: int = 1) -> History:
    (block,) = stored(simulated_evidence(Committee(severity=(0, 0), candidates=20))).blocks
    return History(100, 500, 100, (), (), (block,) * blocks)


def test_a_kept_history_is_loaded_once() -> None:
    kept, loads, run = KeptHistories(), [], uuid4()

    def load() -> History:
        loads.append(1)
        return small()

    assert kept.get(run, load) is kept.get(run, load)
    assert len(loads) == 1


def test_the_history_not_used_for_longest_makes_room() -> None:
    size = small().nbytes
    kept, (first, second, third) = KeptHistories(most=2 * size), (uuid4(), uuid4(), uuid4())
    histories = {run: kept.get(run, small) for run in (first, second)}
    assert kept.get(first, small) is histories[first]
    kept.get(third, small)
    assert kept.get(first, small) is histories[first]
    assert kept.get(second, small) is not histories[second]


def test_a_history_too_large_to_keep_beside_others_is_kept_alone() -> None:
    kept, run = KeptHistories(most=1), uuid4()
    assert kept.get(run, small) is kept.get(run, small)


def test_many_readers_at_once_load_once() -> None:
    kept, run, loads, together = KeptHistories(), uuid4(), [], Barrier(8)

    def load() -> History:
        loads.append(1)
        return small()

    def read_it() -> None:
        together.wait()
        kept.get(run, load)

    threads = [Thread(target=read_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1

"""Honest chains of any shape, made as the outcomes service makes them but without a database."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st

from committee.inputs import (
    CardRead,
    GateInputs,
    gate_inputs,
    inputs_as_json,
    inputs_digest,
    inputs_outcome,
    what_changed,
)
from committee.ledger import GENESIS, Chain, Link, Revision, ledger_time, link_hash, outcome_as_row
from rubrics.gate import GatePolicy
from tests.factories import MONDAY

SLUGS = ("judgment", "impact")
POLICY = GatePolicy(threshold=400, floor=300, aggregation="mean", lowest=100, highest=500, step=100)
APPLICATION = str(UUID(int=1))

values = st.dictionaries(st.sampled_from(SLUGS), st.sampled_from([100, 200, 300, 400, 500]))
# What happens at one of two visits: a scorecard submitted or corrected, or another panel.
events = st.lists(
    st.one_of(
        st.tuples(st.just("card"), st.integers(0, 1), st.integers(0, 2), values),
        st.tuples(st.just("panel"), st.integers(0, 1), st.integers(1, 4), st.none()),
    ),
    min_size=1,
    max_size=12,
)


def honest_chain(history: list[tuple[str, int, int, dict[str, int] | None]]) -> Chain:
    """The chain and revisions that a history leaves."""
    visits = [start(index) for index in range(2)]
    read: dict[int, GateInputs] = {}
    revisions: list[Revision] = []
    links: list[Link] = []
    for kind, place, number, given in history:
        visit = str(UUID(int=10 + place))
        if kind == "panel":
            visits[place] = replace(visits[place], expected=number)
        else:
            card = next_card(visits[place], str(UUID(int=100 + 10 * place + number)), given or {})
            visits[place] = with_card(visits[place], card)
            revisions.append(Revision(visit, card.id, card.revision, card.values))
        if place not in read or inputs_digest(read[place]) != inputs_digest(visits[place]):
            links.append(next_link(links, visit, read.get(place), visits[place]))
            read[place] = visits[place]
    return Chain(APPLICATION, revisions, links)


def start(index: int) -> GateInputs:
    return gate_inputs(
        rubric="reference:1",
        stage=f"stage-{index}",
        policy=POLICY,
        competencies=SLUGS,
        expected=2,
        scorecards=[],
    )


def next_card(inputs: GateInputs, card_id: str, given: dict[str, int]) -> CardRead:
    earlier = {card.id: card.revision for card in inputs.scorecards}
    return CardRead(card_id, earlier.get(card_id, 0) + 1, given)


def with_card(inputs: GateInputs, card: CardRead) -> GateInputs:
    others = [other for other in inputs.scorecards if other.id != card.id]
    return gate_inputs(
        rubric=inputs.rubric,
        stage=inputs.stage,
        policy=inputs.policy,
        competencies=inputs.competencies,
        expected=inputs.expected,
        scorecards=[*others, card],
    )


def next_link(links: list[Link], visit: str, before: GateInputs | None, now: GateInputs) -> Link:
    number = len(links) + 1
    previous = links[-1].hash if links else GENESIS
    row = {
        "uuid": str(UUID(int=1000 + number)),
        "application": APPLICATION,
        "visit": visit,
        "number": number,
        **outcome_as_row(inputs_outcome(now)),
        "inputs": inputs_as_json(now),
        "inputs_digest": inputs_digest(now),
        "trigger": what_changed(before, now),
        "advisory": False,
        "computed_at": ledger_time(MONDAY + timedelta(minutes=number)),
    }
    return Link(row, previous, link_hash(previous, row))


def rehashed(chain: Chain) -> Chain:
    """The chain with every hash made right again, as somebody with write access would."""
    links: list[Link] = []
    for link in chain.links:
        previous = links[-1].hash if links else GENESIS
        links.append(Link(link.row, previous, link_hash(previous, link.row)))
    return replace(chain, links=links)

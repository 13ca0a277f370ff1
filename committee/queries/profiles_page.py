"""The page of a team's profiles: its members' levels beside their average, and how each came to be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from accounts.models import User
from candidates.models import Team
from committee.models import MemberLevels, TeamMember, TopPerformer
from committee.permissions.profiles import can_set_profiles, visible_members
from committee.queries.profiles import team_plan
from committee.scale import shade
from committee.talent_density import Levels, density, exact, read_levels, scale_words
from rubrics.gate import shown
from rubrics.plan import RubricPlan

FROM_PACKET = "from their packet"
ERASED = "Name erased"


@dataclass(frozen=True)
class LevelCell:
    """A level as text already cut, None where it is not set; `level` is the class of its shade."""

    competency: str
    score: str | None
    level: str


@dataclass(frozen=True)
class LevelsSet:
    """An entry of a member's history: `words` say all levels at first, and then what changed; `by` says
    where they are from: "by Ana", "from their packet".
    """

    at: datetime
    by: str
    words: str


@dataclass(frozen=True)
class MemberLine:
    """A member; `history` is the latest first, and empty while nothing was ever set."""

    uuid: UUID
    name: str
    is_top: bool
    cells: tuple[LevelCell, ...]
    joined_at: datetime
    left_at: datetime | None
    history: tuple[LevelsSet, ...]


@dataclass(frozen=True)
class TopNamed:
    """An entry of the history of who was the top performer; `name` is "" for nobody."""

    at: datetime
    by: str
    name: str


@dataclass(frozen=True)
class ProfilesPage:
    """`competencies` and `scale` are empty while the team has no job, and with it no rubric.

    `headcount` is how many profiles the average rests on; `overall` has no score while a competency has none.
    """

    team: Team
    competencies: tuple[str, ...]
    scale: str
    members: tuple[MemberLine, ...]
    former: tuple[MemberLine, ...]
    average: tuple[LevelCell, ...]
    overall: LevelCell
    headcount: int
    top: UUID | None
    tops: tuple[TopNamed, ...]
    may_set: bool


def profiles_page(reader: User, team: Team, at: datetime) -> ProfilesPage:
    """The page as `reader` may see it; as many queries for one member as for fifty."""
    plan = team_plan(team)
    rows = list(visible_members(reader, team).order_by("name", "pk"))
    tops = _tops(team, rows)
    top = next((row for row in rows if tops and row.pk == tops[0].member_id and row.left_at is None), None)
    levels = _levels(rows)
    lines = [_line(row, levels[row.pk], plan, is_top=row == top) for row in rows]
    present = [_latest(levels[row.pk]) for row in rows if row.left_at is None]
    average = density(present, list(_names(plan)))
    return ProfilesPage(
        team=team,
        competencies=tuple(_names(plan).values()),
        scale=scale_words(plan.policy) if plan else "",
        members=tuple(line for line in lines if line.left_at is None),
        former=tuple(line for line in lines if line.left_at is not None),
        average=_cells(average.by_competency, plan),
        overall=_cell("Overall", average.overall, plan),
        headcount=average.headcount,
        top=top.uuid if top else None,
        tops=tuple(
            TopNamed(row.named_at, row.named_by.name, _name(row.member) if row.member else "") for row in tops
        ),
        may_set=bool(can_set_profiles(reader, team)),
    )


def member_line(member: TeamMember, plan: RubricPlan | None) -> MemberLine:
    """One member as a page of their own shows them."""
    return _line(member, _levels([member])[member.pk], plan, is_top=False)


def _tops(team: Team, visible: Sequence[TeamMember]) -> list[TopPerformer]:
    """The latest first, without those of whom the reader may not know."""
    known = {None, *(member.pk for member in visible)}
    rows = TopPerformer.objects.filter(team=team).select_related("member", "named_by")
    return [row for row in rows.order_by("-named_at", "-pk") if row.member_id in known]


def _levels(members: Sequence[TeamMember]) -> defaultdict[int, list[MemberLevels]]:
    """By member, the earliest first."""
    rows = MemberLevels.objects.filter(member__in=members).select_related("set_by").order_by("set_at", "pk")
    by_member: defaultdict[int, list[MemberLevels]] = defaultdict(list)
    for row in rows:
        by_member[row.member_id].append(row)
    return by_member


def _line(
    member: TeamMember, rows: list[MemberLevels], plan: RubricPlan | None, *, is_top: bool
) -> MemberLine:
    return MemberLine(
        uuid=member.uuid,
        name=_name(member),
        is_top=is_top,
        cells=_cells(_latest(rows), plan),
        joined_at=member.joined_at,
        left_at=member.left_at,
        history=_history(rows, plan),
    )


def _history(rows: list[MemberLevels], plan: RubricPlan | None) -> tuple[LevelsSet, ...]:
    said = []
    before: Levels | None = None
    for row in rows:
        after = read_levels(row.levels)
        by = f"by {row.set_by.name}" if row.set_by else FROM_PACKET
        said.append(LevelsSet(row.set_at, by, _said(before, after, _names(plan))))
        before = after
    return tuple(reversed(said))


def _said(before: Levels | None, after: Levels, names: Mapping[str, str]) -> str:
    """ "Judgment 4.00, Impact not set", and later "Judgment from 4.00 to 5.00"."""
    order = [slug for slug in names if slug in after] + sorted(set(after) - set(names))
    if before is None:
        words = [f"{names.get(slug, slug)} {_points(after[slug])}" for slug in order]
    else:
        words = [
            f"{names.get(slug, slug)} from {_points(before.get(slug))} to {_points(after[slug])}"
            for slug in order
            if before.get(slug) != after[slug]
        ]
    return ", ".join(words)


def _points(level: Fraction | None) -> str:
    pair = exact(level)
    return "not set" if pair is None else shown(pair)


def _latest(rows: list[MemberLevels]) -> Levels:
    return read_levels(rows[-1].levels) if rows else {}


def _cells(levels: Levels, plan: RubricPlan | None) -> tuple[LevelCell, ...]:
    return tuple(_cell(name, levels.get(slug), plan) for slug, name in _names(plan).items())


def _cell(competency: str, level: Fraction | None, plan: RubricPlan | None) -> LevelCell:
    pair = exact(level)
    if plan is None or pair is None:
        return LevelCell(competency, None, "level-none")
    return LevelCell(competency, shown(pair), shade(pair, plan.policy))


def _names(plan: RubricPlan | None) -> Mapping[str, str]:
    return plan.competency_names if plan else {}


def _name(member: TeamMember) -> str:
    return member.name or ERASED

"""A million decided applications behind the active ones, made inside PostgreSQL."""

from typing import Any

from django.db import connection

from bench.world import NOW, World, settle
from rubrics.queries import stored_rubric

CANDIDATES = """
INSERT INTO candidates_candidate
    (uuid, name, email, email_normalised, phone, location, links, note, cv, cv_name, created_at)
SELECT gen_random_uuid(), 'Past ' || n, 'past' || n || '@example.org', 'past' || n || '@example.org',
    '', '', '[]', '', '', '', %(now)s
FROM generate_series(1, %(number)s) n
"""
APPLICATIONS = """
INSERT INTO candidates_application
    (uuid, candidate_id, job_id, rubric_id, cycle_id, source, origin, state,
     applied_at, state_since, decided_at)
SELECT gen_random_uuid(), id, (%(jobs)s::bigint[])[1 + id %% %(job_count)s], %(rubric)s, %(cycle)s, '',
    'live', 'no_offer', %(now)s, %(now)s, %(now)s
FROM candidates_candidate WHERE name LIKE 'Past %%'
"""
VISITS = """
INSERT INTO candidates_stagevisit
    (uuid, application_id, job_id, rubric_id, stage_id, attempt, entered_at, left_at, expected, assigned,
     submitted, score_numerator, score_denominator, result, reason, explanation, final, is_complete,
     waiting_for, waiting_on, waiting_since, due_at)
SELECT gen_random_uuid(), id, job_id, rubric_id, %(stage)s, 1, %(now)s, %(now)s, 3, 3, 3, 350, 1, 'stop',
    'threshold', '', true, false, 'nothing', 'nobody', %(now)s, %(now)s
FROM candidates_application WHERE state = 'no_offer'
"""


def fill_closed(world: World, number: int) -> None:
    """Adds that many decided applications, each with the visit at which it ended.

    Foreign keys are not looked at again for rows that were made from each other.
    """
    given: dict[str, Any] = {
        "now": NOW,
        "number": number,
        "jobs": [job.pk for job in world.jobs],
        "job_count": len(world.jobs),
        "rubric": world.rubric.pk,
        "cycle": world.cycle.pk,
        "stage": next(iter(stored_rubric(world.rubric.pk).stage_ids.values())),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET session_replication_role = replica")
        for statement in (CANDIDATES, APPLICATIONS, VISITS):
            cursor.execute(statement, given)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET synchronous_commit = on")
    settle()

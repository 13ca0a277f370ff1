"""The SQL of the bare site."""

CARDS = """
SELECT a.uuid, c.name, j.title, v.earlier_numerator, v.waiting_for, v.waiting_on, v.waiting_since, v.due_at
FROM candidates_stagevisit v
JOIN candidates_application a ON a.id = v.application_id
JOIN candidates_candidate c ON c.id = a.candidate_id
JOIN candidates_job j ON j.id = v.job_id
WHERE v.left_at IS NULL ORDER BY v.application_id LIMIT 50
"""

LOCK = """
SELECT s.id, s.visit_id, s.application_id, a.uuid
FROM interviewers_assignment s JOIN candidates_application a ON a.id = s.application_id
WHERE s.uuid = %(assignment)s AND s.interviewer_id = %(user)s AND s.state = 'open' FOR UPDATE OF a
"""
BEFORE = (
    "UPDATE interviewers_assignment SET state = 'submitted' WHERE id = %(id)s",
    "DELETE FROM interviewers_draft WHERE assignment_id = %(id)s",
)
SCORECARD = """
INSERT INTO interviewers_scorecard
    (uuid, submitted_at, is_late, not_blind, latest, application_id, assignment_id, interviewer_id, visit_id)
VALUES (gen_random_uuid(), now(), false, false, 1, %(application)s, %(id)s, %(user)s, %(visit)s) RETURNING id
"""
REVISION = """
INSERT INTO interviewers_scorecardrevision
    (number, submitted_at, saw_others, signals, measures, asked, scorecard_id)
VALUES (1, now(), false, '[]', '{}', '[]', %(scorecard)s) RETURNING id
"""
SCORE = """
INSERT INTO interviewers_score (revision_id, competency_id, value)
SELECT v.revision, c.id, v.value FROM (VALUES {}) AS v (revision, slug, value)
JOIN rubrics_competency c ON c.slug = v.slug
"""
TEXT = """
INSERT INTO interviewers_scorecardtext (revision_id, kind, competency_id, text)
SELECT v.revision, 'evidence', c.id, v.text FROM (VALUES {}) AS v (revision, slug, text)
JOIN rubrics_competency c ON c.slug = v.slug
"""
AFTER = (
    """
    INSERT INTO accounts_auditentry
        (at, actor_id, action, object_type, object_uuid, changes, scope, request_id)
    SELECT now(), %(user)s, 'scorecard.submit', 'interviewers.scorecard', uuid, '{"late": false}',
        %(scope)s, ''
    FROM interviewers_scorecard WHERE id = %(scorecard)s
    """,
    """
    INSERT INTO candidates_participation
        (application_id, user_id, capacity, open_cards, submitted_cards, ended_at)
    VALUES (%(application)s, %(user)s, 'interviewer', 0, 1, NULL)
    ON CONFLICT (application_id, user_id, capacity) DO UPDATE SET open_cards = 0, submitted_cards = 1
    """,
    "DELETE FROM candidates_visitwaiting WHERE visit_id = %(visit)s AND user_id = %(user)s",
    """
    UPDATE candidates_stagevisit SET submitted = submitted + 1, result = 'pending', waiting_since = now()
    WHERE id = %(visit)s
    """,
    """
    INSERT INTO committee_gateoutcome
        (uuid, application_id, visit_id, number, result, reason, competencies, floor_breaches, inputs,
         inputs_digest, trigger, advisory, computed_at, previous_hash, hash)
    SELECT gen_random_uuid(), %(application)s, %(visit)s, 1 + count(*), 'pending', 'awaiting_scorecards',
        '{}', '[]', '{}', '', 'submit', false, now(), '', ''
    FROM committee_gateoutcome WHERE application_id = %(application)s
    """,
    """
    UPDATE candidates_boardversion SET version = version + 1
    FROM candidates_stagevisit v WHERE v.id = %(visit)s AND v.rubric_id = candidates_boardversion.rubric_id
    """,
)

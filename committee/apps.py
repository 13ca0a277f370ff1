from typing import Any

from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "committee"

    def ready(self) -> None:
        from candidates.signals import application_moved, person_recused, recusal_ended, visit_opened
        from committee.queries.clarifications import home_questions
        from committee.receivers import (
            end_questions,
            enqueue_outcome,
            enqueue_packet,
            note_packet_of_stage,
            refresh_questions,
        )
        from committee.signals import packet_due
        from hiring.navigation import RailEntry, register_rail
        from interviewers.asked import register_asked
        from interviewers.signals import evidence_changed

        evidence_changed.connect(enqueue_outcome, dispatch_uid="committee.enqueue_outcome")
        visit_opened.connect(note_packet_of_stage, dispatch_uid="committee.note_packet_of_stage")
        packet_due.connect(enqueue_packet, dispatch_uid="committee.enqueue_packet")
        application_moved.connect(end_questions, dispatch_uid="committee.end_questions")
        person_recused.connect(refresh_questions, dispatch_uid="committee.refresh_questions")
        recusal_ended.connect(refresh_questions, dispatch_uid="committee.refresh_questions_again")
        register_asked(home_questions)
        register_rail(RailEntry("Verdicts", "committee:verdict_report", "bar-chart-line", 50, _sees_verdicts))


def _sees_verdicts(user: Any) -> bool:
    from committee.permissions.verdicts import can_see_verdict_report

    return bool(can_see_verdict_report(user))

from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "committee"

    def ready(self) -> None:
        from committee.receivers import enqueue_outcome
        from interviewers.signals import evidence_changed

        evidence_changed.connect(enqueue_outcome, dispatch_uid="committee.enqueue_outcome")

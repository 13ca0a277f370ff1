"""The applications that are in no number a person reads."""

from django.db.models import Q

from accounts.models import User
from calibration.models import Scope
from candidates.models import Application, ParticipationCapacity
from candidates.permissions import blind_applications, recused_applications


def hidden_applications(user: User, scope: Scope = Scope.FINAL) -> tuple[str, ...]:
    """The uuids, in order, of the applications that the person is recused from or may not know the results
    of: every statistic they read is computed as if these did not exist.

    Only those that the scope reads, the others being in no such number anyway: who has a scorecard to write
    reads the same numbers of decided applications as everybody.
    """
    # An imported history does not say when the bar raiser's stage opened; to who scored in it, it was open.
    scored = Q(capacity=ParticipationCapacity.BAR_RAISER, submitted_cards__gt=0)
    found = {*recused_applications(user), *blind_applications(user).exclude(scored)}
    if scope.states and found:
        read = Application.objects.filter(uuid__in=found, state__in=scope.states)
        found = set(read.values_list("uuid", flat=True))
    return tuple(sorted(map(str, found)))

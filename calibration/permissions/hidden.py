"""The applications that are in no number a person reads."""

from accounts.models import User
from candidates.permissions import blind_applications, recused_applications


def hidden_applications(user: User) -> tuple[str, ...]:
    """The uuids, in order, of the applications that the person is recused from or may not know the results
    of: every statistic they read is computed as if these did not exist.
    """
    found = {str(uuid) for uuid in recused_applications(user)}
    found.update(str(uuid) for uuid in blind_applications(user))
    return tuple(sorted(found))

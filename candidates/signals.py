"""What candidates announces to the apps that build on it; receivers only touch the database or use on_commit.

All are sent with `send` inside the transaction of their cause.
"""

from django.dispatch import Signal

# kwargs: application, move (str), before, after (ApplicationState), actor (User or None), at
application_moved = Signal()

# kwargs: visit, at. A stage visit was opened, or opened again.
visit_opened = Signal()

# kwargs: application, user, at. The person declared a conflict and sees nothing of it any more.
person_recused = Signal()

# kwargs: jobs (their keys), actor (User), at. The hiring manager or the team of these jobs has changed, or
# who leads the team. The sender holds the lock on the reporting line, as whoever judges by these people does.
leaders_changed = Signal()

# kwargs: application, user, at. Their conflict is over, and they see of it again what their roles show.
recusal_ended = Signal()

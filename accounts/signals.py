"""What accounts announces to the apps that build on it; receivers only touch the database or use on_commit.

All are sent with `send` inside the transaction of their cause.
"""

from django.dispatch import Signal

# kwargs: user, actor (User or None), at. The person reports to somebody else, or to nobody, and with them
# everybody below. The sender holds the lock on the reporting line.
reporting_line_changed = Signal()

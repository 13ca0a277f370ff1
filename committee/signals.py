"""What committee announces, sent with `send` inside the transaction of its cause."""

from django.dispatch import Signal

# kwargs: application, at. Its packet may have to be built again, and a PacketDue row says so.
packet_due = Signal()

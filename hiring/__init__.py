"""The project: settings, addresses, tasks, navigation, and the plumbing every page shares."""

import os

# Read when NumPy is first imported: our matrices are small, and threads of their own in every web and worker
# process cost more than they bring. Whoever sets it knows better.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hiring.celery import app as celery_app

__all__ = ["celery_app"]

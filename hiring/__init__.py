"""The project: settings, addresses, tasks, navigation, and the plumbing every page shares."""

from hiring.celery import app as celery_app

__all__ = ["celery_app"]

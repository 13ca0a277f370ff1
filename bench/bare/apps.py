"""Where our model of a person comes from, without anything that its apps do when they start."""

from django.apps import AppConfig


class People(AppConfig):
    name = "accounts"


class Addresses(AppConfig):
    """What signs people in imports its models; nothing of it runs in a request."""

    name = "allauth.account"

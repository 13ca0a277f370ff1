"""The least that Django needs for a page somebody has signed in to, on the same database as ours."""

from hiring.settings import *  # noqa: F403

INSTALLED_APPS = [
    "bench.bare.apps.People",
    "bench.bare.apps.Addresses",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "bench.bare.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "bench" / "bare" / "templates"],  # noqa: F405
        "OPTIONS": {"context_processors": ["django.template.context_processors.csrf"]},
    }
]

"""Every address of the project; apps are named by string."""

from django.conf import settings
from django.urls import include, path

from hiring.health import healthz, livez
from hiring.navigation import home
from hiring.styleguide import styleguide

urlpatterns = [
    path("", home, name="home"),
    path("livez", livez, name="livez"),
    path("healthz", healthz, name="healthz"),
    path("account/", include("accounts.entrance_urls")),
    path("", include("accounts.urls")),
    path("", include("rubrics.urls")),
    path("", include("candidates.urls")),
    path("", include("interviewers.urls")),
    path("", include("committee.urls")),
    path("calibration/", include("calibration.urls")),
    path("", include("calibration.urls_public")),
    path("", include("integrations.urls")),
]
if settings.DEBUG:
    urlpatterns += [path("style-guide/", styleguide, name="styleguide")]

handler400 = "hiring.errors.bad_request"
handler403 = "hiring.errors.permission_denied"
handler404 = "hiring.errors.not_found"
handler500 = "hiring.errors.server_error"

from django.conf import settings
from django.urls import path

from calibration.views import method, overview, runs, styleguide

app_name = "calibration"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("method/", method.method, name="method"),
    path("compute/", runs.compute, name="compute"),
    path("progress/", runs.progress, name="progress"),
]
if settings.DEBUG:
    urlpatterns += [path("style-guide/", styleguide.styleguide, name="styleguide")]

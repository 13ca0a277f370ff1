from django.conf import settings
from django.urls import path

from calibration.views import (
    agreement,
    bands,
    fairness,
    funnel,
    interviewers,
    method,
    overview,
    own_scoring,
    runs,
    scores,
    styleguide,
    talent_density,
    what_if,
)

app_name = "calibration"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("interviewers/", interviewers.interviewers, name="interviewers"),
    path("interviewers/<uuid:uuid>/", interviewers.interviewer, name="interviewer"),
    path("mine/", own_scoring.mine, name="mine"),
    path("agreement/", agreement.agreement, name="agreement"),
    path("bands/", bands.bands, name="bands"),
    path("funnel/", funnel.funnel, name="funnel"),
    path("fairness/", fairness.fairness, name="fairness"),
    path("talent-density/", talent_density.talent_density, name="talent_density"),
    path("scores/", scores.scores, name="scores"),
    path("what-if/", what_if.what_if, name="what_if"),
    path("method/", method.method, name="method"),
    path("compute/", runs.compute, name="compute"),
    path("progress/", runs.progress, name="progress"),
]
if settings.DEBUG:
    urlpatterns += [path("style-guide/", styleguide.styleguide, name="styleguide")]

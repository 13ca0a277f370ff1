from django.urls import path

from candidates.views import applications, board, jobs, people, recusals, shelves, teams

app_name = "candidates"

urlpatterns = [
    path("pipeline/", board.pipeline, name="pipeline"),
    path("pipeline/version/", board.pipeline_version, name="pipeline_version"),
    path("pipeline/columns/<slug:slug>/", board.pipeline_column, name="pipeline_column"),
    path("pipeline/stops/", shelves.pipeline_stops, name="pipeline_stops"),
    path("pipeline/stopped/", shelves.pipeline_stopped, name="pipeline_stopped"),
    path("pipeline/withdrawn/", shelves.pipeline_withdrawn, name="pipeline_withdrawn"),
    path("pipeline/visits/<uuid:uuid>/nudge/", board.pipeline_nudge, name="pipeline_nudge"),
    path("candidates/", people.candidate_list, name="candidate_list"),
    path("candidates/new/", people.candidate_new, name="candidate_new"),
    path("candidates/similar/", people.candidate_similar, name="candidate_similar"),
    path("candidates/<uuid:uuid>/", people.candidate_detail, name="candidate"),
    path("candidates/<uuid:uuid>/edit/", people.candidate_edit, name="candidate_edit"),
    path("candidates/<uuid:uuid>/cv/", people.candidate_cv, name="candidate_cv"),
    path("candidates/<uuid:uuid>/cv/upload/", people.candidate_cv_upload, name="candidate_cv_upload"),
    path("candidates/<uuid:uuid>/cv/remove/", people.candidate_cv_remove, name="candidate_cv_remove"),
    path("candidates/<uuid:uuid>/apply/", applications.application_new, name="application_new"),
    path(
        "applications/<uuid:uuid>/confirm-stop/", applications.application_confirm_stop, name="confirm_stop"
    ),
    path(
        "applications/<uuid:uuid>/move/<slug:step>/", applications.application_step, name="application_step"
    ),
    path("applications/<uuid:uuid>/conflict/", recusals.recusal_new, name="recusal_new"),
    path("applications/<uuid:uuid>/recusals/", recusals.recusal_list, name="recusal_list"),
    path("applications/recusals/<uuid:uuid>/end/", recusals.recusal_over, name="recusal_over"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/new/", jobs.job_new, name="job_new"),
    path("jobs/<uuid:uuid>/", jobs.job_detail, name="job"),
    path("jobs/<uuid:uuid>/edit/", jobs.job_edit, name="job_edit"),
    path("jobs/<uuid:uuid>/close/", jobs.job_set_closed, {"closed": True}, name="job_close"),
    path("jobs/<uuid:uuid>/reopen/", jobs.job_set_closed, {"closed": False}, name="job_reopen"),
    path("teams/", teams.team_list, name="team_list"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<uuid:uuid>/", teams.team_detail, name="team"),
    path("teams/<uuid:uuid>/edit/", teams.team_edit, name="team_edit"),
    path("cycles/", teams.cycle_list, name="cycle_list"),
    path("cycles/new/", teams.cycle_new, name="cycle_new"),
    path("cycles/<uuid:uuid>/", teams.cycle_detail, name="cycle"),
    path("cycles/<uuid:uuid>/edit/", teams.cycle_edit, name="cycle_edit"),
]

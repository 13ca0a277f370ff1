from django.urls import path

from interviewers.views import assignments, corrections, home, interviews, scorecards

app_name = "interviewers"

urlpatterns = [
    path("interviews/", home.home, name="home"),
    path("interviews/done/", home.done, name="done"),
    path("interviews/visits/<uuid:visit_uuid>/", interviews.panel, name="panel"),
    path("interviews/visits/<uuid:visit_uuid>/schedule/", interviews.schedule, name="schedule"),
    path("interviews/<uuid:interview_uuid>/move/", interviews.move, name="move"),
    path("interviews/<uuid:interview_uuid>/cancel/", interviews.cancel, name="cancel"),
    path("interviews/<uuid:interview_uuid>/add/", interviews.add, name="add"),
    path("interviews/assignments/<uuid:assignment_uuid>/release/", assignments.release, name="release"),
    path("interviews/assignments/<uuid:assignment_uuid>/reassign/", assignments.reassign, name="reassign"),
    path("interviews/assignments/<uuid:assignment_uuid>/decline/", home.decline, name="decline"),
    path("scorecards/<uuid:assignment_uuid>/", scorecards.scorecard, name="scorecard"),
    path("scorecards/<uuid:assignment_uuid>/draft", scorecards.scorecard_draft, name="scorecard_draft"),
    path(
        "scorecards/<uuid:assignment_uuid>/correct/",
        corrections.scorecard_correction,
        name="scorecard_correction",
    ),
]

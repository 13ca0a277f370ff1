from django.urls import path

from accounts.views import audit, entering, leaving, own, people

app_name = "accounts"

urlpatterns = [
    path("welcome/", entering.welcome, name="welcome"),
    path("invitation/<uuid:uuid>/<str:token>/", entering.invitation, name="invitation"),
    path("people/", people.person_list, name="person_list"),
    path("people/invite/", people.invite, name="person_invite"),
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("people/<uuid:uuid>/edit/", people.edit, name="person_edit"),
    path("people/<uuid:uuid>/resend/", people.resend, name="invitation_resend"),
    path("people/<uuid:uuid>/deactivate/", leaving.deactivate, name="person_deactivate"),
    path("people/<uuid:uuid>/reassign/", leaving.reassign, name="work_reassign"),
    path("people/<uuid:uuid>/reactivate/", leaving.reactivate, name="person_reactivate"),
    path("settings/", own.settings, name="settings"),
    path("settings/notifications/", own.preferences, name="preferences"),
    path("inbox/", own.inbox, name="inbox"),
    path("inbox/read/", own.inbox_read, name="inbox_read"),
    path("inbox/<uuid:uuid>/", own.inbox_open, name="inbox_open"),
    path("audit/", audit.audit, name="audit"),
]

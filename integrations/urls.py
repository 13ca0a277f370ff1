from django.urls import path

from integrations import views

app_name = "integrations"

urlpatterns = [
    path("import/", views.import_history, name="import_history"),
    path("import/<uuid:uuid>/", views.import_detail, name="import"),
    path("import/<uuid:uuid>/confirm/", views.import_confirmed, name="import_confirm"),
    path("import/<uuid:uuid>/progress/", views.import_progress, name="import_progress"),
]

from django.urls import path

from rubrics import views

app_name = "rubrics"

urlpatterns = [
    path("rubrics/", views.rubric_list, name="rubric_list"),
    path("rubrics/<uuid:uuid>/", views.rubric_detail, name="rubric"),
    path("rubrics/<uuid:uuid>/publish/", views.rubric_publish, name="rubric_publish"),
]

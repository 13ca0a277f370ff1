from django.urls import path

from committee import views

app_name = "committee"

urlpatterns = [
    path("applications/<uuid:uuid>/", views.application, name="application"),
    path("applications/<uuid:uuid>/verdict/", views.verdict, name="verdict"),
]

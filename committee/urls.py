from django.urls import path

from committee.views import applications

app_name = "committee"

urlpatterns = [
    path("applications/<uuid:uuid>/", applications.application, name="application"),
    path("applications/<uuid:uuid>/verdict/", applications.verdict, name="verdict"),
]

"""What candidates open, without signing in."""

from django.urls import path

from calibration.views.about_you import about_you, thanks

urlpatterns = [
    path("about-you/thanks/", thanks, name="about_you_thanks"),
    path("about-you/<str:token>/", about_you, name="about_you"),
]

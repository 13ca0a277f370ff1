"""The addresses of the bare site."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.bare.views import form, page


def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("alive", alive),
    path("page/", page),
    path("form/<uuid:assignment>/", form),
]

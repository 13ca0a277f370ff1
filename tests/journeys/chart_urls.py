"""The addresses of the project and the page with every chart, which is otherwise there only to develop."""

from django.urls import path

from calibration.views.styleguide import styleguide
from hiring import urls

urlpatterns = [*urls.urlpatterns, path("charts/", styleguide)]

from django.urls import URLPattern

app_name = "interviewers"

urlpatterns: list[URLPattern] = []

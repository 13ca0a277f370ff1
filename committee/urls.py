from django.urls import path

from committee.views import applications, clarifications, decisions, packets, profiles, reports, verdicts

app_name = "committee"

urlpatterns = [
    path("applications/<uuid:uuid>/", applications.application, name="application"),
    path("applications/<uuid:uuid>/verdict/", verdicts.verdict, name="verdict"),
    path("applications/<uuid:uuid>/verdict/draft/", verdicts.verdict_draft, name="verdict_draft"),
    path("applications/<uuid:uuid>/decision/", decisions.decision, name="decision"),
    path("verdicts/", reports.verdicts, name="verdict_report"),
    path("applications/<uuid:uuid>/packet/", packets.packet, name="packet"),
    path("applications/<uuid:uuid>/packet/news/", packets.news, name="packet_news"),
    path("applications/<uuid:uuid>/packet/<int:version>/", packets.packet, name="packet_version"),
    path("applications/<uuid:uuid>/packet/<int:version>.pdf", packets.packet_pdf, name="packet_pdf"),
    path("applications/<uuid:uuid>/packet/<int:version>.json", packets.packet_json, name="packet_json"),
    path("applications/<uuid:uuid>/packet/ask/", clarifications.ask, name="clarification_ask"),
    path("clarifications/<uuid:uuid>/", clarifications.clarification, name="clarification"),
    path("clarifications/<uuid:uuid>/withdraw/", clarifications.withdraw, name="clarification_withdraw"),
    path("teams/<uuid:uuid>/profiles/", profiles.profiles, name="team_profiles"),
    path("teams/<uuid:uuid>/profiles/add/", profiles.add, name="member_add"),
    path("teams/<uuid:uuid>/profiles/top-performer/", profiles.top_performer, name="top_performer"),
    path("teams/<uuid:uuid>/profiles/<uuid:member_uuid>/", profiles.member_levels, name="member_levels"),
    path("teams/<uuid:uuid>/profiles/<uuid:member_uuid>/leave/", profiles.leave, name="member_leave"),
]

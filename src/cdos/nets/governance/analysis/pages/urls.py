from django.urls import path

from . import reports

app_name = "analysis"
urlpatterns = [
    path("staff/reports/", reports.reports, name="reports"),
    path("staff/reports/<int:number>/", reports.report, name="report"),
    path("staff/reports/<int:number>/remark", reports.remark, name="remark"),
    path("staff/reports/<int:number>/issue", reports.issue, name="issue"),
    path("staff/reports/<int:number>/<int:sentence>/", reports.sentence, name="sentence"),
    path("staff/reports/<int:number>/<int:sentence>/change", reports.change, name="change"),
]

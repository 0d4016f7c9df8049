from django.urls import path

from . import reports

app_name = "analysis"
urlpatterns = [
    path("staff/topics/reports/", reports.reports, name="reports"),
    path("staff/topics/reports/<int:number>/", reports.report, name="report"),
    path("staff/topics/reports/<int:number>/remark", reports.remark, name="remark"),
    path("staff/topics/reports/<int:number>/issue", reports.issue, name="issue"),
    path("staff/topics/reports/<int:number>/<int:sentence>/", reports.sentence, name="sentence"),
    path("staff/topics/reports/<int:number>/<int:sentence>/change", reports.change, name="change"),
]

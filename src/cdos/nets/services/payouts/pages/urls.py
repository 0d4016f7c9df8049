from django.urls import path

from . import batch, desk, differences, recovery

app_name = "payouts"
urlpatterns = [
    path("staff/payouts/", desk.desk, name="desk"),
    path("staff/payouts/make", desk.make, name="make"),
    path("staff/payouts/again", desk.again, name="again"),
    path("staff/payouts/batches/<int:batch_id>", batch.batch, name="batch"),
    path("staff/payouts/batches/<int:batch_id>/decide", batch.decide, name="decide"),
    path("staff/payouts/differences", differences.differences, name="differences"),
    path("staff/payouts/differences/<int:difference_id>", differences.settle, name="settle"),
    path("staff/payouts/back", recovery.recovery, name="recovery"),
    path("staff/payouts/back/ask", recovery.ask, name="ask_back"),
    path("staff/payouts/back/came", recovery.came, name="got_back"),
]

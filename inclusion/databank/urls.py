"""The databank."""

from django.urls import path, re_path

from inclusion.databank.views import data_items, databank

ITEM = "databank/items/<slug:reference>/"
urlpatterns = [
    path("databank/", databank.home, name="databank"),
    path("databank/receive/", databank.receive, name="batch_add"),
    path("databank/statement/", databank.statement, name="statement"),
    path("databank/statement.csv", databank.statement_csv, name="statement_csv"),
    path("databank/promises/", databank.pledge_list, name="pledges"),
    path("databank/promises/<slug:reference>/", databank.pledge, name="pledge"),
    path(
        "databank/promises/<slug:reference>/here/", databank.pledge_receive, name="pledge_receive"
    ),
    path(
        "databank/promises/<slug:reference>/close/",
        databank.pledge_withdraw,
        name="pledge_withdraw",
    ),
    path(ITEM, data_items.item, name="data_item"),
    path(f"{ITEM}hand-over/", data_items.hand_over, name="data_hand_over"),
    path(f"{ITEM}write-off/", data_items.void, name="data_void"),
    path(f"{ITEM}correct/", data_items.correct, name="data_correct"),
    re_path(
        r"^databank/items/(?P<reference>[-\w]+)/(?P<verb>activate|release|give-back)/$",
        data_items.move,
        name="data_move",
    ),
    path("databank/batches/<slug:reference>/", databank.batch, name="batch"),
    path(
        "databank/batches/<slug:reference>/take-back/",
        databank.take_back,
        name="batch_take_back",
    ),
    path("databank/batches/<slug:reference>/statement.csv", databank.batch_csv, name="batch_csv"),
    path("needs/<slug:reference>/data/", data_items.issue, name="need_data"),
    path("needs/<slug:reference>/data/reserve/", data_items.reserve, name="need_data_reserve"),
]

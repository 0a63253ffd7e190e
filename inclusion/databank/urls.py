"""The databank."""

from django.urls import path, re_path

from inclusion.databank.views import data_items, databank, pledges

ITEM = "databank/items/<slug:reference>/"
PLEDGE = "databank/pledges/<slug:reference>/"
urlpatterns = [
    path("databank/", databank.home, name="databank"),
    path("databank/receive/", databank.receive, name="batch_add"),
    path("databank/statement/", databank.statement, name="statement"),
    path("databank/statement.csv", databank.statement_csv, name="statement_csv"),
    path("databank/pledges/", pledges.pledge_list, name="pledges"),
    path(PLEDGE, pledges.pledge, name="pledge"),
    path(f"{PLEDGE}answer/", pledges.answer, name="pledge_answer"),
    path(f"{PLEDGE}receive/", pledges.receive, name="pledge_receive"),
    path(f"{PLEDGE}close/", pledges.close, name="pledge_close"),
    path(ITEM, data_items.item, name="data_item"),
    path(f"{ITEM}issue/", data_items.issue_to, name="data_issue"),
    path(f"{ITEM}write-off/", data_items.void, name="data_void"),
    path(f"{ITEM}correct/", data_items.correct, name="data_correct"),
    re_path(
        r"^databank/items/(?P<reference>[-\w]+)/(?P<verb>activate|release|return)/$",
        data_items.move,
        name="data_move",
    ),
    path("databank/batches/<slug:reference>/", databank.batch, name="batch"),
    path(
        "databank/batches/<slug:reference>/undo/",
        databank.undo_receipt,
        name="batch_undo",
    ),
    path("databank/batches/<slug:reference>/statement.csv", databank.batch_csv, name="batch_csv"),
    path("needs/<slug:reference>/data/", data_items.issue, name="need_data"),
    path("needs/<slug:reference>/data/reserve/", data_items.reserve, name="need_data_reserve"),
]

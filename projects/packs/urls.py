from django.urls import path

from projects.packs.views import drafting, issuing, packs, withholding

app_name = "packs"
urlpatterns = [
    path("", packs.packs, name="list"),
    path("new/", packs.new, name="new"),
    path("<slug:reference>/", packs.pack, name="pack"),
    path("<slug:reference>/period/", drafting.period, name="period"),
    path("<slug:reference>/write-again/", drafting.write_again, name="write_again"),
    path("<slug:reference>/delete/", drafting.delete, name="delete"),
    path("<slug:reference>/sentences/add/", drafting.sentence_add, name="sentence_add"),
    path("<slug:reference>/sentences/<slug:sentence>/", drafting.sentence, name="sentence"),
    path("<slug:reference>/sentences/<slug:sentence>/up/", drafting.up, name="sentence_up"),
    path(
        "<slug:reference>/sentences/<slug:sentence>/remove/",
        drafting.remove,
        name="sentence_remove",
    ),
    path(
        "<slug:reference>/sentences/<slug:sentence>/put-back/",
        drafting.put_back,
        name="sentence_put_back",
    ),
    path("<slug:reference>/decisions/add/", drafting.decision_add, name="decision_add"),
    path("<slug:reference>/decisions/<slug:decision>/", drafting.decision, name="decision"),
    path(
        "<slug:reference>/decisions/<slug:decision>/remove/",
        drafting.decision_remove,
        name="decision_remove",
    ),
    path(
        "<slug:reference>/withhold/<slug:kind>/<slug:item>/", withholding.withhold, name="withhold"
    ),
    path("<slug:reference>/withheld/<slug:item>/release/", withholding.release, name="release"),
    path("<slug:reference>/withheld/<slug:item>/review/", withholding.review, name="review"),
    path("<slug:reference>/issue/", issuing.issue, name="issue"),
    path("<slug:reference>/publish/", issuing.publish, name="publish"),
    path("<slug:reference>/unpublish/", issuing.unpublish, name="unpublish"),
    path("<slug:reference>/<slug:edition>/read/", issuing.read, name="read"),
    path("<slug:reference>/<slug:edition>/file/<slug:kind>/", issuing.file, name="file"),
]

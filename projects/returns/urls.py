from datetime import date

from django.urls import path, register_converter

from projects.returns.views import forecasts, imports, measures, return_reading, returns, rounds


class MonthConverter:
    """A month as addresses name it: `2026-11`."""

    regex = r"20[0-9][0-9]-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return value.isoformat()[:7]


register_converter(MonthConverter, "month")

app_name = "returns"
urlpatterns = [
    path("", return_reading.mine, name="list"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<month:month>/", rounds.one, name="round"),
    path("rounds/<month:month>/dates/", rounds.dates, name="dates"),
    path("rounds/<month:month>/close/", rounds.close, name="close"),
    path("imports/new/", imports.new, name="import_new"),
    path("imports/<month:month>/<slug:slug>/returns.xlsx", imports.file, name="file"),
    *imports.pages.urls("imports/"),
    path("<slug:reference>/", returns.one, name="return"),
    path("<slug:reference>/save/", returns.save, name="save"),
    path("<slug:reference>/check/", returns.check, name="check"),
    path("<slug:reference>/unchanged/", returns.unchanged, name="unchanged"),
    path("<slug:reference>/forecast/<slug:line>/", forecasts.forecast, name="forecast"),
    path("<slug:reference>/measures/<slug:benefit>/", measures.measure, name="measure"),
    path("<slug:reference>/accept/", return_reading.accept, name="accept"),
    path("<slug:reference>/send-back/", return_reading.send_back, name="send_back"),
]

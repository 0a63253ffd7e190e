"""What is held about people in forecasts."""

from diz_portal.privacy import no_personal_data
from projects.forecast.models import ForecastOutcome, PublishedForecast

no_personal_data(
    PublishedForecast,
    reason="Dates, numbers and the names of suppliers: figures that the portal calculated.",
    texts="refusal inputs answers fan",
)
no_personal_data(ForecastOutcome, reason="Days and counts of sites.")

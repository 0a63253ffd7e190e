"""As docs/words.md says: 22 November 2026 at 2:30pm.

Our own pages write them by `diz_portal.words`. “a.m.” is “am” by `locale/en_GB`. What can be typed
stays as Django has it: only what is shown is here.
"""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = DATE_FORMAT
TIME_FORMAT = "fa"
DATETIME_FORMAT = "j F Y \\a\\t fa"
SHORT_DATETIME_FORMAT = DATETIME_FORMAT

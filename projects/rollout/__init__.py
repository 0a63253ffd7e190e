"""How far the rollout of a project has got: what the public page and the workspace show.

`version`   one query that says whether anything behind the page has changed
`standing`  where each site stands, now or as it was known on a past day
`burn_up`   planned, live and in scope, month by month
`scope`     why the number of sites is not what was announced
`places`    the map's outlines and symbols
`words`     sentences and titles
`drawings`  the two charts as Vega-Lite dictionaries
`picture`   all of it together, kept until the version changes
"""

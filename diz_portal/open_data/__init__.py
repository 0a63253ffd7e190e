"""Open data: what anybody may take and use again, at /data/.

An app declares what it publishes in its `open_data.py`, which the shell finds by itself:

    @declaring.dataset
    class Sites(Dataset):
        slug = "sites"
        title = "Sites"
        about = "The buildings that published projects connect."
        withheld = "Costs, order references and landlords."
        fields = (
            text("site_code", "Site reference", "reference"),
            *coded("stage", "Stage", Stage),
        )
        key = ("site_code",)

        def rows(self, reading):
            return Site.objects.filter(project__published=True).iterator(2000)

From this come the page with its field dictionary, the CSV, JSON and Excel files, `datapackage.json`
and the entry in the catalogue (`/data.json`). Only what a field takes is published. Data in a
standard of its own (360Giving, OC4IDS, Open Referral UK) is a `Standard`.
"""

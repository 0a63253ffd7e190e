"""The dataset: a ZIP of CSV files for Excel and Power BI, facts around the dimensions they share.

It is produced for one reader, with what they may see, and made anew each night in place of the
last.
Apps add their tables in their `reports.py`:

    @dataset.tables
    def rollout(user):
        yield table_of("fact_site_stages", "Site stages", FIELDS, found(user), refers_to={…})

Names of tables, fields and codes are for programs and are never changed. A code is text, also where
it looks like a number, and its words stand beside it. A day is named by its date: `dim_date`.
"""

from .gathered import DATE, Tables, all_tables, tables

__all__ = ["DATE", "Tables", "all_tables", "tables"]

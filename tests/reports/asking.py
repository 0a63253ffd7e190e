"""Ask a report as a test does: by its name, without a page."""

from diz_portal.reports import registry
from diz_portal.reports.paper import plain
from diz_portal.reports.reading import read


def paper_of(name, *, by=None, **answers):
    report = registry.named(name)
    return report.paper(read(report, answers, user=by))


def rows_of(paper):
    """Every table by its key: the rows as dicts of plain values."""
    return {
        table.key: [
            {column.key: plain(value) for column, value in zip(table.columns, row, strict=True)}
            for row in table.rows()
        ]
        for table in paper.tables()
    }


def figures_of(paper, key):
    return {row["key"]: row["value"] for row in rows_of(paper)[key]}

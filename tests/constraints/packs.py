"""The constraints of board packs, each with the row that breaks it."""

from diz_portal.reports.models import BoardDate, ReportJob
from projects.models import Pack, PackFigure, PackSentence, PackWithheld, WithheldReview
from tests.factories.packs import WHOLE
from tests.factories.projects import ProjectFactory

from .breaking import Case, Rows, another, changed


def stand(rows: Rows) -> None:
    board = BoardDate.objects.create(name="Board of packs", date=rows.today)
    about = ProjectFactory(lead=rows.organisation)
    rows.pack = Pack.objects.create(
        project=about, board=board, since=rows.today, until=rows.today, started_by=rows.ada
    )
    other_board = BoardDate.objects.create(name="Another board", date=rows.today)
    rows.whole_pack = Pack.objects.create(
        project=None, board=other_board, since=rows.today, until=rows.today, started_by=rows.ada
    )
    rows.pack_sentence = PackSentence.objects.create(pack=rows.pack, rule="sites-live", text="A.")
    rows.pack_decision = rows.pack.decisions.create(**WHOLE)
    job = ReportJob.objects.create(report="board-pack", title="Pack", asked_by=rows.ada)
    rows.pack_edition = rows.pack.editions.create(
        edition="public", paper={}, as_at=rows.today, job=job
    )
    rows.other_job = ReportJob.objects.create(report="board-pack", title="P", asked_by=rows.ada)
    rows.pack_figure = PackFigure.objects.create(
        pack=rows.pack, key="live", label="Live", value=1, day=rows.today
    )
    rows.withheld = PackWithheld.objects.create(
        pack=rows.pack,
        section="risks",
        paragraph=3,
        reason="Prices.",
        review_on=rows.today,
        decided_by=rows.ada,
    )
    rows.withheld_review = WithheldReview.objects.create(
        item=rows.withheld, by=rows.ada, reason="Signed."
    )


CASES: dict[str, Case] = {
    "projects_pack_period_in_order": lambda rows: changed(rows.pack, since=rows.today.max),
    "projects_pack_issued_says_when": lambda rows: changed(rows.pack, state="issued"),
    "projects_pack_published_once_issued": lambda rows: changed(rows.pack, published_at=rows.now),
    "projects_one_draft_pack": lambda rows: another(
        rows.pack, reference="other", board=rows.whole_pack.board
    ),
    "projects_one_pack_a_meeting": lambda rows: another(
        rows.pack, reference="other", state="issued", issued_at=rows.now, issued_by=rows.ada
    ),
    "projects_pack_each_edition_once": lambda rows: another(rows.pack_edition, job=rows.other_job),
    "projects_pack_edition_known": lambda rows: changed(rows.pack_edition, edition="?"),
    "projects_pack_states_a_figure_once": lambda rows: another(rows.pack_figure),
    "projects_pack_says_each_change_once": lambda rows: another(
        rows.pack_sentence, reference="other"
    ),
    "projects_pack_sentence_not_empty": lambda rows: changed(rows.pack_sentence, text=""),
    "projects_pack_decision_is_whole": lambda rows: changed(rows.pack_decision, options=""),
    "projects_withheld_is_one_item": lambda rows: changed(
        rows.withheld, sentence=rows.pack_sentence
    ),
    "projects_withheld_names_a_paragraph": lambda rows: changed(rows.withheld, paragraph=8),
    "projects_withheld_says_why": lambda rows: changed(rows.withheld, reason=""),
    "projects_withheld_section_known": lambda rows: changed(rows.withheld, section="?"),
    "projects_withheld_section_once": lambda rows: another(rows.withheld, reference="other"),
    "projects_withheld_review_says_why": lambda rows: another(rows.withheld_review, reason=""),
}

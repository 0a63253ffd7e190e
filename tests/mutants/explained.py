"""Mutants that live, and why no test can or need tell them from the sound code."""

EXPLAINED: dict[str, str] = {
    (
        'diz_portal/privacy/services.py: ).update(object_repr=f"{model._meta.verbose_name}, erased"'
        '[:200], change_message="") [core/NumberReplacer]'
    ): "Cut at the length of the column; no kind of record has a name nearly as long.",
}

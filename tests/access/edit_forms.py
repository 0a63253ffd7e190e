"""Which pages have a form that changes a record, and which show something and yet do not.

`test_doors.py` looks at every page it opens: a form that shows what was not typed just now must
carry the mark of it (`diz_portal.editing`) and its page stand in EDITS, which two people then try
(`test_two_people.py`), or stand in OTHERWISE with the reason.
"""

from tests.editing import forms_of

NEW = "it writes something new, and only suggests what it says"
GUARDED = "it names the entry that stood there, and is refused when another has come since"
# Forms that show something and yet overwrite nothing that somebody else may have written.
OTHERWISE = {
    "workspace:chase": NEW,
    "reports:boards": NEW,
    "reports:schedule_new": NEW,
    "lists:save": NEW,
    "digests:digest": "one's own, which nobody else can open",
    "packs:new": NEW,
    "search:search": "it shows what was looked for, and writes nothing",
    "partners_workspace:join_request": "it is answered once: the second answer is refused",
    "partners_workspace:suspend": "it suggests the day until which its people finish",
    "projects_workspace:site_move": GUARDED,
    "projects_workspace:entry_correct": GUARDED,
    "projects_workspace:wayleave_status": GUARDED,
    **dict.fromkeys(
        (
            "partners:invitation",
            "privacy:request_records",
            "privacy:request_step",
            "projects_workspace:wayleave_open",
            "projects_workspace:wayleave_note",
            "projects_workspace:sites_move",
            "projects_workspace:scope_change",
            "projects_workspace:import_new",
            "returns:import_new",
            "seminars_workspace:copy",
            "seminars_workspace:reminder_add",
            "seminars_workspace:message_new",
            "seminars_workspace:add_file",
            "seminars_workspace:add_link",
            "inclusion_workspace:refer",
            "inclusion_workspace:emergency_access",
            "inclusion_workspace:session_add",
            "inclusion_workspace:device_add",
            "inclusion_workspace:device_import",
            "inclusion_workspace:wipe_log",
            "inclusion_workspace:device_wipe",
            "inclusion_workspace:device_log",
            "inclusion_workspace:device_test",
            "inclusion_workspace:device_return",
            "inclusion_workspace:devices_test",
            "inclusion_workspace:device_retire",
            "inclusion_workspace:holding_extend",
            "inclusion_workspace:batch_add",
            "inclusion_workspace:pledge_receive",
            "inclusion:donate_device",
            "money:source_add",
            "money:source_secure",
            "money:source_withdraw",
            "money:source_match",
            "money:source_give",
            "money:source_condition",
            "money:source_receive",
            "money:source_claw-back",
            "money:source_spend",
            "money:source_accrue",
            "money:source_adjust",
            "money:source_reclassify",
            "money:source_vary",
            "money:line_add",
            "money:refund",
            "money:condition_met",
        ),
        NEW,
    ),
}
EDITS = {
    "lists:edit",
    "packs:period",
    "packs:sentence",
    "packs:decision",
    "packs:withhold",
    "privacy:processing_edit",
    "privacy:processor",
    "privacy:copy_read",
    "reports:schedule_change",
    "seminars:change",
    "seminars:choices",
    "partners_workspace:edit",
    "partners_workspace:change_role",
    "partners_workspace:edit_agreement",
    "projects_workspace:site_edit",
    "projects_workspace:wayleave_edit",
    "projects_workspace:milestone",
    "projects_workspace:risk",
    "projects_workspace:import_match",
    "inclusion_workspace:import_match",
    "returns:import_match",
    "money:finance",
    "money:source_edit",
    "money:condition",
    "money:line_budget",
    "money:line_forecast",
    "returns:dates",
    "returns:return",
    "seminars_workspace:edit",
    "seminars_workspace:move",
    "seminars_workspace:places",
    "seminars_workspace:series_edit",
    "seminars_workspace:change",
    "seminars_workspace:contact",
    "seminars_workspace:reminder",
    "inclusion_workspace:case_assign",
    "inclusion_workspace:case_urgency",
    "inclusion_workspace:case_details",
    "inclusion_workspace:need_reword",
    "inclusion_workspace:task_change",
    "inclusion_workspace:appointment_change",
    "inclusion_workspace:session_change",
    "inclusion_workspace:skills_area",
    "inclusion_workspace:switch",
    "inclusion_workspace:device_edit",
    "inclusion_workspace:pledge_answer",
    "inclusion_workspace:device_inspect",
    "inclusion_workspace:device_wait",
}


def problems_of_forms(name: str, page: str) -> list[str]:
    """What is wrong with the forms of a page that somebody may act on."""
    forms = forms_of(page)
    if any(form.edits for form in forms):
        return [] if name in EDITS else ["it carries a mark: add it to EDITS, for two to try"]
    if name in OTHERWISE or not any(form.is_prefilled() for form in forms):
        return []
    return ["its form shows what is stored and carries no mark of it: see diz_portal.editing"]

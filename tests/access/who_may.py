"""Who may do what, for everybody of the world, on one record of each kind: the whole of it.

Pages ask these permissions and lists agree with them. This table says what the answer is, so that
a rule given to one role too many, or taken from one, is red: see `test_permissions.py`.
"""

MANAGER, LEAD, SUPPLIER, CASEWORKER = {"manager"}, {"lead"}, {"supplier"}, {"caseworker"}
OUTSIDER, SUSPENDED, NAMED = {"outsider"}, {"suspended"}, {"named"}
# Caseworkers of another organisation: of nothing here, but of what both are asked about.
ELSEWHERE = {"elsewhere", "both"}
CASEWORKERS = CASEWORKER | ELSEWHERE
# Who is named for the records of our team: the lead for safeguarding, the other for data.
LEADS_OF_RECORDS = LEAD | NAMED
OUR_WORKERS = LEAD | {"contributor", "both"}
# Who answers for the money of A, which is accountable for the projects.
FINANCE, MONEY = {"finance"}, {"finance", "certifier"}
OURS = OUR_WORKERS | CASEWORKER | NAMED | MONEY | {"viewer"}

# Permission → the record it is asked of ("" for none), and who has it: nobody else does.
WHO_MAY: dict[str, tuple[str, set[str]]] = {
    "accounts.confirm_rescue": ("rescue", MANAGER),
    "attention.chase": ("", MANAGER),
    "attention.see": ("", OURS | SUPPLIER | ELSEWHERE | OUTSIDER | MANAGER),
    "documents.watch_storage": ("", MANAGER),
    "inclusion.answer_donation": ("offered", CASEWORKER),
    "inclusion.answer_referral": ("referral", CASEWORKER),
    "inclusion.answer_transfer": ("offer", CASEWORKER),
    "inclusion.use_emergency_access": ("case", LEADS_OF_RECORDS),
    "inclusion.find_cases": ("", CASEWORKERS | LEADS_OF_RECORDS),
    "inclusion.keep_batch": ("data_batch", CASEWORKERS | MANAGER),
    "inclusion.keep_device": ("device", CASEWORKER),
    "inclusion.keep_part": ("spare_part", CASEWORKER),
    "inclusion.keep_places": ("", MANAGER),
    "inclusion.manage": ("", MANAGER),
    "inclusion.name_leads": ("team", LEAD),
    "inclusion.propose_lead": ("", MANAGER),
    "inclusion.refer": ("", OUR_WORKERS | CASEWORKERS | SUPPLIER | OUTSIDER | MANAGER),
    "inclusion.see_case": ("case", CASEWORKER),
    "inclusion.see_databank": ("", CASEWORKERS | MANAGER),
    "inclusion.see_device": ("device", CASEWORKER | MANAGER),
    "inclusion.see_figures": ("", CASEWORKERS | MANAGER),
    "inclusion.see_holding": ("loan", CASEWORKER),
    "inclusion.see_import": ("list_of_devices", CASEWORKER | MANAGER),
    "inclusion.see_item": ("issued_item", CASEWORKERS | MANAGER),
    "inclusion.see_lesson": ("draft_lesson", MANAGER),
    "inclusion.see_part": ("spare_part", CASEWORKER | MANAGER),
    "inclusion.see_person": ("case.person", CASEWORKER),
    "inclusion.see_progress": ("assessment", CASEWORKER),
    "inclusion.see_referral": ("referral", CASEWORKER | SUPPLIER),
    "inclusion.see_stock": ("", CASEWORKERS | MANAGER),
    "inclusion.see_team": ("team", OURS | MANAGER),
    "inclusion.see_transfer": ("offer", CASEWORKERS),
    "inclusion.see_work": ("task", CASEWORKER),
    "inclusion.switch_items": ("", CASEWORKERS | MANAGER),
    "inclusion.withdraw_transfer": ("offer", ELSEWHERE),
    "inclusion.tell": ("telling", CASEWORKER),
    "inclusion.work_on": ("case", CASEWORKER),
    "inclusion.work_on_cases": ("", CASEWORKERS),
    "inclusion.work_on_import": ("list_of_devices", CASEWORKER),
    "inclusion.work_on_stock": ("", CASEWORKERS),
    "inclusion.write_for_callers": ("", CASEWORKERS | MANAGER),
    "lists.keep_view": ("saved_view", {"contributor"}),
    "lists.see_view": ("saved_view", OURS),
    "lists.share_with_everyone": ("", MANAGER),
    "outbox.send_again": ("", MANAGER),
    "outbox.tell_by_hand": ("", MANAGER),
    "partners.decide_join_request": ("join_request", LEAD | MANAGER),
    "partners.edit_organisation": ("ours", LEAD | MANAGER),
    "partners.enter_workspace": ("", OURS | SUPPLIER | ELSEWHERE | OUTSIDER | MANAGER),
    "partners.invite": ("ours", LEAD | MANAGER),
    "partners.keep_agreements": ("", MANAGER),
    "partners.look_after_people": ("ours", LEAD | MANAGER),
    "partners.manage": ("", MANAGER),
    "partners.see": ("suspended", SUSPENDED | MANAGER),
    "partners.see_agreement": ("agreement", OURS | MANAGER),
    "partners.see_membership": ("membership", OURS | MANAGER),
    "partners.settle_invitation": ("invitation", LEAD | MANAGER),
    "partners.work_in": ("ours", OURS | MANAGER),
    "privacy.answer_people": ("", MANAGER),
    "privacy.find_people": ("", CASEWORKERS | NAMED | MANAGER),
    "privacy.keep_processing": ("processing", NAMED),
    "privacy.see_processing": ("processing", NAMED | MANAGER),
    "privacy.see_register": ("", MANAGER),
    "projects.import_returns": ("", OUR_WORKERS | SUPPLIER | OUTSIDER | MANAGER),
    "projects.change_baseline": ("hidden_milestone", MANAGER),
    "projects.change_scope": ("hidden", LEAD | MANAGER),
    "projects.edit_site": ("hidden_site", OUR_WORKERS | SUPPLIER | MANAGER),
    "projects.import": ("hidden", OUR_WORKERS | SUPPLIER | MANAGER),
    "projects.keep_milestones": ("hidden_milestone", OUR_WORKERS | SUPPLIER | MANAGER),
    "projects.issue_packs": ("pack", MANAGER),
    "projects.keep_packs": ("pack", LEAD | MANAGER),
    "projects.read_exempt_pack": ("pack", LEAD | {"viewer"} | NAMED | MANAGER),
    "projects.read_pack": ("pack", OURS | SUPPLIER | MANAGER),
    "projects.withhold": ("pack", MANAGER),
    "projects.keep_risks": ("hidden_risk", OUR_WORKERS | SUPPLIER | MANAGER),
    "projects.keep_wayleaves": ("hidden_wayleave", OUR_WORKERS | SUPPLIER | MANAGER),
    "projects.keep_money": ("grant", FINANCE | MANAGER),
    "projects.manage": ("", MANAGER),
    "projects.move_site": ("hidden_site", OUR_WORKERS | SUPPLIER | MANAGER),
    "projects.review_returns": ("", MANAGER),
    "reports.keep_boards": ("", MANAGER),
    "reports.keep_report": ("report", {"contributor"} | MANAGER),
    "reports.keep_schedule": ("schedule", {"contributor"} | MANAGER),
    "reports.see_report": ("report", {"contributor"} | MANAGER),
    "projects.see_money": ("public", LEAD | MONEY | MANAGER),
    "projects.see_own_money": ("public", OUR_WORKERS | MONEY | MANAGER),
    "projects.see_posting": ("posting", LEAD | MONEY | MANAGER),
    "projects.see_source": ("grant", LEAD | MONEY | MANAGER),
    "projects.see": ("hidden", OURS | SUPPLIER | MANAGER),
    "projects.see_return": ("sent", OURS | MANAGER),
    "projects.see_workspace": ("hidden", OURS | SUPPLIER | MANAGER),
    "projects.write_return": ("draft", OUR_WORKERS),
    "seminars.manage": ("", MANAGER),
    "seminars.see": ("draft_seminar", MANAGER),
    "seminars.see_registrations": ("registration", MANAGER),
}
# Asked of one record of a person, whatever table it is in.
OF_A_RECORD = {"privacy.decide": CASEWORKER | NAMED}

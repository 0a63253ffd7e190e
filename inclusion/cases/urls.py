"""Referrals and cases: of the organisation that handles them."""

from django.urls import path, re_path

from inclusion.cases.views import (
    cases,
    moved,
    queues,
    referrals,
    teams,
    tellings,
    transfers,
    work,
)

CASE = "cases/<slug:reference>/"
urlpatterns = [
    path("referrals/", referrals.list_own, name="referrals"),
    path("referrals/new/", referrals.refer, name="refer"),
    path("referrals/<slug:reference>/", referrals.referral, name="referral"),
    path("referrals/<slug:reference>/sent/", referrals.sent, name="referral_sent"),
    path("referrals/<slug:reference>/withdraw/", referrals.withdraw, name="referral_withdraw"),
    path("referrals/<slug:reference>/open/", referrals.open_referral, name="referral_open"),
    path("referrals/<slug:reference>/accept/", referrals.accept, name="referral_accept"),
    path("referrals/<slug:reference>/decline/", referrals.decline, name="referral_decline"),
    path("cases/", queues.queue, name="cases"),
    path("cases/waiting/", queues.waiting, name="waiting"),
    path("cases/find/", queues.find, name="find"),
    path("cases/letters-and-calls/", tellings.to_tell, name="to_tell"),
    path("cases/to-tell/", moved.letters_and_calls, name="letters_and_calls_moved"),
    path("cases/unmet/", queues.unmet, name="unmet"),
    path(CASE, cases.case, name="case"),
    path(CASE + "open/", cases.open_case, name="case_open"),
    path(CASE + "emergency-access/", cases.emergency_access, name="emergency_access"),
    path(CASE + "take/", cases.take, name="case_take"),
    path(CASE + "assign/", cases.assign, name="case_assign"),
    path(CASE + "urgency/", cases.urgency, name="case_urgency"),
    path(CASE + "note/", cases.note, name="case_note"),
    path(CASE + "notes/<int:number>/correct/", cases.correct, name="case_correct"),
    path(CASE + "close/", cases.close, name="case_close"),
    path(CASE + "reopen/", cases.reopen, name="case_reopen"),
    path(CASE + "details/", cases.details, name="case_details"),
    path(CASE + "merge/", cases.merge, name="case_merge"),
    path(CASE + "fund/", cases.tag, name="case_tags"),
    path(CASE + "need/", work.add_need, name="need_add"),
    path(CASE + "task/", work.add_task, name="task_add"),
    path(CASE + "appointment/", work.book, name="appointment_add"),
    path(CASE + "transfer/", transfers.offer, name="case_transfer"),
    path("needs/<slug:reference>/reword/", work.reword_need, name="need_reword"),
    path("needs/<slug:reference>/move/", work.move_need, name="need_move"),
    path("tasks/<slug:reference>/change/", work.change_task, name="task_change"),
    re_path(
        r"^tasks/(?P<reference>[-\w]+)/(?P<verb>done|undo)/$", work.tick_task, name="task_tick"
    ),
    path("appointments/<slug:reference>/change/", work.rebook, name="appointment_change"),
    path("appointments/<slug:reference>/outcome/", work.record_outcome, name="appointment_outcome"),
    path("tellings/<slug:reference>/", tellings.one, name="telling"),
    path("tellings/<slug:reference>/letter.pdf", tellings.printed, name="telling_letter"),
    path("tellings/<slug:reference>/done/", tellings.done, name="telling_done"),
    path("teams/<slug:slug>/", teams.team, name="team"),
    re_path(
        r"^teams/(?P<slug>[-\w]+)/(?P<duty>safeguarding|data_protection)/name/$",
        teams.name,
        name="team_name",
    ),
    re_path(
        r"^teams/(?P<slug>[-\w]+)/(?P<duty>safeguarding|data_protection)"
        r"/(?P<verb>propose|accept|decline|remove)/$",
        teams.act,
        name="team_act",
    ),
    path("transfers/<slug:reference>/", transfers.transfer, name="transfer"),
    path("transfers/<slug:reference>/accept/", transfers.accept, name="transfer_accept"),
    path("transfers/<slug:reference>/decline/", transfers.decline, name="transfer_decline"),
    path("transfers/<slug:reference>/withdraw/", transfers.withdraw, name="transfer_withdraw"),
    # As they were called before.
    path(CASE + "break-glass/", moved.emergency_access, name="emergency_access_moved"),
    path(CASE + "offer/", moved.transfer_case, name="case_transfer_moved"),
    path(
        "transfers/<slug:reference>/take-back/",
        moved.withdraw_transfer,
        name="transfer_withdraw_moved",
    ),
]

"""The device bank."""

from django.urls import path

from inclusion.devices.views import device_work, devices, lending, offers, parts, together

ONE = "devices/<slug:reference>/"
urlpatterns = [
    path("devices/", devices.list_devices, name="devices"),
    path("devices/take-in/", devices.take_in, name="device_add"),
    path("devices/take-in/file/", devices.take_in_file, name="device_import"),
    path("devices/labels/", devices.labels, name="device_labels"),
    path("devices/together/inspect/", together.inspect, name="devices_inspect"),
    path("devices/together/test/", together.test, name="devices_test"),
    path("devices/together/ready/", together.ready, name="devices_ready"),
    path("devices/wipe-log/", device_work.log, name="wipe_log"),
    path("devices/loans/", lending.loans_due, name="loans"),
    path("devices/parts/", parts.shelf, name="parts"),
    path("devices/parts/add/", parts.add, name="part_add"),
    path("devices/parts/<slug:reference>/throw-away/", parts.throw_away, name="part_throw_away"),
    path("devices/offers/", offers.offers, name="donations"),
    path("devices/offers/<slug:reference>/", offers.offer, name="donation"),
    path("devices/offers/<slug:reference>/yes/", offers.expect, name="donation_expect"),
    path("devices/offers/<slug:reference>/no/", offers.decline, name="donation_decline"),
    path("devices/offers/<slug:reference>/here/", offers.receive, name="donation_receive"),
    path("devices/loans/<slug:reference>/", lending.holding, name="holding"),
    path("devices/loans/<slug:reference>/terms.pdf", lending.paper, name="holding_paper"),
    path("devices/loans/<slug:reference>/longer/", lending.extend, name="holding_extend"),
    path("devices/loans/<slug:reference>/told/", lending.told, name="holding_told"),
    path(ONE, devices.device, name="device"),
    path(f"{ONE}edit/", devices.edit, name="device_edit"),
    path(f"{ONE}wipe/", device_work.wipe, name="device_wipe"),
    path(f"{ONE}wipe-log/", device_work.device_log, name="device_log"),
    path(f"{ONE}inspect/", device_work.inspect, name="device_inspect"),
    path(f"{ONE}repair/", parts.repair, name="device_repair"),
    path(f"{ONE}waits/", parts.wait, name="device_wait"),
    path(f"{ONE}fit/", parts.fit, name="device_fit"),
    path(f"{ONE}take-part/", parts.take_out, name="device_take_part"),
    path(f"{ONE}test/", device_work.test, name="device_test"),
    path(f"{ONE}ready/", device_work.ready, name="device_ready"),
    path(f"{ONE}reserve/", lending.reserve, name="device_reserve"),
    path(f"{ONE}release/", lending.release, name="device_release"),
    path(f"{ONE}hand-over/", lending.hand_over, name="device_hand_over"),
    path(f"{ONE}take-back/", lending.take_back, name="device_take_back"),
    path(f"{ONE}lost/", lending.lost, name="device_lost"),
    path(f"{ONE}fault/", lending.fault, name="device_fault"),
    path(f"{ONE}retire/", device_work.retire, name="device_retire"),
    path("needs/<slug:reference>/device/", lending.reserve_for_need, name="need_device"),
]

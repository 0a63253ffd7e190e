import pytest
from django.urls import NoReverseMatch, reverse

from tests.factories.partners import lead_of, manager

pytestmark = pytest.mark.django_db


def test_a_manager_works_the_portals_own_admin():
    assert manager().has_perm("projects.change_project")
    assert manager().has_module_perms("partners")


@pytest.mark.parametrize(
    "permission",
    [
        "mfa.view_authenticator",
        "account.change_emailaddress",
        "socialaccount.view_socialtoken",
        "django_celery_beat.change_periodictask",
        "auth.add_group",
    ],
)
def test_secrets_and_the_schedule_are_not_for_managers(permission):
    assert not manager().has_perm(permission)


def test_nobody_can_read_second_factors_in_the_admin():
    with pytest.raises(NoReverseMatch):
        reverse("admin:mfa_authenticator_changelist")
    assert not manager().has_perm("mfa.view_authenticator")


def test_a_lead_has_no_admin():
    assert not lead_of().has_perm("projects.change_project")

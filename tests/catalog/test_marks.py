from datetime import date, timedelta

import pytest

from catalog.acts import Act
from catalog.marks import Authorisation, Mark, MarkKind
from catalog.standing import ActKind, Spell, Status

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)


def permit(mark, valid_from=date(2026, 1, 1), valid_until=date(2028, 12, 31), acts=()):
    return Authorisation(mark=mark, valid_from=valid_from, valid_until=valid_until, acts=list(acts))


def collective(registered_on=date(2020, 6, 1), expires_on=date(2030, 5, 31)):
    return Mark(
        kind=MarkKind.COLLECTIVE, name="Chè Mộc Châu", registered_on=registered_on, expires_on=expires_on
    )


def indication():
    return Mark(
        kind=MarkKind.GEOGRAPHICAL_INDICATION,
        name="Phú Quốc",
        registered_on=date(2001, 6, 1),
        expires_on=None,
    )


def test_mark_and_permit_both_in_force_is_good():
    right = permit(collective())
    assert right.standing(TODAY).status is Status.VALID
    assert right.spells() == [Spell(date(2026, 1, 1), date(2028, 12, 31))]


def test_the_mark_s_end_is_the_permit_s_end():
    right = permit(collective(expires_on=date(2027, 6, 30)))
    assert right.standing(date(2027, 6, 30)).in_force
    assert right.standing(date(2027, 7, 1)).status is Status.EXPIRED
    assert right.spells() == [Spell(date(2026, 1, 1), date(2027, 6, 30))]


def test_an_expired_mark_gives_nothing_however_long_the_permit_runs():
    right = permit(collective(expires_on=date(2025, 5, 31)))
    assert right.spells() == []
    assert not right.standing(TODAY).in_force


def test_a_mark_not_yet_registered_gives_nothing():
    right = permit(collective(registered_on=TODAY + DAY))
    assert right.standing(TODAY).status is Status.NOT_YET
    assert right.standing(TODAY + DAY).in_force


def test_an_indication_has_no_end_but_its_permit_has():
    right = permit(indication(), valid_until=TODAY)
    assert right.standing(TODAY).in_force
    assert right.standing(TODAY + DAY).status is Status.EXPIRED


def test_an_owner_s_right_without_an_end_lasts_as_long_as_the_mark():
    assert permit(collective(), valid_until=None).standing(TODAY).until == date(2030, 5, 31)
    assert permit(indication(), valid_until=None).standing(TODAY).until is None


@pytest.mark.parametrize(
    ("kind", "status"), [(ActKind.SUSPEND, Status.SUSPENDED), (ActKind.REVOKE, Status.REVOKED)]
)
def test_a_decision_on_the_permit_stops_it_though_the_mark_runs_on(kind, status):
    right = permit(indication(), acts=[Act(kind=kind, effective_on=TODAY, expires_on=None)])
    assert right.standing(TODAY - DAY).in_force
    assert right.standing(TODAY).status is status


def test_an_extension_of_the_permit_stops_at_the_mark_s_end():
    longer = Act(kind=ActKind.EXTEND, effective_on=TODAY, expires_on=date(2035, 1, 1))
    assert permit(collective(), acts=[longer]).standing(TODAY).until == date(2030, 5, 31)

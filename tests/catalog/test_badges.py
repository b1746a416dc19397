from datetime import date, timedelta

import pytest

from catalog.acts import Act
from catalog.badges import badges_on, mark_badge, stars_badge
from catalog.marks import Authorisation, Mark, MarkKind
from catalog.recognitions import Evidence, Recognition
from catalog.standing import ActKind

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
LAST = date(2028, 5, 4)


def recognition(
    id=1, stars=4, evidence=Evidence.DECISION_SEEN, acts=(), decided_on=date(2025, 5, 4), expires_on=LAST
):
    return Recognition(
        id=id,
        code=f"R{id}",
        stars=stars,
        decided_on=decided_on,
        expires_on=expires_on,
        evidence=evidence,
        acts=list(acts),
    )


def permit(code="A1", kind=MarkKind.GEOGRAPHICAL_INDICATION, name="Phú Quốc", until=LAST, mark_until=None):
    mark = Mark(kind=kind, name=name, registered_on=date(2001, 1, 1), expires_on=mark_until)
    return Authorisation(code=code, mark=mark, valid_from=date(2025, 1, 1), valid_until=until, acts=[])


def test_no_rows_no_badges():
    assert badges_on(TODAY, [], []) == []


def test_the_stars_badge_tells_its_stars_last_day_and_code():
    (badge,) = badges_on(TODAY, [recognition()], [])
    assert (badge.kind, badge.stars, badge.until, badge.code, badge.expiring) == (
        "stars",
        4,
        LAST,
        "R1",
        False,
    )


@pytest.mark.parametrize(
    ("day", "shown"), [(LAST - DAY, 1), (LAST, 1), (LAST + DAY, 0), (date(2025, 5, 3), 0)]
)
def test_badges_are_shown_through_the_last_day_and_not_after(day, shown):
    assert len(badges_on(day, [recognition()], [])) == shown
    if day > date(2025, 5, 4):
        assert len(badges_on(day, [], [permit()])) == shown


def test_a_badge_in_its_last_180_days_says_so():
    assert badges_on(LAST - 180 * DAY, [recognition()], [permit()])[0].expiring
    assert all(badge.expiring for badge in badges_on(LAST, [recognition()], [permit()]))
    assert not any(badge.expiring for badge in badges_on(LAST - 181 * DAY, [recognition()], [permit()]))


@pytest.mark.parametrize("evidence", [Evidence.PROPOSAL, Evidence.CLAIM])
def test_a_proposal_or_a_claim_is_never_a_star(evidence):
    row = recognition(stars=5, evidence=evidence)
    assert badges_on(TODAY, [row], []) == []
    assert stars_badge(row, TODAY) is None


def test_a_revoked_recognition_bears_no_badge_from_that_day():
    row = recognition(acts=[Act(kind=ActKind.REVOKE, effective_on=TODAY, expires_on=None)])
    assert len(badges_on(TODAY - DAY, [row], [])) == 1
    assert badges_on(TODAY, [row], []) == []


def test_only_the_recognition_in_force_gives_stars():
    rows = [recognition(1, stars=5), recognition(2, stars=3, decided_on=date(2026, 1, 1))]
    assert [(badge.stars, badge.code) for badge in badges_on(TODAY, rows, [])] == [(3, "R2")]


def test_stars_come_first_then_marks_by_kind_then_name():
    kinds = [
        MarkKind.TRADEMARK,
        MarkKind.CERTIFICATION,
        MarkKind.COLLECTIVE,
        MarkKind.GEOGRAPHICAL_INDICATION,
    ]
    permits = [permit(kind=kind, name=name) for kind in kinds for name in ("B", "A")]
    shown = [(badge.kind, badge.name) for badge in badges_on(TODAY, [recognition()], permits)]
    assert shown[0] == ("stars", None)
    assert shown[1:] == [(k, n) for k in ("gi", "collective", "certification", "trademark") for n in "AB"]


def test_two_permits_of_one_mark_are_one_badge_the_longer():
    shown = badges_on(TODAY, [], [permit("LONG", until=LAST), permit("SHORT", until=TODAY)])
    assert [(badge.code, badge.until) for badge in shown] == [("LONG", LAST)]
    shown = badges_on(TODAY, [], [permit("OPEN", until=None), permit("LONG", until=LAST)])
    assert [(badge.code, badge.until) for badge in shown] == [("OPEN", None)]


def test_one_name_under_two_kinds_is_two_badges():
    permits = [permit(kind=MarkKind.CERTIFICATION), permit(kind=MarkKind.GEOGRAPHICAL_INDICATION)]
    assert [badge.kind for badge in badges_on(TODAY, [], permits)] == ["gi", "certification"]


def test_a_mark_that_has_ended_shows_nothing():
    ended = permit(kind=MarkKind.CERTIFICATION, mark_until=TODAY - DAY)
    assert mark_badge(ended, TODAY) is None
    assert badges_on(TODAY, [], [ended]) == []
    assert mark_badge(ended, TODAY - DAY).until == TODAY - DAY

"""The demo's fairs: every phase and every state of an application, by the rules of real ones."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from catalog.lunar import lunar_day
from catalog.places import Place, Region
from marketplace.accounts.company_people import companies_of
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import find_user
from marketplace.fairs.applications import PLACED, Allotment, Application, ApplicationState
from marketplace.fairs.booths import Booth
from marketplace.fairs.fair_report import fair_report
from marketplace.fairs.fairs import Fair, FairPhase, FairQuota, FairTheme
from storefront.demo import load_demo
from storefront.demo.fairs import add_missing_fairs
from storefront.demo.organisers import MANAGER
from tests.world import NOW, TODAY


@pytest.fixture
def loaded(session, undone):
    load_demo(session, NOW, TODAY)
    session.commit()
    assert add_missing_fairs(undone, NOW, TODAY) >= 12
    return session


def test_they_show_every_phase_and_state_and_keep_the_rules(loaded, undone):
    assert add_missing_fairs(undone, NOW, TODAY) == 0
    fairs = loaded.scalars(select(Fair)).all()
    assert {fair.phase(TODAY) for fair in fairs} == set(FairPhase)
    assert sum(fair.takes_applications(TODAY) for fair in fairs) >= 3
    states = Counter(loaded.scalars(select(Application.state)))
    assert set(states) == set(ApplicationState), set(ApplicationState) - set(states)
    check_regions(loaded)
    check_plans(loaded)
    check_places(loaded)
    check_tet(fairs)
    check_people(loaded)
    check_days(loaded, fairs)


def check_regions(session):
    regions = select(Place.region).join(Fair, Fair.commune_code == Place.code).distinct()
    assert set(session.scalars(regions)) == set(Region)
    organisers = session.scalars(select(Organiser)).all()
    assert all(one.sample and (one.may_publish or one.waits) for one in organisers)
    assert sum(one.waits for one in organisers) == 1


def check_plans(session):
    sizes = session.execute(select(func.count()).select_from(Booth).group_by(Booth.fair_id)).scalars().all()
    assert min(sizes) >= 20
    assert max(sizes) >= 140


def check_places(session):
    """Who has a place, has one; nobody is above the quota of a province."""
    held = set(session.scalars(select(Allotment.application_id).where(Allotment.released_at.is_(None))))
    assert held == set(session.scalars(select(Application.id).where(Application.state.in_(PLACED))))
    assert session.scalar(select(func.count()).select_from(FairQuota)) > 0


def check_tet(fairs):
    market = next(fair for fair in fairs if fair.theme == FairTheme.TET)
    assert lunar_day(market.ends_on).month == 12
    assert lunar_day(market.ends_on).day >= 26
    assert "Đinh Mùi" in market.name


def check_people(session):
    manager = find_user(session, MANAGER)
    mine = [organiser for organiser, _role in companies_of(session, Organiser, manager.id)]
    assert len(mine) == 1
    phases = {
        fair.phase(TODAY) for fair in session.scalars(select(Fair).where(Fair.organiser_id == mine[0].id))
    }
    assert {FairPhase.RUNNING, FairPhase.COMING, FairPhase.DRAFT} <= phases


def check_days(session, fairs):
    """Who runs a fair finds people, meetings and outcomes on its pages."""
    manager = find_user(session, MANAGER)
    mine = [organiser.id for organiser, _role in companies_of(session, Organiser, manager.id)]
    running, over = (
        next(fair for fair in fairs if fair.organiser_id in mine and fair.phase(TODAY) == phase)
        for phase in (FairPhase.RUNNING, FairPhase.FINISHED)
    )
    for fair in (running, over):
        report = fair_report(session, fair)
        assert sum(day.came for day in report.days) > 0
        assert report.wishes.met > 0
        assert report.leads > 0
    assert report.said.sales > 0
    assert report.of_visitors.count > 0
    assert report.of_exhibitors.count > 0

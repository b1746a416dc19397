"""The desk: what there is to do, with counts."""

from flask import Response

from catalog.search.searches import count_missed
from catalog.search.synonym_lists import newest_versions
from marketplace.accounts import company_lists, producer_claims
from marketplace.accounts.data_requests import count_open
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.producer_suspensions import count_appeals
from marketplace.accounts.profile_lists import count_waiting
from marketplace.accounts.retailers import Retailer
from marketplace.jobs import standing
from marketplace.misuse_lists import count_waiting as count_reports
from marketplace.orders.return_lists import count_in_mediation
from marketplace.register.mark_checks import count_flags

from ..clock import now
from ..database import session
from . import office
from .access import officer
from .claims import count_open_claims
from .documents import count_waiting as count_papers
from .goods_claims import count_referred
from .listings import count_waiting_listings
from .pages import office_page
from .searches import USUAL_DAYS, since


@office.get("")
def desk() -> Response:
    papers, permits = count_papers()
    return office_page(
        "office/desk.html",
        missed=count_missed(session(), since(USUAL_DAYS)),
        days=USUAL_DAYS,
        jobs=standing(session(), now()),
        newest=next(iter(newest_versions(session(), 1)), None),
        requests=count_open(session()),
        profiles=count_waiting(session(), officer().province_code),
        producer_claims=producer_claims.count_waiting(session(), officer().province_code),
        organisers=company_lists.count_waiting(session(), Organiser, officer().province_code),
        retailers=company_lists.count_waiting(session(), Retailer, officer().province_code),
        appeals=count_appeals(session(), officer().province_code),
        listings=count_waiting_listings(),
        claims=count_open_claims(),
        returns=count_in_mediation(session()),
        goods_claims=count_referred(),
        papers=papers,
        mark_permits=permits,
        mark_flags=count_flags(session(), officer().province_code),
        reports=count_reports(session(), officer().province_code),
        crumbs=[],
    )

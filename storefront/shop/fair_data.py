"""JSON-LD of a fair (schema.org Event) for search engines."""

from datetime import date, datetime, time

from flask.json import dumps
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from catalog.days import VIETNAM
from marketplace.fairs.fairs import Fair, FairState

from .fair_views import FairView
from .pages import absolute_url, link

# What has taken place is still "scheduled" in the words of schema.org.
_STATUS = {
    FairState.ANNOUNCED: "EventScheduled",
    FairState.POSTPONED: "EventPostponed",
    FairState.CANCELLED: "EventCancelled",
}


def fair_json(fair: Fair, view: FairView) -> Markup:
    """Days and hours with +07:00; an offer only where visitors may register, at its price in dong."""
    url = absolute_url(link(f"/fairs/{fair.slug}"))
    return htmlsafe_json_dumps(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": fair.name,
            "description": fair.about,
            "url": url,
            "image": [f"{url}/share.png"],
            "startDate": _moment(view.first, fair.opens_at),
            "endDate": _moment(view.last, fair.closes_at),
            "eventStatus": f"https://schema.org/{_STATUS[FairState(fair.state)]}",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "location": _location(view),
            "organizer": {
                "@type": "Organization",
                "name": view.organiser.text,
                "url": absolute_url(view.organiser.url or ""),
            },
            "isAccessibleForFree": fair.ticket_price == 0,
            "offers": [_offer(fair, url)] if fair.visitor_quota else [],
        },
        dumps,
    )


def _moment(day: date, at: time | None) -> str:
    return datetime.combine(day, at or time(), VIETNAM).isoformat()


def _location(view: FairView) -> dict:
    return {
        "@type": "Place",
        "name": view.venue,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": view.street,
            "addressLocality": view.place.text,
            "addressRegion": view.province.text,
            "addressCountry": "VN",
        },
    }


def _offer(fair: Fair, url: str) -> dict:
    return {"@type": "Offer", "price": fair.ticket_price, "priceCurrency": "VND", "url": url}

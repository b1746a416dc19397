"""The letter that tells a producer what lapses: one a day at most, however much there is."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.reminders import Lapse, LapseKind, Reminder, lapsing

from ..clock import today
from ..filters import day as day_text
from ..locales import localized
from ..shop.pages import absolute_url, link
from .documents import name_of
from .notes import Note, note
from .registry import letter


@letter("papers_lapse")
def papers_lapse(session: Session, facts: dict) -> Note | None:
    reminders = session.scalars(select(Reminder).where(Reminder.id.in_(facts["reminders"]))).all()
    if not reminders:
        return None
    producer_id, day = reminders[0].producer_id, today()
    wanted = {(one.kind, one.subject_id) for one in reminders}
    # What was renewed since is left out.
    lapses = [one for one in lapsing(session, day, [producer_id]) if (one.kind, one.subject.id) in wanted]
    if not lapses:
        return None
    producer = session.get_one(Producer, producer_id)
    about = (
        _("Lapses on %(day)s: %(what)s", day=day_text(lapses[0].last_day), what=lapse_name(lapses[0]))
        if len(lapses) == 1
        else ngettext("%(num)s paper lapses soon", "%(num)s papers lapse soon", len(lapses))
    )
    return note(
        about,
        _("This is about %(producer)s.", producer=producer.name),
        *(lapse_sentence(one, day) for one in lapses),
        _("What rests on it is not shown or not sold from the day after. Once it is renewed, we are quiet."),
        link=(absolute_url(link("/producer/renewal")), _("What to do")),
    )


def lapse_name(lapse: Lapse) -> str:
    one = lapse.subject
    match lapse.kind:
        case LapseKind.DOCUMENT:
            return name_of(one)
        case LapseKind.RECOGNITION:
            return _(
                "OCOP %(stars)s stars of %(product)s", stars=one.stars, product=localized(one.product, "name")
            )
    return _("Right to use “%(mark)s”", mark=localized(one.mark, "name"))


def lapse_sentence(lapse: Lapse, day: date) -> str:
    days = lapse.days_left(day)
    facts = {"what": lapse_name(lapse), "day": day_text(lapse.last_day)}
    if days == 0:
        return _("%(what)s: today is the last day.", **facts)
    return ngettext(
        "%(what)s: until %(day)s, %(num)s day left.",
        "%(what)s: until %(day)s, %(num)s days left.",
        days,
        **facts,
    )

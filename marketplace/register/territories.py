"""Territories of marks as officers write them: one place of today a line, by name or code."""

from sqlalchemy.orm import Session

from catalog.places import Place, communes_of, province_names, provinces
from catalog.producers import Producer
from catalog.records import Refused
from catalog.text import fold


def read_territory(session: Session, text: str) -> list[Place]:
    """The places that the lines name, each once. Raises Refused for a line that names none, or several."""
    lines = [line.strip(" .;\t") for line in text.splitlines()]
    found = [_place(session, line) for line in lines if line]
    return list({place.code: place for place in found}.values())


def territory_lines(territory: list[Place], names: dict[str, str]) -> str:
    """The same the other way round; `names` are those of the provinces, by code."""
    lines = [
        f"{place.full_name}, {names[place.province_code]}" if place.province_code else place.name
        for place in sorted(territory, key=lambda place: (place.province_code or "", place.key, place.code))
    ]
    return "\n".join(lines)


def lies_outside(producer: Producer, territory: list[Place]) -> bool:
    """Whether a producer's commune is in none of the places; nothing is outside an unknown territory."""
    codes = {place.code for place in territory}
    return bool(codes) and not codes & {producer.commune_code, producer.commune.province_code}


def _place(session: Session, line: str) -> Place:
    if line.isascii() and line.isdigit():
        found = session.get(Place, line)
        if found is None:
            raise Refused("There is no place with the code “%(code)s”.", code=line)
        return found
    name, _comma, province = line.rpartition(",")
    within = _province(session, province if name else line)
    return _commune(session, name.strip(), within, line) if name else within


def _province(session: Session, text: str) -> Place:
    names = province_names(text)
    found = next((place for place in session.scalars(provinces()) if {place.code, place.key} & names), None)
    if found is None:
        raise Refused(
            "“%(text)s” is no province of today. Former names go into the field for them.", text=text.strip()
        )
    return found


def _commune(session: Session, name: str, province: Place, line: str) -> Place:
    key = fold(name)
    communes = session.scalars(communes_of(province.code)).all()
    found = [place for place in communes if key in (place.code, place.key, fold(place.full_name))]
    exact = [place for place in found if name in (place.name, place.full_name)] or found
    if not exact:
        raise Refused("There is no commune of today “%(text)s”.", text=line)
    if len(exact) > 1:
        codes = ", ".join(f"{place.full_name} ({place.code})" for place in exact)
        raise Refused("“%(text)s” may be several: %(codes)s. Write the code.", text=line, codes=codes)
    return exact[0]

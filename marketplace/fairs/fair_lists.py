"""Which fairs the people of organisers work on."""

from collections.abc import Collection

from sqlalchemy import Select, select

from .fairs import Fair


def fairs_of(organiser_ids: Collection[int]) -> Select[tuple[Fair]]:
    """Those of these organisers, drafts included; every page of theirs asks through this."""
    return select(Fair).where(Fair.organiser_id.in_(organiser_ids))

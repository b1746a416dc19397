"""Days as they are counted in Vietnam."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(moment: datetime) -> date:
    """The day it is in Vietnam at this moment (with a time zone)."""
    return moment.astimezone(VIETNAM).date()

"""Meetings, leads and outcomes for tests/matrix_world.py, by the name in the addresses, and the forms about them."""


def meeting_forms() -> dict[str, dict]:
    """What is sent about them."""
    slots = {"day": "2026-12-20", "begin": "09:00", "end": "10:00", "minutes": "20", "tables": "5"}
    return {"slots": slots, "fair_day": {"day": "2026-12-20"}}

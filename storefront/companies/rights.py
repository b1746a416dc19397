"""What the pages that every desk of a company has ask of somebody's role."""

from flask import request

# For everybody with an account: what they then see is their own.
JOINING = {
    f"company.{page}"
    for page in (
        "join",
        "new_application",
        "begin_application",
        "application",
        "edit_application",
        "write_application",
        "file_registration",
        "registration",
        "hand_in_application",
        "take_application_back",
        "drop_application",
    )
}
DESK = {"company.leave"}
PROFILE = {
    f"company.{page}" for page in ("own_contact", "change_own_contact", "ask_for_change", "withdraw_change")
}
PEOPLE = {
    f"company.{page}"
    for page in (
        "people",
        "invite",
        "take_invitation_back",
        "one_person",
        "change_role",
        "remove",
    )
}


def page_name() -> str:
    """The page of this request, without its desk before it."""
    return (request.endpoint or "").partition(".")[2]

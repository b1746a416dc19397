"""What each page of the organisers asks of somebody's role. A page that is not here is open to nobody."""

from marketplace.permissions import OrganiserAction

from ..companies import rights as company

A = OrganiserAction
# Endpoints without "organiser."; marketplace/permissions.py says which role may what.
PAGES: dict[OrganiserAction, set[str]] = {
    A.DESK: {"desk", "one_fair", "plan", "one_booth"} | company.DESK,
    A.MATCHING: {
        "meetings",
        "add_meeting_slots",
        "remove_meeting_slots",
        "make_meetings",
        "meeting_timetable",
        "meeting_papers",
    },
    A.FAIRS: {
        "new_fair",
        "begin_fair",
        "fair_step",
        "write_fair_step",
        "announce_fair",
        "postpone_fair",
        "call_fair_off",
        "delete_fair",
        "clone_fair",
        "programme",
        "add_programme_item",
        "programme_item",
        "change_programme_item",
        "remove_programme_item",
    },
    A.REPORT: {"report", "report_file", "count_heads"},
    A.BOOTHS: {
        "booth_types",
        "add_booth_type",
        "change_booth_type",
        "remove_booth_type",
        "add_row",
        "add_plan_feature",
        "remove_plan_feature",
        "move_booth",
        "remove_one_booth",
    },
    A.VISITORS: {"visitors", "register_by_hand", "cancel_visitor"},
    A.BANK_ACCOUNT: {"bank_accounts", "set_bank_account", "stop_bank_account"},
    A.PROFILE: company.PROFILE,
    A.PEOPLE: company.PEOPLE,
    A.APPLICATIONS: {
        "applications",
        "decide_application",
        "assign",
        "cancel_application",
    },
    A.CHECK_IN: {
        "one_application",
        "check_exhibitor_in",
        "exhibitor_absent",
        "gate",
        "let_in",
        "gate_roster",
        "gate_scans",
        "gate_worker",
        "gate_ticket",
        "take_ticket_cash",
    },
    A.MONEY: {
        "takings",
        "confirm_booth_receipt",
        "confirm_booth_payout",
        "check_booth_statement",
        "take_booth_statement",
        "refund_booth",
        "ticket_payments",
        "confirm_ticket_receipt",
        "confirm_ticket_payout",
        "confirm_ticket_cash",
    },
}
_ACTIONS = {f"organiser.{page}": action for action, pages in PAGES.items() for page in pages}


def action_of(endpoint: str) -> OrganiserAction | None:
    return _ACTIONS.get(endpoint)

"""What each page of the producers asks of somebody's role. A page that is not here is open to nobody."""

from marketplace.permissions import Action

# Endpoints without "producer."; marketplace/permissions.py says which role may what.
PAGES: dict[Action, set[str]] = {
    Action.DESK: {"desk", "leave"},
    Action.ORDERS: {
        "orders",
        "order",
        "packing_slip",
        "confirm_part",
        "pack_part",
        "ship_part",
        "deliver_part",
        "bring_part_back",
    },
    Action.CANCELLING: {"give_part_up"},
    Action.RETURNS: {
        "returns",
        "one_return",
        "return_picture",
        "accept_return",
        "decline_return",
        "goods_arrived",
        "refund_return",
        "dispute_return",
    },
    Action.REVIEWS: {"reviews", "reply"},
    Action.LISTINGS: {
        "listings",
        "new_listing",
        "begin_listing",
        "listing",
        "listing_step",
        "save_listing_step",
        "preview_story",
        "preview_listing",
        "withdraw_story_of",
        "submit_listing",
        "take_listing_back",
        "drop_draft",
        "hide_listing",
        "show_listing",
        "retire_listing",
        "appeal",
        "packs",
        "new_pack",
        "write_new_pack",
        "pack",
        "write_pack",
        "take_pack_away",
        "season",
        "pictures",
        "add_pictures",
        "change_picture",
        "picture_shape",
        "shape_picture",
        "whole_picture",
        "listing_picture",
        "write_season",
    },
    Action.PAPERS: set(),
    Action.VOUCHERS: {"vouchers", "issue_voucher", "withdraw_voucher"},
    Action.MONEY: {
        "payments",
        "confirm_receipt",
        "confirm_payout",
        "check_statement",
        "take_statement",
        "statements",
        "statement",
        "statement_download",
    },
    Action.BANK_ACCOUNT: {"set_account"},
    Action.PROFILE: {"profile", "change_profile", "suspension", "appeal_suspension"},
    Action.PEOPLE: {"people", "invite_member", "change_member", "remove_member", "revoke_invitation"},
}
_ACTIONS = {f"producer.{page}": action for action, pages in PAGES.items() for page in pages}


def action_of(endpoint: str) -> Action | None:
    return _ACTIONS.get(endpoint)

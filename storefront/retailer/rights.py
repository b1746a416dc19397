"""What each page of the retailers asks of somebody's role. A page that is not here is open to nobody."""

from marketplace.permissions import RetailerAction

from ..companies import rights as company

A = RetailerAction
# Endpoints without "retailer."; marketplace/permissions.py says which role may what.
PAGES: dict[RetailerAction, set[str]] = {
    A.DESK: {
        *company.DESK,
        "desk",
        # These ask once more, by what the messages are about.
        "messages",
        "write_one_message",
        "agree_on_contacts",
        "message_file",
    },
    A.PROFILE: company.PROFILE,
    A.PEOPLE: company.PEOPLE,
    A.SPENDING: {"spending", "set_spending_rules", "set_spending_limits"},
    A.STORES: {
        "stores",
        "new_store",
        "add_one_store",
        "one_store",
        "change_one_store",
        "close_one_store",
        "reopen_one_store",
    },
    A.ORDERS: {
        "orders",
        "new_order",
        "write_order",
        "order",
        "order_draft",
        "change_order",
        "hand_in_order",
        "order_without_paper",
        "drop_order",
        "cancel_order",
        "order_download",
    },
    A.APPROVING: {"approvals", "approval", "decide_approval"},
    A.RECEIVING: {"deliveries", "delivery", "receive_delivery"},
    A.CLAIMS: {"claims", "new_claim", "write_claim", "claim", "refer_claim", "withdraw_claim"},
    A.PAYING: {"statements", "goods_statement", "goods_statement_file", "pay_invoice", "invoice_download"},
    A.SAMPLES: {"samples", "new_sample", "ask_sample", "sample", "receive_sample", "cancel_sample"},
    A.QUALITY: {"score_sample"},
    A.CONTRACTS: {
        "contracts",
        "new_contract",
        "draft_contract",
        "contract",
        "contract_file",
        "edit_contract",
        "change_contract",
        "new_contract_line",
        "add_contract_line",
        "contract_line",
        "change_contract_line",
        "remove_contract_line",
        "propose_contract",
        "take_contract_back",
        "give_contract_up",
        "end_contract",
        "drop_contract_draft",
        "propose_contract_price",
        "answer_contract_price",
    },
    A.CATALOGUE: {"catalogue", "catalogue_product", "product_papers"},
    A.REQUESTS: {
        "requests",
        "new_request",
        "begin_request",
        "one_request",
        "request_step",
        "write_request_step",
        "request_producers",
        "choose_request_producers",
        "publish_request",
        "drop_request",
        "extend_request",
        "end_request",
        "answer_request",
        "comparison",
        "award_request",
        "one_quote",
        "counter_quote",
        "decline_quote",
    },
}
# Read and written while a retailer is not verified yet, or is suspended, too. Of all others what is written, and of
# those below even reading, is for who may deal.
ALWAYS: set[str] = {
    *company.JOINING,
    *company.DESK,
    # Who is invited prepares with the others; who has gone must be taken off whatever an officer has decided.
    *company.PEOPLE,
    "add_one_store",
    "change_one_store",
    "close_one_store",
    "reopen_one_store",
    "set_spending_rules",
    "set_spending_limits",
}
VERIFIED_ALONE: set[RetailerAction] = {A.CATALOGUE}
_ACTIONS = {f"retailer.{page}": action for action, pages in PAGES.items() for page in pages}
_ALWAYS = {f"retailer.{page}" for page in ALWAYS}


def action_of(endpoint: str) -> RetailerAction | None:
    return _ACTIONS.get(endpoint)


def needs_verified(endpoint: str, method: str) -> bool:
    """Whether the page is for retailers that may deal. Rules ask once more, when they commit."""
    if endpoint in _ALWAYS:
        return False
    return method == "POST" or _ACTIONS.get(endpoint) in VERIFIED_ALONE

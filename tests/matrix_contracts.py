"""Samples and contracts for the matrix: rows of its tables, the things in their addresses, and the forms about them.

The rightful people are a manager of “Siêu thị Kín” and the seller; {other_…} is between two others.
"""

from datetime import date
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Product
from marketplace.accounts.retailers import Retailer
from marketplace.sourcing import sample_steps
from marketplace.sourcing.contract_steps import give_back, write_harvests
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.price_changes import propose_price
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.sample_steps import Wish, ask, lock_sample
from tests import contract_world, world
from tests.world import NOW, TODAY

ROWS = """
GET  /retailer/samples                            -            in   403  403  403  200
GET  /retailer/samples/new                        -            in   403  403  403  200
GET  /retailer/samples/new?product={product}      -            in   403  403  403  200
POST /retailer/samples                            sample       in   403  403  403  303+
GET  /retailer/samples/{sample_asked}             -            in   403  403  403  200
GET  /retailer/samples/{sample_received}          -            in   403  403  403  200
GET  /retailer/samples/{other_sample}             -            in   403  403  403  404
POST /retailer/samples/{sample_sent}/receipt      third        in   403  403  403  303+
POST /retailer/samples/{other_sample}/receipt     third        in   403  403  403  404
POST /retailer/samples/{sample_received}/scores   scores       in   403  403  403  303+
POST /retailer/samples/{other_sample}/scores      scores       in   403  403  403  404
POST /retailer/samples/{sample_asked}/cancellation no_first    in   403  403  403  303+
POST /retailer/samples/{other_sample}/cancellation no_first    in   403  403  403  404
GET  /retailer/contracts                          -            in   403  403  403  200
GET  /retailer/contracts/new                      -            in   403  403  403  200
GET  /retailer/contracts/new?producer={seller}    -            in   403  403  403  200
GET  /retailer/contracts/new?award=KHONGCO        -            in   403  403  403  404
POST /retailer/contracts                          contract     in   403  403  403  303+
GET  /retailer/contracts/{contract_draft}         -            in   403  403  403  200
GET  /retailer/contracts/{contract_signed}        -            in   403  403  403  200
GET  /retailer/contracts/{other_contract}         -            in   403  403  403  404
GET  /retailer/contracts/{contract_signed}.pdf    -            in   403  403  403  200
GET  /retailer/contracts/{other_contract}.pdf     -            in   403  403  403  404
GET  /retailer/contracts/{contract_draft}/edit    -            in   403  403  403  200
GET  /retailer/contracts/{other_contract}/edit    -            in   403  403  403  404
POST /retailer/contracts/{contract_draft}/edit    contract     in   403  403  403  303+
POST /retailer/contracts/{other_contract}/edit    contract     in   403  403  403  404
GET  /retailer/contracts/{contract_draft}/lines/new -          in   403  403  403  200
GET  /retailer/contracts/{other_contract}/lines/new -          in   403  403  403  404
POST /retailer/contracts/{contract_draft}/lines/new contract_line in 403 403 403  303+
POST /retailer/contracts/{other_contract}/lines/new contract_line in 403 403 403  404
GET  /retailer/contracts/{contract_draft}/lines/{draft_line_id} - in 403 403 403  200
GET  /retailer/contracts/{contract_draft}/lines/{other_line_id} - in 403 403 403  404
POST /retailer/contracts/{contract_draft}/lines/{draft_line_id} own_line in 403 403 403 303+
POST /retailer/contracts/{contract_draft}/lines/{other_line_id} own_line in 403 403 403 404
POST /retailer/contracts/{contract_draft}/lines/{draft_line_id}/removal of_draft in 403 403 403 303+
POST /retailer/contracts/{contract_draft}/lines/{other_line_id}/removal of_draft in 403 403 403 422
POST /retailer/contracts/{contract_draft}/proposal of_draft    in   403  403  403  303+
POST /retailer/contracts/{other_contract}/proposal of_draft    in   403  403  403  404
POST /retailer/contracts/{contract_draft}/removal of_draft     in   403  403  403  303+
POST /retailer/contracts/{other_contract}/removal of_draft     in   403  403  403  404
POST /retailer/contracts/{contract_proposed}/recall of_proposed in  403  403  403  303+
POST /retailer/contracts/{other_contract}/recall  of_proposed  in   403  403  403  404
POST /retailer/contracts/{contract_returned}/refusal of_returned in 403  403  403  303+
POST /retailer/contracts/{other_contract}/refusal of_returned  in   403  403  403  404
POST /retailer/contracts/{contract_signed}/end    of_signed    in   403  403  403  303+
POST /retailer/contracts/{other_contract}/end     of_signed    in   403  403  403  404
POST /retailer/contracts/{contract_signed}/prices new_price    in   403  403  403  303+
POST /retailer/contracts/{other_contract}/prices  new_price    in   403  403  403  404
POST /retailer/contracts/{contract_signed}/prices/{theirs_id} agree in 403 403 403  303+
POST /retailer/contracts/{contract_signed}/prices/{ours_id} agree in 403 403 403  422
POST /retailer/contracts/{contract_signed}/prices/{other_price_id} agree in 403 403 403 422
POST /retailer/contracts/{other_contract}/prices/{other_price_id} agree in 403 403 403 404
"""
SELLER_ROWS = """
GET  /producer/samples                            -            in   403  200  403  200
GET  /producer/samples/{sample_asked}             -            in   403  404  403  200
GET  /producer/samples/{sample_agreed}            -            in   403  404  403  200
POST /producer/samples/{sample_asked}/agreement   first        in   403  404  403  303+
POST /producer/samples/{sample_agreed}/parcel     parcel       in   403  404  403  303+
POST /producer/samples/{sample_asked}/refusal     no_first     in   403  404  403  303+
GET  /producer/contracts                          -            in   403  200  403  200
GET  /producer/contracts/{contract_draft}         -            in   403  404  403  404
GET  /producer/contracts/{contract_proposed}      -            in   403  404  403  200
GET  /producer/contracts/{contract_returned}      -            in   403  404  403  200
GET  /producer/contracts/{contract_signed}        -            in   403  404  403  200
GET  /producer/contracts/{contract_signed}.pdf    -            in   403  404  403  200
GET  /producer/contracts/{contract_draft}.pdf     -            in   403  404  403  404
POST /producer/contracts/{contract_proposed}/decision sign     in   403  404  403  303+
POST /producer/contracts/{contract_draft}/decision sign        in   403  404  403  404
POST /producer/contracts/{contract_proposed}/harvests of_proposed in 403 404 403  303+
POST /producer/contracts/{contract_draft}/harvests of_draft    in   403  404  403  404
POST /producer/contracts/{contract_signed}/end    of_signed    in   403  404  403  303+
POST /producer/contracts/{contract_signed}/prices new_price    in   403  404  403  303+
POST /producer/contracts/{contract_signed}/prices/{ours_id} agree in 403 404 403  303+
POST /producer/contracts/{contract_signed}/prices/{theirs_id} agree in 403 404 403  422
"""


def contracts(session: Session, tea: Product) -> dict[str, str | int]:
    """Samples of the tea in every state, contracts about it, with prices that wait, and others'."""
    own = session.scalars(select(Retailer).where(Retailer.name == "Siêu thị Kín")).one()
    made: dict[str, str | int] = {
        "sample_pack": contract_world.pack_of(session, tea),
        "sample_store": world.store(session, own).id,
    }
    for steps, state in enumerate(("asked", "agreed", "sent", "received")):
        made[f"sample_{state}"] = _sample(session, own, tea, steps)
    made["other_sample"] = _sample(session, world.retailer(session), world.product(session), 2)
    return made | _contracts(session, own, tea)


def _sample(session: Session, by: Retailer, product: Product, steps: int) -> str:
    wish = Wish(contract_world.pack_of(session, product), world.store(session, by).id, 2)
    asked = ask(session, by, contract_world.somebody(session).id, wish, NOW)
    sample = lock_sample(session, asked.id)
    for step in (
        lambda: sample_steps.agree(session, sample, 1),
        lambda: sample_steps.send(sample, 2, "Bưu điện", "", NOW),
        lambda: sample_steps.receive(sample, 3, NOW),
    )[:steps]:
        step()
    session.flush()
    return sample.code


def _contracts(session: Session, own: Retailer, tea: Product) -> dict[str, str | int]:
    seller = session.get_one(Producer, tea.producer_id)
    cup, pot, bowl = (world.product(session, by=seller) for _ in range(3))
    facts = {"by": own, "of": seller}
    found = {
        "draft": contract_world.draft(session, products=[tea], **facts),
        "proposed": contract_world.proposed(session, products=[tea], **facts),
        "returned": contract_world.proposed(session, products=[tea], **facts),
        "signed": contract_world.signed(session, products=[tea, cup, pot], **facts),
    }
    expected = {(found["proposed"].lines[0].id, date(2026, 12, 1)): 5}
    write_harvests(session, found["proposed"], found["proposed"].revision, expected, TODAY)
    give_back(found["returned"], found["returned"].revision, "Giá thấp")
    other = contract_world.signed(session)
    signed = found["signed"]
    made = {f"contract_{state}": one.code for state, one in found.items()}
    made |= {f"contract_{state}_at": one.revision for state, one in found.items()}
    return made | {
        "other_contract": other.code,
        "other_line_id": other.lines[0].id,
        "other_price_id": _price(session, other, 0, Side.PRODUCER),
        "draft_line_id": found["draft"].lines[0].id,
        "contract_pack": contract_world.pack_of(session, bowl),
        "signed_line_id": signed.lines[0].id,
        "ours_id": _price(session, signed, 1, Side.RETAILER),
        "theirs_id": _price(session, signed, 2, Side.PRODUCER),
    }


def _price(session: Session, contract: Contract, line: int, by: Side) -> int:
    user = contract_world.somebody(session)
    line_id = contract.lines[line].id
    return propose_price(session, contract, line_id, by, user.id, 85_000, TODAY, "Vì thế", TODAY, NOW).id


def contract_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about them."""
    facts = {"unit": "pack", "quantity": "100", "minimum": "1", "price": "80000", "vat_percent": "5"}
    head = {"handover": "delivered", "returns": "faulty", "discount": "0", "payment_days": "30"}
    head |= {"shelf_life_percent": "67", "lead_days": "7", "papers": ["food_safety"]}
    days = {"starts_on": "2026-12-01", "ends_on": "2027-03-31"}
    draft = {"seen": of.contract_draft_at}
    return {
        "sample": {"product": of.product, "variant": of.sample_pack, "store": of.sample_store}
        | {"packs": "2", "paid_by": "retailer", "price": "0"},
        "first": {"seen": 1},
        "third": {"seen": 3},
        "no_first": {"seen": 1, "reason": "Thôi"},
        "parcel": {"seen": 2, "carrier": "Bưu điện"},
        "scores": {"seen": 4, "taste": 4, "packaging": 4, "label": 4, "suitable": "y"},
        "contract": {"producer": of.seller, "number": "HD-MOI"} | head | days | draft,
        "contract_line": {"variant": of.contract_pack} | facts | draft,
        "own_line": {"variant": of.sample_pack} | facts | draft,
        "of_draft": draft,
        "of_proposed": {"seen": of.contract_proposed_at},
        "of_returned": {"seen": of.contract_returned_at, "reason": "Thôi"},
        "of_signed": {"seen": of.contract_signed_at, "reason": "Bão", "last_day": "2027-01-31"},
        "sign": {"seen": of.contract_proposed_at, "decision": "sign"},
        "new_price": {
            "line": of.signed_line_id,
            "price": "85000",
            "from_day": "2026-12-15",
            "reason": "Vì thế",
        },
        "agree": {"decision": "agree"},
    }

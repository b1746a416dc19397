"""What a buyer does who orders for collection at a booth, over HTTP, and the timer that looks after such orders."""

from sqlalchemy import select

from marketplace.orders.orders import Order, SubOrder
from storefront.work.collections import look_after_collections
from tests.shopping import ADDRESS, fill_basket, hidden, order_number, review_form


def choose(client, product, fair, day):
    page = client.get("/checkout/collection").text
    of = product.producer_id
    form = {f"how-{of}": f"fair:{fair.id}", f"day-{of}-fair:{fair.id}": str(day)}
    return client.post("/checkout/collection", data={"csrf_token": hidden(page, "csrf_token")} | form)


def say_who(client, **changed):
    token = hidden(client.get("/checkout").text, "csrf_token")
    who = {name: ADDRESS[name] for name in ("name", "phone", "email", "note")}
    return client.post("/checkout", data=who | {"csrf_token": token, "action": "review"} | changed)


def preorder(client, product, fair, day, quantity=2, **who):
    """Order for collection on this day; answers with the order's number."""
    fill_basket(client, product, quantity=quantity)
    assert choose(client, product, fair, day).location.endswith("/checkout")
    assert say_who(client, **who).location.endswith("/checkout/review")
    answer = client.post("/orders", data=review_form(client))
    assert answer.status_code == 303, answer.text
    return order_number(answer)


def part_of(session, number) -> SubOrder:
    session.expire_all()
    return session.scalars(select(SubOrder).join(Order).where(Order.number == number)).one()


def look_after(app, session, clock):
    session.commit()
    with app.app_context():
        look_after_collections(app.extensions["database"], clock.now())
    session.expire_all()

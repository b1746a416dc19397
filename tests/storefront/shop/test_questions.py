"""Questions from buyers: asked when signed in, shown once answered, changed by new versions, hidden with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import add_member
from marketplace.orders.personal_data import erase
from marketplace.questions import MOST_OPEN, Answer, Question, ask_question
from tests import people, world
from tests.letters import letters_to
from tests.people import fill, signed_in
from tests.shopping import hidden
from tests.world import NOW


@pytest.fixture
def tea(session):
    made = world.product(session, "Chè Hỏi")
    session.commit()
    return made


@pytest.fixture
def mai(session):
    return people.user(session, "mai@vidu.vn", "Nguyễn Thị Mai")


@pytest.fixture
def buyer(app, mai):
    return signed_in(app, mai)


@pytest.fixture
def seller(app, session, tea):
    user = people.user(session, "lan@vidu.vn", "Lò Thị Lan")
    add_member(session, user, session.get_one(world.Producer, tea.producer_id), NOW)
    session.commit()
    return signed_in(app, user)


@pytest.fixture
def officer(app, session):
    return signed_in(app, people.officer(session))


def ask(client, tea, text: str = "Chè này pha nước bao nhiêu độ?"):
    return fill(client, f"/en/products/{tea.slug}/question", text=text)


def answer(client, session, text: str):
    id = only(session).id
    token = hidden(client.get("/en/producer/questions").text, f"question-{id}-csrf_token")
    fields = {f"question-{id}-csrf_token": token, f"question-{id}-text": text}
    return client.post(f"/en/producer/questions/{id}/answer", data=fields)


def only(session) -> Question:
    session.expire_all()
    return session.scalars(select(Question)).one()


def test_from_the_question_to_the_answer_on_the_page(app, session, client, buyer, seller, tea):
    assert ask(buyer, tea).status_code == 303
    page = f"/en/products/{tea.slug}"
    assert "bao nhiêu độ" not in client.get(page).text
    assert [letter.subject for letter in letters_to(app, "lan@vidu.vn")] == ["Câu hỏi về “Chè Hỏi”"]
    assert answer(seller, session, "Khoảng 85 độ.").status_code == 303
    shown = client.get(page).text
    assert "bao nhiêu độ" in shown and "Khoảng 85 độ." in shown and "Mai N." in shown
    assert "Nguyễn Thị Mai" not in shown
    assert "Khoảng 85 độ." in letters_to(app, "mai@vidu.vn")[0].text


def test_a_changed_answer_is_a_new_version_and_no_new_letter(app, session, client, buyer, seller, tea):
    ask(buyer, tea)
    answer(seller, session, "85 độ")
    answer(seller, session, "80 độ")
    page = client.get(f"/en/products/{tea.slug}").text
    assert "80 độ" in page and "85 độ" not in page and "changed" in page
    assert [one.text for one in session.scalars(select(Answer).order_by(Answer.version))] == [
        "85 độ",
        "80 độ",
    ]
    assert len(letters_to(app, "mai@vidu.vn")) == 1
    same = answer(seller, session, "80 độ")
    assert same.status_code == 422
    assert "in these words already" in same.text


def test_who_is_not_signed_in_comes_back_to_the_question(client, tea):
    answered = client.get(f"/products/{tea.slug}/question")
    assert answered.status_code == 303
    assert answered.location.startswith("/sign-in?next=")


@pytest.mark.parametrize(
    ("text", "sentence"), [(" ", "Please write your question."), ("x" * 501, "at most 500 characters")]
)
def test_bad_questions_get_a_sentence_and_keep_the_text(session, buyer, tea, text, sentence):
    refused = ask(buyer, tea, text)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert session.scalars(select(Question)).all() == []


def test_nobody_asks_without_end(session, buyer, mai, tea):
    for number in range(MOST_OPEN):
        ask_question(session, mai, tea, f"Câu {number}", NOW)
    session.commit()
    assert "wait for an answer" in ask(buyer, tea).text
    assert "wait for an answer" in ask(buyer, tea, "Câu 0").text


def test_a_day_has_its_most_questions(session, mai, tea):
    for number in range(10):
        one = ask_question(session, mai, tea, f"Câu {number}", NOW - timedelta(hours=1))
        session.refresh(one, ["answers"])
        one.write_answer("Có", mai.id, NOW)
        session.flush()
    with pytest.raises(Exception, match="questions today"):
        ask_question(session, mai, tea, "Câu nữa", NOW)
    ask_question(session, mai, tea, "Hôm sau", NOW + timedelta(days=1))


def test_the_same_question_is_asked_once(buyer, tea):
    ask(buyer, tea)
    assert "You have asked this already." in ask(buyer, tea).text


def test_another_producer_finds_no_question(app, session, buyer, tea):
    ask(buyer, tea)
    stranger = people.user(session, "khac@vidu.vn")
    add_member(session, stranger, world.producer(session), NOW)
    session.commit()
    client = signed_in(app, stranger)
    assert "bao nhiêu độ" not in client.get("/producer/questions").text
    assert client.post(f"/producer/questions/{only(session).id}/answer").status_code == 404


def test_an_officer_hides_with_a_reason_and_shows_again(session, client, buyer, seller, officer, tea):
    ask(buyer, tea)
    answer(seller, session, "85 độ")
    id = only(session).id
    page = f"/en/products/{tea.slug}"

    def send(step: str, **fields):
        token = hidden(officer.get("/en/office/questions").text, f"question-{id}-csrf_token")
        return officer.post(
            f"/en/office/questions/{id}/{step}", data={f"question-{id}-csrf_token": token} | fields
        )

    assert send("hiding", **{f"question-{id}-reason": ""}).status_code == 422
    assert send("hiding", **{f"question-{id}-reason": "Nói xấu"}).status_code == 303
    assert "85 độ" not in client.get(page).text
    assert only(session).hidden_because == "Nói xấu"
    assert send("hiding", **{f"question-{id}-reason": "Lần nữa"}).status_code == 422
    assert send("publication").status_code == 303
    assert "85 độ" in client.get(page).text


def test_an_erased_account_leaves_a_question_of_nobody(session, mai, tea):
    one = ask_question(session, mai, tea, "Còn hàng không?", NOW)
    session.commit()
    erase(session, mai, NOW)
    session.commit()
    assert only(session).user_id is None
    assert "Mai" not in one.author

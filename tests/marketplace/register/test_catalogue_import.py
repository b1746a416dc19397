"""What an import writes, changes and leaves alone."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from catalog.acts import Act
from catalog.categories import set_codes
from catalog.marks import Authorisation, Basis
from catalog.places import Place
from catalog.producers import Producer, ProducerKind, ProducerState
from catalog.products import Product, ProductState, Unit, Variant
from catalog.recognitions import Evidence, ExpirySource, Recognition
from catalog.records import Base
from catalog.register import proofs_of
from catalog.standing import ActKind
from catalog.stories import Story
from catalog.versions import CatalogueChange, changed_since, current_version
from marketplace.audit import Entry
from marketplace.register.catalogue_import import import_catalogue
from marketplace.register.known import read_known
from marketplace.register.outcome import Outcome
from marketplace.stock import Movement, Stock, reserve


def count(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def one(session, table):
    return session.scalars(select(table)).one()


def whole(session) -> dict[str, list]:
    """Every row of every table but the clock-stamped audit."""
    return {
        table.name: [tuple(row) for row in session.execute(select(table))]
        for table in Base.metadata.sorted_tables
        if table.name != "entries"
    }


def test_a_row_becomes_a_published_product_with_all_that_belongs_to_it(session, load, row, now):
    assert load(row(marks="gi-tan-cuong=GP 12@31/12/2028")).changed == 5

    producer, product, variant = one(session, Producer), one(session, Product), one(session, Variant)
    assert (producer.name, producer.kind, producer.state) == (
        "HTX Trà Tà Xùa",
        ProducerKind.COOPERATIVE,
        "approved",
    )
    assert (producer.slug, producer.key, producer.commune_code) == (
        "htx-tra-ta-xua",
        "htx tra ta xua",
        "00004",
    )
    assert producer.state == ProducerState.APPROVED
    assert product.state == ProductState.PUBLISHED
    assert (product.name, product.name_en, product.set_code) == (
        "Chè Shan tuyết Tà Xùa",
        "Ta Xua Shan tea",
        "11",
    )
    assert product.created_at == now
    assert (variant.sku, variant.pack, variant.net, variant.unit, variant.weight) == (
        "TX-100",
        "Hộp 100 g",
        100,
        "g",
        100,
    )
    assert (variant.price, variant.available, variant.position) == (250_000, True, 1)
    assert (one(session, Stock).on_hand, one(session, Movement).quantity) == (12, 12)
    recognition = one(session, Recognition)
    assert (recognition.stars, recognition.decided_on, recognition.expires_on) == (
        4,
        date(2026, 8, 5),
        date(2029, 8, 5),
    )
    assert (recognition.expiry_source, recognition.evidence) == (
        ExpirySource.COMPUTED,
        Evidence.DECISION_SEEN,
    )
    assert recognition.code[0] == "R" and len(recognition.code) == 8
    right = one(session, Authorisation)
    assert (right.basis, right.permit_no, right.product_id) == (Basis.PERMIT, "GP 12", product.id)
    assert (right.valid_from, right.valid_until) == (date(2026, 11, 21), date(2028, 12, 31))
    assert right.code[0] == "M" and len(right.code) == 8
    story = one(session, Story)
    assert (story.version, story.title, story.body) == (
        1,
        product.name,
        "Chè hái từ cây cổ thụ.\n\nSao bằng tay.",
    )


def test_the_end_on_a_certificate_is_kept_with_its_source(session, load, row):
    load(row(expires_on="31.12.2028"))
    recognition = one(session, Recognition)
    assert (recognition.expires_on, recognition.expiry_source) == (
        date(2028, 12, 31),
        ExpirySource.CERTIFICATE,
    )


def test_a_product_without_stars_has_no_recognition(session, load, row):
    load(row(stars="", decision_no="", decided_on="", issuer=""))
    assert (count(session, Product), count(session, Recognition)) == (1, 0)


def test_the_second_time_nothing_changes(session, load, row):
    rows = [
        row(marks="Tân Cương@2028-12-31; nh-tra-vang; tt-che-ta-xua=HV 3@31.12.2025"),
        row(sku="", pack="", net_weight_g="1500", stock="0"),
        row(product_name="Mật ong", producer="Cơ sở Hai Lúa", producer_kind="", category_set="4", sku=""),
    ]
    first = load(*rows)
    before, version, entries = whole(session), current_version(session), count(session, Entry)
    second = load(*rows)
    assert first.changed and first.errors == []
    assert second == Outcome(rows=3)
    assert second.changed == 0
    assert whole(session) == before
    assert (current_version(session), count(session, Entry)) == (version, entries)


def test_a_different_spelling_of_the_names_finds_the_same_product(session, load, row):
    load(row())
    outcome = load(
        row(product_name="CHÈ SHAN TUYẾT TÀ  XÙA", producer="htx trà tà xuà", story="", stock="12")
    )
    assert outcome.changed == 0
    assert one(session, Product).name == "Chè Shan tuyết Tà Xùa"


def test_a_second_row_is_another_variant_of_the_product(session, load, row):
    outcome = load(row(), row(sku="TX-500", pack="Túi", net_weight_g="500", price="900k"))
    assert (outcome.products, outcome.variants, outcome.recognitions) == (1, 2, 1)
    packs = session.execute(select(Variant.sku, Variant.position).order_by(Variant.position)).all()
    assert packs == [("TX-100", 1), ("TX-500", 2)]


def test_a_later_variant_comes_behind_those_there(session, load, row):
    load(row())
    outcome = load(row(sku="TX-500", pack="Túi", net_weight_g="500"))
    assert (outcome.products, outcome.variants, outcome.changed) == (0, 1, 1)
    assert session.scalars(select(Variant.position).order_by(Variant.id)).all() == [1, 2]


def test_rows_without_a_sku_get_one_that_lasts(session, load, row):
    load(row(sku=""), row(sku="", pack="Hộp 200 g", net_weight_g="200"))
    skus = session.scalars(select(Variant.sku).order_by(Variant.id)).all()
    assert len(set(skus)) == 2
    assert all(sku.startswith("CP") and len(sku) == 14 for sku in skus)
    assert load(row(sku=""), row(sku="", pack="Hộp 200 g", net_weight_g="200")).changed == 0


def test_a_row_without_sku_means_the_listed_pack_of_that_name(session, load, row):
    load(row())
    outcome = load(row(sku="", price="300k"))
    assert (outcome.variants, outcome.changed_prices) == (0, 1)
    assert one(session, Variant).price == 300_000


def test_the_same_pack_with_another_decision_adds_only_the_decision(session, load, row):
    later = row(stars="5", decision_no="77/QĐ-BNN", decided_on="01/10/2026", issuer="Bộ NNMT")
    outcome = load(row(), later)
    assert (outcome.variants, outcome.recognitions) == (1, 2)


def test_price_stock_story_and_decision_of_a_listed_product_are_brought_up_to_date(session, load, row):
    load(row())
    version, product = current_version(session), one(session, Product).id
    outcome = load(
        row(price="260000", stock="0", story="Mới.", stars="5", decision_no="9/QĐ", decided_on="2026-11-01")
    )
    assert (outcome.changed_prices, outcome.changed_stock, outcome.changed_stories) == (1, 1, 1)
    assert (outcome.recognitions, outcome.changed) == (1, 4)
    variant = one(session, Variant)
    assert (variant.price, variant.available, one(session, Stock).on_hand) == (260_000, False, 0)
    assert session.scalars(select(Movement.quantity).order_by(Movement.id)).all() == [12, -12]
    stories = session.execute(select(Story.version, Story.state, Story.body).order_by(Story.id)).all()
    assert stories[1:] == [(2, "published", "Mới.")]
    assert current_version(session) == version + 1
    assert changed_since(session, version) == {product}


def test_an_empty_story_or_star_cell_takes_nothing_away(session, load, row):
    load(row())
    outcome = load(row(story="", stars="", decision_no="", decided_on="", issuer=""))
    assert outcome.changed == 0
    assert (count(session, Story), count(session, Recognition)) == (1, 1)


def test_a_count_never_takes_back_what_is_promised(session, load, row, now):
    load(row())
    assert reserve(session, one(session, Variant).id, 10, "order-line:1", now)
    session.commit()
    outcome = load(row(stock="4"))
    stock = one(session, Stock)
    assert (outcome.changed_stock, stock.on_hand, stock.reserved) == (1, 10, 10)
    assert not one(session, Variant).available
    assert load(row(stock="4")).changed == 0


def test_the_count_of_a_file_is_applied_once_even_when_pieces_were_sold_since(session, load, row):
    load(row(stock="10"))
    one(session, Stock).on_hand = 3
    session.commit()
    assert load(row(stock="10")).changed == 0
    assert one(session, Stock).on_hand == 3


def test_stock_that_moves_without_running_out_leaves_the_public_pages_alone(session, load, row):
    load(row(stock="10"))
    version = current_version(session)
    assert load(row(stock="11")).changed_stock == 1
    assert current_version(session) == version
    assert load(row(stock="0")).changed_stock == 1
    assert current_version(session) == version + 1


def test_a_variant_without_stock_row_gets_one(session, load, row):
    load(row(stock="0"))
    session.delete(one(session, Stock))
    session.commit()
    assert load(row(stock="5")).changed_stock == 1
    assert one(session, Stock).on_hand == 5
    assert one(session, Variant).available


def test_the_state_and_the_names_of_what_is_listed_stay(session, load, row):
    load(row())
    one(session, Product).state = ProductState.HIDDEN
    session.commit()
    load(row(name_en="Another name", price="1k"))
    product = one(session, Product)
    assert (product.state, product.name_en) == (ProductState.HIDDEN, "Ta Xua Shan tea")


def test_two_producers_may_bear_one_name_in_two_communes_and_sell_products_of_one_name(session, load, row):
    load(row(), row(commune_code="00008", sku="B"))
    assert session.scalars(select(Producer.slug).order_by(Producer.id)).all() == [
        "htx-tra-ta-xua",
        "htx-tra-ta-xua-2",
    ]
    slugs = session.scalars(select(Product.slug).order_by(Product.id)).all()
    assert slugs == ["che-shan-tuyet-ta-xua", "che-shan-tuyet-ta-xua-2"]
    load(row(commune_code="00025", sku="C"))
    assert session.scalars(select(Product.slug).order_by(Product.id)).all()[-1] == "che-shan-tuyet-ta-xua-3"


def test_a_long_single_word_has_a_slug_all_the_same(session, load, row):
    load(row(product_name="a" * 200))
    assert one(session, Product).slug == "san-pham"


@pytest.mark.parametrize(
    ("mark", "basis"),
    [
        ("gi-tan-cuong@31/12/2028", Basis.PERMIT),
        ("Tân Cương =@ 31/12/2028", Basis.PERMIT),
        ("chè tân cương@31/12/2028", Basis.PERMIT),
        ("tt-che-ta-xua@31/12/2028", Basis.MEMBER),
        ("Nông sản an toàn@31/12/2028", Basis.LICENSEE),
        ("nh-tra-vang", Basis.OWNER),
        ("nón lá Huế@31/12/2028", Basis.PERMIT),
    ],
)
def test_marks_by_slug_or_name_give_the_right_basis(session, load, row, mark, basis):
    assert load(row(marks=f"{mark} ;")).authorisations == 1
    assert one(session, Authorisation).basis == basis


def test_a_new_permit_is_another_right_and_no_permit_is_content_with_any(session, load, row):
    one_day, another = "@31/12/2027", "@31/12/2028"
    assert load(row(marks="gi-tan-cuong=GP 1" + one_day)).authorisations == 1
    assert load(row(marks="gi-tan-cuong" + one_day)).changed == 0
    assert load(row(marks="gi-tan-cuong=GP 2" + another)).authorisations == 1
    both = load(row(marks=f"gi-tan-cuong=GP 2{another}; gi-tan-cuong=GP 1{one_day}; gi-tan-cuong{another}"))
    assert (both.errors, both.changed) == ([], 0)


def test_a_right_to_all_products_of_a_producer_covers_this_one(session, load, row, now, today):
    load(row())
    producer = one(session, Producer)
    mark = read_known(session).marks["gi-tan-cuong"][0].id
    right = Authorisation(
        code="M1",
        mark_id=mark,
        producer_id=producer.id,
        basis="permit",
        valid_from=today,
        valid_until=date(2028, 12, 31),
        created_at=now,
    )
    session.add(right)
    session.commit()
    outcome = load(row(marks="gi-tan-cuong@31/12/2028"))
    assert (outcome.errors, outcome.changed) == ([], 0)


@pytest.mark.parametrize(
    "written",
    ["2028-12-31", "31/12/2028", "31.12.2028", " ngày 31 tháng 12 năm 2028 ", "47118", "31 / 12 / 2028"],
)
def test_the_last_day_of_a_permit_in_every_form_of_a_date(session, load, row, written):
    assert load(row(marks=f"gi-tan-cuong = GP 12/CT @{written}; nh-tra-vang")).errors == []
    rights = session.execute(select(Authorisation.permit_no, Authorisation.valid_until).order_by("id")).all()
    assert rights == [("GP 12/CT", date(2028, 12, 31)), ("", None)]


def test_a_permit_number_may_hold_the_sign_before_the_day(session, load, row):
    load(row(marks="gi-tan-cuong=ct@tancuong=7@31/12/2028"))
    assert one(session, Authorisation).permit_no == "ct@tancuong=7"


def test_a_trademark_may_have_a_last_day(session, load, row):
    load(row(marks="nh-tra-vang=DK 5@31/12/2028"))
    assert one(session, Authorisation).valid_until == date(2028, 12, 31)
    assert load(row(marks="nh-tra-vang; nh-tra-vang=DK 5")).changed == 0


def in_force(session, day: date) -> bool:
    product = one(session, Product)
    (right,) = proofs_of(session, {product.id: product.producer_id})[product.id].authorisations
    return right.standing(day).in_force


def test_a_right_is_good_through_its_last_day(session, load, row):
    load(row(marks="gi-tan-cuong=GP 12@30/11/2026"))
    assert in_force(session, date(2026, 11, 30))
    assert not in_force(session, date(2026, 12, 1))


def test_a_right_that_has_lapsed_is_kept_and_shows_no_badge(session, load, row, today):
    outcome = load(row(marks="gi-tan-cuong=GP 12@20/11/2026"))
    assert (outcome.errors, outcome.authorisations) == ([], 1)
    assert not in_force(session, today)
    right = one(session, Authorisation)
    assert right.valid_from == right.valid_until == date(2026, 11, 20)


def decide(session, kind: ActKind, now, expires_on: date | None = None) -> None:
    """An officer's later decision on the one right that is there."""
    act = Act(
        authorisation_id=one(session, Authorisation).id,
        kind=kind,
        decision_no="77/QĐ",
        decided_on=now.date(),
        effective_on=now.date(),
        expires_on=expires_on,
        ground="",
        created_at=now,
    )
    session.add(act)
    session.commit()


def test_once_extended_a_right_may_come_with_either_last_day(session, load, row, now):
    load(row(marks="gi-tan-cuong=GP 1@31/12/2027"))
    decide(session, ActKind.EXTEND, now, date(2029, 12, 31))
    for day in ("31/12/2027", "31/12/2029"):
        outcome = load(row(marks=f"gi-tan-cuong=GP 1@{day}"))
        assert (outcome.errors, outcome.changed) == ([], 0)
    assert load(row(marks="gi-tan-cuong=GP 1@31/12/2028")).errors


def test_the_owner_of_a_trademark_may_sell_several_products_under_it(session, load, row):
    rows = [row(marks="nh-tra-vang"), row(product_name="Chè khác", sku="B", marks="nh-tra-vang")]
    assert load(*rows).authorisations == 2
    assert load(*rows, row(product_name="Chè nữa", sku="C", marks="nh-tra-vang")).authorisations == 1


def test_a_trademark_whose_owner_was_revoked_may_have_another(session, load, row, now):
    load(row(marks="nh-tra-vang"))
    decide(session, ActKind.REVOKE, now)
    assert load(row(producer="HTX Khác", sku="B", marks="nh-tra-vang")).authorisations == 1
    assert load(row(marks="nh-tra-vang")).changed == 0


def test_a_mark_of_another_kind_has_many_users(session, load, row):
    marks = "; ".join(f"{slug}@31/12/2028" for slug in ("gi-tan-cuong", "tt-che-ta-xua", "cn-an-toan"))
    outcome = load(row(marks=marks), row(producer="HTX Khác", sku="B", marks=marks))
    assert (outcome.errors, outcome.authorisations) == ([], 6)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"pack": "", "net_weight_g": "500"}, ("500 g", "500 g", 500, Unit.GRAM, 500)),
        ({"pack": "", "net_weight_g": "1.500"}, ("1,5 kg", "1.5 kg", 1500, Unit.GRAM, 1500)),
        ({"pack": "", "net_weight_g": "2000 g"}, ("2 kg", "2 kg", 2000, Unit.GRAM, 2000)),
        ({"pack": "Chai 500 ml", "net_weight_g": "520"}, ("Chai 500 ml", "", 500, Unit.MILLILITRE, 520)),
        ({"pack": "Can 1,5 lít", "net_weight_g": "1500"}, ("Can 1,5 lít", "", 1500, Unit.MILLILITRE, 1500)),
        (
            {"pack": "24 chai 500 ml", "net_weight_g": "12000"},
            ("24 chai 500 ml", "", 12000, Unit.GRAM, 12000),
        ),
        ({"pack": "Cái", "net_weight_g": "300", "category_set": "21"}, ("Cái", "", 1, Unit.PIECE, 300)),
        ({"pack": "1 khách", "net_weight_g": "", "category_set": "26"}, ("1 khách", "", 1, Unit.PIECE, 0)),
    ],
)
def test_packs(session, load, row, cells, expected):
    assert load(row(**cells)).errors == []
    variant = one(session, Variant)
    assert (variant.pack, variant.pack_en, variant.net, variant.unit, variant.weight) == expected


@pytest.mark.parametrize("written", ["11", "Chè", "tea", "Trà"])
def test_a_set_by_number_name_or_alias(session, load, row, written):
    assert load(row(category_set=written)).errors == []
    assert one(session, Product).set_code == "11"


def test_sets_are_known_before_the_first_row(session):
    assert read_known(session).sets == set_codes(session)


def test_every_commune_lies_in_its_province_of_today(session):
    known = read_known(session)
    keys = dict(session.execute(select(Place.code, Place.key).where(Place.level == "province")).all())
    assert len(known.communes) == 3321
    for code, province in session.execute(
        select(Place.code, Place.province_code).where(Place.level == "commune")
    ):
        assert {province, keys[province]} <= known.communes[code].provinces


def test_the_audit_names_file_and_row(session, load, row):
    load(row())
    actions = session.scalars(select(Entry.action).order_by(Entry.id)).all()
    assert actions == ["producer.imported", "product.imported", "recognition.imported"]
    entry = session.scalars(select(Entry)).first()
    assert entry.facts["row"] == 2
    assert entry.facts["source"].startswith("import:")
    assert one(session, Movement).source == f"{entry.facts['source']}:2"


def test_progress_goes_from_nothing_to_all(session, table, row, now, today):
    seen = []
    rows = [row(product_name=f"Chè {i}", sku=f"S{i}") for i in range(1200)]
    import_catalogue(session, table(*rows), now=now, today=today, progress=lambda *step: seen.append(step))
    assert seen == sorted(seen)
    assert seen[-1] == (2400, 2400)
    assert {total for _, total in seen} == {2400}
    assert len(seen) > 5


def test_the_number_of_statements_does_not_follow_the_number_of_rows(
    session, table, row, now, today, statements
):
    rows = [row(product_name=f"Chè {i}", sku=f"S{i}", producer=f"HTX {i}") for i in range(1000)]
    import_catalogue(session, table(*rows), now=now, today=today)
    # About ten to read what is there; for each kind of row two batches, which PostgreSQL may split once more.
    assert len(statements) < 60


def test_many_products_are_announced_as_everything(session, load, row):
    version, changes = current_version(session), count(session, CatalogueChange)
    load(*[row(product_name=f"Chè {i}", sku=f"S{i}") for i in range(501)])
    assert changed_since(session, version) is None
    assert count(session, CatalogueChange) == changes + 1


def test_nothing_is_committed_by_the_import(session, table, row, now, today):
    version = current_version(session)
    import_catalogue(session, table(row()), now=now, today=today)
    session.rollback()
    session.commit()
    assert count(session, Product) == 0
    assert current_version(session) == version


def test_codes_are_stamped_with_the_moment_passed_in(session, load, row):
    load(row())
    assert one(session, Recognition).created_at == datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

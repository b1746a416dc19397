"""What a text claims, with and without tones, and what only looks like a claim."""

from datetime import timedelta

import pytest

from catalog.claims import ProtectedNames, Rule, Support, claims_in, protected_names, support_of, unsupported
from catalog.marks import Mark, MarkKind
from catalog.register import proofs_of
from tests import world
from tests.world import TODAY

GI = MarkKind.GEOGRAPHICAL_INDICATION
NAMES = ProtectedNames(
    Mark(slug=slug, kind=kind, name=name, product=product, product_en=english)
    for slug, kind, name, product, english in [
        ("gi-phu-quoc", GI, "Phú Quốc", "Nước mắm", "Fish sauce"),
        ("gi-buon-ma-thuot", GI, "Buôn Ma Thuột", "Cà phê nhân (Robusta)", "Green coffee beans (Robusta)"),
        ("gi-tan-cuong", GI, "Tân Cương", "Chè", "Tea"),
        ("gi-binh-thuan", GI, "Bình Thuận", "Thanh long", "Dragon fruit"),
        ("tt-che-ta-xua", MarkKind.COLLECTIVE, "Chè Tà Xùa", "Chè Shan tuyết", "Shan tea"),
    ]
)


def said(text: str) -> set[tuple[str, str]]:
    return {(claim.rule.value, claim.subject) for claim in claims_in({"summary": text}, NAMES)}


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("Chè Shan OCOP 4 sao", 4),
        ("che shan dat 4 sao", 4),
        ("Sản phẩm 5sao của xã", 5),
        ("Đạt chuẩn 5 SAO", 5),
        ("Tiềm năng 5 sao", 5),
        ("hạng bốn sao cấp tỉnh", 4),
        ("năm sao OCOP", 5),
        ("đạt 3 ngôi sao", 3),
        ("ngon ★★★★", 4),
        ("ngon 4★", 4),
        ("ngon 5⭐", 5),
        ("A 4-star tea", 4),
        ("five stars", 5),
        ("\u0110a\u0323t 4 sao", 4),
    ],
)
def test_stars_are_found_however_they_are_written(text, stars):
    assert ("stars", str(stars)) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sao chè trên chảo gang ba lần",
        "Chè sao vàng, hạ thổ",
        "Hoa hồi, còn gọi là đại hồi hình sao",
        "Mỗi năm sao hai mẻ chè",
        "Trồng trên 5 sào ruộng bậc thang",
        "trong tren 5 sao ruong bac thang",
        "Cửa hàng nằm trong khách sạn 5 sao",
        "Ngôi sao năm cánh trên nhãn",
        "Vì sao mật ong kết tinh",
        "Qua 3 sao tẩm mới thành",
        "Tiếng sáo trên nương",
    ],
)
def test_what_only_looks_like_stars_is_left_alone(text):
    assert said(text) == set()


@pytest.mark.parametrize(
    "text", ["OCOP", "ocop", "O.C.O.P", "sản phẩm Ocop", "mỗi xã một sản phẩm", "moi xa mot san pham"]
)
def test_ocop_is_found(text):
    assert ("ocop", "") in said(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Nước mắm Phú Quốc", "gi-phu-quoc"),
        ("nuoc mam phu quoc", "gi-phu-quoc"),
        ("NƯỚC MẮM cốt PHÚ-QUỐC", "gi-phu-quoc"),
        ("Nước mắm nhĩ PhuQuoc", "gi-phu-quoc"),
        ("Phu Quoc fish sauce", "gi-phu-quoc"),
        ("Cà phê rang xay Buôn Ma Thuột", "gi-buon-ma-thuot"),
        ("Cà phê Buôn Mê Thuột", "gi-buon-ma-thuot"),
        ("cafe ca phe ban me thuot", "gi-buon-ma-thuot"),
        ("Trà Tân Cương", "gi-tan-cuong"),
        ("Chè nõn tôm Tân Cương", "gi-tan-cuong"),
        ("Thanh long Bình Thuận", "gi-binh-thuan"),
        ("Hộp chè Tà Xùa", "tt-che-ta-xua"),
    ],
)
def test_protected_names_are_found(text, mark):
    assert ("name", mark) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chúng tôi ở Phú Quốc",
        "Nước biển Phú Quốc trong xanh",
        "Hồ tiêu Phú Quốc",
        "Đoàn thanh niên Bình Thuận",
        "Xưởng ở Buôn Ma Thuột, giao trong ngày",
        "Tân Cương là quê tôi",
        "Mì chũ Bắc Giang",
    ],
)
def test_a_place_alone_is_no_protected_name(text):
    assert said(text) == set()


@pytest.mark.parametrize(
    "text", ["Rau hữu cơ", "rau huu co", "Hữu  Cơ", "Organic tea", "trồng theo hướng hữu cơ"]
)
def test_organic_is_found(text):
    assert ("organic", "") in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bón phân hữu cơ hoai mục",
        "Đất giàu mùn hữu cơ",
        "chất hữu cơ",
        "axit hữu cơ",
        "hậu cơ",
        "phân bón hữu cơ vi sinh",
        "rich in organic matter",
    ],
)
def test_manure_and_acids_are_not_organic_produce(text):
    assert said(text) == set()


@pytest.mark.parametrize(
    "text", ["Có chỉ dẫn địa lý", "chi dan dia ly", "được bảo hộ CDĐL", "a geographical indication"]
)
def test_an_indication_is_found(text):
    assert ("indication", "") in said(text)


def test_the_sentence_that_claims_is_quoted_without_markup():
    story = "## Nhà tôi\n\nỞ bản xa. **Chè đạt 4 sao** từ năm ngoái! Mời bà con."
    (claim,) = claims_in({"story_body": story}, NAMES)
    assert (claim.field, claim.rule, claim.sentence) == (
        "story_body",
        Rule.STARS,
        "Chè đạt 4 sao từ năm ngoái!",
    )


def test_a_claim_is_told_once_a_text():
    assert len(claims_in({"summary": "4 sao. Đúng 4 sao.", "name": "Chè 4 sao"}, NAMES)) == 2


def test_rows_in_force_bear_a_claim_out():
    texts = {"name": "Nước mắm Phú Quốc OCOP 4 sao", "summary": "Chỉ dẫn địa lý, hữu cơ"}
    everything = Support(4, frozenset({"phu quoc"}), True, True)
    assert unsupported(texts, NAMES, everything) == []
    assert len(unsupported(texts, NAMES, Support())) == 5
    other_stars = Support(3, frozenset({"phu quoc"}), True, True)
    assert [(one.rule, one.subject) for one in unsupported(texts, NAMES, other_stars)] == [(Rule.STARS, "4")]


def test_the_day_decides(session):
    product = world.product(session, "Chè Tân Cương")
    mark = world.mark(session, "Tân Cương", product="Chè")
    world.authorisation(session, product, mark, valid_until=TODAY)
    world.recognition(session, product, stars=4, expires_on=TODAY)
    texts = {"name": "Chè Tân Cương 4 sao", "summary": "Chỉ dẫn địa lý"}
    proofs = proofs_of(session, {product.id: product.producer_id})[product.id]
    names = protected_names(session, TODAY)
    assert unsupported(texts, names, support_of(proofs, TODAY, False)) == []
    tomorrow = TODAY + timedelta(days=1)
    left = unsupported(texts, names, support_of(proofs, tomorrow, False))
    assert [one.rule for one in left] == [Rule.STARS, Rule.NAME, Rule.INDICATION]


def test_a_mark_that_has_ended_protects_nothing(session):
    world.mark(session, "Tân Cương", MarkKind.COLLECTIVE, product="Chè", expires_on=TODAY - timedelta(days=1))
    assert unsupported({"name": "Chè Tân Cương"}, protected_names(session, TODAY), Support()) == []

"""The drawn pictures of the demo catalogue."""

import pytest

from storefront.demo.drawings import draw
from storefront.demo.drawings.catalogue import SETS, motifs
from storefront.demo.drawings.contrast import clear_schemes
from storefront.demo.drawings.naming import cleaned


@pytest.mark.parametrize("set_number", range(1, 27))
def test_every_set_draws_the_right_size_and_mode(set_number: int) -> None:
    picture = draw(set_number, "Đặc sản quê nhà", "seed")
    assert picture.size == (1440, 1080)
    assert picture.mode == "RGB"


def test_same_arguments_give_the_same_picture() -> None:
    assert draw(3, "Gạo nếp nương", "a").tobytes() == draw(3, "Gạo nếp nương", "a").tobytes()


def test_seed_and_name_change_the_picture() -> None:
    first = draw(4, "Mật ong hoa nhãn", "a").tobytes()
    assert draw(4, "Mật ong hoa nhãn", "b").tobytes() != first
    assert draw(4, "Mật ong bạc hà", "a").tobytes() != first


@pytest.mark.parametrize("unknown", [0, 27, -1])
def test_an_unknown_set_is_refused(unknown: int) -> None:
    with pytest.raises(ValueError, match="product set"):
        draw(unknown, "Cam Cao Phong", "a")


def test_diacritics_tell_fruit_apart() -> None:
    chosen = [motifs(1, cleaned(name)) for name in ("Dừa xiêm", "Dứa Đồng Giao", "Dưa lưới", "Vải thiều")]
    assert len({id(choice[0]) for choice in chosen}) == 4


def test_a_name_without_diacritics_still_hits() -> None:
    assert motifs(1, cleaned("Buoi Phuc Trach")) == motifs(1, cleaned("Bưởi Phúc Trạch"))


def test_every_set_has_a_default_and_a_wall() -> None:
    assert sorted(SETS) == list(range(1, 27))
    assert all(motifs(number, "xyz") and clear_schemes(number, "xyz") for number in SETS)
    assert clear_schemes(24, cleaned("Mai vàng, hồng, nho, bưởi, vải"))

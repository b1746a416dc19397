import pytest

from catalog.records import Refused
from marketplace.orders.carriers import CarrierKey, carrier_of

K = CarrierKey


@pytest.mark.parametrize("key", K)
def test_every_carrier_is_known_by_its_key(key):
    assert carrier_of(str(key)).key == key


@pytest.mark.parametrize("key", ["", "GHN", "balloon", "ghn "])
def test_an_unknown_carrier_is_refused(key):
    with pytest.raises(Refused):
        carrier_of(key)


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        (K.GHN, " gyc yqnym ", "GYCYQNYM"),
        (K.GHTK, "S1.A2.B3", "S1.A2.B3"),
        (K.VNPOST, "EE123456789VN", "EE123456789VN"),
        (K.COACH, " Xe  Hải Vân, 0912 345 678 ", "Xe Hải Vân, 0912 345 678"),
        (K.OTHER, "", ""),
    ],
)
def test_a_number_is_read_as_people_write_it(key, typed, kept):
    assert carrier_of(key).read_number(typed) == kept


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        (K.GHN, ""),
        (K.GHN, "   "),
        (K.GHN, "ABC"),
        (K.GHTK, "../../x"),
        (K.GHTK, "S1?x=1"),
        (K.VIETTEL_POST, "mã vận đơn"),
        (K.VNPOST, "1" * 41),
        (K.COACH, "x" * 61),
    ],
)
def test_what_is_no_number_is_refused(key, typed):
    with pytest.raises(Refused):
        carrier_of(key).read_number(typed)


def test_a_parcel_is_followed_where_the_carrier_has_a_page():
    assert carrier_of(K.GHN).tracking_url("GYCYQNYM") == "https://donhang.ghn.vn/?order_code=GYCYQNYM"
    assert carrier_of(K.GHTK).tracking_url("S1.A2") == "https://i.ghtk.vn/S1.A2"
    assert {carrier_of(key).tracking_url("X1234") for key in set(K) - {K.GHN, K.GHTK}} == {None}


def test_a_number_never_leads_elsewhere():
    assert carrier_of(K.GHTK).tracking_url("a/../b?c#d") == "https://i.ghtk.vn/a%2F..%2Fb%3Fc%23d"

import pytest

from catalog.records import Refused
from marketplace.accounts import passwords
from marketplace.accounts.passwords import hashed, verified

PASSWORD = "mật khẩu rất dài"
pytestmark = pytest.mark.usefixtures("recommended_cost")


def test_a_password_is_known_again_and_no_other():
    kept = hashed(PASSWORD)
    assert verified(PASSWORD, kept) == (True, None)
    for other in ("mật khẩu rất dàí", PASSWORD + " ", PASSWORD.upper(), "", "x" * 10_000):
        assert verified(other, kept) == (False, None)


def test_the_hash_is_argon2id_at_the_recommended_cost_with_a_salt():
    assert hashed(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hashed(PASSWORD) != hashed(PASSWORD)


def test_a_keyboard_that_composes_letters_otherwise_signs_in_too():
    assert verified("ma\u0323\u0302t kha\u0302\u0309u ra\u0302\u0301t da\u0300i", hashed(PASSWORD))[0]


def test_a_hash_of_a_former_cost_is_renewed(monkeypatch):
    cheap = passwords.PasswordHash((passwords.Argon2Hasher(time_cost=1, memory_cost=8_192, parallelism=1),))
    kept = cheap.hash(PASSWORD)
    fits, renewed = verified(PASSWORD, kept)
    assert fits
    assert verified(PASSWORD, renewed) == (True, None)
    assert verified("something else", kept) == (False, None)


@pytest.mark.parametrize("length", [0, 11, 201])
def test_too_short_and_too_long_are_refused(length):
    with pytest.raises(Refused, match="12 characters"):
        hashed("x" * length)


def test_nobody_has_any_password():
    for password in ("nobody", "", PASSWORD):
        assert verified(password, None) == (False, None)


def test_an_unknown_account_costs_as_much_as_a_known_one(monkeypatch):
    """The same work is done for both: one check, of a hash of the same cost."""
    kept = hashed(PASSWORD)
    checked, real = [], passwords._HASHER.verify_and_update

    def check(password: str, hash: str):
        checked.append(hash)
        return real(password, hash)

    monkeypatch.setattr(passwords._HASHER, "verify_and_update", check)
    verified("wrong password", kept)
    verified("wrong password", None)
    known, unknown = (hash.split("$")[1:4] for hash in checked)
    assert known == unknown
    assert known[0] == "argon2id"

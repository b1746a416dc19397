"""Secrets in the database: sealed, each for its owner, and sealed anew when the secret of the shop changes."""

from datetime import timedelta

import pyotp
import pytest

from marketplace.accounts.seals import Seal, is_sealed
from marketplace.accounts.second_factor import (
    accepted,
    new_recovery_codes,
    new_secret,
    seal_secrets,
    secret_of,
    set_up,
)
from tests import people
from tests.world import NOW

OLD, NEW = "the secret of before", "the secret of today"


def test_what_is_sealed_is_opened_for_its_owner_alone():
    seal = Seal([OLD])
    sealed = seal.seal("user:1", "ABCD")
    assert is_sealed(sealed) and "ABCD" not in sealed
    assert (seal.open("user:1", sealed), seal.open("user:2", sealed)) == ("ABCD", None)
    assert Seal([NEW]).open("user:1", sealed) is None


@pytest.mark.parametrize("text", ["", "ABCDEFGHIJKLMNOP", "gAAAA", "gAAAAé", "\0"])
def test_what_is_not_sealed_does_not_open(text):
    assert Seal([OLD]).open("user:1", text) is None


def test_the_same_secret_is_sealed_in_another_way_each_time():
    seal = Seal([OLD])
    assert seal.seal("user:1", "ABCD") != seal.seal("user:1", "ABCD")


@pytest.fixture
def an(session):
    """With a second factor under the old secret."""
    made, secret = people.user(session, "an@vidu.vn"), new_secret()
    set_up(session, made, secret, pyotp.TOTP(secret).at(NOW), NOW, Seal([OLD]))
    session.commit()
    return made, secret


def code(secret: str, step: int) -> tuple[str, timedelta]:
    later = timedelta(seconds=30 * step)
    return pyotp.TOTP(secret).at(NOW + later), later


def test_after_a_change_of_the_secret_the_app_goes_on_while_the_former_one_is_known(session, an):
    user, secret = an
    both = Seal([NEW, OLD])
    digits, later = code(secret, 2)
    assert not accepted(session, user, digits, NOW + later, Seal([NEW]))
    assert accepted(session, user, digits, NOW + later, both)
    assert seal_secrets(session, both) == 1
    assert seal_secrets(session, both) == 0
    digits, later = code(secret, 4)
    assert accepted(session, user, digits, NOW + later, Seal([NEW])), "the former secret is needed no more"


def test_without_the_former_secret_a_recovery_code_still_opens(session, an):
    user, _ = an
    assert seal_secrets(session, Seal([NEW])) == 0
    (first, *_) = new_recovery_codes(session, user)
    assert accepted(session, user, first, NOW, Seal([NEW]))


def test_secrets_of_before_are_sealed_at_the_start(session):
    user, secret = people.user(session, "cu@vidu.vn"), new_secret()
    user.totp_secret = secret
    session.flush()
    digits, later = code(secret, 1)
    assert not accepted(session, user, digits, NOW + later, Seal([NEW])), (
        "what nobody has sealed opens nothing"
    )
    assert seal_secrets(session, Seal([NEW])) == 1
    assert secret not in user.totp_secret
    assert secret_of(user, Seal([NEW])) == secret
    assert accepted(session, user, digits, NOW + later, Seal([NEW]))

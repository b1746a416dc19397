"""Pictures of returns: what no return names goes after a day."""

import os
from datetime import timedelta

from storefront.private_pictures import forget_files
from tests.world import NOW


def test_a_picture_of_a_refused_form_goes_after_a_day(session, tmp_path):
    folder = tmp_path / "ab"
    folder.mkdir()
    for name, age in (("abold", timedelta(hours=25)), ("abnew", timedelta(hours=23))):
        path = folder / f"{name}-960.webp"
        path.write_bytes(b"picture")
        os.utime(path, ((NOW - age).timestamp(),) * 2)
    assert forget_files(session, tmp_path, NOW) == 1
    assert [path.name for path in folder.iterdir()] == ["abnew-960.webp"]
    assert forget_files(session, tmp_path, NOW) == 0

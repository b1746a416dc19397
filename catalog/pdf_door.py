"""PDFs that people send: cleaned in a process of its own, or refused with a reason."""

import logging
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from .records import Refused

_log = logging.getLogger(__name__)
MAX_PAGES = 60
_CLEANER = Path(__file__).with_name("pdf_cleaner.py")
# The cleaner has ten seconds of a processor; a busy machine may take longer to give them.
_PATIENCE = 30


class CleanPdf(NamedTuple):
    content: bytes
    pages: int


def clean_pdf(upload: bytes) -> CleanPdf:
    """The pages of the upload without anything that acts, asks or carries other files. Raises Refused."""
    command = [sys.executable, "-I", str(_CLEANER), str(MAX_PAGES)]
    try:
        done = subprocess.run(command, input=upload, capture_output=True, timeout=_PATIENCE, env={})  # noqa: S603  our own program
    except subprocess.TimeoutExpired:
        raise _refusal("busy") from None
    said = done.stderr.decode("ascii", "replace").strip()
    word, _, count = said.rpartition("\n")[2].partition(" ")
    if done.returncode == 0 and word == "pages":
        return CleanPdf(done.stdout, int(count))
    # Killed by its limits it leaves no word: too much time or memory.
    raise _refusal("busy" if done.returncode < 0 else word, said)


def _refusal(word: str, said: str = "") -> Refused:
    match word:
        case "password":
            return Refused(
                "This PDF is locked with a password. Please save it without one and send it again."
            )
        case "pages":
            return Refused("This PDF has more than %(limit)s pages.", limit=MAX_PAGES)
        case "size":
            return Refused("A page of this PDF is larger than two metres, or has no size at all.")
        case "busy":
            return Refused("This PDF takes too much time or memory to open. Please scan the paper anew.")
        case "damaged":
            pass
        case _:
            _log.error("The cleaner of PDFs broke off by a fault of its own: %s", said)
    return Refused("This PDF is damaged. Please scan the paper anew, or photograph it.")

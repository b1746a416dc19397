"""Problems: what a program gets instead of an error page, application/problem+json as RFC 9457 has it."""

from http import HTTPStatus
from typing import Any

from flask import Response, json, request

_DETAILS = {
    404: "There is nothing at this address, or it is no longer shown.",
    405: "This address can only be read: use GET.",
    422: "Some parameters are not understood; `errors` names each of them.",
    429: "Too many requests from your network address; Retry-After says for how many seconds to wait.",
    500: "Something broke on our side. It is in our log; please try again in a little while.",
}


def asked_by_a_program() -> bool:
    """Whether the answer to this request is read by a program, so that an error page would be of no use."""
    return request.path.startswith("/api/")


def problem(status: int, detail: str = "", **more: Any) -> Response:
    """The answer to a request that failed. The English is for the people who write the program."""
    known = HTTPStatus(status)
    body = {
        "type": "about:blank",
        "title": known.phrase,
        "status": status,
        "detail": detail or _DETAILS.get(status, known.description or known.phrase),
    }
    return Response(json.dumps(body | more), status, mimetype="application/problem+json")

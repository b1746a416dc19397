"""The contract with programs: models check the parameters, write the answers and make the OpenAPI document."""

from flask import abort
from pydantic import ValidationError
from spectree import Response, SpecTree

from ..problems import problem
from .models import Problem


class Answers(Response):
    """What a view answers: its model, and a problem for each kind of refusal."""

    def __init__(self, model: type, *refusals: int):
        problems = {f"HTTP_{status}": Problem for status in (*refusals, 422, 429, 500)}
        super().__init__("HTTP_304", HTTP_200=model, **problems)

    def generate_spec(self, *args, **kwargs) -> dict:
        answers = super().generate_spec(*args, **kwargs)
        for status, answer in answers.items():
            if status >= "400":
                answer["content"] = {"application/problem+json": answer["content"].pop("application/json")}
        return answers


def _refuse(request, response, error: ValidationError | None, instance, adapter) -> None:
    if error:
        # That an optional parameter could also be left out goes without saying.
        wrong = [each for each in error.errors() if each["type"] != "none_required"]
        abort(problem(422, errors=[_wrong(each) for each in wrong]))


def _wrong(error: dict) -> dict:
    detail = "There is no such parameter." if error["type"] == "extra_forbidden" else error["msg"]
    return {"parameter": str(error["loc"][0]), "detail": detail}


contract = SpecTree(
    "flask",
    mode="strict",
    title="Chợ Phiên",
    description="The public catalogue of the marketplace for Vietnam's certified rural products, to read.",
    version="1",
    # Its documentation pages would load code from other hosts.
    page_templates={},
    before=_refuse,
    validation_error_model=Problem,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda parent, child: child,
)

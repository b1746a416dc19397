"""GET /api/v1/openapi.json: the contract as an OpenAPI 3.1 document."""

from copy import deepcopy

from flask import Response, jsonify, request

from ..shop.reference import reference
from . import api
from .contract import contract


@api.get("/openapi.json")
def openapi() -> Response:
    document = deepcopy(contract.spec)
    document["servers"] = [{"url": request.script_root or "/"}]
    known = {"category": list(reference().categories), "province": list(reference().provinces)}
    for parameter in document["paths"]["/api/v1/products"]["get"]["parameters"]:
        if values := known.get(parameter["name"]):
            parameter["schema"]["items"]["enum"] = values
    return jsonify(document)

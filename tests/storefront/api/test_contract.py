"""The OpenAPI document, and that every answer keeps to it whatever is asked."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

DOCUMENT = "/api/v1/openapi.json"
# The answers are read as they are: the client in between does not unpack.
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def document(client, market) -> dict:
    return client.get(DOCUMENT).json


def test_it_is_openapi_3_1_and_names_every_address(app, document):
    assert document["openapi"].startswith("3.1.")
    served = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert set(document["paths"]) == served - {DOCUMENT}


def test_it_loads_nothing_from_elsewhere(app):
    assert not [rule.rule for rule in app.url_map.iter_rules() if "apidoc" in rule.rule]


def test_it_names_the_values_there_are(document):
    parameters = {each["name"]: each for each in document["paths"]["/api/v1/products"]["get"]["parameters"]}
    assert "ruou-trang" in parameters["category"]["schema"]["items"]["enum"]
    assert len(parameters["province"]["schema"]["items"]["enum"]) == 34
    assert parameters["per_page"]["schema"]["maximum"] == 100


def test_refusals_are_problems(document):
    for path in document["paths"].values():
        for status, answer in path["get"]["responses"].items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"]


def test_in_english_the_server_is_english(client):
    assert client.get("/en" + DOCUMENT).json["servers"] == [{"url": "/en"}]


@pytest.fixture
def described(app, market):
    return schemathesis.openapi.from_wsgi(DOCUMENT, app)


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("/api/v1/products", GenerationMode.POSITIVE),
        ("/api/v1/products", GenerationMode.NEGATIVE),
        ("/api/v1/products/{slug}", GenerationMode.POSITIVE),
        ("/api/v1/suggest", GenerationMode.POSITIVE),
    ],
)
def test_every_answer_keeps_to_it(described, path, mode):
    """All checks of schemathesis, on questions as the document allows them and on questions as it does not."""

    @given(described[path]["GET"].as_strategy(generation_mode=mode))
    @settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def check(case):
        case.call_and_validate(headers=PLAIN)

    check()


def test_a_product_keeps_to_it(described, market):
    for product in market.values():
        case = described["/api/v1/products/{slug}"]["GET"].Case(path_parameters={"slug": product.slug})
        assert case.call_and_validate(headers=PLAIN).status_code == 200

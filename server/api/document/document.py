"""What shimmyd serves of its own description: docs/openapi.yaml as whole JSON, and the words that the page shares."""

import copy
import json

import yaml

KEYS = {  # what x-access says, for people
    "any": "a key of any scope, unless inference is open",
    "inference": "a key with the scope `inference`, unless inference is open",
    "mirror": "a key of any scope",
    "manage": "a key with the scope `manage`",
}
METHODS = ("get", "put", "post", "delete", "patch")


class Loader(yaml.SafeLoader):
    """Takes times as the strings that they are in JSON."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def target_of(document, response):
    name = response.get("$ref", "").rpartition("/")[2]
    return copy.deepcopy(document["components"]["responses"][name] if name else response)


def write_access(document, access, path, operation, everywhere):
    """Who may use the operation, and what all others are answered, in the shape of its other errors."""
    allowed = next((who for who, paths in access.items() if path in paths), "manage")
    operation["x-access"] = allowed
    if allowed == "open":
        operation["security"] = []
        return
    responses = operation["responses"]
    own = responses.get("401") or responses.get("400") or everywhere["400"]
    refused = target_of(document, own)
    refused["description"] = "With keys: this wants " + KEYS[allowed]
    if "401" in responses:
        refused["description"] = target_of(document, responses["401"])["description"] + ". " + refused["description"]
    refused["headers"] = {"WWW-Authenticate": {"description": "When it is about a key", "schema": {"type": "string"}}}
    foreign = target_of(document, everywhere["403"])
    forbidden = target_of(document, responses.get("403", own))
    if "403" in responses:
        foreign["description"] = forbidden["description"] + ". " + foreign["description"]
    if allowed in ("inference", "manage"):
        foreign["description"] += ", or the key is not for this: it wants " + KEYS[allowed]
    shapes = [media["schema"] for each in (foreign, forbidden) for media in each.get("content", {}).values() if "schema" in media]
    foreign["content"] = {"application/json": {"schema": {"anyOf": shapes}}}
    responses.update({"401": refused, "403": foreign})


def load(text):
    """The document, with what every operation may answer written into each that does not say otherwise."""
    document = copy.deepcopy(yaml.load(text, Loader))  # what anchors share becomes each one's own
    document = json.loads(json.dumps(document))
    everywhere = document.pop("x-every-operation", {})
    access = document.pop("x-access", {})
    for path, method, operation in operations(document):
        operation.setdefault("operationId", name_of(path, method))
        responses = operation["responses"]
        if method in ("post", "delete"):
            # Both are the router's, and in the style of the route: a body that is no JSON, one that does not say it is.
            responses.setdefault("415", responses.get("400", everywhere["responses"]["400"]))
        write_access(document, access, path, operation, everywhere["responses"])
        for status, response in everywhere.get("responses", {}).items():
            responses.setdefault(status, response)
        operation["responses"] = dict(sorted(responses.items()))
    return document


def name_of(path, method):
    """get_v1_api_downloads_id, for those who make clients of the document."""
    words = [word.strip("{}+") for word in path.split("/") if word]
    return "_".join([method, *words]).replace("-", "_").replace(".", "_") if words else method + "_service"

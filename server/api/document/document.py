"""What shimmyd serves of its own description: docs/openapi.yaml as whole JSON, and the words that the page shares."""

import copy
import json

import yaml

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


def load(text):
    """The document, with what every operation may answer written into each that does not say otherwise."""
    document = copy.deepcopy(yaml.load(text, Loader))  # what anchors share becomes each one's own
    document = json.loads(json.dumps(document))
    everywhere = document.pop("x-every-operation", {})
    for path, method, operation in operations(document):
        operation.setdefault("operationId", name_of(path, method))
        responses = operation["responses"]
        if method in ("post", "delete"):
            # Both are the router's, and in the style of the route: a body that is no JSON, one that does not say it is.
            responses.setdefault("415", responses.get("400", everywhere["responses"]["400"]))
        for status, response in everywhere.get("responses", {}).items():
            responses.setdefault(status, response)
        operation["responses"] = dict(sorted(responses.items()))
    return document


def name_of(path, method):
    """get_v1_api_downloads_id, for those who make clients of the document."""
    words = [word.strip("{}+") for word in path.split("/") if word]
    return "_".join([method, *words]).replace("-", "_").replace(".", "_") if words else method + "_service"

"""Checks docs/openapi.yaml against a running shimmyd: openapi.py OPENAPI_FILE BASE_URL MODEL

Every documented route must exist with its method, every route of the one table in server/api/routes.cpp must be
documented, and what the service answers must fit the document's schema. The methods of a path are told by the Allow
field of OPTIONS.
"""

import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

import jsonschema
import yaml

document_file, base, model = sys.argv[1:4]
with urllib.request.urlopen(base + "/openapi.json", timeout=60) as answer:
    document = json.load(answer)
with open(document_file, encoding="utf-8") as file:
    source = yaml.safe_load(file)
# What is served is the file, whole.
assert {(path, method) for path in source["paths"] for method in source["paths"][path]} == {
    (path, method) for path in document["paths"] for method in document["paths"][path]}
table = (Path(document_file).parent.parent / "server/api/routes.cpp").read_text(encoding="utf-8")
checked = set()


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def deref(node):
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for name in node["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        node = target
    return node


def check(method, path, template, body=None, expected=200):
    status, headers, raw = ask(method, path, body)
    assert status == expected, (method, path, status, raw)
    checked.add((method, template))
    responses = document["paths"][template][method.lower()]["responses"]
    assert str(status) in responses, (method, template, status, "is not documented")
    content = deref(responses[str(status)])["content"]
    kind = headers["Content-Type"].split(";")[0]
    assert kind in content, (method, template, kind, "is not documented")
    schema = {**deref(content[kind].get("schema", {})), "components": document["components"]}
    objects = [json.loads(line) for line in raw.splitlines()] if kind.endswith("ndjson") else [json.loads(raw)]
    for each in objects:
        jsonschema.Draft202012Validator(schema).validate(each)


def check_text(path, contained):
    status, headers, raw = ask("GET", path)
    assert status == 200 and contained in raw, (path, status, raw)
    kind = headers["Content-Type"].split(";")[0]
    assert kind in document["paths"][path]["get"]["responses"]["200"]["content"], (path, kind, "is not documented")
    checked.add(("GET", path))


def check_beginning(path, first):
    """Of an answer without end."""
    with urllib.request.urlopen(base + path, timeout=60) as answer:
        kind = answer.headers["Content-Type"].split(";")[0]
        assert kind in document["paths"][path]["get"]["responses"]["200"]["content"], (path, kind, "is not documented")
        assert answer.readline() == first, path
    checked.add(("GET", path))


documented = {
    (method.upper(), template)
    for template, item in document["paths"].items()
    for method in item
    if method != "parameters"
}
routes = {(method, path.replace("+}", "}")) for method, path in re.findall(r'\{"([A-Z]+)", "(/[^"]*)"', table)}
assert documented == routes, documented ^ routes
for template, item in document["paths"].items():
    _, headers, _ = ask("OPTIONS", re.sub(r"\{[a-z]+\}", model, template))
    allowed = {method.strip() for method in headers["Allow"].split(",")} - {"OPTIONS", "HEAD"}
    assert allowed == {method.upper() for method in item if method != "parameters"}, (template, allowed)

# Who may use a route is told as the table has it.
table_access = {(method, path.replace("+}", "}")): access.lower().replace("anykey", "any")
                for method, path, access in re.findall(r'\{"([A-Z]+)", "(/[^"]*)", Access::(\w+)', table)}
for (method, template), access in table_access.items():
    operation = document["paths"][template][method.lower()]
    assert operation["x-access"] == access, (method, template, access)
    assert ("401" in operation["responses"]) == (access != "open"), (method, template)
    assert (operation.get("security") == []) == (access == "open"), (method, template)

# Each example is one of its schema.
examples = 0
for template, item in document["paths"].items():
    for method in item.keys() - {"parameters"}:
        bodies = [deref(response) for response in item[method]["responses"].values()]
        for body in [*bodies, item[method].get("requestBody", {})]:
            for media in body.get("content", {}).values():
                for example in [media["example"]] if "example" in media else []:
                    schema = {**deref(media["schema"]), "components": document["components"]}
                    jsonschema.Draft202012Validator(schema).validate(example)
                    examples += 1
assert examples >= 30, examples

prompt = {"model": model, "prompt": "x\n"}
chat = {"model": model, "messages": [{"role": "user", "content": "x"}]}
nothing = {"model": "nothing", "prompt": "x", "messages": [{"role": "user", "content": "x"}]}
check("GET", "/", "/")
check("GET", "/health", "/health")
check("GET", "/v1/health", "/v1/health")
check("GET", "/version", "/version")
check("GET", "/v1/api/shimmy", "/v1/api/shimmy")
check("POST", "/v1/api/shimmy/restart", "/v1/api/shimmy/restart")
check("GET", "/v1/api/logs", "/v1/api/logs")
check("GET", "/v1/api/logs?level=loud", "/v1/api/logs", expected=400)
check("GET", "/v1/api/doctor", "/v1/api/doctor")
check("GET", "/v1/api/doctor?generation=x", "/v1/api/doctor", expected=400)
check_text("/metrics", b"# TYPE shimmyd_build_info gauge")
check("GET", "/v1/models", "/v1/models")
check_beginning("/v1/api/events", b"event: relist\n")
check("GET", f"/v1/models/{model}", "/v1/models/{id}")
check("GET", "/v1/models/nothing", "/v1/models/{id}", expected=404)
check("GET", "/ws/generate", "/ws/generate", expected=501)
for path in ("/v1/generate", "/api/generate"):
    check("POST", path, path, prompt)
    check("POST", path, path, {"model": model}, expected=400)
    check("POST", path, path, nothing, expected=404)
check("POST", "/v1/chat/completions", "/v1/chat/completions", chat)
check("POST", "/v1/chat/completions", "/v1/chat/completions", {"model": model}, expected=400)
check("POST", "/v1/chat/completions", "/v1/chat/completions", nothing, expected=404)
check("POST", "/v1/completions", "/v1/completions", prompt)
check("POST", "/v1/completions", "/v1/completions", nothing, expected=404)
for path in ("/v1/messages", "/v1/messages/count_tokens"):
    check("POST", path, path, {**chat, "max_tokens": 9})
    check("POST", path, path, {"model": model, "max_tokens": 9}, expected=400)
    check("POST", path, path, {**nothing, "max_tokens": 9}, expected=404)
pull = {"model": "org/openapi-GGUF", "filename": "openapi.gguf"}
check("POST", "/v1/api/pull", "/v1/api/pull", pull)
check("POST", "/v1/api/pull", "/v1/api/pull", {**pull, "stream": False})
check("POST", "/v1/api/pull", "/v1/api/pull", {"model": "../x"}, expected=400)
check("POST", "/v1/api/pull", "/v1/api/pull", {**pull, "filename": "none.gguf", "stream": False}, expected=404)
jobs = json.loads(ask("GET", "/v1/api/downloads")[2])["downloads"]
job = next(job["id"] for job in jobs if job["filename"] == pull["filename"])
check("GET", "/v1/api/downloads", "/v1/api/downloads")
check("GET", f"/v1/api/downloads/{job}", "/v1/api/downloads/{id}")
check("GET", "/v1/api/downloads/nothing", "/v1/api/downloads/{id}", expected=404)
check("DELETE", f"/v1/api/downloads/{job}", "/v1/api/downloads/{id}", expected=409)
check("DELETE", f"/v1/api/downloads/{job}?keep_part=x", "/v1/api/downloads/{id}", expected=400)
for verb in ("pause", "resume", "retry"):
    check("POST", f"/v1/api/downloads/{job}/{verb}", "/v1/api/downloads/{id}/" + verb, expected=409)
check("POST", f"/v1/api/downloads/{job}/move", "/v1/api/downloads/{id}/move", {"position": 0}, expected=409)
check("POST", f"/v1/api/downloads/{job}/move", "/v1/api/downloads/{id}/move", {}, expected=400)
check("GET", "/openapi.json", "/openapi.json")
with urllib.request.urlopen(base + "/docs", timeout=60) as answer:
    assert answer.headers["Content-Type"].startswith("text/html"), answer.headers
checked.add(("GET", "/docs"))
check("GET", "/v1/api/limits", "/v1/api/limits")
check("POST", "/v1/api/limits", "/v1/api/limits", {"bytes_per_second": 1000000})
check("POST", "/v1/api/limits", "/v1/api/limits", {"bytes_per_second": None})
check("POST", "/v1/api/limits", "/v1/api/limits", {"bytes_per_second": 0}, expected=400)
check("GET", "/v1/api/models", "/v1/api/models")
check("GET", "/v1/api/models/openapi", "/v1/api/models/{id}")
check("GET", "/v1/api/models/nothing", "/v1/api/models/{id}", expected=404)
for verb in ("pin", "unpin", "check"):
    check("POST", f"/v1/api/models/openapi/{verb}", "/v1/api/models/{id}/" + verb)
    check("POST", f"/v1/api/models/nothing/{verb}", "/v1/api/models/{id}/" + verb, expected=404)
check("POST", "/v1/api/verify", "/v1/api/verify", {"model": "openapi"})
check("POST", "/v1/api/verify", "/v1/api/verify", {"model": "nothing"}, expected=404)
check("POST", "/v1/api/verify", "/v1/api/verify", {}, expected=400)
check("GET", "/v1/api/export", "/v1/api/export", expected=400)
check("GET", "/v1/api/export?model=nothing", "/v1/api/export", expected=404)
check("POST", "/v1/api/import", "/v1/api/import", {}, expected=400)
check("POST", "/v1/api/import", "/v1/api/import", {"path": "/nowhere/x.gguf"}, expected=403)
check("POST", "/v1/api/delete", "/v1/api/delete", {"model": "nothing"}, expected=404)
check("POST", "/v1/api/delete", "/v1/api/delete", {}, expected=400)
check("DELETE", "/v1/api/delete", "/v1/api/delete", {"model": "openapi"})
check("DELETE", "/v1/api/models/openapi", "/v1/api/models/{id}", expected=404)
listing = "/v1/api/files?model=org/openapi-GGUF"
check("GET", listing, "/v1/api/files")
check("GET", "/v1/api/files", "/v1/api/files", expected=400)
check("GET", "/v1/api/files?model=org/none", "/v1/api/files", expected=404)
check("GET", "/v1/api/files/facts?model=org/openapi-GGUF&filename=openapi.gguf", "/v1/api/files/facts")
check("GET", "/v1/api/files/facts?model=org/openapi-GGUF&filename=none.gguf", "/v1/api/files/facts", expected=404)
check("GET", "/v1/api/card?model=org/openapi-GGUF", "/v1/api/card")
check("GET", "/v1/api/card?model=org/none", "/v1/api/card", expected=404)
check("GET", "/v1/api/card", "/v1/api/card", expected=400)
check("GET", "/v1/api/search?q=openapi", "/v1/api/search")
check("GET", "/v1/api/search?sort=none", "/v1/api/search", expected=400)
check("GET", "/v1/api/whoami", "/v1/api/whoami")
check("GET", "/hub/api/models", "/hub/{path}", expected=404)
check("POST", "/hub/api/models", "/hub/{path}", {}, expected=404)
assert checked == documented, ("never asked", documented - checked)

"""The page at /docs: the document for people, as one HTML file without scripts and without anything from elsewhere."""

import html
import json
import re

from document import operations


def text(words):
    """Plain words, with `code` as such."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(str(words)))


class Page:
    def __init__(self, document):
        self.document = document

    def deref(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for name in node["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            node = target
        return node

    def type_of(self, schema):
        """In a few words: string, list of Model, one of a, b."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return f'<a href="#schema-{html.escape(name)}">{html.escape(name)}</a>'
        if "const" in schema:
            return "<code>" + html.escape(json.dumps(schema["const"])) + "</code>"
        if "enum" in schema:
            return "one of " + ", ".join("<code>" + html.escape(json.dumps(each)) + "</code>" for each in schema["enum"])
        for word in ("oneOf", "anyOf"):
            if word in schema and "type" not in schema:
                return " or ".join(self.type_of(each) for each in schema[word])
        kinds = schema.get("type", "anything")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        named = ["list of " + self.type_of(schema["items"]) if kind == "array" and "items" in schema else html.escape(kind)
                 for kind in kinds]
        return " or ".join(named)

    def limits_of(self, schema):
        words = []
        for key, sign in (("minimum", "≥ {}"), ("exclusiveMinimum", "> {}"), ("maximum", "≤ {}"),
                          ("maxLength", "at most {} characters"), ("maxItems", "at most {}"),
                          ("default", "default {}")):
            if key in schema:
                words.append(sign.format(json.dumps(schema[key], ensure_ascii=False)))
        return html.escape(", ".join(words))

    def members(self, schema, depth=0):
        """A table of what an object has; objects inside are shown in place."""
        schema = self.deref(schema)
        rows = []
        for name, member in schema.get("properties", {}).items():
            need = "" if name in schema.get("required", []) else ' <span class="quiet">optional</span>'
            note = text(member.get("description", "") if "$ref" not in member else "")
            bounds = self.limits_of(member)
            inner = member.get("items", {}) if member.get("type") == "array" else member
            nested = self.members(inner, depth + 1) if depth < 3 and "properties" in inner else ""
            rows.append(f"<tr><th><code>{html.escape(name)}</code>{need}</th><td>{self.type_of(member)}"
                        f'{" <span class=quiet>" + bounds + "</span>" if bounds else ""}'
                        f'{"<br>" + note if note else ""}{nested}</td></tr>')
        return "<table>" + "".join(rows) + "</table>" if rows else ""

    def content(self, content):
        parts = []
        for kind, media in content.items():
            schema = media.get("schema", {})
            parts.append(f'<p><span class="kind">{html.escape(kind)}</span> {self.type_of(schema)}</p>')
            if "$ref" not in schema:
                parts.append(self.members(schema))
            for example in self.examples(media):
                shown = example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)
                parts.append(f"<pre>{html.escape(shown)}</pre>")
        return "".join(parts)

    @staticmethod
    def examples(media):
        if "example" in media:
            yield media["example"]
        for each in media.get("examples", {}).values():
            yield each["value"]

    def operation(self, path, method, operation):
        item = self.document["paths"][path]
        parameters = [self.deref(each) for each in item.get("parameters", []) + operation.get("parameters", [])]
        parts = []
        if "description" in operation:
            parts.append(f'<p>{text(operation["description"])}</p>')
        if parameters:
            rows = "".join(f'<tr><th><code>{html.escape(each["name"])}</code> <span class="quiet">{each["in"]}'
                           f'{"" if each.get("required") else ", optional"}</span></th><td>{self.type_of(each["schema"])} '
                           f'<span class="quiet">{self.limits_of(each["schema"])}</span>'
                           f'<br>{text(each.get("description", ""))}</td></tr>' for each in parameters)
            parts.append(f"<h3>Parameters</h3><table>{rows}</table>")
        if "requestBody" in operation:
            parts.append("<h3>Body</h3>" + self.content(operation["requestBody"]["content"]))
        parts.append("<h3>Answers</h3>")
        errors = []
        for status, response in operation["responses"].items():
            response = self.deref(response)
            line = f'<b class="s{status[0]}">{status}</b> {text(response["description"])}'
            if status.startswith("2"):
                parts.append(f'<p>{line}</p>{self.content(response.get("content", {}))}')
            else:
                errors.append(f'<details class="answer"><summary>{line}</summary>{self.content(response.get("content", {}))}</details>')
        parts.append(f'<details class="errors"><summary>Errors: {", ".join(status for status in operation["responses"] if status[0] != "2")}'
                     f'</summary>{"".join(errors)}</details>')
        anchor = html.escape(operation["operationId"])
        return (f'<details class="operation" id="{anchor}"><summary><b class="method {method}">{method.upper()}</b> '
                f'<code>{html.escape(path)}</code> <span>{text(operation["summary"])}</span></summary>'
                f'<div>{"".join(parts)}</div></details>')

    def html(self, style):
        facts = self.document["info"]
        listed = "".join(self.operation(*each) for each in operations(self.document))
        schemas = "".join(
            f'<details open class="operation" id="schema-{html.escape(name)}"><summary><code>{html.escape(name)}</code> '
            f'<span>{text(schema.get("description", ""))}</span></summary><div><p>{self.type_of(schema)}</p>'
            f"{self.members(schema)}</div></details>"
            for name, schema in self.document["components"]["schemas"].items())
        return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
                f'<meta name="viewport" content="width=device-width, initial-scale=1">'
                f'<title>{text(facts["title"])} API</title><style>{style}</style></head><body>'
                f'<header><h1>{text(facts["title"])} {text(facts["version"])}</h1><p>{text(facts["description"])}</p>'
                f'<p>The same for programs: <a href="openapi.json">openapi.json</a> (OpenAPI {text(self.document["openapi"])})'
                f'</p></header><main><h2>Routes</h2>{listed}<h2>Shapes</h2>{schemas}</main></body></html>')

"""Writes the C++ source that holds what GET /openapi.json and GET /docs answer: make_document.py OPENAPI CSS OUT"""

import base64
import hashlib
import json
import sys

from document import load
from page import Page

PIECE = 120  # bytes a line; compilers limit one literal, not what neighbours make together


def literal(content):
    def spelled(byte):
        char = chr(byte)
        return char if 32 <= byte < 127 and char not in '"\\?' else f"\\{byte:03o}"

    pieces = (content[at:at + PIECE] for at in range(0, len(content), PIECE))
    return "\n".join('    "' + "".join(map(spelled, piece)) + '"' for piece in pieces)


def view(name, content):
    return f"QByteArrayView {name}()\n{{\n    static constexpr char bytes[] =\n{literal(content)};\n    return {{bytes, sizeof bytes - 1}};\n}}\n"


openapi, css, out = sys.argv[1:4]
with open(openapi, encoding="utf-8") as file:
    document = load(file.read())
with open(css, encoding="utf-8") as file:
    style = " ".join(file.read().split())
style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
policy = f"default-src 'none'; style-src 'sha256-{style_hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

with open(out, "w", encoding="utf-8") as file:
    file.write('#include "api/document/api_document.h"\n\n')
    file.write(view("openApiJson", json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()) + "\n")
    file.write(view("apiPage", Page(document).html(style).encode()) + "\n")
    file.write(view("apiPagePolicy", policy.encode()))

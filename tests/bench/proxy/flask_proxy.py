"""Stands for the Python service that shimmyd replaces: Flask's own threaded server, and one `requests` call a request.

    flask_proxy.py PORT URL_OF_SHIMMY
"""

import logging
import sys

import requests
from flask import Flask, Response, jsonify, request

app = Flask(__name__)
upstream = sys.argv[2]


@app.get("/v1/health")
def health():
    try:
        answer = requests.get(f"{upstream}/health", timeout=5)
        return jsonify(answer.json()), answer.status_code
    except requests.RequestException as error:
        return jsonify({"status": "unhealthy", "error": str(error)}), 503


@app.get("/v1/models")
def models():
    return jsonify(requests.get(f"{upstream}/v1/models", timeout=10).json())


@app.post("/v1/generate")
def generate():
    body = request.get_json()
    body.setdefault("stream", False)
    answer = requests.post(f"{upstream}/api/generate", json=body, stream=body["stream"], timeout=300)
    if body["stream"]:
        return Response(answer.iter_content(chunk_size=None), mimetype="application/x-ndjson")
    return jsonify(answer.json()), answer.status_code


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run(host="0.0.0.0", port=int(sys.argv[1]), threaded=True)

"""Who stands before the stub of Shimmy: nobody, nginx, shimmyd, and a proxy in Flask as the old one was."""

import contextlib
import dataclasses
import http.client
import json
import os
import subprocess

from common.processes import environment, free_port, is_open, process, wait_until

MODEL = "bench"

NGINX_CONFIGURATION = """
{user}
worker_processes auto;
daemon off;
pid {work}/nginx.pid;
error_log {work}/nginx-error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 100000000;
    client_body_temp_path {work}/nginx-body;
    proxy_temp_path {work}/nginx-proxy;
    fastcgi_temp_path {work}/nginx-fastcgi;
    scgi_temp_path {work}/nginx-scgi;
    uwsgi_temp_path {work}/nginx-uwsgi;
    upstream shimmy {{
        server 127.0.0.1:{upstream};
        keepalive 256;
        keepalive_requests 100000000;
    }}
    server {{
        listen {port} backlog=1024;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_buffering off;
        location = /v1/health {{ proxy_pass http://shimmy/health; }}
        location = /v1/models {{ proxy_pass http://shimmy/v1/models; }}
        location = /v1/generate {{ proxy_pass http://shimmy/api/generate; }}
    }}
}}
"""


@dataclasses.dataclass
class Contender:
    """One that runs. admits: how many generations may be on their way or wait at the same time; 0: any number."""

    port: int
    pid: int
    generate: str = "/v1/generate"
    model: str = MODEL
    admits: int = 0


def get_json(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, ValueError, http.client.HTTPException):
        return 0, {}
    finally:
        connection.close()


def is_healthy(port):
    return get_json(port, "/v1/health")[0] == 200


@contextlib.contextmanager
def direct(work, stub):
    port = free_port()
    with open(os.path.join(work, "stub.log"), "wb") as log:
        with process([stub, "serve", "--bind", f"0.0.0.0:{port}"], env=environment(), stdout=log, stderr=log) as child:
            wait_until("the stub of Shimmy", lambda: is_open(port))
            yield Contender(port, child.pid, generate="/api/generate")


@contextlib.contextmanager
def nginx(work, upstream):
    port = free_port()
    path = os.path.join(work, "nginx.conf")
    # Else root's workers would become another user, who may not write where we work.
    user = "user root;" if os.geteuid() == 0 else ""
    with open(path, "w", encoding="ascii") as file:
        file.write(NGINX_CONFIGURATION.format(user=user, work=work, upstream=upstream, port=port))
    with process(["nginx", "-c", path], stderr=subprocess.DEVNULL) as child:
        wait_until("nginx", lambda: is_open(port))
        yield Contender(port, child.pid)


@contextlib.contextmanager
def flask(work, python, upstream):
    port = free_port()
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "flask_proxy.py")
    with open(os.path.join(work, "flask.log"), "wb") as log:
        command = [python, program, str(port), f"http://127.0.0.1:{upstream}"]
        with process(command, env=environment(), stdout=log, stderr=log) as child:
            wait_until("the proxy in Flask", lambda: is_healthy(port))
            yield Contender(port, child.pid)


@dataclasses.dataclass
class ShimmydOptions:
    executable: str
    instances: int
    queue_limit: int

    def understood(self):
        """The options of these that this shimmyd knows, and how many generations it then admits."""
        known = subprocess.run([self.executable, "--help"], env=environment(), capture_output=True, text=True, check=True)
        arguments, instances, queue = [], 1, 64
        if "--instances" in known.stdout:
            arguments += ["--instances", str(self.instances)]
            instances = self.instances
        if "--queue-limit" in known.stdout:
            arguments += ["--queue-limit", str(self.queue_limit)]
            queue = self.queue_limit
        return arguments, instances + queue


@contextlib.contextmanager
def shimmyd(work, options, shimmy, models, *further):
    """shimmyd starts the Shimmy behind it itself. It listens beyond loopback, as it does by default."""
    port = free_port()
    arguments, admits = options.understood()
    with open(os.path.join(work, "shimmyd.log"), "ab") as log:
        command = [options.executable, "--listen", f"0.0.0.0:{port}", "--models", models, "--shimmy", shimmy,
                   "--shimmy-port", "0", "--log-level", "warning", *arguments, *further]
        with process(command, env=environment(), stdout=log, stderr=log) as child:
            wait_until("shimmyd", lambda: is_healthy(port))
            model = get_json(port, "/v1/models")[1]["data"][0]["id"]
            yield Contender(port, child.pid, model=model, admits=admits)


def is_idle(port):
    """Whether shimmyd is ready, and has forgotten clients who have left."""
    status, health = get_json(port, "/v1/health")
    manager = health.get("manager", {})
    return status == 200 and manager.get("generations") == 0 and manager.get("queue_length") == 0 \
        and manager.get("shimmy") == "ready"

"""What the contenders download from: nginx, a proxy that makes the network slow, and the stand-in for the Hub."""

import contextlib
import json
import os
import shutil
import subprocess
import urllib.request

from common.processes import free_port, is_open, process, wait_until

MEGABYTE = 1_000_000

NGINX_CONFIGURATION = """
{user}
worker_processes auto;
daemon off;
pid {work}/nginx.pid;
error_log {work}/nginx-error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000;
    default_type application/octet-stream;
    client_body_temp_path {work}/nginx-body;
    proxy_temp_path {work}/nginx-proxy;
    fastcgi_temp_path {work}/nginx-fastcgi;
    scgi_temp_path {work}/nginx-scgi;
    uwsgi_temp_path {work}/nginx-uwsgi;
    root {files};
    server {{ listen 127.0.0.1:{http}; }}
    server {{ listen 127.0.0.1:{limited}; limit_rate {rate}; }}
    server {{
        listen 127.0.0.1:{https} ssl;
        ssl_certificate {work}/server.pem;
        ssl_certificate_key {work}/server.key;
    }}
}}
"""


def make_certificates(work):
    """An authority, and what it signed for localhost and 127.0.0.1; gives the path of the authority's certificate."""
    names = os.path.join(work, "names.cnf")
    with open(names, "w", encoding="ascii") as file:
        file.write("subjectAltName = DNS:localhost, IP:127.0.0.1\n")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=work, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Benchmark authority",
            "-keyout", "authority.key", "-out", "authority.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial",
            "-days", "30", "-extfile", "names.cnf", "-out", "server.pem")
    # A directory that holds just the authority, under the name by which OpenSSL looks for it.
    os.mkdir(os.path.join(work, "trusted"))
    shutil.copy(os.path.join(work, "authority.pem"), os.path.join(work, "trusted"))
    openssl("rehash", "trusted")
    return os.path.join(work, "authority.pem")


class Nginx:
    """Serves a folder: unshaped by http and https, and at a rate a connection by http."""

    def __init__(self, work, files, bytes_per_second):
        self.http, self.limited, self.https = free_port(), free_port(), free_port()
        self.path = os.path.join(work, "nginx.conf")
        # Else root's workers would become another user, who may not read what is private here.
        user = "user root;" if os.geteuid() == 0 else ""
        with open(self.path, "w", encoding="ascii") as file:
            file.write(NGINX_CONFIGURATION.format(user=user, work=work, files=files, rate=bytes_per_second, http=self.http,
                                                  limited=self.limited, https=self.https))

    @contextlib.contextmanager
    def running(self):
        with process(["nginx", "-c", self.path], stderr=subprocess.DEVNULL):
            for port in (self.http, self.limited, self.https):
                wait_until("nginx", lambda port=port: is_open(port))
            yield self


class SlowNetwork:
    """toxiproxy before one port: a latency, and a bandwidth a connection."""

    def __init__(self, program, upstream, milliseconds, bytes_per_second):
        self.program, self.upstream = program, upstream
        self.milliseconds, self.bytes_per_second = milliseconds, bytes_per_second
        self.control, self.port = free_port(), free_port()

    def post(self, path, body):
        request = urllib.request.Request(f"http://127.0.0.1:{self.control}{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).close()

    @contextlib.contextmanager
    def running(self):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with process([self.program, "-host", "127.0.0.1", "-port", str(self.control)], **quiet):
            wait_until("toxiproxy", lambda: is_open(self.control))
            self.post("/proxies", {"name": "slow", "listen": f"127.0.0.1:{self.port}",
                                   "upstream": f"127.0.0.1:{self.upstream}", "enabled": True})
            self.post("/proxies/slow/toxics", {"type": "bandwidth", "stream": "downstream",
                                               "attributes": {"rate": self.bytes_per_second // 1000}})
            self.post("/proxies/slow/toxics", {"type": "latency", "stream": "downstream",
                                               "attributes": {"latency": self.milliseconds}})
            yield self


@contextlib.contextmanager
def hub(program, work, root, cdn_url, tls):
    """The stand-in for the Hub, whose links lead to cdn_url; gives its URL."""
    port_file = os.path.join(work, "hub-port")
    with contextlib.suppress(FileNotFoundError):
        os.unlink(port_file)
    command = [program, "--root", root, "--cdn-url", cdn_url, "--port-file", port_file]
    if tls:
        command += ["--tls-cert", os.path.join(work, "server.pem"), "--tls-key", os.path.join(work, "server.key")]
    with process(command, stdout=subprocess.DEVNULL):
        wait_until("the stand-in for the Hub",
                   lambda: os.path.exists(port_file) and os.path.getsize(port_file) > 0, seconds=120)
        with open(port_file, encoding="ascii") as file:
            yield f"{'https' if tls else 'http'}://127.0.0.1:{int(file.read())}"

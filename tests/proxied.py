"""deploy/nginx.conf as a real nginx on two free ports, with a certificate of its own."""

import datetime
import http.client
import os
import re
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from setup.places import ROOT
from tests.needs import needs_nginx

NAME = "vaern.example"
CONF = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
MEMORY = (ROOT / "deploy" / "systemd" / "nginx-memory.conf").read_text(encoding="utf-8")
MODE_OF_MEMORY = int(re.search(r"^RuntimeDirectoryMode=(\d+)$", MEMORY, re.MULTILINE)[1], 8)


class Proxy:
    def __init__(self, folder, plain, tls, certificate):
        self.folder, self.plain, self.tls, self.certificate = folder, plain, tls, certificate

    def ask(self, path, method="GET", body=None, name=NAME, seconds=20, **headers):
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls, timeout=seconds)
        connection.sock = self.connect(name)
        connection.sock.settimeout(seconds)
        with connection.sock:
            sent = {key.replace("_", "-"): value for key, value in headers.items()}
            connection.request(method, path, body, {"Host": name} | sent)
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer

    def connect(self, name=NAME, *, receive_buffer=None):
        context = ssl.create_default_context(cafile=str(self.certificate))
        plain = socket.socket()
        plain.settimeout(20)
        if receive_buffer:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        try:
            plain.connect(("127.0.0.1", self.tls))
            return context.wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise

    def in_clear(self, path, name=NAME):
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=20)
        try:
            connection.request("GET", path, headers={"Host": name})
            return connection.getresponse()
        finally:
            connection.close()


def make_certificate(folder, *names):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in names or (NAME,)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "chain.pem").write_bytes(made.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


def here(folder, plain, tls, conf=CONF, user="root"):
    """Return the sample with this test's places and ports in it; every replacement must be there to be made.

    ``user``: whose the workers are, where root runs the test.
    """
    mime = folder / "mime.types"
    mime.write_text("types { text/html html; text/css css; text/javascript js; }", encoding="utf-8")
    for old, new in {
        "user www-data;": f"user {user};" if os.geteuid() == 0 else "",
        "pid /run/nginx.pid;": f"pid {folder}/pid; daemon off; master_process on;",
        "/etc/nginx/mime.types": str(mime),
        "/run/vaern-proxy/": f"{folder}/memory/",
        "/run/vaern/site.sock": f"{folder}/site.sock",
        "/etc/vaern/tls/": f"{folder}/",
        "/var/lib/vaern-pages/": f"{folder}/pages/",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen 443": f"listen 127.0.0.1:{tls}",
        "    listen [::]:80;\n": "",
        "    listen [::]:80 default_server;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "    listen [::]:443 ssl default_server;\n": "",
    }.items():
        assert old in conf, old
        conf = conf.replace(old, new)
    (folder / "memory").mkdir()
    (folder / "memory").chmod(MODE_OF_MEMORY)
    (folder / "nginx.conf").write_text(conf, encoding="utf-8")
    return folder / "nginx.conf"


@contextmanager
def running(folder, conf, proxy):
    """Run nginx with ``conf`` until the block ends; it answers when this yields."""
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([needs_nginx(), "-c", str(conf), "-p", str(folder)], stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            assert process.poll() is None, (folder / "said").read_text(encoding="utf-8")
            try:
                proxy.connect().close()
                break
            except OSError:
                time.sleep(0.1)
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=20)

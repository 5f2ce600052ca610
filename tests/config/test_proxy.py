"""deploy/nginx.conf in a real nginx before the real site, as in production: TLS, slow clients, no trace, no site."""

import http.client
import os
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

from tests.config.test_checks import KEY
from tests.needs import needs_nginx
from tests.proxied import NAME, Proxy, here, make_certificate, running
from tests.served import free_port, install, must, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="once is enough: on SQLite"),
]

SOON = 9.0  # seconds; the proxy gives up on a slow client after 10, the site after 20


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    home.chmod(0o700)
    install(home)
    return home


@contextmanager
def production(home, folder):
    """The site as production starts it, with one request at a time: any that waits for a client would show."""
    sock = folder / "site.sock"
    places = {
        "VAERN_PRODUCTION": 1,
        "VAERN_SCANNER": "none",
        "VAERN_WRITTEN_CONTACT": "none",
        "VAERN_SECURITY_CONTACT": "none",
        "VAERN_BEHIND_PROXY": 1,
        "VAERN_SECRET_KEY": KEY,
        "VAERN_HOSTS": NAME,
        "VAERN_SOCKET": sock,
        "VAERN_WORKERS": 1,
        "VAERN_WORKING": 1,
    }
    with served(home, ready=sock.exists, **places) as site:
        must("healthy", "--wait", "60", VAERN_HOME=home, **places)
        yield site


@pytest.fixture(scope="module")
def proxy(tmp_path_factory, home):
    needs_nginx()
    folder = tmp_path_factory.mktemp("proxy")
    make_certificate(folder)
    must("error_pages", str(folder / "pages"), VAERN_HOME=home)
    proxy = Proxy(folder, free_port(), free_port(), folder / "chain.pem")
    with running(folder, here(folder, proxy.plain, proxy.tls), proxy):
        yield proxy


@pytest.fixture(scope="module")
def site(proxy, home):
    with production(home, proxy.folder) as site:
        yield site


@pytest.mark.parametrize(
    "path, status, page",
    [("/", 503, "503.html"), ("/desk/", 503, "503.html"), ("/" + "x" * 9_000, 414, "414.html")],
    ids=["a page", "a page for staff", "an address too long"],
)
def test_without_the_site_the_proxy_shows_the_numbers_and_a_way_out(proxy, path, status, page):
    answer = proxy.ask(path)
    shown = answer.body.decode()
    assert answer.status in {status, 502}
    assert shown == (proxy.folder / "pages" / page).read_text(encoding="utf-8")
    assert shown.index("tel:112") < shown.index("tel:114")
    assert ("Ring i stedet" in shown) is (page == "503.html")
    way_out = f'{settings.EXIT_ADDRESS}" ping="/luk' if page == "503.html" else "/ud"
    assert f'class="exit" href="{way_out}"' in shown
    assert "/static/" not in shown
    for needed in {part.split('"')[0] for part in shown.split('"/fejl/')[1:]}:
        assert proxy.ask(f"/fejl/{needed}").status == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.check("A17")
def test_a_page_comes_over_tls_with_the_site_s_own_headers(proxy, site):
    answer = proxy.ask("/")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "nginx/" not in str(answer.headers)


SERVED = {"server", "date", "content-type", "content-length", "connection"}  # by either, in its own way
OF_ITS_OWN = SERVED | {"vary", "content-language", "x-robots-tag"}


@pytest.mark.check("A17")
@pytest.mark.parametrize("file", ["503.html", "413.html", "*.js"])
def test_a_page_of_the_proxy_has_every_header_that_the_site_s_own_pages_have(proxy, site, file):
    [path] = (proxy.folder / "pages").glob(file)
    own, shown = proxy.ask("/").headers, proxy.ask(f"/fejl/{path.name}").headers
    compared = {name.lower() for name in own} - OF_ITS_OWN
    assert len(compared) > 8
    for name in compared - {"content-security-policy"}:
        assert shown.get_all(name) == [own[name]], name
    assert shown["X-Robots-Tag"] == "noindex"
    ours, its = (directives(each["Content-Security-Policy"]) for each in (own, shown))
    assert set(ours) - {"font-src"} == set(its), "what is left out falls back on default-src; it asks for no font"
    assert all(its[name] <= ours[name] or its[name] == {"'none'"} for name in its)


def directives(policy):
    """Return the sources of a content policy, by directive."""
    return {name: set(sources) for name, *sources in (each.split() for each in policy.split(";"))}


@pytest.mark.check("A17")
def test_in_clear_nothing_is_shown_but_the_way_to_tls(proxy, site):
    answer = proxy.in_clear("/find/?navn=Amina")
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{NAME}/")


def test_another_name_is_not_answered(proxy, site):
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        proxy.in_clear("/", name="elsewhere.example")
    with pytest.raises(OSError, match=r"."):
        proxy.connect("elsewhere.example")


def test_a_client_cannot_say_that_it_came_by_tls_or_from_elsewhere(proxy, site):
    assert proxy.ask("/", X_Forwarded_Proto="http", X_Forwarded_For="198.51.100.7").status == 200, "overwritten"


@pytest.mark.parametrize(
    "begun",
    [
        b"POST /find/ HTTP/1.1\r\nHost: vaern.example\r\nContent-Length: 5000\r\n\r\nmuni",
        b"GET / HTTP/1.1\r\nHost: vaern.exa",
        b"GET /numre/ HTTP/1.1\r\nHost: vaern.example\r\n\r\n" * 2,
    ],
    ids=["bodies", "headers", "reading"],
)
def test_40_slow_clients_are_held_by_the_proxy_and_none_reaches_the_site(proxy, site, begun):
    with ExitStack() as slow:
        for _ in range(40):
            slow.enter_context(proxy.connect(receive_buffer=2048)).sendall(begun)
        assert proxy.ask("/", seconds=SOON).status == 200
        assert proxy.ask("/find/", "POST", b"municipality=Aarhus&concern=honour&soon=no", seconds=SOON).status == 200


def test_a_body_too_large_gets_the_page_that_says_so_and_touches_no_disk_but_the_memory(proxy, site):
    answer = proxy.ask("/find/", "POST", b"x" * (4 * 1024 * 1024))
    assert answer.status == 413
    assert "fylder for meget" in answer.body.decode()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give nginx a worker of another user, as systemd does")
def test_a_worker_who_is_not_root_takes_in_a_body_too_long_for_its_buffer():
    with TemporaryDirectory(prefix="vaern-proxy-") as home:  # pytest's own folders let nobody else through
        folder = Path(home)
        folder.chmod(0o711)
        make_certificate(folder)
        (folder / "pages").mkdir()
        (folder / "pages" / "503.html").write_text("numbers", encoding="utf-8")
        proxy = Proxy(folder, free_port(), free_port(), folder / "chain.pem")
        with running(folder, here(folder, proxy.plain, proxy.tls, user="nobody nogroup"), proxy):
            assert (folder / "memory" / "body").stat().st_mode & 0o777 == 0o700
            for length in (1, 100_000):
                assert proxy.ask("/find/", "POST", b"x" * length).status == 502, "taken in; there is no site behind"


@pytest.mark.check("A15")
def test_nothing_of_a_request_is_left_anywhere(proxy, site):
    for path in ("/Amina-Adressesen/", "/?navn=Amina-Spoergesen"):
        proxy.ask(path, User_Agent="Amina-Agentsen", Referer="https://x/Amina")
    proxy.ask("/find/", "POST", b"municipality=Amina&" + b"x" * 300_000)
    with proxy.connect() as client:
        client.sendall(b"GET /Amina HTTP/9\r\n\r\n")
        client.recv(999)
    left = [path for path in proxy.folder.rglob("*") if path.is_file() and b"Amina" in path.read_bytes()]
    assert left == []
    assert "Amina" not in site.log.read_text(encoding="utf-8")

"""What reads hostile content reaches no network, starts no program, and opens no file but its own."""

import ctypes
import io
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from app.core.assessment.answer import Answer, EvidenceItem, Level, NotApplicable, Position, Positions
from app.core.assessment.assessment import ComponentEntry, Country, Move, Plan
from app.rendering import press
from app.rendering.confinement import watch
from app.rendering.press import PressError, pressed
from app.services.reports import printed
from tests.builders import TINY, an_assessment
from tests.missing import need
from tests.rendering.confined import ROOT, confined
from tests.rendering.one_page import printable
from tests.reports import a_report

CANARY = "CANARY-7f3a"

VECTORS = (
    '<img src="{url}">',
    '<img srcset="{url} 2x">',
    '<picture><source srcset="{url}"><img src="{url}"></picture>',
    '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><image xlink:href="{url}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{url}#a"/></svg>',
    '<svg width="9" height="9"><style>@import "{url}";</style></svg>',
    '<svg width="9" height="9"><rect fill="url({url}#a)" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><foreignObject><img src="{url}"></foreignObject></svg>',
    '<svg width="9" height="9"><feImage href="{url}"/></svg>',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<link rel="icon" href="{url}"><link rel="preload" as="font" href="{url}">',
    '<style>@import "{url}";</style>',
    "<style>@import url({url}) print;</style>",
    "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style>",
    "<style>@font-face {{ font-family: y; src: local(x), url({url}) }} b {{ font-family: y }}</style>",
    "<style>@namespace x url({url});</style>",
    "<style>body {{ background: url({url}) }}</style>",
    "<style>ul {{ list-style-image: url({url}) }}</style>",
    "<style>p {{ border-image: url({url}) 1; mask: url({url}) }}</style>",
    "<style>p::before {{ content: url({url}) }}</style>",
    "<style>@page {{ background: url({url}); @top-left {{ content: url({url}) }} }}</style>",
    '<p style="background-image: url({url})">x</p>',
    '<p style="cursor: url({url}), auto; content: target-text(url({url}))">x</p>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<iframe src="{url}"></iframe>',
    '<video src="{url}" poster="{url}"></video><audio src="{url}"></audio>',
    '<input type="image" src="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<base href="{url}"><img src="x.png">',
    '<meta http-equiv="refresh" content="0; url={url}">',
    '<script src="{url}"></script>',
    '<body background="{url}"><table background="{url}"><tr><td background="{url}">x</td></tr></table>',
    '<?xml-stylesheet href="{url}"?><!DOCTYPE x SYSTEM "{url}" [<!ENTITY e SYSTEM "{url}">]>&e;',
)


@pytest.fixture
def listener():
    """An address of this machine, and who came."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        is_over = threading.Event()

        def listen():
            while not is_over.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                came.append(caller.getpeername())
                caller.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", came
        is_over.set()
        thread.join()


@pytest.fixture
def events(tmp_path, monkeypatch):
    """What the child opens and connects to, as Python sees it; tried or done."""
    folder = tmp_path / "site"
    folder.mkdir()
    log = folder / "log"
    (folder / "sitecustomize.py").write_text(
        "import os, sys\n"
        f"log = os.open({str(log)!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)\n"
        "def hook(event, about):\n"
        "    if event == 'open' or event.startswith(('socket.', 'subprocess.', 'urllib.')):\n"
        "        os.write(log, f'{event} {about[0]}\\n'.encode())\n"
        "sys.addaudithook(hook)\n"
    )
    known = press._environment
    monkeypatch.setattr(press, "_environment", lambda place: {**known(place), "PYTHONPATH": str(folder)})
    return lambda: log.read_text().splitlines()


def hostile(canary: Path, address: str) -> str:
    """Every vector for a file, for this machine's network, and for a made-up name."""
    urls = (canary.as_uri(), str(canary), address, "ftp://127.0.0.1/x", "//127.0.0.1/x", "jar:file:///x!/y")
    return "".join(vector.format(url=url) for vector in VECTORS for url in urls)


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "canary.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{CANARY}</text></svg>')
    return path


def assert_nothing_was_reached(made, events, came, canary):
    assert came == []
    assert [line for line in events if not line.startswith("open ")] == []
    opened = {line.removeprefix("open ") for line in events}
    assert str(canary) not in opened
    own = (sys.prefix, sys.base_prefix, str(ROOT), str(canary.parent))
    assert [one for one in opened if one.startswith("/") and not one.startswith(own)] == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        streams = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        assert all(name.endswith(".json") for name in pdf.attachments)
    assert not any(CANARY.encode() in one for one in streams)


def test_no_vector_in_the_markup_itself_reaches_anything(tmp_path, canary, listener, events):
    need("pango")
    address, came = listener
    assert len(VECTORS) >= 30
    made = pressed(printable(hostile(canary, address)), folder=tmp_path)
    assert_nothing_was_reached(made, events(), came, canary)


def test_a_colour_profile_from_elsewhere_ends_the_making(tmp_path, canary, events):
    need("pango")
    with pytest.raises(PressError, match="ended early"):
        pressed(printable(f"<style>@color-profile --x {{ src: url({canary.as_uri()}) }}</style>"))
    assert f"open {canary}" not in events()


def test_no_vector_in_any_text_field_reaches_anything(tmp_path, canary, listener, events):
    need("pango")
    address, came = listener
    text = "".join(vector.format(url=url) for vector in VECTORS for url in (canary.as_uri(), address))
    first, second, third, *_ = (question.id for _, _, question in TINY.questions())
    item = EvidenceItem(grade="documented", title=text, owner=text, place=text, dated=text, marking=text)
    positions = (Position(agency=text, level=1, note=text), Position(agency="B", level=2, evidence=(item,)))
    plan = Plan(owner=text, due=text, cost_band=text, assistance=text)
    everywhere = replace(
        an_assessment(
            answers={
                first: Answer(
                    value=Level(3),
                    comment=text,
                    evidence=(item, EvidenceItem(grade="documented", seen_by=text)),
                ),
                second: Answer(value=Positions(positions), comment=text),
                third: Answer(value=NotApplicable(text)),
            },
            components={
                TINY.domains[0].components[0].id: ComponentEntry(
                    commitment=text, plan=plan, move=Move(place=1, reason=text)
                )
            },
        ),
        country=Country(code="XA", name=text),
    )
    made = pressed(printed(a_report(TINY, everywhere, marking=text), "en"), folder=tmp_path)
    assert_nothing_was_reached(made, events(), came, canary)


# --- each wall by itself ---------------------------------------------------------------------------------


def test_own_files_are_read_and_temporary_ones_written(tmp_path):
    body = """
print(open(os.environ["OWN"]).read())
path = Path(os.environ["TMPDIR"]) / "new"
path.write_text("written")
print(path.read_text())
import colorsys
"""
    done = confined(tmp_path, body)
    assert done.stdout == "asset\nwritten\n", done.stderr


@pytest.mark.parametrize(
    "act",
    [
        "open(os.environ['SECRET'])",
        "Path(os.environ['SECRET']).read_bytes()",
        "open(os.environ['OWN'] + '/../../secret')",
        "open('/etc/hostname')",
        "open(os.environ['SECRET'], 'w')",
        "network.connect(('127.0.0.1', 1))",
        "socket.getaddrinfo('example.org', 80)",
        "os.system('true')",
        "__import__('subprocess').run(['true'])",
        "os.fork()",
        "ctypes.CDLL('libc.so.6')",
    ],
)
def test_what_python_sees_is_refused_on_every_system(tmp_path, act):
    done = confined(tmp_path, f"try:\n    {act}\nexcept PermissionError:\n    print('refused')\n")
    assert done.stdout == "refused\n", done.stderr
    assert (tmp_path / "secret").read_text() == "secret"


def offers(what, *, by):
    """Skips where the kernel lets nobody but root have that."""
    kernel = ctypes.CDLL(None, use_errno=True)
    if sys.platform != "linux" or not by(kernel):
        pytest.skip(f"this kernel offers no {what}")


def test_the_kernel_refuses_other_files_to_libraries_too(tmp_path):
    offers("Landlock", by=lambda kernel: kernel.syscall(444, None, ctypes.c_size_t(0), 1) > 0)
    body = """
for name in ("OWN", "SECRET"):
    print(kernel.open(os.environ[name].encode(), os.O_RDONLY) > 0)
print(kernel.open(b"/etc/hostname", os.O_RDONLY) > 0)
print(kernel.unlink(os.environ["SECRET"].encode()))
"""
    done = confined(tmp_path, body, is_deaf=True)
    assert done.stdout == "True\nFalse\nFalse\n-1\n", done.stderr


def test_the_kernel_gives_a_network_with_nobody_in_it(tmp_path, listener):
    alone = [sys.executable, "-c", "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x50000000))"]
    offers("network of one's own", by=lambda _kernel: subprocess.run(alone, check=False).returncode == 0)
    address, came = listener
    port = address.rpartition(":")[2].partition("/")[0]
    body = f"""
try:
    socket.create_connection(("127.0.0.1", {port}), timeout=5)
except OSError as error:
    print(type(error).__name__)
"""
    done = confined(tmp_path, body, is_deaf=True)
    assert done.stdout in {"OSError\n", "PermissionError\n"}, done.stdout + done.stderr
    assert came == []


def test_memory_time_files_and_their_size_are_limited(tmp_path):
    body = """
import resource
for name in ("AS", "CPU", "FSIZE", "NOFILE", "CORE"):
    print(resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1])
"""
    done = confined(tmp_path, body)
    assert done.stdout.split() == [str(1 << 30), "120", str(1 << 28), "64", "0"], done.stderr


def test_a_link_out_of_the_own_folder_leads_nowhere(tmp_path):
    secret, own = tmp_path / "secret", tmp_path / "own"
    own.mkdir()
    secret.write_text("secret")
    (own / "link").symlink_to(secret)
    check = watch([own], tmp_path / "temporary")
    with pytest.raises(PermissionError):
        check("open", (str(own / "link"), "r", 0))
    with pytest.raises(PermissionError):
        check("open", (str(tmp_path / "own-not").encode(), "r", 0))
    check("open", (str(own / "asset"), "r", 0))
    check("open", (3, "r", 0))
    check("import", ("x",))

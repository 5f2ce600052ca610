"""Ask a virus scanner about a file, over a socket, in memory.

The scanner is any program that speaks as ClamAV's clamd does ("INSTREAM"): VAERN_SCANNER is the path of its socket, or
host:port. None named: nothing is asked, and the page says so; in production it must be said with "none".
"""

import socket
import struct
from contextlib import closing

from django.conf import settings

from vaern.cases.uploads.refusals import ScannerSilent, VirusFound

PIECE = 64 * 1024
SECONDS = 20  # without an answer; a person waits
LONGEST_ANSWER = 4096


def has_scanner() -> bool:
    return settings.SCANNER not in {"", "none"}


def scan(sent: bytes) -> None:
    """Return when the scanner calls the file clean, or when there is none. Raises VirusFound and ScannerSilent."""
    if not has_scanner():
        return
    try:
        answer = asked(sent)
    except OSError as error:
        raise ScannerSilent from error
    if answer.endswith(" FOUND"):
        raise VirusFound
    if answer != "stream: OK":
        raise ScannerSilent


def asked(sent: bytes) -> str:
    with closing(connected()) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(sent), PIECE):
            piece = sent[start : start + PIECE]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = line.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def connected() -> socket.socket:
    if settings.SCANNER.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(settings.SCANNER)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = settings.SCANNER.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)

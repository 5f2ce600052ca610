"""What the open site does in a process of its own, told as one line of JSON: run by test_own_process.py."""

import json
import os
import re
import sys

OF_THE_HOUSE = r"vaern\.(staff|inquiries|cases|risk|desk|play|bench|docs|operations\.(copies|restoring))\b"
WORDS = "Sedlen ligger under den løse flise"


def told() -> dict:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    visitor = Client(enforce_csrf_checks=True)
    begun = visitor.post("/skriv/").content.decode()
    errand = dict(re.findall(r'name="(errand)" value="([^"]+)"', begun))
    code = visitor.post("/skriv/", errand | {"text": WORDS, "act": "code"}).content.decode()
    words = re.findall(r"<li>([a-z]+)</li>", code)[:7]
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', code))
    sent = visitor.post("/skriv/", hidden | {"act": "send"}).content.decode()
    first = visitor.post("/svar/", errand | {"code": " ".join(words), "act": "open"}).content.decode()
    message = re.search(r'value="show:([0-9a-f-]+)"', first)
    shown = visitor.post("/svar/", errand | {"act": f"show:{message[1]}"}).content.decode() if message else ""
    token = re.search(r'name="token" value="([0-9a-f-]+)"', first)
    token = token[1] if token else ""
    visitor.post("/svar/", errand | {"act": "write", "text": "Slet mig igen", "token": token})
    visitor.post("/svar/", errand | {"act": f"remove:{token}"})
    left = visitor.get("/ud").status_code
    return {
        "sent": "er sendt" in sent,
        "folded": WORDS not in first,
        "read": WORDS in shown,
        "left": left,
        "front": visitor.get("/").status_code,
        "desk": visitor.get("/desk/").status_code,
        "broker": "vaern.vault.broker" in sys.modules,
        "people": sorted(name for name in sys.modules if re.match(OF_THE_HOUSE, name)),
        "apps": [name for name in settings.INSTALLED_APPS if name.startswith("vaern.")],
        "databases": sorted(settings.DATABASES),
        "code": words,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.mailbox.open_settings")
    print(json.dumps(told()))  # noqa: T201

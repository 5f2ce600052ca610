"""The player under test: databases of its own, made once and copied for each vignette."""

from itertools import count

import pytest

from vaern.play.fresh import make_template
from vaern.play.player import play_file
from vaern.vault import codes


@pytest.fixture(scope="package", autouse=True)
def cheap():
    """Stretch the codes of mailboxes as one does, only less."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(codes, "COST", 2**10)
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("play") / "template"
    with django_db_blocker.unblock():
        make_template(folder)
    return folder


@pytest.fixture
def play_path(template, tmp_path, django_db_blocker):
    """Play a file and return its results; each time in a folder of its own."""
    stages = count()

    def played(path):
        folder = tmp_path / f"stage-{next(stages)}"
        with django_db_blocker.unblock():
            return list(play_file(path, template=template, folder=folder))

    return played


@pytest.fixture
def play_text(play_path, tmp_path):
    """Play what a test writes and return its results."""

    def played(text):
        path = tmp_path / "vignette.toml"
        path.write_text(text, encoding="utf-8")
        return play_path(path)

    return played

"""Static files under names that tell nothing: a history or a filter shows a number, not what a page is about."""

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

HASH_CHARACTERS = 12  # of the hash of the content, which is how Django makes it
FOLDERS = re.compile(rf"""(?<=["'(])[^"'()]*/(?=[0-9a-f]{{{HASH_CHARACTERS}}}\.\w+)""")


class NumberedFiles(CompressedManifestStaticFilesStorage):
    """Names each collected file by the hash of its content, in one folder: ``/static/0123456789ab.css``.

    The list of which is which lies beside that folder, not in it: what lies in it is served.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        beside = FileSystemStorage(location=Path(settings.STATIC_ROOT).parent)
        super().__init__(*args, manifest_storage=beside, **kwargs)

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        known = PurePosixPath(super().hashed_name(name, content, filename))
        numbered = f"{known.stem.rpartition('.')[2]}{known.suffix}"
        if self._new_files is not None:
            self._new_files.add(numbered)
        return numbered

    def url_converter(self, name: str, hashed_files: Any, template: str | None = None) -> Callable[[Any], str]:
        """Let a style or a script name the file beside it: Django would keep the folders it came from."""
        convert = super().url_converter(name, hashed_files, template)
        return lambda found: FOLDERS.sub("", convert(found))


def is_numbered(path: str, url: str) -> bool:
    """Tell whitenoise that a file by such a name never changes, whatever asks for it."""
    stem = PurePosixPath(url).name.partition(".")[0]
    return len(stem) == HASH_CHARACTERS and all(character in "0123456789abcdef" for character in stem)

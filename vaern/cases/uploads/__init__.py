"""What a file must pass before the team keeps it: size, kind by its bytes, virus scanner, and then it is written anew.

Owns: `made_safe`, the one way from what somebody sent to bytes worth sealing. Plain Python: no database, no clock.
Promises: a picture leaves without place, camera or anything behind it; a PDF without scripts, attachments or forms.
Never: trusts a file's name, writes a byte to a disk, or keeps what it could not open whole.
"""

from vaern.cases.uploads.refusals import FileRefused
from vaern.cases.uploads.safety import FileKind, SafeFile, made_safe

__all__ = ["FileKind", "FileRefused", "SafeFile", "made_safe"]

"""The anonymity guard: free text filed in an anonymised inquiry must not tell who the citizen is.

Owns: what counts as telling, the wording it proposes, and the type ``Guarded`` that only it can make.
Promises: plain Python, linear time, the same answer for the same text; a stop cannot be confirmed away.
Never: rewrites by itself, logs or stores what it found, reads a clock, or hides what it cannot read.
"""

from vaern.guard.context import Context, Place
from vaern.guard.filing import Guarded, Stopped, check, guarded, has_civil_number, reworded
from vaern.guard.findings import Finding, Kind, Report, Shown

__all__ = [
    "Context",
    "Finding",
    "Guarded",
    "Kind",
    "Place",
    "Report",
    "Shown",
    "Stopped",
    "check",
    "guarded",
    "has_civil_number",
    "reworded",
]

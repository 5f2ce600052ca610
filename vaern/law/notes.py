"""What is written down."""

from dataclasses import dataclass

from vaern.law.sources_duties import OFFENTLIGHEDSLOVEN_13, WRITTEN_AS_IF_IT_BOUND_US
from vaern.law.terms import Finding, ask, must, rule, silent


@dataclass(frozen=True, kw_only=True)
class NoteFacts:
    """``matters``: it has a bearing on the advice, or on the danger. ``None`` is not established."""

    matters: bool | None = None


@rule("Skal det skrives ned?", OFFENTLIGHEDSLOVEN_13, WRITTEN_AS_IF_IT_BOUND_US)
def must_be_written_down(facts: NoteFacts) -> Finding:
    """Test whether something said or done is to be written down: when it matters, the same day.

    The law's duty is to cases that are decided; we decide none, and write as if it bound us.
    Source: offentlighedsloven § 13.
    """
    if facts.matters is None:
        return ask(
            "Er du i tvivl, så skriv det.",
            WRITTEN_AS_IF_IT_BOUND_US,
            instead=("Skriv det kort, uden navn, og hvorfra du har det.",),
            missing=("matters",),
        )
    if not facts.matters:
        return silent("Det har ingen betydning for rådgivningen eller for faren.", WRITTEN_AS_IF_IT_BOUND_US)
    return must(
        "Skriv det i dag: hvad, hvornår det skete, og hvorfra du ved det. Rettelser føjes til.",
        OFFENTLIGHEDSLOVEN_13,
        WRITTEN_AS_IF_IT_BOUND_US,
    )

"""The refusal of the step above."""

from typing import Any

from vaern.guard import Kind, Stopped
from vaern.play.fields import Field, ListOf, Misread, OneOf, Reading, Word, one_of
from vaern.play.refusals import REFUSALS, NotAllowed, code_of, refused_with
from vaern.play.registry import expectation
from vaern.play.scene import Broken, Scene, hold, one_of_the_ways, stands_in

refused_with(NotAllowed, "Siden findes ikke for din rolle.", "Bed en, der har rollen, om det.")


class RefusalCode(Word):
    """The code of a refusal some act has declared."""

    @property
    def allows(self) -> str:  # type: ignore[override]
        return ", ".join(f"`{code}`" for code in codes())

    def read(self, value: Any, reading: Reading) -> str:
        if value not in codes():
            raise Misread(one_of(value, codes()))
        return str(value)


def codes() -> list[str]:
    return sorted({code_of(Stopped), *(code_of(refusal) for refusal in REFUSALS)})


@expectation(
    "refused",
    example='code = "notification-unsettled"\nbecause = "er ikke besvaret"\nway_forward = "Forklar pligten"',
    code=Field(RefusalCode(), "the refusal's code", None),
    because=Field(Word(), "words of the reason", ""),
    way_forward=Field(Word(), "words of a way forward; there must be one in any case", ""),
    kind=Field(ListOf(OneOf(*Kind)), "what the guard says it looks like", []),
)
def refused(scene: Scene, *, code: str | None, because: str, way_forward: str, kind: tuple[str, ...]) -> None:
    """See that the step above was refused, with a reason and at least one way forward."""
    refusal = scene.refusal
    if refusal is None:
        raise Broken("it was done")
    said = f"{refusal.code}: {refusal.because}"
    hold(code in {None, refusal.code}, f"it was refused with {said}")
    hold(stands_in(because, refusal.because), f"the reason is: {refusal.because}")
    hold(bool(refusal.ways_forward), "there is no way forward")
    one_of_the_ways(way_forward, refusal.ways_forward)
    hold(set(kind) <= set(refusal.kinds), f"the guard says it looks like {', '.join(refusal.kinds) or 'nothing'}")

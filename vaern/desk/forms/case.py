"""The forms of a case as a whole."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import radios

NO, YES = "no", "yes"
KNOWS_THE_FAMILY = [(NO, _("Nej, ikke så vidt jeg ved")), (YES, _("Ja"))]


class FamilyForm(forms.Form):
    """Whether somebody knows the family. A yes is for good, so it is said twice."""

    knows = radios(KNOWS_THE_FAMILY, _("Kender du familien?"), required=True, missing=_("Svar ja eller nej."))
    is_sure = forms.BooleanField(
        label=_("Jeg ved, at sagen bliver væk for mig, og at svaret ikke kan tages tilbage."), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("knows") == YES and not cleaned.get("is_sure"):
            self.add_error("is_sure", _("Sæt hak her, hvis svaret er ja. Er det nej, så vælg nej ovenfor."))
        return cleaned

    def knows_the_family(self) -> bool:
        return self.cleaned_data["knows"] == YES

"""Form fields that every page uses alike."""

from typing import Any

from django import forms


class UncutField(forms.CharField):
    """A text that may be too long: the page says so. Django's own length attribute would cut a paste in silence."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes: dict[str, Any] = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes

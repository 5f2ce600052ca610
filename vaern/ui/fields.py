"""Form fields that every page uses alike."""

from typing import Any

from django import forms


class UncutField(forms.CharField):
    """A text that may be too long: the page says so. Django's own length attribute would cut a paste in silence.

    No spell-checker looks at it: a browser's may send what it reads elsewhere.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes: dict[str, Any] = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes | ({} if widget.is_hidden else {"spellcheck": "false"})

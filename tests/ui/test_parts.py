"""The parts of a page: what they tie together, and what they say."""

from datetime import date, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path

from vaern.ui.ids import as_number

HERE = ZoneInfo("Europe/Copenhagen")
NOON_ON_A_FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=HERE)


def page(request):
    return HttpResponse()


urlpatterns = [
    path(f"{name}/", page, name=name) for name in ("my-day", "devices", "sign-out", "exit", "exit-close", "front")
]


class CallForm(forms.Form):
    note = forms.CharField(label="Note", help_text="Skriv uden navne.", widget=forms.Textarea)
    haste = forms.ChoiceField(
        label="Hast", choices=[("now", "Nu"), ("today", "I dag"), ("later", "Senere")], widget=forms.RadioSelect
    )
    region = forms.ChoiceField(label="Region", choices=[("1", "Nordjylland"), ("2", "Midtjylland")])
    told = forms.BooleanField(label="Borgeren ved det", required=False)


class Elements(HTMLParser):
    """Collect every element of a page as (name, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag, **wanted):
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [attrs for name, attrs in self.found if name == tag and wanted.items() <= attrs.items()]

    def ids(self):
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]


def drawn(source, **context):
    return Template(source).render(Context(context))


EVERY_FIELD = "{% for bound in form %}{% field bound %}{% endfor %}"
CONTROLS = ("input", "select", "textarea")


@pytest.mark.parametrize("form", [CallForm(), CallForm({"note": "", "haste": "x"})], ids=["empty", "refused"])
def test_every_control_has_a_label_and_every_id_is_there_once(form):
    page = Elements(drawn(EVERY_FIELD, form=form))
    labelled = {attrs["for"] for attrs in page.all("label")}
    for control in (attrs for tag in CONTROLS for attrs in page.all(tag)):
        assert control["id"] in labelled
    assert len(page.ids()) == len(set(page.ids()))


def test_a_hint_describes_its_field():
    page = Elements(drawn("{% field form.note %}", form=CallForm()))
    (area,) = page.all("textarea")
    assert area["aria-describedby"].split() == ["id_note-hint"]
    assert "id_note-hint" in page.ids()
    assert "aria-invalid" not in area


def test_an_error_describes_its_field_and_marks_it_invalid():
    page = Elements(drawn("{% field form.note %}", form=CallForm({"note": ""})))
    (area,) = page.all("textarea")
    assert area["aria-describedby"].split() == ["id_note-hint", "id_note-fejl"]
    assert set(area["aria-describedby"].split()) <= set(page.ids())
    assert area["aria-invalid"] == "true"


def test_a_group_of_radios_is_one_named_and_described_question():
    html = drawn("{% field form.haste %}", form=CallForm({"note": "x"}))
    page = Elements(html)
    (group,) = page.all("fieldset")
    assert group["aria-describedby"] == "id_haste-fejl"
    assert '<legend class="form-label">Hast</legend>' in html
    assert len(page.all("input", type="radio")) == 3


def test_what_was_typed_stays_after_a_refusal():
    html = drawn(EVERY_FIELD, form=CallForm({"note": "Ringer fra <skolen>", "haste": "today", "told": "on"}))
    page = Elements(html)
    assert "Ringer fra &lt;skolen&gt;" in html
    assert [attrs["value"] for attrs in page.all("input", type="radio") if "checked" in attrs] == ["today"]
    assert "checked" in page.all("input", type="checkbox")[0]


def test_chips_show_a_digit_for_each_choice_and_stay_ordinary_radios():
    html = drawn('{% chips form.haste key="h" %}', form=CallForm())
    page = Elements(html)
    assert [attrs["data-digit"] for attrs in page.all("input", type="radio")] == ["1", "2", "3"]
    assert html.count('<kbd aria-hidden="true">') == 3
    assert page.all("fieldset", data_key="h")
    assert {attrs["for"] for attrs in page.all("label")} == {attrs["id"] for attrs in page.all("input")}
    assert not [attrs for attrs in page.all("input") if "checked" in attrs], "nothing is chosen for the reader"


def test_the_eleventh_chip_has_no_digit():
    class Many(forms.Form):
        which = forms.ChoiceField(choices=[(n, n) for n in "abcdefghijkl"], widget=forms.RadioSelect)

    digits = [attrs.get("data-digit") for attrs in Elements(drawn("{% chips form.which %}", form=Many())).all("input")]
    assert digits == [*"1234567890", None, None]


def test_each_line_of_the_error_summary_leads_to_something_on_the_page():
    form = CallForm({"note": "", "haste": "", "region": "9"})
    page = Elements(drawn("{% error_summary form %}" + EVERY_FIELD, form=form))
    addresses = [attrs["href"] for attrs in page.all("a")]
    assert len(addresses) == 3
    assert {address.removeprefix("#") for address in addresses} <= set(page.ids())


def test_there_is_no_error_summary_without_errors():
    assert drawn("{% error_summary form %}", form=CallForm()).strip() == ""


@pytest.mark.parametrize("tone", ["info", "success", "warning", "error"])
def test_a_message_says_its_tone_in_a_word_too(tone):
    page = Elements(drawn(f'{{% alert "{tone}" heading="Overskrift" %}}<p>Tekst</p>{{% endalert %}}'))
    (sign,) = page.all("svg")
    assert sign["aria-label"]


def test_what_a_person_wrote_is_escaped_in_a_message():
    html = drawn('{% alert "info" heading=name %}{{ name }}{% endalert %}', name="<b>x</b>")
    assert html.count("&lt;b&gt;x&lt;/b&gt;") == 2


@pytest.mark.parametrize(
    "number, address",
    [("112", "tel:112"), ("25 20 28 46", "tel:+4525202846"), ("+45 33 92 11 12", "tel:+4533921112")],
)
def test_a_number_can_be_pressed_and_keeps_its_direction(number, address):
    html = drawn("{% phone number %}", number=number)
    assert f'href="{address}"' in html
    assert f'<bdi dir="ltr">{number}</bdi>' in html


@pytest.mark.parametrize(
    "at, said",
    [
        (datetime(2026, 11, 20, 14, 0, tzinfo=HERE), "i dag kl. 14.00"),
        (datetime(2026, 11, 19, 9, 5, tzinfo=HERE), "i går kl. 9.05"),
        (datetime(2026, 11, 21, 0, 0, tzinfo=HERE), "i morgen kl. 0.00"),
        (datetime(2026, 11, 27, 9, 0, tzinfo=HERE), "fre. 27. nov. kl. 9.00"),
        (datetime(2027, 1, 1, 9, 0, tzinfo=HERE), "fre. 1. jan. 2027 kl. 9.00"),
        (datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo("UTC")), "i morgen kl. 0.30"),
    ],
)
def test_a_moment_is_said_as_people_say_it(at, said):
    assert drawn("{{ at|moment:now }}", at=at, now=NOON_ON_A_FRIDAY) == said


def test_a_date_is_said_against_today_whether_today_is_a_date_or_a_moment():
    for today in (date(2026, 11, 20), NOON_ON_A_FRIDAY):
        assert drawn("{{ day|date_word:today }}", day=date(2026, 11, 21), today=today) == "i morgen"


def test_the_time_a_text_was_saved_is_said_to_the_second():
    at = datetime(2026, 11, 20, 9, 42, 7, tzinfo=HERE)
    assert drawn('{{ at|clock:"seconds" }}', at=at) == "9.42.07"


@pytest.mark.parametrize("number, said", [(0, "0 opgaver"), (1, "1 opgave"), (2, "2 opgaver")])
def test_a_number_takes_the_right_form_of_the_word(number, said):
    assert drawn('{{ n|counted:"opgave,opgaver" }}', n=number) == said


@pytest.fixture
def frame(settings, monkeypatch):
    """Draw a page in one of the frames, as a signed-in consultant would meet it."""
    settings.ROOT_URLCONF = __name__
    settings.EXIT_ADDRESS = "https://elsewhere.invalid/"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    request = RequestFactory().get("/")
    request.user = type("Nana", (), {"first_name": "Nana"})()

    def draw(name, **context):
        return render_to_string(f"ui/{name}.html", context, request=request)

    return draw


FRAMES = ["desk", "public", "plain"]


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_has_no_inline_code_and_asks_nobody_else(frame, name):
    page = Elements(frame(name, training_data=True))
    assert all("src" in attrs for attrs in page.all("script"))
    assert not page.all("style")
    for tag, attrs in page.found:
        assert not [key for key in attrs if key.startswith("on") or key == "style"], tag
        for address in (attrs.get("src"), attrs.get("action"), attrs.get("href") if tag == "link" else None):
            assert not address or address.startswith(("/", "data:,"))


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_has_language_direction_one_main_and_a_title(frame, name):
    html = frame(name, training_data=False)
    page = Elements(html)
    assert page.all("html", lang="da", dir="ltr")
    assert len(page.all("main", id="main")) == 1
    assert "<title></title>" not in html


def test_a_title_says_first_that_something_must_be_put_right(frame):
    assert "<title>Fejl: " in frame("desk", form=CallForm({}))
    assert "<title>Fejl: " not in frame("desk", form=CallForm())


@pytest.mark.parametrize("name", ["desk", "public"])
def test_invented_data_is_marked_on_the_page(frame, name):
    assert 'class="training"' in frame(name, training_data=True)
    assert 'class="training"' not in frame(name, training_data=False)


@pytest.mark.parametrize("name", ["public", "plain"])
def test_the_exit_is_the_first_thing_to_reach_on_an_open_page(frame, name):
    page = Elements(frame(name))
    reachable = [attrs for tag, attrs in page.found if tag in ("a", "button", "input") and "hidden" not in attrs]
    assert reachable[0]["href"] == "/exit/"
    assert reachable[0]["rel"] == "nofollow noreferrer"
    assert reachable[0]["data-away"] == "https://elsewhere.invalid/"


@pytest.mark.parametrize("name", ["public", "plain"])
def test_112_stands_before_114(frame, name):
    html = frame(name)
    assert -1 < html.find("tel:112") < html.find("tel:114")


def test_signing_out_is_a_form(frame):
    assert Elements(frame("desk")).all("form", method="post", action="/sign-out/")


def test_the_workbench_has_no_exit_strip(frame):
    assert "exit-strip" not in frame("desk")


@pytest.mark.parametrize("text, number", [("7", 7), ("007", 7), ("999999999", 999_999_999), ("٣", 3)])
def test_a_number_is_read_as_it_was_sent(text, number):
    assert as_number(text) == number


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", "x", "²", "9" * 10, " 1", "1e3", "1_0"])
def test_anything_else_is_nought(text):
    assert as_number(text) == 0

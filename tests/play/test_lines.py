"""The lines of a TOML text, in the presence of everything TOML allows."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaern.play.lines import tables

TEXT = '''# [[step]] in a comment
title = "[[step]] in a text" # and [[step]] after it
begins = 2026-11-23T10:00:00

[[step]] # the first
do = "call"
note = """
[[step]]
at = "not a key"
quotes \\""" and a \\\\"""
"summary" = 'C:\\[[step]]'

  [[ step ]]
do = "note"
note = \'\'\'
[[expect]]
\'\'\'\'
list = [
  "[[step]]", # ]
  "]",
]
inline = { a = "}", b = [1, 2] }

[[expect]]
that = "law"
[expect.facts]
under_18 = true
a."b.c" = 1
'''


def test_every_table_and_key_stands_on_its_own_line():
    found = [(".".join(table.name), table.line, table.keys) for table in tables(TEXT)]
    assert found == [
        ("", 1, {"title": 2, "begins": 3}),
        ("step", 5, {"do": 6, "note": 7, "summary": 11}),
        ("step", 13, {"do": 14, "note": 15, "list": 18, "inline": 22}),
        ("expect", 24, {"that": 25}),
        ("expect.facts", 26, {"under_18": 27, "a": 28}),
    ]


def test_the_lines_are_the_same_with_the_line_breaks_of_windows():
    assert tables(TEXT.replace("\n", "\r\n")) == tables(TEXT)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "a = 1", 'a = """x"""'])
def test_a_text_without_tables_has_only_its_top(text):
    assert [table.name for table in tables(text)] == [()]


def quoted(text, form):
    """Write a text as one of the four strings of TOML; None where that string cannot hold it."""
    if form == "basic":
        return '"' + "".join(f"\\u{ord(each):04X}" if each in '"\\\n\t\r\x7f' else each for each in text) + '"'
    if form == "long":
        return (
            '"""\n' + text.replace("\\", "\\\\").replace('"""', '""\\"') + ('\\\n"""' if text.endswith('"') else '"""')
        )
    if form == "literal":
        return None if "'" in text or "\n" in text else f"'{text}'"
    return None if "'''" in text or text.endswith("'") else f"'''\n{text}'''"


PIECES = st.sampled_from(["[[step]]", '"""', "'''", '"', "'", "#", "[", "]", "{", "}", "\n", "\\", "a = 1", "æ", " "])
TEXTS = st.lists(PIECES, max_size=8).map("".join)
FORMS = st.sampled_from(["basic", "long", "literal", "long literal"])


@given(st.lists(st.tuples(TEXTS, FORMS, st.booleans()), max_size=5))
def test_whatever_a_text_holds_the_next_table_is_found_on_its_line(rows):
    lines, expected = [], []
    for text, form, has_comment in rows:
        written = quoted(text, form) or quoted(text, "basic")
        expected.append(len("\n".join([*lines, ""]).split("\n")) if lines else 1)
        lines += ["[[step]]" + (" # [[step]]" if has_comment else ""), f"note = {written}", ""]
    document = "\n".join(lines)
    assert [row["note"] for row in tomllib.loads(document).get("step", [])] == [text for text, _, _ in rows]
    assert [table.line for table in tables(document)[1:]] == expected

from __future__ import annotations

import gettext

from tests.pseudo_language import using

from matside.body.landmark import Side
from matside.translation import Plural, Text, _, ngettext
from matside.wording.formatting import times, with_side


class Shouting(gettext.NullTranslations):
    def gettext(self, message):
        return message.upper().replace("{NAME}", "{name}") or "header"

    def ngettext(self, msgid1, msgid2, n):
        return f"<{msgid1 if n == 1 else msgid2}>"

    def pgettext(self, context, message):
        return f"{context}/{message}"


def test_english_is_the_source():
    assert _("Hold.") == "Hold."
    assert _("{name} done", name="Cat") == "Cat done"
    assert [ngettext("{n} hold", "{n} holds", n) for n in (1, 2)] == ["1 hold", "2 holds"]
    assert str(Text("left", "side")) == "left"
    assert Plural("{n} hold", "{n} holds")(2) == "2 holds"


def test_a_language_is_switched_by_one_call_and_back():
    with using(Shouting()):
        assert _("Hold.") == "HOLD."
        assert with_side("Cat", Side.LEFT) == "Cat, LEFT"
        assert times(3) == "<3 times>"
        assert str(Text("left", "side")) == "side/left"
        assert Text("{name} done")(name="Cat") == "Cat DONE"
    assert _("Hold.") == "Hold."


def test_an_empty_text_is_not_the_header_of_the_catalogue():
    with using(Shouting()):
        assert _("") == ""


def test_braces_in_a_text_without_placeholders_stay():
    assert _("{") == "{"

"""What the system says is wrong, in the language in use."""

import errno
import os

import pytest
from tests.pseudo_language import pseudo_language, untranslated

from matside.errors import OutputError, system_reason


def failed(number: int) -> OSError:
    return OSError(number, os.strerror(number), "a.mp4")


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR,
                                    errno.ENOSPC, errno.EROFS, errno.ECONNREFUSED])  # fmt: skip
def test_what_is_common_is_a_text_of_the_catalogue(number):
    error = OutputError("{reason}.", reason=system_reason(failed(number)))
    assert untranslated(str(error)), "English first"
    with pseudo_language():
        assert untranslated(str(error)) == [], "in the language of the moment it is told"


def test_what_is_rare_stays_in_the_words_of_the_system():
    assert system_reason(failed(errno.EDOM)) == os.strerror(errno.EDOM)
    assert system_reason(OSError("The cable is loose.")) == "The cable is loose"
    assert system_reason(ValueError()) == "ValueError"

"""The result says which copy it is."""

from dataclasses import replace

from tests.builders import an_answer
from tests.web.answering import save


def test_the_result_says_that_it_is_the_own_copy_where_something_is_withheld(client, assessment, here):
    save(client, assessment, "1.1.1", an_answer(2))
    assert "Own copy" not in client.get(f"{here}/result").text
    save(client, assessment, "1.1.2", replace(an_answer(2), withheld=True))
    assert "Own copy, with all that is withheld" in client.get(f"{here}/result").text

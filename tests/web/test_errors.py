"""An address of nothing says so on a page."""

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/assessments/none",
        "/assessments/none/result",
        "{here}/questions/9.9.9",
        "{here}/domains/D9",
        "{here}/components/9.9",
        "{here}/result/9.9",
        "{here}/result/overall",
        "{here}/report/none.pdf?copy=masked",
    ],
)
def test_an_address_of_nothing_says_so_on_a_page(client, here, address):
    answer = client.get(address.format(here=here))
    assert answer.status_code == 404
    assert "Page not found" in answer.text

"""What every journey in a browser does."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page


def follow(leading: Locator) -> None:
    """Click what leads to another page or place, and wait until that is there."""
    with leading.page.expect_navigation():
        leading.click()


def refuse_what_axe_finds(page: Page) -> None:
    """AssertionError with each violation that axe finds on a page as it stands."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

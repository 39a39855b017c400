"""What every journey in a browser does."""

from playwright.sync_api import Locator


def follow(leading: Locator) -> None:
    """Click what leads to another page or place, and wait until that is there."""
    with leading.page.expect_navigation():
        leading.click()

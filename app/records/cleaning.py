"""Text from people, cleaned where it enters: what no font shows is taken out."""

from app.core.signs import composed, visible, with_few_marks, with_line_feeds


def cleaned(text: str) -> str:
    """The text in NFC, without control, format, private and surrogate characters.

    Kept: line feed and tab, the two joiners, and at most four combining marks in a row. Every kind of
    line end becomes a line feed. Cleaning twice changes nothing more, and no machine's tables matter.
    """
    if text.isascii() and text.isprintable():
        return text
    return with_few_marks(composed(visible(with_line_feeds(text))))

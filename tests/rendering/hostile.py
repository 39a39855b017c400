"""Text that somebody may type, and where the product lies."""

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

HOSTILE = (
    "<script>alert(1)</script><h1>x</h1><!-- {{ 7 * 7 }} {% raw %} </style>"
    "<img src=x onerror=y> url(file:///etc/passwd) &lt; &#x202E; \u202etxt.fdp\u202c "
    "\ud800 \x00\x07 \U0001f4a3\u200d\U0001f525\ufe0f \U000e0041 \uffff "
    "z\u0335\u0336\u0337\u0338\u0334\u0321 "
    "\u0645\u0631\u062d\u0628\u0627 \u4e2d\u6587 \u0338"
)
LONGEST_WORD = "W" * 10_000
LONG_NAME = "The United Republic of Eastern and Western Xandoria and Isles"

"""What a caller waits for in a page, and what is said when it does not come.

Rules of this file: each step has a sentence and a way on. Spec: 15.8.
"""

from __future__ import annotations

STEPS = {
    "shown": "the viewer was never opened in a browser",
    "ready": "the viewer was shown, but its page never said that it is ready",
    "open": "the viewer was opened, and no page of it is open any more",
    "answer": "the page was asked for its session and did not begin to send it",
    "upload": "the page began to send its session and did not finish",
    "change": "the page was asked for a change and did not say that it was made",
}
ADVICE = {
    "shown": "open viewer.url in a browser, or show the viewer in a notebook cell",
    "ready": (
        "is the cell with the viewer on the screen, and does its frame show the cells? "
        "viewer.debug_connection() tells more"
    ),
    "open": "open viewer.url in a browser, or run the cell with the viewer again",
    "answer": "viewer.debug_connection() tells whether the page is still there; after a reload of the page try again",
    "upload": "give it more time (timeout=), or see viewer.debug_connection()",
    "change": "viewer.debug_connection() tells whether the page is still there",
}

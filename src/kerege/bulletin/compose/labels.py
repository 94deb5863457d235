"""Small words that the layout prints."""

from __future__ import annotations

from kerege.bulletin.words import Words


def layout_labels(words: Words) -> dict[str, str]:
    """Labels by the name that the layout knows them by."""
    return {
        "valid": words.say("Valid"),
        "until": words.say("until"),
        "looks_at": words.say("Looks at"),
        "seen": words.say("If you see"),
        "do": words.say("Do"),
        "done": words.say("Done"),
        "shortened": words.say("More than fits on this page: see the operational bulletin."),
        "both_sides": words.say("The sides tell it differently; both accounts stand here."),
    }

"""Small words that the layout prints."""

from __future__ import annotations

from kerege.bulletin.words import Words


def layout_labels(words: Words) -> dict[str, str]:
    """Labels by the name that the layout knows them by."""
    return {
        "valid": words.say("Valid"),
        "until": words.say("until"),
        "looks_at": words.say("Looks at"),
        "headline": words.say("Headline"),
        "because": words.say("Because"),
        "seen": words.say("If you see"),
        "do": words.say("Do"),
        "done": words.say("Done"),
        "not_located": words.say("not located"),
        "what_happened": words.say("What happened"),
        "source": words.say("Source"),
        "level": words.say("Level"),
        "means": words.say("means"),
        "figure": words.say("Figure"),
        "table": words.say("Table"),
        "sides_differ": words.say("The sides tell it differently; both accounts stand here."),
    }

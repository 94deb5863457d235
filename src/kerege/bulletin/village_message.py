"""A village bulletin as text for a messenger, and as a piece of a page."""

from __future__ import annotations

from html import escape

from kerege.domain.village_bulletin import VillageBulletin


def village_text(bulletin: VillageBulletin) -> str:
    """The bulletin as lines without marks of any messenger: what one message holds.

    Parameters
    ----------
    bulletin : VillageBulletin
    """
    lines = [bulletin.exercise] if bulletin.exercise else []
    lines += [f"{bulletin.place}, {bulletin.month}", bulletin.lead]
    for part in bulletin.parts:
        lines += ["", part.heading, *part.paragraphs, *(f"– {point}" for point in part.points)]
    lines += ["", bulletin.labels["told"]]
    return "\n".join(" ".join(line.split()) if line else "" for line in lines) + "\n"


def village_html(bulletin: VillageBulletin) -> str:
    """The bulletin as an article: headings, paragraphs and lists, without style or script, every text escaped.

    Parameters
    ----------
    bulletin : VillageBulletin
    """
    lines = [f'<article lang="{escape(bulletin.language)}">']
    if bulletin.exercise:
        lines.append(f"<p><strong>{escape(bulletin.exercise)}</strong></p>")
    lines += [f"<h1>{escape(bulletin.place)}, {escape(bulletin.month)}</h1>", f"<p>{escape(bulletin.lead)}</p>"]
    for part in bulletin.parts:
        lines.append(f"<h2>{escape(part.heading)}</h2>")
        lines += [f"<p>{escape(paragraph)}</p>" for paragraph in part.paragraphs]
        if part.points:
            lines += ["<ul>", *(f"<li>{escape(point)}</li>" for point in part.points), "</ul>"]
    lines += [f"<p>{escape(bulletin.labels['told'])}</p>", f"<p>{escape(bulletin.header.standing)}</p>", "</article>"]
    return "\n".join(lines) + "\n"

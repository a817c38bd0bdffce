"""From files and pages to articles: text, title, time, outlet and wire."""

"""The dossier as a reader sees it.

Needs Playwright for Python and the system's chromium; `COMMUNIQUE_CHROMIUM` names another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.analysis.dossier import assemble_dossier
from communique.publishing.dossier_html import write_dossier_html
from factories_dossier import make_many, make_records

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# WCAG 2.2, 1.4.3: 4.5 to 1, for large type 3 to 1. Text lies on the nearest background that is not transparent.
CONTRAST = """() => {
  const value = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const read = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * value(r) + 0.7152 * value(g) + 0.0722 * value(b);
  const low = [];
  for (const node of document.querySelectorAll("body *")) {
    if (node.closest("svg, script, style") || !node.getClientRects().length) continue;
    if (![...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim())) continue;
    let back = node;
    while (back && read(getComputedStyle(back).backgroundColor)[3] === 0) back = back.parentElement;
    const style = getComputedStyle(node);
    const [a, b] = [light(read(style.color)), light(read(getComputedStyle(back || document.body).backgroundColor))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) low.push(`${node.className}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(low)];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # A missing browser is a failure: whoever asks for these tests wants them run.
    from playwright import sync_api as api

    chromium = os.environ.get("COMMUNIQUE_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.fail("no chromium; install it, or name one in COMMUNIQUE_CHROMIUM")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dossiers")
    for name, records in (("small", make_records()), ("big", make_many(500))):
        write_dossier_html(assemble_dossier(records, pair=("BRA", "GHA")), folder / f"{name}.html")
    return folder


def open_page(browser: Browser, path: Path, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script  # type: ignore[arg-type]
    )  # fmt: skip
    page = context.new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["small", "big"])
def test_the_page_fits_every_width_and_can_be_read(
    browser: Browser, pages: Path, name: str, width: int, scheme: str
) -> None:
    page = open_page(browser, pages / f"{name}.html", width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((d, i) => { d.open = i < 60; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []
    assert page.locator("svg:visible").count() == 1
    page.context.close()


def test_the_page_asks_for_nothing_and_breaks_no_rule_of_its_policy(browser: Browser, pages: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto((pages / "small.html").as_uri())
    page.locator("#happenings details.happening summary").first.click()
    assert len(asked) == 1
    assert said == []
    context.close()


def test_lines_open_to_their_sentence_without_script(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "small.html", script=False)
    line = page.locator("#happenings details.happening").first
    assert not line.locator(".sentence").first.is_visible()
    line.locator("summary").click()
    assert line.locator(".sentence mark").first.is_visible()
    assert not page.locator("form.filter").is_visible()
    page.context.close()


def test_words_and_kinds_find_lines(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "big.html")
    page.get_by_label("Kind").select_option("conflict")
    shown = page.locator("#happenings details.happening:not([hidden])")
    assert shown.count() == page.locator("#happenings details.happening.conflict").count()
    page.get_by_label("Words").fill("seized 2020")
    texts = shown.all_text_contents()
    assert texts
    assert all("seized" in t and "2020" in t for t in texts)
    assert f"{len(texts)} of 501 shown" in page.locator(".found").inner_text()
    page.get_by_label("Words").fill("no such words")
    assert shown.count() == 0
    page.context.close()


def test_a_link_to_a_folded_line_unfolds_it(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "big.html")
    last = page.locator("#happenings details.happening").last.get_attribute("id")
    page.evaluate("id => { location.hash = id; }", last)
    page.wait_for_function("id => document.getElementById(id).open", arg=last)
    assert page.locator(f"#{last} .sentence").first.is_visible()
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_print_shows_every_sentence(browser: Browser, pages: Path, script: bool) -> None:
    page = open_page(browser, pages / "small.html", script=script)
    page.emulate_media(media="print")
    hidden = [s for s in page.locator("#happenings .sentence").all() if not s.is_visible()]
    assert hidden == []
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.context.close()

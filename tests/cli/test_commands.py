"""The commands as a user meets them: good input, bad input, interruption."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STORY = (
    "NAIROBI, March 4 2023 (Reuters) - Kenya's Foreign Minister Alfred Mutua met his Ethiopian counterpart Demeke "
    "Mekonnen in Nairobi on Friday.\n\n"
    "Kenya pledged to send 300 tonnes of maize to Ethiopia before the end of June.\n\n"
    '"We thank our neighbour for its help," Demeke said.\n'
)


def run(*arguments: str, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a user runs it."""
    command = [sys.executable, "-m", "communique.cli.main", *arguments]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, timeout=180, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "story.txt").write_text(STORY, "utf-8")
    return tmp_path


def records(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def one_clear_line(text: str, *words: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    assert "Traceback" not in text
    assert any(all(word in line for word in words) for line in lines), text


def test_code_prints_the_article_and_then_its_records(folder: Path) -> None:
    done = run("code", "news/story.txt", cwd=folder)
    assert done.returncode == 0, done.stderr
    found = records(done.stdout)
    assert found[0]["record"] == "article"
    assert found[0]["published"] == "2023-03-04"
    assert {"event", "commitment", "quote"} <= {str(r["record"]) for r in found}


def test_code_reads_standard_input(folder: Path) -> None:
    done = run("code", "-", cwd=folder, stdin=STORY)
    assert records(done.stdout)[0]["text"]


def test_building_twice_changes_nothing(folder: Path) -> None:
    assert run("build", "news", "--store", "r.db", cwd=folder).returncode == 0
    first = run("export", "--store", "r.db", "--with-text", cwd=folder).stdout
    again = run("build", "news", "--store", "r.db", cwd=folder)
    assert "0 coded, 1 unchanged" in again.stderr
    second = run("export", "--store", "r.db", "--with-text", cwd=folder).stdout

    def lasting(out: str) -> list[dict[str, object]]:
        return [r for r in records(out) if r["record"] != "run"]

    assert lasting(first) == lasting(second)


def test_export_gives_whole_texts_only_on_request(folder: Path) -> None:
    story = STORY + "\nThe weather in the capital was mild, and the markets along the river stayed open until late.\n"
    (folder / "news" / "story.txt").write_text(story, "utf-8")
    run("build", "news", "--store", "r.db", cwd=folder)
    assert "weather" not in run("export", "--store", "r.db", cwd=folder).stdout
    assert "weather" in run("export", "--store", "r.db", "--with-text", cwd=folder).stdout


def test_dossier_is_written_and_names_its_files(folder: Path) -> None:
    run("build", "news", "--store", "r.db", cwd=folder)
    done = run("dossier", "KEN", "Ethiopia", "--store", "r.db", "--output", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    pages = sorted(p.name for p in (folder / "out").iterdir())
    assert [Path(p).suffix for p in pages] == [".html", ".md"]
    assert "300" in (folder / "out" / pages[1]).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", ("empty.txt", "empty")),
        ("blank.txt", b" \n\n\t\n", ("blank.txt",)),
        ("binary.txt", bytes(range(256)) * 40, ("binary.txt",)),
        (
            "menu.html",
            b"<html><body><nav><a href='/'>Home</a><a href='/x'>Sport</a></nav></body></html>",
            ("menu.html",),
        ),
    ],
)
def test_bad_files_get_one_line_and_the_rest_goes_on(
    folder: Path, name: str, content: bytes, words: tuple[str, ...]
) -> None:
    (folder / "news" / name).write_bytes(content)
    done = run("code", "news", cwd=folder)
    assert done.returncode == 3
    one_clear_line(done.stderr, *words)
    kinds = [r["record"] for r in records(done.stdout)]
    assert kinds.count("article") == 1
    assert kinds.count("refusal") == 1


def test_a_huge_file_is_refused_without_being_read(folder: Path) -> None:
    with (folder / "news" / "huge.txt").open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    start = time.monotonic()
    done = run("code", "news", cwd=folder)
    assert done.returncode == 3
    one_clear_line(done.stderr, "huge.txt", "MB")
    assert time.monotonic() - start < 60


def test_a_missing_folder_is_named_and_the_other_paths_go_on(folder: Path) -> None:
    done = run("code", "nowhere", "news/story.txt", cwd=folder)
    assert done.returncode == 3
    one_clear_line(done.stderr, "nowhere")
    assert "article" in [r["record"] for r in records(done.stdout)]


def test_a_store_that_is_no_store_is_left_alone(folder: Path) -> None:
    (folder / "r.db").write_text("my thesis, not a database\n" * 50)
    before = (folder / "r.db").read_bytes()
    done = run("build", "news", "--store", "r.db", cwd=folder)
    assert done.returncode == 2
    one_clear_line(done.stderr, "r.db")
    assert (folder / "r.db").read_bytes() == before


def test_a_database_of_another_program_is_left_alone(folder: Path) -> None:
    with sqlite3.connect(folder / "r.db") as other:
        other.execute("create table recipes (name text)")
    other.close()
    done = run("build", "news", "--store", "r.db", cwd=folder)
    assert done.returncode == 2
    one_clear_line(done.stderr, "r.db")


def test_a_missing_store_is_not_made_by_asking_it(folder: Path) -> None:
    done = run("events", "--store", "none.db", cwd=folder)
    assert done.returncode == 2
    one_clear_line(done.stderr, "none.db")
    assert not (folder / "none.db").exists()


def test_another_language_is_read_and_not_coded_and_no_error(folder: Path) -> None:
    spanish = (
        "La Habana, 4 mar (EFE).- El ministro de Asuntos Exteriores de Angola llegó este sábado a la capital cubana "
        "para una visita de tres días, durante la cual se reunirá con las principales autoridades del país.\n"
    )
    (folder / "news" / "es.txt").write_text(spanish, "utf-8")
    done = run("code", "news/es.txt", cwd=folder)
    assert done.returncode == 0
    one_clear_line(done.stderr, "es.txt", "'es'")
    assert [r["record"] for r in records(done.stdout)] == ["article", "refusal"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("code", "news", "--published", "last week"),
        ("code", "news", "--model", "no-such-model"),
        ("dossier", "KEN", "Atlantis", "--store", "r.db"),
        ("dossier", "KEN", "Kenya", "--store", "r.db"),
        ("export", "--format", "stone"),
        ("build",),
    ],
)
def test_wrong_usage_ends_with_status_2(folder: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(folder: Path) -> None:
    (folder / "news" / "a\x1b[31mred.txt").write_bytes(b"")
    done = run("code", "news", cwd=folder)
    assert "\x1b" not in done.stderr


def test_a_full_disk_is_one_line_and_the_store_opens_again(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.fail("this test needs /dev/full")
    run("build", "news", "--store", "r.db", cwd=folder)
    done = run("export", "--store", "r.db", "--output", "/dev/full", cwd=folder)
    assert done.returncode == 2
    one_clear_line(done.stderr, "No space left")
    assert run("store", "check", "--store", "r.db", cwd=folder).returncode == 0


def test_an_interrupted_build_keeps_what_was_done_and_goes_on(folder: Path) -> None:
    for number in range(120):
        text = STORY.replace("300", str(1000 + number))
        (folder / "news" / f"story-{number:03}.txt").write_text(text, "utf-8")
    command = [sys.executable, "-m", "communique.cli.main", "build", "news", "--store", "r.db"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env={**os.environ})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and _articles(folder / "r.db") == 0:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=60)
    kept = _articles(folder / "r.db")
    assert kept > 0
    if process.returncode != 0:  # it may have been done before the signal came
        assert process.returncode == 130
        one_clear_line(words, "interrupted", "run the same command again")
    done = run("build", "news", "--store", "r.db", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert _articles(folder / "r.db") == 121
    assert f"{121 - kept} coded" in done.stderr


def _articles(path: Path) -> int:
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            return int(db.execute("select count(*) from article").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        if "db" in locals():
            db.close()


def test_help_of_every_command_has_an_example(folder: Path) -> None:
    for command in ("build", "code", "dossier", "export", "events", "happening", "schema", "model"):
        done = run(command, "--help", cwd=folder)
        assert done.returncode == 0
        assert f"communique {command}" in " ".join(done.stdout.split()), command


def test_schema_and_version_load_no_model(folder: Path) -> None:
    assert run("schema", cwd=folder).stdout.startswith("{")
    assert run("--version", cwd=folder).stdout.startswith("communique ")


def test_importing_the_package_loads_no_model() -> None:
    probe = "import communique, sys; print(sorted({'spacy', 'onnxruntime', 'numpy', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

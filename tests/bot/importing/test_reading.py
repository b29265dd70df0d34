"""Whatever a document is, reading it ends in articles or sentences."""

import time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.importing import reading
from bot.importing.document import Kind
from bot.importing.found import Failure, FoundArticle
from bot.importing.reading import ReadingProcess, read
from tests.bot.importing.documents import document, pdf, word, workbook

KINDS = get_args(Kind)
GOOD: dict[str, bytes] = {
    "markdown": b"---\ntitle: T\n---\n# A\n\n- [b](c)\n\n| d |\n| - |\n| e |\n",
    "html": b"<html lang=en><h1>T</h1><details><summary>A?</summary>B</details><p>C",
    "csv": b'question,answer\n"A?","B, c"\n',
    "xlsx": workbook(("S", [["question", "answer"], ["A?", "B."]])),
    "docx": word(("Title", "T"), ("Normal", "Words.")),
    "pdf": pdf([(20, "T"), (11, "Words."), (11, "\u2022 more")]),
}


def is_told(found: list[object]) -> bool:
    failures = [each for each in found if isinstance(each, Failure)]
    return all(each.message.endswith(".") and "\n" not in each.message for each in failures)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), st.binary(max_size=400))
def test_random_bytes_are_told_in_a_sentence(kind, content):
    found = read(document(content, kind))
    assert found or kind == "xlsx"
    assert is_told(found)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_a_damaged_file_is_told_in_a_sentence(kind, data):
    content = bytearray(GOOD[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for each in (bytes(content), bytes(content[:cut])):
        assert is_told(read(document(each, kind)))


@pytest.mark.prove
@pytest.mark.parametrize("kind", KINDS)
def test_many_damaged_files_are_told(kind, proof_share):
    @settings(max_examples=int(400 * proof_share), deadline=None)
    @given(st.data())
    def damaged(data):
        content = bytearray(GOOD[kind])
        places = st.integers(0, len(content) - 1)
        for place in data.draw(st.lists(places, max_size=20)):
            content[place] = data.draw(st.integers(0, 255))
        assert is_told(read(document(bytes(content), kind)))

    damaged()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<div>" * 60_000 + "deep", "html"),
        ("> " * 3_000 + "deep", "markdown"),
        ("[" * 20_000, "markdown"),
        ("---\na: " + "[" * 5_000 + "\n---\nx", "markdown"),
        ("<p>" + "<b>" * 5_000 + "deep", "html"),
        ('question,answer\nA?,"' + "*_" * 40_000 + '"\n', "csv"),
        ("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;</p>", "html"),
    ],
)
def test_what_is_made_to_break_readers_ends_soon(content, kind):
    begun = time.monotonic()
    assert is_told(read(document(content, kind)))
    assert time.monotonic() - begun < 20


def test_a_process_reads_one_document_after_another():
    with ReadingProcess() as process:
        for kind in KINDS:
            (found, *_) = process.read(document(GOOD[kind], kind))
            assert isinstance(found, FoundArticle), kind


def test_a_document_that_takes_too_long_does_not_stop_the_next():
    long = "question,answer\n" + "".join(f"Q{n}?,{'*' * 400} {n}\n" for n in range(20_000))
    with ReadingProcess(seconds=0.05) as hurried:
        (failure,) = hurried.read(document(long, "csv"))
    assert failure.message == ("Reading it takes longer than 0.05 s. Split it, or export it again.")
    with ReadingProcess(seconds=reading.SECONDS) as process:
        process.read(document(b"", "pdf"))
        (found,) = process.read(document(GOOD["csv"], "csv"))
    assert isinstance(found, FoundArticle)


def test_a_document_that_needs_too_much_memory_is_told():
    with ReadingProcess(memory=1_000_000) as process:
        (failure,) = process.read(document("question,answer\n" + "A?,B\n" * 400_000, "csv"))
    assert failure.message.endswith("Split it, or export it again.")

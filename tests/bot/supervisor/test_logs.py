from bot.supervisor import logs


def test_a_large_log_is_moved_away_and_three_are_kept(tmp_path):
    for number in range(5):
        path = logs.log_file(tmp_path, "rasa")
        path.write_bytes(str(number).encode() * (logs.LARGEST_BYTES + 1))
    logs.log_file(tmp_path, "rasa")
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "rasa.log.1",
        "rasa.log.2",
        "rasa.log.3",
    ]
    assert (tmp_path / "rasa.log.1").read_bytes()[:1] == b"4"


def test_a_small_log_is_continued(tmp_path):
    logs.log_file(tmp_path, "rasa").write_text("first\n\nlast\n")
    assert logs.tail(logs.log_file(tmp_path, "rasa")) == ["first", "last"]


def test_a_log_that_grows_is_emptied_while_a_process_appends_to_it(tmp_path):
    path = tmp_path / "rasa.log"
    with path.open("ab", buffering=0) as process:
        process.write(b"before\n" * logs.LARGEST_BYTES)
        assert logs.is_large(path)
        logs.empty(path)
        process.write(b"after\n")
    assert path.read_bytes() == b"after\n"
    assert (tmp_path / "rasa.log.1").stat().st_size == 7 * logs.LARGEST_BYTES


def test_the_last_words_of_a_process_read_well(tmp_path):
    path = tmp_path / "rasa.log"
    path.write_text(logs.line("the process ends", exception="OSError at app.py:3"))
    assert logs.last_words(path) == "the process ends: OSError at app.py:3"
    path.write_text("No such model. Train again.\n17\n")
    assert logs.last_words(path) == "17"
    assert logs.last_words(tmp_path / "none.log") == ""


def test_a_missing_log_has_no_lines(tmp_path):
    assert logs.tail(tmp_path / "none.log") == []

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


def test_a_missing_log_has_no_lines(tmp_path):
    assert logs.tail(tmp_path / "none.log") == []

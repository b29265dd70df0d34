"""Long proofs keep what they have found."""

import json

from tests.results import Results


def test_a_stopped_proof_goes_on_where_it_was(tmp_path):
    Results("kills", tmp_path).add("rasa at name", {"reply": 9.1})
    assert "rasa at name" in Results("kills", tmp_path)


def test_rows_of_another_commit_are_not_taken_over(tmp_path):
    Results("kills", tmp_path).add("rasa at name", {"reply": 9.1})
    path = tmp_path / "kills.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"commit": "0000000"}))
    assert "rasa at name" not in Results("kills", tmp_path)

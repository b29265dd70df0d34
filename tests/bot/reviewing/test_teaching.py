import pytest
from ruamel.yaml import YAML

from actions.workspace import Workspace
from bot.reviewing.teaching import NoSuchPlace, example_edit, phrasing_edit, plain_example
from bot.workspace_files import WorkspaceFiles
from tests.bot.publishing.aurora import aurora_in


@pytest.fixture(scope="module")
def aurora(tmp_path_factory):
    workspace = Workspace.load(aurora_in(tmp_path_factory.mktemp("review") / "aurora"), {})
    return workspace, WorkspaceFiles.of(workspace)


def taught(edit):
    entries = YAML(typ="safe").load(edit.text)["nlu"]
    return {
        entry["intent"]: entry["examples"].splitlines() for entry in entries if "intent" in entry
    }


def test_an_example_goes_to_where_its_intent_is_taught_and_nothing_else_changes(aurora):
    workspace, files = aurora
    intent = "ask/delivery"
    edit = example_edit(workspace, files, text="when is it here", intent=intent, language="en")
    before = files.open(edit.file)
    assert edit.file == "nlu_data/nlu/en/delivery.yml"
    assert edit.revision == before.revision
    assert taught(edit)[intent][-1] == "- when is it here"
    gone = set(before.text.splitlines()) - set(edit.text.splitlines())
    assert gone == set()


def test_an_intent_that_is_not_taught_yet_gets_an_entry_in_its_topics_file(aurora):
    workspace, files = aurora
    intent = "greet/delivery"
    edit = example_edit(workspace, files, text="hi, delivery", intent=intent, language="en")
    assert edit.file == "nlu_data/nlu/en/delivery.yml"
    assert taught(edit)[intent] == ["- hi, delivery"]


def test_a_topic_without_a_file_gets_one(aurora):
    workspace, files = aurora
    edit = example_edit(workspace, files, text="points?", intent="ask/loyalty", language="en")
    assert (edit.file, edit.revision) == ("nlu_data/nlu/en/loyalty.yml", None)
    assert taught(edit) == {"ask/loyalty": ["- points?"]}


def test_a_phrasing_goes_behind_the_others_of_its_article(aurora):
    _, files = aurora
    edit = phrasing_edit(files, text="give it back", article="return-how", language="en")
    head = edit.text.split("---")[1]
    assert YAML(typ="safe").load(head)["phrasings"][-1] == "give it back"
    assert edit.text.split("---", 2)[2] == files.open(edit.file).text.split("---", 2)[2]


def test_an_article_that_is_not_there_takes_none(aurora):
    _, files = aurora
    with pytest.raises(NoSuchPlace, match="no article 'gone' in en"):
        phrasing_edit(files, text="x", article="gone", language="en")


def test_an_example_is_one_line_without_marks():
    assert plain_example("where is [order]\n for {me}?") == "where is order for me ?"

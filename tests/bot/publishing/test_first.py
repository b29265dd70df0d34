import pytest

from actions.workspace import Workspace
from bot.publishing.first import serve_first, to_serve
from bot.publishing.release import Releases
from bot.publishing.serving import Serving
from tests.bot.publishing.conftest import edit


def run_of(company, release):
    """The workspace as the processes of a run see it."""
    told = {
        "PRIMERA_RELEASE": str(release.folder),
        "PRIMERA_MODEL": str(company.models / "m.tar.gz"),
        "PRIMERA_INDEX": "i",
        "PRIMERA_ENCODER": str(company.models / "encoder" / "e"),
    }
    return Workspace.load(company.root, told)


def no_mistake():
    pass


def mistake():
    raise ValueError("desk.yml, line 3: no team")


def test_the_first_start_publishes_the_files_as_they_are(company):
    found = to_serve(company, no_mistake)
    assert found.remarks == ()
    serve_first(run_of(company, found.release))
    (publication,) = Serving(company).history()
    assert (publication.release, publication.how) == (found.release.id, "first")
    assert Releases(company).get(found.release.id).is_made


def test_the_first_start_refuses_files_with_a_mistake(company):
    with pytest.raises(ValueError, match="no team"):
        to_serve(company, mistake)


def test_a_later_start_serves_what_is_published_and_says_what_waits(company, published):
    edit(company)
    found = to_serve(Workspace.load(company.root, {}), mistake)
    assert found.release == published
    (remark,) = found.remarks
    assert remark.startswith("Edits wait to be published: domain.yml. ")


def test_a_later_start_publishes_nothing_and_keeps_what_was_made_anew(company, published):
    serve_first(run_of(company, published))
    assert len(Serving(company).history()) == 1


def test_where_the_files_of_what_served_are_gone_those_that_are_there_serve(company, published):
    (published.folder / "release.json").unlink()
    found = to_serve(company, no_mistake)
    assert "is not here" in found.remarks[0]

from actions.workspace import Workspace
from bot.publishing.serving import Publication, Serving
from bot.supervisor import serving_file
from tests.bot.publishing.conftest import NOON, edit, released


def publish(company, release, how="promoted"):
    Serving(company).publish(Publication(release.id, NOON, by="Ada", how=how))


def three(company):
    made = []
    for _ in range(3):
        edit(company)
        made.append(released(Workspace.load(company.root, {})))
        publish(company, made[-1])
    return made


def test_nothing_serves_before_the_first_publication(company):
    serving = Serving(company)
    assert (serving.history(), serving.release(), serving.before()) == ([], None, None)


def test_what_was_published_last_serves_and_the_one_before_can_be_gone_back_to(company):
    _, second, third = three(company)
    serving = Serving(company)
    assert (serving.release(), serving.before()) == (third, second)


def test_going_back_twice_leads_further_back_and_not_to_and_fro(company):
    first, second, _ = three(company)
    publish(company, second, how="rolled back")
    assert Serving(company).before() == first
    publish(company, first, how="rolled back")
    assert Serving(company).before() is None


def test_a_release_whose_files_are_gone_does_not_serve(company, published):
    (published.folder / "release.json").unlink()
    assert Serving(company).release() is None


def test_a_publication_that_was_not_taken_up_has_not_happened(company):
    first, second, _ = three(company)
    Serving(company).take_back()
    assert Serving(company).release() == second
    assert [each.release for each in Serving(company).history()] == [first.id, second.id]


def test_the_supervisor_reads_what_serves(company, published):
    found = serving_file.read(company.models)
    assert found is not None
    assert (found.id, found.index) == (published.id, "i")
    assert found.model == str(company.models / "m.tar.gz")


def test_the_supervisor_finds_nothing_where_nothing_is_published_or_ready(company, published):
    (published.folder / "release.json").write_text('{"format": 1}', "utf-8")
    assert serving_file.read(company.models) is None
    (company.models / "serving.json").write_text("{", "utf-8")
    assert serving_file.read(company.models) is None

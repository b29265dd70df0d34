"""What a release serves with: the index and the model, made of its files."""

from collections.abc import Callable, Collection
from pathlib import Path

from actions.workspace import Workspace
from bot.publishing.release import Made, Release, Releases
from bot.training import Workbench, train
from kb_index import build, export_encoder

Say = Callable[[str], None]


def make(release: Release, releases: Releases, workbench: Workbench, say: Say) -> Release:
    """The release with its index and model; what is there already is not made again."""
    files = releases.workspace(release)
    settings = files.settings
    encoder = export_encoder(settings.encoder, files.models, precision=settings.encoder_precision)
    besides = [each.model for each in releases.made()]
    generation = build_index(
        files, encoder, current=False, report=lambda line: say(f"index: {line}")
    )
    model = train(
        files,
        encoder=encoder,
        workbench=workbench,
        besides=besides,
        report=lambda line: say(f"training: {line}"),
    )
    return releases.note(release, Made(encoder.name, generation.name, model.name))


def build_index(
    workspace: Workspace,
    encoder: Path,
    *,
    current: bool,
    besides: Collection[str] = (),
    report: Say = lambda line: None,
) -> Path:
    """The generation over a workspace's articles, read as its settings say; see `build`."""
    settings = workspace.settings
    return build(
        workspace.articles,
        workspace.index_root,
        encoder,
        languages=settings.languages,
        target_precision=settings.answers.target_precision,
        glossaries=workspace.glossaries,
        synonyms=workspace.synonyms,
        current=current,
        besides=besides,
        report=report,
    )

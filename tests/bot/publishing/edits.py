"""Edits of the demo company as people make them, drawn by a seed: harmful and harmless ones."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from bot.publishing.gate.examples import plain
from kb_index import article_phrasings

Write = Callable[[Path], None]
LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is changed in a workspace, and whether a gate must stop it."""

    name: str
    harmful: bool
    write: Write


def drawn(workspace: Path, seed: int, *, each: int = 20) -> list[Edit]:
    """So many harmful and so many harmless edits; the same for the same seed."""
    chance = random.Random(seed)
    harmful = [kind(workspace, chance) for kind in _spread(HARMFUL, each)]
    harmless = [kind(workspace, chance) for kind in _spread(HARMLESS, each)]
    return [*harmful, *harmless]


def _spread(kinds: Sequence[Callable[..., Edit]], count: int) -> list[Callable[..., Edit]]:
    return [kinds[number % len(kinds)] for number in range(count)]


# Harmful


def steals(workspace: Path, chance: random.Random) -> Edit:
    """A new article with another one's questions and another text."""
    language, article = _article(workspace, chance)
    phrasings = _phrasings(_of(workspace, language, article))
    thief = f"{article}-news"

    def write(root: Path) -> None:
        text = _of(root, language, article).read_text("utf-8")
        head, _ = _parts(text)
        head = re.sub(r"(?m)^id: .*$", f"id: {thief}", head)
        head = re.sub(r"(?m)^title: .*$", 'title: "What is new"', head)
        own = [f"{phrase} please" for phrase in phrasings]
        head = re.sub(r"(?s)phrasings:.*", "", head) + "phrasings:\n"
        head += "".join(f"  - {_quoted(each)}\n" for each in own)
        _of(root, language, thief).write_text(f"---\n{head}---\n\nNothing is as it was.\n", "utf-8")

    return Edit(f"{thief} takes the questions of {article} ({language})", True, write)


def moves_example(workspace: Path, chance: random.Random) -> Edit:
    """A few examples of one topic put among another's."""
    language = chance.choice(LANGUAGES)
    source, target = chance.sample(_topics(workspace, language), 2)
    # What an article has, too, would be a contradiction before any neighbour is asked.
    told = {
        plain(text) for code, _, text in article_phrasings(_articles(workspace)) if code == language
    }
    lines = [
        line
        for line in _examples(_nlu(workspace, language, source))
        if plain(line.strip().removeprefix("- ")) not in told
    ]
    taken = chance.sample(lines, min(4, len(lines)))

    def write(root: Path) -> None:
        file = _nlu(root, language, source)
        text = file.read_text("utf-8")
        for line in taken:
            text = text.replace(line + "\n", "", 1)
        file.write_text(text, "utf-8")
        other = _nlu(root, language, target)
        lead, block, rest = other.read_text("utf-8").partition("examples: |\n")
        other.write_text(lead + block + "".join(f"{line}\n" for line in taken) + rest, "utf-8")

    return Edit(f"examples of {source} go to {target} ({language})", True, write)


def deletes_rule(workspace: Path, chance: random.Random) -> Edit:
    """An act without its rule."""
    file = Path("nlu_data/rules/acts.yml")
    rules = re.findall(
        r"  - rule: [^\n]*\n    steps: \[\{intent: \w+\}[^\n]*\n",
        (workspace / file).read_text("utf-8"),
    )
    rule = chance.choice(rules)

    def write(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        (root / file).write_text(text.replace(rule, "", 1), "utf-8")

    return Edit(f"no rule: {rule.splitlines()[0].strip()}", True, write)


def uncovers(workspace: Path, chance: random.Random) -> Edit:
    """A team that takes one language alone, and nobody takes the other."""
    team = chance.choice(["orders", "delivery", "returns", "technical", "billing", "account"])
    language = chance.choice(LANGUAGES)

    def write(root: Path) -> None:
        file = root / "actions/desk.yml"
        text = file.read_text("utf-8")
        line = re.search(rf"(?m)^  {team}:\n    name: .*\n", text)
        assert line
        added = f"{line[0]}    languages: [{language}]\n"
        file.write_text(text.replace(line[0], added, 1), "utf-8")

    return Edit(f"{team} takes {language} alone", True, write)


def unpublishes(workspace: Path, chance: random.Random) -> Edit:
    """An article that is a draft again, by mistake."""
    language, article = _article(workspace, chance)

    def write(root: Path) -> None:
        file = _of(root, language, article)
        text = file.read_text("utf-8")
        file.write_text(text.replace("status: published", "status: draft", 1), "utf-8")

    return Edit(f"{article} ({language}) is a draft", True, write)


def teaches_somebodys_data(workspace: Path, chance: random.Random) -> Edit:
    """A customer's message, pasted as it came."""
    language = chance.choice(LANGUAGES)
    topic = chance.choice(_topics(workspace, language))
    said = chance.choice(
        ["  - my card is 4111 1111 1111 1111", "  - write to eva.ruiz@gmail.com about it"]
    )

    def write(root: Path) -> None:
        _append(_nlu(root, language, topic), "    " + said)

    return Edit(f"somebody's data among {topic} ({language})", True, write)


def drops_topic(workspace: Path, chance: random.Random) -> Edit:
    """A topic that is taken out of the desk and still taught."""
    topic = chance.choice(["invoices", "offers", "recycling", "business", "repairs", "setup"])

    def write(root: Path) -> None:
        file = root / "actions/desk.yml"
        text = re.sub(rf"(?m)^  {topic}: \{{.*\n", "", file.read_text("utf-8"), count=1)
        file.write_text(text, "utf-8")

    return Edit(f"no topic {topic} in the desk", True, write)


def empties_topic(workspace: Path, chance: random.Random) -> Edit:
    """Most examples of a topic deleted."""
    language = chance.choice(LANGUAGES)
    topic = chance.choice(_topics(workspace, language))
    lines = _examples(_nlu(workspace, language, topic))
    gone = chance.sample(lines, max(6, int(0.8 * len(lines))))

    def write(root: Path) -> None:
        file = _nlu(root, language, topic)
        text = file.read_text("utf-8")
        for line in gone:
            text = text.replace(line + "\n", "", 1)
        file.write_text(text, "utf-8")

    return Edit(f"most examples of {topic} ({language}) are gone", True, write)


# Harmless


def rewords(workspace: Path, chance: random.Random) -> Edit:
    """A fixed text in other words."""
    name = chance.choice(["utter_thank", "utter_bye", "utter_greet", "utter_deny"])

    def write(root: Path) -> None:
        file = root / "domain.yml"
        lead, found, rest = file.read_text("utf-8").partition(f"\n  {name}:")
        assert found
        rest = re.sub(r'(text: "?)([A-ZÁÉÍÓÚ¡¿])', r"\1\2", rest, count=1)
        rest = re.sub(r"(?m)^(\s+(?:- )?text: )(.*)$", _with_more, rest, count=1)
        file.write_text(lead + found + rest, "utf-8")

    return Edit(f"{name} in other words", False, write)


def adds_example(workspace: Path, chance: random.Random) -> Edit:
    """One more way to ask for the same, close to one that is there."""
    language = chance.choice(LANGUAGES)
    topic = chance.choice(_topics(workspace, language))
    line = chance.choice(_examples(_nlu(workspace, language, topic)))
    more = {"es": "hola, ", "en": "hi, "}[language] + line.strip().removeprefix("- ")

    def write(root: Path) -> None:
        _append(_nlu(root, language, topic), f"      - {more}")

    return Edit(f"one more example of {topic} ({language})", False, write)


def corrects_article(workspace: Path, chance: random.Random) -> Edit:
    """A sentence more in an article."""
    language, article = _article(workspace, chance)
    sentence = {"es": "Si dudas, pregúntanos.", "en": "If in doubt, ask us."}[language]

    def write(root: Path) -> None:
        file = _of(root, language, article)
        file.write_text(f"{file.read_text('utf-8').rstrip()}\n\n{sentence}\n", "utf-8")

    return Edit(f"a sentence more in {article} ({language})", False, write)


def changes_hours(workspace: Path, chance: random.Random) -> Edit:
    """A team begins an hour earlier."""
    team = chance.choice(["orders", "delivery", "returns", "technical", "billing", "account"])

    def write(root: Path) -> None:
        file = root / "actions/desk.yml"
        text = file.read_text("utf-8")
        changed = re.sub(rf"(?ms)(^  {team}:\n.*?hours: Mo-Fr )\d\d", r"\g<1>08", text, count=1)
        file.write_text(changed, "utf-8")

    return Edit(f"{team} begins at eight", False, write)


def adds_phrasing(workspace: Path, chance: random.Random) -> Edit:
    """One more phrasing of an article, close to one that is there."""
    language, article = _article(workspace, chance)
    phrasing = chance.choice(_phrasings(_of(workspace, language, article)))
    ends = {"es": ["hoy", "ahora"], "en": ["today", "now"]}[language]
    more = f"{phrasing.rstrip('?')} {chance.choice(ends)}?"

    def write(root: Path) -> None:
        file = _of(root, language, article)
        lead, found, rest = file.read_text("utf-8").partition("phrasings:\n")
        file.write_text(f"{lead}{found}  - {_quoted(more)}\n{rest}", "utf-8")

    return Edit(f"one more phrasing of {article} ({language})", False, write)


HARMFUL = (
    *(steals, moves_example, deletes_rule, uncovers),
    *(unpublishes, teaches_somebodys_data, drops_topic, empties_topic),
)
HARMLESS = (rewords, adds_example, corrects_article, changes_hours, adds_phrasing)


# Files


def _articles(root: Path) -> Path:
    return root / "kb_index" / "articles"


def _of(root: Path, language: str, article: str) -> Path:
    return _articles(root) / language / f"{article}.md"


def _nlu(root: Path, language: str, topic: str) -> Path:
    return root / "nlu_data" / "nlu" / language / f"{topic}.yml"


def _article(workspace: Path, chance: random.Random) -> tuple[str, str]:
    language = chance.choice(LANGUAGES)
    folder = _articles(workspace) / language
    files = [file for file in sorted(folder.glob("*.md")) if len(_phrasings(file)) >= 6]
    return language, chance.choice(files).stem


def _topics(workspace: Path, language: str) -> list[str]:
    desk = YAML(typ="safe").load((workspace / "actions/desk.yml").read_text("utf-8"))["topics"]
    found = [topic for topic in desk if _nlu(workspace, language, topic).is_file()]
    return [t for t in found if len(_examples(_nlu(workspace, language, t))) >= 12]


def _examples(file: Path) -> list[str]:
    """Of the first entry, which asks for the topic."""
    _, _, rest = file.read_text("utf-8").partition("examples: |\n")
    lines = []
    for line in rest.splitlines():
        if not line.startswith("      - "):
            break
        lines.append(line)
    return lines


def _append(file: Path, line: str) -> None:
    lead, found, rest = file.read_text("utf-8").partition("examples: |\n")
    file.write_text(f"{lead}{found}{line}\n{rest}", "utf-8")


def _parts(text: str) -> tuple[str, str]:
    _, head, body = text.split("---\n", 2)
    return head, body


def _phrasings(file: Path) -> list[str]:
    head, _ = _parts(file.read_text("utf-8"))
    return list(YAML(typ="safe").load(head).get("phrasings") or ())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _with_more(found: re.Match[str]) -> str:
    text = found[2]
    if text.endswith('"'):
        return f'{found[1]}{text[:-1]} 🙂"'
    return f"{found[1]}{text} 🙂"

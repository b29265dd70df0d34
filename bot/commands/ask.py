"""`primera ask`: what the knowledge base would decide, and why."""

from rich.console import Console
from rich.table import Table

from actions.workspace import Workspace
from bot.commands.knowledge import serving_knowledge
from kb_index import Answer, NoAnswer, Suggestions

Decision = Answer | Suggestions | NoAnswer


def ask(workspace: Workspace, question: str, language: str, console: Console) -> None:
    """Searches without Rasa, so without act and topic; the bot itself knows a little more."""
    knowledge = serving_knowledge(workspace)
    decision = knowledge.answer(question, language=language)
    console.print(f"[bold]{type(decision).__name__}[/]: {_reason(decision)}")
    match decision:
        case Answer(article=article, passage=passage):
            console.print(f"\n[bold]{article.title}[/]  {article.url}\n{passage.text}\n")
        case Suggestions(articles=articles):
            for article in articles:
                console.print(f"  • {article.title}  [dim]{article.url}[/]")
    console.print(_hits(decision))


def _reason(decision: Decision) -> str:
    confidence, threshold = decision.confidence, decision.threshold
    if confidence is None or threshold is None:
        return "nothing fits"
    relation = "reaches" if confidence >= threshold else "is below"
    return f"confidence {confidence:.2f} {relation} the threshold {threshold:.2f}"


def _hits(decision: Decision) -> Table:
    table = Table("Article", "Passage", "Revision", "Score")
    for hit in decision.hits:
        table.add_row(hit.article_id, hit.passage_id, hit.revision, f"{hit.score:.3f}")
    return table

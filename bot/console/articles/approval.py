"""Who may stand for an article: somebody else than its writer, where the company wants that."""

from bot.console.changing import files_of, settings_of
from bot.console.console import Console
from bot.console.visit import Visit


def approvers(console: Console) -> int:
    """How many people of the company can approve at all."""
    return sum(account.may("lead") for account in console.accounts.all() if account.is_active)


def may_approve(console: Console, visit: Visit, file: str) -> bool:
    """Whether who looks at it may stand for it."""
    wanted = settings_of(console).answers.approved_by_another
    if not wanted or approvers(console) < 2:
        return True
    changes = files_of(console).history.newest(file=file, limit=1)
    return not changes or changes[0].author.email != visit.account.email

"""A visit to pages in a real browser."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@dataclass
class Visit:
    """A browser at the page, and everything that went wrong in it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def violations(self, tags: list[str] = WCAG) -> list[str]:
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)["violations"]
        return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]

    def hosts_besides(self, url: str) -> list[str]:
        return [each for each in self.asked if not each.startswith((f"{url}/", "data:"))]

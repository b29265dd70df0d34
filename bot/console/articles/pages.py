"""The section of articles: its list, and its route table."""

from actions.answers import ControlsStore
from actions.unanswered import UnansweredStore
from bot.console.addresses import HOME
from bot.console.articles import editor, importing, switches, unanswered
from bot.console.articles.shelf import entries
from bot.console.changing import desk_of
from bot.console.console import Console
from bot.console.route import GET, POST, Route
from bot.console.visit import Reply, Visit

ARTICLES = editor.ARTICLES


def articles_page(console: Console, visit: Visit) -> Reply:
    """See every article: where it stands, its twins, how it fares."""
    desk = desk_of(console)
    found = entries(
        console.workspace.articles,
        console.workspace.index_root,
        languages=console.workspace.settings.languages,
        thumbs=UnansweredStore(console.database).thumbs(),
        controls=ControlsStore(console.database).current(),
        today=desk.today(visit.now),
    )
    only = visit.query.get("show", "")
    shown = [each for each in found if each.needs_a_look] if only == "look" else found
    return console.page(
        visit,
        "articles/list.html",
        title="articles-title",
        entries=shown,
        count=len(found),
        looked_at=only == "look",
        to_look_at=sum(each.needs_a_look for each in found),
        topic_name=lambda topic: desk.topic_name(topic, visit.language) or topic,
    )


def _lead(method: object, path: str, handler: object, **more: object) -> Route:
    return Route(method, path, handler, role="lead", **{"section": "articles", **more})  # type: ignore[arg-type]


ROUTES = (
    _lead(GET, ARTICLES, articles_page, in_menu=True),
    _lead(GET, f"{ARTICLES}-new", editor.new_page),
    _lead(POST, f"{ARTICLES}-new", editor.save_new),
    _lead(GET, importing.IMPORT, importing.import_page),
    _lead(POST, importing.IMPORT, importing.import_file, most_bytes=importing.MOST_BYTES),
    _lead(GET, f"{ARTICLES}/{{article}}", editor.article_page),
    _lead(POST, f"{ARTICLES}/{{article}}", editor.save_article),
    _lead(POST, f"{ARTICLES}/{{article}}/approve", editor.approve_article),
    _lead(POST, f"{ARTICLES}/{{article}}/unpublish", editor.end_article),
    _lead(POST, f"{ARTICLES}/{{article}}/withdraw", editor.withdraw_article),
    _lead(POST, f"{ARTICLES}/{{article}}/restore", editor.restore_article),
    _lead(
        GET, unanswered.UNANSWERED, unanswered.unanswered_page, section="unanswered", in_menu=True
    ),
    _lead(
        GET,
        f"{unanswered.UNANSWERED}-list",
        unanswered.unanswered_list,
        section="unanswered",
        by_itself=True,
        is_file=True,
    ),
    _lead(GET, f"{unanswered.UNANSWERED}/{{group}}", unanswered.group_page, section="unanswered"),
    _lead(
        GET,
        f"{unanswered.UNANSWERED}/{{group}}/article",
        editor.write_article_page,
        section="unanswered",
    ),
    _lead(
        POST,
        f"{unanswered.UNANSWERED}/{{group}}/close",
        unanswered.close_group,
        section="unanswered",
    ),
    _lead(GET, switches.NOTICES, switches.notices_page, section="notices", in_menu=True),
    _lead(POST, switches.NOTICES, switches.save_notice, section="notices"),
    _lead(POST, f"{switches.NOTICES}/{{notice}}/end", switches.end_notice, section="notices"),
    _lead(POST, f"{HOME}/answers/pause", switches.pause_answers, section="notices"),
    _lead(POST, f"{HOME}/answers/resume", switches.resume_answers, section="notices"),
)

import asyncio
from datetime import timedelta

from actions.conversations import ConversationStore
from actions.database import engine
from actions.privacy import Erasures, Retention
from bot.gateway.app import utc_now
from bot.gateway.limits import Patience
from bot.gateway.tidying import Tidying
from tests.bot.gateway.conftest import open_chat


def test_the_gateway_lets_go_of_what_was_kept_long_enough(serve, workspace, clock, store):
    privacy = workspace.settings.privacy.model_copy(update={"retention_days": 30})
    settings = workspace.settings.model_copy(update={"privacy": privacy})
    kept = type(workspace)(workspace.root, workspace.home, settings, workspace.environment)
    old = store.create(locale="es", site="demo", now=clock() - timedelta(days=31))
    http = serve(patience=Patience(tidy=0.05), workspace=kept)
    young = open_chat(http)
    for _ in range(100):
        if store.get(old.id) is None:
            break
        asyncio.run(asyncio.sleep(0.05))
    assert store.get(old.id) is None
    assert store.get(young.id) is not None


def test_a_failure_is_told_and_tried_again(tmp_path, workspace, caplog):
    database = engine(workspace.database_url)
    missing = engine(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    tidying = Tidying(Erasures(missing), Retention(database, days=1), now=utc_now)

    async def for_a_while():
        task = asyncio.create_task(tidying.run(every=0.01))
        await asyncio.sleep(0.3)
        assert not task.done()
        task.cancel()

    asyncio.run(for_a_while())
    tidying.close()
    assert "OperationalError" in caplog.text
    assert ConversationStore(database).get("cnv_x") is None
    database.dispose()
    missing.dispose()

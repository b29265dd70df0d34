"""What may happen to a ticket, as customers and help desks are promised it: apart from the code."""

# As it is promised to customers and help desks, written down apart from the code:
# act: by whom, from where → to where.
PROMISED = """
take      agent    open→in_progress in_progress→in_progress waiting→waiting
release   agent    in_progress→open waiting→waiting
transfer  agent    open→open in_progress→open waiting→waiting
reply     agent    open→in_progress in_progress→in_progress waiting→waiting resolved→resolved
wait      agent    open→waiting in_progress→waiting waiting→waiting
add       contact  open→open in_progress→in_progress waiting→in_progress resolved→in_progress
add       bot      open→open in_progress→in_progress waiting→in_progress resolved→in_progress
resolve   agent    open→resolved in_progress→resolved waiting→resolved
agree     contact  resolved→closed
disagree  contact  resolved→in_progress
close     agent    open→closed in_progress→closed waiting→closed resolved→closed
close     clock    resolved→closed
reopen    agent    resolved→in_progress closed→in_progress
warn      clock    open→open in_progress→in_progress
escalate  agent    open→open in_progress→in_progress waiting→waiting
escalate  clock    open→open in_progress→in_progress
task      agent    open→open in_progress→in_progress waiting→waiting
finish    agent    open→open in_progress→in_progress waiting→waiting resolved→resolved
"""


def promised() -> dict[tuple[str, str, str], str]:
    moves = {}
    for line in PROMISED.replace("waiting", "waiting_for_contact").strip().splitlines():
        act, actor, *arrows = line.split()
        for begin, end in (arrow.split("→") for arrow in arrows):
            moves[act, actor, begin] = end
    return moves

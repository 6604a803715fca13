"""Acts: what changes many rows at once, kept row by row, so that it can be undone as a whole or not at all.

Whoever writes says which rows to watch; what became of them is found by comparing, with no signals:

    with recording("list_import", subject, by, reason, watch=[batch.pairs.all()]) as act:
        ...  # write as always, with history; more rows may be watched with act.watch(queryset) before they change

Whoever may have to wait for others locks first and watches then, or what they did meanwhile would count as well.

Rows that a watched queryset shows afterwards and did not show before are created, rows that are gone are deleted, and
all others are compared column by column. The whole is one transaction; an act that changed nothing is not kept.

`act.obstacles()` names what stands in the way of undoing; `act.undo(by, reason)` undoes the act, or raises Obstructed
with all of that. Each kind of act is registered in an `acts.py` of its app (see `kinds.py`): its label, who may undo
it, and what is to be computed anew afterwards. A model whose rows are computed from others says `computed = True`.
"""

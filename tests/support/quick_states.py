"""Migrating in a third of the time: a step makes the model that it changes anew, and not all that lead to it.

Django makes those too, nearly every model for each column, since all have to do with people. It knows of delayed ones,
which it makes anew before Python of ours asks for them; here they are delayed even where Django would not wait. What
the steps leave must be what the models describe, which those compare who use this; the long runs do without.
"""

import gc

from django.db.migrations.state import ProjectState


def install():
    """From now on, in this process."""
    gc.set_threshold(100_000, 20, 100)  # models refer to themselves: looking for those that are gone takes a tenth

    def find_one(state, app_label, model_name, delay=False):
        state.is_delayed = True
        return {(app_label, model_name)}

    ProjectState._find_reload_model = find_one

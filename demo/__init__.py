"""A running action that is made up: universities that do not exist, around the day on which it is made.

`build.make` lets the transitions of the apps run through some months of an invented calendar (scheduler, frozen_time),
so that every rule, total and history holds. `marker` keeps made-up data and real ones apart.
"""

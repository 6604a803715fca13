"""A running action that is made up: universities that do not exist, around the day on which it is made.

`making.make` lets the rooms' own verbs run through some months of an invented calendar (clock, diary), so that every
rule, total and history holds. One module a room: pairing, agreements, activities, employment, bulletins, inspections,
practices, guiding. `mark` keeps made-up data and real ones apart.
"""

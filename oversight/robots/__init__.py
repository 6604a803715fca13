"""Group robots: once a day a chat group of a university or a province is told how much waits at the desk.

Three services, each with an own small sender (`services.py`) over one door to the net (`calling.py`). What is said
are counts and the address of the desk, never a title or a name. The address of a robot is a secret: whoever has it can
write into the group. Only its key is kept, sealed (`core/sealing.py`); the rest of the address is that of the service.
Messages wait in the outbox (`core/outbox`), so that each is sent at most once.
"""

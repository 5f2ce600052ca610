"""The rules, one function each, as plain Python.

Owns: what a rule may answer, the provisions, the values that change by decree, and the working calendar.
Promises: a finding says why, on what ground and how sure we are of it; a refusal names at least one way forward.
Never: acts, reads a clock or a database, or takes "not established" for no.
"""

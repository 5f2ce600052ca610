"""Trips: before, during and after, against the clock.

Owns: trip files with their facts, passports, signs of life and who watches for them, the contact log abroad.
Promises: an unknown departure counts as near; a missed sign alarms a named person the same clock hour.
Never: reads a clock itself, states somebody's guilt as a fact, or shows danger as over because a trip ended.
"""

"""Who to call, where, about what and when: regions, municipalities, consultants, hours and the numbers of others.

Owns: the dated register that the finder, the guard and every list of regions read.
Promises: an answer for any municipality on any day ends in a number; what was written before can always be told.
Never: overwrites a row, guesses an hour or a number nobody stated, or knows anything about a citizen.
"""

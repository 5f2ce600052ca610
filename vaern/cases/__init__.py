"""Cases: an inquiry the team goes on working with, under a label and without identity until there is consent.

Owns: cases, how they stand, persons by label, journal, tasks, who works on them, who may open them and who did.
Promises: an open case has a next step, someone who answers for it and a responsible authority (or a day to find one).
Never: shows a stranger that a case exists, counts anything into a level, or lets us own an authority's decision.
"""

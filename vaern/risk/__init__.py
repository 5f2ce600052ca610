"""How threatening it is, and what must be done now: screenings, and the instruments they are made with.

Owns: screenings of an inquiry, the answers to their action cards, second readings, voidings, and the instrument files.
Promises: a person chose every level; what is signed is only followed; a card depends on one named answer.
Never: counts, weighs, averages or suggests a level, or takes ethnicity, religion, nationality or residence for a sign.
"""

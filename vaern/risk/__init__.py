"""How threatening it is, and what must be done now: screenings, assessments, and what they are made with.

Owns: screenings and assessments with their instruments and frames, the answers to action cards, second readings and
ratings, voidings, the level that counts, and its timeline.
Promises: a person chose every level; what is signed is only followed; a card depends on one named answer.
Never: counts, weighs, averages or suggests a level, or takes ethnicity, religion, nationality or residence for a sign.
"""

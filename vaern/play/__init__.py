"""Vignettes: courses of events that a domain expert writes down, and the player that tries them out.

Owns: the file format, the kinds of steps and expectations, the fresh databases a vignette is played in, the demo month.
Promises: a step is the real action, an expectation a real read; what cannot be read is reported by file and line.
Never: touches the databases of an installation to play a vignette, holds a rule of its own, or has a page.
House: above the pages. It may use every room; its own commands use it, and what needs databases aside or its words.
"""

"""The pages of docs/ that are made from the code and the tests, so that they cannot say anything else.

Owns: the data map (data_map.toml, placed by hand), the drills and the acceptance checks, `manage.py generate_docs`.
Promises: every stored field has a place in the map; tests are read, not run.
Never: describes by hand what the code can say, or is asked by a page.
"""

"""The languages of the open site: one file each, and who has read it through.

Owns: the .po files in ``catalogues``, what is missing in each, and the dated marks of those who read them.
Promises: a file in the folder is a language; Danish and English are always served, any other only while a person's
mark holds for the very words in the file.
Never: translates, guesses a reader's language, or remembers the one that was chosen.
"""

"""The half of the room that the open site uses: it takes in, and gives back to whoever has the code.

It must not import the broker, the people of the team or what they do with a thread (a contract says so).
"""

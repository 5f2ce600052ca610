"""What the open site takes in: a message without a name, the code that leads back to it, and the answers.

Owns: threads and their messages, the code, the sitting while a mailbox is open, and who of the team holds a thread.
Promises: `door` needs the team's public key and nothing else, and cannot read what it took in without the code.
Never: learns who wrote, sends anything to anyone, counts visits, or tells a wrong code from an old one.
"""

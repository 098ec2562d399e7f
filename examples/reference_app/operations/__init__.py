"""What is done to one brokerage's databases as a whole: back-up, restore, rotation, move, export, erasure (art. 15.5).

Each is a command, proves that it is complete without showing any content, and leaves its line in the journals.
"""

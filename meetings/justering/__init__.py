"""Print, sign, seal, verify: the only room that joins the models with paper and signing.

The state of a meeting is the queue. Every step here may be run again, by another worker or after a
crash, and is made exactly once: what is heavy happens outside any transaction, and is then stored
under the meeting's row, where the state and the unique constraints say whether it is still wanted.
"""

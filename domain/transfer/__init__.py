"""A transfer, from the request to the last evaluation.

events.py what happened | commands.py what may be asked | state.py what is so | then what follows:
requesting.py, reviewing.py, feedback.py, deciding.py, evaluating.py; routes.py opens the next steps, eligibility.py
holds E01 to E16, consequences.py what a transfer changes in other streams, desk/ what a decider is shown.
"""

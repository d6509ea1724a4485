"""Before every handler and after it: who may pass, what an answer says, what is written down."""

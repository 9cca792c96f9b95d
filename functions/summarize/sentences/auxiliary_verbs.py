"""The auxiliary verbs of English in their finite forms, a closed class, for the patterns that need a verb."""

AUXILIARY = "(?:is|am|are|was|were|has|have|had|does|do|did|will|would|shall|should|can|could|may|might|must)"

# The contraction or the word that negates the auxiliary directly before it.
NEGATED = r"(?:n[’']t|\s+not)"

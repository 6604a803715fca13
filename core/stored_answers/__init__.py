"""Public answers: each is built once for each version of the public data, and served as bytes from then on.

Only a view flagged `public` gets in. Its answer is built as for nobody: the request that it sees holds neither cookies
nor anything else that tells one reader from another. The version is read in the snapshot that the answer is built from,
so no answer is stored under a version that its source has not reached.
"""

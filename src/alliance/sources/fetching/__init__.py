"""New releases from the publishers' own pages: found by their links, fetched politely, and handed on to be loaded.

`rounds.fetch` does the whole of it for one source. Nothing is imported here, so that looking for sources, which walks
past this package, does not load what speaks to a network.
"""

"""Articles of other systems: found in files and pages, and written as drafts.

Documents come from a folder, a file or a site; readers find articles in each; a plan compares
these with what is here; writing it changes nothing that a person has touched. Names load on first
use of their module, so that the package costs nothing.
"""

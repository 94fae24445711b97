"""Lists that come in through pages: kept from the upload to the decision, and as history.

`operations` (upload, order, compare again, discard), `kept` (a comparison as rows, in no language
yet), `queries` (what pages show). `jobs/imports.py` does the work.
"""

"""The lists of the pages as workbooks: what each has in it, and the one way to write them."""

"""The frame of the pages: start page, errors, the reader's choices, and how things are put into words."""

"""A form for every file that a company writes, made of what the file's model says."""

"""The workbench: where people of the company see what was asked and mend what was answered."""
